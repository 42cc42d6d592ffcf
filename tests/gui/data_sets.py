"""A data set panel on a (virtual) screen, and hands that drop, type and click on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.errors import UserError
from widgets.training.data_set_panel import DataSetPanel
from widgets.training.picture_editor import Mode, PictureEditor

COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


class Desk:
    """The panel, what it has said, and hands."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self._qtbot = qtbot
        self.folder = folder
        self.panel = DataSetPanel()
        self.told: list[Exception] = []
        self.changes = 0
        self.panel.refused.connect(self.told.append)
        self.panel.changed.connect(self._count)
        self.panel.resize(640, 560)
        self.panel.show()
        qtbot.waitExposed(self.panel)
        self.panel.show_folder(folder)
        self.settle()

    def _count(self) -> None:
        self.changes += 1

    def settle(self) -> None:
        """Until all that was asked for is done and seen."""
        self._qtbot.waitUntil(lambda: not self.panel.busy, timeout=20_000)
        QApplication.processEvents()

    @property
    def names(self) -> list[str]:
        return [entry.file.name for entry in self.panel.model.entries]

    @property
    def captions(self) -> list[str]:
        """On the disk."""
        texts = (self.folder / f"{Path(name).stem}.txt" for name in self.names)
        return [text.read_text("utf-8") if text.exists() else "" for text in texts]

    @property
    def chosen(self) -> list[str]:
        return [entry.file.name for entry in self.panel.list.chosen]

    @property
    def editor(self) -> PictureEditor:
        """The picture editor, which must be open."""
        self.settle()
        editor = self.panel.editing.editor
        assert editor is not None
        return editor

    def error(self) -> UserError:
        """What was told last."""
        error = self.told[-1]
        assert isinstance(error, UserError)
        return error

    def choose(self, *rows: int) -> None:
        self.panel.list.choose(list(rows))

    def drop(self, data: QMimeData) -> bool:
        """Whether it was taken."""
        at = QPoint(50, 80)
        enter = QDragEnterEvent(at, COPY, data, LEFT, PLAIN)
        QApplication.sendEvent(self.panel, enter)
        if not enter.isAccepted():
            return False
        event = QDropEvent(QPointF(at), COPY, data, LEFT, PLAIN, QEvent.Type.Drop)
        QApplication.sendEvent(self.panel, event)
        self.settle()
        return event.isAccepted()

    def drop_files(self, files: Sequence[Path]) -> bool:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        return self.drop(data)

    def type(self, text: str) -> None:
        """Replaces what is in the caption field."""
        field = self.panel.captions.field
        field.setFocus()
        field.selectAll()
        if text:
            QTest.keyClicks(field, text)
        else:
            QTest.keyClick(field, Qt.Key.Key_Delete)

    def key(self, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(widget, key, modifiers)
        self.settle()

    def edit(self, row: int, mode: Mode) -> PictureEditor:
        """Opens a picture in the editor."""
        self.choose(row)
        self.panel.edit_picture(mode)
        editor = self.editor
        editor.canvas.patience = 60.0
        return editor
