"""Growing and shrinking 8-bit masks (h, w). Grey stays grey; lengths are pixels.

Nothing lies beyond the array's edge, neither mask nor hole: a mask that touches the border of a
picture does not shrink from it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from core.arrays import Bytes


def grown(mask: Bytes, radius: int) -> Bytes:
    """The largest value within `radius` of each pixel; shrunk when negative; same size."""
    if radius == 0 or mask.size == 0:
        return mask.copy()
    if radius < 0:
        return 255 - grown(255 - mask, -radius)
    # A disc is a stack of rows: the mask widened by each row's half width, shifted by its height.
    # From the farthest row to the middle one, so that each widens what the last one left.
    height = mask.shape[0]
    result = mask.copy()
    row, reached = mask, 0
    for shift in range(min(radius, height - 1), -1, -1):
        half = int(math.sqrt((radius + 0.5) ** 2 - shift**2))
        row, reached = _widened(row, half - reached), half
        below, above = result[shift:], result[: height - shift]
        np.maximum(below, row[: height - shift], out=below)
        np.maximum(above, row[shift:], out=above)
    return result


def _widened(mask: Bytes, by: int) -> Bytes:
    if by == 0:
        return mask
    kernel = np.ones((1, 2 * by + 1), np.uint8)
    return np.asarray(cv2.dilate(mask, kernel), np.uint8)


def shrunk(mask: Bytes, radius: int) -> Bytes:
    """The smallest value within `radius` of each pixel; same size."""
    return grown(mask, -radius)
