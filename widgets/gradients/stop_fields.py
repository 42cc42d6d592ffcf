"""What one stop of a ramp is: its colour, where that is from, how opaque it is, its place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.pixels.ramp import Colour, Source, Stop
from widgets.buttons import icon_button
from widgets.choice_box import ChoiceBox
from widgets.colour_wheel import ColourWheel
from widgets.section import SPACING
from widgets.value_slider import ValueSlider
from widgets.words import tr


class StopFields(QWidget):
    """`edited` carries the whole new stop; `remove_wanted` asks for it to be taken away."""

    edited = Signal(object)
    remove_wanted = Signal()

    def __init__(self, *, own_alone: bool = False) -> None:
        """`own_alone`: colours are never those in hand."""
        super().__init__()
        self._stop = Stop(0.0)
        self._in_hand: tuple[Colour, Colour] = ((0, 0, 0), (255, 255, 255))
        self._hue = 0.0
        self.wheel = ColourWheel()
        side = 132 if own_alone else 168
        self.wheel.setFixedSize(side, side)
        self.source = ChoiceBox()
        self.source.setAccessibleName(tr("Whose colour"))
        self.source.setToolTip(
            tr("A colour of the stop’s own, or the one in hand when the gradient is drawn")
        )
        for source in Source:
            self.source.addItem(tr(source.label), source)
        self.source.setHidden(own_alone)
        self.code = QLineEdit()
        self.code.setAccessibleName(tr("Colour code"))
        self.code.setToolTip(tr("The colour as a code: #rrggbb, or a name such as teal"))
        self.code.setMaxLength(24)
        self.opacity = ValueSlider(
            tr("Opacity"), 0, 100, 100, unit=" %", help=tr("0 % is transparent there")
        )
        self.position = ValueSlider(
            tr("Position"), 0, 100, 0, step=1, decimals=1, unit=" %",
            help=tr("How far along the gradient the stop lies"),
        )  # fmt: skip
        self.remove = icon_button("delete", tr("Removes the stop (Delete)"))
        self._lay_out()
        self.wheel.picked.connect(self._picked)
        self.source.activated.connect(lambda _: self._edit(source=self._chosen_source()))
        self.code.editingFinished.connect(self._typed)
        self.opacity.picked.connect(lambda value: self._edit(opacity=value / 100))
        self.position.picked.connect(lambda value: self._edit(position=value / 100))
        self.remove.clicked.connect(lambda: self.remove_wanted.emit())
        self.show_stop(self._stop)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(SPACING)
        column.addStretch()
        column.addWidget(self.source)
        beside = QHBoxLayout()
        beside.setSpacing(2)
        beside.addWidget(self.code, 1)
        beside.addWidget(self.remove)
        column.addLayout(beside)
        column.addWidget(self.opacity)
        column.addWidget(self.position)
        column.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(self.wheel)
        layout.addLayout(column, 1)

    def _chosen_source(self) -> Source:
        return Source(self.source.currentData())

    def _edit(self, **changes: object) -> None:
        self._stop = self._stop._replace(**changes)  # type: ignore[arg-type]
        self.edited.emit(self._stop)

    def _picked(self, hue: float, saturation: float, value: float) -> None:
        self._hue = min(hue, 0.9999)
        self._take(QColor.fromHsvF(self._hue, saturation, value))

    def _typed(self) -> None:
        text = self.code.text().strip()
        chosen = QColor.fromString(text)
        if not chosen.isValid():
            chosen = QColor.fromString(f"#{text}")
        if chosen.isValid() and chosen.name() != QColor(*self._colour).name():
            self._take(chosen)
        self.code.setText(QColor(*self._colour).name())

    def _take(self, chosen: QColor) -> None:
        """A colour that is chosen is the stop's own from then on."""
        self._edit(colour=(chosen.red(), chosen.green(), chosen.blue()), source=Source.OWN)

    @property
    def _colour(self) -> Colour:
        """What the stop looks like now."""
        in_hand = {Source.FOREGROUND: self._in_hand[0], Source.BACKGROUND: self._in_hand[1]}
        return in_hand.get(self._stop.source, self._stop.colour)

    def show_stop(self, stop: Stop, removable: bool = True) -> None:
        """Shows a stop without telling anybody."""
        self._stop = stop
        self.source.setCurrentIndex(self.source.findData(stop.source))
        self.opacity.show_value(round(100 * stop.opacity))
        self.position.show_value(100 * stop.position)
        self.remove.setEnabled(removable)
        self._show_colour()

    def show_colours(self, foreground: Colour, background: Colour) -> None:
        """Shows the colours in hand where the stop is of one."""
        self._in_hand = foreground, background
        self._show_colour()

    def _show_colour(self) -> None:
        shown = QColor(*self._colour)
        # A grey has no hue: the one that was chosen last stays.
        if shown.hsvHueF() >= 0 and shown != QColor.fromHsvF(
            self._hue, shown.hsvSaturationF(), shown.valueF()
        ):
            self._hue = min(shown.hsvHueF(), 0.9999)
        self.wheel.show_colour(self._hue, shown.hsvSaturationF(), shown.valueF())
        if not self.code.hasFocus() or not self.code.isModified():
            self.code.setText(shown.name())
