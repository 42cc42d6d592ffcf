"""Candidates, and the list of them: pictures that grow while they are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from core.generation.events import JobId
from core.geometry import Rect
from core.request import Pixels, Request
from core.steering import last_prompt
from widgets.found_row import FoundMap
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.arrays import Bytes

Index = QModelIndex | QPersistentModelIndex

PIXMAPS = 100
"""Pictures that are kept as Qt draws them: more than are ever in sight at once."""


class Growth(StrEnum):
    """How far a candidate is."""

    WAITING = "waiting"
    GROWING = "growing"
    READY = "ready"
    APPLIED = "applied"


@dataclass(frozen=True, eq=False)
class Candidate:
    """One picture of a job, from the moment it is asked for.

    `shown` is RGB (h, w, 3) of any size, for the strip. `pixels` (straight RGBA) are there once it
    is ready; they belong on `rect` of the canvas, and when their size is another one they are
    opaque and stretched over it. `request` makes this picture alone; once it is ready with the
    words that were chosen for it.
    """

    job: JobId
    index: int
    request: Request
    growth: Growth = Growth.WAITING
    seed: int = 0
    shown: Bytes | None = None
    pixels: Bytes | None = None
    rect: Rect | None = None
    progress: float = 0.0
    fitted: Bytes | None = None
    """Straight RGBA as large as `rect`, of one that was made larger, or is laid otherwise than
    upright: how it looks in place."""
    found: tuple[FoundMap, ...] = ()
    """What techniques found while it was made."""

    @property
    def key(self) -> tuple[JobId, int]:
        return (self.job, self.index)

    @property
    def ready(self) -> bool:
        return self.pixels is not None

    def arrays(self) -> Iterator[Bytes]:
        """All pixels that it keeps; those of its request are shared by all of one job."""
        for one in (self.pixels, self.shown, self.fitted, *(found.pixels for found in self.found)):
            if one is not None:
                yield one
        yield from _arrays_in(self.request)


def _arrays_in(value: object) -> Iterator[Bytes]:
    """The pixels of a request: its own, and those of its regions and techniques."""
    if isinstance(value, Pixels):
        yield value.array
    elif isinstance(value, tuple):
        for one in value:
            yield from _arrays_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _arrays_in(getattr(value, field.name))


class CandidateModel(QAbstractListModel):
    """The candidates, oldest first."""

    CANDIDATE = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.candidates: list[Candidate] = []
        self._pixmaps: dict[tuple[JobId, int], QPixmap] = {}
        self.pinned: tuple[JobId, int] | None = None
        """The one that others are compared with."""

    def add(self, candidates: Sequence[Candidate]) -> None:
        first = len(self.candidates)
        self.beginInsertRows(QModelIndex(), first, first + len(candidates) - 1)
        self.candidates.extend(candidates)
        self.endInsertRows()

    def put(self, candidate: Candidate) -> None:
        """Replaces the candidate with the same key; one that was discarded stays so."""
        row = self.row_of(candidate.key)
        if row < 0:
            return
        if self.candidates[row].shown is not candidate.shown:
            self._pixmaps.pop(candidate.key, None)
        self.candidates[row] = candidate
        self.dataChanged.emit(self.index(row), self.index(row))

    def pin(self, key: tuple[JobId, int] | None) -> None:
        """Marks the candidate that others are compared with."""
        self.pinned = key
        if self.candidates:
            self.dataChanged.emit(self.index(0), self.index(len(self.candidates) - 1))

    def remove(self, key: tuple[JobId, int]) -> None:
        row = self.row_of(key)
        if row < 0:
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.candidates[row]
        self._pixmaps.pop(key, None)
        self.endRemoveRows()

    def row_of(self, key: tuple[JobId, int]) -> int:
        rows = (row for row, candidate in enumerate(self.candidates) if candidate.key == key)
        return next(rows, -1)

    def pixmap_of(self, candidate: Candidate) -> QPixmap | None:
        """The picture as Qt draws it; made in the GUI thread when it is first needed."""
        if candidate.shown is None:
            return None
        pixmap = self._pixmaps.get(candidate.key)
        if pixmap is None:
            pixels = np.ascontiguousarray(candidate.shown)
            height, width = pixels.shape[:2]
            image = QImage(pixels.data, width, height, width * 3, QImage.Format.Format_RGB888)
            while len(self._pixmaps) >= PIXMAPS:
                self._pixmaps.pop(next(iter(self._pixmaps)))
            pixmap = self._pixmaps[candidate.key] = QPixmap.fromImage(image)
        return pixmap

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.candidates)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.candidates):
            return None
        candidate = self.candidates[index.row()]
        if role == self.CANDIDATE:
            return candidate
        if role == Qt.ItemDataRole.AccessibleTextRole:
            prompt = last_prompt(candidate.request) or tr("no prompt")
            return tr(
                "Candidate {row}, {growth}, {prompt}",
                row=index.row() + 1, growth=tr(candidate.growth), prompt=prompt,
            )  # fmt: skip
        if role == Qt.ItemDataRole.ToolTipRole:
            prompt = last_prompt(candidate.request) or tr("(no prompt)")
            if len(prompt) > 200:
                prompt = prompt[:199] + "…"
            seed = told(f"\nSeed {candidate.seed}") if candidate.ready else ""
            return f"{prompt}{seed}"
        return None
