"""A document's undo steps as a list: the oldest first, those that are undone faint at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QWidget

from core.document.document import Document
from core.document.history import Entry
from widgets.words import told, tr

Index = QModelIndex | QPersistentModelIndex


class UndoModel(QAbstractListModel):
    """Row 0 is how the document was before the oldest step that is kept, row n after n steps."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._entries: list[Entry] = []
        self.is_looking = False
        """Whether rows are being put in and taken away."""
        self._disconnect: Callable[[], None] = lambda: None
        # A brush tells of its step while the pen is lifted: the list can wait until it is.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)

    def show_document(self, document: Document | None) -> None:
        """Lists this document's steps from now on; None: of none, and keeps nothing of any."""
        self._disconnect()
        self._soon.stop()
        self._document = document
        self._disconnect = lambda: None
        if document is not None:
            self._disconnect = document.history.changed.connect(self.look_soon)
        self.look()

    def look_soon(self) -> None:
        """Looks at the steps again once all that goes on has gone on."""
        if not self._soon.isActive():
            self._soon.start(0)

    def look(self) -> None:
        """Looks at the steps again; rows that stay are not touched but for how they look."""
        self._soon.stop()
        history = None if self._document is None else self._document.history
        entries = [] if history is None else [*history.done, *reversed(history.undone)]
        self.is_looking = True
        self._become(entries)
        self.is_looking = False
        self.dataChanged.emit(self.index(0, 0), self.index(len(entries), 0))

    def _become(self, entries: list[Entry]) -> None:
        gone = self._forgotten(entries)
        if gone:
            self.beginRemoveRows(QModelIndex(), 1, gone)
            del self._entries[:gone]
            self.endRemoveRows()
        same = _same(self._entries, entries)
        if same < len(self._entries):
            self.beginRemoveRows(QModelIndex(), same + 1, len(self._entries))
            del self._entries[same:]
            self.endRemoveRows()
        if same < len(entries):
            self.beginInsertRows(QModelIndex(), same + 1, len(entries))
            self._entries = entries
            self.endInsertRows()

    def _forgotten(self, entries: list[Entry]) -> int:
        """How many of the oldest have been let go to save memory."""
        if not entries or not self._entries or self._entries[0] is entries[0]:
            return 0
        first = entries[0]
        return next((at for at, one in enumerate(self._entries) if one is first), 0)

    @property
    def follows(self) -> bool:
        """Whether there is a document whose steps are listed."""
        return self._document is not None

    @property
    def done(self) -> int:
        """How many steps are done: the row of how the document is now."""
        return 0 if self._document is None else len(self._document.history.done)

    @property
    def nbytes(self) -> tuple[int, int]:
        """Bytes that the steps keep, and those that they may."""
        if self._document is None:
            return 0, 0
        return self._document.history.nbytes, self._document.history.cap

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self._entries) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return told(self._entries[row - 1].text) if row else tr("Beginning")
        if role == Qt.ItemDataRole.ToolTipRole and self.is_saved(row):
            return tr("The document was saved here")
        return None

    def is_undone(self, row: int) -> bool:
        """Whether the step has been taken back and can be had again."""
        return row > self.done

    def is_saved(self, row: int) -> bool:
        """Whether the document was last saved as it was then."""
        if self._document is None:
            return False
        entries, saved = self._entries, self._document.saved_moment
        here = entries[row - 1].mark_after if row else entries[0].mark_before if entries else 0
        # 0 is how the document began: a file that was opened, or nothing that was ever saved.
        return 0 < saved == here


def _same(before: list[Entry], now: list[Entry]) -> int:
    """How many entries at the beginning are the same."""
    for at, (one, other) in enumerate(zip(before, now, strict=False)):
        if one is not other:
            return at
    return min(len(before), len(now))
