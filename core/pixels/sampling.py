"""The colour that an eyedropper takes: of a pixel, or the mean of those around it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.geometry import Point, Rect

if TYPE_CHECKING:
    from core.arrays import Bytes

SIDES = (1, 3, 5, 11, 31, 51, 101)
"""How wide the square may be, in pixels: the sizes that artists know from other programs."""


@dataclass(frozen=True)
class Sampling:
    """How an eyedropper takes colours."""

    side: int = 1
    """Of the square around the pointer whose mean is taken, in canvas pixels; odd."""
    layer_alone: bool = False
    """Of the active layer; else of the picture as it is seen."""

    def around(self, at: Point) -> Rect:
        """The canvas pixels that it looks at; they may lie off the canvas."""
        half = self.side // 2
        return Rect(math.floor(at.x) - half, math.floor(at.y) - half, self.side, self.side)


def mean_colour(pixels: Bytes) -> tuple[int, int, int] | None:
    """The mean of premultiplied RGBA (h, w, 4) as straight RGB, each pixel as much as it covers;
    None where nothing is. It is of the values in sRGB, as all colours are mixed here."""
    if pixels.size == 0:
        return None
    sums = pixels.reshape(-1, 4).sum(0, dtype=np.int64).tolist()
    if not sums[3]:
        return None
    red, green, blue = (min(255, math.floor(255 * value / sums[3] + 0.5)) for value in sums[:3])
    return red, green, blue
