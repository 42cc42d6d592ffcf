"""Guides, the grid and assistants: lines of a document that help to draw, never part of the
picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from core.document import assistants
from core.document.assistants import Assistant, carried
from core.geometry import Point, Size
from core.parameters import Json

MOST = 512
"""Guides of one direction."""
MOST_ASSISTANTS = 32
FURTHEST = 1e6
"""Canvas pixels: no guide lies further away."""
SMALLEST_SPACING, LARGEST_SPACING = 1.0, 100_000.0
MOST_SUBDIVISIONS = 64


class Axis(StrEnum):
    """Which way a guide runs."""

    VERTICAL = "vertical"
    """It has an x."""
    HORIZONTAL = "horizontal"
    """It has a y."""

    @property
    def other(self) -> Axis:
        return Axis.HORIZONTAL if self is Axis.VERTICAL else Axis.VERTICAL


@dataclass(frozen=True)
class Grid:
    """Lines at equal distances, in canvas pixels."""

    across: float = 64.0
    """Between vertical lines."""
    down: float = 64.0
    """Between horizontal lines."""
    subdivisions: int = 4
    """Into how many parts weaker lines divide what is between two lines."""
    x: float = 0.0
    """Where one of the vertical lines lies,"""
    y: float = 0.0
    """and one of the horizontal ones."""

    def spacing(self, axis: Axis) -> float:
        return self.across if axis is Axis.VERTICAL else self.down

    def begin(self, axis: Axis) -> float:
        return self.x if axis is Axis.VERTICAL else self.y

    def nearest(self, axis: Axis, place: float, step: float) -> float:
        """The line nearest to a place, of those that lie `step` apart."""
        begin = self.begin(axis)
        return begin + round((place - begin) / step) * step


@dataclass(frozen=True)
class Guides:
    """All of a document's lines, in canvas pixels; they may lie off the canvas."""

    vertical: tuple[float, ...] = ()
    """Each one's x."""
    horizontal: tuple[float, ...] = ()
    """Each one's y."""
    locked: bool = False
    """The hand does not move them."""
    grid: Grid = field(default_factory=Grid)
    assistants: tuple[Assistant, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is a guide, or an assistant."""
        return bool(self.vertical or self.horizontal or self.assistants)

    def along(self, axis: Axis) -> tuple[float, ...]:
        return self.vertical if axis is Axis.VERTICAL else self.horizontal

    def lines(self) -> Iterator[tuple[Axis, float]]:
        """Every guide."""
        for axis in Axis:
            for place in self.along(axis):
                yield axis, place

    def _with(self, axis: Axis, places: tuple[float, ...]) -> Guides:
        kept = tuple(dict.fromkeys(_held(place) for place in places))[:MOST]
        return replace(self, **{axis.value: kept})  # type: ignore[arg-type]

    def added(self, axis: Axis, place: float) -> Guides:
        """One guide more; none where there is one already, or are as many as there may be."""
        return self._with(axis, (*self.along(axis), place))

    def removed(self, axis: Axis, place: float) -> Guides:
        return self._with(axis, tuple(one for one in self.along(axis) if one != place))

    def moved_to(self, axis: Axis, before: float, place: float) -> Guides:
        """With one guide elsewhere."""
        return self._with(axis, tuple(place if one == before else one for one in self.along(axis)))

    def cleared(self) -> Guides:
        """The grid alone."""
        return replace(self, vertical=(), horizontal=(), assistants=(), locked=False)

    def with_assistants(self, them: tuple[Assistant, ...]) -> Guides:
        return replace(self, assistants=them[:MOST_ASSISTANTS])

    def with_lock(self, locked: bool) -> Guides:
        return replace(self, locked=locked)

    def with_grid(self, grid: Grid) -> Guides:
        return replace(self, grid=grid)

    # With the picture

    def moved(self, dx: float, dy: float) -> Guides:
        """For a canvas whose pixels all moved."""
        grid = self.grid
        grid = replace(grid, x=(grid.x + dx) % grid.across, y=(grid.y + dy) % grid.down)
        return self._carried(
            [x + dx for x in self.vertical],
            [y + dy for y in self.horizontal],
            grid,
            lambda at: Point(at.x + dx, at.y + dy),
        )

    def scaled(self, across: float, down: float) -> Guides:
        """For a picture that is stretched; the grid's spacing stays what was set."""
        return self._carried(
            [x * across for x in self.vertical],
            [y * down for y in self.horizontal],
            self.grid,
            lambda at: Point(at.x * across, at.y * down),
        )

    def flipped(self, size: Size, *, across: bool) -> Guides:
        """For a picture of a size that is mirrored, left to right (`across`) or top to bottom."""
        vertical, horizontal, grid = list(self.vertical), list(self.horizontal), self.grid
        if across:
            vertical = [size.width - x for x in vertical]
            grid = replace(grid, x=(size.width - grid.x) % grid.across)
        else:
            horizontal = [size.height - y for y in horizontal]
            grid = replace(grid, y=(size.height - grid.y) % grid.down)

        def mirrored(at: Point) -> Point:
            return Point(size.width - at.x, at.y) if across else Point(at.x, size.height - at.y)

        return self._carried(vertical, horizontal, grid, mirrored)

    def turned(self, size: Size, quarters: int) -> Guides:
        """For a picture of a size that is turned by quarters, clockwise."""
        result = self
        for _ in range(quarters % 4):
            grid = result.grid
            spun = replace(
                grid,
                across=grid.down,
                down=grid.across,
                x=(size.height - grid.y) % grid.down,
                y=grid.x,
            )
            high = size.height
            result = result._carried(
                [high - y for y in result.horizontal],
                list(result.vertical),
                spun,
                lambda at, high=high: Point(high - at.y, at.x),  # type: ignore[misc]
            )
            size = Size(size.height, size.width)
        return result

    def _carried(
        self,
        vertical: list[float],
        horizontal: list[float],
        grid: Grid,
        change: Callable[[Point], Point],
    ) -> Guides:
        """What would lie too far away is gone."""
        near = [tuple(v for v in found if abs(v) <= FURTHEST) for found in (vertical, horizontal)]
        moved = (carried(one, change) for one in self.assistants)
        return replace(
            self,
            vertical=near[0],
            horizontal=near[1],
            grid=grid,
            assistants=tuple(
                one for one in moved if all(abs(v) <= FURTHEST for at in one.points for v in at)
            ),
        )


NONE = Guides()


def _held(place: float) -> float:
    return min(FURTHEST, max(-FURTHEST, place))


def to_json(guides: Guides) -> dict[str, Json]:
    """For a file."""
    grid = guides.grid
    return {
        "vertical": list(guides.vertical),
        "horizontal": list(guides.horizontal),
        "locked": guides.locked,
        "grid": {
            "spacing": [grid.across, grid.down],
            "subdivisions": grid.subdivisions,
            "origin": [grid.x, grid.y],
        },
        "assistants": [assistants.to_json(one) for one in guides.assistants],
    }


def of_json(value: Any) -> Guides:
    """What `to_json` wrote; none for anything else: no reason to lose a document."""
    try:
        across, down = (_number(side) for side in value["grid"]["spacing"])
        x, y = (_number(side) for side in value["grid"]["origin"])
        grid = Grid(
            min(LARGEST_SPACING, max(SMALLEST_SPACING, across)),
            min(LARGEST_SPACING, max(SMALLEST_SPACING, down)),
            min(MOST_SUBDIVISIONS, max(1, int(value["grid"]["subdivisions"]))),
            x,
            y,
        )
        read = Guides(locked=value["locked"] is True, grid=grid)
        for axis in Axis:
            read = read._with(axis, tuple(_number(place) for place in value[axis.value][:MOST]))
        found = value.get("assistants", [])[:MOST_ASSISTANTS]
        read = read.with_assistants(tuple(assistants.of_json(one, _number) for one in found))
    except (TypeError, ValueError, LookupError, OverflowError, AttributeError):
        return NONE
    return read


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number) or abs(number) > FURTHEST:
        raise ValueError("a number out of range")
    return number
