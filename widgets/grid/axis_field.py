"""One of the two things that differ in a grid: which, and over which values."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from core.errors import UserError
from core.generation.grid import Axis, Variable, axis_of, suggestion
from core.parameters import Choice
from widgets.choice_box import ChoiceBox
from widgets.icons import icon
from widgets.section import SPACING, row
from widgets.words import tr

_HELP = "Values with commas in between, or a range: “5 - 25 by 5”, “1 - 9 in 4”"
_WORDS = "The word in the prompt first, then those that take its place: “cat, dog, frog”"
_SEEDS = "Seeds with commas in between, a range, or some at random: “7, 3 random”"
_CHOICES = "Names with commas in between; the button adds one"


class AxisField(QWidget):
    """`edited` tells that `axis` may be another one."""

    edited = Signal()

    def __init__(
        self, name: str, variables: Sequence[Variable], chosen: int | None, *, optional: bool
    ) -> None:
        super().__init__()
        self._variables: list[Variable | None] = [*([None] if optional else []), *variables]
        self.what: QComboBox = ChoiceBox()
        self.what.setAccessibleName(tr("What differs: {where}", where=name))
        for variable in self._variables:
            self.what.addItem(tr("Nothing") if variable is None else _title(variable))
        self.values = QLineEdit()
        self.values.setAccessibleName(tr("Values: {where}", where=name))
        self._add = QToolButton()
        self._add.setIcon(icon("add"))
        self._add.setIconSize(QSize(16, 16))
        self._add.setAccessibleName(tr("Add a value"))
        self._add.setToolTip(tr("Adds a value"))
        self._add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._help = QLabel()
        self._help.setObjectName("hint")
        self._help.setWordWrap(True)
        label = QLabel(name)
        label.setFixedWidth(64)
        label.setBuddy(self.what)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(label, 0, 0)
        layout.addWidget(self.what, 0, 1)
        layout.addLayout(row(self.values, self._add), 1, 1)
        layout.addWidget(self._help, 2, 1)
        layout.setColumnStretch(1, 1)
        self.what.setCurrentIndex(0 if chosen is None else chosen + int(optional))
        self.what.currentIndexChanged.connect(lambda _: self._chosen())
        self.values.textChanged.connect(lambda _: self.edited.emit())
        self._chosen()

    @property
    def variable(self) -> Variable | None:
        """What differs; None: nothing."""
        return self._variables[self.what.currentIndex()]

    @property
    def axis(self) -> Axis | None:
        """What differs, and its values. Raises UserError for values that are none."""
        variable = self.variable
        return None if variable is None else axis_of(variable, self.values.text())

    @property
    def problem(self) -> str:
        """Why there is no axis; empty when there is one, or none is wanted."""
        try:
            self.axis  # noqa: B018
        except UserError as error:
            return str(error)
        return ""

    def _chosen(self) -> None:
        variable = self.variable
        self.values.setEnabled(variable is not None)
        if variable is None:
            self.values.clear()
            self._help.setText(tr("One row only."))
            self._add.hide()
            return
        is_choice = isinstance(variable.parameter, Choice)
        self._help.setText(
            tr(_WORDS) if variable.is_word
            else tr(_SEEDS) if variable.path == ("seed",)
            else tr(_CHOICES) if is_choice
            else tr(_HELP)
        )  # fmt: skip
        self._add.setVisible(is_choice)
        if isinstance(variable.parameter, Choice):
            menu = QMenu(self._add)
            for title in variable.parameter.options.values():
                menu.addAction(title).triggered.connect(lambda _=False, t=title: self._append(t))
            self._add.setMenu(menu)
        self.values.setText(suggestion(variable))
        self.edited.emit()

    def _append(self, title: str) -> None:
        there = self.values.text().strip().rstrip(",")
        self.values.setText(f"{there}, {title}" if there else title)


def _title(variable: Variable) -> str:
    """In the artist's language, part by part: "SEGA: Concept 1: Scale"."""
    return ": ".join(tr(part) for part in variable.title.split(": "))
