"""Coverage of shapes with smooth edges: rectangles, ellipses, lines; filled or outlined."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.geometry import Point, Rect

if TYPE_CHECKING:
    from core.arrays import Bytes, Floats


class Form(StrEnum):
    """What is drawn between two places."""

    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    LINE = "line"

    @property
    def label(self) -> str:
        """The name an artist reads."""
        return self.value.capitalize()


@dataclass(frozen=True)
class Shape:
    """A form between two corners, or along a line; outlined by so many pixels, or filled at 0."""

    form: Form
    start: Point
    end: Point
    outline: float = 0.0

    def reach(self) -> Rect:
        """The whole pixels that it touches."""
        room = self._width / 2 + 1
        left, right = sorted((self.start.x, self.end.x))
        top, bottom = sorted((self.start.y, self.end.y))
        x, y = math.floor(left - room), math.floor(top - room)
        return Rect(x, y, math.ceil(right + room) - x, math.ceil(bottom + room) - y)

    @property
    def _width(self) -> float:
        """Of its outline; a line always has one."""
        return max(1.0, self.outline) if self.form is Form.LINE else self.outline

    def coverage(self, rect: Rect) -> Bytes:
        """How far each pixel of `rect` is covered, 0…255: (h, w)."""
        if self.form is Form.LINE:
            return self._line(rect)
        outer = self._filled(rect, self._width / 2)
        if self._width <= 0:
            return outer
        inner = self._filled(rect, -self._width / 2)
        return np.asarray(cv2.subtract(outer, inner), np.uint8)

    def _filled(self, rect: Rect, wider: float) -> Bytes:
        """The form, with its border moved to the outside."""
        left, right = sorted((self.start.x, self.end.x))
        top, bottom = sorted((self.start.y, self.end.y))
        left, top, right, bottom = left - wider, top - wider, right + wider, bottom + wider
        if right <= left or bottom <= top:
            return np.zeros((rect.height, rect.width), np.uint8)
        x = np.arange(rect.x, rect.right, dtype=np.float32) + np.float32(0.5)
        y = np.arange(rect.y, rect.bottom, dtype=np.float32) + np.float32(0.5)
        if self.form is Form.RECTANGLE:
            across = _inside(x, left, right)
            down = _inside(y, top, bottom)
            return _bytes(down[:, None] * across[None, :])
        a, b = (right - left) / 2, (bottom - top) / 2
        u = (x - np.float32((left + right) / 2))[None, :]
        v = (y - np.float32((top + bottom) / 2))[:, None]
        # How far outside a pixel lies, to the first order: the form's value over its slope.
        value = (u / a) ** 2 + (v / b) ** 2 - 1
        slope = 2 * np.sqrt((u / a**2) ** 2 + (v / b**2) ** 2)
        away = value / np.maximum(slope, 1e-6)
        return _bytes(np.clip(0.5 - away, 0, 1))

    def _line(self, rect: Rect) -> Bytes:
        """All that is nearer to the line than half its width: its ends are round."""
        x = np.arange(rect.x, rect.right, dtype=np.float32)[None, :] + np.float32(0.5)
        y = np.arange(rect.y, rect.bottom, dtype=np.float32)[:, None] + np.float32(0.5)
        dx, dy = self.end.x - self.start.x, self.end.y - self.start.y
        square = max(dx * dx + dy * dy, 1e-9)
        along = ((x - self.start.x) * dx + (y - self.start.y) * dy) / square
        along = np.clip(along, 0, 1)
        away = np.hypot(x - self.start.x - along * dx, y - self.start.y - along * dy)
        return _bytes(np.clip(self._width / 2 + 0.5 - away, 0, 1))


def _inside(x: Floats, low: float, high: float) -> Floats:
    """How much of each pixel, given by its middle, lies between two places."""
    result: Floats = np.clip(np.minimum(x + 0.5, high) - np.maximum(x - 0.5, low), 0, 1)
    return result


def _bytes(part: Floats) -> Bytes:
    return np.asarray(np.rint(part * 255), np.uint8)
