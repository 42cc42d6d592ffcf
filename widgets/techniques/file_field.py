"""A file or a folder that is used: chosen, dropped, or its path typed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

from core.document.drafts import Value
from core.parameters import File, Folder
from widgets.icons import icon
from widgets.section import row
from widgets.techniques.field import Field, heading_of
from widgets.techniques.surroundings import Surroundings
from widgets.words import told, tr


class FileField(Field):
    """Shows the file's name; its whole path on hover and while it is edited."""

    def __init__(self, parameter: File, surroundings: Surroundings) -> None:
        super().__init__(parameter)
        self._value = ""
        folder = isinstance(parameter, Folder)
        self.setAcceptDrops(True)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(tr("No folder chosen") if folder else tr("No file chosen"))
        self.edit.setAcceptDrops(False)
        self.name(self.edit)
        self.button = QToolButton()
        self.button.setIcon(icon("open"))
        self.button.setIconSize(QSize(16, 16))
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.setAccessibleName(tr("Choose {title}", title=tr(parameter.shown_title).lower()))
        self.button.setToolTip(tr("Chooses a folder") if folder else tr("Chooses a file"))
        self._layout.addWidget(heading_of(self.edit, tr(parameter.shown_title)))
        line = row(self.edit, self.button)
        line.setStretch(0, 1)
        self._layout.addLayout(line)
        title = told(f"Choose {tr(parameter.shown_title)}")
        self.button.clicked.connect(
            lambda: (surroundings.choose_folder if folder else surroundings.choose_learned)(
                title, self._chosen
            )
        )
        self.edit.editingFinished.connect(self._typed)
        self.setFocusProxy(self.button)

    def _chosen(self, file: Path) -> None:
        self.picked.emit(str(file))

    def _typed(self) -> None:
        text = self.edit.text().strip()
        if text not in (self._value, Path(self._value).name):
            self.picked.emit(text)

    def show_value(self, value: Value) -> None:
        self._value = value if isinstance(value, str) else ""
        self.edit.setText(Path(self._value).name)
        self.edit.setToolTip(self._value or tr(self.parameter.help))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self._chosen(Path(files[0]))
