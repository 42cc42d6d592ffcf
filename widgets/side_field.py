"""A side of a picture in pixels, as dialogs ask for it."""

from __future__ import annotations

from core.request import MAX_SIDE
from widgets.number_box import NumberBox


class SideField(NumberBox):
    """Pixels from 1 to `most`."""

    def __init__(self, value: int = 1, most: int = MAX_SIDE) -> None:
        super().__init__()
        self.setRange(1, most)
        self.setValue(value)
        self.setSuffix(" px")
        self.setMinimumWidth(120)

    def show_value(self, value: int) -> None:
        """Shows a value without telling anybody, as one that follows from another field."""
        before = self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(before)
