"""A prompt's words as they are pointed at, looked up and typed (no torch)."""

from __future__ import annotations

import re

from core.words.grammar import Weighted, words

_INNER = re.compile(r"\w(?:[\w'’\-]*\w)?")
_ENDS = ",\n()[]{}|:"
_FEW = 64
"""Characters of what is being typed that are looked at."""

SMALL = frozenset(
    ("a", "an", "the", "of", "and", "or", "with", "in", "on", "at", "to", "by", "for", "is", "are")
)
"""Words that nobody wants to point at."""


def spoken(prompt: str) -> list[Weighted]:
    """The words in their order, without the punctuation around them."""
    found = []
    for word in words(prompt):
        for match in _INNER.finditer(word.text):
            start = word.start + match.start()
            found.append(Weighted(match[0], word.weight, start, word.start + match.end()))
    return found


def says(text: str, word: str) -> bool:
    """Whether a text has a word in it as it is written, whole, in capitals or not."""
    return bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE))


def contains(prompt: str, text: str) -> bool:
    """Whether the words of `text` follow each other in the prompt, whatever they weigh."""
    return f" {_flat(text)} " in f" {_flat(prompt)} "


def _flat(text: str) -> str:
    return " ".join(word.text.casefold() for word in spoken(text))


def typed_before(text: str) -> list[str]:
    """What may be completed at the end of `text`: the words since the last comma or bracket, the
    longest choice first. "a red ba" → "a red ba", "red ba", "ba"."""
    near = text[-_FEW:]
    start = max(near.rfind(end) for end in _ENDS) + 1
    typed = near[start:].lstrip()
    starts = [0, *(match.end() for match in re.finditer(r"\s+", typed))]
    return [typed[at:] for at in starts if typed[at:]]
