"""Asks where a guide is to lie, and how far the grid's lines are apart."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from core.document.guides import (
    FURTHEST,
    LARGEST_SPACING,
    MOST_SUBDIVISIONS,
    SMALLEST_SPACING,
    Axis,
    Grid,
)
from core.geometry import Size
from widgets.number_box import DecimalBox, NumberBox
from widgets.words import tr


def _laid_out(dialog: QDialog, form: QFormLayout, hint: str, buttons: QDialogButtonBox) -> None:
    form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    form.setHorizontalSpacing(14)
    form.setVerticalSpacing(8)
    told = QLabel(hint)
    told.setObjectName("hint")
    told.setWordWrap(True)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(18, 16, 18, 14)
    layout.setSpacing(14)
    layout.addLayout(form)
    layout.addWidget(told)
    layout.addWidget(buttons)


def _pixels(value: float, least: float, most: float) -> DecimalBox:
    box = DecimalBox()
    box.setRange(least, most)
    box.setDecimals(1)
    box.setSuffix(" px")
    box.setValue(value)
    return box


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
        self.percent = DecimalBox()
        self.percent.setRange(-10_000, 10_000)
        self.percent.setDecimals(2)
        self.percent.setSuffix(" %")
        self.percent.setValue(50)
        form = QFormLayout()
        form.addRow(tr("&Direction"), self.direction)
        form.addRow(tr("&Place"), self.pixels)
        form.addRow(tr("O&f the canvas"), self.percent)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        hint = tr("From the left or upper edge of the canvas.")
        _laid_out(self, form, hint, buttons)
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
        form = QFormLayout()
        form.addRow(tr("&Across"), self.across)
        form.addRow(tr("&Down"), self.down)
        form.addRow(tr("&Parts"), self.subdivisions)
        form.addRow(tr("Begins at &x"), self.first_x)
        form.addRow(tr("Begins at &y"), self.first_y)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        hint = tr("Weaker lines divide what is between two lines into parts.")
        _laid_out(self, form, hint, buttons)
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
