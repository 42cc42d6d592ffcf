"""The artist's palettes: kept as GIMP palettes in a folder of the settings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from core import places
from core.errors import UserError
from core.files import gpl
from core.files.atomic import make_folder, write_bytes
from core.files.trouble import unreadable, unwritable
from widgets.words import tr

if TYPE_CHECKING:
    from desktop.window import Window
    from widgets.palette_panel import PalettePanel

DOCK = "palettes"
_FILTER = "GIMP palettes (*.gpl)"


def own_folder() -> Path:
    """Where the artist's palettes are."""
    return places.config() / "palettes"


def read_palette(path: Path) -> gpl.Palette:
    """A palette's file. Raises UserError."""
    try:
        with path.open("rb") as file:
            content = file.read(gpl.MAX_BYTES + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    return gpl.read_gpl(content, path.stem)


def write_palette(path: Path, palette: gpl.Palette) -> None:
    """Keeps a palette. Raises FileError."""
    make_folder(path.parent)
    write_bytes(path, gpl.write_gpl(palette))


def find_palettes() -> dict[str, tuple[gpl.Palette, Path]]:
    """What came with the program and what the artist keeps, by name; own ones stand before."""
    found: dict[str, tuple[gpl.Palette, Path]] = {}
    for folder in (places.resources() / "palettes", own_folder()):
        for path in sorted(folder.glob("*.gpl")):
            try:
                palette = read_palette(path)
            except UserError:
                continue  # A file of others that is broken is let be.
            found[palette.name] = (palette, path)
    return found


class Palettes(QObject):
    """Shows palettes in the window, and keeps what is changed at once."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._found: dict[str, tuple[gpl.Palette, Path]] = {}
        self._name = window.settings.palette
        self._delete = self._action(tr("&Delete Palette"), self.delete)

    @cached_property
    def panel(self) -> PalettePanel:
        """Their dock's panel; made when the palettes are read, since other docks lie before it."""
        from widgets.palette_panel import PalettePanel

        panel = PalettePanel(
            (
                self._action(tr("&New Palette…"), self.ask_for_new),
                None,
                self._action(tr("&Import GIMP Palette…"), self.ask_for_import),
                self._action(tr("&Export as GIMP Palette…"), self.ask_for_export),
                None,
                self._delete,
            )
        )
        # Until they are read, a colour that is added would have no palette to go to.
        panel.setEnabled(False)
        canvas = self._window.canvas
        panel.picked.connect(lambda c: canvas.set_colours(c, canvas.background))
        panel.chosen.connect(self.show)
        panel.add_wanted.connect(self.add)
        panel.removed.connect(self.remove)
        self._window.docks.fill(DOCK, panel)
        return panel

    def _action(self, text: str, act: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _=False: act())
        return action

    def load(self) -> None:
        """Reads all palettes in the background, then shows the last one."""
        panel = self.panel

        def found(palettes: dict[str, tuple[gpl.Palette, Path]]) -> None:
            self._found = palettes | self._found
            panel.setEnabled(True)
            self.show(self._name)

        self._window.background.run(find_palettes, done=found, failed=self._window.tell)

    @property
    def name(self) -> str:
        """The name of the palette that is shown."""
        return self._name

    @property
    def palette(self) -> gpl.Palette:
        """The palette that is shown; an empty one when there is none of its name."""
        found = self._found.get(self._name)
        return gpl.Palette(self._name or "My Colours") if found is None else found[0]

    def show(self, name: str) -> None:
        """Shows the palette of this name, or the first one."""
        self._name = name if name in self._found else next(iter(sorted(self._found)), "")
        names = sorted(self._found) or [self.palette.name]
        self.panel.show_palette(self.palette, names)
        found = self._found.get(self._name)
        self._delete.setEnabled(found is not None and found[1].parent == own_folder())

    # Changing --------------------------------------------------------------------------------

    def add(self) -> None:
        """Adds the colour in hand."""
        used = self._window.canvas.foreground
        new = gpl.PaletteColour(used.red(), used.green(), used.blue())
        if new not in self.palette.colours:
            self.keep(replace(self.palette, colours=(*self.palette.colours, new)))

    def remove(self, index: int) -> None:
        colours = self.palette.colours
        self.keep(replace(self.palette, colours=colours[:index] + colours[index + 1 :]))

    def keep(self, palette: gpl.Palette) -> None:
        """Shows a palette and saves it in the background."""
        file = re.sub(r"[^\w\- ]+", "_", palette.name).strip()[:80] or "palette"
        path = own_folder() / f"{file}.gpl"
        before = self._found.get(palette.name)
        if before is not None and before[1].parent == own_folder():
            path = before[1]
        else:
            taken = {other for _, other in self._found.values()}
            number = 2
            while path in taken:
                path = own_folder() / f"{file} {number}.gpl"
                number += 1
        self._found[palette.name] = (palette, path)
        self.show(palette.name)
        self._window.background.run(
            lambda: write_palette(path, palette), done=lambda _: None, failed=self._window.tell
        )

    def delete(self) -> None:
        """Deletes the artist's palette; one that came with the program is as it was then."""
        _, path = self._found.pop(self._name)

        def remove() -> None:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise unwritable(path, error) from error

        self._window.background.run(remove, done=lambda _: self.load(), failed=self._window.tell)

    # Asking ----------------------------------------------------------------------------------

    def ask_for_new(self) -> None:
        from desktop.dialogs import name_dialog

        name_dialog(self._window, tr("New Palette"), tr("Name of the palette"), self.new).open()

    def new(self, name: str) -> None:
        """An empty palette, unless there is one of this name: then that one is shown."""
        name = " ".join(name.split())
        if name in self._found:
            self.show(name)
        elif name:
            self.keep(gpl.Palette(name))

    def ask_for_import(self) -> None:
        from desktop.dialogs import file_dialog

        folder = self._window.files.folder
        file_dialog(
            self._window, tr("Import Palette"), folder, tr(_FILTER), self.import_file
        ).open()

    def import_file(self, path: Path) -> None:
        """Keeps a copy of another program's palette."""
        self._window.background.run(
            lambda: read_palette(path), done=self._take, failed=self._window.tell
        )

    def _take(self, palette: gpl.Palette) -> None:
        name, number = palette.name, 2
        while name in self._found and self._found[name][0].colours != palette.colours:
            name, number = f"{palette.name} {number}", number + 1
        self.keep(replace(palette, name=name))

    def ask_for_export(self) -> None:
        from desktop.dialogs import target_dialog

        folder, name = self._window.files.folder, f"{self.palette.name}.gpl"
        target_dialog(
            self._window, tr("Export Palette"), folder, name, tr(_FILTER), ".gpl", self.export_file
        ).open()

    def export_file(self, path: Path) -> None:
        """Writes the palette for other programs."""
        content = gpl.write_gpl(self.palette)
        self._window.background.run(
            lambda: write_bytes(path, content),
            done=lambda _: self._window.say(tr("Exported {name}", name=path.name)),
            failed=self._window.tell,
        )
