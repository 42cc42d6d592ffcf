"""Filled polygons as soft masks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from core.geometry import Rect

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes

    Points = npt.NDArray[np.float64]

LINES = 8
"""Lines per row of pixels along which the polygon is cut; across, coverage is exact."""


def pieces(points: Points, band: Rect, width: int) -> Iterator[Bytes | int]:
    """Coverage, 0…255, of `band` by the closed line through `points` (n, 2), cut from left to
    right into pieces of `width` columns: an array (h, w) each, or one number where it is even.

    Even-odd: where the line winds around twice there is a hole. Sides along whole pixels are
    sharp. (OpenCV's `fillPoly` widens what it fills by half a pixel.)
    """
    line, x = _crossings(points - (band.x, band.y), band.height * LINES)
    x = np.clip(x, 0, band.width)
    order = np.argsort(line * (band.width + 1.0) + x)
    line, x = line[order], x[order]
    # Along a line, every first crossing enters the polygon and every second one leaves it.
    weight = np.where(np.arange(len(x)) % 2 == 0, 1.0, -1.0) / LINES
    left = np.floor(x).astype(np.intp)
    beyond = x - left
    row = np.tile(line // LINES, 2)
    column = np.concatenate((left, left + 1))
    step = np.concatenate((weight * (1 - beyond), weight * beyond))
    order = np.argsort(column, kind="stable")
    row, column, step = row[order], column[order], step[order]
    starts = range(0, band.width, width)
    bounds = np.searchsorted(column, [*starts, band.width])
    level = np.zeros(band.height)
    """How far each row is covered where the next piece begins."""
    for start, first, last in zip(starts, bounds[:-1], bounds[1:], strict=True):
        wide = min(width, band.width - start)
        if first == last:
            yield _flat(level, wide)
            continue
        place = row[first:last] * wide + (column[first:last] - start)
        flat = np.bincount(place, step[first:last], band.height * wide).astype(np.float64)
        steps: Points = flat.reshape(band.height, wide)
        steps[:, 0] = steps[:, 0] + level
        coverage = np.cumsum(steps, axis=1)
        level = coverage[:, -1]
        yield _bytes(coverage)


def _flat(level: npt.NDArray[np.float64], width: int) -> Bytes | int:
    """A piece that no side of the polygon passes: each of its rows is even."""
    values = _bytes(level)
    low, high = int(values.min()), int(values.max())
    return low if low == high else np.repeat(values[:, None], width, axis=1)


def _bytes(coverage: npt.NDArray[np.float64]) -> Bytes:
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
