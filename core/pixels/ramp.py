"""Colour ramps: the colours of a gradient by their places, of which some are those in hand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.errors import RecipeError
from core.parameters import Parameter, told

if TYPE_CHECKING:
    from core.arrays import Floats
    from core.parameters import Json, PictureReader, PictureWriter

MOST_STOPS = 4096
"""More than any gradient has that was drawn by hand."""
_CODE = re.compile("#[0-9a-f]{6}")
Colour = tuple[int, int, int]
"""Red, green and blue, 0…255, in sRGB."""


class Source(StrEnum):
    """Where a stop's colour is from."""

    OWN = "own"
    FOREGROUND = "foreground"
    BACKGROUND = "background"

    @property
    def label(self) -> str:
        """The name an artist reads."""
        return _LABELS[self]


_LABELS = {
    Source.OWN: "Own colour",
    Source.FOREGROUND: "Foreground colour",
    Source.BACKGROUND: "Background colour",
}


class Stop(NamedTuple):
    """A colour at its place, 0…1, as opaque as `opacity`, 0…1."""

    position: float
    colour: Colour = (0, 0, 0)
    opacity: float = 1.0
    source: Source = Source.OWN

    def looks_like(self, other: Stop) -> bool:
        """Whether it is of the same colour, wherever it lies."""
        return self._replace(position=other.position) == other


@dataclass(frozen=True)
class Ramp:
    """Stops in their order. Two at one place are a hard edge. ValueError for what is no ramp."""

    stops: tuple[Stop, ...]

    def __post_init__(self) -> None:
        places = [stop.position for stop in self.stops]
        if not 1 <= len(places) <= MOST_STOPS:
            raise ValueError(f"a ramp has 1 to {MOST_STOPS} stops, not {len(places)}")
        if not all(0 <= place <= 1 for place in places) or places != sorted(places):
            raise ValueError("stops lie between 0 and 1, in their order")
        if not all(0 <= stop.opacity <= 1 for stop in self.stops):
            raise ValueError("opacities lie between 0 and 1")

    @classmethod
    def of(cls, stops: Iterable[Stop]) -> Ramp:
        """Stops in whatever order; those of one place stay in theirs."""
        return cls(tuple(sorted(stops, key=lambda stop: stop.position)))

    def in_colours(self, foreground: Colour, background: Colour) -> Ramp:
        """The same with the colours in hand where it asks for them."""
        in_hand = {Source.FOREGROUND: foreground, Source.BACKGROUND: background}
        stops = (
            stop._replace(colour=in_hand.get(stop.source, stop.colour), source=Source.OWN)
            for stop in self.stops
        )
        return Ramp(tuple(stops))

    def turned_round(self) -> Ramp:
        """From its end to its beginning."""
        return Ramp(tuple(s._replace(position=1 - s.position) for s in reversed(self.stops)))

    def without(self, index: int) -> Ramp:
        """The ramp without one stop; with it, where it is the only one."""
        if len(self.stops) == 1:
            return self
        return replace(self, stops=self.stops[:index] + self.stops[index + 1 :])

    @property
    def edges(self) -> tuple[float, ...]:
        """The places at which the colour changes at once, without 0 and 1."""
        pairs = itertools.pairwise(self.stops)
        places = (a.position for a, b in pairs if a.position == b.position)
        return tuple(place for place in dict.fromkeys(places) if 0 < place < 1)

    def values(self, places: Floats) -> Floats:
        """Premultiplied RGBA, 0…255, at places (n): (n, 4). Before the first stop and behind the
        last the colour is theirs.

        Mixed premultiplied and as sRGB has the values: as brushes, blend modes and the screen mix
        them, so that a colour which fades out over another is the same as a ramp from one to the
        other, and what fades to nothing does not turn grey on the way.
        """
        at = np.array([stop.position for stop in self.stops], np.float64)
        colours = np.array([(*stop.colour, 255) for stop in self.stops], np.float64)
        colours *= np.array([stop.opacity for stop in self.stops])[:, None]
        if len(at) == 1:
            return np.repeat(colours, len(places), axis=0).astype(np.float32)
        low = np.clip(np.searchsorted(at, places, side="right") - 1, 0, len(at) - 2)
        width = at[low + 1] - at[low]
        beyond = places - at[low]
        hard = width <= 0
        share = np.where(hard, beyond >= 0, beyond / np.where(hard, 1, width)).clip(0, 1)[:, None]
        result: Floats = (colours[low] * (1 - share) + colours[low + 1] * share).astype(np.float32)
        return result

    def stop_at(self, position: float) -> Stop:
        """A stop that changes nothing, for a place; its colour is its own."""
        *colour, alpha = (
            float(value) for value in self.values(np.array([position], np.float32))[0]
        )
        share = alpha / 255
        red, green, blue = (round(min(255, value / share)) if share else 0 for value in colour)
        return Stop(position, (red, green, blue), round(share, 4))


class _RampParameter(Parameter[Ramp]):
    """A ramp whose colours are all its own."""

    def checked(self, value: Json, where: str, pictures: PictureReader) -> Ramp:
        remedy = 'Use stops from left to right: [[0, "#000000", 1], [1, "#ffffff", 1]].'
        if not isinstance(value, list | tuple) or not 1 <= len(value) <= MOST_STOPS:
            raise RecipeError(where, f"{told(value)} is no gradient.", remedy)
        stops = []
        for item in value:
            match item:
                case [int() | float() as place, str() as code, int() | float() as opacity] if (
                    _CODE.fullmatch(code)
                ):
                    red, green, blue = bytes.fromhex(code[1:])
                    stops.append(Stop(float(place), (red, green, blue), float(opacity)))
                case _:
                    raise RecipeError(where, f"{told(item)} cannot be a stop.", remedy)
        try:
            return Ramp(tuple(stops))
        except ValueError as error:
            raise RecipeError(where, f"{told(value)} is no gradient.", remedy) from error

    def to_json(self, value: Ramp, write: PictureWriter | None = None) -> Json:
        return [
            [stop.position, f"#{bytes(stop.colour).hex()}", stop.opacity] for stop in value.stops
        ]

    def kind(self) -> dict[str, Json]:
        share = {"type": "number", "minimum": 0, "maximum": 1}
        stop = [share, {"type": "string", "pattern": _CODE.pattern}, share]
        item = {"type": "array", "prefixItems": stop, "minItems": 3, "maxItems": 3}
        return {"type": "array", "items": item, "minItems": 1, "maxItems": MOST_STOPS}


def ramp(default: Ramp) -> Ramp:
    """A declared field that is a ramp."""
    parameter = _RampParameter(
        default=default, help="Stops [position, colour, opacity] from left to right."
    )
    declared: Ramp = field(default=default, metadata={"parameter": parameter})
    return declared


FOREGROUND_TO_BACKGROUND = Ramp(
    (Stop(0, (0, 0, 0), source=Source.FOREGROUND),
     Stop(1, (255, 255, 255), source=Source.BACKGROUND))
)  # fmt: skip
BLACK_TO_WHITE = Ramp((Stop(0, (0, 0, 0)), Stop(1, (255, 255, 255))))
