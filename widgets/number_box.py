"""Fields for whole and for decimal numbers, with arrows beside them."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox

_INSET = 5
"""Pixels, so that numbers begin where the text of the fields above and below them does: a style
sheet has no say there, as it pads a spin box only where that has no arrows."""


class NumberBox(QSpinBox):
    """A whole number."""

    def __init__(self, *, suffix: str = "") -> None:
        super().__init__()
        self.setSuffix(suffix)
        _inset(self)


class DecimalBox(QDoubleSpinBox):
    """A number with a fraction."""

    def __init__(
        self, value: float, least: float, most: float, *, decimals: int, suffix: str = ""
    ) -> None:
        super().__init__()
        self.setRange(least, most)
        self.setDecimals(decimals)
        self.setSuffix(suffix)
        self.setValue(value)
        _inset(self)


def _inset(box: QAbstractSpinBox) -> None:
    box.lineEdit().setTextMargins(_INSET, 0, 0, 0)
