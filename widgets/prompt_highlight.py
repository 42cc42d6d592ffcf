"""What words of a prompt weigh, shown in the field: more is lit, less is dim, marks are faint."""

from __future__ import annotations

import re

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from core.words.grammar import read
from widgets.look import colour
from widgets.utf16 import to_qt

_MARKS = re.compile(r"[()\[\]\\#]|\bAND\b")
_LONG = 20_000
"""Characters from which on reading the prompt anew would be felt while typing."""
_LATER = 250
"""Milliseconds of rest after which a long prompt, or one of several lines, is read anew."""
_FULL = 0.6
"""A weight this far above 1 is lit as brightly as any."""


class WeightHighlighter(QSyntaxHighlighter):
    """Colours a field's document. Prompts without marks cost next to nothing."""

    def __init__(self, document: QTextDocument) -> None:
        self._stretches: list[tuple[int, int, QTextCharFormat]] = []
        self._text = ""
        super().__init__(document)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LATER)
        self._timer.timeout.connect(self.rehighlight)

    def rehighlight(self) -> None:
        self._read(self.document().toPlainText())
        super().rehighlight()

    def highlightBlock(self, text: str) -> None:
        whole = self.document().toPlainText()
        if whole != self._text:
            # A bracket may change what other lines weigh, and those are not asked for now.
            if len(whole) > _LONG or "\n" in whole:
                self._timer.start()
            if len(whole) <= _LONG:
                self._read(whole)
        first = self.currentBlock().position()
        last = first + self.currentBlock().length()
        for start, end, look in self._stretches:
            if start < last and end > first:
                begin = max(start, first)
                self.setFormat(begin - first, min(end, last) - begin, look)

    def _read(self, text: str) -> None:
        self._text = text
        self._stretches = list(stretches(text)) if _MARKS.search(text) else []


def stretches(text: str) -> list[tuple[int, int, QTextCharFormat]]:
    """Where a prompt looks other than plain, in Qt's count, and how."""
    found = []
    at = 0
    for piece in read(text).pieces:
        if piece.start > at:
            found.append((at, piece.start, _look("mark")))
        if round(piece.weight, 3) != 1:
            found.append((piece.start, piece.end, _of_weight(piece.weight)))
        at = piece.end
    if at < len(text):
        found.append((at, len(text), _look("mark")))
    if text.isascii():
        return found
    return [(to_qt(text, start), to_qt(text, end), look) for start, end, look in found]


def _look(name: str) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setForeground(colour("faint_text" if name == "mark" else name))
    return look


def _of_weight(weight: float) -> QTextCharFormat:
    look = QTextCharFormat()
    if weight > 1:
        lit = QColor(colour("accent"))
        lit.setAlphaF(0.10 + 0.30 * min(1.0, (weight - 1) / _FULL))
        look.setBackground(lit)
    else:
        text, faint = colour("text"), colour("faint")
        part = min(1.0, max(0.0, (1 - weight) / _FULL))
        mixed = [round(a + (b - a) * part) for a, b in zip(_rgb(text), _rgb(faint), strict=True)]
        look.setForeground(QColor(*mixed))
    return look


def _rgb(one: QColor) -> tuple[int, int, int]:
    return one.red(), one.green(), one.blue()
