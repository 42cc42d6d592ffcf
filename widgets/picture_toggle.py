"""A button of the options bar that stays pressed: a picture, with its meaning in the tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from widgets.icons import icon


def picture_toggle(picture: str, help: str) -> QToolButton:
    """`picture` is the name of an icon."""
    button = QToolButton()
    button.setIcon(icon(picture))
    button.setIconSize(QSize(18, 18))
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setToolTip(help)
    button.setAccessibleName(help)
    return button
