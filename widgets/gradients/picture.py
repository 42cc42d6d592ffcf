"""What a ramp looks like, over squares that show how far it can be seen through."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap

from core.geometry import Point, Rect
from core.pixels.gradient import Gradient
from core.pixels.ramp import Ramp
from widgets.canvas.rendering import checkerboard
from widgets.look import colour

_SQUARE = 5


def paint_ramp(painter: QPainter, rect: QRect, ramp: Ramp) -> None:
    """Draws a ramp, in colours that are known, from the left edge of `rect` to the right one."""
    ratio = painter.device().devicePixelRatio()
    width, height = round(rect.width() * ratio), round(rect.height() * ratio)
    if min(width, height) < 1:
        return
    pixels = Gradient(Point(0, 0), Point(width, 0), ramp).pixels(Rect(0, 0, width, height))
    image = QImage(
        pixels.data, width, height, width * 4, QImage.Format.Format_RGBA8888_Premultiplied
    )
    painter.save()
    painter.setBrushOrigin(rect.topLeft())
    painter.fillRect(rect, checkerboard(_SQUARE))
    painter.drawImage(rect, image)
    painter.setPen(QPen(colour("line"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0, 0, -1, -1))
    painter.restore()


def ramp_picture(ramp: Ramp, size: QSize, ratio: float) -> QPixmap:
    """The same as a picture of so many widget pixels."""
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        paint_ramp(painter, QRect(0, 0, size.width(), size.height()), ramp)
    return picture
