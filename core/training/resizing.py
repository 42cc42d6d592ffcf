"""Subjects smaller and larger than they are in their pictures; those stay as they are on the disk.

Kumari et al. 2022, section 4 ("training details") and the authors' released code: two times of
three a picture is shown smaller, somewhere on an empty one, and what is around it does not count;
otherwise larger, cut. The caption says so where it is much. Without it, a subject is learned
together with its size and its place, and keeps others out of a picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from core.geometry import Rect, Size
from core.training.buckets import Fit

if TYPE_CHECKING:
    from core.training.dealing import Dice
    from core.training.latents import Moments

SMALLER = (3 / 8, 1 / 2, 5 / 8, 3 / 4, 7 / 8, 1.0)
LARGER = (1.2, 1.3, 1.4)
"""Sizes that are shown. Few, so that each is encoded once; the authors' are any in between."""
_SMALLER_SO_OFTEN = 2 / 3
_MUCH_SMALLER = 0.6
FAR, NEAR = ("small", "far away"), ("close-up", "zoomed in")
"""What the caption says of those below 0.6 times their size, and of the larger ones."""
_ARTICLE = re.compile(r"^(an?|the|one)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Resized:
    """How large a picture is shown, and where."""

    fit: Fit
    """The picture's own, at that size."""
    left: int
    top: int
    """Latents: where it lies on the bucket, or where the bucket lies on it if that is smaller."""
    words: str = ""
    """What the caption says of it."""

    def caption(self, caption: str) -> str:
        """ "a toy" is "a small toy"; an empty caption stays."""
        if not self.words or not caption:
            return caption
        bare = _ARTICLE.sub("", caption)
        article = "" if bare == caption else "a "
        return f"{article}{self.words} {bare}"

    def placed(self, moments: Moments, empty: Moments) -> Moments:
        """What is seen at the bucket's size; `empty` is an empty picture of that size."""
        return type(moments)(
            self._put(moments.mean, empty.mean), self._put(moments.deviation, empty.deviation)
        )

    def mask(self, own: Tensor, height: int, width: int) -> Tensor:
        """(1, height, width) from that of the resized picture: nothing around it counts, nor its
        edge, which the emptiness has touched."""
        if own.shape[-2:] != (height, width):
            own = torch.nn.functional.pad(own[:, 1:-1, 1:-1], (1, 1, 1, 1))
        return self._put(own, torch.zeros(1, height, width))

    def _put(self, own: Tensor, around: Tensor) -> Tensor:
        """(c, h, w) of one size in (c, H, W) of the other, as large as the second."""
        height, width = around.shape[-2:]
        if own.shape[-1] > width or own.shape[-2] > height:
            return own[:, self.top : self.top + height, self.left : self.left + width]
        found = around.clone()
        rows = slice(self.top, self.top + own.shape[-2])
        found[:, rows, self.left : self.left + own.shape[-1]] = own
        return found


def fits(own: Fit, factor: int) -> list[Fit]:
    """Everything that may be encoded of a picture, once each."""
    return list(dict.fromkeys(resized(own, scale, factor) for scale in (*SMALLER, *LARGER)))


def drawn(own: Fit, factor: int, dice: Dice) -> Resized:
    """How a picture is shown this time."""
    smaller = dice.falls(_SMALLER_SO_OFTEN)
    scales = SMALLER if smaller else LARGER
    scale = scales[dice.one_of(len(scales))]
    fit = resized(own, scale, factor)
    left, top = (
        dice.one_of(abs(bucket - side) // factor + 1)
        for bucket, side in zip(own.size, fit.size, strict=True)
    )
    much = scale < _MUCH_SMALLER or not smaller
    words = FAR if smaller else NEAR
    return Resized(fit, left, top, words[dice.one_of(len(words))] if much else "")


def resized(own: Fit, scale: float, factor: int) -> Fit:
    """A fit to `scale` times the size, in whole latents; to a smaller one not below one latent."""
    if scale == 1:
        return own
    size = Size(*(max(1, round(side * scale / factor)) * factor for side in own.size))
    across, down = size.width / own.size.width, size.height / own.size.height
    scaled = Size(
        max(size.width, round(own.scaled.width * across)),
        max(size.height, round(own.scaled.height * down)),
    )
    left = min(round(own.cut.x * across), scaled.width - size.width)
    top = min(round(own.cut.y * down), scaled.height - size.height)
    return Fit(size, scaled, Rect(left, top, *size))
