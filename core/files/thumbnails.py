"""Small pictures of files, as quickly as each kind allows."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import FileError
from core.files.pictures import FORMATS, read_file, reduced

if TYPE_CHECKING:
    from core.arrays import Bytes

_IN_ORA = "Thumbnails/thumbnail.png"
_MOST = 2**24
_RESOURCE = 1036
"""Photoshop's own small JPEG of the picture."""


def thumbnail_of(path: Path, side: int) -> Bytes | None:
    """RGB (h, w, 3) on white, at most `side` px a side; None when none can be made."""
    ending = path.suffix.lower()
    formats: tuple[str, ...] = FORMATS
    try:
        if ending == ".ora":
            content = _in_ora(path)
        elif ending in (".psd", ".psb"):
            content = _in_psd(path)
            if content is None:
                content, formats = read_file(path), ("PSD",)
        else:
            content = read_file(path)
        if content is None:
            return None
        return reduced(content, path.name, side, lambda _: None, formats)[1]
    except (FileError, OSError):
        return None


def _in_ora(path: Path) -> bytes | None:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_IN_ORA) as entry:
            return entry.read(_MOST)
    except Exception:  # noqa: BLE001  # a damaged archive can raise anything
        return None


def _in_psd(path: Path) -> bytes | None:
    """The resources come right after the header and the palette, so little is read."""
    with path.open("rb") as file:
        head = file.read(30)
        if head[:4] != b"8BPS":
            return None
        file.seek(int.from_bytes(head[26:30], "big"), io.SEEK_CUR)
        left = min(int.from_bytes(file.read(4), "big"), _MOST)
        block = file.read(left)
    at = 0
    while block[at : at + 4] == b"8BIM":
        kind = int.from_bytes(block[at + 4 : at + 6], "big")
        name = block[at + 6] if at + 6 < len(block) else 0
        at += 6 + (name + 2) // 2 * 2
        length = int.from_bytes(block[at : at + 4], "big")
        if kind == _RESOURCE:
            return block[at + 4 + 28 : at + 4 + length]
        at += 4 + length + length % 2
    return None
