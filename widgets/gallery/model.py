"""The gallery's entries as Qt lists them; thumbnails come when their cells are first painted."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QImage, QPixmap

from core.gallery.entry import Entry
from widgets.words import told, tr

Index = QModelIndex | QPersistentModelIndex

AT_ONCE = 24
"""Thumbnails asked for at a time: those in sight go before those that were scrolled past."""
KEPT = 400
"""Thumbnails that are kept ready, the latest shown; some 60 MB."""


class GalleryModel(QAbstractListModel):
    """`wanted` carries the numbers of entries whose thumbnails are to be read."""

    ENTRY = Qt.ItemDataRole.UserRole + 1
    wanted = Signal(list)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self._rows: dict[int, int] = {}
        self._pixmaps: OrderedDict[int, QPixmap | None] = OrderedDict()
        self._missing: OrderedDict[int, None] = OrderedDict()
        self._waiting = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._ask)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Shows others; what is known of thumbnails stays."""
        self.beginResetModel()
        self.entries = list(entries)
        self._rows = {entry.id: row for row, entry in enumerate(self.entries)}
        self._missing.clear()
        self.endResetModel()

    def row_of(self, id: int) -> int:
        """The row of an entry; -1: it is not shown."""
        return self._rows.get(id, -1)

    def thumbnail_of(self, entry: Entry) -> QPixmap | None:
        """The picture if it has been read; else it is asked for."""
        if entry.id in self._pixmaps:
            self._pixmaps.move_to_end(entry.id)
            return self._pixmaps[entry.id]
        self._missing[entry.id] = None
        self._missing.move_to_end(entry.id)
        if not self._waiting and not self._soon.isActive():
            self._soon.start(0)
        return None

    def _ask(self) -> None:
        latest = list(self._missing)[-AT_ONCE:]
        self._missing.clear()
        if latest:
            self._waiting = True
            self.wanted.emit(latest)

    def put_thumbnails(self, images: Mapping[int, QImage | None]) -> None:
        """What was asked for; None for what cannot be shown, which is not asked for again."""
        self._waiting = False
        self._missing.clear()  # some were scrolled past; those in sight are painted again
        for id, image in images.items():
            self._pixmaps[id] = None if image is None else QPixmap.fromImage(image)
        while len(self._pixmaps) > KEPT:
            self._pixmaps.popitem(last=False)
        if self.entries:
            # Only what is in sight is painted, and asks for what it still lacks.
            self.dataChanged.emit(self.index(0), self.index(len(self.entries) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.entries):
            return None
        entry = self.entries[index.row()]
        if role == self.ENTRY:
            return entry
        prompt = entry.prompt or tr("(no prompt)")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{prompt}{', favourite' if entry.favourite else ''}"
        if role == Qt.ItemDataRole.ToolTipRole:
            at = QDateTime.fromSecsSinceEpoch(int(entry.at))
            when = QLocale().toString(at, QLocale.FormatType.ShortFormat)
            shown = prompt if len(prompt) <= 200 else prompt[:199] + "…"
            return told(f"{shown}\n{entry.model}, seed {entry.seed}\n{when}")
        return None
