"""What a mask does: soft repainting with any model, and the channels of inpainting models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn.functional import max_pool2d

from core.denoise.places import Places
from core.denoise.schedule import Schedule

if TYPE_CHECKING:
    from core.denoise.run import Step
    from core.denoise.unet import Call
    from core.denoise.velocity import Given


def latent_mask(mask: Tensor, factor: int) -> Tensor:
    """A mask of pixels (1, 1, height, width) in 0…1 → of latents.

    A latent is as white as the whitest of its pixels: what is white is repainted wholly, up to
    its edge. What a latent changes beyond the mask is put back as pixels later.
    """
    return max_pool2d(mask, factor)


def has_grey(mask: Tensor) -> bool:
    """Whether anything is to be repainted in part."""
    return bool(((mask > 0) & (mask < 1)).any())


class SoftMask(Places):
    """Differential Diffusion (Levin & Fried 2023): grey decides from which step on to repaint.

    A latent of mask m is free in the last m · n of n steps; until then it is the original, noised
    to the level of each step. So white is repainted in all of them, grey as by image to image of
    that strength, and black never.
    """

    def __init__(self, mask: Tensor, source: Tensor, noise: Tensor, schedule: Schedule) -> None:
        """`mask` (1, 1, h, w); `source` clean latents and `noise`, (pictures, 4, h, w)."""
        self._source, self._noise = source, noise
        self._schedule = schedule
        self._free_steps = (mask * len(schedule)).round()

    def start(self, latents: Tensor) -> Tensor:
        return self._kept(0, 0, latents)

    def after(self, step: Step, latents: Tensor) -> Tensor:
        return self._kept(step.index, step.index + 1, latents)

    def _kept(self, index: int, level: int, latents: Tensor) -> Tensor:
        """Latents at a level, with the original where step `index` is not free to repaint."""
        free = self._free_steps >= len(self._schedule) - index
        if free.all():
            return latents
        original = self._schedule.levels[level].mixed(self._source, self._noise)
        return torch.where(free, latents, original)


class InpaintingChannels(Places):
    """Inpainting UNets see the mask, and the picture without what is masked, as channels 5 to 9."""

    def __init__(self, mask: Tensor, masked: Tensor) -> None:
        """`mask` (1, 1, h, w) of 0 and 1; `masked`: latents (pictures, 4, h, w)."""
        self._channels = mask, masked

    def inputs(self, call: Call) -> None:
        call.channels += [call.rows(tensor) for tensor in self._channels]


class FillingChannels(Places):
    """Transformers that were made for filling (FLUX.1 Fill) see the picture without what is masked,
    and the mask, beside every latent."""

    def __init__(self, left: Tensor, mask: Tensor) -> None:
        """`left`: latents (pictures, c, h, w); `mask` (1, factor², h, w) of 0 and 1."""
        self._channels = left, mask

    def given(self, given: Given) -> None:
        given.beside += self._channels
