"""How a masked part is cut out, filled and put back: the fields of `InpaintSettings`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QPushButton, QWidget

from core.geometry import Rect
from core.parameters import parameters
from core.request import FILL_TITLES, Fill, InpaintSettings
from widgets.choice_box import ChoiceBox
from widgets.section import SPACING
from widgets.value_slider import ValueSlider
from widgets.words import tr


class InpaintPanel(QWidget):
    """Grow, feather, blend, fill, colour matching and context of the next inpaint.

    `edited` carries the whole new value; `context_shown` says whether the canvas draws the box.
    What it shows is made when it is first shown.
    """

    edited = Signal(InpaintSettings)
    context_shown = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._value = InpaintSettings()
        self._context: Rect | None = None
        self._context_shown = self._made = False

    def showEvent(self, event: QShowEvent) -> None:
        if not self._made:
            self._make()
            self._made = True
            self._show()
        super().showEvent(event)

    def _make(self) -> None:
        declared: Mapping[str, Any] = parameters(InpaintSettings)
        self._grow = ValueSlider.of(declared["grow"], reach=(-64, 128))
        self._feather = ValueSlider.of(declared["feather"], reach=(0, 128), curve=2)
        self._blend = ValueSlider.of(declared["blend"], reach=(0, 128), curve=2)
        self._fill = ChoiceBox()
        self._fill.setAccessibleName(tr("What lies under the mask at first"))
        self._fill.setToolTip(tr(declared["fill"].help))
        self._fill.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for fill, title in FILL_TITLES.items():
            self._fill.addItem(tr(title), fill)
        fill_label = QLabel(tr("Start from"))
        fill_label.setBuddy(self._fill)
        self._match = QCheckBox(tr("Match colours at the seam"))
        self._match.setToolTip(tr(declared["match_colours"].help))
        self._context_size = QLabel()
        self._context_size.setObjectName("hint")
        self._shown = QCheckBox(tr("Show context"))
        self._shown.setToolTip(
            tr(
                "Draws the part of the canvas that the model sees around the mask.\n"
                "Drag its edges to show the model more or less."
            )
        )
        self._automatic = QPushButton(tr("Choose context automatically"))
        self._automatic.setToolTip(tr("Chooses the context from the mask again"))
        self._automatic.setAccessibleName(tr("Choose the context automatically"))

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
        grid.addWidget(self._context_size, 4, 1)
        grid.addWidget(self._automatic, 5, 0, 1, 2)

        self._grow.picked.connect(lambda value: self._edit(grow=round(value)))
        self._feather.picked.connect(lambda value: self._edit(feather=round(value)))
        self._blend.picked.connect(lambda value: self._edit(blend=round(value)))
        self._fill.activated.connect(lambda _: self._edit(fill=Fill(self._fill.currentData())))
        self._match.clicked.connect(lambda on: self._edit(match_colours=on))
        self._automatic.clicked.connect(lambda: self._edit(context=None))
        self._shown.toggled.connect(self.context_shown)

    def _edit(self, **changes: object) -> None:
        self.edited.emit(replace(self._value, **changes))  # type: ignore[arg-type]

    def show_settings(self, value: InpaintSettings) -> None:
        """Shows `value` without telling anybody."""
        self._value = value
        self._show()

    def show_context(self, context: Rect | None, *, shown: bool) -> None:
        """The context that the next inpaint would take, and whether the canvas draws it."""
        self._context, self._context_shown = context, shown
        self._show()

    def _show(self) -> None:
        if not self._made:
            return
        value, context = self._value, self._context
        self._grow.show_value(value.grow)
        self._feather.show_value(value.feather)
        self._blend.show_value(value.blend)
        self._fill.setCurrentIndex(self._fill.findData(value.fill))
        self._match.setChecked(value.match_colours)
        self._automatic.setVisible(value.context is not None)
        by_whom = tr("automatic") if self._value.context is None else tr("set by hand")
        self._context_size.setText("" if context is None else f"{context.size}, {by_whom}")
        self._shown.blockSignals(True)
        self._shown.setChecked(self._context_shown)
        self._shown.blockSignals(False)
