"""From the points of a pen to the places of dabs."""

from __future__ import annotations

import math
from collections.abc import Iterator

from core.pixels.brush import Brush

Dab = tuple[float, float, float]
"""x and y in pixels, and pressure 0…1."""

CORNER = math.radians(75)
"""A turn sharper than this is one that the artist meant: it stays a corner."""
SHORT = 3.0
"""Pieces shorter than this are straight: their direction is mostly the pointer's rounding."""
FINE = 4.0
"""Length in pixels of the straight pieces that a curved one is made of."""


class DabPath:
    """Places dabs at even distances along a smooth line through the points of a pen.

    Each piece ends at the pen's newest point, so that paint never lags behind the pen. A piece
    leaves its first point in the direction that a circle through the last three points has
    there, and reaches the newest one mirrored: points on a circle give that circle.
    """

    def __init__(self, brush: Brush, x: float, y: float, pressure: float) -> None:
        self._brush = brush
        self._last: Dab = (x, y, pressure)
        self._direction: float | None = None
        self._length = 0.0
        self._to_next = brush.step_at(pressure)
        self._pressed = pressure

    def to(self, x: float, y: float, pressure: float) -> Iterator[Dab]:
        """The dabs between the last point and this one."""
        x0, y0, pressure0 = self._last
        across, down = x - x0, y - y0
        length = math.hypot(across, down)
        self._last = (x, y, pressure)
        if length == 0:
            if pressure > self._pressed:
                self._pressed = pressure
                yield x, y, pressure
            return
        self._pressed = pressure
        direction = math.atan2(down, across)
        bend = self._bend(direction, length)
        self._direction, self._length = direction, length
        if bend == 0:
            yield from self._straight((x0, y0, pressure0), (x, y, pressure))
            return
        start = (x0, y0, pressure0)
        for end in _arc(start, (x, y, pressure), direction, bend, length):
            yield from self._straight(start, end)
            start = end

    def _bend(self, direction: float, length: float) -> float:
        """The angle between the new piece's chord and the line's direction at its first point."""
        if self._direction is None or min(length, self._length) < SHORT:
            return 0.0
        turn = math.remainder(direction - self._direction, 2 * math.pi)
        if abs(turn) > CORNER or abs(turn) < 0.01:
            return 0.0
        return turn * min(0.5, length / (length + self._length))

    def _straight(self, start: Dab, end: Dab) -> Iterator[Dab]:
        x0, y0, pressure0 = start
        across, down, firmer = end[0] - x0, end[1] - y0, end[2] - pressure0
        length = math.hypot(across, down)
        at = self._to_next
        while at <= length:
            share = at / length
            pressure = pressure0 + firmer * share
            yield x0 + across * share, y0 + down * share, pressure
            at += self._brush.step_at(pressure)
        self._to_next = at - length


def _arc(start: Dab, end: Dab, direction: float, bend: float, length: float) -> Iterator[Dab]:
    """Points along the cubic that leaves and reaches its chord at `bend` (a flat circle arc)."""
    handle = length / (3 * math.cos(bend / 2) ** 2)
    out, back = direction - bend, direction + bend
    x1, y1 = start[0] + handle * math.cos(out), start[1] + handle * math.sin(out)
    x2, y2 = end[0] - handle * math.cos(back), end[1] - handle * math.sin(back)
    count = min(64, math.ceil(length / FINE))
    for index in range(1, count):
        t = index / count
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        yield (
            a * start[0] + b * x1 + c * x2 + d * end[0],
            a * start[1] + b * y1 + c * y2 + d * end[1],
            start[2] * u + end[2] * t,
        )
    yield end
