"""UNets that see more than noisy latents: their first convolution is widened, and all of it learns.

As Stable Diffusion's inpainting and depth models, and InstructPix2Pix, came from those for text
alone: the further weights begin as zeros, so that at first nothing is changed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.models.families import sd
from core.training.whole import Whole

if TYPE_CHECKING:
    from torch import Tensor

    from core.models.loading import LoadedModel
    from core.training.batch import Batch
    from core.training.declare import Plan


class Widened(Whole):
    """A UNet that is shown something in channels after those of the noisy latents."""

    def __init__(self, plan: Plan, model: LoadedModel, channels: int, *, half: bool) -> None:
        super().__init__(plan, widened(model, channels), half=half)

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
