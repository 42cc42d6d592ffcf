"""What an adjustment layer does, below the list of layers: sliders, or a curve."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.pixels.adjustments import Adjustment, Curves
from widgets.brushes.curve_edit import CurveEdit

if TYPE_CHECKING:
    from widgets.techniques.form import Form

_CURVE_HEIGHT = 170


class AdjustmentEditor(QWidget):
    """`edited` carries the whole new adjustment, while it is dragged."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: Adjustment | None = None
        self._forms: dict[type[Adjustment], Form] = {}
        self._curve: CurveEdit | None = None
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
        if self._curve is not None:
            self._curve.setVisible(isinstance(adjustment, Curves))
        if isinstance(adjustment, Curves):
            curve = self._curve or self._made_curve()
            curve.show_points(adjustment.points, "brightness")
        elif adjustment is not None:
            own = type(adjustment)
            form = self._forms.get(own) or self._made_form(own)
            form.show_values({name: getattr(adjustment, name) for name in form.fields})

    def _made_form(self, kind: type[Adjustment]) -> Form:
        """Made with the first layer of its kind: the window starts without."""
        from widgets.techniques.form import Form
        from widgets.techniques.surroundings import Surroundings

        form = self._forms[kind] = Form(kind, Surroundings(self))
        form.edited.connect(self._edit)
        self._add(form)
        return form

    def _made_curve(self) -> CurveEdit:
        self._curve = CurveEdit()
        self._curve.setMinimumHeight(_CURVE_HEIGHT)
        self._curve.edited.connect(lambda points: self._edit("points", points))
        self._add(self._curve)
        return self._curve

    def _add(self, widget: QWidget) -> None:
        layout = self.layout()
        assert layout is not None
        layout.addWidget(widget)

    def _edit(self, field: str, value: object) -> None:
        if self._shown is not None:
            self._shown = replace(self._shown, **{field: value})
            self.edited.emit(self._shown)
