"""What a trainer is: what learns, the loss of a batch, what is saved.

A trainer's file in `trainers/` declares its settings (a `Plan`) and, in its `begin`, makes one of
these. The loop does the rest: it draws batches, steps the optimiser, saves checkpoints.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from torch import Tensor, nn

    from core.denoise.conditions import Learned, Words
    from core.models.loading import LoadedModel
    from core.request import Pixels, Request
    from core.techniques.declare import Technique
    from core.training.batch import Batch
    from core.training.cache import Cache
    from core.training.dealing import Dice
    from core.training.declare import Plan


class Learning(NamedTuple):
    """Parameters that are changed at one rate, by names that stay the same from run to run."""

    parameters: Mapping[str, nn.Parameter]
    rate: float


class Trainer:
    """One training's part that is its own. The model's modules are its to change."""

    shows: tuple[str, ...] = ()
    """Pictures that its loss wants as pixels, in `Batch.shown`: "picture", or the name of a
    partner that its sets have."""
    reads: tuple[str, ...] = ()
    """Pictures that its loss wants as latents, in `Batch.shown`."""

    def __init__(self, plan: Plan, model: LoadedModel) -> None:
        from core.training.objective import Objective

        self.plan, self.model = plan, model
        self.networks: Sequence[Any] = ()
        """Those that learn beside the model's own."""
        self.objective = Objective(model.scheduler_config, model.device)
        self.captions: Cache | None = None
        """Where encodings of captions are kept, when they stay what they are."""

    def learns(self) -> Sequence[Learning]:
        """What is changed; it alone requires gradients."""
        raise NotImplementedError

    def save(self, folder: Path, metadata: Mapping[str, str]) -> list[Path]:
        """Writes what was learned so far, which stands in the parameters; returns the files."""
        raise NotImplementedError

    def result_size(self) -> int:
        """Bytes that `save` writes, or some more: whether there is room is known before the first
        step."""
        return sum(4 * one.numel() for each in self.learns() for one in each.parameters.values())

    def learned_words(self) -> Mapping[str, Learned]:
        """New words, and the vectors that stand for them by now."""
        return {}

    @property
    def encodes_anew(self) -> bool:
        """Whether captions are encoded otherwise after each step."""
        return False

    def request(self, request: Request, shown: Callable[[str], Pixels]) -> Request:
        """What is painted as a sample: with what the model needs to see of one of the pictures
        that it learns from, which `shown` gives by names as in `shows`."""
        return request

    def techniques(self, shown: Callable[[str], Pixels]) -> Sequence[Technique]:
        """What takes part in painting samples beside the model as it is by now."""
        return ()

    def draw(self, batch: Batch, dice: Dice) -> Batch:
        """The batch with what else is drawn at random for it, from `dice` alone."""
        return batch

    def loss(self, batch: Batch) -> Tensor:
        """The weighted sum of the rows' losses."""
        from core.training.objective import errors

        objective = self.objective
        noisy = objective.noisy(batch.clean, batch.noise, batch.times)
        target = objective.target(batch.clean, batch.noise, batch.times)
        each = errors(self.predict(noisy, batch), target, batch.mask)
        weights = batch.weights * objective.weights(
            batch.times, self.plan.min_snr_gamma, self.plan.noisy_weight
        )
        return (weights.to(each.dtype) * each).sum()

    def predict(self, noisy: Tensor, batch: Batch) -> Tensor:
        """The UNet's prediction (b, 4, h, w) for noisy latents."""
        return self.call_unet(noisy, batch)

    def call_unet(self, latents: Tensor, batch: Batch, **further: Any) -> Tensor:
        """The UNet on latents (b, channels, h, w) with the batch's times and words. `further` goes
        to it as it is: residuals of a ControlNet, features of an adapter."""
        predicted: Tensor = self.model.unet(
            latents.to(self.model.dtype),
            batch.times,
            return_dict=False,
            **self.told(batch),
            **further,
        )[0]
        return predicted

    def told(self, batch: Batch) -> dict[str, Any]:
        """What a UNet, and a ControlNet, is told beside latents and times, by the names that
        diffusers has for it."""
        words = self.words(batch.captions)
        dtype = self.model.dtype
        added = None
        if words.pooled is not None and batch.sizes is not None:
            added = {"text_embeds": words.pooled.to(dtype), "time_ids": batch.sizes.to(dtype)}
        return {"encoder_hidden_states": words.encoding.to(dtype), "added_cond_kwargs": added}

    def words(self, captions: Sequence[str]) -> Words:
        """What the UNet attends to: (b, tokens, width), each caption once."""
        from core.training.captions import encoded

        return encoded(self.model, captions, self.learned_words(), self.captions)
