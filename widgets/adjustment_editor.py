"""What an adjustment layer does, below the list of layers: sliders, curves, or a ramp."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.gradients import GradientPreset
    from core.pixels.adjustment import Adjustment
    from widgets.balance_edit import BalanceEdit
    from widgets.channel_curves import ChannelCurves
    from widgets.gradients.map_edit import GradientMapEdit
    from widgets.techniques.form import Form


class AdjustmentEditor(QWidget):
    """`edited` carries the whole new adjustment, while it is dragged. What a kind is changed with
    is made with its first layer: the window starts without."""

    edited = Signal(object)
    presets_wanted = Signal()
    """Gradients are asked for, to be shown by `show_presets`."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Adjustment | None = None
        self._shows: dict[str, tuple[QWidget, Callable[[Any], None]]] = {}
        """What each kind is changed with, and how it is told of what is set."""
        self._curves: ChannelCurves | None = None
        self._balance: BalanceEdit | None = None
        self._map: GradientMapEdit | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.setVisible(False)

    def show_adjustment(self, adjustment: Adjustment | None) -> None:
        """Shows what is set without telling anybody; None: nothing is adjusted."""
        self._shown = adjustment
        self.setVisible(adjustment is not None)
        if adjustment is None:
            return
        kind = adjustment.kind
        if kind not in self._shows:
            self._shows[kind] = self._made(kind)
            self._layout.addWidget(self._shows[kind][0])
        for other, (widget, _) in self._shows.items():
            widget.setVisible(other == kind)
        self._shows[kind][1](adjustment)

    @property
    def curves(self) -> ChannelCurves | None:
        """Where curves are drawn, once there were some."""
        return self._curves

    @property
    def balance(self) -> BalanceEdit | None:
        """Where colours are balanced, once they were."""
        return self._balance

    @property
    def map(self) -> GradientMapEdit | None:
        """The ramp of a gradient map, once there was one."""
        return self._map

    def show_presets(self, presets: Sequence[GradientPreset]) -> None:
        """The gradients that a map can begin with."""
        if self._map is not None:
            self._map.show_presets(presets)

    def _made(self, kind: str) -> tuple[QWidget, Callable[[Any], None]]:
        if kind == "curves":
            from widgets.channel_curves import ChannelCurves

            curves = self._curves = ChannelCurves()
            curves.edited.connect(self._edit)
            return curves, curves.show_curves
        if kind == "gradient_map":
            from widgets.gradients.map_edit import GradientMapEdit

            ramp = self._map = GradientMapEdit()
            ramp.edited.connect(lambda ramp: self._edit("ramp", ramp))
            ramp.presets_wanted.connect(self.presets_wanted)
            self.presets_wanted.emit()  # They are read meanwhile.
            return ramp, lambda adjustment: ramp.show_ramp(adjustment.ramp)
        form = _form(kind, self)
        form.edited.connect(self._edit)
        if kind == "color_balance":
            from widgets.balance_edit import BalanceEdit

            balance = self._balance = BalanceEdit(form)
            return balance, balance.show_balance
        return form, form.show_fields_of

    def _edit(self, field: str, value: object) -> None:
        if self._shown is not None:
            self._shown = replace(self._shown, **{field: value})
            self.edited.emit(self._shown)


def _form(kind: str, editor: QWidget) -> Form:
    from core.pixels.adjustments import KINDS
    from widgets.techniques.form import Form
    from widgets.techniques.surroundings import Surroundings

    return Form(KINDS[kind], Surroundings(editor))
