"""Takes guides along with the pointer: out of a ruler, elsewhere, and back into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor

from core.document import commands
from core.document.guides import Axis

from .guide_lines import Line
from .pointer import Pointer
from .tool import Tool

if TYPE_CHECKING:
    from .view import CanvasView


class GuideMover(Tool):
    """Acts for the move tool where that is pressed on a guide, and for rulers. A guide that is
    dropped off the canvas's view, or on a ruler, is gone. Alt turns a new one the other way."""

    def __init__(self) -> None:
        self._from: Line | None = None
        """Where the guide was."""
        self._axis: Axis | None = None
        """Which way it runs, while one is in the hand."""
        self._place: float | None = None

    @property
    def busy(self) -> bool:
        return self._axis is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        line = self._line or (canvas.lines.hit(canvas.pointer_place) if not self.busy else None)
        axis = Axis.VERTICAL if line is None else line[0]
        vertical = axis is Axis.VERTICAL
        shape = Qt.CursorShape.SizeHorCursor if vertical else Qt.CursorShape.SizeVerCursor
        return QCursor(canvas.turn.cursor(shape))

    @property
    def _line(self) -> Line | None:
        if self._axis is None or self._place is None:
            return None
        return self._axis, self._place

    def draw_out(self, axis: Axis) -> None:
        """Begins a new guide, which follows the pointer."""
        self._from, self._axis, self._place = None, axis, None

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        hit = canvas.lines.hit(pointer.place)
        if hit is not None:
            self._from = hit
            self._axis, self._place = hit

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._axis is None:
            return
        axis = self._axis.other if self._from is None and pointer.alt else self._axis
        at = pointer.at.x if axis is Axis.VERTICAL else pointer.at.y
        self._place = round(2 * canvas.snapping.line(pointer, axis, round(at))) / 2
        canvas.lines.drag((axis, self._place), self._from)

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        line, before, guides = canvas.lines.dragged, self._from, canvas.document.guides
        self.cancel(canvas)
        if line is None:
            return
        kept = canvas.shows(pointer.place)
        if before is None and kept:
            canvas.document.perform(commands.SetGuides(guides.added(*line), text="Add guide"))
        elif before is not None and not kept:
            canvas.document.perform(
                commands.SetGuides(guides.removed(*before), text="Remove guide")
            )
        elif before is not None and line != before:
            canvas.document.perform(
                commands.SetGuides(guides.moved_to(*before, line[1]), text="Move guide")
            )

    def cancel(self, canvas: CanvasView) -> None:
        self._from = self._axis = self._place = None
        canvas.lines.drag(None)
