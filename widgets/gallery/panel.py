"""The gallery's panel: what is looked for above, pictures, what can be done with them below."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.gallery.entry import Entry, Search
from widgets.buttons import icon_button
from widgets.choice_box import ChoiceBox
from widgets.gallery.grid import GalleryGrid
from widgets.gallery.model import GalleryModel
from widgets.section import MARGIN, SPACING
from widgets.words import told, tr

EMPTY = "Every picture that is made is kept here, with its recipe."
NOTHING = "No picture is like that."
NOTHING_HERE = "Nothing was made for this document yet."
_DAY = 24 * 3600
_TIMES = (
    ("Any time", 0),
    ("Last 24 hours", _DAY),
    ("Last 7 days", 7 * _DAY),
    ("Last 30 days", 30 * _DAY),
    ("Last year", 365 * _DAY),
)
_TYPING = 150
"""Milliseconds from the last key until it is looked for."""


class GalleryPanel(QWidget):
    """`searched` carries a Search; `layer_wanted` to `again_with_model` the Entry they are about,
    `starred` entries and whether they become favourites, `removed` and `brought_back` numbers."""

    searched = Signal(object)
    layer_wanted = Signal(object)
    document_wanted = Signal(object)
    upscale_wanted = Signal(object)
    recipe_wanted = Signal(object)
    prompt_wanted = Signal(object)
    seed_wanted = Signal(object)
    again_with_seed = Signal(object)
    again_with_prompt = Signal(object)
    again_with_model = Signal(object)
    starred = Signal(list, bool)
    removed = Signal(list)
    brought_back = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.model = GalleryModel(self)
        self.grid = GalleryGrid(self.model)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Search prompts"))
        self.words.setAccessibleName(tr("Search the gallery"))
        self.words.setClearButtonEnabled(True)
        self.only_favourites = icon_button("star", tr("Shows favourites only"))
        self.only_favourites.setCheckable(True)
        self.only_document = icon_button(
            "document", tr("Shows what was made for this document only")
        )
        self.only_document.setCheckable(True)
        self._document = ""
        self.times, self.models, self.techniques = (
            _box(tr("When")), _box(tr("Model")), _box(tr("Technique")),
        )  # fmt: skip
        for text, seconds in _TIMES:
            self.times.addItem(tr(text), seconds)
        self._hint = QLabel(tr(EMPTY))
        self._hint.setObjectName("hint")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.layer_button = QPushButton(tr("As Layer"))
        self.layer_button.setToolTip(
            tr("Puts the picture where it was made, as a new layer (Enter)")
        )
        self.recipe_button = QPushButton(tr("Use Recipe"))
        self.recipe_button.setToolTip(tr("Sets prompt, seed and settings as they were for it"))
        self.star_button = icon_button("star", tr("Makes it a favourite, or no longer"))
        self.remove_button = icon_button("delete", tr("Removes it from the gallery (Delete)"))
        self._gone = QWidget()
        self._gone_text = QLabel()
        self.undo_button = QPushButton(tr("Undo"))
        self._gone_ids: list[int] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.search)
        self._lay_out()
        self._connect()
        self._refresh()

    def _lay_out(self) -> None:
        first, second, below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row, widgets in (
            (first, (self.words, self.only_document, self.only_favourites)),
            (second, (self.times, self.models)),
            (below, (self.layer_button, self.recipe_button, self.star_button, self.remove_button)),
        ):
            row.setSpacing(SPACING)
            for widget in widgets:
                row.addWidget(widget, 0 if isinstance(widget, QToolButton) else 1)
        gone = QHBoxLayout(self._gone)
        gone.setContentsMargins(0, 0, 0, 0)
        gone.addWidget(self._gone_text, 1)
        gone.addWidget(self.undo_button)
        self._gone.hide()
        self.models.hide()
        self.techniques.hide()
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self._hint)
        self._pages.addWidget(self.grid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, SPACING, MARGIN, SPACING)
        layout.setSpacing(SPACING)
        layout.addLayout(first)
        layout.addLayout(second)
        layout.addWidget(self.techniques)
        layout.addWidget(pages, 1)
        layout.addWidget(self._gone)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.words.textChanged.connect(lambda _: self._soon.start(_TYPING))
        self.only_favourites.toggled.connect(lambda _: self.search())
        self.only_document.toggled.connect(lambda _: self.search())
        for box in (self.times, self.models, self.techniques):
            box.activated.connect(lambda _: self.search())
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._refresh())
        self.grid.activated.connect(lambda _: self._emit(self.layer_wanted))
        self.grid.customContextMenuRequested.connect(self._menu)
        self.layer_button.clicked.connect(lambda: self._emit(self.layer_wanted))
        self.recipe_button.clicked.connect(lambda: self._emit(self.recipe_wanted))
        self.star_button.clicked.connect(self._star)
        self.remove_button.clicked.connect(self._remove)
        self.undo_button.clicked.connect(self._bring_back)
        delete = QAction(self.grid)
        delete.setShortcut(Qt.Key.Key_Delete)
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(self._remove)
        self.grid.addAction(delete)

    def minimumSizeHint(self) -> QSize:
        return QSize(210, 160)

    def showEvent(self, event: QShowEvent) -> None:
        # Another window may have put something in.
        self.search()
        super().showEvent(event)

    # Looking for ----------------------------------------------------------------------------

    @property
    def wanted(self) -> Search:
        """What is looked for."""
        seconds = self.times.currentData()
        return Search(
            self.words.text(),
            self.models.currentData() or "",
            self.techniques.currentData() or "",
            time.time() - seconds if seconds else 0.0,
            self.only_favourites.isChecked(),
            self._document if self.only_document.isChecked() else "",
        )

    def show_document(self, id: str) -> None:
        """Which document is meant by “this document”."""
        if id != self._document:
            self._document = id
            if self.only_document.isChecked():
                self.search()

    def search(self) -> None:
        """Asks once more for what is looked for."""
        self._soon.stop()
        self.searched.emit(self.wanted)

    def show_found(
        self, entries: Sequence[Entry], models: Sequence[str], techniques: Sequence[tuple[str, str]]
    ) -> None:
        """What was found; the models that there are, and techniques as ids and titles."""
        chosen = {entry.id for entry in self.chosen}
        bar = self.grid.verticalScrollBar()
        before = bar.value()
        self.model.show_entries(entries)
        self._offer(self.models, tr("Any model"), [(name, name) for name in models], least=2)
        self._offer(self.techniques, tr("Any technique"), techniques, least=1)
        selection = self.grid.selectionModel()
        for id in chosen:
            if (row := self.model.row_of(id)) >= 0:
                selection.select(self.model.index(row), selection.SelectionFlag.Select)
        self._pages.setCurrentIndex(1 if entries else 0)
        hint = EMPTY if self.wanted == Search() else NOTHING
        if self.wanted == Search(document=self._document):
            hint = NOTHING_HERE if self.only_document.isChecked() else hint
        self._hint.setText(tr(hint))
        bar.setValue(before)
        self._refresh()

    def _offer(
        self, box: QComboBox, any: str, choices: Sequence[tuple[str, str]], least: int
    ) -> None:
        chosen = box.currentData() or ""
        box.clear()
        box.addItem(any, "")
        for value, text in choices:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.setVisible(len(choices) >= least)

    # Doing ----------------------------------------------------------------------------------

    @property
    def chosen(self) -> list[Entry]:
        """The selected entries, in their order."""
        rows = sorted(index.row() for index in self.grid.selectionModel().selectedIndexes())
        return [self.model.entries[row] for row in rows]

    def _emit(self, signal: Any) -> None:
        if len(chosen := self.chosen) == 1:
            signal.emit(chosen[0])

    def _star(self) -> None:
        if chosen := self.chosen:
            self.starred.emit([e.id for e in chosen], not all(e.favourite for e in chosen))

    def _remove(self) -> None:
        if not (ids := [entry.id for entry in self.chosen]):
            return
        self._gone_ids = ids
        count = tr("1 picture") if len(ids) == 1 else told(f"{len(ids)} pictures")
        self._gone_text.setText(tr("{count} removed", count=count))
        self._gone.show()
        self.removed.emit(ids)

    def _bring_back(self) -> None:
        self._gone.hide()
        self.brought_back.emit(self._gone_ids)

    def _menu(self, at: QPoint) -> None:
        if self.grid.indexAt(at).isValid():
            menu = self.menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.grid.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """What can be done with the selected entries."""
        menu = QMenu(self)
        single = len(self.chosen) == 1
        for text, signal in (
            (tr("Open as Layer"), self.layer_wanted),
            (tr("Open as New Document"), self.document_wanted),
            (tr("Upscale…"), self.upscale_wanted),
            (tr("Use Its Recipe"), self.recipe_wanted),
            (tr("Use Its Prompt"), self.prompt_wanted),
            (tr("Use Its Seed"), self.seed_wanted),
        ):
            action = menu.addAction(text)
            action.setEnabled(single)
            action.triggered.connect(partial(self._emit, signal))
        again = menu.addMenu(tr("Same Again with"))
        again.setEnabled(single)
        for text, signal in (
            (tr("Another Seed"), self.again_with_seed),
            (tr("The Prompt in the Panel"), self.again_with_prompt),
            (tr("The Model in the Panel"), self.again_with_model),
        ):
            again.addAction(text).triggered.connect(partial(self._emit, signal))
        menu.addSeparator()
        starred = all(entry.favourite for entry in self.chosen)
        menu.addAction(
            tr("No Longer a Favourite") if starred else tr("Favourite")
        ).triggered.connect(self._star)
        menu.addAction(tr("Remove")).triggered.connect(self._remove)
        return menu

    def _refresh(self) -> None:
        chosen = self.chosen
        for button in (self.layer_button, self.recipe_button):
            button.setEnabled(len(chosen) == 1)
        for tool in (self.star_button, self.remove_button):
            tool.setEnabled(bool(chosen))


def _box(name: str) -> QComboBox:
    box = ChoiceBox()
    box.setAccessibleName(name)
    box.setMinimumContentsLength(6)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box
