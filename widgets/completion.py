"""The list of words that complete what is being typed, under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from core.words.vocabulary import Entry, Source
from widgets.words import told, tr

_ROWS = 8
_NAMES = {Source.LEARNED: "learned", Source.MODEL: "", Source.TAG: "tag"}


class CompletionPopup(QListWidget):
    """Lies over the window and never takes the keyboard from the field: `accepted(row)`."""

    accepted = Signal(int)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._over = window
        self.setObjectName("completion")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Words that complete what is typed"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(lambda item: self.accepted.emit(self.row(item)))
        self.hide()

    def show_entries(self, entries: Sequence[Entry], cursor: QRect) -> None:
        """Shows the entries below `cursor`, a rectangle of the window, or above it."""
        self.clear()
        for entry in entries:
            item = QListWidgetItem(entry.text)
            note = _NAMES[entry.source]
            if entry.uses:
                note = told(f"{note}, used {entry.uses:,} times")
            if entry.file:
                note = told(f"learned, from {Path(entry.file).name}")
            item.setToolTip(f"{note}\n{entry.note}".strip())
            self.addItem(item)
        self.setCurrentRow(0)
        frame = 2 * self.frameWidth() + 6
        width = min(320, max(140, self.sizeHintForColumn(0) + frame + 18))
        height = self.sizeHintForRow(0) * min(_ROWS, len(entries)) + frame
        window = self._over
        below = cursor.bottom() + 3
        y = below if below + height <= window.height() else max(0, cursor.top() - 3 - height)
        x = max(0, min(cursor.left() - 8, window.width() - width))
        self.setGeometry(x, y, width, height)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Moves the choice, around the ends."""
        self.setCurrentRow((self.currentRow() + by) % max(1, self.count()))
