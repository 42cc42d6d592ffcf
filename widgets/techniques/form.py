"""A form for any declared dataclass: one field for each parameter, in its order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.document.drafts import SWITCH, Value, blank, value_in
from core.parameters import (
    Choice,
    File,
    Flag,
    Integer,
    Lines,
    Number,
    Parameter,
    Picture,
    Regions,
    Several,
    Text,
    Words,
    parameters,
)
from widgets.icons import icon, toggle_icon
from widgets.section import SPACING
from widgets.techniques.field import Field, heading_of
from widgets.techniques.fields import (
    AutomaticField,
    ChoiceField,
    FlagField,
    LinesField,
    MagnitudeField,
    NumberField,
    TextField,
    spans_magnitudes,
)
from widgets.techniques.file_field import FileField
from widgets.techniques.picture_field import PictureField
from widgets.techniques.regions_field import RegionsField
from widgets.techniques.surroundings import Surroundings
from widgets.techniques.words_field import WordsField
from widgets.words import told, tr


class Form(QWidget):
    """`edited` carries a field's name and its new value. Where there is room, `label` is the width
    of the labels before lists."""

    edited = Signal(str, object)

    def __init__(
        self,
        kind: type,
        surroundings: Surroundings,
        leave_out: Collection[str] = (SWITCH,),
        label: int = 0,
    ) -> None:
        super().__init__()
        self.setObjectName("column")
        self.fields: dict[str, Field] = {}
        self._values: Mapping[str, Value] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACING)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for name, parameter in parameters(kind).items():
            if name not in leave_out:
                field = self.fields[name] = (
                    ChoiceField(parameter, label)
                    if label and isinstance(parameter, Choice)
                    else field_for(parameter, surroundings)
                )
                field.picked.connect(lambda value, name=name: self.edited.emit(name, value))
                if isinstance(field, PictureField) and field.parameter.map_of:
                    field.asked.connect(partial(self._make_map, field))
                    field.made.connect(partial(self._take_map, name, field.parameter.unless))
        for place, line in enumerate(_lines(list(self.fields.values()))):
            for column, field in enumerate(line):
                grid.addWidget(field, place, column, 1, 2 // len(line))

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Shows a draft's values, defaults where it has none, without telling anybody."""
        self._values = values
        for name, field in self.fields.items():
            field.show_value(value_in(field.parameter, {**values} if name in values else {}))

    def show_fields_of(self, one: object) -> None:
        """Shows what a dataclass of the form's kind has, without telling anybody."""
        self.show_values({name: getattr(one, name) for name in self.fields})

    def show_chosen(self, values: Mapping[str, Value]) -> None:
        """Shows what the program chooses where a field is left to it."""
        for name, value in values.items():
            if isinstance(field := self.fields.get(name), AutomaticField):
                field.show_chosen(value)

    def _value(self, name: str) -> Value:
        return value_in(self.fields[name].parameter, self._values)

    def _make_map(self, field: PictureField) -> None:
        field.make(str(self._value(field.parameter.map_of)))

    def _take_map(self, name: str, unless: str, layer: Value) -> None:
        """What is a map already is not made into one once more."""
        if unless and self._value(unless):
            self.edited.emit(unless, False)
        self.edited.emit(name, layer)

    def focus_first(self) -> None:
        """Puts the keyboard into the first field."""
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)


def _lines(fields: Sequence[Field]) -> Iterator[Sequence[Field]]:
    """Narrow fields that follow each other two in a line; of an odd number the first is alone, as
    what belongs together (start and end) stands last."""
    for narrow, group in groupby(fields, lambda field: field.narrow):
        run = list(group)
        if not narrow or len(run) % 2:
            yield run[:1]
            run = run[1:]
        step = 2 if narrow else 1
        yield from (run[i : i + step] for i in range(0, len(run), step))


def field_for(parameter: Parameter[Any], surroundings: Surroundings) -> Field:
    """The field for a parameter of any kind."""
    if isinstance(parameter, Picture):
        return PictureField(parameter, surroundings)
    if isinstance(parameter, Lines):
        return LinesField(parameter)
    if isinstance(parameter, Words):
        return WordsField(parameter, surroundings)
    if isinstance(parameter, Regions):
        return RegionsField(parameter, surroundings)
    if isinstance(parameter, Several):
        return SeveralField(parameter, surroundings)
    if isinstance(parameter, File):
        return FileField(parameter, surroundings)
    field: Field
    if spans_magnitudes(parameter):
        field = MagnitudeField(parameter)
    elif isinstance(parameter, Number | Integer):
        field = NumberField(parameter)
    elif isinstance(parameter, Flag):
        field = FlagField(parameter)
    elif isinstance(parameter, Choice):
        field = ChoiceField(parameter)
    elif isinstance(parameter, Text):
        field = TextField(parameter)
    else:
        raise TypeError(f"no field for {type(parameter).__name__}")
    return AutomaticField(parameter, field) if parameter.optional else field


