"""Asks for another size of the picture, and how its pixels are found."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QWidget

from core.geometry import Size
from core.pixels.resample import Resampling
from widgets.dialog_layout import hint, labelled_fields, lay_out, ok_and_cancel
from widgets.number_box import DecimalBox
from widgets.side_field import SideField
from widgets.words import tr

_WAYS = (
    ("Smooth (bicubic)", Resampling.SMOOTH),
    ("Sharp (Lanczos)", Resampling.SHARP),
    ("Pixels kept (nearest)", Resampling.NEAREST),
)


class ImageSizeDialog(QDialog):
    """Width, height and percent follow one another while proportions are kept."""

    def __init__(self, parent: QWidget, size: Size) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Image Size"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._before = size
        self.width_field, self.height_field = SideField(size.width), SideField(size.height)
        self.percent = DecimalBox(100, 0.1, 10_000, decimals=1, suffix=" %")
        self.linked = QCheckBox(tr("&Keep proportions"))
        self.linked.setChecked(True)
        self.way = QComboBox()
        for text, way in _WAYS:
            self.way.addItem(tr(text), way)
        form = labelled_fields()
        form.addRow(tr("&Width"), self.width_field)
        form.addRow(tr("&Height"), self.height_field)
        form.addRow(tr("&Scale"), self.percent)
        form.addRow("", self.linked)
        form.addRow(tr("&Method"), self.way)
        about = tr("The picture and all its layers are stretched; now {size} pixels.", size=size)
        lay_out(self, form, hint(about), ok_and_cancel(self))
        self.width_field.valueChanged.connect(lambda value: self._follow(value, None))
        self.height_field.valueChanged.connect(lambda value: self._follow(None, value))
        self.percent.valueChanged.connect(self._scaled)
        self.linked.toggled.connect(lambda _: self._follow(self.width_field.value(), None))

    @property
    def chosen_size(self) -> Size:
        return Size(self.width_field.value(), self.height_field.value())

    @property
    def chosen_way(self) -> Resampling:
        return Resampling(self.way.currentData())

    def _follow(self, width: int | None, height: int | None) -> None:
        before = self._before
        if self.linked.isChecked():
            if width is not None:
                self.height_field.show_value(max(1, round(width * before.height / before.width)))
            elif height is not None:
                self.width_field.show_value(max(1, round(height * before.width / before.height)))
        share = self.width_field.value() / before.width
        self.percent.blockSignals(True)
        self.percent.setValue(share * 100)
        self.percent.blockSignals(False)

    def _scaled(self, percent: float) -> None:
        self.width_field.show_value(round(self._before.width * percent / 100))
        self.height_field.show_value(round(self._before.height * percent / 100))
