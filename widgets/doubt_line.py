"""A line with a warning sign, for what is doubtful but no reason to stop."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from widgets.icons import IconLabel
from widgets.words import tr


class DoubtLine(QWidget):
    """Hidden as long as it has nothing to say. With a `remedy`, a button of that name sets right
    what is doubtful."""

    asked = Signal()
    """The button was pressed."""

    def __init__(self, text: str = "", remedy: str = "") -> None:
        super().__init__()
        picture = IconLabel("warning", 14)
        self._label = QLabel(text)
        self._label.setObjectName("hint")
        self._label.setWordWrap(True)
        # Addresses that are named are copied from there.
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._label, 1)
        if remedy:
            button = QPushButton(remedy)
            button.setAutoDefault(False)
            button.clicked.connect(self.asked)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(tr("Warning: {what}", what=text))
        if not text:
            self.hide()

    def show_text(self, text: str) -> None:
        self._label.setText(text)
        self.setAccessibleName(tr("Warning: {what}", what=text))
        self.setVisible(bool(text))

    @property
    def text(self) -> str:
        return self._label.text()
