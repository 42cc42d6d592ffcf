"""Object selection: a box around something selects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QCursor, QPainter

from core.document.object_select import object_in
from widgets.canvas import boxes, colours
from widgets.canvas.box_select import BoxSelectTool
from widgets.canvas.pointer import Pointer

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView


class ObjectSelectTool(BoxSelectTool):
    """Found in the background, in the picture as it is seen."""

    id = "object_select"
    title = "Object selection"
    help = "Draw a box around something to select it. Shift: add, Alt: take away."
    shortcut = "Shift+W"
    order = 55

    def cursor(self, canvas: CanvasView) -> QCursor:
        if canvas.finder.searching:
            return QCursor(Qt.CursorShape.BusyCursor)
        return super().cursor(canvas)

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        if not self.busy:
            return
        self.move(canvas, pointer)
        rect = self._rect
        self.cancel(canvas)
        if rect is None or rect.intersected(canvas.document.canvas).is_empty:
            self.let_go(canvas)
            return
        canvas.finder.find(
            canvas.document, lambda seen: object_in(seen, rect), self.how, "Select object"
        )

    def paint_shape(self, painter: QPainter, box: QRectF) -> None:
        boxes.paint_frame(painter, box, colours.LIGHT, width=1.0, dashed=True)


TOOL = ObjectSelectTool
