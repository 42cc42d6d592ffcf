"""Brushes with names: those that come with the program, and the artist's own, as files of JSON.

    {"underpaint": "brush", "version": 1, "name": "Ink", "brush": {"size": 12, "hardness": 1}}

docs/brushes.md says how such a file reads.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from core import places
from core.errors import FileError, RecipeError
from core.files import deleted
from core.files.atomic import make_folder, write_bytes
from core.files.deleted import Deleted
from core.files.trouble import shown, unreadable
from core.parameters import Json, parse, to_json
from core.pixels.brush import Brush
from core.presets import checked_name, files_in, free_name

KIND = "brush"
VERSION = 1
SUFFIX = ".json"
_MOST_BYTES = 2**22


@dataclass(frozen=True)
class BrushPreset:
    """A brush with a name."""

    name: str
    brush: Brush
    own: bool = False
    """Whether it is the artist's, and may be replaced and deleted."""
    notes: tuple[str, ...] = ()
    """What was lost when it was read from another program's file, in whole sentences."""


def folder() -> Path:
    """Where the artist's own presets are."""
    return places.config() / "presets" / "brushes"


def built_in() -> list[BrushPreset]:
    """Those that come with the program, in their order."""
    files = sorted((places.resources() / "brushes").glob(f"*{SUFFIX}"))
    return [read(file) for file in files]


def own() -> list[BrushPreset]:
    """The artist's, by name. Files that cannot be read are left out."""
    found = []
    for file in files_in(folder(), SUFFIX):
        with contextlib.suppress(FileError):
            found.append(replace(read(file), name=file.stem, own=True))
    return found


def save(name: str, brush: Brush) -> Path:
    """Keeps a brush under a name, replacing one of the artist's of that name. Raises UserError."""
    file = folder() / f"{checked_name(name)}{SUFFIX}"
    make_folder(file.parent)
    export(file, file.stem, brush)
    return file


def delete(name: str) -> Deleted | None:
    """Deletes one of the artist's, into the trash where there is one; one that is gone is as good
    as deleted: None. Raises FileError."""
    return deleted.delete(folder() / f"{checked_name(name)}{SUFFIX}")


def restore(gone: Deleted) -> str:
    """Brings a deleted brush back; returns its name, which has a number when another brush has
    taken it meanwhile. Raises FileError."""
    return deleted.restore(gone, folder(), SUFFIX)


def export(file: Path, name: str, brush: Brush) -> None:
    """Writes a brush into a file that can be given to others. Raises FileError."""
    content = {"underpaint": KIND, "version": VERSION, "name": name, "brush": to_json(brush)}
    write_bytes(file, json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n")


def take_in(file: Path, taken: Iterable[str]) -> BrushPreset:
    """Reads a brush from elsewhere and keeps it under a name that is not among `taken`.

    Ours or MyPaint's. Raises FileError when it is none, or cannot be kept.
    """
    preset = read(file)
    name = free_name(preset.name, taken, "Brush")
    save(name, preset.brush)
    return replace(preset, name=name, own=True)


def read(file: Path) -> BrushPreset:
    """A brush from a file of ours or of MyPaint's. Raises FileError for what is none."""
    value = _json_in(file)
    if isinstance(value, dict) and "settings" in value and "underpaint" not in value:
        from core.brushes.mypaint import brush_of

        return brush_of(value, file)
    if not isinstance(value, dict) or value.get("underpaint") != KIND:
        raise FileError(
            f"{shown(file)} is no brush.", "Choose a brush that was exported, or one of MyPaint's."
        )
    version = value.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise FileError(
            f"{shown(file)} was made by a newer version of Underpaint.", "Update Underpaint."
        )
    try:
        brush = parse(Brush, value.get("brush"), "brush")
    except RecipeError as error:
        raise FileError(
            f"The brush {shown(file)} is damaged: {error.cause}",
            "Delete it, or get it again from where it is from.",
        ) from error
    name = value.get("name")
    return BrushPreset(name if isinstance(name, str) and name.strip() else file.stem, brush)


def _json_in(file: Path) -> Json:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise FileError(f"{shown(file)} is larger than any brush.", "Choose another file.")
        content = file.read_bytes()
    except OSError as error:
        raise unreadable(file, error) from None
    if file.suffix == ".myb" and content.lstrip()[:1] not in (b"{", b""):
        raise FileError(
            f"{shown(file)} is a brush of an old MyPaint.",
            "Open it in MyPaint 1.2 or newer and save it again.",
        )
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise FileError(f"{shown(file)} is no brush.", "Choose another file.") from None
