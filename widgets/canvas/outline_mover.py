"""Takes the selection's outline along with the pointer, for all tools that select."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor

from core.document import commands
from core.document.selection import Selection
from core.geometry import Rect

from .finding import AT_ONCE
from .pointer import Pointer
from .tool import Tool

if TYPE_CHECKING:
    from core.document.state import Snapshot

    from .view import CanvasView

_SMALLEST = 3.0
"""Widget pixels: a shorter drag is a click, which is the tool's own."""


class OutlineMover(Tool):
    """Acts for a tool that is pressed inside the selection. Shift keeps it on one axis."""

    def __init__(self, tool: Tool) -> None:
        self._tool = tool
        self._start: Pointer | None = None
        self._dragged = False
        self._offset = (0, 0)

    @property
    def busy(self) -> bool:
        return self._start is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        return QCursor(Qt.CursorShape.SizeAllCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        self._start, self._dragged, self._offset = pointer, False, (0, 0)

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._start is None:
            return
        far = pointer.place - self._start.place
        self._dragged = self._dragged or max(abs(far.x()), abs(far.y())) >= _SMALLEST
        if self._dragged:
            dx, dy = pointer.at.x - self._start.at.x, pointer.at.y - self._start.at.y
            across, selection = abs(dx) >= abs(dy), canvas.document.selection
            if selection is not None:
                dx, dy = canvas.snapping.shift(pointer, selection.bounds(), dx, dy)
            if pointer.shift:
                dx, dy = (dx, 0.0) if across else (0.0, dy)
            self._offset = (round(dx), round(dy))
            canvas.request_frame()

    def flush(self, canvas: CanvasView) -> None:
        if self._dragged:
            canvas.displace_outline(*self._offset)

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        start, dragged, (dx, dy) = self._start, self._dragged, self._offset
        self.cancel(canvas)
        if start is None:
            return
        if dragged:
            move_outline(canvas, dx, dy)
        else:
            self._tool.press(canvas, start)
            self._tool.release(canvas, pointer)

    def cancel(self, canvas: CanvasView) -> None:
        self._start, self._dragged = None, False
        canvas.displace_outline(0, 0)


def move_outline(canvas: CanvasView, dx: int, dy: int, *, nudge: bool = False) -> None:
    """Moves the selection and no pixels; a large one in the background."""
    document = canvas.document
    if document.selection is None or (dx, dy) == (0, 0):
        return
    if document.selection.bounds().area <= AT_ONCE and not canvas.finder.searching:
        document.perform(commands.MoveSelection(dx, dy, nudge))
        return

    def moved(seen: Snapshot) -> Selection:
        selection = seen.selection or Selection.rectangle(seen.size, Rect(0, 0, 0, 0))
        return selection.moved(dx, dy)

    canvas.finder.find(document, moved, said="Move selection")


def is_selected(canvas: CanvasView, pointer: Pointer) -> bool:
    """Whether the canvas pixel under the pointer is, by half at least."""
    selection = canvas.document.selection
    x, y = pointer.pixel
    return selection is not None and int(selection.read(Rect(x, y, 1, 1))[0, 0]) >= 128
