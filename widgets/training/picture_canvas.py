"""The canvas on which a picture of a data set is cropped and its subject marked.

It is the program's own canvas with two tools of its own; the rest of it does not know that the
document is only a picture.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QCursor, QKeyEvent, QPainter, QPen, QRegion
from PySide6.QtWidgets import QWidget

from core.document.document import Change, Document, Kind
from core.geometry import Point, Rect
from core.training.data_set_editing import CROP, SetCrop, crop_in
from widgets.canvas import boxes, colours
from widgets.canvas.boxes import Handle
from widgets.canvas.pointer import Pointer
from widgets.canvas.tool import Tool
from widgets.canvas.tools.mask_brush import MaskBrushTool
from widgets.canvas.view import CanvasView
from widgets.training import crop_box
from widgets.words import tr

CROP_TOOL, MARK_TOOL, ERASE_TOOL = "crop", "mask_brush", "eraser"
_OUTSIDE, _OUTSIDE_WHILE_MARKING = QColor(0, 0, 0, 165), QColor(0, 0, 0, 120)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class SubjectBrush(MaskBrushTool):
    """The program's mask brush, with another purpose."""

    title = "Mark subject"
    help = "Paints over what is learned. Alt or right button: take away, Shift: straight line."


class CropTool(Tool):
    """Handles resize the part that counts, inside it is moved, outside of it another one is drawn.

    Arrow keys move it, with Alt they resize it.
    """

    id = CROP_TOOL
    title = "Crop"
    help = "Drags the part that counts. Arrow keys move it, with Alt they resize it."

    def __init__(self) -> None:
        self._grip: tuple[Handle, Rect, Point] | None = None
        self._drawn_from: Point | None = None

    @property
    def busy(self) -> bool:
        return self._grip is not None or self._drawn_from is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        return QCursor(Qt.CursorShape.CrossCursor)

    def hover(self, canvas: CanvasView, pointer: Pointer) -> None:
        handle = self._taken(canvas, pointer.place)
        canvas.setCursor(self.cursor(canvas) if handle is None else QCursor(handle.cursor))

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        assert isinstance(canvas, PictureCanvas)
        handle = self._taken(canvas, pointer.place)
        if handle is None:
            self._drawn_from = pointer.at
        else:
            self._grip = (handle, canvas.crop, pointer.at)

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        assert isinstance(canvas, PictureCanvas)
        whole = canvas.document.canvas
        ratio = 1.0 if pointer.shift else canvas.ratio
        if self._grip is not None:
            handle, start, origin = self._grip
            dx, dy = round(pointer.at.x - origin.x), round(pointer.at.y - origin.y)
            canvas.show_crop(crop_box.dragged(start, handle, dx, dy, whole, ratio))
        elif self._drawn_from is not None:
            box = crop_box.drawn(self._drawn_from, pointer.at, whole, ratio)
            small = min(box.width, box.height) < crop_box.SMALLEST
            canvas.show_crop(None if small else box)

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        assert isinstance(canvas, PictureCanvas)
        if self.busy:
            self.move(canvas, pointer)
            crop = canvas.crop
            self.cancel(canvas)
            if crop != canvas.crop:
                canvas.document.perform(SetCrop(crop))

    def cancel(self, canvas: CanvasView) -> None:
        assert isinstance(canvas, PictureCanvas)
        self._grip = self._drawn_from = None
        canvas.show_crop(None)

    def key(self, canvas: CanvasView, event: QKeyEvent) -> bool:
        assert isinstance(canvas, PictureCanvas)
        if event.key() not in _ARROWS:
            return False
        dx, dy = _ARROWS[Qt.Key(event.key())]
        step = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        resizing = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        handle = Handle.INSIDE
        if resizing:
            handle = Handle.RIGHT if dx else Handle.BOTTOM
            if canvas.ratio is not None:
                handle = Handle.BOTTOM_RIGHT
        moved = crop_box.dragged(
            canvas.crop, handle, dx * step, dy * step, canvas.document.canvas, canvas.ratio
        )
        canvas.document.perform(SetCrop(moved, nudge=True))
        return True

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        assert isinstance(canvas, PictureCanvas)
        box = canvas.transform.rect_to_widget(canvas.crop)
        if self.busy:
            painter.setPen(QPen(QColor(255, 255, 255, 90), 1))
            for third in (1 / 3, 2 / 3):
                x, y = box.x() + box.width() * third, box.y() + box.height() * third
                painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
                painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        boxes.paint_handles(painter, box, colours.CONTEXT)
        text = str(canvas.crop.size)
        chip = boxes.chip_rect(text, painter.font(), box.topLeft() + QPointF(8, 8), box.width())
        if box.width() > chip.width() + 16 and box.height() > chip.height() + 16:
            boxes.paint_chip(painter, chip, text, colours.CONTEXT)

    def _taken(self, canvas: CanvasView, place: QPointF) -> Handle | None:
        """What a press takes; None: it begins another part."""
        assert isinstance(canvas, PictureCanvas)
        box = canvas.transform.rect_to_widget(canvas.crop)
        handle = boxes.handle_at(box, place)
        if handle is None and box.contains(place) and canvas.crop != canvas.document.canvas:
            return Handle.INSIDE
        return handle


class PictureCanvas(CanvasView):
    """`crop_changed` says that another part counts, also while it is dragged."""

    crop_changed = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        self._dragged: Rect | None = None
        self.ratio: float | None = None
        """Width to height that a crop is to have; None: any."""
        super().__init__(document, parent)
        self._tools |= {CROP_TOOL: CropTool(), MARK_TOOL: SubjectBrush()}
        self.set_context_shown(False)
        self.setAccessibleName(tr("Picture"))
        self._stop_following: Callable[[], None] = document.changed.connect(self._follow)

    def set_document(self, document: Document) -> None:
        self._stop_following()
        super().set_document(document)
        self._dragged = None
        self._stop_following = document.changed.connect(self._follow)
        self.crop_changed.emit()

    def _follow(self, change: Change) -> None:
        if Kind.PROPERTIES in change.kinds and CROP in change.layers:
            self.update()
            self.crop_changed.emit()

    @property
    def crop(self) -> Rect:
        """The part that counts, also while it is dragged."""
        return self._dragged or crop_in(self.document)

    def show_crop(self, crop: Rect | None) -> None:
        """Shows another part while it is dragged; None: as the document says."""
        if crop != self._dragged:
            self._dragged = crop
            self.update()
            self.crop_changed.emit()

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        self._paint_outside(painter)
        super().paint_over(painter, dirty)

    def _paint_outside(self, painter: QPainter) -> None:
        whole = self.transform.rect_to_widget(self.document.canvas)
        box = self.transform.rect_to_widget(self.crop)
        cropping = self.tool == CROP_TOOL
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        outside = QRegion(whole.toAlignedRect()) - QRegion(_pixels_of(box))
        for rect in outside:  # type: ignore[attr-defined]  # missing in the stubs
            painter.fillRect(rect, _OUTSIDE if cropping else _OUTSIDE_WHILE_MARKING)
        painter.restore()
        if cropping or self.crop != self.document.canvas:
            boxes.paint_frame(painter, box, colours.CONTEXT, width=1.5 if cropping else 1.0)


def _pixels_of(box: QRectF) -> QRect:
    left, top = round(box.left()), round(box.top())
    return QRect(left, top, round(box.right()) - left, round(box.bottom()) - top)
