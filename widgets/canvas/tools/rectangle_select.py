"""Rectangle selection."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from core.document.selection import Selection
from core.geometry import Rect, Size
from widgets.canvas import boxes, colours
from widgets.canvas.box_select import BoxSelectTool


class RectangleSelectTool(BoxSelectTool):
    """Selects whole pixels from corner to corner."""

    id = "rectangle_select"
    title = "Rectangle selection"
    help = "Selects a rectangle. Then Shift: square, Alt: from its centre. Click: deselect."
    shortcut = "M"
    order = 50
    line = True
    cheap = True

    def shape(self, size: Size, rect: Rect) -> Selection:
        return Selection.rectangle(size, rect)

    def paint_shape(self, painter: QPainter, box: QRectF) -> None:
        boxes.paint_frame(painter, box, colours.LIGHT, width=1.0, dashed=True)


TOOL = RectangleSelectTool