class SeveralField(Field):
    """A list of entries, each a form of its own that opens and closes."""

    def __init__(self, parameter: Several, surroundings: Surroundings) -> None:
        super().__init__(parameter)
        self._of, self._least, self._most = parameter.of, parameter.least, parameter.most
        self._surroundings = surroundings
        self._value: list[dict[str, Value]] = []
        self.entries: list[_Entry] = []
        self._one = parameter.singular
        self.add_button = QPushButton(tr("Add {what}", what=tr(self._one.lower())))
        self.add_button.setIcon(icon("add"))
        self.add_button.setIconSize(QSize(14, 14))
        self.add_button.setToolTip(tr(parameter.help))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACING)
        self._layout.addWidget(heading_of(self.add_button, tr(parameter.shown_title)))
        self._layout.addLayout(self._rows)
        self._layout.addWidget(self.add_button)
        self.add_button.clicked.connect(self._add)
        self.setFocusProxy(self.add_button)

    def show_value(self, value: Value) -> None:
        entries = [item for item in value or () if isinstance(item, dict)]
        self._value = entries
        while len(self.entries) > len(entries):
            self._drop(len(self.entries) - 1)
        while len(self.entries) < len(entries):
            self._make()
        for number, (entry, values) in enumerate(zip(self.entries, entries, strict=True), 1):
            entry.show_values(values, f"{tr(self._one)} {number}", len(entries) > self._least)
        self.add_button.setEnabled(len(entries) < self._most)

    def _make(self) -> None:
        entry = _Entry(self._of, self._surroundings)
        entry.edited.connect(lambda name, value: self._edited(entry, name, value))
        entry.removed.connect(lambda: self._remove(entry))
        self.entries.append(entry)
        self._rows.addWidget(entry)

    def _drop(self, place: int) -> None:
        entry = self.entries.pop(place)
        self._rows.removeWidget(entry)
        entry.hide()
        entry.deleteLater()

    def _add(self) -> None:
        self.picked.emit([*self._value, blank(self._of)])
        if self.entries:
            self.entries[-1].form.focus_first()

    def _remove(self, entry: _Entry) -> None:
        place = self.entries.index(entry)
        kept = [*self._value[:place], *self._value[place + 1 :]]
        # The row itself goes, so that the others stay opened or closed as they are.
        self._drop(place)
        self.picked.emit(kept)

    def _edited(self, entry: _Entry, name: str, value: Value) -> None:
        place = self.entries.index(entry)
        changed = {**self._value[place], name: value}
        self.picked.emit([*self._value[:place], changed, *self._value[place + 1 :]])


class _Entry(QFrame):
    """One entry of a list."""

    edited = Signal(str, object)
    removed = Signal()

    def __init__(self, kind: type, surroundings: Surroundings) -> None:
        super().__init__()
        self.setObjectName("entry")
        self._heading = QToolButton()
        self._heading.setObjectName("section")
        self._heading.setIcon(toggle_icon("chevron-down", "chevron-right"))
        self._heading.setIconSize(QSize(14, 14))
        self._heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._heading.setCheckable(True)
        self._heading.setChecked(True)
        self._heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.remove_button = QToolButton()
        self.remove_button.setIcon(icon("close"))
        self.remove_button.setIconSize(QSize(14, 14))
        self.remove_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.form = Form(kind, surroundings)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self._heading)
        top.addStretch()
        top.addWidget(self.remove_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 2, 5, 5)
        layout.setSpacing(3)
        layout.addLayout(top)
        layout.addWidget(self.form)
        self._named = next(
            (name for name, field in self.form.fields.items() if isinstance(field, TextField)), ""
        )
        self._heading.toggled.connect(self.form.setVisible)
        self.remove_button.clicked.connect(self.removed)
        self.form.edited.connect(self.edited)

    def show_values(self, values: Mapping[str, Value], title: str, removable: bool) -> None:
        own = values.get(self._named)
        shown = " ".join(own.split())[:28] if isinstance(own, str) else ""
        self._heading.setText(shown or title)
        self._heading.setAccessibleName(f"{title} {shown}".strip())
        self.remove_button.setEnabled(removable)
        self.remove_button.setAccessibleName(told(f"Remove {title} {shown}").strip())
        self.remove_button.setToolTip(tr("Removes {shown}", shown=shown or title.lower()))
        self.form.show_values(values)
