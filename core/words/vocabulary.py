"""Words that can be completed while a prompt is typed: the model's, learned ones, lists of tags
(no torch)."""

from __future__ import annotations

import csv
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import places
from core.errors import UserError
from core.words.spoken import says

if TYPE_CHECKING:
    from core.models.info import ModelInfo

MOST_TAGS = 500_000
"""Tags of all lists together."""
MAX_FILE = 2**26
_LEAST = 2
"""Letters from which on something is proposed."""
_LONGEST = 200


class Source(IntEnum):
    """Where a word is from; what is nearer to the artist is proposed first."""

    LEARNED = 0
    MODEL = 1
    TAG = 2


@dataclass(frozen=True)
class Entry:
    """A word, or a few, that can be proposed."""

    text: str
    source: Source = Source.TAG
    uses: int = 0
    """How common it is, where a list says so."""
    file: str = ""
    """The learned file that has to be in use for it to mean something, and is not."""
    note: str = ""
    """What may be wrong with it, in a sentence."""
    taught: bool = False
    """Whether it was taught by that file: without it, it means nothing, or something else."""


class Vocabulary:
    """Entries, found by how they, or one of their words, begin; made once, asked at each key."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        best: dict[str, Entry] = {}
        for entry in entries:
            key = entry.text.casefold()
            if key not in best or _rank(entry) < _rank(best[key]):
                best[key] = entry
        self._entries = list(best.values())
        self._taught = [entry for entry in self._entries if entry.taught and entry.file]
        self._keys: list[tuple[str, int, int]] = sorted(
            (part, at, i) for i, key in enumerate(best) for at, part in _beginnings(key)
        )

    def __len__(self) -> int:
        return len(self._entries)

    def idle_in(self, prompt: str) -> list[Entry]:
        """The taught words that a prompt has in it, and whose files are not in use."""
        return [entry for entry in self._taught if says(prompt, entry.text)]

    def beginning(self, typed: str, most: int = 8) -> list[Entry]:
        """The best entries that begin so, then those with a later word that does.

        An entry that is typed already is none. Nothing for less than two letters.
        """
        wanted = typed.casefold()
        if len(wanted) < _LEAST:
            return []
        first = bisect_left(self._keys, (wanted, -1, -1))
        found: dict[int, int] = {}
        # Of very many the best would take long to find: a few thousand say enough.
        for key, at, i in self._keys[first : first + 4_000]:
            if not key.startswith(wanted):
                break
            found[i] = min(at, found.get(i, at))
        chosen = sorted(found, key=lambda i: (found[i] > 0, *_rank(self._entries[i])))
        entries = (self._entries[i] for i in chosen[: most + 1])
        return [entry for entry in entries if entry.text.casefold() != wanted][:most]


def _beginnings(key: str) -> Iterator[tuple[int, str]]:
    """The entry itself, without the bracket of a learned word, and what follows each of its
    first blanks."""
    if key.startswith("<"):
        yield 0, key[1:]
    at = 0
    for number in range(4):
        yield number, key[at:]
        at = key.find(" ", at) + 1
        if not at:
            return


def _rank(entry: Entry) -> tuple[int, int, int, str]:
    return entry.source, -entry.uses, len(entry.text), entry.text


def folder() -> Path:
    """Where the artist's lists of tags are: a tag in each line, or a table as taggers have it."""
    return places.data() / "tags"


def gathered(
    model: Path | None, learned: Iterable[str] = (), unused: Iterable[Entry] = ()
) -> Vocabulary:
    """Everything that can be proposed for a model's prompts: `learned` words that are in use, and
    those that could be. Reads files; never fails."""
    entries = [*(Entry(word, Source.LEARNED) for word in learned), *unused]
    if model is not None:
        entries += [Entry(word, Source.MODEL) for word in model_words(model)]
    return Vocabulary([*entries, *tags()])


def learned_words(files: Iterable[str]) -> list[str]:
    """The words that learned files teach, and those files' own names: LoRAs are known by them."""
    from core.models.concepts import identify

    found: list[str] = []
    for file in files:
        try:
            learned = identify(Path(file))
            found += (*learned.words, *learned.about.words)
        except UserError:
            continue
        found.append(Path(file).stem)
    return found


def unused_words(dirs: Sequence[Path], used: Iterable[str], info: ModelInfo) -> list[Entry]:
    """The words of learned files that are kept with the models but are not in use. Reads the
    files' headers; never fails."""
    from core.models.learned import find_learned

    found: list[Entry] = []
    known = {Path(file).resolve() for file in used}
    for learned in find_learned(dirs):
        path = learned.path
        if path.resolve() not in known:
            note = learned.about.doubt(path.name, info)
            taught = (*learned.about.words, *learned.words)
            found += [
                Entry(word, Source.LEARNED, 0, str(path), note, word in taught)
                for word in dict.fromkeys((*taught, path.stem))
            ]
    return found


def model_words(model: Path) -> list[str]:
    """The words that a model says it knows, in its `underpaint.json`."""
    try:
        value = json.loads((model / "underpaint.json").read_text("utf-8"))
        return list(_texts(value["words"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str) and 0 < len(value) <= _LONGEST:
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def tags(where: Path | None = None) -> list[Entry]:
    """The tags of the artist's lists; lists that cannot be read are left out."""
    found: list[Entry] = []
    try:
        files = sorted((where or folder()).iterdir())
    except OSError:
        return []
    for file in files:
        if file.suffix.lower() in (".txt", ".csv"):
            try:
                if file.stat().st_size <= MAX_FILE:
                    found += _tags_in(file)
            except (OSError, ValueError, csv.Error):
                continue
    return found[:MOST_TAGS]


def _tags_in(file: Path) -> Iterator[Entry]:
    """ "blue_eyes,0,123456,aliases" or "blue eyes", one in a line."""
    text = file.read_text("utf-8-sig")
    rows = csv.reader(text.splitlines()) if file.suffix.lower() == ".csv" else ()
    for line in rows or ([line] for line in text.splitlines()):
        name = line[0].strip() if line else ""
        if not name or name.startswith("#") or len(name) > _LONGEST:
            continue
        uses = line[2].strip() if len(line) > 2 else ""
        yield Entry(_written(name), Source.TAG, int(uses) if uses.isdecimal() else 0)


def _written(tag: str) -> str:
    """A tag as a prompt has it: blanks for underscores (":_)" is a face), brackets escaped."""
    if len(tag) <= 3 and not tag.isalpha():
        return tag
    return tag.replace("_", " ").replace("(", "\\(").replace(")", "\\)")
