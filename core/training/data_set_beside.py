"""What lies beside a picture of a data set, changed: its caption, its crop, its mask (no torch).

Each is a file of its own that is replaced as a whole, or taken away. The picture itself is never
changed: a crop only says which part of it counts, so it can be set anew and taken back, and a mask
always has the whole picture's size, so that it is cut along.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from core.arrays import Bytes
from core.errors import FileError
from core.files.atomic import write_bytes
from core.files.pictures import decode, png, read_file
from core.files.trouble import unwritable
from core.geometry import Rect, Size
from core.training.folders import caption_file, crop_file, mask_file


def write_caption(picture: Path, caption: str) -> None:
    """Says something of a picture; an empty caption takes the file away. Raises FileError."""
    text = " ".join(caption.split())
    if text:
        write_bytes(caption_file(picture), text.encode())
    else:
        _take_away(caption_file(picture))


def with_words(caption: str, words: str, *, before: bool) -> str:
    """A caption with words put before or after it: "zorb" before "a red disc". Words that begin
    (or end) with a comma are joined as they are."""
    caption, words = " ".join(caption.split()), " ".join(words.split())
    if not caption or not words:
        return caption or words.strip(" ,")
    if before:
        return f"{words} {caption}"
    return f"{caption}{words}" if words.startswith(",") else f"{caption} {words}"


def set_crop(picture: Path, size: Size, crop: Rect | None) -> None:
    """Says which part of a picture of `size` counts; None, or all of it: the whole picture. Raises
    FileError, ValueError for what is no part of it."""
    whole = Rect.of_size(size)
    if crop is not None and (crop.is_empty or not whole.contains(crop)):
        raise ValueError(f"{crop} is no part of a picture of {size}")
    if crop is None or crop == whole:
        _take_away(crop_file(picture))
    else:
        write_bytes(crop_file(picture), json.dumps(list(crop)).encode())


def read_mask(picture: Path) -> Bytes | None:
    """A picture's mask (h, w), 255 where the subject is; None: it has none. Raises FileError."""
    file = mask_file(picture)
    return decode(read_file(file), f"“{file.name}”", mask=True).array if file.is_file() else None


def write_mask(picture: Path, size: Size, mask: Bytes | None) -> None:
    """Marks the subject of a picture of `size` by a mask (h, w), 255 where it is; None, or a mask
    that marks nothing: all of it counts. Raises FileError, ValueError for a mask of another size.
    """
    if mask is not None and mask.shape != (size.height, size.width):
        raise ValueError(f"a mask of {mask.shape} does not fit a picture of {size}")
    if mask is None or not mask.any():
        _take_away(mask_file(picture))
    else:
        write_bytes(mask_file(picture), png(mask))


@dataclass(frozen=True)
class Beside:
    """What is said of a picture apart from its caption, as files say it; None: there is none."""

    mask: bytes | None
    crop: bytes | None


def beside(picture: Path) -> Beside:
    """What is said of a picture now, to be put back later. Raises FileError."""
    files = (mask_file(picture), crop_file(picture))
    return Beside(*(read_file(file) if file.is_file() else None for file in files))


def put_back(picture: Path, kept: Beside) -> None:
    """Makes what is said of a picture what it was. Raises FileError."""
    for file, content in ((mask_file(picture), kept.mask), (crop_file(picture), kept.crop)):
        if content is None:
            _take_away(file)
        else:
            write_bytes(file, content)


def _take_away(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        told = unwritable(file, error)
        raise FileError(
            told.cause.replace("was not saved", "was not taken away"),
            "Check who may write to its folder.",
        ) from error
