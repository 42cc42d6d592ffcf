"""What an adjustment layer does, below the list of layers: sliders, or curves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from core.pixels.adjustments import Adjustment, ColorBalance, Curves, GradientMap
from core.pixels.dynamics import LINE
from widgets.brushes.curve_edit import CurveEdit
from widgets.words import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.gradients import GradientPreset
    from widgets.gradients.map_edit import GradientMapEdit
    from widgets.techniques.form import Form

_CURVE_HEIGHT = 170
_CHANNELS = {"points": "All channels", "red": "Red", "green": "Green", "blue": "Blue"}
"""Fields of curves, and what is written on their choice."""


_PARTS = {"shadows": "Shadows", "midtones": "Midtones", "highlights": "Highlights"}
"""Beginnings of a balance's fields, and what is written on their choice."""


class _Curves(QWidget):
    """A curve, and which channel's it is. `edited` carries the field and its points."""

    edited = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._shown = Curves()
        self.channel = QComboBox()
        self.channel.setAccessibleName(tr("Channel"))
        self.channel.setToolTip(tr("Each channel has its own curve; that of all comes after it"))
        for field, title in _CHANNELS.items():
            self.channel.addItem(tr(title), field)
        self.curve = CurveEdit()
        self.curve.setMinimumHeight(_CURVE_HEIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.channel)
        layout.addWidget(self.curve)
        self.channel.currentIndexChanged.connect(lambda _: self.show_curves(self._shown))
        self.curve.edited.connect(lambda points: self.edited.emit(self.field, points))

    @property
    def field(self) -> str:
        """Which of its curves is shown."""
        return str(self.channel.currentData())

    def show_curves(self, curves: Curves) -> None:
        """Shows them without telling anybody; a dot marks channels whose curve is not straight."""
        self._shown = curves
        for place, (field, title) in enumerate(_CHANNELS.items()):
            bent = getattr(curves, field) != LINE
            self.channel.setItemText(place, f"{tr(title)} •" if bent else tr(title))
        self.curve.show_points(getattr(curves, self.field), "brightness")


class _Balance(QWidget):
    """Which part of the light is tinted, and its sliders: all nine would leave no room for the
    layers. `edited` carries the field and its value."""

    edited = Signal(str, object)

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form
        self.part = QComboBox()
        self.part.setAccessibleName(tr("Part of the light"))
        for part, title in _PARTS.items():
            self.part.addItem(tr(title), part)
        self.part.setCurrentIndex(self.part.findData("midtones"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.part)
        layout.addWidget(form)
        form.edited.connect(self.edited)
        self.part.currentIndexChanged.connect(lambda _: self._show_part())
        self._show_part()

    def show_balance(self, balance: ColorBalance) -> None:
        """Shows it without telling anybody; a dot marks parts that are tinted."""
        values = {name: getattr(balance, name) for name in self._form.fields}
        self._form.show_values(values)
        for place, (part, title) in enumerate(_PARTS.items()):
            tinted = any(value for name, value in values.items() if name.startswith(part))
            self.part.setItemText(place, f"{tr(title)} •" if tinted else tr(title))

    def _show_part(self) -> None:
        hidden = tuple(part for part in _PARTS if part != self.part.currentData())
        for name, field in self._form.fields.items():
            field.setVisible(not name.startswith(hidden))


class AdjustmentEditor(QWidget):
    """`edited` carries the whole new adjustment, while it is dragged."""

    edited = Signal(object)
    presets_wanted = Signal()
    """Gradients are asked for, to be shown by `show_presets`."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Adjustment | None = None
        self._forms: dict[type[Adjustment], Form] = {}
        self._curves: _Curves | None = None
        self._balance: _Balance | None = None
        self._map: GradientMapEdit | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setVisible(False)

    def show_adjustment(self, adjustment: Adjustment | None) -> None:
        """Shows what is set without telling anybody; None: nothing is adjusted."""
        self._shown = adjustment
        self.setVisible(adjustment is not None)
        kind = type(adjustment)
        for other, form in self._forms.items():
            form.setVisible(other is kind)
        if self._curves is not None:
            self._curves.setVisible(isinstance(adjustment, Curves))
        if self._balance is not None:
            self._balance.setVisible(isinstance(adjustment, ColorBalance))
        if self._map is not None:
            self._map.setVisible(isinstance(adjustment, GradientMap))
        if isinstance(adjustment, GradientMap):
            self.map.show_ramp(adjustment.ramp)
        elif isinstance(adjustment, Curves):
            curves = self._curves or self._made_curves()
            curves.show_curves(adjustment)
        elif isinstance(adjustment, ColorBalance):
            balance = self._balance or self._made_balance()
            balance.show_balance(adjustment)
        elif adjustment is not None:
            own = type(adjustment)
            form = self._forms.get(own) or self._made_form(own)
            form.show_values({name: getattr(adjustment, name) for name in form.fields})

    def _made_form(self, kind: type[Adjustment]) -> Form:
        """Made with the first layer of its kind: the window starts without."""
        form = self._forms[kind] = self._new_form(kind)
        form.edited.connect(self._edit)
        self._add(form)
        return form

    def _new_form(self, kind: type[Adjustment]) -> Form:
        from widgets.techniques.form import Form
        from widgets.techniques.surroundings import Surroundings

        return Form(kind, Surroundings(self))

    def _made_balance(self) -> _Balance:
        self._balance = _Balance(self._new_form(ColorBalance))
        self._balance.edited.connect(self._edit)
        self._add(self._balance)
        return self._balance

    def _made_curves(self) -> _Curves:
        self._curves = _Curves()
        self._curves.edited.connect(self._edit)
        self._add(self._curves)
        return self._curves

    @property
    def map(self) -> GradientMapEdit:
        """The ramp of a gradient map."""
        if self._map is None:
            from widgets.gradients.map_edit import GradientMapEdit

            self._map = GradientMapEdit()
            self._map.edited.connect(lambda ramp: self._edit("ramp", ramp))
            self._map.presets_wanted.connect(self.presets_wanted)
            self._add(self._map)
            self.presets_wanted.emit()  # They are read meanwhile.
        return self._map

    def show_presets(self, presets: Sequence[GradientPreset]) -> None:
        """The gradients that a map can begin with."""
        if self._map is not None:
            self._map.show_presets(presets)

    def _add(self, widget: QWidget) -> None:
        layout = self.layout()
        assert layout is not None
        layout.addWidget(widget)

    def _edit(self, field: str, value: object) -> None:
        if self._shown is not None:
            self._shown = replace(self._shown, **{field: value})
            self.edited.emit(self._shown)
