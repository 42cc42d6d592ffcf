"""Gradients: how far each pixel lies along one, and the colour there."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from core.geometry import EMPTY, Point, Rect
from core.pixels.ramp import FOREGROUND_TO_BACKGROUND, Ramp

if TYPE_CHECKING:
    from core.arrays import Bytes, Floats, Integers

_FEWEST, _MOST = 1 << 12, 1 << 16
"""Steps of a table of colours: two a pixel, so that hard edges lie where they belong."""
_AT_ONCE = 1 << 14
"""Pixels found at a time, so that all stays in the processor's cache: four times as quick."""
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


class Repeat(StrEnum):
    """What lies beyond the end of the line."""

    NONE = "none"
    """The last colour."""
    AGAIN = "again"
    """The same once more, and so on."""
    MIRRORED = "mirrored"
    """Back to the first colour, and so on."""

    @property
    def label(self) -> str:
        """The name an artist reads."""
        return {Repeat.NONE: "Once", Repeat.AGAIN: "Repeated", Repeat.MIRRORED: "Mirrored"}[self]


@dataclass(frozen=True)
class GradientStyle:
    """How gradients are drawn: all but where."""

    ramp: Ramp = FOREGROUND_TO_BACKGROUND
    shape: GradientShape = GradientShape.LINEAR
    repeat: Repeat = Repeat.NONE


