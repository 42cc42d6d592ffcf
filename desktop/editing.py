"""What menus and keys do to the document: undo, fill, new layers of what is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from core.document import becoming, commands, copying, transforming
from core.document.edit import Command
from core.document.layers import Layer, RegionLayer
from core.errors import UserError

if TYPE_CHECKING:
    from core.document.document import Document
    from core.document.state import State
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
        if not self._window.canvas.undo_begun():
            self._move(self.document.undo)

    def redo(self) -> None:
        if not self._window.canvas.redo_begun():
            self._move(self.document.redo)

    def go_to(self, done: int) -> None:
        """Undoes or redoes until so many steps are done."""
        self._move(partial(self.document.go_to, done))

    def _move(self, along_the_timeline: Callable[[], None]) -> None:
        try:
            along_the_timeline()
        except MemoryError as error:
            self._window.tell(error)

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
            self.perform(commands.ClearLayer(self.active.id))

    def fill(self, *, second: bool = False) -> None:
        """Fills with the canvas's colour, or the `second` one."""
        if self.active is not None:
            canvas = self._window.canvas
            colour = canvas.background if second else canvas.foreground
            rgb = (colour.red(), colour.green(), colour.blue())
            self.perform(commands.FillLayer(self.active.id, rgb))
            canvas.colourUsed.emit(colour)

    def stroke(self) -> None:
        """Asks for the line that is to be drawn along the selection's edge."""
        from desktop.stroke_dialog import StrokeDialog

        if self.document.selection is not None and self.has_pixels:
            StrokeDialog(self._window, self._window.canvas).open()

    # New layers -----------------------------------------------------------------------------

    def layer_of_selected(self, *, cut: bool = False) -> None:
        """A layer with what is selected of the active one, or a copy of the chosen layers where
        nothing is selected."""
        active = self.active
        if self.document.selection is None and not cut:
            self._window.layers.duplicate()
        elif active is not None:
            self._do(partial(copying.layer_of_selected, layer_id=active.id, cut=cut))

    def layer_of_visible(self) -> None:
        """A layer above all others that looks as the picture does."""
        self._do(copying.layer_of_visible)

    def can_become(self, kind: str) -> bool:
        """Whether the active layer can be turned into one of another kind."""
        return becoming.can_become(self.active, kind)

    def become(self, kind: str) -> None:
        """Turns the active layer into one of another kind; a mask into paint of the colour in
        hand."""
        if self.active is not None:
            first = self._window.canvas.foreground
            colour = (first.red(), first.green(), first.blue())
            layer = self.active.id
            self._do(partial(becoming.become, layer_id=layer, kind=kind, colour=colour))

    def flip_layers(self, *, across: bool) -> None:
        """Mirrors the chosen layers, or what is selected of them, within their own bounds."""
        chosen = self._window.canvas.chosen_layers
        self._do(partial(transforming.flipped, layer_ids=chosen, across=across))

    def _do(self, work: Callable[[State], Command]) -> None:
        self._window.canvas.pixel_work.do(self.document, work)
