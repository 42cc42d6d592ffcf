"""UNets that see more than noisy latents: their first convolution is widened, and all of it learns.

As Stable Diffusion's inpainting and depth models, and InstructPix2Pix, came from those for text
alone: the further weights begin as zeros, so that at first nothing is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.declare import choice, flag, integer, number, optional
from core.models.families import sd
from core.training.declare import Plan
from core.training.timesteps import TIMES, TIMES_HELP, noisy_oftener
from core.training.trainer import Learning
from core.training.whole import Whole

if TYPE_CHECKING:
    from torch import Tensor

    from core.models.loading import LoadedModel
    from core.training.batch import Batch
    from core.training.dealing import Dice

FIRST = "conv_in"
"""The UNet's first convolution, which changes in all dimensions."""


@dataclass(frozen=True, kw_only=True)
class WidenedPlan(Plan):
    """A training whose result is a model that sees more."""

    input_rate: float | None = optional(
        number(
            1e-3,
            1e-9,
            1.0,
            help="Learning rate of the first convolution, whose new part knows nothing yet; open: "
            "as the rest.",
        )
    )
    rank: int | None = optional(
        integer(
            32,
            1,
            1024,
            help="How many dimensions each matrix changes in: a smaller difference, and less "
            "memory for the training. Open: in all.",
        )
    )
    times: str = choice("even", TIMES, help=TIMES_HELP)
    half: bool = flag(True, title="Save in 16 bits", help="Saves it in 16 bits, as most are.")

    @property
    def adds(self) -> str:
        return ""


class Widened(Whole):
    """A UNet that is shown something in channels after those of the noisy latents."""

    def __init__(self, plan: WidenedPlan, model: LoadedModel, channels: int) -> None:
        super().__init__(plan, widened(model, channels), half=plan.half)
        self._input_rate, self._cubic = plan.input_rate, plan.times == "cubic"
        if plan.rank is not None:
            from core.training import networks, thin

            base = networks.base_weights(model.info, "unet")
            thin.narrow(model.unet, plan.rank, plan.seed, but=(FIRST,), base=base)

    def changes(self, name: str) -> bool:
        from core.training import thin

        return thin.learns(name)

    def learns(self) -> Sequence[Learning]:
        (all_of_it,) = super().learns()
        if self._input_rate is None:
            return [all_of_it]
        first = {n: p for n, p in all_of_it.parameters.items() if n.startswith(f"unet.{FIRST}.")}
        rest = {n: p for n, p in all_of_it.parameters.items() if n not in first}
        return [Learning(rest, all_of_it.rate), Learning(first, self._input_rate)]

    def draw(self, batch: Batch, dice: Dice) -> Batch:
        return noisy_oftener(batch, self.objective.count, dice) if self._cubic else batch

    def seen(self, batch: Batch) -> Tensor:
        """What is shown, (b, channels - 4, h, w)."""
        raise NotImplementedError

    def predict(self, noisy: Tensor, batch: Batch) -> Tensor:
        import torch

        return self.call_unet(torch.cat([noisy, self.seen(batch).to(noisy.dtype)], 1), batch)


def widened(model: LoadedModel, channels: int) -> LoadedModel:
    """The model with a UNet of so many input channels; its own UNet is changed, if need be."""
    import torch
    from torch import nn
    from torch.nn.utils import skip_init

    unet, old = model.unet, model.unet.conv_in
    if old.in_channels != channels:
        shape = channels, old.out_channels, old.kernel_size
        # Drawing numbers that are overwritten would move torch's own chance.
        new = skip_init(nn.Conv2d, *shape, padding=old.padding)  # type: ignore[no-untyped-call]
        new = new.to(old.weight.device, old.weight.dtype)
        with torch.no_grad():
            new.weight.zero_()
            new.weight[:, : old.in_channels] = old.weight
            new.bias.copy_(old.bias)
        unet.conv_in = new.requires_grad_(False)
        unet.register_to_config(in_channels=channels)
    return replace(model, info=replace(model.info, in_channels=channels, can=sd.CAN[channels]))
