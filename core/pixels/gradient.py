"""Gradients: how far each pixel lies along one, and the colour there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from core.geometry import Point, Rect

if TYPE_CHECKING:
    from core.arrays import Bytes, Floats

_STEPS = 4096
_GRAIN = 256
"""Side of the grain, in pixels, that keeps bands from being seen: as wide as a tile."""


class GradientShape(StrEnum):
    """In which direction colours change."""

    LINEAR = "linear"
    REFLECTED = "reflected"
    """The same to both sides of where it begins."""
    RADIAL = "radial"
    CONICAL = "conical"
    """Around where it begins, once."""

    @property
    def label(self) -> str:
        """The name an artist reads."""
        return self.value.capitalize()


@dataclass(frozen=True)
class Gradient:
    """From one straight RGBA colour to another, between two places in canvas pixels."""

    start: Point
    end: Point
    first: tuple[int, int, int, int] = (0, 0, 0, 255)
    last: tuple[int, int, int, int] = (255, 255, 255, 255)
    shape: GradientShape = GradientShape.LINEAR

    def part(self, rect: Rect) -> Floats:
        """How far each pixel of `rect` lies along it, 0…1: (h, w)."""
        x = np.arange(rect.x, rect.right, dtype=np.float32) + np.float32(0.5 - self.start.x)
        y = np.arange(rect.y, rect.bottom, dtype=np.float32) + np.float32(0.5 - self.start.y)
        dx, dy = self.end.x - self.start.x, self.end.y - self.start.y
        length = max(math.hypot(dx, dy), 1e-6)
        if self.shape is GradientShape.RADIAL:
            along = np.hypot(x[None, :], y[:, None]) / np.float32(length)
        elif self.shape is GradientShape.CONICAL:
            turn = np.arctan2(y[:, None], x[None, :]) - np.float32(math.atan2(dy, dx))
            along = np.mod(turn / np.float32(2 * math.pi), 1)
        else:
            along = (x * np.float32(dx))[None, :] + (y * np.float32(dy))[:, None]
            along /= np.float32(length * length)
            if self.shape is GradientShape.REFLECTED:
                along = np.abs(along)
        result: Floats = np.clip(along, 0, 1)
        return result

    def pixels(self, rect: Rect) -> Bytes:
        """Premultiplied RGBA (h, w, 4), rounded up or down by a grain, so that no bands show."""
        places = self.part(rect) * np.float32(_STEPS - 1) + np.float32(0.5)
        values = _table(self.first, self.last)[places.astype(np.intp)]
        grain = _grain()
        rows = np.arange(rect.y, rect.bottom) % _GRAIN
        columns = np.arange(rect.x, rect.right) % _GRAIN
        values = values + grain[rows[:, None], columns[None, :]][..., None]
        result = values.astype(np.uint8)  # rounds down, by what the grain has added
        np.minimum(result, result[..., 3:], out=result)
        return result


@lru_cache(maxsize=8)
def _table(first: tuple[int, int, int, int], last: tuple[int, int, int, int]) -> Floats:
    """Premultiplied colours, 0…255, mixed as premultiplied ones are: a colour that fades to
    nothing does not turn grey on the way."""
    ends = [np.array((*(c * colour[3] / 255 for c in colour[:3]), colour[3]), np.float32)
            for colour in (first, last)]  # fmt: skip
    steps = np.linspace(0, 1, _STEPS, dtype=np.float32)[:, None]
    result: Floats = ends[0] + (ends[1] - ends[0]) * steps
    return result


@cache
def _grain() -> Floats:
    """0…1, less than 1: the same for all channels, so that greys stay grey."""
    dice = np.random.default_rng(0)
    result: Floats = dice.random((_GRAIN, _GRAIN), dtype=np.float32) * np.float32(0.999)
    return result
