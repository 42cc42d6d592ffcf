"""The program's own words in the language that was chosen; English is what the code says.

`core` knows no Qt: what it declares and says is translated where it is shown, by what it says in
English. Sentences that hold a name or a number are found again by their pattern.
"""

from __future__ import annotations

import json
import re
from functools import cache, cached_property, lru_cache

from PySide6.QtCore import QCoreApplication

from core.places import resources

CONTEXT = "Underpaint"
"""All words are in one: what reads the same in two places is translated once."""
FOLDER = "translations"
PATTERNS = "patterns.json"
_PLACE = re.compile(r"\{(\w*)(?::[^{}]*)?\}")
_COUNT = r"[\d,.]+"
_COUNTED = frozenset(
    ("batch", "count", "done", "layers", "len", "minutes", "nbytes", "number", "pictures", "round",
     "step", "steps", "windows")
)  # fmt: skip
"""Values that are numbers, by their names."""
_UNNAMED = "unnamed_"
_LINES = re.compile(r"(\n[•\s]*)")
_SENTENCES = re.compile(r"(?<=[.!?…])( )(?=[A-Z“])")
_FIELD = re.compile(r"([\w.\[\] ]{1,40}): (.+)", re.DOTALL)
"""What is wrong with a field of a form or a recipe."""
_TELLING = 12
"""So many letters a pattern has of its own that it can be taken for no other."""
_VALUE = r"(?:(?![.!?…] [A-Z“]).)*?"
_ADDED = r"(?:[\s,.;:(·].*?)??"
_SHORT_VALUE = r"(?:(?![.!?…] [A-Z“]|: )[^;!?\n]){1,60}?"


def tr(text: str, **values: object) -> str:
    """A text in the artist's language. `{name}` in it stands for one of `values`."""
    shown = QCoreApplication.translate(CONTEXT, text) if text else text
    return shown.format(**values) if values else shown


def plain(text: str) -> str:
    """A menu's text without what underlines a letter and without its dots: "파일(&F)…" → "파일"."""
    return re.sub(r"\(&\w\)", "", text).replace("&", "").rstrip("…")


def told(text: str) -> str:
    """What core says, an error's cause for example, in the artist's language: as it stands, else
    by its pattern, else line by line and sentence by sentence; what is not known stays English."""
    return _told(text) if text and speaks() else text


@lru_cache(4096)
def _told(text: str) -> str:
    shown = tr(text)
    if shown != text:
        return shown
    for pattern in _patterns():
        if (found := pattern.translated(text)) is not None:
            return found
    for edge in (_LINES, _SENTENCES):
        parts = edge.split(text)
        if len(parts) > 1:
            return "".join(_told(part) if part.strip() else part for part in parts)
    field = _FIELD.fullmatch(text)
    return f"{_told(field[1])}: {_told(field[2])}" if field else text


@cache
def speaks() -> bool:
    """Whether another language than the code's is spoken."""
    return QCoreApplication.translate(CONTEXT, "&File") != "&File"


def forget() -> None:
    """Another language is spoken from now on."""
    speaks.cache_clear()
    _told.cache_clear()


class Pattern:
    """A text with `{name}` in it, by which what was made of it is known again."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._parts = [part for part in _PLACE.split(source)[::2] if part]

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        return pattern_of(self.source)

    def translated(self, text: str) -> str | None:
        """The text in the artist's language; None when it was not made of this pattern. A value in
        “ ” is a name and stays; any other may be a part of the program's own words."""
        if not all(part in text for part in self._parts):
            return None
        found = self._expression.fullmatch(text)
        if found is None or (shown := tr(self.source)) == self.source:
            return None
        values = {
            name: value if f"“{{{name}}}”" in self.source else _value(value)
            for name, value in found.groupdict().items()
        }
        unnamed = [value for name, value in values.items() if name.startswith(_UNNAMED)]
        return shown.format(*unnamed, **values)


def _value(text: str) -> str:
    """What stands in a pattern: words of the program's own, or several of them."""
    shown = told(text)
    if shown != text or ", " not in text:
        return shown
    parts = re.split(r"(?=, )", text)
    return "".join(_listed(part) for part in parts)


def _listed(part: str) -> str:
    """One of several things, with the comma before it."""
    shown = told(part)
    comma = ", " if part.startswith(", ") else ""
    return shown if shown != part else comma + told(part.removeprefix(", "))


@cache
def _patterns() -> list[Pattern]:
    """The one that says most first: it is meant."""
    sources = json.loads((resources() / FOLDER / PATTERNS).read_text(encoding="utf-8"))
    return [Pattern(source) for source in sorted(sources, key=_letters, reverse=True)]


def _letters(source: str) -> int:
    """How many letters a pattern has of its own."""
    return sum(letter.isalpha() for letter in _PLACE.sub("", source))


def pattern_of(source: str) -> re.Pattern[str]:
    """What a text with `{name}` in it looks like once its values are filled in.

    A value does not go on into a next sentence; where the pattern itself says little, it is short
    and has no punctuation, or every text would fit.
    """
    seen: set[str] = set()
    parts = _PLACE.split(source)
    value = _VALUE if _letters(source) >= _TELLING else _SHORT_VALUE
    result = ""
    before = ""
    for index, part in enumerate(parts):
        if index % 2 == 0:
            before = part
            result += re.escape(part)
        elif part in seen:
            result += f"(?P={part})"
        else:
            part = part or f"{_UNNAMED}{index}"
            seen.add(part)
            # Where one value follows another at once, or a name in “ ”, it is only added at times.
            kind = _COUNT if part.rstrip("_") in _COUNTED else value
            kind = _ADDED if index > 1 and before in ("", "”") else kind
            if index == len(parts) - 2 and not parts[-1] and before.endswith((". ", ".")):
                kind = ".*"  # further sentences
            result += f"(?P<{part}>{kind})"
    return re.compile(result, re.DOTALL)
