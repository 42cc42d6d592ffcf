"""Palettes as GIMP writes them (.gpl), which Krita, Inkscape and MyPaint read too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from core.errors import UserError

MAX_BYTES = 4 * 2**20
MAX_COLOURS = 10_000
_LINE = re.compile(r"\s*(\d{1,3})\s+(\d{1,3})\s+(\d{1,3})(?:\s+(.*))?$")


class PaletteColour(NamedTuple):
    """Red, green and blue, 0 to 255, and what it is called."""

    red: int
    green: int
    blue: int
    name: str = ""

    @property
    def code(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


@dataclass(frozen=True)
class Palette:
    """Colours in the order in which they are shown."""

    name: str
    colours: tuple[PaletteColour, ...] = ()
    columns: int = 0
    """How many belong into a row; 0: as many as there is room for."""


def read_gpl(content: bytes, name: str) -> Palette:
    """A palette from a file's content; `name` is for one that has none. Raises UserError."""
    if len(content) > MAX_BYTES:
        raise UserError("This is too large for a palette.", "Choose a GIMP palette (.gpl).")
    lines = content.decode("utf-8-sig", errors="replace").splitlines()
    if not lines or lines[0].strip() != "GIMP Palette":
        raise UserError("This is no GIMP palette.", "Choose a file that ends with .gpl.")
    columns, colours = 0, list[PaletteColour]()
    for line in lines[1:]:
        key, _, value = line.partition(":")
        if key == "Name" and value.strip():
            name = value.strip()[:200]
        elif key == "Columns" and value.strip().isdecimal():
            columns = min(int(value.strip()[:4]), 256)
        elif (found := _LINE.match(line)) and len(colours) < MAX_COLOURS:
            red, green, blue = (min(255, int(found[part])) for part in (1, 2, 3))
            called = (found[4] or "").strip()
            colours.append(PaletteColour(red, green, blue, "" if called == "Untitled" else called))
    return Palette(name, tuple(colours), columns)


def write_gpl(palette: Palette) -> bytes:
    """The file's content."""
    lines = ["GIMP Palette", f"Name: {_one_line(palette.name)}", f"Columns: {palette.columns}", "#"]
    for colour in palette.colours:
        name = _one_line(colour.name) or "Untitled"
        lines.append(f"{colour.red:3d} {colour.green:3d} {colour.blue:3d}\t{name}")
    return ("\n".join(lines) + "\n").encode()


def _one_line(text: str) -> str:
    return " ".join(text.split())
