"""Gradients with names: those that come with the program, and the artist's own, as GIMP's files."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core import places
from core.errors import FileError, UserError
from core.files import deleted
from core.files.atomic import make_folder, write_bytes
from core.files.deleted import Deleted
from core.files.ggr import MAX_BYTES, NamedRamp, read_ggr, write_ggr
from core.files.svg_gradients import read_svg
from core.files.trouble import shown, unreadable
from core.pixels.gradient import GradientShape, GradientStyle, Repeat
from core.pixels.ramp import Ramp
from core.presets import checked_name, files_in, free_name

SUFFIX = ".ggr"


@dataclass(frozen=True)
class GradientPreset:
    """A ramp with a name."""

    name: str
    ramp: Ramp
    own: bool = False
    """Whether it is the artist's, and may be replaced and deleted."""


def folder() -> Path:
    """Where the artist's own gradients are."""
    return places.config() / "gradients"


def built_in() -> list[GradientPreset]:
    """Those that come with the program, in their order."""
    files = sorted((places.resources() / "gradients").glob(f"*{SUFFIX}"))
    return [GradientPreset(*named) for file in files for named in read(file)]


def own() -> list[GradientPreset]:
    """The artist's, by name. Files that cannot be read are left out."""
    found: list[GradientPreset] = []
    for file in files_in(folder(), SUFFIX):
        with contextlib.suppress(FileError):
            found += [GradientPreset(file.stem, named.ramp, own=True) for named in read(file)]
    return found


def read(file: Path) -> list[NamedRamp]:
    """The gradients in a file: one of GIMP's, or all of an SVG file. Raises FileError."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise unreadable(file, error) from None
    try:
        if file.suffix.casefold() == ".svg":
            return read_svg(content, file.stem)
        return [read_ggr(content, file.stem)]
    except UserError as error:
        raise FileError(f"{shown(file)}: {error.cause}", error.remedy) from error


def save(name: str, ramp: Ramp) -> Path:
    """Keeps a gradient under a name, replacing one of the artist's of that name. Raises
    UserError."""
    file = folder() / f"{checked_name(name)}{SUFFIX}"
    make_folder(file.parent)
    export(file, ramp)
    return file


def export(file: Path, ramp: Ramp) -> None:
    """Writes a gradient into a file that can be given to others. Raises FileError."""
    write_bytes(file, write_ggr(NamedRamp(file.stem, ramp)))


def delete(name: str) -> Deleted | None:
    """Deletes one of the artist's, into the trash where there is one; None when it was gone.
    Raises FileError."""
    return deleted.delete(folder() / f"{checked_name(name)}{SUFFIX}")


def restore(gone: Deleted) -> str:
    """Brings a deleted gradient back; returns its name. Raises FileError."""
    return deleted.restore(gone, folder(), SUFFIX)


def take_in(file: Path, taken: Iterable[str]) -> list[GradientPreset]:
    """Keeps the gradients of another program's file, under names that are not among `taken`.
    Raises FileError."""
    names, found = list(taken), []
    for named in read(file):
        name = free_name(named.name, names, "Gradient")
        save(name, named.ramp)
        names.append(name)
        found.append(GradientPreset(name, named.ramp, own=True))
    return found


def style_to_text(style: GradientStyle) -> str:
    """How gradients are drawn, for the settings."""
    ramp = write_ggr(NamedRamp("In hand", style.ramp)).decode()
    return json.dumps({"shape": style.shape, "repeat": style.repeat, "ramp": ramp})


def style_of_text(text: str) -> GradientStyle | None:
    """What `style_to_text` wrote; None when it cannot be read."""
    try:
        value = json.loads(text)
        ramp = read_ggr(str(value["ramp"]).encode(), "").ramp
        return GradientStyle(ramp, GradientShape(value["shape"]), Repeat(value["repeat"]))
    except (ValueError, KeyError, TypeError, RecursionError, UserError):
        return None
