"""What the Image menu does: another canvas, another size, turned and mirrored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.document import canvas_commands, reshaping
from core.errors import UserError
from core.geometry import Rect
from widgets.canvas.pixel_work import Work
from widgets.words import tr

if TYPE_CHECKING:
    from core.document.document import Document
    from desktop.window import Window


class Reshaping:
    """Works on the window's document, in the background: all layers take longer than a frame."""

    def __init__(self, window: Window) -> None:
        self._window = window

    @property
    def document(self) -> Document:
        return self._window.document

    def _do(self, work: Work) -> None:
        self._window.canvas.pixel_work.do(self.document, work)

    def ask_canvas_size(self) -> None:
        """Asks for another canvas size."""
        from desktop.dialogs import CanvasSizeDialog

        dialog = CanvasSizeDialog(self._window, self.document.size)
        dialog.accepted.connect(lambda: self.set_canvas(dialog.chosen_rect))
        dialog.open()

    def set_canvas(self, rect: Rect, text: str = "Resize canvas") -> None:
        """Makes `rect`, in today's pixels, the canvas."""
        self._do(lambda state: canvas_commands.resize_canvas(state, rect, text))

    def crop_to_selection(self) -> None:
        """Makes what is selected the canvas."""
        if self.document.selection is not None:
            self.set_canvas(self.document.selection.bounds(), "Crop")

    def crop_to_content(self) -> None:
        """Makes what the picture covers the canvas."""
        rect = canvas_commands.content(self.document.state)
        if rect.is_empty:
            self._window.tell(UserError("The picture is empty.", "Paint something first."))
        elif rect == self.document.canvas:
            self._window.say(tr("The picture reaches every edge of the canvas: nothing to crop."))
        else:
            self.set_canvas(rect, "Crop to content")

    def ask_image_size(self) -> None:
        """Asks for another size of the picture."""
        from desktop.image_size_dialog import ImageSizeDialog

        dialog = ImageSizeDialog(self._window, self.document.size)

        def accepted() -> None:
            size, how = dialog.chosen_size, dialog.chosen_way
            if size != self.document.size:
                self._do(lambda state: reshaping.image_size(state, size, how))

        dialog.accepted.connect(accepted)
        dialog.open()

    def turn(self, quarters: int) -> None:
        """Turns the picture by quarters, clockwise."""
        self._do(lambda state: reshaping.turn(state, quarters))

    def flip(self, *, across: bool) -> None:
        """Mirrors the picture left to right (`across`), or top to bottom."""
        self._do(lambda state: reshaping.flip(state, across=across))
