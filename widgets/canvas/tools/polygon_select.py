"""Polygon selection: selects what lies within straight lines from click to click."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter

from core.document.selection import Selection
from core.geometry import Point
from widgets.canvas import colours, lines
from widgets.canvas.pointer import Pointer
from widgets.canvas.selecting import SelectTool

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView

_NEAR = 5.0
"""A click this near to a point, in widget pixels, is one on it."""
_DOT = 3.0


class PolygonSelectTool(SelectTool):
    """A click on the first point, a double click or Enter closes it; Backspace takes a point back
    and Escape all. Shift keeps a side to steps of 45°."""

    id = "polygon_select"
    title = "Polygon selection"
    help = "Click from corner to corner. Double click or Enter: close, Backspace: one corner back."
    shortcut = "Shift+L"
    order = 53

    def __init__(self) -> None:
        super().__init__()
        self._points: list[Point] = []
        self._back: list[Point] = []
        """Points that were taken back, the last one first to come again."""
        self._end: Point | None = None
        """Where the side that follows the pointer ends."""

    @property
    def busy(self) -> bool:
        return bool(self._points)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        if not self._points:
            self.begin(canvas, pointer)
            self._points = [canvas.snapping.place(pointer)]
            self._follow(canvas, self._points[0])
            canvas.begunChanged.emit()
            return
        if self._closes(canvas, pointer):
            self._close(canvas)
            return
        at = self._snapped(canvas, pointer)
        self._follow(canvas, at)
        self._points.append(at)
        self._back.clear()
        self._follow(canvas, at)

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.hover(canvas, pointer)

    def hover(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._points:
            self._follow(canvas, self._snapped(canvas, pointer))

    def key(self, canvas: CanvasView, event: QKeyEvent) -> bool:
        if not self._points:
            return super().key(canvas, event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._close(canvas)
        elif event.key() == Qt.Key.Key_Backspace:
            self.undo(canvas)
        else:
            return False
        return True

    @property
    def undo_text(self) -> str:
        return "Select" if self._points else ""

    @property
    def redo_text(self) -> str:
        return "Select" if self._points and self._back else ""

    def undo(self, canvas: CanvasView) -> None:
        """Takes the last point back; the first one ends it."""
        if len(self._points) > 1:
            self._update(canvas)
            self._back.append(self._points.pop())
            canvas.begunChanged.emit()
        else:
            self.cancel(canvas)

    def redo(self, canvas: CanvasView) -> None:
        if self._back:
            self._points.append(self._back.pop())
            self._update(canvas)
            canvas.begunChanged.emit()

    def cancel(self, canvas: CanvasView) -> None:
        if self._points:
            self._update(canvas)
            self._points, self._back, self._end = [], [], None
            canvas.begunChanged.emit()
            canvas.snapping.let_go()

    def _closes(self, canvas: CanvasView, pointer: Pointer) -> bool:
        first, last = (canvas.transform.to_widget(*self._points[i]) for i in (0, -1))
        on_first = len(self._points) > 2 and lines.apart(first, pointer.place) <= _NEAR
        return on_first or lines.apart(last, pointer.place) <= _NEAR

    def _close(self, canvas: CanvasView) -> None:
        points = self._points
        self.cancel(canvas)
        bounds = lines.bounds_of(points)
        if len(points) < 3 or bounds.is_empty:
            self.let_go(canvas)
        else:
            self.select_shape(canvas, bounds, lambda size: Selection.polygon(size, points))

    def _snapped(self, canvas: CanvasView, pointer: Pointer) -> Point:
        """The pointer, with Shift on the nearest of eight directions from the last point, else on
        lines that are near."""
        if not pointer.shift:
            return canvas.snapping.place(pointer)
        last = self._points[-1]
        dx, dy = pointer.at.x - last.x, pointer.at.y - last.y
        angle = round(math.atan2(dy, dx) / (math.pi / 4)) * (math.pi / 4)
        far = dx * math.cos(angle) + dy * math.sin(angle)
        return Point(last.x + far * math.cos(angle), last.y + far * math.sin(angle))

    def _follow(self, canvas: CanvasView, at: Point) -> None:
        last = self._points[-1]
        for end in (self._end, at):
            if end is not None:
                canvas.update(lines.reach_of((last, end), canvas.transform, room=8))
        self._end = at

    def _update(self, canvas: CanvasView) -> None:
        shown = [*self._points, *([] if self._end is None else [self._end])]
        canvas.update(lines.reach_of(shown, canvas.transform, room=8))

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        if not self._points:
            return
        shown = [*self._points, *([] if self._end is None else [self._end])]
        lines.paint_line(painter, shown, canvas.transform)
        painter.setPen(colours.SHADE)
        painter.setBrush(colours.HANDLE)
        for point in self._points:
            painter.drawEllipse(canvas.transform.to_widget(*point), _DOT, _DOT)


TOOL = PolygonSelectTool
