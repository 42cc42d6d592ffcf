"""The region tool: boxes with prompts of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QKeyEvent, QPainter

from core.document import commands
from core.document.layers import RegionLayer, fresh_name
from core.geometry import Point, Rect
from widgets.canvas import boxes
from widgets.canvas.boxes import Handle
from widgets.canvas.pointer import Pointer
from widgets.canvas.region_boxes import place_of, region_at
from widgets.canvas.tool import Tool
from widgets.words import tr

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView

COLOURS = (
    (90, 160, 240),
    (245, 160, 60),
    (120, 205, 110),
    (215, 120, 230),
    (240, 215, 80),
    (90, 215, 205),
    (245, 120, 130),
)
"""Given to new regions in turn; none is the mask's red or the context's amber."""
SMALLEST = 8
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class RegionBoxTool(Tool):
    """Dragging on free canvas draws a region; its frame and label move it, handles resize it.

    Arrow keys move the active region, with Alt they resize it.
    """

    id = "region_box"
    title = "Region"
    help = "Draws a box with a prompt of its own; drag its label to move it, handles to resize it."
    shortcut = "R"
    order = 60
    line = True

    def __init__(self) -> None:
        self._grip: tuple[Handle, Rect, Point] | None = None
        self._drawn_from: Point | None = None
        self._box: Rect | None = None

    @property
    def busy(self) -> bool:
        return self._grip is not None or self._drawn_from is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        return QCursor(Qt.CursorShape.CrossCursor)

    def hover(self, canvas: CanvasView, pointer: Pointer) -> None:
        handle = self._handle_at(canvas, pointer)
        if handle is not None:
            canvas.setCursor(QCursor(canvas.turn.cursor(handle.cursor)))
        elif region_at(canvas.regions, pointer.place, canvas.transform, canvas.font()) is not None:
            canvas.setCursor(QCursor(Qt.CursorShape.SizeAllCursor))
        else:
            canvas.setCursor(self.cursor(canvas))

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        active = self._active(canvas)
        handle = self._handle_at(canvas, pointer)
        if handle is None:
            hit = region_at(canvas.regions, pointer.place, canvas.transform, canvas.font())
            if hit is not None:
                canvas.document.activate(hit.id)
                active, handle = self._active(canvas), Handle.INSIDE
        if handle is not None and active is not None:
            place = place_of(active)
            if place is not None and active.coverage is None and not active.locked:
                self._grip = (handle, place, pointer.at)
                self._box = place
            return
        if handle is None:
            self._drawn_from = canvas.snapping.place(pointer)

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._grip is not None:
            handle, start, origin = self._grip
            dx, dy = pointer.at.x - origin.x, pointer.at.y - origin.y
            dx, dy = canvas.snapping.shift(pointer, start, dx, dy, handle.value)
            box = boxes.resized(
                start,
                handle,
                round(dx),
                round(dy),
                within=canvas.document.canvas,
                smallest=SMALLEST,
                square=pointer.shift,
            )
            self._show(canvas, box)
        elif self._drawn_from is not None:
            end = canvas.snapping.place(pointer)
            box = boxes.spanned(*self._drawn_from, *end, square=pointer.shift)
            self._show(canvas, box.intersected(canvas.document.canvas))

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        grip, drawn, box = self._grip, self._drawn_from, self._box
        self.cancel(canvas)
        document = canvas.document
        if grip is not None and box is not None and box != grip[1]:
            active = self._active(canvas)
            if active is not None:
                document.perform(commands.SetLayer(active.id, box=box))
        elif drawn is not None and box is not None and min(box.width, box.height) >= SMALLEST:
            count = sum(isinstance(layer, RegionLayer) for layer in document.layers)
            region = RegionLayer(
                name=fresh_name(tr("Region"), document.layers),
                box=box,
                color=COLOURS[count % len(COLOURS)],
            )
            document.perform(commands.AddLayer(region, len(document.layers), text="Add region"))
            canvas.regionDrawn.emit(region.id)

    def cancel(self, canvas: CanvasView) -> None:
        self._show(canvas, None)
        self._grip = self._drawn_from = None

    def key(self, canvas: CanvasView, event: QKeyEvent) -> bool:
        active = self._active(canvas)
        if event.key() not in _ARROWS or active is None or active.box is None or active.locked:
            return False
        dx, dy = _ARROWS[Qt.Key(event.key())]
        step = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        resizing = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        box = boxes.resized(
            active.box,
            Handle.BOTTOM_RIGHT if resizing else Handle.INSIDE,
            dx * step,
            dy * step,
            within=canvas.document.canvas,
            smallest=SMALLEST,
        )
        canvas.document.perform(commands.SetLayer(active.id, box=box))
        return True

    def _active(self, canvas: CanvasView) -> RegionLayer | None:
        active = canvas.document.active
        return active if isinstance(active, RegionLayer) and active.visible else None

    def _handle_at(self, canvas: CanvasView, pointer: Pointer) -> Handle | None:
        active = self._active(canvas)
        if active is None or active.box is None or active.coverage is not None:
            return None
        return boxes.handle_at(canvas.transform.rect_to_widget(active.box), pointer.place)

    def _show(self, canvas: CanvasView, box: Rect | None) -> None:
        if box is not None and box.is_empty:
            box = None
        active = self._active(canvas) if self._grip is not None else None
        for shown in (self._box, box, active.box if active is not None else None):
            if shown is not None:
                canvas.update_region_box(shown, active)
        self._box = box
        canvas.dragged_box = box if self._grip is not None else None

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        if self._drawn_from is not None and self._box is not None:
            count = sum(isinstance(layer, RegionLayer) for layer in canvas.document.layers)
            region = RegionLayer(box=self._box, color=COLOURS[count % len(COLOURS)])
            canvas.paint_region(painter, region, self._box)


TOOL = RegionBoxTool
