"""What every field of a form is, and how a field is made for a declared parameter."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.document.drafts import Value
from core.parameters import Parameter
from widgets.words import tr

LABEL = 76
"""Width of the labels in front of fields, so that the fields are in one line."""


class Field(QWidget):
    """Shows one value; `picked` carries what the artist chose instead (None: automatic, none)."""

    picked = Signal(object)

    def __init__(self, parameter: Parameter[Any]) -> None:
        super().__init__()
        self.parameter = parameter
        self.setToolTip(tr(parameter.help))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)

    def show_value(self, value: Value) -> None:
        """Shows `value` without telling anybody."""
        raise NotImplementedError

    @property
    def narrow(self) -> bool:
        """Whether half of a line is enough."""
        return False

    def name(self, widget: QWidget) -> None:
        """Gives a widget the field's name and help, for those who hear instead of see."""
        widget.setAccessibleName(tr(self.parameter.shown_title))
        widget.setAccessibleDescription(tr(self.parameter.help))
        widget.setToolTip(tr(self.parameter.help))


def label_of(field: QWidget, text: str, *, width: int = LABEL) -> QLabel:
    """The label in front of a field; longer ones wrap."""
    label = QLabel(text)
    label.setFixedWidth(width)
    label.setWordWrap(True)
    label.setBuddy(field)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return label


def heading_of(field: QWidget, text: str) -> QLabel:
    """The label above a field that needs the whole width."""
    label = QLabel(text)
    label.setObjectName("hint")
    label.setBuddy(field)
    return label