@dataclass(frozen=True)
class Gradient:
    """A ramp's colours between two places in canvas pixels."""

    start: Point
    end: Point
    ramp: Ramp
    shape: GradientShape = GradientShape.LINEAR
    repeat: Repeat = Repeat.NONE

    @property
    def length(self) -> float:
        """How long its line is, in pixels."""
        return max(math.dist(self.start, self.end), 1e-6)

    def smaller(self, step: float) -> Gradient:
        """The same where a pixel is as wide as `step` of the canvas."""
        start, end = (Point(at.x / step, at.y / step) for at in (self.start, self.end))
        return replace(self, start=start, end=end)

    def part(self, rect: Rect) -> Floats:
        """How far each pixel of `rect` lies along the ramp, 0…1: (h, w)."""
        x = np.arange(rect.x, rect.right, dtype=np.float32) + np.float32(0.5 - self.start.x)
        y = np.arange(rect.y, rect.bottom, dtype=np.float32) + np.float32(0.5 - self.start.y)
        dx, dy = self.end.x - self.start.x, self.end.y - self.start.y
        length = self.length
        if self.shape is GradientShape.CONICAL:
            turn: Floats = np.arctan2(y[:, None], x[None, :]) - np.float32(math.atan2(dy, dx))
            turn *= np.float32(0.5 / math.pi)
            turn -= np.floor(turn)
            return turn
        if self.shape is GradientShape.RADIAL:
            along = _far(x, y)
            along *= np.float32(1 / length)
        else:
            share = 1 / (length * length)
            along = (x * np.float32(dx * share))[None, :] + (y * np.float32(dy * share))[:, None]
            if self.shape is GradientShape.REFLECTED:
                np.abs(along, out=along)
        if self.repeat is Repeat.NONE:
            np.clip(along, 0, 1, out=along)
        elif self.repeat is Repeat.AGAIN:
            along -= np.floor(along)
        else:  # a wave of triangles, 0 1 0 1
            along -= 2 * np.floor(along * np.float32(0.5))
            np.subtract(along, 1, out=along)
            np.abs(along, out=along)
            np.subtract(1, along, out=along)
        return along

    def pixels(self, rect: Rect) -> Bytes:
        """Premultiplied RGBA (h, w, 4), rounded up or down by a grain, so that no bands show. Hard
        edges are smooth along the line, as a brush's are."""
        steps = _steps(self.length)
        smooth = 0 if self.shape is GradientShape.CONICAL else round((steps - 1) / self.length)
        table = _table(self.ramp, steps, self.repeat, smooth)
        result = np.empty((rect.height, rect.width, 4), np.uint8)
        rows = max(1, _AT_ONCE // max(1, rect.width))
        for top in range(0, rect.height, rows):
            height = min(rows, rect.height - top)
            self._lay(
                result[top : top + height], rect._replace(y=rect.y + top, height=height), table
            )
        return result

    def _lay(self, result: Bytes, rect: Rect, table: Integers) -> None:
        along = self.part(rect)
        places = along * np.float32(len(table) - 1)
        places += np.float32(0.5)
        # All four channels at once; by way of the smaller integers, which are made in a fifth of
        # the time, and clipped, which is quicker than checked.
        values = table.take(places.astype(np.int32), mode="clip")
        if self.shape is GradientShape.CONICAL:
            self._smooth_rays(values, along, rect)
        values += _grain_of(rect)
        channels = values.view(np.uint16).reshape(result.shape)
        # Rounded down, by what the grain has added.
        np.right_shift(channels, 8, out=result, casting="unsafe")

    def _smooth_rays(self, values: Integers, along: Floats, rect: Rect) -> None:
        """Mixes, in place, the two colours of each hard edge in the pixels that it crosses: the
        further out, the less of a turn is a pixel."""
        stops = self.ramp.stops
        rays = [(0.0, stops[-1], stops[0])] if not stops[0].looks_like(stops[-1]) else []
        for place in self.ramp.edges:
            there = [stop for stop in stops if stop.position == place]
            rays.append((place, there[0], there[-1]))
        if not rays:
            return
        for place, before, after in rays:
            part = self._beside_ray(place, rect)
            if part.is_empty:
                continue
            x = np.arange(part.x, part.right, dtype=np.float32) + np.float32(0.5 - self.start.x)
            y = np.arange(part.y, part.bottom, dtype=np.float32) + np.float32(0.5 - self.start.y)
            where = part.moved(-rect.x, -rect.y).slices
            turn = along[where] - np.float32(place)
            turn -= np.round(turn)
            far = turn * (_far(x, y) * np.float32(2 * math.pi))
            near = np.abs(far) < 0.5
            ends = Ramp((before._replace(position=0.0), after._replace(position=1.0)))
            values[where][near] = _packed(ends.values(far[near] + np.float32(0.5)))

    def _beside_ray(self, place: float, rect: Rect) -> Rect:
        """The part of `rect` that the ray at `place` of a turn crosses, and a pixel around it."""
        angle = math.atan2(self.end.y - self.start.y, self.end.x - self.start.x)
        angle += 2 * math.pi * place
        first, last = 0.0, math.inf
        for begin, step, low, high in (
            (self.start.x, math.cos(angle), rect.x - 1, rect.right + 1),
            (self.start.y, math.sin(angle), rect.y - 1, rect.bottom + 1),
        ):
            if abs(step) < 1e-9:
                if not low <= begin <= high:
                    return EMPTY
                continue
            ends = sorted(((low - begin) / step, (high - begin) / step))
            first, last = max(first, ends[0]), min(last, ends[1])
        if first > last:
            return EMPTY
        x = sorted(self.start.x + far * math.cos(angle) for far in (first, last))
        y = sorted(self.start.y + far * math.sin(angle) for far in (first, last))
        left, top = math.floor(x[0]) - 1, math.floor(y[0]) - 1
        crossed = Rect(left, top, math.ceil(x[1]) + 1 - left, math.ceil(y[1]) + 1 - top)
        return crossed.intersected(rect)


def _far(x: Floats, y: Floats) -> Floats:
    """How far each place (h, w) lies from where columns `x` (w) and rows `y` (h) are 0. By way of
    doubles it is rounded as `hypot` has it, in half the time."""
    squares = np.square(x, dtype=np.float64)[None, :] + np.square(y, dtype=np.float64)[:, None]
    result: Floats = np.sqrt(squares, out=squares).astype(np.float32)
    return result


def _steps(length: float) -> int:
    """How many colours a table has: alike for lines that are about as long."""
    return min(_MOST, max(_FEWEST, 1 << math.ceil(math.log2(2 * length)) if length > 1 else 1))


@lru_cache(maxsize=8)
def _table(ramp: Ramp, steps: int, repeat: Repeat, smooth: int) -> Integers:
    """A ramp's colours, packed, each the mean of `smooth` steps: of as many as a pixel is wide."""
    values = ramp.values(np.linspace(0, 1, steps, dtype=np.float64))
    if smooth > 1:
        ends = values[0].copy(), values[-1].copy()
        mode = {Repeat.NONE: "edge", Repeat.AGAIN: "wrap", Repeat.MIRRORED: "symmetric"}[repeat]
        half = min(smooth, steps) // 2
        wide = np.pad(values.astype(np.float64), ((half + 1, half), (0, 0)), mode)  # type: ignore[call-overload]
        sums = np.cumsum(wide, axis=0)
        values = ((sums[2 * half + 1 :] - sums[: -2 * half - 1]) / (2 * half + 1)).astype(
            np.float32
        )
        if repeat is Repeat.NONE:  # What lies beyond the ends is even, whatever lies between them.
            values[0], values[-1] = ends
    return _packed(values)


def _packed(values: Floats) -> Integers:
    """Channels of 0…255 (n, 4) as numbers of 64 bits (n), each channel in 256ths."""
    fixed = np.rint(values * np.float32(256)).clip(0, 255 * 256).astype(np.uint16)
    np.minimum(fixed, fixed[:, 3:], out=fixed)
    result: Integers = np.ascontiguousarray(fixed).view(np.uint64)[:, 0]
    return result


def _grain_of(rect: Rect) -> Integers:
    """The grain that lies on `rect` (h, w): the same place has the same."""
    x, y = rect.x % _GRAIN, rect.y % _GRAIN
    if x + rect.width <= _GRAIN and y + rect.height <= _GRAIN:
        return _grain()[y : y + rect.height, x : x + rect.width]
    rows, columns = np.arange(y, y + rect.height), np.arange(x, x + rect.width)
    result: Integers = _grain()[np.ix_(rows % _GRAIN, columns % _GRAIN)]
    return result


@cache
def _grain() -> Integers:
    """0…255, packed: the same for all channels, so that greys stay grey."""
    dice = np.random.default_rng(0)
    grain = dice.integers(0, 256, (_GRAIN, _GRAIN), np.uint16)
    result: Integers = np.repeat(grain[..., None], 4, axis=2).view(np.uint64)[..., 0]
    return result
