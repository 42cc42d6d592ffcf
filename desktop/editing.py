"""What menus and keys do to the document: undo, fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.document.commands import (
    ClearLayer,
    Command,
    FillLayer,
)
from core.document.layers import Layer, RegionLayer
from core.errors import UserError

if TYPE_CHECKING:
    from core.document.document import Document
    from desktop.window import Window


class Editing:
    """Works on the window's document; refusals are told in the banner."""

    def __init__(self, window: Window) -> None:
        self._window = window

    @property
    def document(self) -> Document:
        return self._window.document

    def perform(self, command: Command) -> bool:
        """Does a command; a refusal is told and False returned."""
        try:
            self.document.perform(command)
        except UserError as error:
            self._window.tell(error)
            return False
        return True

    def undo(self) -> None:
        self.document.undo()

    def redo(self) -> None:
        self.document.redo()

    # Pixels ---------------------------------------------------------------------------------

    @property
    def active(self) -> Layer | None:
        return self.document.active

    @property
    def has_pixels(self) -> bool:
        """Whether the active layer can be filled, cleared and cut."""
        active = self.active
        if active is None or active.locked:
            return False
        return active.grid is not None or isinstance(active, RegionLayer)

    def clear(self) -> None:
        if self.active is not None:
            self.perform(ClearLayer(self.active.id))

    def fill(self) -> None:
        """Fills with the canvas's colour."""
        if self.active is not None:
            colour = self._window.canvas.foreground
            rgb = (colour.red(), colour.green(), colour.blue())
            self.perform(FillLayer(self.active.id, rgb))
