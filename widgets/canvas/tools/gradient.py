"""The gradient tool: from one colour to another, along a line that is drawn."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QCursor, QPainter, QPen

from core.document.commands import Command
from core.document.laid_tiles import PutTiles, laid
from core.document.state import State
from core.errors import UserError
from core.geometry import Point
from core.pixels.gradient import Gradient
from widgets.canvas import colours
from widgets.canvas.lines import stepped
from widgets.canvas.pointer import Pointer
from widgets.canvas.tool import Tool

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView


class GradientTool(Tool):
    """The line says where the first colour ends and the last begins; laid in the background."""

    id = "gradient"
    title = "Gradient"
    help = "Drag from where the first colour is to where the last one is. Shift: by 15°."
    shortcut = "G"
    order = 44
    picks_colour = True
    all_handles = False

    def __init__(self) -> None:
        self._line: tuple[Point, Point] | None = None

    @property
    def busy(self) -> bool:
        return self._line is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        busy = canvas.pixel_work.busy
        return QCursor(Qt.CursorShape.BusyCursor if busy else Qt.CursorShape.CrossCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        if canvas.document.active is None:
            raise UserError("No layer is chosen.", "Choose one in the layer list.")
        self._show(canvas, (pointer.at, pointer.at))

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._line is not None:
            start = self._line[0]
            self._show(canvas, (start, stepped(start, pointer.at) if pointer.shift else pointer.at))

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        line, active = self._line, canvas.document.active
        self._show(canvas, None)
        if line is None or active is None or math.dist(*line) < 1:
            return
        first, last = canvas.foreground, canvas.background
        begin = (first.red(), first.green(), first.blue(), 255)
        end = (last.red(), last.green(), last.blue(), 255)
        shape, fades = canvas.gradient
        gradient = Gradient(*line, begin, (*begin[:3], 0) if fades else end, shape)
        layer = active.id

        def work(state: State) -> Command:
            return PutTiles(laid(state, layer, gradient.pixels), "Gradient")

        canvas.pixel_work.do(canvas.document, work)

    def cancel(self, canvas: CanvasView) -> None:
        self._show(canvas, None)

    def _show(self, canvas: CanvasView, line: tuple[Point, Point] | None) -> None:
        for shown in (self._line, line):
            if shown is not None:
                ends = [canvas.transform.to_widget(*end) for end in shown]
                canvas.update(QRect(ends[0].toPoint(), ends[1].toPoint()).normalized()
                              .adjusted(-9, -9, 9, 9))  # fmt: skip
        self._line = line

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        if self._line is None:
            return
        start, end = (canvas.transform.to_widget(*place) for place in self._line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((colours.SHADE, 4.0), (Qt.GlobalColor.white, 1.6)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(start, end)
        painter.setPen(QPen(Qt.GlobalColor.white, 1.6))
        first = canvas.foreground
        last = Qt.GlobalColor.transparent if canvas.gradient[1] else canvas.background
        for place, colour in ((start, first), (end, last)):
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(place), 5, 5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


TOOL = GradientTool
