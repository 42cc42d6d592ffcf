"""What is written in a prompt: weights, parts joined by AND, comments (no torch).

    a (red) balloon            red counts 1.1 times; ((red)) 1.21 times
    a (red:1.3) balloon        1.3 times; weights of brackets in brackets are multiplied
    a [red] balloon            1/1.1 times
    a cat \\(animal\\)           brackets as they stand; so are the other marks after a backslash
    a cat AND a dog :0.5       two predictions, the second at half weight
    a cat  # the black one     from a # at a line's start, or between blanks, to the line's end

The marks are those of AUTOMATIC1111's program. Two things differ: brackets without a partner are
plain text (there they reach to the end), and nothing is an error. What the artist may have meant
otherwise is told in `warnings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

STEP = 1.1
"""What a pair of brackets without a number multiplies or divides by."""

MOST = 10.0
"""Weights are kept within -MOST…MOST: beyond, a text encoder's numbers mean nothing."""

MARKS = "()[]{}|#_:\\"
"""What a backslash makes plain text of."""

COMMENT = re.compile(r"(?m)^[^\S\n]*#[^\n]*|(?<=\s)#(?!\S)[^\n]*")
"""What is for the artist alone. A # within a word or before one ("#ff0000") begins none."""

_NUMBER = r"([+-]?(?:\d+\.?\d*|\.\d+))"
_CLOSING = re.compile(rf":\s*{_NUMBER}\s*\)", re.ASCII)
_SHARE = re.compile(rf":\s*{_NUMBER}\s*(?=\bAND\b|\Z)", re.ASCII)
_AND = re.compile(r"\bAND\b")
_PLAIN = re.compile(r"[^\\()\[\]:A\s#]+")
_SCHEDULE = re.compile(r"[^\\:\[\]]*:[^\\:\[\]]*:\s*[\d.]+\s*\]", re.ASCII)
_LONG = 200
"""Marks between brackets that are looked through for what other programs know."""

_TOLD = 3
"""Warnings of one kind that are worth reading."""


@dataclass(frozen=True)
class Weighted:
    """A stretch of a prompt in which everything weighs the same."""

    text: str
    """As the text encoder reads it: without brackets, weights, comments and backslashes."""
    weight: float
    start: int
    """Where it is in what was written: from here…"""
    end: int
    """…to here, this excluded."""


