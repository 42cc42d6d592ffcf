"""A field for a prompt: grows with its text, leaves undo to the document, keeps Tab for focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

_MARGIN = 2
"""Around the text, pixels."""
_PADDING = (3, 2)
"""Around that: at the sides, above and below."""


class PromptEdit(QPlainTextEdit):
    """Text of any length, shown in `lines` … `most_lines` lines.

    There is one timeline of undo: Ctrl+Z in the field undoes in the document, which holds the
    prompt. `edited` carries what the user typed; `show_text` is for what the document says.
    """

    edited = Signal(str)
    left = Signal()

    def __init__(
        self,
        name: str,
        hint: str,
        *,
        lines: int = 2,
        most_lines: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lines, self._most_lines = lines, most_lines
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        # A picture dropped here is the window's: it gives back its recipe.
        self.setAcceptDrops(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(_MARGIN)
        self.setViewportMargins(*_PADDING, *_PADDING)
        self._told = ""
        self._room = 0
        self.textChanged.connect(self._text_changed)

    def _text_changed(self) -> None:
        # Colours change the document as well, but not what it says.
        if (text := self.toPlainText()) != self._told:
            self._told = text
            self.updateGeometry()
            self.edited.emit(text)

    def show_text(self, text: str) -> None:
        """Shows `text` with the cursor kept where it was, without telling anybody."""
        if text == self.toPlainText():
            return
        self._told = text
        position = self.textCursor().position()
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        cursor = self.textCursor()
        cursor.setPosition(min(position, len(text)))
        self.setTextCursor(cursor)
        self.updateGeometry()

    def set_room(self, room: int) -> None:
        """Has it take so many pixels more than its lines need: what may come below it later takes
        them back, and moves nothing."""
        if room != self._room:
            self._room = room
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        shown = round(self.document().size().height()) if self.toPlainText() else 0
        lines = max(self._lines, min(self._most_lines, shown))
        frame = self.contentsMargins().top() + self.contentsMargins().bottom()
        line = self.fontMetrics().lineSpacing() + 1  # lines are rounded up
        height = lines * line + self._room + 1
        return QSize(200, height + 2 * (_MARGIN + _PADDING[1]) + frame)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            standard = QKeySequence.StandardKey
            if event.matches(standard.Undo) or event.matches(standard.Redo):
                event.ignore()
                return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
