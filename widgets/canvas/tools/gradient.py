"""The gradient tool: a ramp of colours along a line that is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QCursor, QKeyEvent, QPainter, QPen

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
    from core.document.document import Document
    from widgets.canvas.view import CanvasView


_TEXT = "Gradient"
_REACH = 10.0
"""Widget pixels around an end in which it is taken."""
_FIRST, _LAST = range(2)
"""Which end of a line that was laid is in the hand."""


@dataclass(frozen=True)
class _Laid:
    """A gradient that was laid last: its line can still be moved."""

    document: Document
    moment: int
    """Of the document's timeline, when it was there."""
    layer: str
    line: tuple[Point, Point]


class GradientTool(Tool):
    """The line says where the ramp begins and ends. While it is drawn, the gradient is shown as it
    will be; it is laid in the background. Until something else is done the line stays, and what
    its ends are moved to is the same step."""

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
        self._laid: _Laid | None = None
        self._held: int | None = None
        """Which end of the laid line is in the hand,"""
        self._beside = Point(0.0, 0.0)
        """how far beside it the pointer took it,"""
        self._lifted = False
        """and whether its step was taken back, to be done anew."""

    @property
    def busy(self) -> bool:
        return self._line is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        busy = canvas.pixel_work.busy
        return QCursor(Qt.CursorShape.BusyCursor if busy else Qt.CursorShape.CrossCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        self._held, self._lifted = self._hit(canvas, pointer), False
        if self._held is not None and self._laid is not None:
            end = self._laid.line[self._held]
            self._beside = Point(pointer.at.x - end.x, pointer.at.y - end.y)
            self._show(canvas, self._laid.line)
            return
        self._forget(canvas)
        active = canvas.document.active
        if active is None:
            raise UserError("No layer is chosen.", "Choose one in the layer list.")
        for one in (active, *tree.ancestors(canvas.document.layers, active)):
            refuse_locked(one)
        self._unshow(canvas)
        at = canvas.snapping.place(pointer)
        self._show(canvas, (at, at))

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._line is None:
            return
        line = self._drawn(canvas, pointer)
        if self._held is not None and not self._lifted:
            if line == self._line:
                return
            self._lifted = True
            canvas.document.undo()  # what is laid anew takes its place
        self._show(canvas, line)
        canvas.request_frame()

    def _drawn(self, canvas: CanvasView, pointer: Pointer) -> tuple[Point, Point]:
        """The line with the end in the hand where the pointer is."""
        assert self._line is not None
        start, end = self._line
        if self._held is not None:
            at = Point(pointer.at.x - self._beside.x, pointer.at.y - self._beside.y)
            pointer = replace(pointer, at=at)
        fixed = end if self._held == _FIRST else start
        at = stepped(fixed, pointer.at) if pointer.shift else canvas.snapping.place(pointer)
        return (at, end) if self._held == _FIRST else (start, at)

    def flush(self, canvas: CanvasView) -> None:
        layer = self._target(canvas)
        waits = self._held is not None and not self._lifted
        if self._line is not None and layer is not None and _is_line(self._line) and not waits:
            self._shown = layer
            canvas.lay_over(layer, _gradient(canvas, self._line))

    def _target(self, canvas: CanvasView) -> str | None:
        """The layer that is laid on."""
        if self._held is not None and self._laid is not None:
            return self._laid.layer
        active = canvas.document.active
        return None if active is None else active.id

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        line, layer = self._line, self._target(canvas)
        lifted, was_held = self._lifted, self._held is not None
        if was_held and not lifted:  # a click on what was laid
            self._held = None
            self._show(canvas, None)
            return
        if line is None or layer is None or not _is_line(line):
            self.cancel(canvas)
            return
        self._held, self._lifted, self._laid = None, False, None
        self._show(canvas, None)
        gradient, document = _gradient(canvas, line), canvas.document
        self._laying += 1
        number, before = self._laying, document.moment

        def work(state: State) -> Command:
            return laid_tiles.PutTiles(laid_tiles.laid(state, layer, gradient.pixels), _TEXT)

        def done() -> None:  # It is shown until it is there.
            if number == self._laying and self._line is None:
                self._unshow(canvas)
                there = canvas.document is document and document.moment != before
                if there and document.undo_text == _TEXT and canvas.tool == self.id:
                    self._laid = _Laid(document, document.moment, layer, line)
                    self._update(canvas, line)

        self._shown = layer
        canvas.lay_over(layer, gradient)
        canvas.pixel_work.do(document, work, done)
        if not was_held and any(s.source is Source.FOREGROUND for s in canvas.gradient.ramp.stops):
            canvas.colourUsed.emit(canvas.foreground)

    def cancel(self, canvas: CanvasView) -> None:
        if self._line is not None:
            self._show(canvas, None)
            self._unshow(canvas)
            if self._lifted and canvas.document.redo_text == _TEXT:
                canvas.document.redo()
        self._held, self._lifted = None, False

    def put_away(self, canvas: CanvasView) -> None:
        """What was laid stays."""
        self.cancel(canvas)
        self._forget(canvas)

    def hover(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._movable(canvas) is None:
            self._forget(canvas)

    def key(self, canvas: CanvasView, event: QKeyEvent) -> bool:
        """Enter and Escape are done with the line that was laid."""
        done = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if not done or self.busy or self._movable(canvas) is None:
            return False
        self._forget(canvas)
        return True

    def _movable(self, canvas: CanvasView) -> _Laid | None:
        """What was laid, as long as nothing else has been done since."""
        laid = self._laid
        if laid is None or laid.document is not canvas.document:
            return None
        same = laid.moment == laid.document.moment and not canvas.pixel_work.busy
        return laid if same and laid.document.state.has_layer(laid.layer) else None

    def _forget(self, canvas: CanvasView) -> None:
        if self._laid is not None:
            self._update(canvas, self._laid.line)
            self._laid = None

    def _hit(self, canvas: CanvasView, pointer: Pointer) -> int | None:
        """Which end of the line that was laid is under the pointer."""
        laid = self._movable(canvas)
        if laid is None:
            return None
        first, last = (canvas.transform.to_widget(*end) for end in laid.line)
        place = pointer.place
        far = [math.hypot(*(place - end).toTuple()) for end in (first, last)]
        if min(far) <= _REACH:
            return _FIRST if far[0] < far[1] else _LAST
        return None

    def _unshow(self, canvas: CanvasView) -> None:
        if self._shown is not None:
            canvas.lay_over(self._shown, None)
            self._shown = None

    def _show(self, canvas: CanvasView, line: tuple[Point, Point] | None) -> None:
        for shown in (self._line, line):
            if shown is not None:
                self._update(canvas, shown)
        self._line = line

    def _update(self, canvas: CanvasView, line: tuple[Point, Point]) -> None:
        ends = [canvas.transform.to_widget(*end).toPoint() for end in line]
        canvas.update(QRect(*ends).normalized().adjusted(-9, -9, 9, 9))

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        laid = self._movable(canvas)
        line = self._line or (None if laid is None else laid.line)
        if line is None:
            return
        start, end = (canvas.transform.to_widget(*place) for place in line)
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
