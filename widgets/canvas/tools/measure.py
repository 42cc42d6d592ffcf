"""The measure tool: how long a line is, and which way it runs; the picture made level by it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QPainter, QPen

from core.document import reshaping
from core.geometry import Point, Rect
from widgets.canvas import boxes, colours
from widgets.canvas.lines import stepped
from widgets.canvas.pointer import Pointer
from widgets.canvas.tool import Tool
from widgets.words import tr

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView

_SMALLEST = 3.0
"""Widget pixels: a shorter drag is a click, which takes the line away."""
_LEVEL = math.radians(0.01)
_ROOM = 14


class MeasureTool(Tool):
    """The line stays until it is taken away or another one is drawn; its ends can be dragged."""

    id = "measure"
    title = "Measure"
    help = "Drag along a line: its length and angle are told. Straighten makes it level."
    shortcut = "Shift+I"
    order = 76

    def __init__(self) -> None:
        self.drawn: tuple[Point, Point] | None = None
        self._canvas_seen: Rect | None = None
        self._held: int | None = None
        """Which end is dragged."""
        self._pressed: QPointF | None = None
        self._before: tuple[Point, Point] | None = None
        self._applying = False

    @property
    def busy(self) -> bool:
        return self._held is not None or (self.drawn is not None and not self._applying)

    @property
    def length(self) -> float:
        """Canvas pixels."""
        return 0.0 if self.drawn is None else math.dist(*self.drawn)

    @property
    def angle(self) -> float:
        """Degrees, counter-clockwise from level as artists count them; -180 to 180."""
        if self.drawn is None:
            return 0.0
        (ax, ay), (bx, by) = self.drawn
        return math.degrees(math.atan2(ay - by, bx - ax))

    @property
    def slant(self) -> float:
        """The smallest angle, in radians and clockwise, by which the picture has to be turned for
        the line to be level or upright."""
        return math.radians(math.remainder(self.angle, 90.0))

    @property
    def told(self) -> str:
        """What the line measures, in words; empty without one."""
        if self.drawn is None:
            return ""
        (ax, ay), (bx, by) = self.drawn
        return f"{self.length:.1f} px, {self.angle:.1f}°  ({abs(bx - ax):.0f} × {abs(by - ay):.0f})"

    def cursor(self, canvas: CanvasView) -> QCursor:
        shape = Qt.CursorShape.BusyCursor if self._applying else Qt.CursorShape.CrossCursor
        return QCursor(shape)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._applying:
            return
        self._before, self._pressed = self.drawn, pointer.place
        self._held = self._end_at(canvas, pointer.place)
        if self._held is None:
            self._held = 1
            at = canvas.snapping.place(pointer)
            self._set(canvas, (at, at))

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._held is None or self.drawn is None:
            return
        other = self.drawn[1 - self._held]
        end = stepped(other, pointer.at) if pointer.shift else canvas.snapping.place(pointer)
        self._set(canvas, (other, end) if self._held == 1 else (end, other))

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        self._held = None
        if self.drawn is not None and self.length * canvas.transform.scale < _SMALLEST:
            self._set(canvas, None)

    def cancel(self, canvas: CanvasView) -> None:
        if self._held is not None:
            self._held = None
            self._set(canvas, self._before)
        elif not self._applying:
            self._set(canvas, None)

    def key(self, canvas: CanvasView, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.drawn is not None:
            self.straighten(canvas)
            return True
        return False

    def straighten(self, canvas: CanvasView) -> None:
        """Turns the picture until the line is level, or upright if it is nearer to that, and crops
        it to what it fills then."""
        if self.drawn is None or self._applying or self._held is not None:
            return
        angle = self.slant
        if abs(angle) < _LEVEL:
            canvas.message.emit(tr("The line is level already: nothing to straighten."))
            return

        def done() -> None:
            self._applying = False
            self._set(canvas, None)

        self._applying = True
        canvas.pixel_work.do(
            canvas.document, lambda state: reshaping.straighten(state, angle), done
        )

    def _end_at(self, canvas: CanvasView, place: QPointF) -> int | None:
        if self.drawn is None:
            return None
        for index, end in enumerate(self.drawn):
            if (canvas.transform.to_widget(*end) - place).manhattanLength() <= 1.5 * boxes.REACH:
                return index
        return None

    # Showing it

    def _set(self, canvas: CanvasView, line: tuple[Point, Point] | None) -> None:
        for shown in (self.drawn, line):
            if shown is not None:
                canvas.update(_reach(canvas, shown))
        self.drawn, self._canvas_seen = line, canvas.document.canvas
        canvas.toolTold.emit()

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        if self.drawn is None or self._canvas_seen != canvas.document.canvas:
            return
        a, b = (canvas.transform.to_widget(*end) for end in self.drawn)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((colours.SHADE, 4.0), (colours.GUIDE, 1.6)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(a, b)
        painter.setPen(QPen(colours.SHADE.darker(), 1))
        painter.setBrush(colours.HANDLE)
        for end in (a, b):
            square = QRectF(0, 0, boxes.HANDLE_SIDE, boxes.HANDLE_SIDE)
            square.moveCenter(end)
            painter.drawRect(square)
        text = f"{self.length:.0f} px, {self.angle:.1f}°"
        chip = boxes.chip_rect(text, painter.font(), _label(canvas, b), 180)
        boxes.paint_chip(painter, chip, text, colours.GUIDE)
        painter.restore()


def _label(canvas: CanvasView, end: QPointF) -> QPointF:
    """Beside the end, in sight."""
    x, y = min(end.x() + 12, canvas.width() - 170.0), min(end.y() + 12, canvas.height() - 30.0)
    return QPointF(max(4.0, x), max(4.0, y))


def _reach(canvas: CanvasView, line: tuple[Point, Point]) -> QRect:
    a, b = (canvas.transform.to_widget(*end) for end in line)
    there = _label(canvas, b)
    box = QRectF(a, b).normalized().united(QRectF(there, QSizeF(190, 24)))
    return box.toAlignedRect().adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)


TOOL = MeasureTool
