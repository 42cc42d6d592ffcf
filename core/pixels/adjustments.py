"""The adjustments that layers may be, by their names."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

from core import parameters as declared
from core.declare import number
from core.errors import RecipeError
from core.pixels import gaussian
from core.pixels.adjustment import Adjustment
from core.pixels.colouring import ColorBalance, GradientMap, HueSaturation
from core.pixels.tone import (
    BrightnessContrast,
    Curves,
    Exposure,
    Invert,
    Levels,
    Posterize,
    Threshold,
)

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.parameters import Json


@dataclass(frozen=True)
class Blur(Adjustment):
    """All is out of focus."""

    kind: ClassVar[str] = "blur"
    title: ClassVar[str] = "Blur"

    radius: float = number(
        8.0, 0.0, 100.0, step=0.5, title="Radius", unit="px", help="How far colours run."
    )

    @property
    def reach(self) -> int:
        return gaussian.reach(self.radius)

    def smaller(self, times: float) -> Self:
        return replace(self, radius=self.radius / times)

    def applied(self, pixels: Bytes) -> Bytes:
        return gaussian.blurred(pixels, self.radius)


_ALL: tuple[type[Adjustment], ...] = (
    Levels, Curves, HueSaturation, ColorBalance, BrightnessContrast, Exposure, GradientMap, Invert,
    Posterize, Threshold, Blur,
)  # fmt: skip
KINDS = {one.kind: one for one in _ALL}


def of_json(value: Json) -> Adjustment:
    """What `to_json` wrote; values that make no sense are as in a new one. KeyError for a kind of a
    newer version."""
    kind = KINDS[value["kind"]]
    ranges = declared.parameters(kind)
    given: dict[str, Any] = {}
    for field in fields(kind):
        if field.name in value:
            try:
                given[field.name] = ranges[field.name].parse(value[field.name], field.name)
            except RecipeError:
                continue
    return kind(**given)


__all__ = [
    "KINDS",
    "Adjustment",
    "Blur",
    "BrightnessContrast",
    "ColorBalance",
    "Curves",
    "Exposure",
    "GradientMap",
    "HueSaturation",
    "Invert",
    "Levels",
    "Posterize",
    "Threshold",
    "of_json",
]
