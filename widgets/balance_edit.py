"""A colour balance: which part of the light is tinted, and its sliders."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from core.pixels.adjustments import ColorBalance
from widgets.techniques.form import Form
from widgets.words import tr

_PARTS = {"shadows": "Shadows", "midtones": "Midtones", "highlights": "Highlights"}
"""Beginnings of a balance's fields, and what is written on their choice."""


class BalanceEdit(QWidget):
    """One part's sliders of its form at a time: all nine would leave no room for the layers."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self.part = QComboBox()
        self.part.setAccessibleName(tr("Part of the light"))
        for part, title in _PARTS.items():
            self.part.addItem(tr(title), part)
        self.part.setCurrentIndex(self.part.findData("midtones"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.part)
        layout.addWidget(form)
        self.part.currentIndexChanged.connect(lambda _: self._show_part())
        self._show_part()

    def show_balance(self, balance: ColorBalance) -> None:
        """Shows it without telling anybody; a dot marks parts that are tinted."""
        self.form.show_fields_of(balance)
        for place, (part, title) in enumerate(_PARTS.items()):
            tinted = any(
                getattr(balance, name) for name in self.form.fields if name.startswith(part)
            )
            self.part.setItemText(place, f"{tr(title)} •" if tinted else tr(title))

    def _show_part(self) -> None:
        hidden = tuple(part for part in _PARTS if part != self.part.currentData())
        for name, field in self.form.fields.items():
            field.setVisible(not name.startswith(hidden))
