"""The size of pictures made from words alone: chosen by itself, or one of the artist's."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.geometry import Size
from core.request import MAX_SIDE
from widgets.choice_box import ChoiceBox
from widgets.value_slider import ValueSlider
from widgets.words import tr

SHAPES = ((1, 1), (4, 3), (3, 4), (3, 2), (2, 3), (16, 9), (9, 16))
_AUTOMATIC, _CUSTOM = "automatic", "custom"


def shapes(native: int, step: int = 8) -> list[Size]:
    """Sizes with about as many pixels as native × native, in the usual shapes."""
    found = []
    for across, down in SHAPES:
        scale = native / (across * down) ** 0.5
        sides = (max(step, round(side * scale / step) * step) for side in (across, down))
        found.append(Size(*sides))
    return found


class SizeField(QWidget):
    """`picked` carries (width, height), or None for automatic."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        label = QLabel(tr("Size"))
        label.setFixedWidth(64)
        self._choice = ChoiceBox()
        self._choice.setAccessibleName(tr("Size of new pictures"))
        self._choice.setToolTip(
            tr(
                "The size of pictures made from the prompt alone.\n"
                "They are scaled to fill the canvas. What is painted over keeps its own size."
            )
        )
        label.setBuddy(self._choice)
        self._width = ValueSlider(tr("Width"), 64, MAX_SIDE // 4, 512, step=8, curve=2, unit=" px")
        self._height = ValueSlider(
            tr("Height"), 64, MAX_SIDE // 4, 512, step=8, curve=2, unit=" px"
        )
        self._custom = QWidget()
        sides = QHBoxLayout(self._custom)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(6)
        sides.addWidget(self._width)
        sides.addWidget(self._height)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(label)
        top.addWidget(self._choice, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self._custom)
        self._choice.activated.connect(self._chosen)
        self._width.picked.connect(self._typed)
        self._height.picked.connect(self._typed)
        self._custom.hide()
        self.show_native(256)

    def show_native(self, native: int) -> None:
        """Offers sizes that suit a model made for native × native pixels."""
        before = self._choice.currentData()
        self._choice.clear()
        self._choice.addItem(tr("Automatic"), _AUTOMATIC)
        for size in shapes(native):
            self._choice.addItem(f"{size.width} × {size.height}", size)
        self._choice.addItem(tr("Own size…"), _CUSTOM)
        self._choice.setCurrentIndex(max(0, self._index_of(before)))

    def show_size(self, size: Size | None) -> None:
        """Shows `size` (None: automatic) without telling anybody."""
        if size is None:
            self._choice.setCurrentIndex(0)
            self._custom.hide()
            return
        index = self._index_of(size)
        if index < 0 or self._choice.currentData() == _CUSTOM:
            index = self._index_of(_CUSTOM)
        self._choice.setCurrentIndex(index)
        self._custom.setVisible(self._choice.currentData() == _CUSTOM)
        self._width.show_value(size.width)
        self._height.show_value(size.height)

    def _index_of(self, choice: object) -> int:
        choices = (i for i in range(self._choice.count()) if self._choice.itemData(i) == choice)
        return next(choices, -1)

    def _chosen(self) -> None:
        choice = self._choice.currentData()
        self._custom.setVisible(choice == _CUSTOM)
        if choice == _CUSTOM:
            self._typed()
        else:
            self.picked.emit(None if choice == _AUTOMATIC else Size(*choice))

    def _typed(self) -> None:
        width, height = (round(side.value() / 8) * 8 for side in (self._width, self._height))
        self.picked.emit(Size(width, height))
