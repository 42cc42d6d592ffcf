"""Pixels taken to another place, size, angle and perspective."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.geometry import Point, Rect, Size

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes

    Matrix = npt.NDArray[np.float64]

Quad = Sequence[Point]
"""Where the four corners of a rectangle come to lie: top left, top right, bottom right, bottom
left."""


_FARTHEST = 1 << 16
"""Pixels: what is drawn out wider than that lies at the horizon."""


def corners(rect: Rect) -> tuple[Point, Point, Point, Point]:
    """The quad that leaves a rectangle where it is."""
    left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    return Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)


def is_convex(quad: Quad) -> bool:
    """Whether no corner has been drawn over the line between its neighbours: others have no
    inside, or a horizon in it."""
    turns = []
    for i in range(4):
        (ax, ay), (bx, by), (cx, cy) = quad[i], quad[(i + 1) % 4], quad[(i + 2) % 4]
        turns.append((bx - ax) * (cy - by) - (by - ay) * (cx - bx))
    return all(turn > 1e-6 for turn in turns) or all(turn < -1e-6 for turn in turns)


def reach(quad: Quad) -> Rect:
    """The whole pixels that a quad touches."""
    left, right = min(x for x, _ in quad), max(x for x, _ in quad)
    top, bottom = min(y for _, y in quad), max(y for _, y in quad)
    # What lies a hair beyond a pixel's edge by rounding does not touch the next one.
    x0, y0 = math.floor(left + 1e-6), math.floor(top + 1e-6)
    return Rect(x0, y0, math.ceil(right - 1e-6) - x0, math.ceil(bottom - 1e-6) - y0)


def carried(points: Sequence[Point], rect: Rect, quad: Quad) -> tuple[Point, ...]:
    """Where points of the plane come to lie when a rectangle's corners go to `quad`."""
    begin, end = (np.array(four, np.float32) for four in (corners(rect), tuple(quad)))
    matrix = np.asarray(cv2.getPerspectiveTransform(begin, end), np.float64)
    found = matrix @ np.array([[x, y, 1] for x, y in points], np.float64).T
    return tuple(Point(float(x / w), float(y / w)) for x, y, w in found.T)


def along(whole: Rect, rect: Rect, quad: Quad) -> tuple[Rect, Quad]:
    """What goes along, and its corners, when `rect` is drawn to `quad`: all of `whole`, which lies
    around it; `rect` alone where a part of that would lie at the horizon, or beyond it."""
    begin, end = (np.array(four, np.float32) for four in (corners(rect), tuple(quad)))
    matrix = np.asarray(cv2.getPerspectiveTransform(begin, end), np.float64)
    points = np.array([[x, y, 1] for x, y in (*corners(rect), *corners(whole))], np.float64)
    depths = (matrix @ points.T)[2]
    if depths.min() * depths.max() <= 0:
        return rect, quad
    # So that what is moved by whole pixels is, for all that OpenCV rounds on the way.
    found = [Point(round(x, 3), round(y, 3)) for x, y in carried(corners(whole), rect, quad)]
    there = reach(found)
    return (whole, found) if max(there.width, there.height) <= _FARTHEST else (rect, quad)


def warped(pixels: Bytes, rect: Rect, quad: Quad, into: Rect, *, quick: bool = False) -> Bytes:
    """What `into` shows of pixels (h, w, 4), premultiplied, or of a mask (h, w), that lay on `rect`
    when their corners are at `quad`: bicubic, and averaged first where it becomes much smaller;
    bilinear, and nothing before it, when it has to be `quick`.

    Whole turns and flips, and moves by whole pixels, are exact.
    """
    source, size = pixels, (rect.width, rect.height)
    across, down = (max(1.0, one) for one in shrinks(rect, quad))
    if not quick and (across > 1 or down > 1):
        size = (max(1, round(rect.width / across)), max(1, round(rect.height / down)))
        source = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    matrix = _matrix(size, quad, into)
    result = cv2.warpPerspective(
        source,
        matrix,
        (into.width, into.height),
        flags=cv2.INTER_LINEAR if quick else cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=0,
    )
    found: Bytes = np.asarray(result, np.uint8)
    if found.ndim == 3 and not quick:  # where it overshoots, no colour is more than its alpha
        np.minimum(found, found[..., 3:], out=found)
    return found


def unturned(pixels: Bytes, at: Rect, quad: Quad, size: Size) -> Bytes:
    """What lies within `quad` of pixels (h, w, 4), premultiplied, or of a mask (h, w), that lie at
    `at`: as an upright picture of `size`, bicubic; nothing where they end. Undoes `warped`."""
    width, height = size
    begin = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    end = np.array([(x - at.x, y - at.y) for x, y in quad], np.float32)
    edges = np.asarray(cv2.getPerspectiveTransform(begin, end), np.float64)
    result = cv2.warpPerspective(
        pixels,
        _between_middles(edges),
        (width, height),
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=0,
    )
    found: Bytes = np.asarray(result, np.uint8)
    if found.ndim == 3:
        np.minimum(found, found[..., 3:], out=found)
    return found


def upright_size(quad: Quad) -> Size:
    """Of the upright picture whose pixels are as large as those it has within a quad."""
    top, right, bottom, left = (math.dist(quad[i], quad[(i + 1) % 4]) for i in range(4))
    return Size(max(1, round((top + bottom) / 2)), max(1, round((left + right) / 2)))


def _matrix(size: tuple[int, int], quad: Quad, into: Rect) -> Matrix:
    """From places of the source's pixels to those of `into`; both count from pixels' middles."""
    width, height = size
    begin = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    end = np.array([(x - into.x, y - into.y) for x, y in quad], np.float32)
    return _between_middles(np.asarray(cv2.getPerspectiveTransform(begin, end), np.float64))


def _between_middles(edges: Matrix) -> Matrix:
    """A map between places that count from pixels' corners, as one that counts from their middles,
    as OpenCV does."""
    middle = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    back = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])
    result: Matrix = back @ edges @ middle
    return result


def shrinks(rect: Rect, quad: Quad) -> tuple[float, float]:
    """How many source pixels across and down come into one, along the longer of opposite sides;
    below 1 where it becomes larger."""
    top, right, bottom, left = (math.dist(quad[i], quad[(i + 1) % 4]) for i in range(4))
    return rect.width / max(top, bottom, 1), rect.height / max(left, right, 1)
