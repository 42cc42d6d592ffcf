"""Pixels out of focus, by a radius that no colour runs beyond."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from core.arrays import Bytes

RADII = 3
"""A radius is so many standard deviations of the Gaussian: beyond lie 0.3 % of it."""
_NARROW = 12.0
"""The widest radius whose kernel is taken as it is; three boxes cost the same for every radius."""
_WHOLE = 257
"""8 bits as 16: three times rounded to 8 bits, slow changes of colour would show steps."""


def reach(radius: float) -> int:
    """How many pixels away one still counts."""
    if radius <= _NARROW:
        return math.ceil(radius)
    return sum(width // 2 for width in _boxes(radius / RADII))


def blurred(pixels: Bytes, radius: float) -> Bytes:
    """Premultiplied RGBA (h, w, 4) seen through a Gaussian, in a new array. Beyond the array's
    edges, pixels go on as at its edge; `reach` pixels away from them each is the same whatever part
    of a picture the array is."""
    border = cv2.BORDER_REPLICATE
    half = reach(radius)
    if half == 0:
        return pixels.copy()
    if radius <= _NARROW:
        size = (2 * half + 1, 2 * half + 1)
        return np.asarray(cv2.GaussianBlur(pixels, size, radius / RADII, borderType=border))
    fine = pixels.astype(np.uint16)
    fine *= _WHOLE
    for width in _boxes(radius / RADII):
        fine = np.asarray(cv2.blur(fine, (width, width), borderType=border), np.uint16)
    return np.asarray(cv2.convertScaleAbs(fine, alpha=1 / _WHOLE), np.uint8)


def _boxes(sigma: float) -> tuple[int, int, int]:
    """Odd widths of three means, one after the other, that come closest to a Gaussian (Kovesi,
    "Fast almost-Gaussian filtering", 2010)."""
    variance = 12 * sigma * sigma
    low = math.floor(math.sqrt(variance / 3 + 1))
    low -= 1 - low % 2
    few = round((variance - 3 * low * low - 12 * low - 9) / (-4 * low - 4))
    narrow, wide = low, low + 2
    first, second, third = (narrow if place < few else wide for place in range(3))
    return first, second, third
