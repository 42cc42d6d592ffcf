"""A divider over a picture that is shown in place: the picture left of it, right of it the canvas,
or another picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from core.geometry import Rect

from . import colours
from .transform import ViewTransform

_REACH = 7.0
"""How far from the divider it can be taken, in widget pixels."""
_KNOB = 11.0
_ROOM = 60.0
"""Pictures smaller than this on screen are not covered by a knob."""


class Wipe:
    """Where the divider is, as a share of the picture's width: it stays there from one picture
    to the next."""

    def __init__(self) -> None:
        self.on = False
        self.share = 0.5
        self.dragging = False

    def divider(self, rect: Rect) -> int:
        """The first column of the canvas that is shown without the picture on `rect`."""
        return rect.x + round(self.share * rect.width)

    def left_of(self, rect: Rect) -> Rect:
        """The part of `rect` on which the picture is shown."""
        return Rect(rect.x, rect.y, self.divider(rect) - rect.x, rect.height)

    def right_of(self, rect: Rect, canvas: Rect) -> Rect:
        """The part of the canvas on which another picture is shown."""
        x = self.divider(rect)
        return Rect(x, canvas.y, max(0, canvas.right - x), canvas.height)

    def move(self, x: float, rect: Rect) -> None:
        """Puts the divider to a column of the canvas."""
        self.share = min(1.0, max(0.0, (x - rect.x) / rect.width))

    def line(self, rect: Rect, transform: ViewTransform) -> QRectF:
        """Where it is on the widget: no width, and the picture's height."""
        x = self.divider(rect)
        return QRectF(transform.to_widget(x, rect.y), transform.to_widget(x, rect.bottom))

    def knob(self, line: QRectF, view: QRect) -> QPointF:
        """The middle of what is seen of the divider."""
        top, bottom = max(line.top(), view.top()), min(line.bottom(), view.bottom())
        return QPointF(line.left(), (top + bottom) / 2)

    def is_hit(self, at: QPointF, rect: Rect, transform: ViewTransform) -> bool:
        """Whether a press at `at` of the widget takes the divider."""
        line = self.line(rect, transform)
        return line.adjusted(-_REACH, 0, _REACH, 0).contains(at)

    def reach(self, rect: Rect, transform: ViewTransform) -> QRect:
        """All that it may be drawn on."""
        line = self.line(rect, transform).adjusted(-_KNOB, -_KNOB, _KNOB, _KNOB)
        return line.toAlignedRect().adjusted(-2, -2, 2, 2)

    def paint(self, painter: QPainter, rect: Rect, transform: ViewTransform, view: QRect) -> None:
        """Draws the line, and a knob with an arrow to each side where there is room for it."""
        line = self.line(rect, transform)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pen in (QPen(colours.SHADE, 3.5), QPen(colours.LIGHT, 1.5)):
            painter.setPen(pen)
            painter.drawLine(line.topLeft(), line.bottomLeft())
        box = transform.rect_to_widget(rect)
        if min(box.width(), box.height()) < _ROOM:
            painter.restore()
            return
        middle = self.knob(line, view)
        painter.setPen(QPen(colours.LIGHT, 1.5))
        painter.setBrush(colours.CHIP)
        painter.drawEllipse(middle, _KNOB, _KNOB)
        painter.setBrush(colours.LIGHT)
        for side in (-1, 1):
            tip = [(7.0, 0.0), (3.0, -3.5), (3.0, 3.5)]
            painter.drawPolygon(
                QPolygonF([QPointF(middle.x() + side * x, middle.y() + y) for x, y in tip])
            )
        painter.restore()
