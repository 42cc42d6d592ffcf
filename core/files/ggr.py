"""Gradients as GIMP writes them (.ggr), which Krita reads too: docs/gradients.md.

A line is a segment: where it begins, its middle, where it ends, the colours of its ends (red,
green, blue, alpha, 0…1), how they are mixed, in which colours, and whether the ends are those in
hand.
"""

from __future__ import annotations

import colorsys
import itertools
import math
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from core.errors import UserError
from core.pixels.ramp import MOST_STOPS, Colour, Ramp, Source, Stop

MAX_BYTES = 2**20
_HEADER = "GIMP Gradient"
_FINE = 16
"""Into so many stops a segment is cut whose colours are not mixed evenly."""
_SAME = 1e-6
_ROUNDED = 2e-6
"""How far a middle may be off that is written with six digits."""


class NamedRamp(NamedTuple):
    """A ramp and what it is called."""

    name: str
    ramp: Ramp


def read_ggr(content: bytes, name: str) -> NamedRamp:
    """A gradient from a file's content; `name` is for one that has none. Raises UserError."""
    if len(content) > MAX_BYTES:
        raise UserError("This is too large for a gradient.", "Choose a GIMP gradient (.ggr).")
    lines = [line.strip() for line in content.decode("utf-8-sig", errors="replace").splitlines()]
    if not lines or lines[0] != _HEADER:
        raise UserError("This is no GIMP gradient.", "Choose a file that ends with .ggr.")
    lines = lines[1:]
    if lines and lines[0].startswith("Name:"):
        name = lines.pop(0)[5:].strip()[:200] or name
    stops: list[Stop] = []
    try:
        count = int(lines[0])
        if not 1 <= count <= MOST_STOPS // 2 or len(lines) <= count:
            raise ValueError
        for line in lines[1 : count + 1]:
            for stop in _Segment.of(line).stops():
                if not stops or stop != stops[-1]:
                    stops.append(stop)
        return NamedRamp(name, Ramp(tuple(_without_ends(stops))))
    except (ValueError, IndexError):
        raise UserError(
            "This gradient is damaged.", "Get it again from where it is from."
        ) from None


def write_ggr(named: NamedRamp) -> bytes:
    """The file's content."""
    stops = list(named.ramp.stops)
    # Before the first stop and behind the last it is as they are.
    stops.insert(0, stops[0]._replace(position=0.0))
    stops.append(stops[-1]._replace(position=1.0))
    segments = [
        (one, other)
        for one, other in itertools.pairwise(stops)
        if f"{one.position:.6f}" != f"{other.position:.6f}"
    ]
    lines = [_HEADER, f"Name: {' '.join(named.name.split())}", str(len(segments))]
    for one, other in segments:
        middle = (one.position + other.position) / 2
        numbers = (one.position, middle, other.position, *_colours(one), *_colours(other))
        told = " ".join(f"{number:.6f}" for number in numbers)
        lines.append(f"{told} 0 0 {_type(one)} {_type(other)}")
    return ("\n".join(lines) + "\n").encode()


def _colours(stop: Stop) -> tuple[float, ...]:
    return (*(value / 255 for value in stop.colour), stop.opacity)


def _type(stop: Stop) -> int:
    """1 and 3 are the foreground and the background, 2 and 4 the same, transparent."""
    if stop.source is Source.OWN:
        return 0
    return (1 if stop.source is Source.FOREGROUND else 3) + (stop.opacity == 0)


def _without_ends(stops: list[Stop]) -> list[Stop]:
    """Without what only says that before the first stop and behind the last it is as they are."""
    while len(stops) > 1 and stops[0].looks_like(stops[1]):
        stops = stops[1:]
    while len(stops) > 1 and stops[-1].looks_like(stops[-2]):
        stops = stops[:-1]
    return stops


