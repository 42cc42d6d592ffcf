"""Manifests: what a document was at one moment, and where its pieces lie.

A manifest is written after everything that it names, and replaced by none: the newest has the
highest number, and the one before it stays for the day when the newest cannot be read. Its first
line is the digest of the rest.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.files.atomic import write_bytes
from core.files.json_text import json_bytes
from core.geometry import Size
from core.parameters import Json
from core.pixels.tiles import Key
from core.recovery.pack import Address, Damaged, digest_of

VERSION = 1
_SUFFIX = ".json"
_ENTRY = struct.Struct("<iiIQI16s")
_MOST_BYTES = 2**26


class Newer(Exception):
    """A manifest of a newer version of the program."""


@dataclass(frozen=True)
class Manifest:
    """`contents` is that of `core/files/ora_contents.py`, in which the source of each layer's
    pixels is the address of a table of its tiles."""

    number: int
    path: str | None
    """The file that the document was opened from or saved to."""
    saved: float
    """When, in seconds since 1970."""
    picture: Address | None
    """A small PNG of it."""
    contents: Mapping[str, Json]
    candidates: Json = ()
    """As `core/recovery/candidates.py` writes them."""

    @property
    def size(self) -> Size:
        width, height = self.contents["size"]
        return Size(int(width), int(height))


def write(folder: Path, manifest: Manifest) -> int:
    """Writes the manifest; returns its size in bytes. Raises FileError."""
    value = {
        "version": VERSION,
        "path": manifest.path,
        "saved": manifest.saved,
        "picture": None if manifest.picture is None else manifest.picture.text,
        "contents": manifest.contents,
        "candidates": manifest.candidates,
    }
    body = json_bytes(value)
    content = digest_of(body).hex().encode() + b"\n" + body
    write_bytes(file_of(folder, manifest.number), content)
    return len(content)


def read(path: Path) -> Manifest:
    """Reads a manifest. Raises Damaged, or Newer."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
        digest, _, body = content.partition(b"\n")
        if digest != digest_of(body).hex().encode():
            raise Damaged("other bytes")
        value = json.loads(body)
        if value["version"] > VERSION:
            raise Newer
        picture = value["picture"]
        manifest = Manifest(
            number=int(path.stem),
            path=None if value["path"] is None else str(value["path"]),
            saved=float(value["saved"]),
            picture=None if picture is None else Address.of_text(picture),
            contents=value["contents"],
            candidates=value.get("candidates", []),
        )
        manifest.size  # noqa: B018
    except (OSError, LookupError, TypeError, ValueError, RecursionError):
        raise Damaged("no manifest") from None
    return manifest


def file_of(folder: Path, number: int) -> Path:
    """The manifest with this number."""
    return folder / f"{number:08}{_SUFFIX}"


def files(folder: Path) -> list[Path]:
    """The manifests of a folder, newest first; none when the folder cannot be read."""
    try:
        found = [one for one in folder.iterdir() if one.suffix == _SUFFIX and one.stem.isdecimal()]
    except OSError:
        return []
    return sorted(found, key=lambda one: int(one.stem), reverse=True)


def table_of(tiles: Mapping[Key, Address]) -> bytes:
    """Where each of a grid's tiles lies, as a piece of its own."""
    return b"".join(
        _ENTRY.pack(*key, one.pack, one.start, one.length, one.digest)
        for key, one in sorted(tiles.items())
    )


def tiles_in(table: bytes) -> Iterator[tuple[Key, Address]]:
    """What `table_of` wrote. Raises Damaged."""
    if len(table) % _ENTRY.size:
        raise Damaged("cut short")
    for column, row, pack, start, length, digest in _ENTRY.iter_unpack(table):
        yield (column, row), Address(pack, start, length, digest)
