"""The part of the canvas that the model will see: shown, dragged, resized, given back."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from core.geometry import Point, Rect, Size
from widgets.words import told, tr

from . import boxes, colours
from .boxes import Handle
from .transform import ViewTransform

SMALLEST = 64
"""A context below this (canvas pixels a side) tells a model nothing."""
_RESET_WIDTH = 20.0


class ContextBox:
    """The box and its label. Taking it in hand makes it the artist's; reset gives it back.

    The label moves it, its handles resize it, and the arrow on the label of a box that the
    artist has set makes it choose itself again.
    """

    def __init__(self) -> None:
        self.rect: Rect | None = None
        self.automatic = True
        self._grip: tuple[Handle, Rect, Point] | None = None
        self._was_automatic = True

    @property
    def busy(self) -> bool:
        return self._grip is not None

    @property
    def text(self) -> str:
        if self.rect is None:
            return ""
        return told(f"Context {self.rect.size}") + (tr(" · automatic") if self.automatic else "")

    def chip(self, transform: ViewTransform, view: QRect, font: QFont) -> QRectF:
        """Where the label is: above the box, or inside it when there is no room above."""
        if self.rect is None:
            return QRectF()
        box = transform.rect_to_widget(self.rect)
        chip = boxes.chip_rect(self.text, font, box.topLeft(), 400.0)
        if not self.automatic:
            chip.setWidth(chip.width() + _RESET_WIDTH)
        x = min(max(box.left() - 1, 2.0), max(box.right() - chip.width(), box.left() - 1))
        y = box.top() - chip.height() - 4
        if y < 2:
            y = min(max(box.top() + 4, 2.0), box.bottom() - chip.height())
        chip.moveTopLeft(QPointF(x, y))
        return chip

    def reset_mark(self, chip: QRectF) -> QRectF:
        """The part of the label that gives the box back."""
        if self.automatic:
            return QRectF()
        return QRectF(chip.right() - _RESET_WIDTH, chip.top(), _RESET_WIDTH, chip.height())

    def bounds(self, transform: ViewTransform, view: QRect, font: QFont) -> QRect:
        """Everything that drawing it may touch (widget pixels)."""
        if self.rect is None:
            return QRect()
        box = boxes.reach_of(transform.rect_to_widget(self.rect))
        return box.united(self.chip(transform, view, font).toAlignedRect().adjusted(-2, -2, 2, 2))

    def hit(
        self, at: QPointF, transform: ViewTransform, view: QRect, font: QFont, *, all_handles: bool
    ) -> Handle | str | None:
        """What a press at `at` takes: a handle, the label (`INSIDE`), "reset", or nothing."""
        if self.rect is None:
            return None
        chip = self.chip(transform, view, font)
        if self.reset_mark(chip).contains(at):
            return "reset"
        if chip.contains(at):
            return Handle.INSIDE
        handles = boxes.ALL_HANDLES if all_handles else boxes.CORNERS
        return boxes.handle_at(transform.rect_to_widget(self.rect), at, handles)

    def press(self, handle: Handle, at: Point) -> None:
        assert self.rect is not None
        self._grip = (handle, self.rect, at)
        self._was_automatic = self.automatic

    def move(self, at: Point, canvas: Size, *, square: bool = False) -> bool:
        """Follows the pointer; True when the box is another one now."""
        if self._grip is None:
            return False
        handle, start, origin = self._grip
        rect = boxes.resized(
            start,
            handle,
            round(at.x - origin.x),
            round(at.y - origin.y),
            within=Rect.of_size(canvas),
            smallest=min(SMALLEST, canvas.width, canvas.height),
            square=square,
        )
        if rect == self.rect:
            return False
        self.rect, self.automatic = rect, False
        return True

    def release(self) -> None:
        self._grip = None

    def cancel(self) -> None:
        """Lets go; the box is where it was before it was taken."""
        if self._grip is not None:
            self.rect, self.automatic = self._grip[1], self._was_automatic
            self._grip = None

    def paint(
        self, painter: QPainter, transform: ViewTransform, view: QRect, *, all_handles: bool
    ) -> None:
        if self.rect is None:
            return
        box = transform.rect_to_widget(self.rect)
        boxes.paint_frame(painter, box, colours.CONTEXT, dashed=self.automatic)
        handles = boxes.ALL_HANDLES if all_handles else boxes.CORNERS
        boxes.paint_handles(painter, box, colours.CONTEXT, handles)
        chip = self.chip(transform, view, painter.font())
        boxes.paint_chip(painter, chip, "", colours.CONTEXT)
        reset = self.reset_mark(chip)
        label = QRectF(chip)
        label.setWidth(chip.width() - reset.width())
        painter.save()
        boxes.set_readable(painter, label)
        painter.setPen(colours.CHIP_TEXT)
        painter.drawText(
            label.adjusted(9, 0, -2, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.text,
        )
        painter.restore()
        if not self.automatic:
            _paint_reset(painter, reset)


def _paint_reset(painter: QPainter, place: QRectF) -> None:
    """An arrow that turns back."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colours.CONTEXT, 1.6))
    circle = QRectF(0, 0, 9, 9)
    circle.moveCenter(place.center())
    painter.drawArc(circle, 120 * 16, -290 * 16)
    tip = QPointF(circle.center().x() - 2.2, circle.top() + 0.6)
    painter.drawLine(tip, tip + QPointF(-1.0, 3.6))
    painter.drawLine(tip, tip + QPointF(-3.6, -0.4))
