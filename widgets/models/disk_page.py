"""The page of the Models window with what is on the disk."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.models.catalogue import FAMILIES, KINDS, Entry
from widgets.choice_box import ChoiceBox
from widgets.models.details import Details
from widgets.models.entries import EntriesModel
from widgets.models.rows import EntryList
from widgets.section import SPACING
from widgets.words import tr

EMPTY = "Nothing is like that."
_TYPING = 120


class DiskPage(QWidget):
    """`chosen` carries the Entry that is looked at; `folder_wanted`: one more to look in."""

    chosen = Signal(object)
    folder_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model = EntriesModel(self)
        self.list = EntryList(self.model)
        self.details = Details()
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Search models"))
        self.words.setAccessibleName(tr("Search models"))
        self.words.setClearButtonEnabled(True)
        self.kind, self.family = ChoiceBox(), ChoiceBox()
        self.kind.setAccessibleName(tr("Kind"))
        self.family.setAccessibleName(tr("Family"))
        self._folder = QPushButton(tr("Add Folder…"))
        self._folder.setToolTip(tr("Looks for your own models in one more folder"))
        self._count = QLabel()
        self._count.setObjectName("hint")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._filter)
        self._hint = QLabel(tr(EMPTY))
        self._hint.setObjectName("hint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lists, self._right = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self.words.textChanged.connect(lambda _: self._soon.start(_TYPING))
        self.kind.activated.connect(lambda _: self._filter())
        self.family.activated.connect(lambda _: self._filter())
        self._folder.clicked.connect(self.folder_wanted)
        self.list.selectionModel().currentChanged.connect(lambda now, _: self._choose(now.row()))
        self.show_entries(())

    def _lay_out(self) -> None:
        boxes = QHBoxLayout()
        boxes.setSpacing(SPACING)
        boxes.addWidget(self.kind, 1)
        boxes.addWidget(self.family, 1)
        below = QHBoxLayout()
        below.addWidget(self._count, 1)
        below.addWidget(self._folder)
        self._lists.addWidget(self.list)
        self._lists.addWidget(self._hint)
        self._right.addWidget(QWidget())
        self._right.addWidget(self.details)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(SPACING)
        column.addWidget(self.words)
        column.addLayout(boxes)
        column.addWidget(self._lists, 1)
        column.addLayout(below)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(left)
        split.addWidget(self._right)
        split.setStretchFactor(0, 4)
        split.setStretchFactor(1, 5)
        split.setSizes([420, 500])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """What there is; what is looked at stays in sight if it is still there."""
        looked_at = self.details.entry
        _offer(self.kind, tr("All kinds"), {one.kind for one in entries}, KINDS)
        _offer(self.family, tr("All families"), {one.family for one in entries}, FAMILIES)
        self.model.show_entries(entries)
        self._filter()
        if looked_at is not None:
            self.choose(str(looked_at.path))
        if not self.list.currentIndex().isValid() and self.model.entries:
            self.list.setCurrentIndex(self.model.index(0))

    def choose(self, path: str) -> None:
        """Looks at the model of that path, if it is shown."""
        if (row := self.model.row_of(path)) >= 0:
            self.list.setCurrentIndex(self.model.index(row))
            self.list.scrollTo(self.model.index(row))
            self._choose(row)

    def show_details(self) -> None:
        self._right.setCurrentIndex(1)

    def _filter(self) -> None:
        self.model.filter(self.words.text(), self.kind.currentData(), self.family.currentData())
        shown, there = len(self.model.entries), len(self.model.all)
        self._lists.setCurrentIndex(0 if shown or not there else 1)
        self._count.setText(
            tr("{number} of {count}", number=shown, count=there)
            if shown != there
            else tr("{count} found", count=there)
        )
        if self.model.entries:
            self.list.setCurrentIndex(self.model.index(0))
        else:
            self._right.setCurrentIndex(0)

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self.model.entries):
            self.chosen.emit(self.model.entries[row])


def _offer(box: ChoiceBox, everything: str, there: set[str], names: dict[str, str]) -> None:
    """Offers those of `names` that there are, and keeps what is chosen."""
    chosen = box.currentData()
    box.clear()
    box.addItem(tr(everything), "")
    for key, name in names.items():
        if key in there:
            box.addItem(tr(name), key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
