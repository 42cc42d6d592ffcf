"""Upscaling: how a finished picture is made larger, as a part of its request (no torch).

    {"source": "photo.png", "strength": 0, "upscale": {"factor": 2, "upscaler": "4x-UltraSharp"}}

The picture is made as the rest of the request says, or is its source where that is not painted over
at all, and then enlarged by an upscaler. With a strength the model in use then paints over the
larger picture, in tiles of its own size.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.declare import integer, number, optional, text
from core.errors import RecipeError
from core.geometry import Size
from core.parameters import parameters

if TYPE_CHECKING:
    from core.request import Request

LANCZOS = "lanczos"
"""The upscaler that is always there: no network, a filter (three lobes)."""

TILE, OVERLAP = 256, 32
"""Side of a tile that a network is given, and how much of it the next one has too, in pixels.

A network of ESRGAN's kind (64 features, 4×) holds 0.3 GB for such a tile."""

WORTH = 1.5
"""A network is used once more when the picture has still to become so many times as large."""


@dataclass(frozen=True, kw_only=True)
class Upscale:
    """How a picture is made larger."""

    factor: float = number(
        2.0, 1.0, 16.0, step=0.5, unit="×", title="Factor", help="How many times as wide and high."
    )
    width: int | None = optional(
        integer(1024, 1, 16_384, unit="px", title="Width", help="In place of the factor.")
    )
    height: int | None = optional(
        integer(
            1024,
            1,
            16_384,
            unit="px",
            title="Height",
            help="In place of the factor. One of the two alone keeps the proportions.",
        )
    )
    upscaler: str = text(
        LANCZOS,
        empty=False,
        longest=4096,
        title="Upscaler",
        help="“lanczos”, or the id of an upscaling network among the models.",
    )
    strength: float = number(
        0.0,
        0.0,
        1.0,
        step=0.05,
        title="Refine",
        help="How far the model paints over the larger picture, tile by tile: 0 not at all, 0.2 to "
        "0.4 adds detail and keeps what is there.",
    )

    @property
    def refines(self) -> bool:
        return self.strength > 0

    def target(self, size: Size) -> Size:
        """What a picture of such a size becomes."""
        width, height = self.width, self.height
        if width is None and height is None:
            width, height = round(size.width * self.factor), round(size.height * self.factor)
        elif width is None:
            assert height is not None
            width = round(size.width * height / size.height)
        elif height is None:
            height = round(size.height * width / size.width)
        return Size(max(1, width), max(1, height))


def only(request: Request) -> bool:
    """Whether nothing is painted before: what is made larger is the source itself."""
    return (
        request.upscale is not None
        and request.source is not None
        and request.mask is None
        and request.strength == 0
    )


def paints(request: Request) -> bool:
    """Whether a model of the pass has anything to do with a request."""
    return not only(request) or (request.upscale is not None and request.upscale.refines)


def check(request: Request, longest: int) -> None:
    """Raises RecipeError, naming the field, for what cannot be done. `longest`: sides in pixels."""
    upscale = request.upscale
    assert upscale is not None
    for key, parameter in parameters(Upscale).items():
        parameter.parse(getattr(upscale, parameter.attribute), f"upscale.{key}")
    size = request.size
    if size is not None and max(target := upscale.target(size)) > longest:
        raise RecipeError(
            "upscale.factor" if upscale.width is None and upscale.height is None else "upscale",
            f"The picture would become {target} px; {longest:,} px a side are the most.",
            "Make it less large.",
        )


def passes(scale: int, factor: float) -> int:
    """How often a network that makes pictures `scale` times as large is used for a factor; what
    is then missing or too much, a filter does."""
    count = 1
    while scale > 1 and scale**count * WORTH <= factor:
        count += 1
    return count


def starts(length: int, tile: int = TILE, overlap: int = OVERLAP) -> list[int]:
    """Where the tiles of a side begin: evenly spread, the last one ending at the edge."""
    if length <= tile:
        return [0]
    count = math.ceil((length - overlap) / (tile - overlap))
    return [round(i * (length - tile) / (count - 1)) for i in range(count)]


def tiles(size: Size) -> int:
    """How many tiles a network is given of a picture."""
    return len(starts(size.width)) * len(starts(size.height))
