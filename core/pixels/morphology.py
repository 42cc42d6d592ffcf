"""Growing, shrinking and softening 8-bit masks (h, w). Grey stays grey; lengths are pixels.

What lies beyond the array's edge is taken to be like the edge: a mask that touches the border of
a picture neither shrinks nor fades there.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.uint8]


def grown(mask: Array, radius: int) -> Array:
    """The largest value within `radius` of each pixel; shrunk when negative; same size."""
    if radius == 0 or mask.size == 0:
        return mask.copy()
    if radius < 0:
        return 255 - grown(255 - mask, -radius)
    # A disc is a stack of rows: the mask widened by each row's half width, shifted by its height.
    height = mask.shape[0]
    result = mask.copy()
    widened: dict[int, Array] = {}
    for shift in range(min(radius, height - 1) + 1):
        half = int(math.sqrt((radius + 0.5) ** 2 - shift**2))
        if half not in widened:
            widened = {half: _widened(mask, half)}
        row = widened[half]
        below, above = result[shift:], result[: height - shift]
        np.maximum(below, row[: height - shift], out=below)
        np.maximum(above, row[shift:], out=above)
    return result


def _widened(mask: Array, half: int) -> Array:
    kernel = np.ones((1, 2 * half + 1), np.uint8)
    return np.asarray(cv2.dilate(mask, kernel), np.uint8)


def shrunk(mask: Array, radius: int) -> Array:
    """The smallest value within `radius` of each pixel; same size."""
    return grown(mask, -radius)


def blurred(mask: Array, width: float) -> Array:
    """A hard edge becomes a fade about `width` wide, half of it on either side (Gaussian)."""
    if width <= 0 or mask.size == 0:
        return mask.copy()
    sigma = width / 4
    blur = cv2.GaussianBlur(mask, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(blur, np.uint8)


def feathered(mask: Array, width: float) -> Array:
    """The mask fading inwards over `width` from where it is 0, to which it adds nothing.

    Pixels that are 0 stay 0 and none gets larger; deeper than `width` inside all stay as they are.
    """
    if width <= 0 or mask.size == 0 or mask.all():
        return mask.copy()
    inside = (mask > 0).astype(np.uint8)
    depth = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    fade = np.clip(np.asarray(depth, np.float32) / np.float32(width + 1), 0, 1)
    fade = fade * fade * (3 - 2 * fade)
    return np.asarray(mask * fade + np.float32(0.5), np.float32).astype(np.uint8)


def bounds(mask: Array) -> tuple[int, int, int, int] | None:
    """x, y, width, height of the pixels that are not 0, or None when there are none."""
    x, y, width, height = cv2.boundingRect(mask)
    return (x, y, width, height) if width and height else None
