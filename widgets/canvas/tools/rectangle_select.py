"""Rectangle selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QPainter

from core.document.commands import SetSelection
from core.document.selection import Selection
from core.geometry import Point, Rect
from widgets.canvas import boxes, colours
from widgets.canvas.pointer import Pointer
from widgets.canvas.tool import Tool

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class RectangleSelectTool(Tool):
    """Shift at the press adds, Alt takes away, both keep what both cover; a click deselects.

    Shift during the drag makes a square. Arrow keys move the selection's outline.
    """

    id = "rectangle_select"
    title = "Rectangle selection"
    help = "Selects a rectangle. Shift: add, Alt: take away, click: deselect."
    shortcut = "M"
    order = 50

    def __init__(self) -> None:
        self._start: Pointer | None = None
        self._shift_let_go = False
        self._rect: Rect | None = None

    @property
    def busy(self) -> bool:
        return self._start is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        return QCursor(Qt.CursorShape.CrossCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        self._start = pointer
        self._shift_let_go = not pointer.shift

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._start is None:
            return
        self._shift_let_go = self._shift_let_go or not pointer.shift
        square = pointer.shift and self._shift_let_go
        self._show(canvas, _span(self._start.at, pointer.at, square))

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._start is None:
            return
        self.move(canvas, pointer)
        start, rect = self._start, self._rect
        self.cancel(canvas)
        document = canvas.document
        dragged = rect is not None and not rect.intersected(document.canvas).is_empty
        if rect is None or not dragged:
            if document.selection is not None and not (start.shift or start.alt):
                document.perform(SetSelection(None))
            return
        drawn = Selection.rectangle(document.size, rect)
        before = document.selection
        if before is None or not (start.shift or start.alt):
            result = None if start.alt and not start.shift else drawn
        elif start.shift and start.alt:
            result = before.intersected(drawn)
        else:
            result = before.added(drawn) if start.shift else before.subtracted(drawn)
        document.perform(SetSelection(result))

    def cancel(self, canvas: CanvasView) -> None:
        self._start = None
        self._show(canvas, None)

    def key(self, canvas: CanvasView, event: QKeyEvent) -> bool:
        selection = canvas.document.selection
        if event.key() not in _ARROWS or selection is None:
            return False
        dx, dy = _ARROWS[Qt.Key(event.key())]
        step = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        canvas.document.perform(SetSelection(selection.moved(dx * step, dy * step)))
        return True

    def _show(self, canvas: CanvasView, rect: Rect | None) -> None:
        for shown in (self._rect, rect):
            if shown is not None:
                canvas.update(self._reach(canvas, shown))
        self._rect = rect

    def _reach(self, canvas: CanvasView, rect: Rect) -> QRect:
        box = canvas.transform.rect_to_widget(rect)
        return box.united(self._label(box)).toAlignedRect().adjusted(-3, -3, 3, 3)

    def _label(self, box: QRectF) -> QRectF:
        return QRectF(box.right() + 6, box.bottom() + 4, 110, boxes.CHIP_HEIGHT)

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        if self._rect is None:
            return
        box = canvas.transform.rect_to_widget(self._rect)
        boxes.paint_frame(painter, box, colours.LIGHT, width=1.0, dashed=True)
        text = str(self._rect.size)
        chip = boxes.chip_rect(text, painter.font(), self._label(box).topLeft(), 110)
        boxes.paint_chip(painter, chip, text, colours.LIGHT)


def _span(start: Point, end: Point, square: bool) -> Rect | None:
    rect = boxes.spanned(*start, *end, square=square)
    return None if rect.is_empty else rect


TOOL = RectangleSelectTool
