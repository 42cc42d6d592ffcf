"""Lasso: selects what a hand draws around."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter

from core.document.selection import Selection
from core.geometry import Point
from widgets.canvas import lines
from widgets.canvas.pointer import Pointer
from widgets.canvas.selecting import SelectTool

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView

_STEP = 1.0
"""Points nearer to the last one than this, in widget pixels, say nothing new."""


class LassoSelectTool(SelectTool):
    """The line that is drawn is closed by a straight one when it is let go."""

    id = "lasso_select"
    title = "Lasso"
    help = "Selects what is drawn around. Shift: add, Alt: take away, both: keep what both cover."
    shortcut = "L"
    order = 52

    def __init__(self) -> None:
        super().__init__()
        self._points: list[Point] = []

    @property
    def busy(self) -> bool:
        return bool(self._points)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.begin(canvas, pointer)
        self._points = [pointer.at]

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if not self._points:
            return
        last = self._points[-1]
        if lines.apart(canvas.transform.to_widget(*last), pointer.place) >= _STEP:
            self._points.append(pointer.at)
            canvas.update(lines.reach_of((last, pointer.at), canvas.transform))

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        if not self._points:
            return
        self.move(canvas, pointer)
        points = self._points
        self.cancel(canvas)
        bounds = lines.bounds_of(points)
        if len(points) < 3 or bounds.is_empty:
            self.let_go(canvas)
        else:
            self.select_shape(canvas, bounds, lambda size: Selection.polygon(size, points))

    def cancel(self, canvas: CanvasView) -> None:
        if self._points:
            canvas.update(lines.reach_of(self._points, canvas.transform))
            self._points = []

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        if len(self._points) > 1:
            lines.paint_line(painter, self._points, canvas.transform)


TOOL = LassoSelectTool
