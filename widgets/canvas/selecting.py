"""What all tools that select share: how what is drawn joins what is selected already."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QKeyEvent

from core.document import commands
from core.document.selection import Combine, Selection
from core.geometry import Rect, Size

from .finding import AT_ONCE
from .outline_mover import OutlineMover, is_selected, move_outline
from .pointer import Pointer
from .tool import Tool

if TYPE_CHECKING:
    from .view import CanvasView

Shape = Callable[[Size], Selection]
"""A shape on a canvas of some size; called in any thread."""

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class SelectTool(Tool):
    """Shift at the press adds, Alt takes away, both keep what both cover; else what the options
    say. A click deselects. What is selected already can be dragged: its outline, or with Ctrl its
    pixels, on the active layer. Arrow keys move the outline."""

    all_handles = False
    cheap: ClassVar[bool] = False
    """Whether its shape is drawn within a frame however large it is."""

    def __init__(self) -> None:
        self.how = Combine.REPLACE
        """How what is being drawn joins what is selected."""
        self._mover = OutlineMover(self)

    def cursor(self, canvas: CanvasView) -> QCursor:
        return QCursor(Qt.CursorShape.CrossCursor)

    def instead(self, canvas: CanvasView, pointer: Pointer) -> Tool | None:
        if self.busy or not is_selected(canvas, pointer):
            return None
        if pointer.control and not pointer.shift and not pointer.alt:
            return canvas.tool_named("move")
        plain = held(pointer) is None and canvas.combine is Combine.REPLACE
        return self._mover if plain or self._mover.busy else None

    def begin(self, canvas: CanvasView, pointer: Pointer) -> None:
        """Takes from the keys, or the options, how the selection is to be joined."""
        self.how = held(pointer) or canvas.combine

    def select_shape(self, canvas: CanvasView, bounds: Rect, shape: Shape) -> None:
        """Selects a shape within `bounds`; off the canvas it is nothing, as a click."""
        document = canvas.document
        if bounds.intersected(document.canvas).is_empty:
            self.let_go(canvas)
            return
        quick = self.cheap or bounds.intersected(document.canvas).area <= AT_ONCE
        canvas.finder.find(document, lambda seen: shape(seen.size), self.how, quick=quick)

    def let_go(self, canvas: CanvasView) -> None:
        """What a click does: deselects, unless it was to add or to take away."""
        document = canvas.document
        if document.selection is not None and self.how is Combine.REPLACE:
            document.perform(commands.SetSelection(None))

    def key(self, canvas: CanvasView, event: QKeyEvent) -> bool:
        selection = canvas.document.selection
        if event.key() not in ARROWS or selection is None:
            return False
        dx, dy = ARROWS[Qt.Key(event.key())]
        step = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        move_outline(canvas, dx * step, dy * step, nudge=True)
        return True


def held(pointer: Pointer) -> Combine | None:
    """What the keys held at a press say; None: nothing."""
    return joined_by(pointer.modifiers)


def joined_by(keys: Qt.KeyboardModifier) -> Combine | None:
    """How what is selected with these keys held joins what is selected; None: they say nothing."""
    shift, alt = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
    if keys & shift:
        return Combine.INTERSECT if keys & alt else Combine.ADD
    return Combine.SUBTRACT if keys & alt else None
