"""Asks for what is set for the whole program. Every change counts at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QVBoxLayout,
)

from core.parameters import parameters
from core.settings import Settings
from desktop.dialogs import folder_dialog
from desktop.model_folders import set_model_folders
from widgets.buttons import icon_button
from widgets.section import MARGIN, SPACING
from widgets.techniques.form import Form
from widgets.techniques.surroundings import Surroundings
from widgets.words import tr

if TYPE_CHECKING:
    from desktop.window import Window

SHOWN = (
    "theme", "language", "start_with", "tips", "finger", "previews", "undo_mebibytes", "quality",
    "host", "compiled",
)  # fmt: skip
"""Settings that are shown here. What is found again by itself, such as the docks' places, is not;
nor is what is set where it is used: keys, live painting, and where models are fetched."""


_LABEL = 110
"""Pixels before the lists."""


class PreferencesDialog(QDialog):
    """Belongs to a window, and changes its settings."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.setWindowTitle(tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window = window
        others = [name for name in parameters(Settings) if name not in SHOWN]
        self.form = Form(Settings, Surroundings(self), leave_out=others, label=_LABEL)
        self.form.edited.connect(self._edit)
        self.folders = QListWidget()
        self.folders.setAccessibleName(tr("Model folders"))
        self.folders.setFixedHeight(88)
        self.add = icon_button("add", tr("Looks for models in one more folder"), side=18)
        self.remove = icon_button("delete", tr("Looks there no more; its files stay"), side=18)
        self.add.clicked.connect(self._ask_for_folder)
        self.remove.clicked.connect(self._remove)
        self.folders.itemSelectionChanged.connect(self._refresh)
        beside = QVBoxLayout()
        beside.setSpacing(2)
        beside.addWidget(self.add)
        beside.addWidget(self.remove)
        beside.addStretch()
        row = QHBoxLayout()
        row.addWidget(self.folders, 1)
        row.addLayout(beside)
        label = QLabel(tr("Folders in which models are looked for, besides the usual"))
        label.setObjectName("hint")
        label.setBuddy(self.folders)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * MARGIN, 2 * MARGIN, 2 * MARGIN, MARGIN)
        layout.setSpacing(SPACING)
        layout.addWidget(self.form)
        layout.addSpacing(SPACING)
        layout.addWidget(label)
        layout.addLayout(row)
        layout.addStretch()
        layout.addWidget(buttons)
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(440, super().sizeHint().height())

    def _show(self) -> None:
        settings = self._window.settings
        self.form.show_values({name: getattr(settings, name) for name in SHOWN})
        self.folders.clear()
        self.folders.addItems(list(settings.models_folders))
        self._refresh()

    def _refresh(self) -> None:
        self.remove.setEnabled(bool(self.folders.selectedItems()))

    def _edit(self, name: str, value: object) -> None:
        self._window.preferences.set(name, value)
        self._show()

    def _ask_for_folder(self) -> None:
        folder_dialog(self, tr("Folder with Models"), self.add_folder).open()

    def add_folder(self, folder: Path) -> None:
        """Looks for models there as well, from now on."""
        self._set_folders(
            tuple(dict.fromkeys((*self._window.settings.models_folders, str(folder))))
        )

    def _remove(self) -> None:
        gone = {item.text() for item in self.folders.selectedItems()}
        kept = (one for one in self._window.settings.models_folders if one not in gone)
        self._set_folders(tuple(kept))

    def _set_folders(self, folders: tuple[str, ...]) -> None:
        if folders != self._window.settings.models_folders:
            set_model_folders(self._window, folders)
        self._show()
