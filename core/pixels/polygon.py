"""Filled polygons as soft masks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.geometry import Rect

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes

    Points = npt.NDArray[np.float64]

LINES = 8
"""Lines per row of pixels along which the polygon is cut; across, coverage is exact."""


def filled(points: Points, rect: Rect) -> Bytes:
    """Coverage (h, w), 0…255, of the pixels of `rect` by the closed line through `points` (n, 2).

    Even-odd: where the line winds around twice there is a hole. Sides along whole pixels are
    sharp. (OpenCV's `fillPoly` widens what it fills by half a pixel.)
    """
    line, x = _crossings(points - (rect.x, rect.y), rect.height * LINES)
    x = np.clip(x, 0, rect.width)
    order = np.lexsort((x, line))
    line, x = line[order], x[order]
    # Along a line, every first crossing enters the polygon and every second one leaves it.
    weight = np.where(np.arange(len(x)) % 2 == 0, 1.0, -1.0) / LINES
    column = np.floor(x).astype(np.intp)
    beyond = x - column
    width = rect.width + 2
    place = line // LINES * width + column
    steps = np.bincount(place, weight * (1 - beyond), rect.height * width)
    steps += np.bincount(place + 1, weight * beyond, rect.height * width)
    coverage = np.cumsum(steps.reshape(rect.height, width), axis=1)[:, : rect.width]
    return (np.clip(coverage, 0, 1) * 255 + 0.5).astype(np.uint8)


def _crossings(points: Points, lines: int) -> tuple[npt.NDArray[np.intp], Points]:
    """Where the polygon's sides meet each of the `lines`: their numbers, and x."""
    x0, y0 = points[:, 0], points[:, 1] * LINES - 0.5
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    first = np.clip(np.ceil(np.minimum(y0, y1)), 0, lines).astype(np.intp)
    last = np.clip(np.ceil(np.maximum(y0, y1)), 0, lines).astype(np.intp)
    counts = last - first
    side = np.repeat(np.arange(len(points)), counts)
    line = np.arange(len(side)) - np.repeat(np.cumsum(counts) - counts - first, counts)
    slope = (x1[side] - x0[side]) / (y1[side] - y0[side])
    return line, x0[side] + (line - y0[side]) * slope
