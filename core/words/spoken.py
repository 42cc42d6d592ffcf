"""A prompt's words as they are pointed at, looked up and typed (no torch)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.words.grammar import Weighted, words

_INNER = re.compile(r"\w(?:[\w'’\-]*\w)?")
_ENDS = ",\n()[]{}|<>:"
_FEW = 64
"""Characters of what is being typed that are looked at."""


def spoken(prompt: str) -> list[Weighted]:
    """The words in their order, without the punctuation around them."""
    found = []
    for word in words(prompt):
        for match in _INNER.finditer(word.text):
            start = word.start + match.start()
            found.append(Weighted(match[0], word.weight, start, word.start + match.end()))
    return found


def contains(prompt: str, text: str) -> bool:
    """Whether the words of `text` follow each other in the prompt, whatever they weigh."""
    return f" {_flat(text)} " in f" {_flat(prompt)} "


def _flat(text: str) -> str:
    return " ".join(word.text.casefold() for word in spoken(text))


@dataclass(frozen=True)
class Typed:
    """What is being typed before the cursor, and may be completed."""

    start: int
    text: str


def typed_before(text: str, at: int) -> Typed | None:
    """The beginning of a word, or of a few since the last comma or bracket; None: nothing."""
    start = at
    while start > max(0, at - _FEW) and text[start - 1] not in _ENDS:
        start -= 1
    while start < at and text[start].isspace():
        start += 1
    return None if start == at else Typed(start, text[start:at])
