"""The gradient tool's options: its colours, its shape, what lies beyond its end."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from core.pixels.gradient import GradientShape, GradientStyle, Repeat
from core.pixels.ramp import Colour
from widgets.buttons import icon_button
from widgets.gradients.picture import ramp_picture
from widgets.words import tr

_PICTURE = QSize(150, 18)


class GradientOptions(QWidget):
    """`edited` carries the whole new `GradientStyle`, `editor_wanted` asks for all gradients."""

    edited = Signal(object)
    editor_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._style = GradientStyle()
        self._in_hand: tuple[Colour, Colour] = ((0, 0, 0), (255, 255, 255))
        self.ramp = QToolButton()
        self.ramp.setIconSize(_PICTURE)
        self.ramp.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.ramp.setToolTip(tr("Choose and edit the colours of the gradient"))
        self.ramp.setAccessibleName(tr("Colours of the gradient"))
        self.turn_round = icon_button("flip-across", tr("Turns the colours round"), side=18)
        self.shape = _choice(
            tr("Shape of the gradient"), tr("In which direction the colours change")
        )
        for shape in GradientShape:
            self.shape.addItem(tr(shape.label), shape)
        self.repeat = _choice(
            tr("Beyond the end"), tr("What lies beyond the end of the line that is drawn")
        )
        for repeat_ in Repeat:
            self.repeat.addItem(tr(repeat_.label), repeat_)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.ramp, self.turn_round, self.shape, self.repeat):
            layout.addWidget(widget)
        self.ramp.clicked.connect(lambda: self.editor_wanted.emit())
        self.turn_round.clicked.connect(lambda: self._edit(ramp=self._style.ramp.turned_round()))
        self.shape.activated.connect(
            lambda _: self._edit(shape=GradientShape(self.shape.currentData()))
        )
        self.repeat.activated.connect(
            lambda _: self._edit(repeat=Repeat(self.repeat.currentData()))
        )

    def _edit(self, **changes: object) -> None:
        self.edited.emit(replace(self._style, **changes))  # type: ignore[arg-type]

    def show_gradient(self, style: GradientStyle) -> None:
        """Shows what is set without telling anybody."""
        self._style = style
        self.shape.setCurrentIndex(self.shape.findData(style.shape))
        self.repeat.setCurrentIndex(self.repeat.findData(style.repeat))
        # Around its middle a ray goes round once: there is no end.
        self.repeat.setEnabled(style.shape is not GradientShape.CONICAL)
        if self.isVisible():
            self._draw()

    def show_colours(self, foreground: Colour, background: Colour) -> None:
        """Shows the colours in hand where the ramp asks for them."""
        self._in_hand = foreground, background
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self.isVisible():
            self._draw()

    def _draw(self) -> None:
        ramp = self._style.ramp.in_colours(*self._in_hand)
        self.ramp.setIcon(QIcon(ramp_picture(ramp, _PICTURE, self.devicePixelRatioF())))


def _choice(name: str, help: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(help)
    return box
