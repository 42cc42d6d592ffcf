"""Magic wand: selects what has the colour under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor

from core.document.wand import picked
from widgets.canvas.pointer import Pointer
from widgets.canvas.selecting import SelectTool

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView


class MagicWandTool(SelectTool):
    """Selects a patch of colour, or all that has it; found in the background."""

    id = "magic_wand"
    title = "Magic wand"
    help = "Selects what has the colour under it. Shift: add, Alt: take away."
    shortcut = "W"
    order = 54

    def cursor(self, canvas: CanvasView) -> QCursor:
        if canvas.finder.searching:
            return QCursor(Qt.CursorShape.BusyCursor)
        return super().cursor(canvas)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        document = canvas.document
        if not document.canvas.contains_point(*pointer.at):
            return
        self.begin(canvas, pointer)
        at, wand = pointer.at, canvas.wand
        canvas.finder.find(document, lambda seen: picked(seen, at, wand), self.how, "Magic wand")


TOOL = MagicWandTool
