"""A data set that the artist puts together: what is in its folder, and what is doubtful (no torch).

The folder is read as trainings read it (`folders.py`), but nothing that is wrong with one picture
keeps the others from being seen. `data_set_adding.py` and `data_set_removing.py` put pictures in
and take them out, `data_set_beside.py` changes what lies beside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.arrays import Bytes
from core.errors import FileError
from core.files.pictures import read_file, reduced, size_of
from core.files.trouble import unreadable
from core.geometry import Rect, Size
from core.training.declare import Pictures, PictureSet
from core.training.folders import (
    Example,
    caption_file,
    check_size,
    crop_file,
    crop_of,
    fingerprint,
    is_picture,
    mask_file,
)
from core.training.review import Notice, names, review
from core.words.spoken import says

REMOVED = "removed"
"""The folder inside a data set's for what was taken out of it; trainings leave it out."""

Stamp = tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True)
class Entry:
    """A picture of a data set, by what can be known without opening it."""

    file: Path
    caption: str = ""
    masked: bool = False
    cropped: bool = False
    stamp: Stamp = ()
    """When the picture, its mask and its crop were last changed, and their sizes."""
    trouble: str = ""
    """What is wrong with its caption; empty: nothing."""


@dataclass(frozen=True, eq=False)
class Look:
    """What is seen of a picture once it is opened."""

    size: Size
    """Of the whole picture, pixels."""
    crop: Rect | None
    thumbnail: Bytes
    """RGB (h, w, 3) of the part that counts."""
    fingerprint: bytes
    """Its colours as a very small copy; see `folders.fingerprint`."""
    problem: FileError | None = None
    """Why no training can use it as it is."""

    @property
    def counted(self) -> Size:
        """The size of the part that counts."""
        return self.size if self.crop is None else self.crop.size


def entries(folder: Path) -> list[Entry]:
    """The pictures of a folder, sorted by name; none when it is not there yet. Raises FileError."""
    try:
        there = {file.name: file for file in folder.iterdir()}
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unreadable(folder, error) from error
    return [
        _entry(there[name], there)
        for name in sorted(there, key=_counted)
        if is_picture(there[name]) and there[name].is_file()
    ]


def _counted(name: str) -> tuple[list[tuple[bool, int, str]], str]:
    """So that "9.png" comes before "10.png", and "toy.png" before "toy 2.png"."""
    parts = re.findall(r"\d+|\D+", Path(name).stem.casefold())
    return [(False, int(p), "") if p.isdecimal() else (True, 0, p) for p in parts], name


def _entry(file: Path, there: Mapping[str, Path]) -> Entry:
    caption, trouble = ("", "")
    if caption_file(file).name in there:
        caption, trouble = caption_beside(file)
    mask, crop = mask_file(file), crop_file(file)
    beside = [one if one.name in there else None for one in (mask, crop)]
    return Entry(
        file,
        caption,
        beside[0] is not None,
        beside[1] is not None,
        tuple(None if one is None else _stamp(one) for one in (file, *beside)),
        trouble,
    )


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def caption_beside(picture: Path) -> tuple[str, str]:
    """What is said of a picture, in one line, and what is wrong with the file that says it."""
    file = caption_file(picture)
    try:
        content = read_file(file) if file.is_file() else b""
    except FileError as error:
        return "", str(error)
    try:
        return " ".join(content.decode("utf-8-sig").split()), ""
    except UnicodeDecodeError:
        text = " ".join(content.decode("cp1252", "replace").split())
        return text, f"“{file.name}” is not text in UTF-8. Type the caption again."


def look(file: Path, side: int) -> Look:
    """Opens a picture for a thumbnail of at most `side` pixels. What is wrong is told in it."""
    try:
        size, thumbnail = reduced(
            read_file(file), f"“{file.name}”", side, lambda size: crop_of(file, size)
        )
        crop = crop_of(file, size)
    except FileError as error:
        return unseeable(error)
    return Look(size, crop, thumbnail, fingerprint(thumbnail), _trouble_of_mask(file, size))


def _trouble_of_mask(file: Path, size: Size) -> FileError | None:
    mask = mask_file(file)
    try:
        if mask.is_file():
            check_size(size_of(read_file(mask), f"“{mask.name}”"), size, mask, file)
    except FileError as error:
        return error
    return None


def unseeable(problem: FileError) -> Look:
    """What is seen of a picture that cannot be opened."""
    return Look(Size(0, 0), None, np.zeros((0, 0, 3), np.uint8), b"", problem)


def notices(
    there: Sequence[Entry],
    seen: Mapping[Path, Look],
    *,
    word: str = "",
    side: int = 0,
    enough: int = 1,
) -> list[Notice]:
    """What is wrong with a data set or doubtful, for a training of a model for squares of `side`
    px that teaches a `word` (empty: none) and learns better from `enough` pictures.

    As long as not all have been seen, it is not said that they are few.
    """
    usable = [one for one in there if one.file not in seen or seen[one.file].problem is None]
    examples = [
        Example(one.file, (one.caption,), found.counted, "", fingerprint=found.fingerprint)
        for one in usable
        if (found := seen.get(one.file)) is not None
    ]
    told = [
        Notice("unreadable", str(problem), (one.file,))
        for one in there
        if one.file in seen and (problem := seen[one.file].problem) is not None
    ]
    told += [Notice("unreadable", one.trouble, (one.file,)) for one in there if one.trouble]
    told += _without(word, there)
    whole = bool(there) and len(examples) == len(usable)
    folder = str(there[0].file.parent) if there else ""
    given = PictureSet("pictures", Pictures(folder=folder), enough=enough if whole else 0)
    return told + review([given], examples, side)


def _without(word: str, there: Sequence[Entry]) -> list[Notice]:
    without = [one.file for one in there if one.caption and word and not says(one.caption, word)]
    if not without:
        return []
    listed = names(without)
    text = f"The captions of {listed} do not have the word “{word}” in them."
    if len(without) == 1:
        text = f"The caption of {listed} does not have the word “{word}” in it."
    return [Notice("word", text, tuple(without))]
