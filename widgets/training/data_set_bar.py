"""The bar above a data set: what can be done with its pictures, and how many there are."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from widgets.buttons import icon_button
from widgets.icons import icon
from widgets.section import SPACING
from widgets.words import told, tr


class DataSetBar(QWidget):
    """Its buttons are connected by the panel."""

    def __init__(self) -> None:
        super().__init__()
        self.add = _button(tr("Add…"), "picture-add", tr("Adds pictures from files"))
        self.crop = _button(tr("Crop…"), "crop", tr("Says which part of the picture counts"))
        self.mark = _button(
            tr("Mark subject…"),
            "mask-brush",
            tr("Paints over what is to be learned of the picture"),
        )
        self.remove = _tool("delete", tr("Remove the chosen pictures"), "Delete")
        self.undo = _tool("undo", tr("Undo"), "Ctrl+Z")
        self.stop = _tool("cancel", tr("Add no more of them"), "Esc")
        self.enlarge = _tool("float", tr("Show in a window of its own"), "F11")
        self._text = QLabel()
        self._text.setObjectName("hint")
        self._text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        for button in (self.add, self.crop, self.mark, self.remove, self.undo):
            row.addWidget(button)
        row.addSpacing(SPACING)
        row.addWidget(self._text, 1)
        row.addWidget(self.stop)
        row.addWidget(self.enlarge)

    @property
    def text(self) -> str:
        """How many pictures there are, as it is shown; empty where there is no room for it."""
        return self._text.text()

    def show_text(self, text: str) -> None:
        """How many pictures there are, or how far something is."""
        fits = self._text.fontMetrics().horizontalAdvance(text) <= self._text.width()
        self._text.setText(text if fits else "")
        self._text.setToolTip(text)

    def show_state(self, *, folder: bool, chosen: bool, adding: bool, done_last: str) -> None:
        """Whether there is a folder, a picture is chosen, and some are being added; and what Undo
        would take back (empty: nothing)."""
        self.add.setEnabled(folder)
        for button in (self.crop, self.mark, self.remove):
            button.setEnabled(chosen)
        self.stop.setVisible(adding)
        self.undo.setEnabled(bool(done_last))
        text = told(f"Undo: {done_last}") if done_last else tr("Undo")
        self.undo.setToolTip(tr("{what} (Ctrl+Z)", what=text))
        self.undo.setAccessibleName(text)

    def set_roomy(self, roomy: bool) -> None:
        """Whether there is room for the names of all buttons."""
        self.crop.setText(tr("Crop…") if roomy else "")
        self.mark.setText(tr("Mark subject…") if roomy else "")


def _button(text: str, picture: str, help: str) -> QPushButton:
    button = QPushButton(icon(picture), text)
    button.setObjectName("strip")
    button.setIconSize(QSize(16, 16))
    button.setToolTip(help)
    button.setAccessibleName(text.rstrip("…"))
    button.setAccessibleDescription(help)
    return button


def _tool(picture: str, help: str, keys: str) -> QToolButton:
    return icon_button(picture, f"{help} ({keys})", name=help, side=18)
