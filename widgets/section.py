"""A part of a panel under a heading that opens and closes."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QToolButton, QVBoxLayout, QWidget

from widgets.elided_label import ElidedLabel
from widgets.icons import toggle_icon
from widgets.words import tr

SPACING = 6
MARGIN = 10


class Section(QWidget):
    """A heading button with `body` below it; `note` at the right sums up what is inside."""

    opened = Signal(bool)

    def __init__(self, title: str, body: QWidget, *, open: bool = True) -> None:
        super().__init__()
        self._heading = QToolButton()
        self._heading.setObjectName("section")
        self._heading.setText(title)
        self._heading.setIcon(toggle_icon("chevron-down", "chevron-right"))
        self._heading.setIconSize(QSize(14, 14))
        self._heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._heading.setCheckable(True)
        self._heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._heading.setAccessibleName(tr("{title} settings", title=title))
        self._heading.toggled.connect(self._toggle)
        self.note = ElidedLabel()
        self.note.setObjectName("hint")
        self._body = body
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self._heading)
        top.addStretch()
        top.addWidget(self.note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(top)
        layout.addWidget(body)
        self._heading.setChecked(open)
        self._toggle(open)

    def _toggle(self, open: bool) -> None:
        self._body.setVisible(open)
        self.note.setVisible(not open)
        self.opened.emit(open)

    def set_note(self, text: str) -> None:
        """What the closed section says about its content, in a few words."""
        if text != self.note.text():
            self.note.setText(text)

    def set_open(self, open: bool) -> None:
        self._heading.setChecked(open)

    @property
    def is_open(self) -> bool:
        return self._heading.isChecked()


def column(*items: QWidget | QLayout, margin: int = 0) -> QWidget:
    """A widget that stacks `items` with the panels' spacing."""
    result = QWidget()
    result.setObjectName("column")
    layout = QVBoxLayout(result)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(SPACING)
    for item in items:
        if isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)
    return result


def row(*items: QWidget | None) -> QHBoxLayout:
    """A line of widgets; None is a stretch."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACING)
    for item in items:
        if item is None:
            layout.addStretch()
        else:
            layout.addWidget(item)
    return layout
