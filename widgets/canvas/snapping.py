"""What is dragged comes to lie on a line that is near: guides, the grid, the canvas's edges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.document.guides import Axis
from core.geometry import Point, Rect

from .guide_lines import Line
from .pointer import Pointer

if TYPE_CHECKING:
    from .easel import Easel

REACH = 8.0
"""Widget pixels from which a line catches."""


@dataclass(frozen=True)
class SnapTo:
    """What catches. Guides and the grid do while they are shown."""

    on: bool = True
    guides: bool = True
    grid: bool = True
    canvas: bool = False
    """Its edges and its middle."""


class Snapping:
    """Asked by tools while they drag; with Ctrl held nothing catches."""

    def __init__(self, canvas: Easel) -> None:
        self._canvas = canvas
        self.to = SnapTo()

    def active(self, pointer: Pointer) -> bool:
        """Whether anything may catch what is in the hand."""
        return self.to.on and not pointer.control

    def place(self, pointer: Pointer, at: Point | None = None) -> Point:
        """Where the pointer, or what it drags `at` a place, comes to lie."""
        at = pointer.at if at is None else at
        if not self.active(pointer):
            self.let_go()
            return at
        dx, dy = self._shift([at.x], [at.y])
        return Point(at.x + dx, at.y + dy)

    def shift(
        self,
        pointer: Pointer,
        box: Rect | tuple[float, float, float, float],
        dx: float,
        dy: float,
        sides: tuple[int, int] = (0, 0),
    ) -> tuple[float, float]:
        """By how much a box (x, y, width, height) is moved that was dragged so far: its edges and
        its middle are caught. `sides` says which of its sides is dragged alone, as `Handle` does.
        """
        if not self.active(pointer):
            self.let_go()
            return dx, dy
        x, y, width, height = box
        alone = sides != (0, 0)
        more = self._shift(
            [x + dx + part * width for part in _parts(sides[0], alone)],
            [y + dy + part * height for part in _parts(sides[1], alone)],
        )
        return dx + more[0], dy + more[1]

    def line(self, pointer: Pointer, axis: Axis, place: float) -> float:
        """Where a guide comes to lie that is being dragged; other guides do not catch it."""
        if not self.active(pointer):
            return place
        found = self._nearest(axis, [place], guides=False)
        return place if found is None else place + found[0]

    def let_go(self) -> None:
        """Nothing is dragged any more."""
        self._canvas.lines.catch(())

    def _shift(self, xs: Sequence[float], ys: Sequence[float]) -> tuple[float, float]:
        across = self._nearest(Axis.VERTICAL, xs)
        down = self._nearest(Axis.HORIZONTAL, ys)
        self._canvas.lines.catch(tuple(one[1] for one in (across, down) if one is not None))
        return (0.0 if across is None else across[0]), (0.0 if down is None else down[0])

    def _nearest(
        self, axis: Axis, places: Sequence[float], *, guides: bool = True
    ) -> tuple[float, Line] | None:
        """How far the line lies that is nearest to any of some places, and which; None: all too
        far."""
        reach = REACH / self._canvas.transform.scale
        found = [
            (abs(line - place), line - place, line)
            for place in places
            for line in self._lines(axis, place, guides)
            if abs(line - place) <= reach
        ]
        if not found:
            return None
        _, far, line = min(found, key=lambda one: one[0])
        return far, (axis, line)

    def _lines(self, axis: Axis, place: float, guides: bool) -> Iterator[float]:
        """What could catch something at a place; of equally near ones the first does."""
        canvas, lines = self._canvas, self._canvas.lines
        if guides and self.to.guides and lines.shown:
            yield from canvas.document.guides.along(axis)
        if self.to.canvas:
            size = canvas.document.size
            end = size.width if axis is Axis.VERTICAL else size.height
            yield from (0.0, float(end), end / 2)
        if self.to.grid and lines.grid_shown:
            grid = canvas.document.guides.grid
            yield grid.nearest(axis, place, lines.finest(grid, axis))


def _parts(side: int, alone: bool) -> tuple[float, ...]:
    """Which parts of a box's width are caught: a side, all three lines, or none."""
    if alone:
        return {-1: (0.0,), 0: (), 1: (1.0,)}[side]
    return 0.0, 0.5, 1.0
