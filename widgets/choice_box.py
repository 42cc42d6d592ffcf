"""A combo box for forms that scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QToolTip, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionComboBox

_FRAME = 48
"""Pixels; frame, padding and arrow never need more."""


class ChoiceBox(QComboBox):
    """Leaves the wheel to the form: whoever scrolls past it changes nothing. Arrow keys choose.

    A choice that is longer than the box ends in "…" and is told whole by its tooltip; Qt's own
    would be cut off in the middle of a letter wherever a style sheet is in use.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def shown_text(self) -> str:
        """The choice as there is room for it."""
        return self.currentText() if self._has_room() else self._option().currentText

    def _has_room(self) -> bool:
        """Whether there is surely room for all of it, without asking the style: QStyle's enums
        cost 5 ms of the program's start, when choices are short."""
        text = self.fontMetrics().horizontalAdvance(self.currentText())
        return text + self.iconSize().width() + _FRAME <= self.width()

    def _option(self) -> QStyleOptionComboBox:
        from PySide6.QtWidgets import QStyle, QStyleOptionComboBox

        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = (
            self.style()
            .subControlRect(
                QStyle.ComplexControl.CC_ComboBox,
                option,
                QStyle.SubControl.SC_ComboBoxEditField,
                self,
            )
            .width()
        )
        if not option.currentIcon.isNull():
            room -= option.iconSize.width() + 4
        option.currentText = option.fontMetrics.elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room - 2
        )
        return option

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._has_room():
            super().paintEvent(event)
            return
        from PySide6.QtWidgets import QStyle, QStylePainter

        option = self._option()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text, help = self.currentText(), self.toolTip()
            if self.shown_text() != text:
                QToolTip.showText(event.globalPos(), f"{text}\n{help}".rstrip(), self)
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
