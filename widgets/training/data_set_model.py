"""The pictures of a data set as a list: what is known of them, their thumbnails, their warnings."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage, QPixmap

from core.training.data_set import Entry, Look
from core.training.review import Notice
from widgets.words import told, tr

Index = QModelIndex | QPersistentModelIndex

ENTRY = Qt.ItemDataRole.UserRole + 1
MOST_BYTES = 128 << 20
"""Of thumbnails that are kept; what is seen again after that is opened again."""
_NOTHING = np.zeros((0, 0, 3), np.uint8)


class DataSetModel(QAbstractListModel):
    """Entries sorted as they are given; thumbnails come later, one by one."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self._rows: dict[Path, int] = {}
        self._looks: dict[Path, Look] = {}
        """Of the pictures as they are now."""
        self._pixmaps: OrderedDict[Path, QPixmap] = OrderedDict()
        self._smaller: dict[Path, tuple[int, QPixmap]] = {}
        """Of thumbnails, for where there is less room."""
        self._nbytes = 0
        self._warnings: dict[Path, list[str]] = {}

    # What is there --------------------------------------------------------------------------

    def show_entries(self, entries: Sequence[Entry]) -> bool:
        """Takes over what is in the folder now; rows of pictures that stay keep their place and
        selection. Whether anything is another than before."""
        if list(entries) == self.entries:
            return False
        wanted = {entry.file: entry for entry in entries}
        for first, last in _runs(
            row for row, entry in enumerate(self.entries) if entry.file not in wanted
        ):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self.entries[first : last + 1]
            self.endRemoveRows()
        kept = {entry.file for entry in self.entries}
        if [entry.file for entry in self.entries] != [e.file for e in entries if e.file in kept]:
            self.beginResetModel()
            self.entries = list(entries)
            self.endResetModel()
        else:
            self._insert(entries, kept)
        before, self.entries = self.entries, list(entries)
        self._rows = {entry.file: row for row, entry in enumerate(entries)}
        for gone in [file for file in self._looks if file not in self._rows]:
            self._forget(gone)
        for row, (old, new) in enumerate(zip(before, self.entries, strict=True)):
            if old.stamp != new.stamp:
                self._forget(new.file)
            if old != new:
                self._tell(row)
        return True

    def _forget(self, file: Path) -> None:
        self._looks.pop(file, None)
        self._forget_pixmap(file)

    def _insert(self, entries: Sequence[Entry], kept: set[Path]) -> None:
        new = [row for row, entry in enumerate(entries) if entry.file not in kept]
        for first, last in reversed(list(_runs(new))):
            self.beginInsertRows(QModelIndex(), first, last)
            self.entries[first:first] = entries[first : last + 1]
            self.endInsertRows()

    def set_captions(self, captions: Mapping[Path, str]) -> None:
        """Shows other captions, before they are on the disk."""
        for file, caption in captions.items():
            row = self.row_of(file)
            if row >= 0:
                self.entries[row] = dataclasses.replace(
                    self.entries[row], caption=caption, trouble=""
                )
                self._tell(row)

    def show_notices(self, notices: Iterable[Notice]) -> None:
        """Which pictures are doubtful, and why."""
        warnings: dict[Path, list[str]] = {}
        for notice in notices:
            if notice.kind != "few":  # says nothing of any one picture
                for file in notice.files:
                    warnings.setdefault(file, []).append(notice.text)
        changed = {
            file
            for file in {*warnings, *self._warnings}
            if warnings.get(file) != self._warnings.get(file)
        }
        self._warnings = warnings
        for file in changed:
            if (row := self.row_of(file)) >= 0:
                self._tell(row)

    def row_of(self, file: Path) -> int:
        """-1: it is not there."""
        return self._rows.get(file, -1)

    def warnings_of(self, file: Path) -> list[str]:
        return self._warnings.get(file, [])

    # What is seen ---------------------------------------------------------------------------

    @property
    def looks(self) -> dict[Path, Look]:
        """What was seen of the pictures that have been opened, without thumbnails."""
        return dict(self._looks)

    @property
    def seen(self) -> int:
        """How many have been opened."""
        return len(self._looks)

    def look_of(self, file: Path) -> Look | None:
        return self._looks.get(file)

    def put_look(self, entry: Entry, seen: Look, ratio: float) -> None:
        """What was seen of a picture; nothing if it is another one by now."""
        row = self.row_of(entry.file)
        if row < 0 or self.entries[row].stamp != entry.stamp:
            return
        self._forget_pixmap(entry.file)
        if seen.thumbnail.size:
            pixmap = _pixmap(seen, ratio)
            self._pixmaps[entry.file] = pixmap
            self._nbytes += _bytes(pixmap)
        while self._nbytes > MOST_BYTES and len(self._pixmaps) > 1:
            self._forget_pixmap(next(iter(self._pixmaps)))
        self._looks[entry.file] = dataclasses.replace(seen, thumbnail=_NOTHING)
        self._tell(row)

    def pixmap_of(self, file: Path, side: int | None = None) -> QPixmap | None:
        """Its thumbnail, if that is there; not larger than `side` widget pixels."""
        pixmap = self._pixmaps.get(file)
        if pixmap is None:
            return None
        self._pixmaps.move_to_end(file)
        if side is None or max(pixmap.deviceIndependentSize().toTuple()) <= side:
            return pixmap
        if file not in self._smaller or self._smaller[file][0] != side:
            self._smaller[file] = (side, _scaled(pixmap, side))
        return self._smaller[file][1]

    def unseen(self, rows: Iterable[int], *, thumbnails: bool) -> list[Entry]:
        """Those that have not been opened; with `thumbnails` also those whose own has gone."""
        return [
            entry
            for entry in (self.entries[row] for row in rows)
            if (seen := self._looks.get(entry.file)) is None
            or (thumbnails and seen.size.area and entry.file not in self._pixmaps)
        ]

    def forget_thumbnails(self) -> None:
        """They are of the wrong size for the screen."""
        for file in list(self._pixmaps):
            self._forget_pixmap(file)

    def _forget_pixmap(self, file: Path) -> None:
        if file in self._pixmaps:
            self._nbytes -= _bytes(self._pixmaps.pop(file))
            self._smaller.pop(file, None)

    # As Qt asks for it ----------------------------------------------------------------------

    def _tell(self, row: int) -> None:
        self.dataChanged.emit(self.index(row), self.index(row))

    def entry_at(self, index: Index) -> Entry | None:
        return self.entries[index.row()] if 0 <= index.row() < len(self.entries) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry_at(index)
        if entry is None:
            return None
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.file.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join([entry.file.name, *self._said(entry)])
        if role == Qt.ItemDataRole.ToolTipRole:
            seen = self.look_of(entry.file)
            size = "" if seen is None or seen.size.area == 0 else f" · {seen.size} px"
            return "\n".join([f"{entry.file.name}{size}", *self._said(entry)])
        return None

    def _said(self, entry: Entry) -> list[str]:
        """What is known of a picture, each in a few words."""
        seen = self.look_of(entry.file)
        crop = None if seen is None else seen.crop
        cropped = "cropped" if crop is None else told(f"cropped to {crop.size} px")
        return [
            entry.caption or tr("no caption"),
            *([cropped] if entry.cropped else []),
            *([tr("subject marked")] if entry.masked else []),
            *self.warnings_of(entry.file),
        ]


def _pixmap(seen: Look, ratio: float) -> QPixmap:
    pixels = np.ascontiguousarray(seen.thumbnail)
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, width * 3, QImage.Format.Format_RGB888)
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _scaled(pixmap: QPixmap, side: int) -> QPixmap:
    ratio = pixmap.devicePixelRatio()
    sides = round(side * ratio)
    result = pixmap.scaled(
        sides,
        sides,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    result.setDevicePixelRatio(ratio)
    return result


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def _runs(rows: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Rows that follow each other, as first and last, from the end: what is taken out of a list
    then moves none of those that come."""
    runs: list[tuple[int, int]] = []
    for row in sorted(rows, reverse=True):
        if runs and row == runs[-1][0] - 1:
            runs[-1] = (row, runs[-1][1])
        else:
            runs.append((row, row))
    return runs
