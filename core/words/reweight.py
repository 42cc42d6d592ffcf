"""Ctrl+Up and Ctrl+Down: the weight of what is selected in a prompt (no torch)."""

from __future__ import annotations

import re

from core.words.grammar import MOST, STEP

_WORD = re.compile(r"[^\s()\[\]{}|,:]+")
_AFTER = re.compile(r"(?::\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*)?\)", re.ASCII)


def reweighted(prompt: str, start: int, end: int, by: float) -> tuple[str, int, int]:
    """The prompt with the weight of `start`…`end` changed, and where that now stands.

    With nothing selected it is the word at `start`. The weight stays within 0…10; at 1 the
    brackets go. Where there is no word, nothing changes.
    """
    first, last = sorted(max(0, min(at, len(prompt))) for at in (start, end))
    start, end = _trimmed(prompt, *(_word_at(prompt, first) if first == last else (first, last)))
    if start == end:
        return prompt, start, end
    before, now, after = start, 1.0, end
    opening = prompt[start - 1 : start] if _is_mark(prompt, start - 1) else ""
    closing = _AFTER.match(prompt, end)
    if opening == "(" and closing:
        now = float(closing[1]) if closing[1] else STEP
        before, after = start - 1, closing.end()
    elif opening == "[" and prompt[end : end + 1] == "]":
        now, before, after = 1 / STEP, start - 1, end + 1
    weight = max(0.0, min(MOST, round(now + by, 2)))
    inside = prompt[start:end]
    written = inside if weight == 1 else f"({inside}:{weight:g})"
    at = before + (weight != 1)
    return prompt[:before] + written + prompt[after:], at, at + len(inside)


def _word_at(prompt: str, at: int) -> tuple[int, int]:
    for word in _WORD.finditer(prompt):
        if word.start() <= at <= word.end():
            return word.span()
    return at, at


def _trimmed(prompt: str, start: int, end: int) -> tuple[int, int]:
    inside = prompt[start:end]
    start += len(inside) - len(inside.lstrip())
    return start, start + len(inside.strip())


def _is_mark(prompt: str, at: int) -> bool:
    """Whether the character is a mark, that is, has no backslash before it."""
    if at < 0:
        return False
    slashes = len(prompt[:at]) - len(prompt[:at].rstrip("\\"))
    return slashes % 2 == 0
