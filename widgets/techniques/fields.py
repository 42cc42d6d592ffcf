"""Fields for numbers, flags, choices, texts, and what may be left to the program."""

from __future__ import annotations

import math
from typing import Any, TypeGuard

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox

from core.document.drafts import Value
from core.parameters import Choice, Flag, Integer, Lines, Number, Parameter, Text
from widgets.choice_box import ChoiceBox
from widgets.magnitude_slider import MagnitudeSlider
from widgets.prompt_edit import PromptEdit
from widgets.section import SPACING, row
from widgets.techniques.field import LABEL, Field, heading_of, label_of
from widgets.value_slider import ValueSlider
from widgets.words import tr

_FAR = 1e6
"""Where a slider for a number without an end ends."""
_TINY = 0.01
"""A number that is lower as a rule is a matter of magnitudes."""
_NARROWEST = 96
_SHORT = 8
"""Letters of a title that fit into half a line beside the number."""

_WORDY = 17
"""Letters of a choice that fit beside its label."""


class NumberField(Field):
    """A slider with a unit, for numbers and whole numbers."""

    def __init__(self, parameter: Number | Integer) -> None:
        super().__init__(parameter)
        self._whole = isinstance(parameter, Integer)
        low, high = max(parameter.low, -_FAR), min(parameter.high, max(_FAR, parameter.low))
        if self._whole:
            high = parameter.high
        step = _step_of(parameter, low, high)
        self.slider = ValueSlider(
            tr(parameter.shown_title),
            low,
            high,
            parameter.suggested or parameter.default or 0,
            step=step,
            decimals=max(0, -math.floor(math.log10(step) + 1e-9)) if step < 1 else 0,
            unit=f" {parameter.unit}" if parameter.unit else "",
            reach=_reach(parameter, low, high),
            help=tr(parameter.help),
        )
        # As wide as the highest number needs would be too wide beside another field.
        self.slider.setMinimumWidth(_NARROWEST)
        self._layout.addWidget(self.slider)
        self.slider.picked.connect(self._picked)
        self.setFocusProxy(self.slider)

    def _picked(self, value: float) -> None:
        self.picked.emit(round(value) if self._whole else round(value, 6))

    def show_value(self, value: Value) -> None:
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.slider.show_value(value)

    @property
    def narrow(self) -> bool:
        return len(tr(self.parameter.shown_title)) <= _SHORT and len(self.parameter.unit) <= 1


def _step_of(parameter: Number | Integer, low: float, high: float) -> float:
    """The declared step, or about a hundredth of the range, in round numbers."""
    if isinstance(parameter, Integer):
        return 1.0
    if parameter.step:
        return parameter.step
    span = max(high - low, 1e-6)
    return float(10 ** math.floor(math.log10(min(span, 100.0) / 100) + 1e-9))


def _reach(parameter: Number | Integer, low: float, high: float) -> tuple[float, float]:
    """What the bar spans: of an endless range the part around the default."""
    default = abs(parameter.suggested or parameter.default or 0)
    usual = max(1.0 if isinstance(parameter, Number) else 100.0, 4.0 * default)
    if high - low <= 40 * usual:
        return low, high
    return (max(low, -usual) if low < 0 else low), min(high, low + usual if low > 0 else usual)


def spans_magnitudes(parameter: Parameter[Any]) -> TypeGuard[Number]:
    """Whether a number is far below 1 as a rule, such as a learning rate: what counts is how many
    times as high it is."""
    usual = isinstance(parameter, Number) and (parameter.suggested or parameter.default)
    return isinstance(usual, float) and 0 < usual < _TINY


class MagnitudeField(Field):
    """A slider along which a number is multiplied."""

    def __init__(self, parameter: Number) -> None:
        super().__init__(parameter)
        usual = parameter.suggested or parameter.default or _TINY
        self.slider = MagnitudeSlider(
            tr(parameter.shown_title),
            parameter.low,
            parameter.high,
            usual,
            reach=(max(parameter.low, usual / 100), min(parameter.high, usual * 100)),
            help=tr(parameter.help),
        )
        self._layout.addWidget(self.slider)
        self.slider.picked.connect(self.picked.emit)
        self.setFocusProxy(self.slider)

    def show_value(self, value: Value) -> None:
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.slider.show_value(value)


class FlagField(Field):
    """A box to tick."""

    def __init__(self, parameter: Flag) -> None:
        super().__init__(parameter)
        self.box = QCheckBox(tr(parameter.shown_title))
        self.name(self.box)
        self._layout.addWidget(self.box)
        self.box.clicked.connect(lambda on: self.picked.emit(on))
        self.setFocusProxy(self.box)

    def show_value(self, value: Value) -> None:
        self.box.setChecked(bool(value))


