"""Ellipse selection."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from core.document.selection import Selection
from core.geometry import Rect, Size
from widgets.canvas import lines
from widgets.canvas.box_select import BoxSelectTool


class EllipseSelectTool(BoxSelectTool):
    """Selects what fits into a rectangle from corner to corner; its edge is smooth."""

    id = "ellipse_select"
    title = "Ellipse selection"
    help = "Selects an ellipse. Then Shift: circle, Alt: from its centre. Click: deselect."
    shortcut = "Shift+M"
    order = 51

    def shape(self, size: Size, rect: Rect) -> Selection:
        return Selection.ellipse(size, rect)

    def paint_shape(self, painter: QPainter, box: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in lines.pens():
            painter.setPen(pen)
            painter.drawEllipse(box)


TOOL = EllipseSelectTool
