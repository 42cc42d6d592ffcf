"""How the fill and shape tools do it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from core.document.filling import Filling
from core.geometry import Point
from core.pixels.shapes import Form, Shape
from widgets.value_slider import ValueSlider
from widgets.words import tr


class FillOptions(QWidget):
    """`edited` carries the whole new `Filling`."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._filling = Filling()
        self.tolerance = ValueSlider(
            tr("Tolerance"), 0, 255, 32, curve=2,
            help=tr("How different a colour may be and still be filled; 0: the very same"),
        )  # fmt: skip
        self.gap = ValueSlider(
            tr("Close gaps"), 0, 64, 0, unit=" px", curve=2,
            help=tr("Paint does not leak through gaps in a line up to so wide"),
        )  # fmt: skip
        self.grow = ValueSlider(
            tr("Grow"), 0, 16, 1, unit=" px",
            help=tr("How far it reaches under the line around it, so that no seam is left"),
        )  # fmt: skip
        self.contiguous = flag(
            tr("Contiguous"), tr("Only what is joined; else everything of that colour")
        )
        self.whole = flag(
            tr("Whole picture"), tr("Looks at all layers as seen; else at the active one")
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for slider in (self.tolerance, self.gap, self.grow):
            slider.setFixedWidth(150)
        for widget in (self.tolerance, self.gap, self.grow, self.contiguous, self.whole):
            layout.addWidget(widget)
        self.tolerance.picked.connect(lambda value: self._edit(tolerance=int(value)))
        self.gap.picked.connect(lambda value: self._edit(gap=int(value)))
        self.grow.picked.connect(lambda value: self._edit(grow=int(value)))
        self.contiguous.clicked.connect(lambda on: self._edit(contiguous=on))
        self.whole.clicked.connect(lambda on: self._edit(whole=on))

    def _edit(self, **changes: object) -> None:
        self._filling = replace(self._filling, **changes)  # type: ignore[arg-type]
        self.edited.emit(self._filling)

    def show_filling(self, filling: Filling) -> None:
        """Shows what is set without telling anybody."""
        self._filling = filling
        self.tolerance.show_value(filling.tolerance)
        self.gap.show_value(filling.gap)
        self.grow.show_value(filling.grow)
        self.contiguous.setChecked(filling.contiguous)
        self.whole.setChecked(filling.whole)


class ShapeOptions(QWidget):
    """`edited` carries a `Shape`, of which the form and the outline count."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shape = Shape(Form.RECTANGLE, Point(0, 0), Point(0, 0))
        self.form = QComboBox()
        self.form.setAccessibleName(tr("Form"))
        self.form.setToolTip(tr("What is drawn"))
        for form in Form:
            self.form.addItem(tr(form.label), form)
        self.outline = ValueSlider(
            tr("Outline"),
            0,
            500,
            0,
            unit=" px",
            curve=3,
            help=tr("How wide the outline is; 0 fills"),
        )
        self.outline.setFixedWidth(170)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.form)
        layout.addWidget(self.outline)
        self.form.activated.connect(lambda _: self._edit(form=Form(self.form.currentData())))
        self.outline.picked.connect(lambda value: self._edit(outline=value))

    def _edit(self, **changes: object) -> None:
        self._shape = replace(self._shape, **changes)  # type: ignore[arg-type]
        self.edited.emit(self._shape)

    def show_shape(self, shape: Shape) -> None:
        """Shows what is set without telling anybody."""
        self._shape = shape
        self.form.setCurrentIndex(self.form.findData(shape.form))
        self.outline.show_value(round(shape.outline))


def flag(text: str, help: str) -> QCheckBox:
    """A check box of the options bar."""
    box = QCheckBox(text)
    box.setToolTip(help)
    box.setAccessibleDescription(help)
    return box
