"""The program's own words in the language that was chosen; English is what the code says.

`core` knows no Qt: what it declares and says is translated where it is shown, by what it says in
English. Sentences that hold a name or a number are found again by their pattern.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache

from PySide6.QtCore import QCoreApplication

from core.places import resources

CONTEXT = "Underpaint"
"""All words are in one: what reads the same in two places is translated once."""
FOLDER = "translations"
PATTERNS = "patterns.json"
_PLACE = re.compile(r"\{(\w+)\}")


def tr(text: str, **values: object) -> str:
    """A text in the artist's language. `{name}` in it stands for one of `values`."""
    shown = QCoreApplication.translate(CONTEXT, text) if text else text
    return shown.format(**values) if values else shown


def plain(text: str) -> str:
    """A menu's text without what underlines a letter and without its dots: "파일(&F)…" → "파일"."""
    return re.sub(r"\(&\w\)", "", text).replace("&", "").rstrip("…")


def told(text: str) -> str:
    """What core says, an error's cause for example, in the artist's language: as it stands, else
    by its pattern, else sentence by sentence; what is not known stays English."""
    shown = tr(text)
    if shown != text or not speaks():
        return shown
    for pattern, source in _patterns():
        found = pattern.fullmatch(text)
        if found and (shown := tr(source)) != source:
            return shown.format(**found.groupdict())
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z“])", text)
    return " ".join(told(one) for one in sentences) if len(sentences) > 1 else text


@cache
def speaks() -> bool:
    """Whether another language than the code's is spoken."""
    return QCoreApplication.translate(CONTEXT, "&File") != "&File"


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The longest first: the one that says most is meant."""
    sources = json.loads((resources() / FOLDER / PATTERNS).read_text(encoding="utf-8"))
    return [(pattern_of(source), source) for source in sorted(sources, key=len, reverse=True)]


def pattern_of(source: str) -> re.Pattern[str]:
    """What a text with `{name}` in it looks like once its values are filled in."""
    seen: set[str] = set()
    parts: Iterable[str] = _PLACE.split(source)
    result = ""
    for index, part in enumerate(parts):
        if index % 2 == 0:
            result += re.escape(part)
        elif part in seen:
            result += f"(?P={part})"
        else:
            seen.add(part)
            result += f"(?P<{part}>.+?)"
    return re.compile(result, re.DOTALL)
