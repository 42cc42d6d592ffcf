"""The eyedropper: takes the colour of the picture under the pointer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen

from core.geometry import Point
from widgets.canvas import colours
from widgets.canvas.pointer import Pointer
from widgets.canvas.tool import Tool

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView

_RADIUS = 34.0
_PATCH = 26
"""Side of the patch beside the pointer."""
_BESIDE = 16
"""How far it is from it: the pointer hides nothing of it."""
_LEAST = 5.0
"""Widget pixels: a smaller square of a sample would only hide what is under the pointer."""


@dataclass(frozen=True)
class _Seen:
    """What is shown around the pointer."""

    place: QPointF
    at: Point
    now: QColor
    before: QColor | None = None
    """The colour that was in hand; None while nothing is taken."""


class EyedropperTool(Tool):
    """A patch beside the pointer shows the colour under it; once pressed, a ring around it, above
    the current one. The square of which the mean is taken is shown where it can be seen."""

    id = "eyedropper"
    title = "Eyedropper"
    help = "Takes a colour from the picture. Right button: the second colour."
    shortcut = "I"
    order = 80
    second_button = True

    def __init__(self) -> None:
        self._seen: _Seen | None = None
        self._hovered: Pointer | None = None
        """Where the pointer is, until it is looked what is there."""
        self._second = False

    @property
    def busy(self) -> bool:
        return self._seen is not None and self._seen.before is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        return QCursor(Qt.CursorShape.CrossCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        self._hovered = None
        self._second = pointer.button == Qt.MouseButton.RightButton
        self._pick(canvas, pointer, canvas.background if self._second else canvas.foreground)

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._seen is not None and self._seen.before is not None:
            self._pick(canvas, pointer, self._seen.before)

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self._show(canvas, None)

    def cancel(self, canvas: CanvasView) -> None:
        if self._seen is not None and self._seen.before is not None:
            self._take(canvas, self._seen.before)
        self._hovered = None
        self._show(canvas, None)

    def hover(self, canvas: CanvasView, pointer: Pointer) -> None:
        self._hovered = pointer
        canvas.request_frame()

    def flush(self, canvas: CanvasView) -> None:
        pointer, self._hovered = self._hovered, None
        if pointer is not None and not self.busy:
            colour = canvas.colour_at(pointer.at, canvas.sampling)
            seen = None if colour is None else _Seen(pointer.place, pointer.at, colour)
            self._show(canvas, seen)

    def left(self, canvas: CanvasView) -> None:
        self._hovered = None
        self._show(canvas, None)

    def _pick(self, canvas: CanvasView, pointer: Pointer, before: QColor) -> None:
        colour = canvas.colour_at(pointer.at, canvas.sampling)
        if colour is not None:
            self._take(canvas, colour)
        self._show(canvas, _Seen(pointer.place, pointer.at, colour or before, before))

    def _take(self, canvas: CanvasView, colour: QColor) -> None:
        if self._second:
            canvas.set_colours(canvas.foreground, colour)
        else:
            canvas.set_colours(colour, canvas.background)
            canvas.colourPicked.emit(colour)

    # Showing it ------------------------------------------------------------------------------

    def _show(self, canvas: CanvasView, seen: _Seen | None) -> None:
        for shown in (self._seen, seen):
            if shown is not None:
                reach = int(_RADIUS) + 12
                middle = shown.place.toPoint()
                around = QRect(middle.x() - reach, middle.y() - reach, 2 * reach, 2 * reach)
                canvas.update(around.united(_square(canvas, shown).toAlignedRect())
                              .adjusted(-3, -3, 3, 3))  # fmt: skip
        self._seen = seen

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        seen = self._seen
        if seen is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        square = _square(canvas, seen)
        if canvas.sampling.side > 1 and square.width() >= _LEAST:
            for colour, width in ((colours.SHADE, 3.0), (colours.LIGHT, 1.0)):
                painter.setPen(QPen(colour, width))
                painter.drawRect(square)
        if seen.before is None:
            _paint_patch(painter, seen)
        else:
            _paint_ring(painter, seen.place, seen.now, seen.before)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _square(canvas: CanvasView, seen: _Seen) -> QRectF:
    """Of which the mean is taken, in widget pixels."""
    return canvas.transform.rect_to_widget(canvas.sampling.around(seen.at))


def _paint_patch(painter: QPainter, seen: _Seen) -> None:
    corner = QPointF(seen.place.x() + _BESIDE - 2, seen.place.y() + _BESIDE - 2)
    box = QRectF(corner, QSizeF(_PATCH, _PATCH))
    painter.setPen(QPen(colours.SHADE, 3))
    painter.setBrush(seen.now)
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QPen(colours.LIGHT, 1.4))
    painter.drawRoundedRect(box, 3, 3)


def _paint_ring(painter: QPainter, place: QPointF, now: QColor, before: QColor) -> None:
    rect = QRect(round(place.x() - _RADIUS), round(place.y() - _RADIUS),
                 round(2 * _RADIUS), round(2 * _RADIUS))  # fmt: skip
    painter.setPen(QPen(colours.SHADE, 15))
    painter.drawEllipse(rect)
    for colour, start in ((now, 0), (before, 180)):
        pen = QPen(colour, 12)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(rect, start * 16, 180 * 16)


TOOL = EyedropperTool
