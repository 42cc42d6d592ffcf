"""The brush's outline around the pointer."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QRegion

from core.pixels.brush import Brush, Tip
from core.pixels.dynamics import Source, Target

from . import colours

_LARGEST_KEPT = 256.0


class Outline(NamedTuple):
    """The shape of a dab; `radius` in widget pixels, or device pixels where one is drawn once."""

    radius: float
    roundness: float = 1.0
    angle: float = 0.0
    square: bool = False

    @property
    def reach(self) -> float:
        """How far it reaches from its middle."""
        return self.radius * math.hypot(1, self.roundness) if self.square else self.radius

    @property
    def even(self) -> bool:
        return self.roundness == 1.0 and not self.square


def outline_of(brush: Brush, scale: float) -> Outline:
    """A brush's outline where a pixel of the canvas has `scale` widget pixels. A dab that turns
    with the line or the pen has none of its own: it is shown by the circle it turns in."""
    radius = brush.size * scale / 2
    square = brush.tip is Tip.SQUARE
    turning = (Source.DIRECTION, Source.LEAN, Source.CHANCE)
    if any(brush.following(Target.ROTATION, source) for source in turning):
        return Outline(radius)
    if brush.roundness == 1.0 and not square:
        return Outline(radius)
    return Outline(radius, brush.roundness, brush.rotation, square)


def ring_region(x: float, y: float, outline: Outline) -> QRegion:
    """The widget pixels under the outline, without what lies inside a large circle."""
    reach = round(outline.reach) + 3
    outer = QRect(round(x) - reach, round(y) - reach, 2 * reach + 1, 2 * reach + 1)
    if outline.radius < 96 or not outline.even:
        return QRegion(outer)
    # The largest square that fits inside leaves a frame of four rectangles.
    half = int((outline.radius - 3) * 0.7)
    inner = QRect(round(x) - half, round(y) - half, 2 * half, 2 * half)
    return QRegion(outer) - QRegion(inner)


def paint_ring(painter: QPainter, at: QPointF, outline: Outline, ratio: float) -> None:
    """A light line beside a dark one. An antialiased circle costs as much as the stroke under
    it, so it is drawn once for a size and blitted from then on."""
    if outline.radius > _LARGEST_KEPT or painter.worldTransform().isRotating():
        _draw(painter, at, outline)
        return
    image = _ring(outline._replace(radius=round(outline.radius * ratio * 4) / 4), ratio)
    half = image.width() / ratio / 2
    x, y = round((at.x() - half) * ratio) / ratio, round((at.y() - half) * ratio) / ratio
    painter.drawImage(QPointF(x, y), image)


@lru_cache(maxsize=16)
def _ring(outline: Outline, ratio: float) -> QImage:
    """A ring, measured in device pixels, in the middle of a square image."""
    side = 2 * (int(outline.reach) + 3)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QPointF(side / 2 / ratio, side / 2 / ratio)
    _draw(painter, middle, outline._replace(radius=outline.radius / ratio))
    painter.end()
    return image


def _draw(painter: QPainter, at: QPointF, outline: Outline) -> None:
    painter.save()
    painter.translate(at)
    painter.rotate(outline.angle)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, further in ((colours.SHADE, 0.75), (colours.LIGHT, 0.0)):
        painter.setPen(QPen(colour, 1.0 + further))
        x, y = outline.radius + further, outline.radius * outline.roundness + further
        if outline.square:
            painter.drawRect(QRectF(-x, -y, 2 * x, 2 * y))
        else:
            painter.drawEllipse(QPointF(0, 0), x, y)
    painter.restore()
