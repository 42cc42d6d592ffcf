"""The move tool: the active layer, or what is selected of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QKeyEvent

from core.document.commands import MoveLayerPixels
from core.document.edit import refuse_locked
from core.document.layers import Layer
from core.errors import UserError
from core.geometry import Point
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

    @property
    def busy(self) -> bool:
        return self._grip is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        return QCursor(Qt.CursorShape.SizeAllCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        layer = _movable(canvas)
        self._grip = (layer.id, pointer.at)
        self._offset = (0, 0)

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._grip is None:
            return
        dx, dy = round(pointer.at.x - self._grip[1].x), round(pointer.at.y - self._grip[1].y)
        if pointer.shift:
            dx, dy = (dx, 0) if abs(dx) >= abs(dy) else (0, dy)
        self._offset = (dx, dy)
        canvas.request_frame()

    def flush(self, canvas: CanvasView) -> None:
        if self._grip is not None:
            canvas.displace(self._grip[0], *self._offset)

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        if self._grip is None:
            return
        layer, offset = self._grip[0], self._offset
        self.cancel(canvas)
        if offset != (0, 0):
            canvas.document.perform(MoveLayerPixels(layer, *offset))

    def cancel(self, canvas: CanvasView) -> None:
        if self._grip is not None:
            self._grip = None
            canvas.displace(None, 0, 0)

    def key(self, canvas: CanvasView, event: QKeyEvent) -> bool:
        if event.key() not in _ARROWS:
            return False
        dx, dy = _ARROWS[Qt.Key(event.key())]
        step = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        layer = _movable(canvas)
        canvas.document.perform(MoveLayerPixels(layer.id, dx * step, dy * step, nudge=True))
        return True


def _movable(canvas: CanvasView) -> Layer:
    active = canvas.document.active
    if active is None:
        raise UserError("No layer is chosen.", "Choose one in the layer list.")
    refuse_locked(active)
    return active


TOOL = MoveTool
