"""How large a window may open on its screen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_FRAME = QSize(8, 40)
"""What a desktop's title bar and frame take at the most, which is not known before they show."""


def room_for(window: QWidget) -> QSize:
    """What the screen of a window has free for what lies inside its frame."""
    return window.screen().availableSize() - _FRAME


def open_at(window: QWidget, width: int, height: int) -> None:
    """Gives a window the size that it opens with: this one, or less where the screen has less."""
    window.resize(QSize(width, height).boundedTo(room_for(window)))
