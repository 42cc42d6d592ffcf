"""A ring of hues around a triangle or a square of saturation and brightness."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QConicalGradient,
    QImage,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import colour
from widgets.words import tr

_STEP = 0.02
_RING = 0.8
"""The ring's inner radius, of its outer one."""


class ColourWheel(QWidget):
    """`picked` carries hue, saturation and value, each 0 to 1."""

    picked = Signal(float, float, float)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Colour wheel"))
        self.setToolTip(tr("The ring: hue. Inside: saturation and brightness. Shift+arrows: hue"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.triangle = True
        self._hue = self._saturation = self._value = 0.0
        self._drags_hue: bool | None = None
        self._image: tuple[tuple[object, ...], QImage] | None = None

    def sizeHint(self) -> QSize:
        return QSize(200, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 110)

    def set_triangle(self, triangle: bool) -> None:
        self.triangle = triangle
        self.update()

    def show_colour(self, hue: float, saturation: float, value: float) -> None:
        self._hue, self._saturation, self._value = hue, saturation, value
        self.setAccessibleDescription(
            tr(
                "Hue {hue} degrees, saturation {saturation} %, brightness {value} %",
                hue=round(hue * 360),
                saturation=round(saturation * 100),
                value=round(value * 100),
            )
        )
        self.update()

    # Where things are ------------------------------------------------------------------------

    @property
    def _middle(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    @property
    def _radius(self) -> float:
        return max(8.0, min(self.width(), self.height()) / 2 - 2)

    def _on_ring(self, hue: float, radius: float) -> QPointF:
        angle = 2 * math.pi * hue
        return self._middle + QPointF(math.cos(angle) * radius, -math.sin(angle) * radius)

    @property
    def _square(self) -> QRectF:
        half = self._radius * _RING * 0.68
        box = QRectF(0, 0, 2 * half, 2 * half)
        box.moveCenter(self._middle)
        return box

    @property
    def _corners(self) -> tuple[QPointF, QPointF, QPointF]:
        """The pure hue, white and black."""
        radius = self._radius * _RING - 3
        pure, white, black = (self._on_ring(self._hue + third / 3, radius) for third in range(3))
        return pure, white, black

    def place_of(self, saturation: float, value: float) -> QPointF:
        """Where a saturation and brightness of the shown hue are."""
        if self.triangle:
            pure, white, black = self._corners
            hue = saturation * value
            return pure * hue + white * (value - hue) + black * (1 - value)
        box = self._square
        return QPointF(box.left() + saturation * box.width(), box.bottom() - value * box.height())

    def _at(self, place: QPointF) -> tuple[float, float]:
        """Saturation and brightness of a place, or of the nearest one that has some."""
        if not self.triangle:
            box = self._square
            return (
                _portion((place.x() - box.left()) / box.width()),
                _portion((box.bottom() - place.y()) / box.height()),
            )
        pure, white, black = self._corners
        a, b, to = pure - black, white - black, place - black
        area = a.x() * b.y() - a.y() * b.x()
        hue = max(0.0, (to.x() * b.y() - to.y() * b.x()) / area)
        light = max(0.0, (a.x() * to.y() - a.y() * to.x()) / area)
        value = hue + light
        return (hue / value if value > 0 else self._saturation), min(1.0, value)

    # What is done with it --------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            away = event.position() - self._middle
            self._drags_hue = math.hypot(away.x(), away.y()) >= self._radius * _RING - 2
            self._follow(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drags_hue is not None:
            self._follow(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drags_hue = None

    def _follow(self, place: QPointF) -> None:
        if self._drags_hue:
            away = place - self._middle
            hue = math.atan2(-away.y(), away.x()) / (2 * math.pi) % 1.0
            self._pick(hue, self._saturation, self._value)
        else:
            self._pick(self._hue, *self._at(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (-_STEP, 0.0),
            Qt.Key.Key_Right: (_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, _STEP),
            Qt.Key.Key_Down: (0.0, -_STEP),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._pick((self._hue + sum(move) / 2) % 1.0, self._saturation, self._value)
        else:
            saturation = _portion(self._saturation + move[0])
            self._pick(self._hue, saturation, _portion(self._value + move[1]))

    def _pick(self, hue: float, saturation: float, value: float) -> None:
        self.show_colour(hue, saturation, value)
        self.picked.emit(hue, saturation, value)

    # Painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        key = (self.width(), self.height(), ratio, self._hue, self.triangle)
        if self._image is None or self._image[0] != key:
            self._image = (key, self._painted(ratio))
        painter = QPainter(self)
        painter.drawImage(0, 0, self._image[1])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        on_ring = self._on_ring(self._hue, self._radius * (1 + _RING) / 2)
        for at, size in (
            (on_ring, self._radius * (1 - _RING) / 2 - 1.5),
            (self.place_of(self._saturation, self._value), 5.5),
        ):
            for tint, further in ((QColor(0, 0, 0, 160), 1.0), (QColor(255, 255, 255), 0.0)):
                painter.setPen(QPen(tint, 1.5))
                painter.drawEllipse(at, size + further, size + further)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _painted(self, ratio: float) -> QImage:
        image = QImage(self.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ring = QPainterPath()
            ring.addEllipse(self._middle, self._radius, self._radius)
            ring.addEllipse(self._middle, self._radius * _RING, self._radius * _RING)
            hues = QConicalGradient(self._middle, 0)
            for part in range(13):
                hues.setColorAt(part / 12, QColor.fromHsvF(part / 12 % 1.0, 1, 1))
            painter.fillPath(ring, hues)
            if self.triangle:
                self._paint_triangle(painter)
            else:
                self._paint_square(painter)
        return image

    def _paint_square(self, painter: QPainter) -> None:
        box, black = self._square, QColor(0, 0, 0)
        across = QLinearGradient(box.topLeft(), box.topRight())
        across.setColorAt(0, QColor(255, 255, 255))
        across.setColorAt(1, QColor.fromHsvF(self._hue % 1.0, 1, 1))
        painter.fillRect(box, across)
        down = QLinearGradient(box.topLeft(), box.bottomLeft())
        down.setColorAt(0, QColor(0, 0, 0, 0))
        down.setColorAt(1, black)
        painter.fillRect(box, down)

    def _paint_triangle(self, painter: QPainter) -> None:
        """Light adds up: the pure hue and white, each fading away from its corner."""
        pure, white, black = self._corners
        shape = QPainterPath()
        shape.addPolygon(QPolygonF([pure, white, black]))
        shape.closeSubpath()
        painter.fillPath(shape, QColor(0, 0, 0))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
        for corner, tint, other in (
            (pure, QColor.fromHsvF(self._hue % 1.0, 1, 1), white + black),
            (white, QColor(255, 255, 255), pure + black),
        ):
            fade = QLinearGradient(corner, other / 2)
            fade.setColorAt(0, tint)
            fade.setColorAt(1, QColor(0, 0, 0))
            painter.fillPath(shape, fade)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _portion(value: float) -> float:
    return min(1.0, max(0.0, value))
