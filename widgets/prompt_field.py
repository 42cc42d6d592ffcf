"""A prompt's field: weights by keys and in colour, and words that complete themselves.

What is not needed for the first paint (reading weights, the list of words) is made with the first
letter that is typed or shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from widgets.prompt_edit import PromptEdit
from widgets.utf16 import from_qt, to_qt
from widgets.words import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.words.vocabulary import Entry, Vocabulary
    from widgets.completion import CompletionPopup
    from widgets.earlier_prompts import EarlierPrompts
    from widgets.prompt_highlight import WeightHighlighter

STEP = 0.05
"""What one press of Ctrl+Up or Ctrl+Down adds to a weight."""
_PAUSE = 60
"""Milliseconds after a key until words are proposed: fast typing is not interrupted."""
_TAKES = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PromptField(PromptEdit):
    """Ctrl+Up and Ctrl+Down weigh the selection, or the word at the cursor. Alt+Up and Alt+Down go
    through earlier prompts, where there are some.

    `learned_taken` carries the learned file without which a word that was taken means nothing.
    """

    learned_taken = Signal(str)
    _highlighter: WeightHighlighter | None = None

    def __init__(
        self,
        name: str,
        hint: str,
        *,
        lines: int = 2,
        most_lines: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, hint, lines=lines, most_lines=most_lines, parent=parent)
        self.setAccessibleDescription(tr("Ctrl+Up and Ctrl+Down change what a word weighs"))
        self.vocabulary: Vocabulary | None = None
        self.popup: CompletionPopup | None = None
        self._earlier: EarlierPrompts | None = None
        self._proposed: list[tuple[int, Entry]] = []
        """For each row how many characters before the cursor it replaces."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._propose)
        self.textChanged.connect(self._colour)

    def show_text(self, text: str) -> None:
        super().show_text(text)
        self._colour()

    def _colour(self) -> None:
        if self._highlighter is None and not self.document().isEmpty():
            from widgets.prompt_highlight import WeightHighlighter

            self._highlighter = WeightHighlighter(self.document())
            self._highlighter.rehighlight()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._highlighter is not None:
            self._highlighter.rehighlight()

    def offer_earlier(self, ask: Callable[[Callable[[Sequence[str]], object]], object]) -> None:
        """From now on Alt+Up and Alt+Down go through earlier prompts; see `EarlierPrompts`."""
        from widgets.earlier_prompts import EarlierPrompts

        self._earlier = EarlierPrompts(self, self._take_whole, ask)
        weigh, recall = self.accessibleDescription(), tr("Alt+Up and Alt+Down bring earlier ones")
        self.setAccessibleDescription(f"{weigh}. {recall}.")
        self.setToolTip(recall)

    def _take_whole(self, prompt: str) -> None:
        self._close()
        self._replace_all(self.toPlainText(), prompt)
        self.moveCursor(QTextCursor.MoveOperation.End)

    # Weights --------------------------------------------------------------------------------

    def nudge(self, by: float, place: tuple[int, int] | None = None) -> None:
        """Changes what the selection weighs, or the word at the cursor, or `place` (in Python's
        count of characters)."""
        from core.words.reweight import reweighted

        text, cursor = self.toPlainText(), self.textCursor()
        given = cursor.selectionStart(), cursor.selectionEnd()
        start, end = place or (from_qt(text, given[0]), from_qt(text, given[1]))
        new, first, last = reweighted(text, start, end, by)
        if new == text:
            return
        selected = place is not None or start != end
        self._replace_all(text, new)
        cursor = self.textCursor()
        if selected:
            cursor.setPosition(to_qt(new, first))
            cursor.setPosition(to_qt(new, last), QTextCursor.MoveMode.KeepAnchor)
        else:
            cursor.setPosition(to_qt(new, last))
        self.setTextCursor(cursor)

    def _replace_all(self, text: str, new: str) -> None:
        """Makes the text `new` by changing only what differs: long prompts stay quick."""
        shorter = min(len(text), len(new))
        front = next((i for i in range(shorter) if text[i] != new[i]), shorter)
        back = 0
        while back < shorter - front and text[-1 - back] == new[-1 - back]:
            back += 1
        cursor = self.textCursor()
        cursor.setPosition(to_qt(text, front))
        cursor.setPosition(to_qt(text, len(text) - back), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new[front : len(new) - back])

    def select(self, start: int, end: int) -> None:
        """Selects a part of the text (in Python's count) and takes the keyboard."""
        text, cursor = self.toPlainText(), self.textCursor()
        cursor.setPosition(to_qt(text, start))
        cursor.setPosition(to_qt(text, end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # Completion -----------------------------------------------------------------------------

    @property
    def proposing(self) -> bool:
        return self.popup is not None and self.popup.isVisible()

    def _propose(self) -> None:
        from core.words.spoken import typed_before

        cursor = self.textCursor()
        if self.vocabulary is None or cursor.hasSelection() or not self.hasFocus():
            self._close()
            return
        line = cursor.block().text()
        before = line[: from_qt(line, cursor.positionInBlock())]
        after = line[len(before) : len(before) + 1]
        found: dict[str, tuple[int, Entry]] = {}
        if not (after.isalnum() or after == "_"):
            for typed in typed_before(before):
                for entry in self.vocabulary.beginning(typed):
                    # What stands there already would only hide what is below it.
                    if before.lower().endswith(entry.text.lower()):
                        continue
                    found.setdefault(entry.text, (len(typed), entry))
        self._proposed = list(found.values())[:8]
        if not self._proposed:
            self._close()
            return
        if self.popup is None:
            from widgets.completion import CompletionPopup

            self.popup = CompletionPopup(self.window())
            self.popup.accepted.connect(self._accept)
        corner = self.viewport().mapTo(self.window(), self.cursorRect().topLeft())
        place = QRect(corner, self.cursorRect().size())
        self.popup.show_entries([entry for _, entry in self._proposed], place)

    def _accept(self, row: int) -> None:
        if not 0 <= row < len(self._proposed):
            return
        length, entry = self._proposed[row]
        self._close()
        cursor = self.textCursor()
        line = cursor.block().text()
        at = from_qt(line, cursor.positionInBlock())
        start = cursor.block().position() + to_qt(line, at - length)
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(entry.text)
        self.setTextCursor(cursor)
        if entry.file:
            self.learned_taken.emit(entry.file)

    def _close(self) -> None:
        self._timer.stop()
        if self.popup is not None:
            self.popup.hide()

    # Keys -----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._close()  # a command, such as to generate: typing is over
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._recalls(event)
        ):
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and self._is_for_popup(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._steer_popup(event.key())
                return True
        return super().event(event)

    def _is_for_popup(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        keys = (*_TAKES, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down)
        return self.proposing and plain and event.key() in keys

    def _steer_popup(self, key: int) -> None:
        assert self.popup is not None
        if key == Qt.Key.Key_Escape:
            self._close()
        elif key in _TAKES:
            self._accept(self.popup.currentRow())
        else:
            self.popup.step(1 if key == Qt.Key.Key_Down else -1)

    def _recalls(self, event: QKeyEvent) -> bool:
        modifier = Qt.KeyboardModifier
        alt = event.modifiers() & ~modifier.KeypadModifier == modifier.AltModifier
        return self._earlier is not None and alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, up, down = event.key(), Qt.Key.Key_Up, Qt.Key.Key_Down
        if self._earlier is not None and self._recalls(event):
            self._earlier.step(1 if key == up else -1)
            return
        if key in (up, down) and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.nudge(STEP if key == up else -STEP)
            return
        super().keyPressEvent(event)
        if self.vocabulary is not None and (
            (event.text().isprintable() and event.text()) or key == Qt.Key.Key_Backspace
        ):
            self._timer.start()
        elif event.text() or key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home):
            self._close()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._close()
        super().focusOutEvent(event)
