"""Coverage of shapes with smooth edges: rectangles, ellipses, lines; filled or outlined."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.geometry import Point, Rect

if TYPE_CHECKING:
    from core.arrays import Bytes, Floats
    from core.pixels.symmetry import Image


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
    angle: float = 0.0
    """Degrees, clockwise, that it is turned by around its middle; a line never is."""

    @property
    def middle(self) -> Point:
        return Point((self.start.x + self.end.x) / 2, (self.start.y + self.end.y) / 2)

    def placed(self, image: Image) -> Shape:
        """The same where a symmetry repeats it. A rectangle and an ellipse look alike mirrored, so
        that a turn around their middle is all that there is to it."""
        if self.form is Form.LINE:
            return replace(self, start=_mapped(image, self.start), end=_mapped(image, self.end))
        middle, (wide, high) = _mapped(image, self.middle), self._half
        angle = round((image.turn + (-self.angle if image.mirrored else self.angle)) % 180, 9)
        if angle == 90:
            wide, high, angle = high, wide, 0.0
        start = Point(middle.x - wide, middle.y - high)
        end = Point(middle.x + wide, middle.y + high)
        return replace(self, start=start, end=end, angle=angle % 180)

    @property
    def _half(self) -> tuple[float, float]:
        """Half its width and half its height, before it is turned."""
        return abs(self.end.x - self.start.x) / 2, abs(self.end.y - self.start.y) / 2

    def reach(self) -> Rect:
        """The whole pixels that it touches."""
        room, middle, (wide, high) = self._width / 2 + 1, self.middle, self._half
        if self.angle:
            cos, sin = abs(math.cos(self._turn)), abs(math.sin(self._turn))
            # The corners of an outline reach farther than its sides.
            wide, high = wide + room, high + room
            wide, high, room = wide * cos + high * sin, wide * sin + high * cos, 1.0
        x, y = math.floor(middle.x - wide - room), math.floor(middle.y - high - room)
        right, bottom = math.ceil(middle.x + wide + room), math.ceil(middle.y + high + room)
        return Rect(x, y, right - x, bottom - y)

    @property
    def _turn(self) -> float:
        return math.radians(self.angle)

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
        if self.angle:
            return self._turned(x, y, (right - left) / 2, (bottom - top) / 2)
        if self.form is Form.RECTANGLE:
            across = _inside(x, left, right)
            down = _inside(y, top, bottom)
            return _bytes(down[:, None] * across[None, :])
        a, b = (right - left) / 2, (bottom - top) / 2
        u = (x - np.float32((left + right) / 2))[None, :]
        v = (y - np.float32((top + bottom) / 2))[:, None]
        return _ellipse(u, v, a, b)

    def _turned(self, x: Floats, y: Floats, a: float, b: float) -> Bytes:
        """The same of a form with such half axes, for pixels with their middles at x and y, each
        seen along the form's own axes."""
        cos, sin = np.float32(math.cos(self._turn)), np.float32(math.sin(self._turn))
        dx = (x - np.float32(self.middle.x))[None, :]
        dy = (y - np.float32(self.middle.y))[:, None]
        u, v = dx * cos + dy * sin, dy * cos - dx * sin
        if self.form is Form.ELLIPSE:
            return _ellipse(u, v, a, b)
        # A side that is turned covers a pixel by how far that lies within it.
        across = np.clip(np.float32(a + 0.5) - np.abs(u), 0, min(1.0, 2 * a))
        down = np.clip(np.float32(b + 0.5) - np.abs(v), 0, min(1.0, 2 * b))
        return _bytes(across * down)

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


def _mapped(image: Image, at: Point) -> Point:
    return Point(*image.place(*at))


def _ellipse(u: Floats, v: Floats, a: float, b: float) -> Bytes:
    """Coverage of pixels (u, v) from the middle of an ellipse, along its half axes a and b."""
    # How far outside a pixel lies, to the first order: the form's value over its slope.
    value = (u / a) ** 2 + (v / b) ** 2 - 1
    slope = 2 * np.sqrt((u / a**2) ** 2 + (v / b**2) ** 2)
    away = value / np.maximum(slope, 1e-6)
    return _bytes(np.clip(0.5 - away, 0, 1))


def _inside(x: Floats, low: float, high: float) -> Floats:
    """How much of each pixel, given by its middle, lies between two places."""
    result: Floats = np.clip(np.minimum(x + 0.5, high) - np.maximum(x - 0.5, low), 0, 1)
    return result


def _bytes(part: Floats) -> Bytes:
    return np.asarray(np.rint(part * 255), np.uint8)
