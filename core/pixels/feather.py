"""Softening the edges of 8-bit masks (h, w)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from core.arrays import Bytes

_TIMES = 3
"""Means of means come near to a Gaussian: three of them to 3 %, at a cost that does not grow with
the radius."""


def reach(radius: int) -> int:
    """How far from an edge, in pixels, `feathered` still changes anything."""
    return _TIMES * _half(radius)


def feathered(mask: Bytes, radius: int) -> Bytes:
    """The mask with its edges faded over about `radius` pixels to either side; same size.

    Three running means, together a Gaussian of σ = radius / 2. In 16 bits, so that a wide fade
    has no steps. Beyond the array's edge the mask goes on as it ends there.
    """
    if radius <= 0 or mask.size == 0:
        return mask.copy()
    side = 2 * _half(radius) + 1
    values = np.multiply(mask, np.uint16(257), dtype=np.uint16)
    for _ in range(_TIMES):
        mean = cv2.blur(values, (side, side), borderType=cv2.BORDER_REPLICATE)
        values = np.asarray(mean, np.uint16)
    return ((values.astype(np.uint32) + 128) // 257).astype(np.uint8)


def _half(radius: int) -> int:
    return (radius + 1) // 2
