"""From the points of a pen to the places of dabs."""

from __future__ import annotations

import math
import random
import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from core.pixels.brush import Brush
from core.pixels.feel import Dab, Feel
from core.pixels.smoothing import Touch

CORNER = math.radians(75)
"""A turn sharper than this is one that the artist meant: it stays a corner."""
SHORT = 3.0
"""Pieces shorter than this are straight: their direction is mostly the pointer's rounding."""
FINE = 4.0
"""Length in pixels of the straight pieces that a curved one is made of."""


FULL_SPEED = 4000.0
"""Pixels a second that count as fast as can be."""


class DabPath:
    """Places dabs at even distances along a smooth line through the points of a pen.

    Each piece ends at the pen's newest point, so that paint never lags behind the pen. A piece
    leaves its first point in the direction that a circle through the last three points has
    there, and reaches the newest one mirrored: points on a circle give that circle.

    What is left to chance is seeded by where and how the pen came down: the same stroke gives the
    same dabs, and two strokes hardly ever do.
    """

    def __init__(self, brush: Brush, first: Touch, feel: Feel | None = None) -> None:
        self._feel = feel or Feel(brush)
        packed = struct.pack("<5d", first.x, first.y, first.pressure, first.tilt, first.lean)
        self._dice = random.Random(zlib.crc32(packed))
        self._last = first
        self._direction: float | None = None
        self._length = 0.0
        self._speed = 0.0
        self._pressed = first.pressure
        dab = self._dab_at(first, 0.0)
        self._to_next = self._feel.step(dab)
        self._waiting: Dab | None = dab

    def begin(self) -> Iterator[Dab]:
        """The dab where the pen came down, unless it has to wait for the line's direction."""
        if self._waiting is not None and not self._feel.turns_with_line:
            yield self._waiting
            self._waiting = None

    def end(self) -> Iterator[Dab]:
        """What has waited for a direction that never came."""
        if self._waiting is not None:
            yield self._waiting
            self._waiting = None

    def to(self, pen: Touch) -> Iterator[Dab]:
        """The dabs between the last point and this one."""
        start, self._last = self._last, pen
        across, down = pen.x - start.x, pen.y - start.y
        length = math.hypot(across, down)
        if length == 0:
            waits = self._waiting is not None and self._feel.turns_with_line
            if pen.pressure > self._pressed and not waits:
                self._pressed = pen.pressure
                yield self._dab_at(pen, self._direction or 0.0)
            return
        self._pressed = pen.pressure
        direction = math.atan2(down, across)
        if self._waiting is not None and self._feel.turns_with_line:
            yield self._waiting._replace(direction=_turns(direction))
            self._waiting = None
        begun = self._speed
        self._measure(length, pen.time - start.time if start.time and pen.time else 0.0)
        bend = self._bend(direction, length)
        self._direction, self._length = direction, length
        first, last = _Step(start, begun), _Step(pen, self._speed)
        if bend == 0:
            yield from self._straight(first, last)
            return
        for end in _arc(first, last, direction, bend, length):
            yield from self._straight(first, end)
            first = end

    def _measure(self, length: float, seconds: float) -> None:
        if seconds > 0:
            now = min(1.0, length / seconds / FULL_SPEED)
            self._speed += (now - self._speed) * 0.3  # a pen's clock trembles

    def _dab_at(self, pen: Touch, direction: float) -> Dab:
        chance = self._dice.random() if self._feel.takes_chances else 0.0
        turns = _turns(direction)
        return Dab(pen.x, pen.y, pen.pressure, pen.tilt, pen.lean % 1.0, self._speed, turns, chance)

    def _bend(self, direction: float, length: float) -> float:
        """The angle between the new piece's chord and the line's direction at its first point."""
        if self._direction is None or min(length, self._length) < SHORT:
            return 0.0
        turn = math.remainder(direction - self._direction, 2 * math.pi)
        if abs(turn) > CORNER or abs(turn) < 0.01:
            return 0.0
        return turn * min(0.5, length / (length + self._length))

    def _straight(self, start: _Step, end: _Step) -> Iterator[Dab]:
        a, b = start.pen, end.pen
        across, down, firmer = b.x - a.x, b.y - a.y, b.pressure - a.pressure
        length = math.hypot(across, down)
        turns = _turns(math.atan2(down, across))
        tilted, leant = b.tilt - a.tilt, math.remainder(b.lean - a.lean, 1.0)
        faster = end.speed - start.speed
        chances = self._feel.takes_chances
        at = self._to_next
        while at <= length:
            share = at / length
            dab = Dab(
                a.x + across * share,
                a.y + down * share,
                a.pressure + firmer * share,
                a.tilt + tilted * share,
                (a.lean + leant * share) % 1.0,
                start.speed + faster * share,
                turns,
                self._dice.random() if chances else 0.0,
            )
            yield dab
            at += self._feel.step(dab)
        self._to_next = at - length


class _Step(NamedTuple):
    pen: Touch
    speed: float


def _turns(radians: float) -> float:
    return radians / (2 * math.pi) % 1.0


def _arc(start: _Step, end: _Step, direction: float, bend: float, length: float) -> Iterator[_Step]:
    """Points along the cubic that leaves and reaches its chord at `bend` (a flat circle arc)."""
    handle = length / (3 * math.cos(bend / 2) ** 2)
    out, back = direction - bend, direction + bend
    first, last = start.pen, end.pen
    x1, y1 = first.x + handle * math.cos(out), first.y + handle * math.sin(out)
    x2, y2 = last.x - handle * math.cos(back), last.y - handle * math.sin(back)
    leant = math.remainder(last.lean - first.lean, 1.0)
    count = min(64, math.ceil(length / FINE))
    for index in range(1, count):
        t = index / count
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        yield _Step(
            Touch(
                a * first.x + b * x1 + c * x2 + d * last.x,
                a * first.y + b * y1 + c * y2 + d * last.y,
                first.pressure * u + last.pressure * t,
                first.tilt * u + last.tilt * t,
                first.lean + leant * t,
            ),
            start.speed * u + end.speed * t,
        )
    yield end
