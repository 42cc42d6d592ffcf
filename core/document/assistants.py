"""Assistants of perspective: lines that strokes keep to, through a vanishing point or parallel."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core.geometry import Point
from core.parameters import Json

WIDEST = math.radians(45)
"""A stroke that begins farther than this from every line is free."""


@dataclass(frozen=True)
class VanishingPoint:
    """Strokes run towards it, or away from it. Two or three make a perspective."""

    at: Point

    @property
    def points(self) -> tuple[Point, ...]:
        """Where the hand takes it."""
        return (self.at,)

    def with_point(self, number: int, at: Point) -> VanishingPoint:
        """The same with one of its points elsewhere."""
        return VanishingPoint(at)

    def direction(self, start: Point) -> Point | None:
        """The unit vector along which a stroke from `start` runs; None: any."""
        return _unit(self.at.x - start.x, self.at.y - start.y)


@dataclass(frozen=True)
class ParallelLines:
    """Strokes run parallel to the line through two points."""

    start: Point
    end: Point

    @property
    def points(self) -> tuple[Point, ...]:
        return self.start, self.end

    def with_point(self, number: int, at: Point) -> ParallelLines:
        return ParallelLines(at, self.end) if number == 0 else ParallelLines(self.start, at)

    def direction(self, start: Point) -> Point | None:
        return _unit(self.end.x - self.start.x, self.end.y - self.start.y)


Assistant = VanishingPoint | ParallelLines


def carried(one: Assistant, change: Callable[[Point], Point]) -> Assistant:
    """An assistant whose points all lie elsewhere."""
    for number, point in enumerate(one.points):
        one = one.with_point(number, change(point))
    return one


def direction_for(assistants: Iterable[Assistant], start: Point, towards: Point) -> Point | None:
    """The direction that a stroke from `start` keeps to which sets out `towards` a place: that of
    the assistant nearest to it, as a unit vector. None: all are far off, and it is free."""
    wanted = _unit(towards.x - start.x, towards.y - start.y)
    found = [one.direction(start) for one in assistants]
    if wanted is None:
        return None
    near = [
        (abs(one.x * wanted.x + one.y * wanted.y), one) for one in found if one is not None
    ]  # a line runs both ways
    if not near:
        return None
    cosine, best = max(near, key=lambda one: one[0])
    return best if cosine >= math.cos(WIDEST) - 1e-9 else None


def on_line(start: Point, direction: Point, at: Point) -> Point:
    """The place nearest to `at` on the line through `start`."""
    along = (at.x - start.x) * direction.x + (at.y - start.y) * direction.y
    return Point(start.x + along * direction.x, start.y + along * direction.y)


def to_json(one: Assistant) -> Json:
    """For a file."""
    kind = "vanishing_point" if isinstance(one, VanishingPoint) else "parallel_lines"
    return {"kind": kind, "points": [list(point) for point in one.points]}


def of_json(value: Any, number: Callable[[Any], float]) -> Assistant:
    """What `to_json` wrote. Raises what wrong types do, and what `number` raises."""
    points = [Point(number(x), number(y)) for x, y in value["points"]]
    if value["kind"] == "vanishing_point":
        (at,) = points
        return VanishingPoint(at)
    if value["kind"] != "parallel_lines":
        raise ValueError("no assistant")
    start, end = points
    if start == end:
        raise ValueError("no line")
    return ParallelLines(start, end)


def _unit(x: float, y: float) -> Point | None:
    length = math.hypot(x, y)
    return Point(x / length, y / length) if length > 1e-6 else None
