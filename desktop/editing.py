"""What menus and keys do to the document: undo, clipboard, fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QGuiApplication, QImage

from core.document.commands import (
    ClearLayer,
    Command,
    FillLayer,
)
from core.document.layers import Layer, RegionLayer
from core.document.state import Snapshot
from core.errors import UserError
from core.pixels.alpha import scaled, straight

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.document.document import Document
    from desktop.window import Window


def copied(snapshot: Snapshot) -> Bytes:
    """The picture, or what is selected of it, as straight RGBA."""
    selection = snapshot.selection
    if selection is None:
        return straight(snapshot.composite(snapshot.canvas))
    rect = selection.bounds()
    return straight(scaled(snapshot.composite(rect), selection.read(rect)))


def _to_clipboard(rgba: Bytes) -> None:
    rgba = np.ascontiguousarray(rgba)
    height, width = rgba.shape[:2]
    image = QImage(rgba.data, width, height, width * 4, QImage.Format.Format_RGBA8888)
    QGuiApplication.clipboard().setImage(image.copy())


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

    def copy(self) -> None:
        """The picture, or what is selected of it, to the clipboard."""
        snapshot = self.document.snapshot()
        self._window.background.run(
            lambda: copied(snapshot), done=_to_clipboard, failed=self._window.tell
        )

    def cut(self) -> None:
        self.copy()
        self.clear()