@dataclass(frozen=True)
class SubPrompt:
    """One of the prompts that AND joins; most prompts are just one."""

    pieces: tuple[Weighted, ...]
    share: float = 1.0
    """How strongly it counts among them."""

    @property
    def text(self) -> str:
        """All of it, as the text encoder reads it."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Written:
    """A prompt that has been read."""

    prompts: tuple[SubPrompt, ...]
    """At least one."""
    warnings: tuple[str, ...] = ()

    @property
    def pieces(self) -> tuple[Weighted, ...]:
        """Everything in it, in order."""
        return tuple(piece for prompt in self.prompts for piece in prompt.pieces)


@dataclass
class _Mark:
    """Some text, a bracket, an AND or a share, in the order in which they are written."""

    kind: str
    """ "text", "(", "[", ")", "]", "AND" or "share"."""
    text: str
    start: int
    end: int
    factor: float | None = None
    """Of a bracket that has its partner: what it does to the weight. Of a share: how large."""


def read(prompt: str) -> Written:
    """Reads a prompt. Takes any text; never fails."""
    marks = list(_marks(prompt))
    warnings = _pair(marks)
    weights = [1.0]
    groups: list[list[_Piece]] = [[]]
    for mark in marks:
        if mark.kind in ("(", "[") and mark.factor is not None:
            weights.append(weights[-1] * mark.factor)
        elif mark.kind in (")", "]") and mark.factor is not None:
            weights.pop()
        elif mark.kind == "AND" and len(weights) == 1:
            groups.append([])
        else:
            if mark.kind == "AND":
                warnings.append("AND between brackets is read as the word “and”.")
            if abs(weights[-1]) > MOST:
                warnings.append(f"A weight beyond {MOST:g} was brought down to it.")
            share = mark.factor if mark.kind == "share" and len(weights) == 1 else None
            weight = _kept(weights[-1])
            groups[-1].append((Weighted(mark.text, weight, mark.start, mark.end), share))
    prompts = tuple(_prompt(pieces, several=len(groups) > 1) for pieces in groups)
    return Written(prompts, tuple(dict.fromkeys(warnings)))


def plain(prompt: str) -> str:
    """A prompt without its marks: what the text encoder reads."""
    return " ".join(one.text for one in read(prompt).prompts)


def words(prompt: str) -> list[Weighted]:
    """Every word of a prompt, where it stands and what it weighs: for showing."""
    found = []
    for mark in read(prompt).pieces:
        for match in re.finditer(r"\S+", prompt[mark.start : mark.end]):
            start = mark.start + match.start()
            found.append(Weighted(match[0], mark.weight, start, mark.start + match.end()))
    return found


def escaped(text: str) -> str:
    """Any text, written so that `read` takes nothing in it for a mark."""
    marked = "".join("\\" + letter if letter in MARKS else letter for letter in text)
    return _AND.sub(r"\\AND", marked)


_Piece = tuple[Weighted, float | None]
"""A stretch of text, and what share it says when it stands at the end of one of several."""


def _marks(prompt: str) -> Iterator[_Mark]:
    """What is written, comments left out."""
    comments = {match.start(): match.end() for match in COMMENT.finditer(prompt)}
    at = 0
    while at < len(prompt):
        if (end := comments.get(at)) is not None:
            at = end
            continue
        mark = _mark(prompt, at)
        yield mark
        at = mark.end


def _mark(prompt: str, at: int) -> _Mark:
    letter = prompt[at]
    if letter == "\\":
        if at + 1 < len(prompt) and prompt[at + 1] in MARKS:
            return _Mark("text", prompt[at + 1], at, at + 2)
        if _AND.match(prompt, at + 1):
            return _Mark("text", "AND", at, at + 4)
    elif letter in "([)]":
        return _Mark(letter, letter, at, at + 1)
    elif letter == ":":
        if found := _CLOSING.match(prompt, at):
            return _Mark(")", found[0], at, found.end(), float(found[1]))
        if found := _SHARE.match(prompt, at):
            return _Mark("share", found[0], at, found.end(), float(found[1]))
    elif letter == "A":
        if found := _AND.match(prompt, at):
            return _Mark("AND", found[0], at, found.end())
    elif found := _PLAIN.match(prompt, at):
        return _Mark("text", found[0], at, found.end())
    return _Mark("text", letter, at, at + 1)


def _pair(marks: list[_Mark]) -> list[str]:
    """Gives each bracket with a partner its factor; returns warnings of those without."""
    open_: list[int] = []
    count = {"(": 0, "[": 0}
    alone: list[_Mark] = []
    told = []
    for i, mark in enumerate(marks):
        if mark.kind in ("(", "["):
            open_.append(i)
            count[mark.kind] += 1
        elif mark.kind in (")", "]"):
            wanted = "(" if mark.kind == ")" else "["
            if not count[wanted]:
                mark.factor = None
                alone.append(mark)
                continue
            while marks[partner := open_.pop()].kind != wanted:
                count[marks[partner].kind] -= 1
                alone.append(marks[partner])
            count[wanted] -= 1
            number = mark.factor if mark.factor is not None else STEP
            marks[partner].factor = mark.factor = number if wanted == "(" else 1 / STEP
            inside = "".join(one.text for one in marks[partner + 1 : i + 1][:_LONG])
            if wanted == "[" and _SCHEDULE.fullmatch(inside):
                told.append(
                    f"“[{inside}” switches nothing in the middle of the steps: all of it counts "
                    "a little less."
                )
    alone += [marks[i] for i in open_]
    alone.sort(key=lambda mark: mark.start)
    told += [
        f"“{mark.text}” at character {mark.start + 1} has no partner and is read as it stands."
        for mark in alone[:_TOLD]
    ]
    if len(alone) > _TOLD:
        told.append(f"So are {len(alone) - _TOLD} more brackets.")
    return told


def _joined(pieces: list[Weighted]) -> Iterator[Weighted]:
    """Neighbours of equal weight as one, when nothing is between them."""
    held: list[Weighted] = []
    for piece in pieces:
        if held and (piece.weight, piece.start) != (held[0].weight, held[-1].end):
            yield _one(held)
            held = []
        held.append(piece)
    if held:
        yield _one(held)


def _one(held: list[Weighted]) -> Weighted:
    text = "".join(piece.text for piece in held)
    return Weighted(text, held[0].weight, held[0].start, held[-1].end)


def _prompt(pieces: list[_Piece], *, several: bool) -> SubPrompt:
    """One of the prompts; the share at the end of one of several is no text."""
    if several and pieces and (share := pieces[-1][1]) is not None:
        return SubPrompt(tuple(_joined([piece for piece, _ in pieces[:-1]])), _kept(share))
    return SubPrompt(tuple(_joined([piece for piece, _ in pieces])))


def _kept(weight: float) -> float:
    return max(-MOST, min(MOST, weight))
