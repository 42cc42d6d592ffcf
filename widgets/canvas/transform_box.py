"""The frame around what is transformed: its four corners, and what dragging it does to them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from core.geometry import Point, Rect
from core.pixels.warp import corners

from .lines import STEP

Corners = tuple[Point, Point, Point, Point]


class Part(Enum):
    """What of the frame is dragged."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    CORNER = "corner"
    SIDE = "side"


@dataclass(frozen=True)
class Grip:
    """A part of the frame in the hand; `index` counts corners, or sides that begin at them."""

    part: Part
    index: int = 0


@dataclass(frozen=True)
class Frame:
    """Where a rectangle's corners lie: top left, top right, bottom right, bottom left."""

    rect: Rect
    quad: Corners

    @classmethod
    def around(cls, rect: Rect) -> Frame:
        return cls(rect, corners(rect))

    @property
    def changed(self) -> bool:
        return self.quad != corners(self.rect)

    @property
    def middle(self) -> Point:
        return Point(sum(p.x for p in self.quad) / 4, sum(p.y for p in self.quad) / 4)

    def side(self, index: int) -> Point:
        """The middle of the side that begins at a corner."""
        a, b = self.quad[index], self.quad[(index + 1) % 4]
        return Point((a.x + b.x) / 2, (a.y + b.y) / 2)

    def mapped(self, change: Callable[[Point], Point]) -> Frame:
        a, b, c, d = (change(corner) for corner in self.quad)
        return Frame(self.rect, (a, b, c, d))

    def moved(self, dx: float, dy: float) -> Frame:
        return self.mapped(lambda p: Point(p.x + dx, p.y + dy))

    def turned(self, angle: float, around: Point | None = None) -> Frame:
        """By an angle in radians, clockwise on screen."""
        middle = around or self.middle
        cos, sin = math.cos(angle), math.sin(angle)
        if abs(math.remainder(angle, math.pi / 2)) < 1e-9:  # quarter turns are exact
            cos, sin = round(cos), round(sin)

        def change(p: Point) -> Point:
            x, y = p.x - middle.x, p.y - middle.y
            return Point(middle.x + x * cos - y * sin, middle.y + x * sin + y * cos)

        return self.mapped(change)

    @property
    def across(self) -> float:
        """How wide it is, of what it was: 1 as wide, in the mean where it is in perspective."""
        a, b, c, d = self.quad
        return (math.dist(a, b) + math.dist(d, c)) / 2 / self.rect.width

    @property
    def tall(self) -> float:
        """How high it is, of what it was."""
        a, b, c, d = self.quad
        return (math.dist(a, d) + math.dist(b, c)) / 2 / self.rect.height

    @property
    def degrees(self) -> float:
        """How far its upper side is turned, clockwise on screen, -180 to 180."""
        a, b = self.quad[:2]
        return math.degrees(math.atan2(b.y - a.y, b.x - a.x))

    def scaled(self, across: float, tall: float) -> Frame:
        """So many times as wide and as high, along its own axes and around its middle."""
        a, b, c, d = self.quad
        middle = self.middle
        along = Point(b.x - a.x + c.x - d.x, b.y - a.y + c.y - d.y)
        down = Point(d.x - a.x + c.x - b.x, d.y - a.y + c.y - b.y)

        def change(p: Point) -> Point:
            x, y = _in_axes(Point(p.x - middle.x, p.y - middle.y), along, down)
            x, y = x * across, y * tall
            return Point(middle.x + x * along.x + y * down.x, middle.y + x * along.y + y * down.y)

        return self.mapped(change)

    def flipped(self, *, across: bool) -> Frame:
        """Left becomes right (`across`), or top becomes bottom, in the picture's own directions."""
        a, b, c, d = self.quad
        return Frame(self.rect, (b, a, d, c) if across else (d, c, b, a))

    def dragged(self, grip: Grip, start: Point, at: Point, *, even: bool, free: bool) -> Frame:
        """The frame after a part of it was dragged from `start` to `at`.

        `even` (Shift) keeps proportions, turns in steps, and moves along one axis. `free` (Ctrl)
        moves a corner by itself, for perspective, and a side with both its corners, for shear.
        """
        dx, dy = at.x - start.x, at.y - start.y
        if grip.part is Part.INSIDE:
            if even:
                dx, dy = (dx, 0.0) if abs(dx) >= abs(dy) else (0.0, dy)
            return self.moved(dx, dy)
        if grip.part is Part.OUTSIDE:
            return self.turned(self._angle(start, at, even=even))
        if free:
            own = {grip.index} if grip.part is Part.CORNER else {grip.index, (grip.index + 1) % 4}
            a, b, c, d = (
                Point(p.x + dx, p.y + dy) if i in own else p for i, p in enumerate(self.quad)
            )
            return Frame(self.rect, (a, b, c, d))
        return self._scaled(grip, dx, dy, even=even)

    def _angle(self, start: Point, at: Point, *, even: bool) -> float:
        middle = self.middle
        before = math.atan2(start.y - middle.y, start.x - middle.x)
        angle = math.atan2(at.y - middle.y, at.x - middle.x) - before
        return round(angle / STEP) * STEP if even else angle

    def _scaled(self, grip: Grip, dx: float, dy: float, *, even: bool) -> Frame:
        """The opposite corner, or side, stays where it is."""
        if grip.part is Part.CORNER:
            moves = self.quad[grip.index]
            anchor = self.quad[(grip.index + 2) % 4]
        else:
            moves, anchor = self.side(grip.index), self.side((grip.index + 2) % 4)
        # The frame's own axes: along the top side, and along the left one.
        a, b, c, d = self.quad
        along = Point(b.x - a.x + c.x - d.x, b.y - a.y + c.y - d.y)
        down = Point(d.x - a.x + c.x - b.x, d.y - a.y + c.y - b.y)
        own = _in_axes(Point(moves.x - anchor.x, moves.y - anchor.y), along, down)
        new = _in_axes(Point(moves.x + dx - anchor.x, moves.y + dy - anchor.y), along, down)
        across = new.x / own.x if abs(own.x) > 1e-9 else 1.0
        tall = new.y / own.y if abs(own.y) > 1e-9 else 1.0
        if grip.part is Part.SIDE:
            horizontal = grip.index in (1, 3)  # right and left
            across, tall = (across, 1.0) if horizontal else (1.0, tall)
            if even:
                across = tall = across if horizontal else tall
        elif even:
            across = tall = max(across, tall, key=abs)

        def change(p: Point) -> Point:
            x, y = _in_axes(Point(p.x - anchor.x, p.y - anchor.y), along, down)
            x, y = x * across, y * tall
            return Point(anchor.x + x * along.x + y * down.x, anchor.y + x * along.y + y * down.y)

        return self.mapped(change)


def _in_axes(p: Point, along: Point, down: Point) -> Point:
    """A vector as so much of one axis and so much of the other."""
    area = along.x * down.y - along.y * down.x
    if abs(area) < 1e-9:
        return Point(0.0, 0.0)
    return Point((p.x * down.y - p.y * down.x) / area, (along.x * p.y - along.y * p.x) / area)
