"""Pixels out of focus, a tile at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.pixels.tiles import TILE, Key, TileGrid, tile_rect

if TYPE_CHECKING:
    from core.arrays import Bytes

FINEST = 2.0
"""The least sigma that is blurred as it is; wider ones are made smaller by powers of 2 before, so
that a wide blur takes no longer than a narrow one."""


def softened(original: TileGrid, key: Key, sigma: float) -> Bytes:
    """A tile as seen through a Gaussian of `sigma` pixels; beyond the canvas pixels go on as at its
    edge. The same for every tile: there are no seams."""
    factor = 1
    while sigma / factor >= 2 * FINEST and factor < 16:
        factor *= 2
    # All that the Gaussian and the interpolation reach, in whole steps of the smaller picture.
    reach = (int(4 * sigma / factor + 1) + 2) * factor
    wide = tile_rect(key).inflated(reach)
    seen = wide.intersected(original.canvas)
    pixels = original.read(seen)
    sides = (seen.y - wide.y, wide.bottom - seen.bottom, seen.x - wide.x, wide.right - seen.right)
    if any(sides):
        pixels = np.asarray(cv2.copyMakeBorder(pixels, *sides, cv2.BORDER_REPLICATE))
    if factor > 1:
        side = wide.width // factor
        small = cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA)
    else:
        small = pixels
    blurred = cv2.GaussianBlur(small.astype(np.float32), (0, 0), sigma / factor)
    if factor > 1:
        blurred = cv2.resize(blurred, tuple(wide.size), interpolation=cv2.INTER_LINEAR)
    inner = blurred[reach : reach + TILE, reach : reach + TILE]
    return np.asarray(inner + np.float32(0.5), np.uint8)
