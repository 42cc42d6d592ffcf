"""The fill tool: a patch of the picture gets a colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor

from core.document import laid_tiles
from core.document.edit import Command
from core.document.filling import patch
from core.document.state import State
from core.errors import UserError
from widgets.canvas.pointer import Pointer
from widgets.canvas.tool import Tool

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView


class BucketFillTool(Tool):
    """Found and filled in the background. The right button fills with the second colour."""

    id = "bucket_fill"
    title = "Fill"
    help = "Fills what has the colour under it. Right button: with the second colour."
    shortcut = "F"
    order = 42
    line = True
    picks_colour = True
    second_button = True
    all_handles = False

    def cursor(self, canvas: CanvasView) -> QCursor:
        busy = canvas.pixel_work.busy
        return QCursor(Qt.CursorShape.BusyCursor if busy else Qt.CursorShape.CrossCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        document, at = canvas.document, pointer.at
        active = document.active
        if active is None:
            raise UserError("No layer is chosen.", "Choose one in the layer list.")
        if not document.canvas.contains_point(*at):
            return
        second = pointer.button == Qt.MouseButton.RightButton
        colour = canvas.background if second else canvas.foreground
        paint = laid_tiles.evenly((colour.red(), colour.green(), colour.blue()))
        filling, layer = canvas.filling, active.id

        def work(state: State) -> Command:
            return laid_tiles.PutTiles(
                laid_tiles.laid(state, layer, paint, patch(state, at, filling)), "Fill"
            )

        canvas.pixel_work.do(document, work)
        canvas.colourUsed.emit(colour)


TOOL = BucketFillTool
