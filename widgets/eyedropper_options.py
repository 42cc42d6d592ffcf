"""What the eyedropper looks at."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from core.pixels.sampling import SIDES, Sampling
from widgets.words import tr


class EyedropperOptions(QWidget):
    """`edited` carries the whole new `Sampling`."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.side = QComboBox()
        self.side.setAccessibleName(tr("Size of the sample"))
        self.side.setToolTip(tr("One pixel’s colour, or the mean of a square around the pointer"))
        for side in SIDES:
            text = tr("One pixel") if side == 1 else tr("Mean of {side}×{side} px", side=side)
            self.side.addItem(text, side)
        self.source = QComboBox()
        self.source.setAccessibleName(tr("Where colours are taken from"))
        self.source.setToolTip(
            tr("From the picture as it is seen, or from the active layer’s own paint")
        )
        self.source.addItem(tr("All that is seen"), False)
        self.source.addItem(tr("Active layer"), True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for box in (self.side, self.source):
            layout.addWidget(box)
            box.activated.connect(lambda _: self.edited.emit(self._chosen()))

    def _chosen(self) -> Sampling:
        return Sampling(int(self.side.currentData()), bool(self.source.currentData()))

    def show_sampling(self, sampling: Sampling) -> None:
        """Shows what is set without telling anybody."""
        self.side.setCurrentIndex(self.side.findData(sampling.side))
        self.source.setCurrentIndex(self.source.findData(sampling.layer_alone))
