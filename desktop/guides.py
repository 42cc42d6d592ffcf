"""What the View menu does to a document's guides and grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.document import commands
from core.document.assistants import Assistant
from core.document.guides import Axis, Grid

if TYPE_CHECKING:
    from desktop.window import Window


class GuideMenu:
    """Works on the window's document; each change is a step of the timeline."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def ask_for_guide(self) -> None:
        """Asks where a new guide is to lie."""
        from desktop.guides_dialogs import GuideDialog

        dialog = GuideDialog(self._window, self._window.document.size)
        dialog.accepted.connect(lambda: self.add(dialog.axis, dialog.place))
        dialog.open()

    def add(self, axis: Axis, place: float) -> None:
        """Adds a guide; guides are shown from then on."""
        guides = self._window.document.guides
        self._window.edit.perform(commands.SetGuides(guides.added(axis, place), text="Add guide"))
        if not self._window.settings.guides:
            self._window.preferences.toggle_line("guides")

    def place(self, kind: type[Assistant]) -> None:
        """The next press on the canvas places an assistant; they are shown from then on."""
        if not self._window.settings.guides:
            self._window.preferences.toggle_line("guides")
        self._window.canvas.place_assistant(kind)
        self._window.canvas.setFocus()

    def clear(self) -> None:
        guides = self._window.document.guides
        self._window.edit.perform(commands.SetGuides(guides.cleared(), text="Clear guides"))

    def toggle_lock(self) -> None:
        """Locks all guides, or lets them be moved again."""
        guides = self._window.document.guides
        other = guides.with_lock(not guides.locked)
        if guides.locked:
            self._window.edit.perform(commands.SetGuides(other, text="Unlock guides"))
        else:
            self._window.edit.perform(commands.SetGuides(other, text="Lock guides"))

    def ask_for_grid(self) -> None:
        """Asks for the grid's spacing; the grid is shown meanwhile, and from then on."""
        from desktop.guides_dialogs import GridDialog

        if not self._window.settings.grid:
            self._window.preferences.toggle_line("grid")
        dialog = GridDialog(self._window, self._window.document.guides.grid)
        dialog.edited.connect(self.set_grid)
        dialog.open()

    def set_grid(self, grid: Grid) -> None:
        """Another grid; changes that follow each other closely are one step."""
        guides = self._window.document.guides
        self._window.edit.perform(
            commands.SetGuides(guides.with_grid(grid), text="Change grid", merges="grid")
        )
