"""Pictures come into a data set: as copies, with what lies beside them (no torch).

What trainings read is copied as it is; other pictures are saved as PNG, without loss. The picture
is written last: until then nothing of it is in the data set, and from then on all of it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.arrays import Bytes
from core.errors import FileError, UserError
from core.files.atomic import make_folder, write_bytes
from core.files.pictures import CONVERTED, decode, png, read_file
from core.files.trouble import shown, unreadable
from core.geometry import Size
from core.training.data_set import REMOVED
from core.training.folders import (
    MASK,
    SUFFIXES,
    caption_file,
    check_size,
    crop_file,
    crop_of,
    is_picture,
    mask_file,
)

PROJECT = ".ora"
"""Paintings of the program itself: what is seen of them is learned."""
OTHERS = (".avif", ".jfif", ".jp2", ".ppm", ".pgm", ".qoi", ".tga", PROJECT)
"""Endings of what is taken besides those that trainings read."""
_LONGEST = 180
"""Bytes of a name, without its ending: what lies beside it has longer ones."""
_MAGIC = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG", ".png"), (b"RIFF", ".webp"), (b"BM", ".bmp"))


@dataclass(frozen=True)
class Added:
    """What became of files that were to be added."""

    files: tuple[Path, ...] = ()
    """The new pictures."""
    duplicates: tuple[tuple[str, Path], ...] = ()
    """Names of those that are there already, and as what."""
    refused: tuple[tuple[str, UserError], ...] = ()
    """Names of those that were not taken, and why."""

    def __add__(self, other: Added) -> Added:
        return Added(
            self.files + other.files,
            self.duplicates + other.duplicates,
            self.refused + other.refused,
        )


def add(folder: Path, files: Iterable[Path]) -> Added:
    """Copies pictures into a data set's folder, which is made with the first one; captions, masks
    and crops that lie beside them come along. The originals are not touched."""
    result = Added()
    for file in files:
        try:
            result += _added(folder, file)
        except UserError as error:
            result += Added(refused=((file.name, error),))
    return result


def add_pixels(folder: Path, array: Bytes, stem: str) -> Added:
    """Adds RGB(A) pixels (h, w, 3 or 4) from elsewhere as a picture."""
    try:
        return _put(folder, stem, ".png", png(array), ())
    except UserError as error:
        return Added(refused=((stem, error),))


def pictures_among(paths: Iterable[Path]) -> Added:
    """The files that are pictures, or may be, as `files`: of a folder those that lie in it. Masks
    come with their pictures, so they are none themselves; empty folders are refused."""
    result = Added()
    for path in paths:
        if not path.is_dir():
            result += Added((path,))
            continue
        try:
            inside = sorted(file for file in path.iterdir() if file.is_file() and _usual(file))
        except OSError as error:
            result += Added(refused=((path.name, unreadable(path, error)),))
            continue
        if not inside:
            none = FileError(f"There is no picture in “{path.name}”.", "Choose another folder.")
            result += Added(refused=((path.name, none),))
        result += Added(tuple(inside))
    pictures = {mask_file(file) for file in result.files}
    return Added(tuple(f for f in result.files if f not in pictures), refused=result.refused)


def _usual(file: Path) -> bool:
    return is_picture(file) or (file.suffix.lower() in OTHERS and not file.name.startswith("."))


def _added(folder: Path, source: Path) -> Added:
    content, suffix, size = _readable(source)
    beside: list[tuple[str, bytes]] = []
    refused: list[tuple[str, UserError]] = []
    for one in (caption_file(source), mask_file(source), crop_file(source)):
        try:
            there = one.is_file()
        except OSError:  # a name that is too long
            continue
        try:
            if there:
                beside.append((one.name.removeprefix(source.stem), _checked(one, source, size)))
        except UserError as error:
            refused.append((one.name, error))
    result = _put(folder, source.stem, suffix, content, beside)
    return result + Added(refused=tuple(refused)) if result.files else result


def _readable(source: Path) -> tuple[bytes, str, Size]:
    """A picture as trainings read it: its content, its ending and its size. Raises UserError."""
    name, suffix = f"“{shown(source)}”", source.suffix.lower()
    if suffix == PROJECT:
        pixels = _painting(source)
        return png(pixels), ".png", Size(pixels.shape[1], pixels.shape[0])
    content = read_file(source)
    try:
        size = decode(content, name).size
    except FileError:
        try:
            pixels = decode(content, name, formats=CONVERTED).array
        except FileError:
            pass
        else:
            return png(pixels), ".png", Size(pixels.shape[1], pixels.shape[0])
        raise
    if suffix not in SUFFIXES:
        known = (ending for start, ending in _MAGIC if content.startswith(start))
        suffix = next(known, "")
    if not suffix:
        content, suffix = png(decode(content, name).array), ".png"
    return content, suffix, size


def _painting(source: Path) -> Bytes:
    from core.files.openraster import open_document

    return open_document(source).document.flatten()


def _checked(one: Path, source: Path, size: Size) -> bytes:
    """The content of what lies beside a picture. Raises UserError when it does not fit."""
    content = read_file(one)
    if one == caption_file(source):
        try:
            content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise FileError(f"“{one.name}” is not text in UTF-8.", "Type the caption.") from None
    elif one == mask_file(source):
        check_size(decode(content, f"“{one.name}”", mask=True).size, size, one, source)
    else:
        crop_of(source, size)
    return content


def _put(
    folder: Path, stem: str, suffix: str, content: bytes, beside: Sequence[tuple[str, bytes]]
) -> Added:
    """Writes a picture and what belongs to it under a name that is free. Raises FileError."""
    if (there := _same(folder, content)) is not None:
        return Added(duplicates=((f"{stem}{suffix}", there),))
    make_folder(folder)
    target = folder / f"{free_stem(folder, stem)}{suffix}"
    put_with(target, beside, lambda: write_bytes(target, content))
    return Added((target,))


def put_with(picture: Path, beside: Iterable[tuple[str, bytes]], put: Callable[[], object]) -> None:
    """Writes what lies beside a picture, named by what follows its stem, then puts the picture
    itself. Raises FileError; then nothing of it is there."""
    written: list[Path] = []
    try:
        for ending, content in beside:
            written.append(picture.with_name(f"{picture.stem}{ending}"))
            write_bytes(written[-1], content)
        put()
    except BaseException:
        for file in written:
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
        raise


def _same(folder: Path, content: bytes) -> Path | None:
    """A picture there with the same bytes."""
    with contextlib.suppress(OSError):
        for file in sorted(folder.iterdir()):
            if not is_picture(file) or file.stat().st_size != len(content):
                continue
            if file.read_bytes() == content:
                return file
    return None


def free_stem(folder: Path, stem: str) -> str:
    """A name, without its ending, that neither a picture in a folder has nor what lies beside one:
    the one that is wished for, or with a number. Those of pictures that were removed stay theirs.
    On some disks capitals make no difference."""
    stem = stem.lstrip(".").encode()[:_LONGEST].decode(errors="ignore").strip() or "picture"
    if stem.casefold().endswith(MASK):
        stem = f"{stem[: -len(MASK)]}-mask"
    try:
        files = [*folder.iterdir(), *(folder / REMOVED).glob("*/*")]
        taken = {_stem(file).casefold() for file in files if file.name != REMOVED}
    except OSError:
        taken = set()
    free, number = stem, 1
    while free.casefold() in taken:
        number += 1
        free = f"{stem} {number}"
    return free


def _stem(file: Path) -> str:
    for ending in (f"{MASK}.png", ".crop.json"):
        if file.name.casefold().endswith(ending):
            return file.name[: -len(ending)]
    return file.stem


def told(added: Added) -> UserError | None:
    """What was not added, in words; None when all was."""
    causes, remedy = [], ""
    if added.refused:
        count = len(added.refused)
        reasons = list(dict.fromkeys(error.cause for _, error in added.refused))
        if count > 1:
            causes.append(f"{count} files were not added.")
        causes += reasons[:3]
        if len(reasons) > 3:
            causes.append(f"{len(reasons) - 3} more have other reasons.")
        remedy = added.refused[0][1].remedy
    if len(added.duplicates) == 1:
        name, there = added.duplicates[0]
        causes.append(f"“{name}” is there already, as “{there.name}”.")
    elif added.duplicates:
        causes.append(f"{len(added.duplicates)} of the pictures are there already.")
    return UserError(" ".join(causes), remedy) if causes else None
