"""Points, sizes and rectangles in whole pixels: small frozen values used by every layer."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple


class Point(NamedTuple):
    """A position in pixels; may lie between pixels and outside the canvas."""

    x: float
    y: float


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int

    @property
    def area(self) -> int:
        return self.width * self.height

    def multiple_of(self, step: int) -> Size:
        """Both sides rounded up to a multiple of `step`, at least one step."""
        return Size(
            max(step, math.ceil(self.width / step) * step),
            max(step, math.ceil(self.height / step) * step),
        )

    def __str__(self) -> str:
        return f"{self.width}×{self.height}"


class Rect(NamedTuple):
    """A rectangle of pixels, half open: it covers x … x + width - 1 and y … y + height - 1."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of_edges(cls, left: float, top: float, right: float, bottom: float) -> Rect:
        """The smallest rectangle of whole pixels that covers the given edges."""
        x, y = math.floor(left), math.floor(top)
        return cls(x, y, max(0, math.ceil(right) - x), max(0, math.ceil(bottom) - y))

    @classmethod
    def of_size(cls, size: Size) -> Rect:
        return cls(0, 0, size.width, size.height)

    @classmethod
    def around(cls, rects: Iterable[Rect]) -> Rect:
        """The smallest rectangle that covers all of `rects`; empty when there is none."""
        result = EMPTY
        for rect in rects:
            result = result.united(rect)
        return result

    @property
    def right(self) -> int:
        """The first column to the right of the rectangle."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below the rectangle."""
        return self.y + self.height

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    @property
    def area(self) -> int:
        return max(0, self.width) * max(0, self.height)

    @property
    def centre(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    @property
    def is_empty(self) -> bool:
        return self.width <= 0 or self.height <= 0

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows, then columns: indexes an image array of which this is a part."""
        return slice(self.y, self.bottom), slice(self.x, self.right)

    def united(self, other: Rect) -> Rect:
        """The smallest rectangle that covers both; an empty one adds nothing."""
        if other.is_empty:
            return self
        if self.is_empty:
            return other
        x, y = min(self.x, other.x), min(self.y, other.y)
        right, bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        return Rect(x, y, right - x, bottom - y)

    def intersected(self, other: Rect) -> Rect:
        """What both cover; `EMPTY` when they do not meet."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        if right <= x or bottom <= y:
            return EMPTY
        return Rect(x, y, right - x, bottom - y)

    def inflated(self, by: int) -> Rect:
        """Larger by `by` pixels on each side (smaller when negative)."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def moved(self, dx: int, dy: int) -> Rect:
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def contains(self, other: Rect) -> bool:
        return other.is_empty or (
            self.x <= other.x
            and self.y <= other.y
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def contains_point(self, x: float, y: float) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom


EMPTY = Rect(0, 0, 0, 0)
