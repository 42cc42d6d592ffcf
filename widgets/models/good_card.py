"""A model of the list of good ones: what it is for, what it takes, and a button to fetch it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from core.fetching.curated import Good
from core.models.catalogue import FAMILIES
from widgets.section import SPACING
from widgets.words import told, tr

_QUICK = ("sd1", "sd2", "t5", "any")
"""Families whose pictures a processor paints in minutes."""


@dataclass(frozen=True)
class Standing:
    """What the button of a card says; what it does `at_click`: fetch, go on, or, when it is
    `usable`, use what is here."""

    text: str
    at_click: bool = False
    usable: bool = False


def to_fetch() -> Standing:
    """Of what is not here."""
    return Standing(tr("Fetch"), at_click=True)


class GoodCard(QFrame):
    """`wanted` carries the Good, and so does `used`, once it is here."""

    wanted = Signal(object)
    used = Signal(object)

    def __init__(self, good: Good) -> None:
        super().__init__()
        self.setObjectName("card")
        self.good = good
        title = QLabel(good.title)
        title.setObjectName("heading")
        self.badge = QLabel()
        self.badge.setObjectName("badge")
        about = QLabel(told(good.about))
        about.setWordWrap(True)
        size = f"{good.size:.1f} GB" if good.size >= 1 else f"{good.size * 1000:.0f} MB"
        sold = "" if good.commercial else tr(" · what is painted may not be sold")
        family = FAMILIES.get(good.family, good.family)
        facts = QLabel(
            tr(
                "{family} · {size} · {memory} GB of memory · {licence}{sold}",
                family=tr(family),
                size=size,
                memory=f"{good.memory:g}",
                licence=tr(good.licence),
                sold=sold,
            )
        )
        facts.setObjectName("hint")
        facts.setWordWrap(True)
        self.button = QPushButton()
        self.button.setToolTip(tr("From {repo}", repo=good.wanted.repo))
        self._usable = False
        self.button.clicked.connect(
            lambda: (self.used if self._usable else self.wanted).emit(self.good)
        )
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(title)
        top.addWidget(self.badge)
        top.addStretch()
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addLayout(top)
        words.addWidget(about)
        words.addWidget(facts)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.setSpacing(SPACING * 2)
        layout.addLayout(words, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_fit(None, recommended=False)
        self.show_standing(to_fetch())

    def show_fit(
        self,
        fits: bool | None,
        *,
        recommended: bool,
        streamed: bool = False,
        slow: bool = False,
        quicker: bool = False,
    ) -> None:
        """Whether it suits this machine, or if not, its graphics card part by part (`streamed`);
        `slow`: nothing but the processor computes; `quicker`: the recommended model needs fewer
        steps with it."""
        text = "" if fits is None else tr("Fits your hardware")
        if fits is False:
            text = tr("Too large for your memory")
            if streamed:
                text = tr("Runs part by part, more slowly")
        if fits and slow and self.good.family not in _QUICK:
            text = tr("Slow without a graphics card")
        if recommended:
            text = tr("Recommended for your hardware")
        if quicker:
            text = tr("Recommended too: quicker on your hardware")
        kind = "good" if recommended or quicker else "plain"
        self.badge.setText(text)
        self.badge.setVisible(bool(text))
        if self.badge.property("kind") != kind:
            self.badge.setProperty("kind", kind)
            self.badge.style().unpolish(self.badge)
            self.badge.style().polish(self.badge)

    def show_standing(self, standing: Standing) -> None:
        """What its button says and does."""
        self._usable = standing.usable
        self.button.setText(standing.text)
        self.button.setEnabled(standing.at_click)
        self.button.setAccessibleName(f"{standing.text}: {self.good.title}")
