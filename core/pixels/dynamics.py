"""What of a brush follows what of the hand, each by a curve."""

from __future__ import annotations

import dataclasses
import itertools
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from core.declare import choice
from core.errors import RecipeError
from core.parameters import Json, Parameter, PictureReader, PictureWriter, told

FINE = 512
"""Steps of a curve's table: less than a level of 255 lies between two of them."""
MOST_POINTS = 16


class Target(StrEnum):
    """What of a dab is changed. All are multiplied by the curve; rotation is added to."""

    SIZE = "size"
    OPACITY = "opacity"
    FLOW = "flow"
    HARDNESS = "hardness"
    SPACING = "spacing"
    ROTATION = "rotation"
    SCATTER = "scatter"
    TEXTURE = "texture"


class Source(StrEnum):
    """What it follows, each 0…1."""

    PRESSURE = "pressure"
    TILT = "tilt"
    """0: upright, 1: lying on the tablet."""
    SPEED = "speed"
    DIRECTION = "direction"
    """Of the line, in turns clockwise from the right."""
    LEAN = "lean"
    """Where the pen leans to, in turns clockwise from the right."""
    CHANCE = "chance"
    """Another number for each dab."""


Points = tuple[tuple[float, float], ...]
LINE: Points = ((0.0, 0.0), (1.0, 1.0))


class _CurveParameter(Parameter[Points]):
    """Points (x, y), each 0…1, from left to right."""

    def checked(self, value: Json, where: str, pictures: PictureReader) -> Points:
        remedy = f"Use 1 to {MOST_POINTS} points from left to right: [[0, 0], [1, 1]]."
        if not isinstance(value, list | tuple) or not 1 <= len(value) <= MOST_POINTS:
            raise RecipeError(where, f"{told(value)} is no curve.", remedy)
        points: list[tuple[float, float]] = []
        for item in value:
            if (
                not isinstance(item, list | tuple)
                or len(item) != 2
                or any(isinstance(v, bool) or not isinstance(v, int | float) for v in item)
                or not all(0 <= v <= 1 for v in item)
                or (points and item[0] <= points[-1][0])
            ):
                raise RecipeError(where, f"{told(item)} cannot be a point there.", remedy)
            points.append((float(item[0]), float(item[1])))
        return tuple(points)

    def to_json(self, value: Points, write: PictureWriter | None = None) -> Json:
        return [[round(x, 4), round(y, 4)] for x, y in value]

    def kind(self) -> dict[str, Json]:
        number = {"type": "number", "minimum": 0, "maximum": 1}
        point = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
        return {"type": "array", "items": point, "minItems": 1, "maxItems": MOST_POINTS}


def curve(default: Points) -> Points:
    """A declared field that is a curve."""
    parameter = _CurveParameter(
        default=default, help="Points [x, y] from left to right, joined by a smooth line."
    )
    declared: Points = dataclasses.field(default=default, metadata={"parameter": parameter})
    return declared


@dataclass(frozen=True)
class Dynamic:
    """One thing that follows another."""

    target: Target = choice(Target.SIZE, {each: each.value.capitalize() for each in Target})
    source: Source = choice(Source.PRESSURE, {each: each.value.capitalize() for each in Source})
    curve: Points = curve(LINE)

    def at(self, value: float) -> float:
        """The curve's height, 0…1, at 0…1."""
        return table(self.curve)[int(min(1.0, max(0.0, value)) * FINE + 0.5)]


@lru_cache(maxsize=256)
def table(points: Points) -> tuple[float, ...]:
    """A curve's heights at 0, 1 / `FINE`, … 1: flat before its first point and after its last.

    Cubic pieces whose slopes never let it overshoot: Fritsch and Carlson, "Monotone Piecewise
    Cubic Interpolation", 1980, with the harmonic mean of Fritsch and Butland.
    """
    if len(points) == 1:
        return (points[0][1],) * (FINE + 1)
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    widths = [b - a for a, b in itertools.pairwise(xs)]
    rises = [(b - a) / w for a, b, w in zip(ys, ys[1:], widths, strict=False)]
    slopes = [
        rises[0],
        *(_between(a, b) for a, b in itertools.pairwise(rises)),
        rises[-1],
    ]
    result = []
    for step in range(FINE + 1):
        x = step / FINE
        if x <= xs[0] or x >= xs[-1]:
            result.append(ys[0] if x <= xs[0] else ys[-1])
            continue
        at = bisect_right(xs, x) - 1
        w, t = widths[at], (x - xs[at]) / widths[at]
        y = (
            (1 + 2 * t) * (1 - t) ** 2 * ys[at]
            + t * (1 - t) ** 2 * w * slopes[at]
            + t * t * (3 - 2 * t) * ys[at + 1]
            + t * t * (t - 1) * w * slopes[at + 1]
        )
        result.append(min(1.0, max(0.0, y)))
    return tuple(result)


def _between(before: float, after: float) -> float:
    return 0.0 if before * after <= 0 else 2 * before * after / (before + after)
