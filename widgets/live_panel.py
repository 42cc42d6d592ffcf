"""How live painting paints: a few sliders, what it does just now, a new seed, and Apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolButton, QVBoxLayout

from core.parameters import parameters
from core.settings import Settings
from widgets.choice_box import ChoiceBox
from widgets.section import SPACING, row
from widgets.value_slider import ValueSlider
from widgets.words import plain, tr


class LivePanel(QFrame):
    """Shows settings and tells what the artist changes: `edited(field, value)`, by the fields'
    names in `Settings`."""

    edited = Signal(str, object)

    def __init__(self, samplers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName("live")
        self.setAccessibleName(tr("Live painting"))
        declared: Mapping[str, Any] = parameters(Settings)
        self.strength = _percent(declared["live_strength"])
        self.opacity = _percent(declared["live_opacity"])
        self.steps = ValueSlider.of(declared["live_steps"])
        self.guidance = ValueSlider.of(
            declared["live_guidance"], step=0.5, decimals=1, reach=(1, 10)
        )
        self.sampler = ChoiceBox()
        self.sampler.setAccessibleName(tr(declared["live_sampler"].title))
        self.sampler.setToolTip(tr(declared["live_sampler"].help))
        for id, title in samplers:
            self.sampler.addItem(title, id)
        self._status = QLabel()
        self._status.setObjectName("hint")
        self._status.setWordWrap(True)
        self._status.setAccessibleName(tr("What live painting does"))
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._heading = row(_heading(tr("Live painting")), None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addLayout(self._heading)
        layout.addLayout(row(self.strength, self.opacity))
        layout.addLayout(row(self.steps, self.guidance))
        layout.addLayout(row(self.sampler))
        layout.addWidget(self._status)
        tell = self.edited.emit
        self.strength.picked.connect(lambda value: tell("live_strength", value / 100))
        self.opacity.picked.connect(lambda value: tell("live_opacity", value / 100))
        self.steps.picked.connect(lambda value: tell("live_steps", round(value)))
        self.guidance.picked.connect(lambda value: tell("live_guidance", value))
        self.sampler.activated.connect(lambda _: tell("live_sampler", self.sampler.currentData()))

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """The buttons beside the heading."""
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(plain(action.text()))
            self._heading.addWidget(button)

    def show_settings(self, settings: Settings) -> None:
        """Shows what is set, without telling anybody."""
        self.strength.show_value(round(settings.live_strength * 100))
        self.opacity.show_value(round(settings.live_opacity * 100))
        self.steps.show_value(settings.live_steps)
        self.guidance.show_value(settings.live_guidance)
        self.sampler.setCurrentIndex(self.sampler.findData(settings.live_sampler))

    def show_status(self, text: str) -> None:
        """What live painting does, or why it does nothing."""
        if text != self._status.text():
            self._status.setText(text)

    @property
    def status(self) -> str:
        return self._status.text()


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def _percent(parameter: Any) -> ValueSlider:
    return ValueSlider(
        parameter.title,
        round(parameter.low * 100),
        round(parameter.high * 100),
        round(parameter.default * 100),
        unit=" %",
        help=tr(parameter.help),
    )
