"""The brush's outline around the pointer."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QRegion

from . import colours

_LARGEST_KEPT = 256.0


def ring_region(x: float, y: float, radius: float) -> QRegion:
    """The widget pixels under a circle's line, without what lies inside a large one."""
    reach = round(radius) + 3
    outer = QRect(round(x) - reach, round(y) - reach, 2 * reach + 1, 2 * reach + 1)
    if radius < 96:
        return QRegion(outer)
    # The largest square that fits inside leaves a frame of four rectangles.
    half = int((radius - 3) * 0.7)
    inner = QRect(round(x) - half, round(y) - half, 2 * half, 2 * half)
    return QRegion(outer) - QRegion(inner)


def paint_ring(painter: QPainter, at: QPointF, radius: float, ratio: float) -> None:
    """A light line beside a dark one. An antialiased circle costs as much as the stroke under
    it, so it is drawn once for a size and blitted from then on."""
    if radius > _LARGEST_KEPT:
        _draw(painter, at, radius)
        return
    image = _ring(round(radius * ratio * 4) / 4, ratio)
    half = image.width() / ratio / 2
    x, y = round((at.x() - half) * ratio) / ratio, round((at.y() - half) * ratio) / ratio
    painter.drawImage(QPointF(x, y), image)


@lru_cache(maxsize=16)
def _ring(radius: float, ratio: float) -> QImage:
    """A ring of `radius` device pixels in the middle of a square image."""
    side = 2 * (int(radius) + 3)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw(painter, QPointF(side / 2 / ratio, side / 2 / ratio), radius / ratio)
    painter.end()
    return image


def _draw(painter: QPainter, at: QPointF, radius: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, further in ((colours.SHADE, 0.75), (colours.LIGHT, 0.0)):
        painter.setPen(QPen(colour, 1.0 + further))
        painter.drawEllipse(at, radius + further, radius + further)
