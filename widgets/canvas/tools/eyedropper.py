"""The eyedropper: takes the colour of the picture under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen

from widgets.canvas import colours
from widgets.canvas.pointer import Pointer
from widgets.canvas.tool import Tool

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView

_RADIUS = 34.0


class EyedropperTool(Tool):
    """A ring around the pointer shows the colour under it above the current one."""

    id = "eyedropper"
    title = "Eyedropper"
    help = "Takes a colour from the picture. Right button: the second colour."
    shortcut = "I"
    order = 80
    second_button = True

    def __init__(self) -> None:
        self._ring: tuple[QPointF, QColor, QColor] | None = None
        self._second = False

    @property
    def busy(self) -> bool:
        return self._ring is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        return QCursor(Qt.CursorShape.CrossCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        self._second = pointer.button == Qt.MouseButton.RightButton
        before = canvas.background if self._second else canvas.foreground
        self._pick(canvas, pointer, before)

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._ring is not None:
            self._pick(canvas, pointer, self._ring[2])

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self._show(canvas, None)

    def cancel(self, canvas: CanvasView) -> None:
        if self._ring is not None:
            self._take(canvas, self._ring[2])
        self._show(canvas, None)

    def _pick(self, canvas: CanvasView, pointer: Pointer, before: QColor) -> None:
        colour = canvas.colour_at(pointer.at)
        if colour is not None:
            self._take(canvas, colour)
        self._show(canvas, (pointer.place, colour or before, before))

    def _take(self, canvas: CanvasView, colour: QColor) -> None:
        if self._second:
            canvas.set_colours(canvas.foreground, colour)
        else:
            canvas.set_colours(colour, canvas.background)
            canvas.colourPicked.emit(colour)

    def _show(self, canvas: CanvasView, ring: tuple[QPointF, QColor, QColor] | None) -> None:
        for shown in (self._ring, ring):
            if shown is not None:
                reach = int(_RADIUS) + 10
                middle = shown[0].toPoint()
                canvas.update(QRect(middle.x() - reach, middle.y() - reach, 2 * reach, 2 * reach))
        self._ring = ring

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        if self._ring is None:
            return
        place, now, before = self._ring
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = (place.x() - _RADIUS, place.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
        rect = QRect(*(round(value) for value in box))
        painter.setPen(QPen(colours.SHADE, 15))
        painter.drawEllipse(rect)
        for colour, start in ((now, 0), (before, 180)):
            pen = QPen(colour, 12)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawArc(rect, start * 16, 180 * 16)


TOOL = EyedropperTool
