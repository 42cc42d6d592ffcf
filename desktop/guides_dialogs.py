"""Asks where a guide is to lie, and how far the grid's lines are apart."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from core.document.guides import (
    FURTHEST,
    LARGEST_SPACING,
    MOST_SUBDIVISIONS,
    SMALLEST_SPACING,
    Axis,
    Grid,
)
from core.geometry import Size
from widgets.dialog_layout import hint, labelled_fields, lay_out, ok_and_cancel
from widgets.number_box import DecimalBox, NumberBox
from widgets.words import tr


def _pixels(value: float, least: float, most: float) -> DecimalBox:
    return DecimalBox(value, least, most, decimals=1, suffix=" px")


class GuideDialog(QDialog):
    """A direction, and a place in pixels or percent of the canvas."""

    def __init__(self, parent: QWidget, canvas: Size) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New Guide"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._canvas = canvas
        self.direction = QComboBox()
        self.direction.addItem(tr("Vertical"), Axis.VERTICAL)
        self.direction.addItem(tr("Horizontal"), Axis.HORIZONTAL)
        self.pixels = _pixels(canvas.width / 2, -FURTHEST, FURTHEST)
        self.percent = DecimalBox(50, -10_000, 10_000, decimals=2, suffix=" %")
        form = labelled_fields()
        form.addRow(tr("&Direction"), self.direction)
        form.addRow(tr("&Place"), self.pixels)
        form.addRow(tr("O&f the canvas"), self.percent)
        about = hint(tr("From the left or upper edge of the canvas."))
        lay_out(self, form, about, ok_and_cancel(self))
        self.direction.currentIndexChanged.connect(lambda _: self._follow_percent())
        self.pixels.valueChanged.connect(lambda _: self._follow_pixels())
        self.percent.valueChanged.connect(lambda _: self._follow_percent())

    @property
    def axis(self) -> Axis:
        return Axis(self.direction.currentData())

    @property
    def place(self) -> float:
        """Canvas pixels."""
        return self.pixels.value()

    @property
    def _side(self) -> int:
        return self._canvas.width if self.axis is Axis.VERTICAL else self._canvas.height

    def _follow_pixels(self) -> None:
        _show(self.percent, 100 * self.pixels.value() / self._side)

    def _follow_percent(self) -> None:
        _show(self.pixels, self._side * self.percent.value() / 100)


def _show(box: DecimalBox, value: float) -> None:
    box.blockSignals(True)
    box.setValue(value)
    box.blockSignals(False)


class GridDialog(QDialog):
    """Every change is seen at once; Cancel brings back what was."""

    edited = Signal(object)
    """The grid is to be this `Grid`."""

    def __init__(self, parent: QWidget, grid: Grid) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Grid Spacing"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._before = grid
        self.across = _pixels(grid.across, SMALLEST_SPACING, LARGEST_SPACING)
        self.down = _pixels(grid.down, SMALLEST_SPACING, LARGEST_SPACING)
        self.subdivisions = NumberBox()
        self.subdivisions.setRange(1, MOST_SUBDIVISIONS)
        self.subdivisions.setValue(grid.subdivisions)
        self.first_x = _pixels(grid.x, -FURTHEST, FURTHEST)
        self.first_y = _pixels(grid.y, -FURTHEST, FURTHEST)
        form = labelled_fields()
        form.addRow(tr("&Across"), self.across)
        form.addRow(tr("&Down"), self.down)
        form.addRow(tr("&Parts"), self.subdivisions)
        form.addRow(tr("Begins at &x"), self.first_x)
        form.addRow(tr("Begins at &y"), self.first_y)
        about = hint(tr("Weaker lines divide what is between two lines into parts."))
        lay_out(self, form, about, ok_and_cancel(self))
        for box in (self.across, self.down, self.subdivisions, self.first_x, self.first_y):
            box.valueChanged.connect(lambda _: self.edited.emit(self.grid))
        self.across.selectAll()
        self.rejected.connect(lambda: self.edited.emit(self._before))

    @property
    def grid(self) -> Grid:
        """As the fields have it."""
        return Grid(
            self.across.value(),
            self.down.value(),
            self.subdivisions.value(),
            self.first_x.value(),
            self.first_y.value(),
        )
