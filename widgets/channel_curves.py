"""Curves of an adjustment: which channel's is shown, and the curve."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from core.pixels.adjustments import Curves
from core.pixels.dynamics import LINE
from widgets.brushes.curve_edit import CurveEdit
from widgets.words import tr

_HEIGHT = 170
_CHANNELS = {"points": "All channels", "red": "Red", "green": "Green", "blue": "Blue"}
"""Fields of curves, and what is written on their choice."""


class ChannelCurves(QWidget):
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
        self.curve.setMinimumHeight(_HEIGHT)
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
