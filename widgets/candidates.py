"""The panel of candidates: the strip, and what can be done with the one that is chosen."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from core.generation.events import JobId
from widgets.candidate_model import Candidate, CandidateModel
from widgets.candidate_strip import CandidateStrip
from widgets.found_row import FoundRow
from widgets.icons import icon
from widgets.section import MARGIN, SPACING
from widgets.words import tr

HINT = (
    "Candidates appear here. Click one to see it in place, apply it as a layer, "
    "or keep painting: nothing on the canvas is replaced."
)


class CandidatesPanel(QWidget):
    """The strip and what can be done with the chosen candidate.

    `hovered` and `chosen` carry a Candidate or None; `apply`, `discard`, `vary`, `use_seed`,
    `use_prompt`, `use_recipe`, `save` and `pinned` the candidate they are about; `compare` is on
    for as long as the canvas shall be seen without.
    """

    hovered = Signal(object)
    chosen = Signal(object)
    apply = Signal(object)
    discard = Signal(object)
    use_seed = Signal(object)
    use_prompt = Signal(object)
    use_recipe = Signal(object)
    vary = Signal(object)
    save = Signal(object)
    pinned = Signal(object)
    compare = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.model = CandidateModel(self)
        self.strip = CandidateStrip(self.model)
        hint = QLabel(tr(HINT))
        hint.setObjectName("hint")
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setMinimumWidth(120)
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(hint)
        self._pages.addWidget(self.strip)
        self.apply_button = _button(
            tr("Apply as layer"), "apply", tr("Makes it a new layer (Enter)")
        )
        self.discard_button = _button(
            tr("Discard"), "discard", tr("Removes it from the strip (Delete)")
        )
        self.seed_button = _button(tr("Use seed"), "seed", tr("Fixes its seed for the next run"))
        self.compare_button = _button(
            tr("Hold to compare"), "compare", tr("Shows the canvas without it while it is held (C)")
        )
        buttons = QVBoxLayout()
        buttons.setSpacing(3)
        buttons.addStretch()
        for button in self._buttons:
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, 4, MARGIN, SPACING)
        layout.setSpacing(SPACING)
        self.found = FoundRow()
        shown = QVBoxLayout()
        shown.setSpacing(3)
        shown.addWidget(pages, 1)
        shown.addWidget(self.found)
        layout.addLayout(shown, 1)
        layout.addLayout(buttons)
        self._told: tuple[JobId, int] | None = None
        """The key of the candidate that `chosen` told last."""
        self._connect()
        self._refresh()

    def sizeHint(self) -> QSize:
        return QSize(560, 132)

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.apply_button, self.compare_button, self.seed_button, self.discard_button)

    def _connect(self) -> None:
        self.strip.hovered.connect(self.hovered)
        self.strip.compared.connect(self.compare)
        # A click moves the current row first and selects it afterwards, a call does it the other
        # way round: only after both is it known what was chosen.
        self.strip.selectionModel().currentChanged.connect(self._choice_changed)
        self.strip.selectionModel().selectionChanged.connect(self._choice_changed)
        self.strip.doubleClicked.connect(lambda _: self._emit(self.apply))
        self.strip.activated.connect(lambda _: self._emit(self.apply))
        self.strip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.strip.customContextMenuRequested.connect(self._menu)
        delete = QAction(self.strip)
        delete.setShortcut(Qt.Key.Key_Delete)
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(lambda: self._emit(self.discard))
        self.strip.addAction(delete)
        self.apply_button.clicked.connect(lambda: self._emit(self.apply))
        self.discard_button.clicked.connect(lambda: self._emit(self.discard))
        self.seed_button.clicked.connect(lambda: self._emit(self.use_seed))
        self.compare_button.pressed.connect(lambda: self.compare.emit(True))
        self.compare_button.released.connect(lambda: self.compare.emit(False))
        self.model.rowsInserted.connect(self._rows_inserted)
        self.model.rowsRemoved.connect(self._refresh)
        self.model.dataChanged.connect(self._refresh)

    def _menu(self, at: QPoint) -> None:
        index = self.strip.indexAt(at)
        candidate = index.data(CandidateModel.CANDIDATE)
        if candidate is None or not candidate.ready:
            return
        self.strip.setCurrentIndex(index)
        is_pinned = candidate.key == self.model.pinned
        compare = tr("Stop Comparing") if is_pinned else tr("Compare Others with It")
        menu = QMenu(self)
        for text, signal in (
            (tr("Apply as Layer"), self.apply),
            (tr("Make Variations"), self.vary),
            (tr("Use Its Seed"), self.use_seed),
            (tr("Use Its Prompt"), self.use_prompt),
            (tr("Use Its Recipe"), self.use_recipe),
            (compare, self.pinned),
            (tr("Save Picture…"), self.save),
            (tr("Discard"), self.discard),
        ):
            menu.addAction(text).triggered.connect(partial(signal.emit, candidate))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.strip.viewport().mapToGlobal(at))

    def _emit(self, signal: Any) -> None:
        if (candidate := self.current) is not None and candidate.ready:
            signal.emit(candidate)

    @property
    def current(self) -> Candidate | None:
        """The candidate that was clicked; None when none is."""
        index = self.strip.currentIndex()
        if not index.isValid() or not self.strip.selectionModel().isSelected(index):
            return None
        candidate: Candidate | None = index.data(CandidateModel.CANDIDATE)
        return candidate

    def choose(self, key: tuple[JobId, int] | None) -> None:
        """Chooses a candidate, or none."""
        row = -1 if key is None else self.model.row_of(key)
        if row < 0:
            self.strip.selectionModel().clear()
        else:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.strip.selectionModel().setCurrentIndex(self.model.index(row), flag)
        self._refresh()

    def choose_beside(self, key: tuple[JobId, int]) -> None:
        """Chooses the ready candidate that is nearest to another one."""
        row = self.model.row_of(key)
        ready = [
            (abs(other - row), other)
            for other, candidate in enumerate(self.model.candidates)
            if candidate.ready and other != row
        ]
        if ready:
            self.choose(self.model.candidates[min(ready)[1]].key)

    def step(self, by: int) -> None:
        """Chooses the next or previous candidate."""
        count = self.model.rowCount()
        if count:
            now = self.strip.currentIndex().row() if self.current is not None else -1
            row = (now + by) % count if now >= 0 else (0 if by > 0 else count - 1)
            self.choose(self.model.candidates[row].key)
            self.strip.scrollTo(self.model.index(row))

    def _choice_changed(self) -> None:
        current = self.current
        key = None if current is None else current.key
        if key != self._told:
            self._told = key
            self.chosen.emit(current)
        self._refresh()

    def _rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        """Brings a new batch into sight, its first picture at the left."""
        self._refresh()
        self.strip.doItemsLayout()
        bar = self.strip.horizontalScrollBar()
        bar.setValue(bar.value() + self.strip.visualRect(self.model.index(first)).x())

    def _refresh(self) -> None:
        self._pages.setCurrentIndex(1 if self.model.rowCount() else 0)
        current = self.current
        self.found.show_maps(() if current is None else current.found)
        ready = current is not None and current.ready
        larger = current is not None and current.request.upscale is not None
        self.apply_button.setText(tr("Apply upscale") if larger else tr("Apply as layer"))
        self.apply_button.setToolTip(
            tr("Makes the document larger, or the part of it a new layer (Enter)")
            if larger
            else tr("Makes it a new layer (Enter)")
        )
        for button in self._buttons:
            button.setEnabled(ready)


def _button(text: str, picture: str, help: str) -> QPushButton:
    button = QPushButton(icon(picture), text)
    button.setObjectName("strip")
    button.setToolTip(help)
    button.setAccessibleName(text)
    button.setIconSize(QSize(16, 16))
    return button
