"""Painting over a picture that was enlarged: in tiles, and with what was there before kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate, pad

from core.denoise.places import Places

if TYPE_CHECKING:
    from core.denoise.run import Run, Step


@dataclass(frozen=True)
class Tiling:
    """How a run paints over a picture that was enlarged; lengths are latents."""

    tile: int
    """The side of what is computed at a time: views one after the other, and tiles of the picture
    in the autoencoder, so that memory does not grow with the picture."""
    block: int
    """The side of blocks whose mean stays that of the source: what the picture before told."""


class Kept(Places):
    """Keeps the coarse structure of the source in whatever each step predicts.

    Choi et al. 2021 (ILVR, https://arxiv.org/abs/2108.02938), eq. 8, on the predicted clean latents
    and not on noisy ones, so that samplers of several steps see predictions that fit together: the
    low-pass filtered prediction is replaced by the low-pass filtered source. A tile whose prompt
    says what is elsewhere cannot grow it there; it adds what is finer than a block.
    """

    def __init__(self, run: Run, block: int) -> None:
        assert run.source is not None
        self._block = block
        self._coarse = low_pass(run.source, block)

    def guide(self, step: Step, noise: Tensor) -> Tensor:
        shift = self._coarse - low_pass(step.clean(step.latents, noise), self._block)
        return step.level.shifted(noise, shift, step.run.schedule.kind)


def low_pass(latents: Tensor, block: int) -> Tensor:
    """Means over squares of so many latents, smoothly between: as (pictures, c, h, w)."""
    height, width = latents.shape[2:]
    down, across = -height % block, -width % block
    whole = pad(latents, (0, across, 0, down), mode="replicate") if down or across else latents
    means = avg_pool2d(whole, block)
    smooth = interpolate(means, scale_factor=block, mode="bilinear", align_corners=False)
    return smooth[..., :height, :width]