class ChoiceField(Field):
    """A list to choose one from. With a `label`, the width that labels have, it stands beside its
    own whatever it says."""

    def __init__(self, parameter: Choice, label: int = 0) -> None:
        super().__init__(parameter)
        self.box = ChoiceBox()
        self.name(self.box)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(6)
        for value, title in parameter.options.items():
            self.box.addItem(tr(title), str(value))
        longest = max(len(title) for title in parameter.options.values())
        if not label and max(longest, len(tr(parameter.shown_title))) > _WORDY:
            self._layout.addWidget(heading_of(self.box, tr(parameter.shown_title)))
            self._layout.addWidget(self.box)
        else:
            before = label_of(self.box, tr(parameter.shown_title), width=label or LABEL)
            line = row(before, self.box)
            line.setStretch(1, 1)
            self._layout.addLayout(line)
        self.box.activated.connect(lambda _: self.picked.emit(self.box.currentData()))
        self.setFocusProxy(self.box)

    def show_value(self, value: Value) -> None:
        self.box.setCurrentIndex(self.box.findData(None if value is None else str(value)))


class TextField(Field):
    """A label over a field that grows with its text."""

    def __init__(self, parameter: Text) -> None:
        super().__init__(parameter)
        self.edit = PromptEdit(
            tr(parameter.shown_title), tr(parameter.otherwise), lines=1, most_lines=5
        )
        self.name(self.edit)
        self._layout.addWidget(heading_of(self.edit, tr(parameter.shown_title)))
        self._layout.addWidget(self.edit)
        self.edit.edited.connect(self.picked.emit)
        self.setFocusProxy(self.edit)

    def show_value(self, value: Value) -> None:
        self.edit.show_text(value if isinstance(value, str) else "")


class LinesField(Field):
    """Whole prompts or captions, one in each line."""

    def __init__(self, parameter: Lines) -> None:
        super().__init__(parameter)
        self._value: list[str] = []
        self.edit = PromptEdit(
            tr(parameter.shown_title), tr("One in each line"), lines=3, most_lines=8
        )
        self.name(self.edit)
        self._layout.addWidget(heading_of(self.edit, tr(parameter.shown_title)))
        self._layout.addWidget(self.edit)
        self.edit.edited.connect(self._edited)
        self.setFocusProxy(self.edit)

    def _edited(self, text: str) -> None:
        if (lines := _lines_of(text)) != self._value:
            self._value = lines
            self.picked.emit(lines)

    def show_value(self, value: Value) -> None:
        self._value = [str(line) for line in value or ()]
        # Blanks and empty lines that are just being typed stay.
        if _lines_of(self.edit.toPlainText()) != self._value:
            self.edit.show_text("\n".join(self._value))


def _lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class AutomaticField(Field):
    """Another field, and a box that leaves its value to the program."""

    def __init__(self, parameter: Parameter[Any], inner: Field) -> None:
        super().__init__(parameter)
        self.inner = inner
        self.box = QCheckBox(tr("Auto"))
        self.box.setAccessibleName(tr("{title} automatic", title=tr(parameter.shown_title)))
        self.box.setToolTip(tr("The program chooses"))
        layout = row(inner, self.box)
        layout.setStretch(0, 1)
        layout.setSpacing(SPACING)
        layout.setAlignment(self.box, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addLayout(layout)
        self._last: Value = None
        self._chosen: Value = None
        inner.picked.connect(self._picked)
        self.box.clicked.connect(self._automatic)
        self.setFocusProxy(self.box)

    def _picked(self, value: Value) -> None:
        self._last = value
        self.picked.emit(value)

    def _automatic(self, on: bool) -> None:
        self.picked.emit(None if on else self._remembered())

    def _remembered(self) -> Value:
        if self._last is not None:
            return self._last
        if self._chosen is not None:
            return self._chosen
        parameter = self.parameter
        if parameter.suggested is not None:
            return parameter.to_json(parameter.suggested)
        if isinstance(parameter, Number | Integer):
            middle = min(max(0.0, parameter.low), parameter.high)
            return round(middle) if isinstance(parameter, Integer) else middle
        if isinstance(parameter, Choice):
            return next(iter(parameter.options))
        return False if isinstance(parameter, Flag) else ""

    def show_value(self, value: Value) -> None:
        self.box.setChecked(value is None)
        self.inner.setEnabled(value is not None)
        if value is not None:
            self._last = value
        shown = self._chosen if value is None else value
        if shown is not None:
            self.inner.show_value(shown)

    def show_chosen(self, value: Value) -> None:
        """Shows what the program chooses, as long as it is left to it."""
        self._chosen = value
        if value is not None and self.box.isChecked():
            self.inner.show_value(value)
