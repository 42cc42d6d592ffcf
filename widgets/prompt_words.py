"""The words of a prompt as chips under its field, each with what it weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from widgets.prompt_field import STEP, PromptField
from widgets.word_chips import Chip, WordChips
from widgets.words import tr

if TYPE_CHECKING:
    from core.words.grammar import Weighted

_PAUSE = 150
"""Milliseconds after the last key until the chips follow."""
_SHOWN = 60
_READ = 4_000
"""Characters of a prompt that become chips: more would not be seen."""


class PromptWords(WordChips):
    """A click selects the word in the field; Ctrl+Up and Ctrl+Down change what it weighs."""

    def __init__(self, field: PromptField) -> None:
        super().__init__(
            tr("Words of the prompt"),
            help=tr(
                "What the prompt's words weigh. A click selects a word; Ctrl+Up and Ctrl+Down "
                "make it count more or less"
            ),
            most_rows=2,
        )
        self._field = field
        self._words: list[Weighted] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.follow)
        field.document().contentsChanged.connect(self._timer.start)
        self.clicked.connect(self._clicked)
        self.nudged.connect(self._nudged)
        self.hide()

    def follow(self) -> None:
        """Shows the words that are in the field now."""
        from core.words.spoken import SMALL, spoken

        self._timer.stop()
        words = spoken(self._field.toPlainText()[:_READ])
        self._words = [
            word for word in words if word.text.casefold() not in SMALL or word.weight != 1
        ][:_SHOWN]
        self.show_chips([Chip(word.text, _told(word.weight)) for word in self._words])

    def _clicked(self, index: int) -> None:
        self.follow()
        if index < len(self._words):
            self._field.select(self._words[index].start, self._words[index].end)

    def _nudged(self, index: int, by: int) -> None:
        self.follow()
        if index < len(self._words):
            word = self._words[index]
            self._field.nudge(by * STEP, (word.start, word.end))
            self.follow()


def _told(weight: float) -> str:
    return "" if round(weight, 2) == 1 else f"{weight:.2f}".rstrip("0").rstrip(".")
