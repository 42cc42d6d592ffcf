"""Pictures leave a data set for a folder inside it, from which they can be brought back (no torch).

What lies beside a picture is copied there first, then the picture itself is moved, then what lay
beside it is taken away: at each moment the picture is in the data set with all that belongs to it,
or out of it with all that belongs to it.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from core.errors import FileError
from core.files.atomic import make_folder, move, write_bytes
from core.files.pictures import read_file
from core.files.trouble import no_memory, unreadable
from core.training.data_set import REMOVED
from core.training.data_set_adding import free_stem, put_with
from core.training.folders import caption_file, crop_file, is_picture, mask_file


@dataclass(frozen=True)
class Removal:
    """Pictures that were removed together."""

    place: Path
    """Where they are now."""
    names: tuple[str, ...]
    """Of the pictures."""


def remove(files: Sequence[Path]) -> Removal:
    """Takes pictures of one folder out of the data set. Raises FileError; then all are in it."""
    place = _new_place(files[0].parent / REMOVED)
    gone = Removal(place, ())
    try:
        for file in files:
            _take(file, place)
            gone = Removal(place, (*gone.names, file.name))
    except (FileError, MemoryError) as failed:
        error = no_memory(file) if isinstance(failed, MemoryError) else failed
        with contextlib.suppress(FileError):
            bring_back(gone)
        cause = error.cause.replace("was not saved", "could not be moved to the removed ones")
        raise FileError(
            cause, error.remedy.replace("Save it somewhere else", "Try again")
        ) from failed
    return gone


def bring_back(removal: Removal) -> list[Path]:
    """Puts removed pictures back, under other names where theirs are taken. Raises FileError; what
    is not back then still lies where it was."""
    folder = removal.place.parent.parent
    back = []
    for name in removal.names:
        there = removal.place / name
        stem = there.stem if _fits(there, folder) else free_stem(folder, there.stem)
        target = folder / f"{stem}{there.suffix}"
        beside = [
            (one.name.removeprefix(there.stem), read_file(one))
            for one in _beside(there)
            if one.is_file()
        ]
        put_with(target, beside, partial(move, there, target))
        back.append(target)
    _tidy(removal.place)
    return back


def _tidy(place: Path) -> None:
    """Takes a removal's folder away once no picture is in it, and that of all with the last."""
    with contextlib.suppress(OSError):
        if not any(is_picture(one) for one in place.iterdir()):
            shutil.rmtree(place)
            place.parent.rmdir()


def _take(file: Path, place: Path) -> None:
    beside = [one for one in _beside(file) if one.is_file()]
    for one in beside:
        write_bytes(place / one.name, read_file(one))
    move(file, place / file.name)
    for one in beside:
        # What is left behind belongs to no picture, and no other gets its name.
        with contextlib.suppress(OSError):
            one.unlink()


def _new_place(removed: Path) -> Path:
    try:
        numbers = [int(one.name) for one in removed.iterdir() if one.name.isdecimal()]
    except FileNotFoundError:
        numbers = []
    except OSError as error:
        raise unreadable(removed, error) from error
    place = removed / f"{max(numbers, default=0) + 1:04}"
    make_folder(place)
    return place


def _fits(there: Path, folder: Path) -> bool:
    """Whether a picture can have its name again: nothing else has it, and what lies beside such a
    name is its own."""
    stem = there.stem.casefold()
    try:
        if any(is_picture(one) and one.stem.casefold() == stem for one in folder.iterdir()):
            return False
    except OSError as error:
        raise unreadable(folder, error) from error
    pairs = zip(_beside(there), _beside(folder / there.name), strict=True)
    return all(
        not new.exists() or (old.is_file() and read_file(old) == read_file(new))
        for old, new in pairs
    )


def _beside(file: Path) -> tuple[Path, ...]:
    return caption_file(file), mask_file(file), crop_file(file)
