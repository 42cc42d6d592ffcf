"""Symmetry: a stroke that is painted in several places at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from core.geometry import Point

MOST_RAYS = 24


class Image(NamedTuple):
    """Where one of the places lies: x' = a·x + b·y + c, y' = d·x + e·y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    turn: float
    """Degrees that a dab is turned by;"""
    mirrored: bool
    """and whether it is mirrored before, left for right."""

    def place(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def angle(self, degrees: float) -> float:
        return self.turn + (180 - degrees if self.mirrored else degrees)


ITSELF = (Image(1, 0, 0, 0, 1, 0, 0, False),)


@dataclass(frozen=True)
class Symmetry:
    """Mirrors through one point, and copies turned around it."""

    across: bool = False
    """Left and right are the same: the mirror is a vertical line."""
    down: bool = False
    """Above and below are the same."""
    rays: int = 1
    """How often the stroke is painted around the centre, 1…`MOST_RAYS`."""
    centre: Point | None = None
    """None: the middle of the canvas."""

    @property
    def on(self) -> bool:
        return self.across or self.down or self.rays > 1

    def images(self, middle: Point) -> tuple[Image, ...]:
        """Every place a stroke is painted at, its own first; each once."""
        if not self.on:
            return ITSELF
        centre = self.centre or middle
        found: dict[tuple[float, ...], Image] = {}
        for ray in range(self.rays):
            turn = 360 * ray / self.rays
            for mirror in (False, True) if self.across else (False,):
                for flip in (False, True) if self.down else (False,):
                    image = _image(centre, turn, mirror, flip)
                    found.setdefault(tuple(round(value, 6) + 0.0 for value in image[:6]), image)
        return tuple(found.values())


ALONE = Symmetry()


def _image(centre: Point, turn: float, mirror: bool, flip: bool) -> Image:
    """Mirrored left for right, flipped top for bottom, then turned clockwise around `centre`."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    x, y = -1.0 if mirror else 1.0, -1.0 if flip else 1.0
    a, b, d, e = cos * x, -sin * y, sin * x, cos * y
    c = centre.x - a * centre.x - b * centre.y
    f = centre.y - d * centre.x - e * centre.y
    # A flip is a mirror turned by half a turn.
    return Image(a, b, c, d, e, f, (turn + 180 * flip) % 360, mirror != flip)
