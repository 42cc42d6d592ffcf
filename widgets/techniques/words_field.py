"""Words of the prompt: chips to click, and a field to type what no chip says."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from core.document.drafts import Value
from core.parameters import Words
from core.words.spoken import SMALL, contains, spoken
from widgets.techniques.field import Field, heading_of
from widgets.techniques.surroundings import Surroundings
from widgets.word_chips import Chip, WordChips
from widgets.words import told, tr

_SHOWN = 60
"""Words of a prompt that become chips."""


class WordsField(Field):
    """The value is a list of words as the prompt has them."""

    def __init__(self, parameter: Words, surroundings: Surroundings) -> None:
        super().__init__(parameter)
        self._surroundings = surroundings
        self._value: list[str] = []
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(tr("Click words below, or type them"))
        self.name(self.edit)
        self.chips = WordChips(
            told(f"Words of the prompt for {tr(parameter.shown_title)}"),
            help=tr("Click a word to choose it, or to let it go"),
        )
        label = heading_of(self.edit, tr(parameter.shown_title))
        for widget in (label, self.edit, self.chips):
            self._layout.addWidget(widget)
        self.edit.editingFinished.connect(self._typed)
        self.chips.clicked.connect(self._clicked)
        surroundings.prompt_changed.connect(self._show_chips)
        self.setFocusProxy(self.edit)
        self._show_chips()

    def show_value(self, value: Value) -> None:
        self._value = [str(word) for word in value or ()]
        text = ", ".join(self._value)
        if not self.edit.hasFocus() or _listed(self.edit.text()) != self._value:
            self.edit.setText(text)
        self._show_chips()

    def _show_chips(self) -> None:
        self.chips.show_chips([Chip(word, on=self._has(word)) for word in self._words()])

    def _words(self) -> list[str]:
        """Each word of the prompt once."""
        found: dict[str, str] = {}
        for word in spoken(self._surroundings.prompt):
            key = word.text.casefold()
            if key not in SMALL and not key.isdigit():
                found.setdefault(key, word.text)
            if len(found) == _SHOWN:
                break
        return list(found.values())

    def _has(self, word: str) -> bool:
        return any(contains(chosen, word) for chosen in self._value)

    def _clicked(self, index: int) -> None:
        word = self.chips.chips[index].text
        if self._has(word):
            value = [chosen for chosen in self._value if not contains(chosen, word)]
        else:
            order = {text.casefold(): i for i, text in enumerate(self._words())}
            value = [*self._value, word]
            value.sort(key=lambda chosen: order.get(chosen.casefold(), len(order)))
        self.picked.emit(value)

    def _typed(self) -> None:
        value = _listed(self.edit.text())
        if value != self._value:
            self.picked.emit(value)


def _listed(text: str) -> list[str]:
    parts = (" ".join(part.split()) for part in text.split(","))
    return [part for part in parts if part]
