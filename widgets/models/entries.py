"""The models on the disk as Qt lists them, filtered; pictures come when their rows are painted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from core.models.catalogue import Entry
from widgets.words import told, tr

Index = QModelIndex | QPersistentModelIndex


class EntriesModel(QAbstractListModel):
    """What is shown of a catalogue."""

    ENTRY = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.all: tuple[Entry, ...] = ()
        self.entries: list[Entry] = []
        self._pixmaps: dict[str, QPixmap] = {}
        self._words, self._kind, self._family = "", "", ""

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """What there is."""
        self.all = tuple(entries)
        self._filter()

    def filter(self, words: str, kind: str, family: str) -> None:
        """Shows only what has all `words` in its name, and is of that kind and family; empty: of
        any."""
        self._words, self._kind, self._family = words.lower(), kind, family
        self._filter()

    def _filter(self) -> None:
        self.beginResetModel()
        self.entries = [one for one in self.all if self._matches(one)]
        self.endResetModel()

    def _matches(self, one: Entry) -> bool:
        text = f"{one.title} {one.id} {one.what} {one.family_name} {one.path.name}".lower()
        return (
            all(word in text for word in self._words.split())
            and self._kind in ("", one.kind)
            and self._family in ("", one.family)
        )

    def put_pictures(self, pictures: Mapping[str, QPixmap]) -> None:
        """All pictures that there are, by the paths of their models."""
        self._pixmaps = dict(pictures)
        if self.entries:
            self.dataChanged.emit(self.index(0), self.index(len(self.entries) - 1))

    @property
    def has_pictures(self) -> bool:
        return bool(self._pixmaps)

    def picture_of(self, entry: Entry) -> QPixmap | None:
        return self._pixmaps.get(str(entry.path))

    def row_of(self, path: str) -> int:
        """The row of a model by its path; -1: it is not shown."""
        return next((row for row, one in enumerate(self.entries) if str(one.path) == path), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.entries):
            return None
        entry = self.entries[index.row()]
        if role == self.ENTRY:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            trouble = tr(", cannot be used") if entry.problems else ""
            return f"{entry.title}, {told(entry.what)}{trouble}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((str(entry.path), *entry.problems))
        return None
