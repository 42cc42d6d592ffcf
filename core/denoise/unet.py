"""One call of the UNet: its rows, and what techniques add to its inputs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import torch
from torch import Tensor

from core.denoise.conditions import NEGATIVE, Branch, Words
from core.denoise.prompt import padded
from core.models.families import sdxl
from core.refiner import Refiner

if TYPE_CHECKING:
    from core.denoise.run import Run, Step
    from core.denoise.views import View


class SeenEnough(BaseException):
    """Raised by a watcher of attention that needs nothing of what follows in the UNet.

    The call's prediction is then all zeros; whoever asked for it is not to use it.
    """


@dataclass(eq=False)
class Call:
    """A call of the UNet for one view of the latents.

    It has `pictures` rows for each part of each branch, in the order of `owners`: all pictures of
    the first part, all pictures of the second…
    """

    step: Step
    view: View
    owners: tuple[str, ...]
    """For each part, the name of the branch it belongs to."""
    latents: Tensor
    """(rows, 4, height, width) of the view, scaled to unit variance."""
    words: Tensor
    """(rows, tokens, width)."""
    branches: tuple[Branch, ...] = ()
    """For each part, the branch it belongs to."""
    further_words: Tensor | None = None
    """(rows, tokens, width): words after those, that only the UNet sees, where a mask lets it."""
    further: dict[int, slice] = field(default_factory=dict)
    """Which of those are a region's, by its number."""
    shares: dict[int, Tensor] = field(default_factory=dict)
    """How much these regions count at each place of the view, (1, 1, height, width) in 0…1: with
    what is left to the words of the whole picture they sum to 1."""
    channels: list[Tensor] = field(default_factory=list)
    """Further input channels, (rows, n, height, width) each, in the order the UNet wants them."""
    down: list[Tensor] | None = None
    """Residuals of the down blocks, in the UNet's order (ControlNet)."""
    middle: Tensor | None = None
    features: list[Tensor] | None = None
    """Features added within the down blocks (T2I-Adapter)."""
    added: dict[str, Tensor] = field(default_factory=dict)
    """What else the UNet is told, by the names it has in diffusers. Of SDXL: "text_embeds"
    (rows, width), the prompts summed up, and "time_ids" (rows, 6), the picture's size."""

    @classmethod
    def of(cls, step: Step, view: View, latents: Tensor, branches: Sequence[Branch]) -> Call:
        """`latents` are the view's, (pictures, 4, height, width), at the step's level."""
        parts = [(branch, part.words) for branch in branches for part in branch.within(view.region)]
        longest = max(words.encoding.shape[1] for _, words in parts)
        pictures = latents.shape[0]
        dtype = step.run.model.dtype
        filling = partial(step.run.filling, view.region)
        same = [padded(words, longest, filling) for _, words in parts]
        return cls(
            step,
            view,
            tuple(branch.name for branch, _ in parts),
            step.run.schedule.scaled(step.index, torch.cat([latents] * len(parts))).to(dtype),
            torch.cat(same).repeat_interleave(pictures, dim=0).to(dtype),
            tuple(branch for branch, _ in parts),
            added=_added(step, view, parts, pictures),
        )

    def has(self, name: str) -> bool:
        """Whether a branch takes part in this call."""
        return name in self.owners

    @property
    def pictures(self) -> int:
        return self.latents.shape[0] // len(self.owners)

    def rows(self, tensor: Tensor) -> Tensor:
        """A tensor of one picture, or of each picture, of the whole canvas → this call's rows."""
        own = self.view.crop(tensor).to(self.latents.dtype)
        own = own.expand(self.pictures, *own.shape[1:])
        return own.repeat(len(self.owners), *[1] * (own.dim() - 1))

    def of_branch(self, name: str, tensor: Tensor) -> Tensor:
        """The rows of a branch in a tensor of all rows, averaged over the branch's parts."""
        parts = tensor.view(len(self.owners), self.pictures, *tensor.shape[1:])
        chosen = [i for i, owner in enumerate(self.owners) if owner == name]
        return parts[chosen].mean(0) if len(chosen) > 1 else parts[chosen[0]]

    def grid(self, queries: int) -> tuple[int, int]:
        """Height and width of an attention map of so many queries in this call."""
        height, width = self.latents.shape[-2:]
        while height * width > queries:
            height, width = -(-height // 2), -(-width // 2)
        if height * width != queries:
            raise ValueError(f"no level of the UNet has {queries} positions")
        return height, width

    def add_residuals(self, down: Sequence[Tensor], middle: Tensor) -> None:
        """Adds a ControlNet's residuals to those that are there."""
        own = self.down or [torch.zeros_like(tensor) for tensor in down]
        self.down = [a + b for a, b in zip(own, down, strict=True)]
        self.middle = middle if self.middle is None else self.middle + middle

    def add_features(self, features: Sequence[Tensor]) -> None:
        """Adds an adapter's features to those that are there."""
        own = self.features or [torch.zeros_like(tensor) for tensor in features]
        self.features = [a + b for a, b in zip(own, features, strict=True)]

    def predict(self) -> Tensor:
        """The UNet's prediction in float32, (parts, pictures, 4, height, width)."""
        (predicted,) = predict_together([self])
        return predicted


@dataclass(frozen=True, eq=False)
class Inputs:
    """What the UNet is given for the rows of some calls together."""

    sample: Tensor
    """(rows, channels, height, width): the latents, and what further channels show."""
    time: Tensor
    words: Tensor
    """(rows, tokens, width)."""
    down: tuple[Tensor, ...] | None
    middle: Tensor | None
    features: Sequence[Tensor] | None
    added: dict[str, Tensor] | None


def predict_together(calls: Sequence[Call]) -> list[Tensor]:
    """The predictions of calls of one step, (parts, pictures, 4, height, width) in float32 each.

    Those that are alike in all but their numbers are predicted in one call of the UNet.
    """
    alike: dict[object, list[Call]] = {}
    for call in calls:
        alike.setdefault(_shape(call), []).append(call)
    found = {}
    for same in alike.values():
        predicted, start = _predicted(same).float(), 0
        for call in same:
            rows = predicted[start : start + len(call.latents)]
            found[id(call)] = rows.view(len(call.owners), call.pictures, *rows.shape[1:])
            start += len(rows)
    return [found[id(call)] for call in calls]


def _shape(call: Call) -> object:
    """What calls must have in common to be predicted together."""
    given = call.channels, call.down, call.features
    return (
        *(tensor.shape[1:] for tensor in (call.latents, call.words)),
        None if call.further_words is None else call.further_words.shape[1],
        *(None if some is None else tuple(one.shape[1:] for one in some) for some in given),
        call.middle is None,
        tuple(sorted(call.added)),
    )


def _predicted(calls: Sequence[Call]) -> Tensor:
    """What the UNet makes of all the calls' rows."""
    first = calls[0]
    run = first.step.run

    def rows(of: Callable[[Call], Tensor]) -> Tensor:
        return of(first) if len(calls) == 1 else torch.cat([of(call) for call in calls])

    def each(of: Callable[[Call], Sequence[Tensor] | None]) -> list[Tensor] | None:
        """Lists of tensors, joined one by one."""
        lists = [found for call in calls if (found := of(call)) is not None]
        return [torch.cat(same) for same in zip(*lists, strict=True)] or None

    inputs = Inputs(
        torch.cat([rows(lambda call: call.latents), *(each(lambda c: c.channels) or ())], 1),
        first.step.time,
        rows(_all_words),
        tuple(each(lambda call: call.down) or ()) or None,
        None if first.middle is None else rows(lambda call: cast(Tensor, call.middle)),
        each(lambda call: call.features),
        {name: torch.cat([call.added[name] for call in calls]) for name in first.added} or None,
    )
    whole = partial(_whole, run.model.unet, inputs)
    try:
        with run.attention.during(calls):
            for place in run.places:
                shorter = place.unet(calls, inputs, whole)
                if shorter is not None:
                    return shorter
            compiled = _compiled(run, inputs)
            return whole() if compiled is None else compiled()
    except SeenEnough:
        return torch.zeros_like(rows(lambda call: call.latents))


def _compiled(run: Run, inputs: Inputs) -> Callable[[], Tensor] | None:
    """The same by the compiled UNet, where there is one that computes just this: nobody has other
    weights, changes what layers do, or asks for gradients."""
    compiled = run.model.compiled
    if (
        compiled is None
        or inputs.features is not None
        or not run.attention.plain
        or torch.is_grad_enabled()
        or not compiled.is_current()
    ):
        return None
    return partial(
        compiled.predict,
        inputs.sample,
        inputs.time,
        inputs.words,
        down=inputs.down,
        middle=inputs.middle,
        added=inputs.added,
        cancelled=run.cancelled,
    )


def _whole(unet: Any, inputs: Inputs) -> Tensor:
    """All of the UNet."""
    predicted: Tensor = unet(
        inputs.sample,
        inputs.time,
        encoder_hidden_states=inputs.words,
        down_block_additional_residuals=inputs.down,
        mid_block_additional_residual=inputs.middle,
        # The UNet takes features out of the list as it goes.
        down_intrablock_additional_residuals=inputs.features and list(inputs.features),
        added_cond_kwargs=inputs.added,
        return_dict=False,
    )[0]
    return predicted


def _all_words(call: Call) -> Tensor:
    if call.further_words is None:
        return call.words
    return torch.cat([call.words, call.further_words], dim=1)


def _added(
    step: Step, view: View, parts: Sequence[tuple[Branch, Words]], pictures: int
) -> dict[str, Tensor]:
    """What a UNet of SDXL is told beside the words; nothing for others.

    A window is a picture of its own (MultiDiffusion), so its size is told, and no crop.
    """
    model = step.run.model
    pooled = [words.pooled for _, words in parts if words.pooled is not None]
    if model.text_encoder_2 is None:
        return {}
    if len(pooled) < len(parts):
        raise ValueError("words for SDXL without what sums them up")
    sides = view.box.height * model.info.factor, view.box.width * model.info.factor
    told = [[*sides, 0, 0, *_aims(step, branch, sides)] for branch, _ in parts]
    sizes = torch.tensor(told, dtype=torch.float32, device=model.device)
    return {
        "text_embeds": torch.cat(pooled).repeat_interleave(pictures, dim=0).to(model.dtype),
        "time_ids": sizes.repeat_interleave(pictures, dim=0),
    }


def _aims(step: Step, branch: Branch, sides: tuple[int, int]) -> tuple[float, ...]:
    """What a picture is to be like: as large as that, or, of a refiner, as beautiful."""
    if step.run.model.info.family != sdxl.REFINER_FAMILY:
        return sides
    told = step.run.request.refiner or Refiner()
    return (told.negative_aesthetic_score if branch.name == NEGATIVE else told.aesthetic_score,)
