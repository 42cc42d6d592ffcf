"""The page of the Models window on which models are fetched: by address, or from a list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.fetching.curated import KINDS, Good, fits, fits_streamed, quicker, recommended
from core.fetching.fetches import Fetch
from core.fetching.hardware import Hardware
from core.words.short import in_short
from widgets.doubt_line import DoubtLine
from widgets.models.fetch_row import FetchRow
from widgets.models.good_card import GoodCard, Standing, to_fetch
from widgets.models.low_area import LowArea
from widgets.section import SPACING
from widgets.words import told, tr

HIGHEST = 236
"""Pixels of the rows of fetches; more of them are scrolled, so that the list stays in sight."""


class FetchPage(QWidget):
    """`asked` carries what was typed, `good_wanted` and `good_used` a Good; the rest is of the
    fetches' rows."""

    asked = Signal(str)
    good_wanted = Signal(object)
    hub_wanted = Signal()
    paused = Signal(int)
    went_on = Signal(int)
    given_up = Signal(int)
    shown = Signal(int)
    picked = Signal(int, str)
    token_given = Signal(int, str)
    used = Signal(int)
    page_wanted = Signal(int)
    good_used = Signal(object)

    def __init__(self, goods: Sequence[Good]) -> None:
        super().__init__()
        self.address = QLineEdit()
        self.address.setPlaceholderText(
            tr("Search this list, or paste a model's address or name: owner/model")
        )
        self.address.setAccessibleName(tr("Address or name of a model"))
        self.address.setClearButtonEnabled(True)
        self.button = QPushButton(tr("Fetch"))
        self.button.setEnabled(False)
        self.refused = DoubtLine()
        self.hardware = QLabel(tr("Looking at your hardware…"))
        self.hardware.setObjectName("hint")
        self.hub = QPushButton()
        self.hub.setToolTip(tr("Mirror, token, offline"))
        self.hub.clicked.connect(self.hub_wanted)
        self.rows: dict[int, FetchRow] = {}
        self.cards = [GoodCard(good) for good in goods]
        self._headings: list[tuple[QLabel, list[GoodCard]]] = []
        running = QWidget()
        running.setObjectName("column")
        self._running = QVBoxLayout(running)
        self._running.setContentsMargins(12, 0, 12, 0)
        self._running.setSpacing(SPACING)
        self._rows = LowArea(running, HIGHEST)
        self._rows.hide()
        self.none = QLabel()
        self.none.setObjectName("hint")
        self.none.setWordWrap(True)
        self.none.setContentsMargins(0, 12, 0, 0)
        self.none.hide()
        self._host = ""
        self._lay_out()
        self.address.textChanged.connect(self._typed)
        self.address.returnPressed.connect(self._ask)
        self.button.clicked.connect(self._ask)
        for card in self.cards:
            card.wanted.connect(self.good_wanted)
            card.used.connect(self.good_used)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(SPACING)
        first.addWidget(self.address, 1)
        first.addWidget(self.button)
        inside = QWidget()
        inside.setObjectName("column")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 0, 12, 12)
        column.setSpacing(SPACING)
        column.addWidget(self.none)
        for kind, title in KINDS.items():
            cards = [card for card in self.cards if card.good.kind == kind]
            if not cards:
                continue
            heading = QLabel(tr(title))
            heading.setObjectName("heading")
            heading.setContentsMargins(0, 8, 0, 0)
            self._headings.append((heading, cards))
            column.addWidget(heading)
            for card in cards:
                column.addWidget(card)
        column.addStretch()
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 0)
        top.setSpacing(SPACING)
        top.addLayout(first)
        top.addWidget(self.refused)
        second = QHBoxLayout()
        second.setSpacing(SPACING)
        second.addWidget(self.hardware, 1)
        second.addWidget(self.hub)
        top.addLayout(second)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addLayout(top)
        layout.addWidget(self._rows)
        layout.addWidget(area, 1)

    def _ask(self) -> None:
        if text := self.address.text().strip():
            self.asked.emit(text)

    def _typed(self, text: str) -> None:
        self.refused.show_text("")
        self.button.setEnabled("/" in text)
        words = [] if "/" in text else text.lower().split()
        for heading, cards in self._headings:
            for card in cards:
                good = card.good
                told = f"{good.title} {good.about} {good.family} {' '.join(good.techniques)}"
                card.setVisible(all(word in told.lower() for word in words))
            heading.setVisible(any(not card.isHidden() for card in cards))
        none = all(card.isHidden() for card in self.cards)
        self.none.setVisible(none)
        if none:
            self.none.setText(
                tr("Nothing in this list is called “{words}”. Look for it on {host}, and paste "
                   "the address of its page here.", words=in_short(text.strip(), 60),
                   host=self._host)
            )  # fmt: skip

    def show_hub(self, host: str, *, offline: bool) -> None:
        """Which hub is asked."""
        self._host = host
        self.hub.setText(tr("Offline") if offline else host)
        self.hub.setAccessibleName(tr("Hub: {host}", host=self.hub.text()))

    def refuse(self, text: str) -> None:
        """Why what was typed cannot be fetched."""
        self.refused.show_text(text)

    def accept(self) -> None:
        """What was typed is being fetched."""
        self.address.clear()

    def show_hardware(self, hardware: Hardware) -> None:
        """What this machine has, and which models suit it."""
        self.hardware.setText(tr("Your hardware: {hardware}", hardware=told(hardware.in_words)))
        goods = [card.good for card in self.cards]
        best = recommended(hardware, goods)
        beside = quicker(hardware, best, goods)
        for card in self.cards:
            slow = not hardware.is_fast
            card.show_fit(
                fits(card.good, hardware),
                streamed=fits_streamed(card.good, hardware),
                recommended=card.good == best,
                quicker=card.good == beside,
                slow=slow,
            )

    def show_fetches(self, fetches: Sequence[Fetch]) -> None:
        """All fetches as they are now."""
        there = {one.id for one in fetches}
        for id in [id for id in self.rows if id not in there]:
            row = self.rows.pop(id)
            self._running.removeWidget(row)
            row.deleteLater()
        self._rows.setVisible(bool(fetches))
        for one in fetches:
            if one.id in self.rows:
                self.rows[one.id].show_fetch(one)
                continue
            row = self.rows[one.id] = FetchRow(one)
            for signal, own in (
                (row.paused, self.paused), (row.went_on, self.went_on),
                (row.given_up, self.given_up), (row.shown, self.shown),
                (row.picked, self.picked), (row.token_given, self.token_given),
                (row.used, self.used), (row.page_wanted, self.page_wanted),
            ):  # fmt: skip
                signal.connect(own)
            self._running.addWidget(row)
            self._rows.show_last()

    def show_standings(self, standings: Mapping[str, Standing]) -> None:
        """Id of a good model → its standing; all others are to be fetched."""
        for card in self.cards:
            card.show_standing(standings.get(card.good.id) or to_fetch())

    def show_usable(self, ids: Collection[int]) -> None:
        """Which fetches brought something that can be used at a click."""
        for id, row in self.rows.items():
            row.show_use(id in ids)
