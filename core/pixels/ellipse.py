"""Filled ellipses as soft masks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from core.geometry import Rect

if TYPE_CHECKING:
    from core.arrays import Bytes

_ROOM = 2.0
"""How far, in pixels, a part has to lie from the ellipse's edge to be called even unseen."""


def covered(part: Rect, ellipse: Rect) -> Bytes:
    """Coverage (h, w), 0…255, of the pixels of `part` by the ellipse that touches the sides of
    `ellipse`. Its edge is smooth."""
    a, b = ellipse.width / 2, ellipse.height / 2
    x = np.arange(part.x, part.right, dtype=np.float32) + np.float32(0.5 - ellipse.x - a)
    y = np.arange(part.y, part.bottom, dtype=np.float32) + np.float32(0.5 - ellipse.y - b)
    u, v = np.square(x / a)[None, :], np.square(y / b)[:, None]
    radius = np.sqrt(u + v)
    # Distance to the edge in pixels, to first order: (r - r²) / |∇|, as for f = r² - 1.
    slope = np.sqrt(u / np.float32(a * a) + v / np.float32(b * b))
    distance = radius * (1 - radius) / np.maximum(slope, np.float32(1e-9))
    distance[radius < 1e-6] = min(a, b)
    return np.asarray(np.clip(distance + 0.5, 0, 1) * 255 + 0.5).astype(np.uint8)


def lies_inside(part: Rect, ellipse: Rect) -> bool:
    """Whether all of `part` is wholly covered; False also when that is not certain."""
    a, b = ellipse.width / 2, ellipse.height / 2
    x = max(abs(part.x - ellipse.x - a), abs(part.right - ellipse.x - a)) + _ROOM
    y = max(abs(part.y - ellipse.y - b), abs(part.bottom - ellipse.y - b)) + _ROOM
    return math.hypot(x / a, y / b) < 1


def lies_outside(part: Rect, ellipse: Rect) -> bool:
    """Whether none of `part` is covered; False also when that is not certain."""
    a, b = ellipse.width / 2, ellipse.height / 2
    x = max(0.0, part.x - ellipse.x - a, ellipse.x + a - part.right) - _ROOM
    y = max(0.0, part.y - ellipse.y - b, ellipse.y + b - part.bottom) - _ROOM
    return math.hypot(max(0.0, x) / a, max(0.0, y) / b) > 1
