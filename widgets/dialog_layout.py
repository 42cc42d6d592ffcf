"""How dialogs look: their margins, the form of labelled fields, the buttons that end them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLayout,
    QVBoxLayout,
    QWidget,
)


def lay_out(dialog: QDialog, *parts: QWidget | QLayout, spacing: int = 14) -> QVBoxLayout:
    """Puts parts below one another into a dialog; `spacing` is between them, in pixels."""
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(18, 16, 18, 14)
    layout.setSpacing(spacing)
    for part in parts:
        if isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
    return layout


def labelled_fields() -> QFormLayout:
    """An empty form, whose labels end where the fields begin."""
    form = QFormLayout()
    form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    form.setHorizontalSpacing(14)
    form.setVerticalSpacing(8)
    return form


def hint(text: str) -> QLabel:
    """A line or more that explains the fields."""
    label = QLabel(text)
    label.setObjectName("hint")
    label.setWordWrap(True)
    return label


def ok_and_cancel(dialog: QDialog) -> QDialogButtonBox:
    """The two buttons, which accept and reject the dialog."""
    standard = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons
