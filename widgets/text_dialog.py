"""Asks for a text and how it is set, while the canvas shows it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFontComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from widgets.canvas.lettering import Align, Lettering
from widgets.fill_options import flag
from widgets.value_slider import ValueSlider
from widgets.words import tr


class TextDialog(QDialog):
    """`edited` carries the whole `Lettering` with every letter; OK and Ctrl+Enter keep it."""

    edited = Signal(object)

    def __init__(self, canvas: QWidget, lettering: Lettering) -> None:
        super().__init__(canvas.window(), Qt.WindowType.Tool)
        self.setWindowTitle(tr("Text"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = QPlainTextEdit(lettering.text)
        self.text.setAccessibleName(tr("Text"))
        self.text.setPlaceholderText(tr("Type the text; it appears on the canvas."))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(86)
        self.family = QFontComboBox()
        self.family.setAccessibleName(tr("Font"))
        if lettering.family:
            self.family.setCurrentFont(QFont(lettering.family))
        self.size_ = ValueSlider(tr("Size"), 1, 2000, lettering.size, unit=" px", curve=3)
        self.spacing = ValueSlider(
            tr("Line spacing"), 50, 300, round(lettering.spacing * 100), unit=" %"
        )
        self.bold = flag(tr("Bold"), tr("Heavier letters"))
        self.bold.setChecked(lettering.bold)
        self.italic = flag(tr("Italic"), tr("Slanted letters"))
        self.italic.setChecked(lettering.italic)
        self.align = QComboBox()
        self.align.setAccessibleName(tr("Alignment"))
        for align in Align:
            self.align.addItem(tr(align.value.capitalize()), align)
        self.align.setCurrentIndex(self.align.findData(lettering.align))
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        self.text.textChanged.connect(self._tell)
        self.family.currentFontChanged.connect(lambda _: self._tell())
        for slider in (self.size_, self.spacing):
            slider.valueChanged.connect(lambda _: self._tell())
        for box in (self.bold, self.italic):
            box.toggled.connect(lambda _: self._tell())
        self.align.activated.connect(lambda _: self._tell())
        self.resize(340, self.sizeHint().height())
        # In the canvas's corner: the text that it is about should stay in sight.
        self.move(canvas.mapToGlobal(QPoint(canvas.width() - self.width() - 24, 40)))
        self.text.setFocus()

    def event(self, event: QEvent) -> bool:
        """While it is typed these keys are the dialog's, and not the window's that it is of."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent):
            event.setAccepted(_is_end(event) or event.key() == Qt.Key.Key_Escape)
            if event.isAccepted():
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_end(event):
            self.accept()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        numbers, looks = QHBoxLayout(), QHBoxLayout()
        numbers.addWidget(self.size_)
        numbers.addWidget(self.spacing)
        looks.addWidget(self.bold)
        looks.addWidget(self.italic)
        looks.addStretch()
        looks.addWidget(self.align)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(10)
        layout.addWidget(self.text)
        layout.addWidget(self.family)
        layout.addLayout(numbers)
        layout.addLayout(looks)
        layout.addWidget(buttons)

    @property
    def lettering(self) -> Lettering:
        return Lettering(
            self.text.toPlainText(),
            self.family.currentFont().family(),
            self.size_.value(),
            self.bold.isChecked(),
            self.italic.isChecked(),
            Align(self.align.currentData()),
            self.spacing.value() / 100,
        )

    def _tell(self) -> None:
        self.edited.emit(self.lettering)


def _is_end(event: QKeyEvent) -> bool:
    """Whether a key says that the text is done: Control and Enter, as Enter begins a line."""
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
