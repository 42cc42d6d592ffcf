"""Nine places of a picture on a larger or smaller canvas, of which one is chosen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QToolButton, QWidget

from widgets.words import tr

_ACROSS, _DOWN = ("left", "middle", "right"), ("top", "middle", "bottom")


class AnchorGrid(QWidget):
    """Where the picture stays: a button for each corner, side and the middle."""

    def __init__(self) -> None:
        super().__init__()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self._group = QButtonGroup(self)
        self.buttons: dict[tuple[int, int], QToolButton] = {}
        for row in range(3):
            for column in range(3):
                button = QToolButton()
                button.setCheckable(True)
                button.setText("●")
                button.setFixedSize(QSize(28, 28))
                button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                name = "middle" if row == column == 1 else f"{_DOWN[row]} {_ACROSS[column]}"
                button.setToolTip(tr("The picture stays at the {name}", name=tr(name)))
                button.setAccessibleName(tr(name.capitalize()))
                button.toggled.connect(lambda on, button=button: button.setText("●" if on else "○"))
                self._group.addButton(button)
                layout.addWidget(button, row, column)
                self.buttons[column, row] = button
                button.setText("○")
        layout.setColumnStretch(3, 1)
        self.buttons[1, 1].setChecked(True)

    @property
    def place(self) -> tuple[int, int]:
        """0, 1, 2 from left to right, and from top to bottom."""
        return next(place for place, button in self.buttons.items() if button.isChecked())
