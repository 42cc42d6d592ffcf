"""Selections that are dragged from corner to corner: rectangles and what fits into them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from core.document.selection import Selection
from core.geometry import Point, Rect, Size

from . import boxes, colours
from .pointer import Pointer
from .selecting import SelectTool

if TYPE_CHECKING:
    from .view import CanvasView

_SMALLEST = 3.0
"""A drag shorter than this, in widget pixels, is a click by a hand that is not quite still."""


class BoxSelectTool(SelectTool):
    """Once the drag has begun, Shift makes the sides equal and Alt draws from the centre."""

    def __init__(self) -> None:
        super().__init__()
        self._start: Pointer | None = None
        self._shift_let_go = self._alt_let_go = False
        self._rect: Rect | None = None

    def shape(self, size: Size, rect: Rect) -> Selection:
        """What a drag over `rect` selects on a canvas of `size`; for any thread."""
        raise NotImplementedError

    def paint_shape(self, painter: QPainter, box: QRectF) -> None:
        """Draws the outline that fits into `box`, in widget pixels."""
        raise NotImplementedError

    @property
    def busy(self) -> bool:
        return self._start is not None

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.begin(canvas, pointer)
        self._start = replace(pointer, at=canvas.snapping.place(pointer))
        self._shift_let_go, self._alt_let_go = not pointer.shift, not pointer.alt

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._start is None:
            return
        self._shift_let_go = self._shift_let_go or not pointer.shift
        self._alt_let_go = self._alt_let_go or not pointer.alt
        far = pointer.place - self._start.place
        if self._rect is None and max(abs(far.x()), abs(far.y())) < _SMALLEST:
            return
        rect = _spanned(
            self._start.at,
            canvas.snapping.place(pointer),
            square=pointer.shift and self._shift_let_go,
            centred=pointer.alt and self._alt_let_go,
        )
        self._show(canvas, rect)

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._start is None:
            return
        self.move(canvas, pointer)
        rect = self._rect
        self.cancel(canvas)
        if rect is None or rect.is_empty:
            self.let_go(canvas)
        else:
            self.select_shape(canvas, rect, lambda size: self.shape(size, rect))

    def cancel(self, canvas: CanvasView) -> None:
        self._start = None
        self._show(canvas, None)

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
        self.paint_shape(painter, box)
        text = str(self._rect.size)
        chip = boxes.chip_rect(text, painter.font(), self._label(box).topLeft(), 110)
        boxes.paint_chip(painter, chip, text, colours.LIGHT)


def _spanned(start: Point, end: Point, *, square: bool, centred: bool) -> Rect:
    if not centred:
        return boxes.spanned(*start, *end, square=square)
    dx, dy = end.x - start.x, end.y - start.y
    if square:
        dx = dy = max(abs(dx), abs(dy))
    return boxes.spanned(start.x - dx, start.y - dy, start.x + dx, start.y + dy)