class _Segment(NamedTuple):
    left: Stop
    middle: float
    right: Stop
    blend: int
    colours: int

    @classmethod
    def of(cls, line: str) -> _Segment:
        """ValueError or IndexError for a line that is none."""
        words = line.split()
        numbers = [float(word) for word in words[:11]]
        if len(numbers) < 11 or not all(map(math.isfinite, numbers)):
            raise ValueError
        left, middle, right = (min(1.0, max(0.0, place)) for place in numbers[:3])
        blend, colours, first, last = ([int(word) for word in words[11:15]] + [0, 0, 0, 0])[:4]
        if not (left <= middle <= right and 0 <= blend <= 5 and 0 <= colours <= 2):
            raise ValueError
        ends = (
            _stop(left, numbers[3:7], first), middle, _stop(right, numbers[7:11], last)
        )  # fmt: skip
        return cls(*ends, blend, colours)

    def stops(self) -> Iterator[Stop]:
        """The same as stops between which colours are mixed evenly."""
        width = self.right.position - self.left.position
        if width <= _SAME:
            return
        middle = (self.middle - self.left.position) / width
        in_hand = self.left.source is not Source.OWN or self.right.source is not Source.OWN
        yield self.left
        if self.blend == 5:  # one colour up to the middle, then the other
            yield self.left._replace(position=self.middle)
            yield self.right._replace(position=self.middle)
        elif in_hand:  # What is between them cannot be said before they are known.
            pass
        elif self.blend == 0 and self.colours == 0:
            if abs(middle - 0.5) * width > _ROUNDED:
                yield self._mixed(self.middle, 0.5)
        else:
            for step in range(1, _FINE):
                place = step / _FINE
                share = _BLENDS[self.blend](place, min(1 - 1e-6, max(1e-6, middle)))
                yield self._mixed(self.left.position + place * width, share)
        yield self.right

    def _mixed(self, position: float, share: float) -> Stop:
        opacity = self.left.opacity + (self.right.opacity - self.left.opacity) * share
        one, other = self.left.colour, self.right.colour
        if self.colours == 0:
            mixed = _bytes(a + (b - a) * share for a, b in zip(one, other, strict=True))
            return Stop(position, mixed, opacity)
        first, last = (colorsys.rgb_to_hsv(*(v / 255 for v in end)) for end in (one, other))
        way = (last[0] - first[0]) % 1 if self.colours == 1 else -((first[0] - last[0]) % 1)
        hue = (first[0] + way * share) % 1
        rest = (a + (b - a) * share for a, b in zip(first[1:], last[1:], strict=True))
        rgb = colorsys.hsv_to_rgb(hue, *rest)
        return Stop(position, _bytes(255 * value for value in rgb), opacity)


def _stop(position: float, numbers: list[float], kind: int) -> Stop:
    source = {1: Source.FOREGROUND, 2: Source.FOREGROUND, 3: Source.BACKGROUND,
              4: Source.BACKGROUND}.get(kind, Source.OWN)  # fmt: skip
    opacity = min(1.0, max(0.0, numbers[3]))
    if kind in (2, 4):
        opacity = 0.0
    elif kind in (1, 3) and opacity == 0:  # left over from before it was the colour in hand
        opacity = 1.0
    return Stop(position, _bytes(255 * value for value in numbers[:3]), opacity, source)


def _bytes(values: Iterable[float]) -> Colour:
    red, green, blue = (round(min(255.0, max(0.0, value))) for value in values)
    return red, green, blue


def _linear(place: float, middle: float) -> float:
    if place <= middle:
        return place / middle / 2
    return 0.5 + (place - middle) / (1 - middle) / 2


def _sine(place: float, middle: float) -> float:
    return (1 + math.sin(math.pi * (_linear(place, middle) - 0.5))) / 2


_BLENDS: dict[int, Callable[[float, float], float]] = {
    0: _linear,
    1: lambda place, middle: place ** (math.log(0.5) / math.log(middle)),
    2: _sine,
    3: lambda place, middle: math.sqrt(1 - (_linear(place, middle) - 1) ** 2),
    4: lambda place, middle: 1 - math.sqrt(1 - _linear(place, middle) ** 2),
}
"""How far a segment has gone at a place of it: linear, curved, sine, and parts of a sphere."""
