"""The gradient tool: a ramp of colours along a line that is drawn."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen

from core.document import laid_tiles, tree
from core.document.edit import Command, refuse_locked
from core.document.state import State
from core.errors import UserError
from core.geometry import Point
from core.pixels.gradient import Gradient
from core.pixels.ramp import Ramp, Source
from widgets.canvas import colours
from widgets.canvas.lines import stepped
from widgets.canvas.pointer import Pointer
from widgets.canvas.tool import Tool

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView


class GradientTool(Tool):
    """The line says where the ramp begins and ends. While it is drawn, the gradient is shown as it
    will be; it is laid in the background."""

    id = "gradient"
    title = "Gradient"
    help = "Drag from where the first colour is to where the last one is. Shift: by 15°."
    shortcut = "G"
    order = 44
    picks_colour = True
    all_handles = False

    def __init__(self) -> None:
        self._line: tuple[Point, Point] | None = None
        self._laying = 0
        """How many were laid: the one that is shown is the last."""
        self._shown: str | None = None
        """The layer over which one is shown."""

    @property
    def busy(self) -> bool:
        return self._line is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        busy = canvas.pixel_work.busy
        return QCursor(Qt.CursorShape.BusyCursor if busy else Qt.CursorShape.CrossCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        active = canvas.document.active
        if active is None:
            raise UserError("No layer is chosen.", "Choose one in the layer list.")
        for one in (active, *tree.ancestors(canvas.document.layers, active)):
            refuse_locked(one)
        self._unshow(canvas)
        at = canvas.snapping.place(pointer)
        self._show(canvas, (at, at))

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._line is not None:
            start = self._line[0]
            end = stepped(start, pointer.at) if pointer.shift else canvas.snapping.place(pointer)
            self._show(canvas, (start, end))
            canvas.request_frame()

    def flush(self, canvas: CanvasView) -> None:
        active = canvas.document.active
        if self._line is not None and active is not None and _is_line(self._line):
            self._shown = active.id
            canvas.lay_over(active.id, _gradient(canvas, self._line))

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        line, active = self._line, canvas.document.active
        self._show(canvas, None)
        if line is None or active is None or not _is_line(line):
            self._unshow(canvas)
            return
        gradient, layer = _gradient(canvas, line), active.id
        self._laying += 1
        number = self._laying

        def work(state: State) -> Command:
            return laid_tiles.PutTiles(laid_tiles.laid(state, layer, gradient.pixels), "Gradient")

        def done() -> None:  # It is shown until it is there.
            if number == self._laying and self._line is None:
                self._unshow(canvas)

        self._shown = layer
        canvas.lay_over(layer, gradient)
        canvas.pixel_work.do(canvas.document, work, done)
        if any(stop.source is Source.FOREGROUND for stop in canvas.gradient.ramp.stops):
            canvas.colourUsed.emit(canvas.foreground)

    def cancel(self, canvas: CanvasView) -> None:
        if self._line is not None:
            self._show(canvas, None)
            self._unshow(canvas)

    def _unshow(self, canvas: CanvasView) -> None:
        if self._shown is not None:
            canvas.lay_over(self._shown, None)
            self._shown = None

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
        stops = _in_colours(canvas).stops
        for place, stop in ((start, stops[0]), (end, stops[-1])):
            painter.setPen(QPen(colours.SHADE, 4.0))
            painter.setBrush(QColor(*stop.colour, round(255 * stop.opacity)))
            painter.drawEllipse(QPointF(place), 5, 5)
            painter.setPen(QPen(Qt.GlobalColor.white, 1.6))
            painter.drawEllipse(QPointF(place), 5, 5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _is_line(line: tuple[Point, Point]) -> bool:
    return math.dist(*line) >= 1


def _in_colours(canvas: CanvasView) -> Ramp:
    first, last = canvas.foreground, canvas.background
    return canvas.gradient.ramp.in_colours(
        (first.red(), first.green(), first.blue()), (last.red(), last.green(), last.blue())
    )


def _gradient(canvas: CanvasView, line: tuple[Point, Point]) -> Gradient:
    style = canvas.gradient
    return Gradient(*line, _in_colours(canvas), style.shape, style.repeat)


TOOL = GradientTool
