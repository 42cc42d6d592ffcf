"""The caption of the chosen picture, or of several at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.training.data_set import Entry
from core.training.data_set_beside import with_words
from widgets.section import SPACING
from widgets.words import tr

_UNDO = QKeySequence.StandardKey.Undo
PAUSE = 800
"""Milliseconds after the last key until what was typed is saved."""
_NONE = "Choose a picture to see its caption and change it."
_EACH = "They have different captions. What you type here becomes the caption of all of them."
_EMPTY = "What is seen: “a red balloon on a beach”"
_WORDY = "What is seen, with “{}” in it"


class _Field(QPlainTextEdit):
    """Tab goes on to the next field; a caption is one line, however it wraps."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines = 3
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)

    def sizeHint(self) -> QSize:
        return QSize(200, self.lines * self.fontMetrics().lineSpacing() + 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        # Once there is nothing of its own to undo, Ctrl+Z is the panel's.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(_UNDO)
            and not self.document().isUndoAvailable()
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
            return
        if event.matches(_UNDO) and not self.document().isUndoAvailable():
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class CaptionEditor(QWidget):
    """`edited` carries the new captions by their pictures, once there is a pause in typing (one
    picture) or the field is left (several)."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._chosen: tuple[Entry, ...] = ()
        self._typed = False
        self._heading = QLabel()
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._about = QLabel()
        self._about.setObjectName("hint")
        self.field = _Field()
        self._heading.setBuddy(self.field)
        self.words = QLineEdit()
        self.words.setAccessibleName(tr("Words to put before or after the captions"))
        self.words.setAcceptDrops(False)
        self.before_button = QPushButton(tr("Put before"))
        self.after_button = QPushButton(tr("Put after"))
        for button, place in ((self.before_button, "before"), (self.after_button, "after")):
            button.setAccessibleName(tr("Put before") if place == "before" else tr("Put after"))
            button.setToolTip(
                tr("Puts these words before the caption of each chosen picture")
                if place == "before"
                else tr("Puts these words after the caption of each chosen picture")
            )
        top = QHBoxLayout()
        top.setSpacing(SPACING)
        top.addWidget(self._heading, 1)
        top.addWidget(self._about)
        bottom = QHBoxLayout()
        bottom.setSpacing(SPACING)
        bottom.addWidget(self.words, 1)
        bottom.addWidget(self.before_button)
        bottom.addWidget(self.after_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.field)
        layout.addLayout(bottom)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.save)
        self.field.textChanged.connect(self._text_changed)
        self.field.left.connect(self.save)
        self.words.textChanged.connect(self._enable)
        self.words.returnPressed.connect(lambda: self._put(before=True))
        self.before_button.clicked.connect(lambda: self._put(before=True))
        self.after_button.clicked.connect(lambda: self._put(before=False))
        self.set_word("")

    def set_roomy(self, roomy: bool) -> None:
        """Whether there is room for long words and many lines."""
        self.before_button.setText(tr("Put before") if roomy else tr("Before"))
        self.after_button.setText(tr("Put after") if roomy else tr("After"))
        self.field.lines = 3 if roomy else 2
        self.field.updateGeometry()

    def set_word(self, word: str) -> None:
        """The word that captions are to have: it is what is put before them, unless another one
        is typed."""
        self._word = word
        self.words.setPlaceholderText(word or tr("Words for the caption of each chosen picture"))
        self.show_chosen(self._chosen, self._about.text())

    def show_chosen(self, chosen: Sequence[Entry], about: str) -> None:
        """The pictures whose captions are edited, and what else is to be said of them. What was
        typed for others is saved before."""
        same = [one.file for one in chosen] == [one.file for one in self._chosen]
        if not same:
            self.save()
        self._chosen = tuple(chosen)
        self._about.setText(about)
        if len(chosen) == 1:
            self._heading.setText(tr("Caption of “{name}”", name=chosen[0].file.name))
        else:
            self._heading.setText(
                tr("Captions of {count} pictures", count=len(chosen)) if chosen else tr("Caption")
            )
        captions = {one.caption for one in chosen}
        example = tr(_WORDY).format(self._word) if self._word else tr(_EMPTY)
        hint = example if chosen else tr(_NONE)
        self.field.setPlaceholderText(tr(_EACH) if len(captions) > 1 else hint)
        name = self._heading.text()
        self.field.setAccessibleName(name)
        self.field.setReadOnly(not chosen)
        self._enable()
        if self._typed:
            return  # what is being typed is newer than what is known of the disk
        text = captions.pop() if len(captions) == 1 else ""
        if not same or text != self.caption:
            self.field.blockSignals(True)
            self.field.setPlainText(text)
            self.field.blockSignals(False)

    @property
    def caption(self) -> str:
        """What is in the field, as it is saved."""
        return " ".join(self.field.toPlainText().split())

    def _text_changed(self) -> None:
        self._typed = bool(self._chosen)
        if len(self._chosen) == 1:
            self._pause.start()

    def save(self) -> None:
        """Tells at once what was typed, if anything was."""
        self._pause.stop()
        if not self._typed:
            return
        self._typed = False
        # An empty field of several captions is what was there before anything was typed.
        if self.caption or len({one.caption for one in self._chosen}) == 1:
            self._tell({one.file: self.caption for one in self._chosen})

    def _put(self, *, before: bool) -> None:
        self.save()
        words = self.words.text() or self._word
        self._tell(
            {one.file: with_words(one.caption, words, before=before) for one in self._chosen}
        )

    def _tell(self, captions: dict[Path, str]) -> None:
        known = {one.file: one.caption for one in self._chosen}
        changed = {file: text for file, text in captions.items() if text != known[file]}
        if changed:
            self.edited.emit(changed)

    def _enable(self) -> None:
        self.words.setEnabled(bool(self._chosen))
        words = bool(self._chosen and (self.words.text().strip() or self._word))
        self.before_button.setEnabled(words)
        self.after_button.setEnabled(words)
