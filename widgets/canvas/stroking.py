"""What all tools that draw strokes share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QCursor, QPainter, QPen, QPixmap

from core.document.selection import SELECTION
from core.document.strokes import ActiveStroke
from core.geometry import Point
from core.pixels.brush import Brush

from . import colours
from .pointer import Pointer
from .tool import Tool

if TYPE_CHECKING:
    from .view import CanvasView


class StrokeTool(Tool):
    """Draws with a brush: one contact is one entry of the history.

    Shift connects the last stroke's end to where the pen comes down.
    """

    all_handles = False

    def __init__(self) -> None:
        self._stroke: ActiveStroke | None = None
        self._last: tuple[str, Point] | None = None
        self._guide: tuple[Point, Point] | None = None

    @property
    def busy(self) -> bool:
        return self._stroke is not None

    def layer(self, canvas: CanvasView) -> str:
        """The id of the layer to draw on; may add one. Raises UserError when there is none."""
        raise NotImplementedError

    def stroke_brush(self, canvas: CanvasView, pointer: Pointer) -> Brush:
        """The brush for a stroke that begins with `pointer`."""
        brush = canvas.brush(self.id)
        colour = canvas.foreground
        return replace(
            brush,
            color=(colour.red(), colour.green(), colour.blue()),
            erase=brush.erase or pointer.eraser,
        )

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        layer = SELECTION if canvas.quick_mask else self.layer(canvas)
        brush = self.stroke_brush(canvas, pointer)
        start = pointer.at
        if pointer.shift and self._last is not None and self._last[0] == layer:
            start = self._last[1]
        self._set_guide(canvas, None)
        document = canvas.document
        if layer == SELECTION:
            self._stroke = document.begin_selection_stroke(brush, start, pointer.pressure)
        else:
            self._stroke = document.begin_stroke(layer, brush, start, pointer.pressure)
        if start != pointer.at:
            self._stroke.to(pointer.at.x, pointer.at.y, pointer.pressure)
        self._last = (layer, pointer.at)
        canvas.request_frame()

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._stroke is not None and self._last is not None:
            self._stroke.to(pointer.at.x, pointer.at.y, pointer.pressure)
            self._last = (self._last[0], pointer.at)
            canvas.request_frame()

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._stroke is not None and self._last is not None:
            stroke, self._stroke = self._stroke, None
            # A pen has no pressure as it leaves: its line ends where it was last felt.
            if pointer.at != self._last[1] and not pointer.pen:
                stroke.to(pointer.at.x, pointer.at.y, pointer.pressure)
                self._last = (self._last[0], pointer.at)
            stroke.finish()

    def cancel(self, canvas: CanvasView) -> None:
        if self._stroke is not None:
            stroke, self._stroke = self._stroke, None
            stroke.cancel()
        self._set_guide(canvas, None)

    def flush(self, canvas: CanvasView) -> None:
        if self._stroke is not None:
            self._stroke.flush()

    def hover(self, canvas: CanvasView, pointer: Pointer) -> None:
        guide = None
        if pointer.shift and self._last is not None:
            guide = (self._last[1], pointer.at)
        self._set_guide(canvas, guide)

    def left(self, canvas: CanvasView) -> None:
        self._set_guide(canvas, None)

    def put_away(self, canvas: CanvasView) -> None:
        """What has been painted stays."""
        if self._stroke is not None:
            stroke, self._stroke = self._stroke, None
            stroke.finish()
        self._set_guide(canvas, None)

    def cursor(self, canvas: CanvasView) -> QCursor:
        return precise_cursor(canvas.devicePixelRatioF())

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        if self._guide is not None:
            start, end = (canvas.transform.to_widget(*point) for point in self._guide)
            for pen in (QPen(colours.SHADE, 3), QPen(colours.LIGHT, 1, Qt.PenStyle.DashLine)):
                painter.setPen(pen)
                painter.drawLine(start, end)

    def _set_guide(self, canvas: CanvasView, guide: tuple[Point, Point] | None) -> None:
        if guide == self._guide:
            return
        for line in (self._guide, guide):
            if line is not None:
                a, b = (canvas.transform.to_widget(*point).toPoint() for point in line)
                canvas.update(QRect(a, b).normalized().adjusted(-3, -3, 3, 3))
        self._guide = guide


_cursors: dict[float, QCursor] = {}


def precise_cursor(ratio: float) -> QCursor:
    """A small cross that the system draws, so that it never lags behind the hand.

    The brush's outline is drawn around it by the canvas.
    """
    if ratio not in _cursors:
        side = 15
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        middle = QPointF(side / 2, side / 2)
        for colour, width, reach in ((colours.SHADE.darker(), 3.0, 4.5), (colours.LIGHT, 1.0, 4.0)):
            painter.setPen(QPen(colour, width))
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                towards = QPointF(dx, dy)
                painter.drawLine(middle + towards * 1.5, middle + towards * reach)
        painter.end()
        _cursors[ratio] = QCursor(pixmap, *QPoint(side // 2, side // 2).toTuple())
    return _cursors[ratio]
