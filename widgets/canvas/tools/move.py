"""The move tool: the active layer, or what is selected of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QKeyEvent

from core.document import tree
from core.document.commands import MoveLayerPixels
from core.document.edit import refuse_locked
from core.document.layers import Layer
from core.document.moving import move_pixels
from core.errors import UserError
from core.geometry import Point
from widgets.canvas.pointer import Pointer
from widgets.canvas.tool import Tool

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView

_MOST = 1024 * 1024
"""Pixels: more are moved in the background."""
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class MoveTool(Tool):
    """The layer follows the pointer; the move is made, as one step, when the button is let go.

    Shift keeps it on one axis. Arrow keys move by a pixel, with Shift by ten.
    """

    id = "move"
    title = "Move"
    help = "Moves the active layer, or what is selected of it. Shift: along one axis."
    shortcut = "V"
    order = 70

    def __init__(self) -> None:
        self._grip: tuple[str, Point] | None = None
        self._offset = (0, 0)
        self._applying = False

    @property
    def busy(self) -> bool:
        return self._grip is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        return QCursor(Qt.CursorShape.SizeAllCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._applying:
            return
        layer = _movable(canvas)
        self._grip = (layer.id, pointer.at)
        self._offset = (0, 0)

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._grip is None or self._applying:
            return
        dx, dy = round(pointer.at.x - self._grip[1].x), round(pointer.at.y - self._grip[1].y)
        if pointer.shift:
            dx, dy = (dx, 0) if abs(dx) >= abs(dy) else (0, dy)
        self._offset = (dx, dy)
        canvas.request_frame()

    def flush(self, canvas: CanvasView) -> None:
        if self._grip is not None:
            canvas.displace(self._grip[0], *self._offset)
            if canvas.document.layer(self._grip[0]).grid is not None:
                canvas.displace_outline(*self._offset)

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        if self._grip is None or self._applying:
            return
        layer, offset = self._grip[0], self._offset
        if offset != (0, 0) and not _at_once(canvas, layer):
            self._apply(canvas, layer, *offset)
            return
        self.cancel(canvas)
        if offset != (0, 0):
            canvas.document.perform(MoveLayerPixels(layer, *offset))

    def _apply(self, canvas: CanvasView, layer: str, dx: int, dy: int) -> None:
        """Moves much in the background; it is shown in its new place until it is there."""
        canvas.displace(layer, dx, dy)

        def done() -> None:
            self._applying = False
            self.cancel(canvas)

        self._applying = True
        work = partial(move_pixels, layer_id=layer, dx=dx, dy=dy)
        canvas.pixel_work.do(canvas.document, work, done)

    def cancel(self, canvas: CanvasView) -> None:
        if self._grip is not None and not self._applying:
            self._grip = None
            canvas.displace(None, 0, 0)
            canvas.displace_outline(0, 0)

    def key(self, canvas: CanvasView, event: QKeyEvent) -> bool:
        if event.key() not in _ARROWS:
            return False
        dx, dy = _ARROWS[Qt.Key(event.key())]
        step = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        layer = _movable(canvas)
        dx, dy = dx * step, dy * step
        if _at_once(canvas, layer.id) and not canvas.pixel_work.busy:
            canvas.document.perform(MoveLayerPixels(layer.id, dx, dy, nudge=True))
        else:
            work = partial(move_pixels, layer_id=layer.id, dx=dx, dy=dy, nudge=True)
            canvas.pixel_work.do(canvas.document, work)
        return True


def _at_once(canvas: CanvasView, layer_id: str) -> bool:
    """Whether what is to be moved is little enough for one frame."""
    document = canvas.document
    layers = tree.block(document.layers, layer_id)
    reach = sum(one.extent().area for one in layers)
    if document.selection is not None and document.layer(layer_id).grid is not None:
        reach = document.selection.bounds().area
    return reach <= _MOST


def _movable(canvas: CanvasView) -> Layer:
    active = canvas.document.active
    if active is None:
        raise UserError("No layer is chosen.", "Choose one in the layer list.")
    refuse_locked(active)
    return active


TOOL = MoveTool
