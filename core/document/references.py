"""Reference pictures: pinned on or beside the canvas to look at; never part of the picture."""

from __future__ import annotations

import dataclasses
import math
import os
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.document.edit import Command, Edit
from core.geometry import Point, Rect, Size
from core.parameters import Json
from core.pixels.alpha import premultiplied
from core.pixels.sampling import mean_colour
from core.request import Pixels

if TYPE_CHECKING:
    from core.arrays import Bytes

MOST_PIXELS = 2048
"""The longer side of what is kept of a picture: more cannot be seen beside a canvas."""
FURTHEST = 1e7
"""Canvas pixels: no reference lies further away, nor is larger."""
SMALLEST, LARGEST = 1e-3, 1e3
"""Canvas pixels for one of its own."""

_GAP = 0.03
"""Between what lies beside the canvas, as a part of the canvas's longer side."""


def _new_id() -> str:
    return os.urandom(6).hex()


@dataclass(frozen=True)
class Reference:
    """One picture and where it lies. It is its own size, turned around its middle."""

    pixels: Pixels
    """Straight RGBA."""
    x: float
    """Its middle, in canvas pixels."""
    y: float
    scale: float = 1.0
    """Canvas pixels for one of its own."""
    angle: float = 0.0
    """Degrees, clockwise."""
    opacity: float = 1.0
    locked: bool = False
    name: str = ""
    id: str = field(default_factory=_new_id)

    @property
    def quad(self) -> tuple[Point, Point, Point, Point]:
        """Its corners on the canvas: top left, top right, bottom right, bottom left."""
        size = self.pixels.size
        a, b, c, d = (self.to_canvas(x, y) for x, y in
                      ((0, 0), (size.width, 0), tuple(size), (0, size.height)))  # fmt: skip
        return a, b, c, d

    def to_canvas(self, x: float, y: float) -> Point:
        """Where a place of the picture is on the canvas."""
        size, cos, sin = self.pixels.size, *self._turn
        along, down = (x - size.width / 2) * self.scale, (y - size.height / 2) * self.scale
        return Point(self.x + along * cos - down * sin, self.y + along * sin + down * cos)

    def to_picture(self, at: Point) -> Point:
        """Which place of the picture is there on the canvas; outside of it, too."""
        size, cos, sin = self.pixels.size, *self._turn
        along, down = at.x - self.x, at.y - self.y
        return Point(
            (along * cos + down * sin) / self.scale + size.width / 2,
            (down * cos - along * sin) / self.scale + size.height / 2,
        )

    @property
    def _turn(self) -> tuple[float, float]:
        angle = math.radians(self.angle)
        if self.angle % 90 == 0:
            return round(math.cos(angle)), round(math.sin(angle))
        return math.cos(angle), math.sin(angle)

    @property
    def bounds(self) -> Rect:
        """The canvas pixels around it; they may lie off the canvas."""
        xs, ys = zip(*self.quad, strict=True)
        return Rect.of_edges(min(xs), min(ys), max(xs), max(ys))

    def covers(self, at: Point) -> bool:
        place, size = self.to_picture(at), self.pixels.size
        return 0 <= place.x < size.width and 0 <= place.y < size.height

    def colour_at(self, at: Point, side: int = 1) -> tuple[int, int, int] | None:
        """The picture's own colour there, the mean of a square of so many canvas pixels; None
        where it is not, or is transparent."""
        if not self.covers(at):
            return None
        place = self.to_picture(at)
        half = round((side / self.scale - 1) / 2) if side > 1 else 0
        x, y = int(place.x), int(place.y)
        square = self.pixels.array[max(0, y - half) : y + half + 1, max(0, x - half) : x + half + 1]
        return mean_colour(premultiplied(square))

    def placed(self, x: float, y: float, scale: float, angle: float) -> Reference:
        """The reference moved elsewhere, within reach of the canvas."""
        return dataclasses.replace(
            self,
            x=min(FURTHEST, max(-FURTHEST, x)),
            y=min(FURTHEST, max(-FURTHEST, y)),
            scale=min(LARGEST, max(SMALLEST, scale)),
            angle=angle % 360.0,
        )


def reference_of(
    picture: Bytes, name: str, canvas: Size, others: Sequence[Reference] = ()
) -> Reference:
    """A picture, straight RGBA (h, w, 4), as a reference: right of the canvas, below or beside the
    `others` there. It is at most half as high and as wide as the canvas."""
    pixels = Pixels(_shrunk(picture))
    width, height = pixels.size
    scale = min(1.0, 0.5 * canvas.width / width, 0.5 * canvas.height / height)
    wide, high = width * scale, height * scale
    gap = max(canvas) * _GAP
    x, y = canvas.width + gap, 0.0
    column = x
    for other in (one.bounds for one in others):
        if other.right <= x or other.x >= x + wide:
            continue
        y = max(y, other.bottom + gap)
        column = max(column, other.right + gap)
        if y + high > canvas.height:
            x, y = column, 0.0
    return Reference(pixels, x + wide / 2, y + high / 2, scale, name=name)


def _shrunk(picture: Bytes) -> Bytes:
    height, width = picture.shape[:2]
    share = MOST_PIXELS / max(height, width)
    if share >= 1:
        return picture.copy()
    import cv2  # not needed to show the window
    import numpy as np

    size = (max(1, round(width * share)), max(1, round(height * share)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


@dataclass(frozen=True, eq=False)
class SetReferences(Command):
    """Replaces the list of references, the lowest first: one was added, moved, removed…"""

    references: tuple[Reference, ...]
    what: str = "Change reference"
    merges: Hashable = None
    """Changes with an equal one that follow each other closely are one step."""

    @property
    def text(self) -> str:
        return self.what

    @property
    def merge_key(self) -> Hashable:
        return None if self.merges is None else ("references", self.merges)

    def apply(self, edit: Edit) -> None:
        edit.update(references=self.references)


def replaced(references: Sequence[Reference], new: Reference) -> tuple[Reference, ...]:
    """The list with `new` in the place of the one with its id."""
    return tuple(new if one.id == new.id else one for one in references)


def to_json(reference: Reference, write: Callable[[Pixels], str]) -> dict[str, Json]:
    """The reference for a file; `write` keeps its picture."""
    value: dict[str, Json] = {
        field.name: getattr(reference, field.name)
        for field in dataclasses.fields(reference)
        if field.name != "pixels"
    }
    return value | {"picture": write(reference.pixels)}


def of_json(value: Json, read: Callable[[str], Pixels]) -> Reference:
    """What `to_json` wrote. Raises ValueError, TypeError or LookupError for what it cannot have
    written, and what `read` raises."""
    numbers = {name: float(value[name]) for name in ("x", "y", "scale", "angle", "opacity")}
    if not all(map(math.isfinite, numbers.values())):
        raise ValueError("no place for a picture")
    pixels = read(str(value["picture"]))
    if pixels.array.ndim != 3 or max(pixels.size) > MOST_PIXELS:
        raise ValueError("no reference picture")
    opacity = min(1.0, max(0.0, numbers.pop("opacity")))
    plain = Reference(pixels, 0.0, 0.0, opacity=opacity, locked=value["locked"] is True,
                      name=str(value["name"]), id=str(value["id"]))  # fmt: skip
    return plain.placed(numbers["x"], numbers["y"], numbers["scale"], numbers["angle"])
