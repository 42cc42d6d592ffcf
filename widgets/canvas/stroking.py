"""What all tools that draw strokes share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QCursor, QPainter, QPen, QPixmap

from core.document.selection import SELECTION
from core.document.strokes import ActiveStroke
from core.geometry import Point
from core.pixels.brush import Brush, Effect

from . import colours
from .assisting import Assisted
from .clone_source import CloneSource
from .pointer import Pointer
from .tool import Tool

if TYPE_CHECKING:
    from .view import CanvasView


class StrokeTool(Tool):
    """Draws with a brush: one contact is one entry of the history.

    Shift connects the last stroke's end to where the pen comes down. With a brush that clones,
    Ctrl or Alt says where from.
    """

    all_handles = False

    def __init__(self) -> None:
        self._stroke: ActiveStroke | None = None
        self._last: tuple[str, Point] | None = None
        self._guide: tuple[Point, Point] | None = None
        self._cloning = CloneSource()
        self._assisted: Assisted | None = None
        self._moved = False
        """Whether the pen has moved since the last frame."""

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
        brush = replace(brush, color=(colour.red(), colour.green(), colour.blue()))
        return brush.as_eraser() if brush.erase or pointer.eraser else brush

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        brush = self.stroke_brush(canvas, pointer)
        clones = brush.effect is Effect.CLONE
        if clones and (pointer.control or pointer.alt):
            self._cloning.take(canvas, pointer.at)
            return
        layer = SELECTION if canvas.quick_mask else self.layer(canvas)
        start = pointer.at
        if pointer.shift and self._last is not None and self._last[0] == layer:
            start = self._last[1]
        if start != pointer.at:  # a line between two points is straight already
            brush = replace(brush, smoothing=0.0, string=0.0)
        # Where a line is drawn from the last stroke's end, the hand has said which.
        self._assisted = canvas.assisting.begin(start) if start == pointer.at else None
        self._set_guide(canvas, None)
        document = canvas.document
        begin: Callable[..., ActiveStroke] = partial(document.begin_stroke, layer)
        if layer == SELECTION:
            begin = document.begin_selection_stroke
        self._stroke = begin(
            brush,
            start,
            pointer.pressure,
            tilt=pointer.tilt,
            lean=pointer.lean,
            time=pointer.time,
            symmetry=canvas.symmetry,
            source=self._cloning.begin(start) if clones else None,
        )
        if start != pointer.at:
            self._stroke.to(pointer.at.x, pointer.at.y, pointer.pressure)
        self._last = (layer, pointer.at)
        canvas.request_frame()

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._stroke is not None and self._last is not None:
            led = self._led(pointer)
            if led is None:
                return
            pointer = led
            self._to(self._stroke, pointer)
            self._moved = True
            self._last = (self._last[0], pointer.at)
            self._hang(canvas, pointer)
            self._cloning.follow(canvas, pointer.at)
            canvas.request_frame()

    def _led(self, pointer: Pointer) -> Pointer | None:
        """The pointer where an assistant has it; None: it is not known yet which one does."""
        if self._assisted is None:
            return pointer
        at = self._assisted.follow(pointer.at)
        return None if at is None else replace(pointer, at=at)

    def _to(self, stroke: ActiveStroke, pointer: Pointer) -> None:
        stroke.to(
            pointer.at.x,
            pointer.at.y,
            pointer.pressure,
            tilt=pointer.tilt,
            lean=pointer.lean,
            time=pointer.time,
        )

    def _hang(self, canvas: CanvasView, pointer: Pointer) -> None:
        """A brush that hangs behind the pen is joined to it by a line."""
        if self._stroke is not None:
            at = self._stroke.brush_at
            self._set_guide(canvas, None if at == pointer.at else (at, pointer.at))

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._stroke is not None and self._last is not None:
            stroke, self._stroke = self._stroke, None
            led = self._led(pointer)
            # A pen has no pressure as it leaves: its line ends where it was last felt.
            if led is not None and led.at != self._last[1] and not pointer.pen:
                self._to(stroke, led)
            stroke.finish()
            self._last = (self._last[0], stroke.brush_at)
            self._set_guide(canvas, None)
            self._cloning.end(canvas)

    def cancel(self, canvas: CanvasView) -> None:
        if self._stroke is not None:
            stroke, self._stroke = self._stroke, None
            stroke.cancel()
        self._cloning.end(canvas)
        self._set_guide(canvas, None)

    def flush(self, canvas: CanvasView) -> None:
        if self._stroke is None:
            return
        # An evened line goes on to a pen that rests, as if it was told the same place again.
        if not self._moved and self._stroke.rest():
            canvas.request_frame()
        if self._moved and not self._stroke.steady:
            canvas.request_frame()
        self._moved = False
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
        self._cloning.end(canvas)
        self._set_guide(canvas, None)

    def cursor(self, canvas: CanvasView) -> QCursor:
        return precise_cursor(canvas.devicePixelRatioF())

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        if canvas.has_brush and canvas.brush().effect is Effect.CLONE:
            self._cloning.paint(canvas, painter)
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
