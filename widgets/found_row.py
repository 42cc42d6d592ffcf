"""What techniques found while a candidate was made: looked at on the canvas, or used as a mask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from core.geometry import Rect
from widgets.icons import icon
from widgets.section import SPACING
from widgets.word_chips import Chip, WordChips
from widgets.words import tr

if TYPE_CHECKING:
    from core.arrays import Bytes


@dataclass(frozen=True, eq=False)
class FoundMap:
    """DiffEdit's mask, or where a word is attended to: white where it counts.

    `pixels` (h, w) are stretched over `rect` of the canvas.
    """

    name: str
    pixels: Bytes
    rect: Rect


class FoundRow(QWidget):
    """A chip for each map; hidden when there is none. `shown` carries the map that is to be seen,
    or None; `mask_wanted` the one that is to become a mask."""

    shown = Signal(object)
    mask_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._maps: tuple[FoundMap, ...] = ()
        self._at = -1
        label = QLabel(tr("Found"))
        label.setObjectName("hint")
        self.chips = WordChips(
            tr("What was found"),
            help=tr("A click shows where on the canvas it is; another one hides it"),
            most_rows=1,
        )
        self.mask_button = QPushButton(icon("mask"), tr("Use as mask"))
        self.mask_button.setIconSize(QSize(16, 16))
        self.mask_button.setToolTip(tr("Adds a mask layer of it, to be painted on or repainted"))
        self.mask_button.setAccessibleName(tr("Use what is shown as a mask"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(label)
        layout.addWidget(self.chips, 1)
        layout.addWidget(self.mask_button)
        self.chips.clicked.connect(self._clicked)
        self.mask_button.clicked.connect(self._use)
        self.hide()

    def show_maps(self, maps: Sequence[FoundMap]) -> None:
        """The maps of the candidate that is chosen; none of them is seen at first."""
        if tuple(maps) == self._maps:
            return
        self._maps, self._at = tuple(maps), -1
        self._refresh()
        self.setVisible(bool(maps))

    @property
    def current(self) -> FoundMap | None:
        """The map that is to be seen."""
        return self._maps[self._at] if 0 <= self._at < len(self._maps) else None

    def _clicked(self, index: int) -> None:
        self._at = -1 if index == self._at else index
        self._refresh()
        self.shown.emit(self.current)

    def _use(self) -> None:
        if (found := self.current) is not None:
            self.mask_wanted.emit(found)

    def _refresh(self) -> None:
        self.chips.show_chips(
            [Chip(found.name, on=i == self._at) for i, found in enumerate(self._maps)]
        )
        self.mask_button.setEnabled(self.current is not None)
