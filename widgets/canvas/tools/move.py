"""The move tool: the chosen layers, or what is selected of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QKeyEvent

from core.document import copying, moving, transforming, tree
from core.document.edit import refuse_locked
from core.document.picking import layer_at
from core.errors import UserError
from core.geometry import EMPTY, Point
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
    """The layers follow the pointer; the move is made, as one step, when the button is let go.

    Shift keeps it on one axis, Alt at the press moves a copy, Ctrl chooses the layer seen there.
    Arrow keys move by a pixel, with Shift by ten.
    """

    id = "move"
    title = "Move"
    help = "Moves the chosen layers. Shift: along one axis, Alt: a copy, Ctrl: that layer."
    shortcut = "V"
    order = 70

    def __init__(self) -> None:
        self._grip: tuple[tuple[str, ...], Point] | None = None
        self._offset = (0, 0)
        self._held = EMPTY
        """Around what is moved, for what catches it."""
        self._applying = self._copies = False

    @property
    def busy(self) -> bool:
        return self._grip is not None

    def instead(self, canvas: CanvasView, pointer: Pointer) -> Tool | None:
        """A guide under the pointer is moved, unless a key says what is done with layers. Alt
        takes an assistant away."""
        if not (self.busy or pointer.control) and canvas.assisting.hit(pointer.place):
            return canvas.assistant_mover
        plain = not (self.busy or pointer.control or pointer.alt)
        return canvas.guide_mover if plain and canvas.lines.hit(pointer.place) else None

    def cursor(self, canvas: CanvasView) -> QCursor:
        return QCursor(Qt.CursorShape.SizeAllCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._applying:
            return
        # With a tool that selects, Ctrl has made this one of it.
        if pointer.control and canvas.tool == self.id:
            _choose_there(canvas, pointer.at)
        self._copies = pointer.alt
        layers = canvas.chosen_layers if self._copies else _movable(canvas)
        if layers:
            self._grip = (layers, pointer.at)
            self._held = (
                transforming.held(canvas.document.state, layers) if canvas.snapping.to.on else EMPTY
            )
        self._offset = (0, 0)

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._grip is None or self._applying:
            return
        dx, dy = pointer.at.x - self._grip[1].x, pointer.at.y - self._grip[1].y
        across = abs(dx) >= abs(dy)
        if not self._held.is_empty:
            dx, dy = canvas.snapping.shift(pointer, self._held, dx, dy)
        if pointer.shift:
            dx, dy = (dx, 0.0) if across else (0.0, dy)
        self._offset = (round(dx), round(dy))
        canvas.request_frame()

    def flush(self, canvas: CanvasView) -> None:
        if self._grip is not None:
            canvas.displace(self._grip[0], *self._offset, copies=self._copies)
            if any(canvas.document.layer(one).grid is not None for one in self._grip[0]):
                canvas.displace_outline(*self._offset)

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        if self._grip is None or self._applying:
            return
        layers, offset = self._grip[0], self._offset
        if offset != (0, 0) and (self._copies or not _at_once(canvas, layers)):
            self._apply(canvas, layers, *offset)
            return
        self.cancel(canvas)
        if offset != (0, 0):
            canvas.document.perform(moving.move_layers(canvas.document.state, layers, *offset))

    def _apply(self, canvas: CanvasView, layers: tuple[str, ...], dx: int, dy: int) -> None:
        """Moves much in the background; it is shown in its new place until it is there."""
        canvas.displace(layers, dx, dy, copies=self._copies)

        def done() -> None:
            self._applying = False
            self.cancel(canvas)

        self._applying = True
        made = copying.moved_copies if self._copies else moving.move_pixels
        canvas.pixel_work.do(
            canvas.document, lambda state: made(state, layer_ids=layers, dx=dx, dy=dy), done
        )

    def cancel(self, canvas: CanvasView) -> None:
        if self._grip is not None and not self._applying:
            self._grip = None
            canvas.displace((), 0, 0)
            canvas.displace_outline(0, 0)

    def key(self, canvas: CanvasView, event: QKeyEvent) -> bool:
        if event.key() not in _ARROWS:
            return False
        dx, dy = _ARROWS[Qt.Key(event.key())]
        step = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        layers = _movable(canvas)
        dx, dy = dx * step, dy * step
        if _at_once(canvas, layers) and not canvas.pixel_work.busy:
            state = canvas.document.state
            canvas.document.perform(moving.move_layers(state, layers, dx, dy, nudge=True))
        else:
            work = partial(moving.move_pixels, layer_ids=layers, dx=dx, dy=dy, nudge=True)
            canvas.pixel_work.do(canvas.document, work)
        return True


def _choose_there(canvas: CanvasView, at: Point) -> None:
    """Makes the layer that is seen there the active one, unless it is chosen already."""
    there = layer_at(canvas.document.state, at)
    if there is not None and there.id not in canvas.chosen_layers:
        canvas.document.activate(there.id)


def _at_once(canvas: CanvasView, layer_ids: tuple[str, ...]) -> bool:
    """Whether what is to be moved is little enough for one frame."""
    document = canvas.document
    reach = 0
    for layer_id in layer_ids:
        if document.selection is not None and document.layer(layer_id).grid is not None:
            reach += document.selection.bounds().area
        else:
            reach += sum(one.extent().area for one in tree.block(document.layers, layer_id))
    return reach <= _MOST


def _movable(canvas: CanvasView) -> tuple[str, ...]:
    chosen = canvas.chosen_layers
    if not chosen:
        raise UserError("No layer is chosen.", "Choose one in the layer list.")
    for layer_id in chosen:
        refuse_locked(canvas.document.layer(layer_id))
    return chosen


TOOL = MoveTool
