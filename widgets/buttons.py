"""Buttons that show an icon alone: what they do is said on hover, and to who cannot see."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

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


def menu_below(button: QToolButton, beside: QWidget, fill: Callable[[QMenu], object]) -> None:
    """A menu that opens below a button, and at the right button's press on what lies `beside` it;
    `fill` puts in what can be done then."""
    menu = QMenu(button)
    menu.aboutToShow.connect(lambda: fill(menu))
    button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
    beside.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    beside.customContextMenuRequested.connect(lambda at: menu.popup(beside.mapToGlobal(at)))
