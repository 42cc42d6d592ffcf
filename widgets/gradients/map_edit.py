"""The ramp of a gradient map, in the layers' panel: its stops, and presets to begin with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from core.gradients import GradientPreset
from core.pixels.ramp import Ramp, Stop
from widgets.buttons import icon_button
from widgets.gradients.picture import ramp_picture
from widgets.gradients.ramp_edit import RampEdit
from widgets.gradients.stop_fields import StopFields
from widgets.icons import untinted
from widgets.section import SPACING
from widgets.words import tr

_PICTURE = QSize(96, 16)


class GradientMapEdit(QWidget):
    """`edited` carries the whole new ramp, whose colours are all its own. `presets_wanted` asks for
    them, in the colours that are in hand then, to be shown by `show_presets`."""

    edited = Signal(object)
    presets_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.stops = RampEdit()
        self.fields = StopFields(own_alone=True)
        self.presets = _Presets()
        self.presets.opened.connect(self.presets_wanted)
        self.presets.activated.connect(lambda _: self._take(self.presets.currentData()))
        self.turn_round = icon_button("flip-across", tr("Turns the colours round"))
        above = QHBoxLayout()
        above.addWidget(self.presets, 1)
        above.addWidget(self.turn_round)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addLayout(above)
        layout.addWidget(self.stops)
        layout.addWidget(self.fields)
        self.stops.edited.connect(self._tell)
        self.stops.chosen.connect(self._show_stop)
        self.fields.edited.connect(self._change)
        self.fields.remove_wanted.connect(self.stops.remove)
        self.turn_round.clicked.connect(lambda: self._take(self.stops.ramp.turned_round()))
        self._show_stop()

    def show_ramp(self, ramp: Ramp) -> None:
        """Shows what is set without telling anybody."""
        self.stops.show_ramp(ramp)
        self._show_stop()

    def show_presets(self, presets: Sequence[GradientPreset]) -> None:
        """Those that can be begun with; their colours are known."""
        self.presets.clear()
        for preset in presets:
            picture = ramp_picture(preset.ramp, _PICTURE, self.devicePixelRatioF())
            text = preset.name if preset.own else tr(preset.name)
            self.presets.addItem(untinted(picture), text, preset.ramp)
        self._mark()

    def _mark(self) -> None:
        """Shows which preset it is; none once it was edited."""
        ramps = [self.presets.itemData(row) for row in range(self.presets.count())]
        ramp = self.stops.ramp
        self.presets.setCurrentIndex(ramps.index(ramp) if ramp in ramps else -1)

    def _take(self, ramp: Ramp) -> None:
        self.show_ramp(ramp)
        self.edited.emit(ramp)

    def _tell(self, ramp: Ramp) -> None:
        self._show_stop()
        self.edited.emit(ramp)

    def _change(self, stop: Stop) -> None:
        self.stops.change(stop)

    def _show_stop(self) -> None:
        self.fields.show_stop(self.stops.stop, len(self.stops.ramp.stops) > 1)
        self._mark()


class _Presets(QComboBox):
    """`opened` tells that all of them are about to be seen."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setIconSize(_PICTURE)
        self.setPlaceholderText(tr("Presets"))
        self.setAccessibleName(tr("Presets"))
        self.setToolTip(tr("Begins with one of the gradients that there are"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def showPopup(self) -> None:
        self.opened.emit()
        super().showPopup()
