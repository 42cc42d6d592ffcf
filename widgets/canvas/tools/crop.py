"""The crop tool: a frame around what becomes the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QKeyEvent, QPainter, QPainterPath, QPen

from core.document import canvas_commands
from core.geometry import Point, Rect
from widgets.canvas import boxes, colours
from widgets.canvas.boxes import Handle, handle_at
from widgets.canvas.crop_frame import dragged, fitted, sized, snapped, spanned
from widgets.canvas.earlier import Earlier
from widgets.canvas.pointer import Pointer
from widgets.canvas.selecting import ARROWS
from widgets.canvas.tool import Tool

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView

_DARK = QColor(0, 0, 0, 150)
_THIRDS = QColor(255, 255, 255, 90)
_SNAP = 6.0
"""Widget pixels from which a side is drawn to the canvas's edge."""
_SMALLEST = 3.0
"""Widget pixels: a shorter drag is a click by a hand that is not quite still."""


class CropTool(Tool):
    """Handles and numbers change the frame; Enter makes it the canvas, Esc begins anew.

    A frame that reaches beyond the canvas extends it. What lies outside is kept in the layers while
    `keep` says so.
    """

    id = "crop"
    title = "Crop"
    help = "Drag the frame; Shift keeps its proportions. Enter: crop, Esc: begin anew."
    shortcut = "C"
    order = 74

    def __init__(self) -> None:
        self.ratio: float | None = None
        """Width by height that the frame keeps; None: any."""
        self.keep = True
        self._rect: Rect | None = None
        self._seen: Rect | None = None
        """The canvas that the frame was drawn on."""
        self._grip: tuple[Handle | None, Point, QPointF, Rect] | None = None
        self._applying = False
        self._earlier: Earlier[Rect] = Earlier()

    @property
    def busy(self) -> bool:
        changed = self._rect is not None and self._rect != self._seen
        return self._grip is not None or (changed and not self._applying)

    def frame(self, canvas: CanvasView) -> Rect:
        """What would become the canvas; all of it at first."""
        whole = canvas.document.canvas
        if self._seen != whole:
            self._rect, self._seen = None, whole
            self.forget(canvas)
        return whole if self._rect is None else self._rect

    # What the options bar does

    def set_ratio(self, canvas: CanvasView, ratio: float | None) -> None:
        """Keeps the frame's sides in a ratio from now on."""
        self.ratio = ratio
        if ratio is not None:
            self._change(canvas, fitted(self.frame(canvas), ratio))

    def set_size(
        self, canvas: CanvasView, width: int | None = None, height: int | None = None
    ) -> None:
        """Gives the frame a width or a height; the other one follows where there is a ratio."""
        rect = self.frame(canvas)
        if self.ratio is not None:
            if width is not None:
                height = max(1, round(width / self.ratio))
            elif height is not None:
                width = max(1, round(height * self.ratio))
        self._change(canvas, sized(rect, width or rect.width, height or rect.height))

    def apply(self, canvas: CanvasView) -> None:
        """Makes the frame the canvas."""
        rect, cut = self.frame(canvas), not self.keep
        self._grip = None
        if self._applying or (rect == self._seen and not cut):
            return
        self._applying = True
        canvas.begunChanged.emit()
        canvas.pixel_work.do(
            canvas.document,
            lambda state: canvas_commands.resize_canvas(state, rect, "Crop", cut=cut),
            lambda: self._applied(canvas),
        )

    def _applied(self, canvas: CanvasView) -> None:
        self._applying = False
        self._drop(canvas)

    # The hand

    def take_up(self, canvas: CanvasView) -> None:
        selection = canvas.document.selection
        self.frame(canvas)
        if selection is not None:
            self._rect = selection.bounds()
        canvas.update()
        canvas.toolTold.emit()

    def put_away(self, canvas: CanvasView) -> None:
        if not self._applying:
            self._drop(canvas)

    def cancel(self, canvas: CanvasView) -> None:
        if self._grip is not None:
            self._show(canvas, self._grip[3])
            self._grip = None
        elif not self._applying:
            self._drop(canvas)

    def _drop(self, canvas: CanvasView) -> None:
        self._rect = self._seen = self._grip = None
        self.forget(canvas)
        canvas.update()
        canvas.toolTold.emit()

    def cursor(self, canvas: CanvasView) -> QCursor:
        if self._applying:
            return QCursor(Qt.CursorShape.BusyCursor)
        under = self._grip[0] if self._grip is not None else self._under
        shape = Qt.CursorShape.CrossCursor if under is None else under.cursor
        return QCursor(canvas.turn.cursor(shape))

    _under: Handle | None = None

    def hover(self, canvas: CanvasView, pointer: Pointer) -> None:
        under = self._at(canvas, pointer.place)
        if under is not self._under:
            self._under = under
            canvas.setCursor(self.cursor(canvas))

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        if not self._applying:
            rect = self.frame(canvas)
            handle = self._at(canvas, pointer.place)
            at = canvas.snapping.place(pointer) if handle is None else pointer.at
            self._grip = (handle, at, pointer.place, rect)
            canvas.update()

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._grip is None:
            return
        handle, start, place, rect = self._grip
        far = pointer.place - place
        if self._rect == rect and max(abs(far.x()), abs(far.y())) < _SMALLEST:
            return
        ratio = self.ratio
        if ratio is None and pointer.shift:
            ratio = 1.0 if handle is None else rect.width / rect.height
        if handle is None:
            self._show(canvas, spanned(start, canvas.snapping.place(pointer), ratio))
            return
        dx, dy = pointer.at.x - start.x, pointer.at.y - start.y
        if ratio is None or handle is Handle.INSIDE:
            dx, dy = canvas.snapping.shift(pointer, rect, dx, dy, handle.value)
        new = dragged(rect, handle, dx, dy, ratio)
        if ratio is None and handle is not Handle.INSIDE:
            new = snapped(new, handle, canvas.document.canvas, _SNAP / canvas.transform.scale)
        self._show(canvas, new)

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        grip, self._grip = self._grip, None
        if grip is not None:
            self._remember(canvas, grip[3])
        canvas.update()

    def key(self, canvas: CanvasView, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply(canvas)
            return True
        if event.key() in ARROWS and not self._applying:
            dx, dy = ARROWS[Qt.Key(event.key())]
            step = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._change(canvas, self.frame(canvas).moved(dx * step, dy * step))
            return True
        return False

    def _at(self, canvas: CanvasView, place: QPointF) -> Handle | None:
        """What of the frame is under the pointer; None where a new one is begun: outside, and
        inside while it is around all of the canvas."""
        rect = self.frame(canvas)
        box = canvas.transform.rect_to_widget(rect)
        handle = handle_at(box, place)
        if handle is None and box.contains(place) and rect != self._seen:
            return Handle.INSIDE
        return handle

    # What is taken back of the frame before it is the canvas

    @property
    def undo_text(self) -> str:
        return "Crop" if self._earlier.past and self._grip is None and not self._applying else ""

    @property
    def redo_text(self) -> str:
        return "Crop" if self._earlier.future and self._grip is None and not self._applying else ""

    def undo(self, canvas: CanvasView) -> None:
        if self.undo_text:
            self._show(canvas, self._earlier.undo(self.frame(canvas)))
            canvas.begunChanged.emit()

    def redo(self, canvas: CanvasView) -> None:
        if self.redo_text:
            self._show(canvas, self._earlier.redo(self.frame(canvas)))
            canvas.begunChanged.emit()

    def forget(self, canvas: CanvasView) -> None:
        if self._earlier:
            self._earlier.forget()
            canvas.begunChanged.emit()

    def _change(self, canvas: CanvasView, rect: Rect) -> None:
        before = self.frame(canvas)
        self._show(canvas, rect)
        self._remember(canvas, before)

    def _remember(self, canvas: CanvasView, before: Rect) -> None:
        if self.frame(canvas) != before:
            self._earlier.changed(before)
            canvas.begunChanged.emit()

    # Showing it

    def _show(self, canvas: CanvasView, rect: Rect) -> None:
        before = self.frame(canvas)
        self._rect = rect
        for shown in (before, rect):
            canvas.update(self._reach(canvas, shown))
        canvas.toolTold.emit()

    def _reach(self, canvas: CanvasView, rect: Rect) -> QRect:
        box = canvas.transform.rect_to_widget(rect)
        return boxes.reach_of(box.united(self._label(box)))

    def _label(self, box: QRectF) -> QRectF:
        return QRectF(box.x() + 6, box.y() + 6, 130, boxes.CHIP_HEIGHT)

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        rect = self.frame(canvas)
        box = canvas.transform.rect_to_widget(rect)
        around = canvas.turn.upright_rect(canvas.rect()).adjusted(-4, -4, 4, 4)
        outside = QPainterPath()
        outside.addRect(QRectF(around))
        inner = QPainterPath()
        inner.addRect(box)
        painter.save()
        painter.fillPath(outside.subtracted(inner), _DARK)
        if self._grip is not None:
            painter.setPen(QPen(_THIRDS, 1))
            for third in (1 / 3, 2 / 3):
                x, y = box.x() + box.width() * third, box.y() + box.height() * third
                painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
                painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        boxes.paint_frame(painter, box, colours.LIGHT, width=1.0)
        boxes.paint_handles(painter, box, colours.HANDLE)
        if rect != self._seen:
            text = str(rect.size)
            chip = boxes.chip_rect(text, painter.font(), self._label(box).topLeft(), 130)
            boxes.paint_chip(painter, chip, text, colours.LIGHT)
        painter.restore()


TOOL = CropTool
