"""The menu of presets: save the list of techniques under a name, load it, share it as a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton

from core import presets
from core.document.drafts import Draft
from core.errors import UserError
from core.presets import Preset
from widgets.icons import icon
from widgets.words import told, tr

FILTER = f"Presets of techniques (*{presets.SUFFIX})"


class PresetsButton(QPushButton):
    """`loaded` carries a Preset; `told` a sentence, and `refused` the error when something fails.

    Who shows the dialogs for files is told from outside, as for every other file.
    """

    loaded = Signal(object)
    told = Signal(str)
    refused = Signal(object)

    def __init__(self, drafts: Callable[[], tuple[Draft, ...]]) -> None:
        super().__init__()
        self._drafts = drafts
        self.choose_file: Callable[[str, Callable[[Path], object]], object] = lambda *_: None
        self.choose_target: Callable[[str, str, Callable[[Path], object]], object] = lambda *_: None
        self.setText(tr("Presets"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Presets of techniques"))
        self.setToolTip(tr("Keeps lists of techniques under a name"))
        self.presets_menu = QMenu(self)
        self.presets_menu.aboutToShow.connect(self.fill)
        self.setMenu(self.presets_menu)

    def fill(self) -> None:
        """Makes the menu of what there is now."""
        menu, names, any_ = self.presets_menu, presets.names(), bool(self._drafts())
        menu.clear()
        for name in names:
            menu.addAction(name.replace("&", "&&")).triggered.connect(partial(self.load, name))
        if not names:
            menu.addAction(tr("No presets yet")).setEnabled(False)
        menu.addSeparator()
        save = menu.addAction(icon("save"), tr("&Save…"))
        save.triggered.connect(lambda: self._ask_name())
        save.setEnabled(any_)
        delete = menu.addMenu(tr("&Delete"))
        delete.setEnabled(bool(names))
        for name in names:
            delete.addAction(name.replace("&", "&&")).triggered.connect(partial(self.delete, name))
        menu.addSeparator()
        menu.addAction(icon("open"), tr("&Import…")).triggered.connect(lambda: self._ask_import())
        export = menu.addAction(icon("export"), tr("&Export…"))
        export.triggered.connect(lambda: self._ask_export())
        export.setEnabled(any_)

    def _ask_name(self) -> None:
        dialog = QInputDialog(self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("Save Preset"))
        dialog.setLabelText(tr("Name of the preset. A name that is there already is replaced."))
        dialog.setComboBoxItems(["", *presets.names()])
        dialog.setComboBoxEditable(True)
        dialog.setOkButtonText(tr("Save"))
        dialog.textValueSelected.connect(self.save)
        dialog.open()

    def _ask_import(self) -> None:
        self.choose_file(tr("Import Preset"), self.take_in)

    def _ask_export(self) -> None:
        self.choose_target(tr("Export Preset"), f"Techniques{presets.SUFFIX}", self.export)

    # What the menu does ---------------------------------------------------------------------

    def save(self, name: str) -> None:
        """Keeps the list under a name."""
        drafts = self._drafts()
        left_out = tr(" Layers are not part of a preset.") if presets.layers_in(drafts) else ""
        self._try(
            lambda: presets.save(name, drafts),
            lambda file: self.told.emit(told(f"The preset “{file.stem}” is saved.{left_out}")),
        )

    def load(self, name: str, checked: bool = False) -> None:
        """Replaces the list by a preset's."""
        self._try(lambda: presets.load(name), self.loaded.emit)

    def delete(self, name: str, checked: bool = False) -> None:
        self._try(
            lambda: presets.delete(name),
            lambda _: self.told.emit(told(f"The preset “{name}” is deleted.")),
        )

    def take_in(self, file: Path) -> None:
        """Takes in a file that somebody exported, and loads it."""

        def done(preset: Preset) -> None:
            self.loaded.emit(preset)
            self.told.emit(told(f"The preset “{preset.name}” is imported."))

        self._try(lambda: presets.take_in(file), done)

    def export(self, file: Path) -> None:
        """Writes the list into a file for others."""
        self._try(
            lambda: presets.export(file, self._drafts()),
            lambda _: self.told.emit(told(f"Exported {file.name}.")),
        )

    def _try(self, work: Callable[[], object], done: Callable) -> None:
        try:
            result = work()
        except UserError as error:
            self.refused.emit(error)
        else:
            done(result)
