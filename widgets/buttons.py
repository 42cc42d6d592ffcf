"""Buttons that show an icon alone: what they do is said on hover, and to who cannot see."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from widgets.icons import icon


def icon_button(picture: str, help: str, *, name: str = "", side: int = 16) -> QToolButton:
    """A button of the icon `picture`, so many pixels high, that Tab reaches. Screen readers say
    `name`, or else its help."""
    button = QToolButton()
    button.setIcon(icon(picture))
    button.setIconSize(QSize(side, side))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setToolTip(help)
    button.setAccessibleName(name or help)
    return button
