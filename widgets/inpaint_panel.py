"""How a masked part is cut out, filled and put back: the fields of `InpaintSettings`."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QPushButton, QWidget

from core.geometry import Rect
from core.request import Fill, InpaintSettings
from widgets.section import SPACING
from widgets.value_slider import ValueSlider

FILL_TITLES = {
    Fill.KEEP: "What is there",
    Fill.NEUTRAL: "Neutral grey",
    Fill.BLUR: "What is there, blurred",
    Fill.BORDER: "Colours of the border",
    Fill.NOISE: "Noise",
}


class InpaintPanel(QWidget):
    """Grow, feather, blend, fill, colour matching and context of the next inpaint.

    `edited` carries the whole new value; `context_shown` says whether the canvas draws the box.
    """

    edited = Signal(InpaintSettings)
    context_shown = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._value = InpaintSettings()
        self._grow = ValueSlider(
            "Grow", -128, 256, 0, unit=" px",
            help="Grows the mask before painting; below 0 shrinks it",
        )  # fmt: skip
        self._feather = ValueSlider(
            "Feather", 0, 256, 8, unit=" px", curve=2,
            help="Width over which the edge of the mask fades",
        )  # fmt: skip
        self._blend = ValueSlider(
            "Blend", 0, 256, 8, unit=" px", curve=2,
            help="Width over which new and old pixels are mixed along the seam",
        )  # fmt: skip
        self._fill = QComboBox()
        self._fill.setAccessibleName("What lies under the mask at first")
        self._fill.setToolTip("What lies under the mask before the first step")
        for fill, title in FILL_TITLES.items():
            self._fill.addItem(title, fill)
        fill_label = QLabel("Start from")
        fill_label.setBuddy(self._fill)
        self._match = QCheckBox("Match colours at the seam")
        self._match.setToolTip("Shifts the new pixels' colours to those around the mask")
        self._context_label = QLabel("Context")
        self._shown = QCheckBox("Show context")
        self._shown.setToolTip(
            "Draws the part of the canvas that the model sees around the mask.\n"
            "Drag its edges to show the model more or less."
        )
        self._automatic = QPushButton("Automatic")
        self._automatic.setToolTip("Chooses the context from the mask again")
        self._automatic.setAccessibleName("Choose the context automatically")

        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACING)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._grow, 0, 0, 1, 2)
        grid.addWidget(self._feather, 1, 0)
        grid.addWidget(self._blend, 1, 1)
        grid.addWidget(fill_label, 2, 0)
        grid.addWidget(self._fill, 2, 1)
        grid.addWidget(self._match, 3, 0, 1, 2)
        grid.addWidget(self._shown, 4, 0)
        grid.addWidget(self._automatic, 4, 1)

        self._grow.picked.connect(lambda value: self._edit(grow=round(value)))
        self._feather.picked.connect(lambda value: self._edit(feather=round(value)))
        self._blend.picked.connect(lambda value: self._edit(blend=round(value)))
        self._fill.activated.connect(lambda _: self._edit(fill=Fill(self._fill.currentData())))
        self._match.clicked.connect(lambda on: self._edit(match_colours=on))
        self._automatic.clicked.connect(lambda: self._edit(context=None))
        self._shown.toggled.connect(self.context_shown)
        self.show_settings(self._value)

    def _edit(self, **changes: object) -> None:
        self.edited.emit(replace(self._value, **changes))  # type: ignore[arg-type]

    def show_settings(self, value: InpaintSettings) -> None:
        """Shows `value` without telling anybody."""
        self._value = value
        self._grow.show_value(value.grow)
        self._feather.show_value(value.feather)
        self._blend.show_value(value.blend)
        self._fill.setCurrentIndex(self._fill.findData(value.fill))
        self._match.setChecked(value.match_colours)
        self._automatic.setEnabled(value.context is not None)
        self._automatic.setText("Automatic" if value.context is None else "Reset to automatic")

    def show_context(self, context: Rect | None, *, shown: bool) -> None:
        """The context that the next inpaint would take, and whether the canvas draws it."""
        self._shown.setText("Show context" if context is None else f"Show context ({context.size})")
        self._shown.blockSignals(True)
        self._shown.setChecked(shown)
        self._shown.blockSignals(False)
