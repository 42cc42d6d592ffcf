"""The seed: random for every picture, or a number that gives the same picture again."""

from __future__ import annotations

import random

from PySide6.QtCore import QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from widgets.icons import icon
from widgets.words import tr

HIGHEST_SEED = 2**32 - 1


class SeedField(QWidget):
    """A number field beside a die; while the die is pressed in, each run draws a new seed."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        label = QLabel(tr("Seed"))
        label.setFixedWidth(64)
        self._field = QLineEdit()
        self._field.setValidator(
            QRegularExpressionValidator(QRegularExpression(r"\d{0,10}"), self._field)
        )
        self._field.setAccessibleName(tr("Seed"))
        self._field.setToolTip(tr("The same seed with the same settings gives the same picture"))
        label.setBuddy(self._field)
        self.die = QToolButton()
        self.die.setIcon(icon("dice"))
        self.die.setIconSize(QSize(18, 18))
        self.die.setCheckable(True)
        self.die.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.die.setAccessibleName(tr("New random seed for each run"))
        self.die.setToolTip(tr("A new random seed for each run"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(label)
        layout.addWidget(self._field, 1)
        layout.addWidget(self.die)
        self._field.editingFinished.connect(self._typed)
        self.die.clicked.connect(self._thrown)
        self._last = 0
        self.show_seed(None)

    def show_seed(self, seed: int | None) -> None:
        """None: random."""
        self.die.setChecked(seed is None)
        self._field.setPlaceholderText(tr("random"))
        text = "" if seed is None else str(seed)
        if self._field.text() != text:
            self._field.setText(text)
        if seed is not None:
            self._last = seed

    def show_last(self, seed: int) -> None:
        """Remembers what the last run drew: it is fixed when the die is released."""
        self._last = seed

    def _typed(self) -> None:
        text = self._field.text()
        seed = min(int(text), HIGHEST_SEED) if text else None
        self.show_seed(seed)
        self.picked.emit(seed)

    def _thrown(self, on: bool) -> None:
        seed = None if on else (self._last or random.randrange(2**31))
        self.show_seed(seed)
        self.picked.emit(seed)
