"""Text as pixels: how it is set, and its picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath

from core.geometry import Point, Rect

if TYPE_CHECKING:
    from core.arrays import Bytes


class Align(StrEnum):
    """Where the place that was clicked is in each line."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


@dataclass(frozen=True)
class Lettering:
    """A text and how it is set. `size` is the font's height in canvas pixels."""

    text: str = ""
    family: str = ""
    size: float = 48.0
    bold: bool = False
    italic: bool = False
    align: Align = Align.LEFT
    spacing: float = 1.0
    """Of its lines, times what the font says."""

    def font(self) -> QFont:
        font = QFont(self.family) if self.family else QFont()
        font.setPixelSize(max(1, round(self.size)))
        font.setBold(self.bold)
        font.setItalic(self.italic)
        # The picture is the same at any zoom: letters are not pulled to a screen's pixels.
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def path(self, at: Point) -> QPainterPath:
        """The letters' outlines in canvas pixels; the first line's base begins at `at`."""
        font, path = self.font(), QPainterPath()
        metrics = QFontMetricsF(font)
        path.setFillRule(Qt.FillRule.WindingFill)
        for number, line in enumerate(self.text.split("\n")):
            width = metrics.horizontalAdvance(line)
            x = at.x - {Align.LEFT: 0.0, Align.MIDDLE: width / 2, Align.RIGHT: width}[self.align]
            y = at.y + number * metrics.lineSpacing() * self.spacing
            path.addText(QPointF(x, y), font, line)
        return path


def drawn(path: QPainterPath, colour: QColor, canvas: Rect) -> tuple[Rect, Bytes] | None:
    """The part of the canvas that letters cover, and their premultiplied RGBA there; None where
    they cover nothing of it."""
    box = path.boundingRect().toAlignedRect()
    rect = Rect(box.x() - 1, box.y() - 1, box.width() + 2, box.height() + 2).intersected(canvas)
    if path.isEmpty() or rect.is_empty:
        return None
    pixels = np.zeros((rect.height, rect.width, 4), np.uint8)
    image = QImage(
        pixels.data, rect.width, rect.height, rect.width * 4,
        QImage.Format.Format_RGBA8888_Premultiplied,
    )  # fmt: skip
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-rect.x, -rect.y)
        painter.fillPath(path, colour)
    return (rect, pixels) if pixels.any() else None


def shown_at(path: QPainterPath) -> QRectF:
    """What has to be painted anew when letters come or go, in canvas pixels."""
    return path.boundingRect().adjusted(-2, -2, 2, 2)
