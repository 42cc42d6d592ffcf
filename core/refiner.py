"""A refiner: a second model of the SDXL family that finishes what the first has begun (no torch).

    {"refiner": {"model": "sd_xl_refiner_1.0", "start": 0.8}}

Podell et al. 2023, https://arxiv.org/abs/2307.01952, section 2.5; eDiff-I's experts for a part of
the noise (Balaji et al. 2022, https://arxiv.org/abs/2211.01324).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.declare import number, text
from core.parameters import parameters

if TYPE_CHECKING:
    from core.request import Request


@dataclass(frozen=True)
class Refiner:
    """Which one, and from where on."""

    model: str = text(
        "",
        longest=4096,
        title="Refiner",
        help="Which model of the SDXL family finishes the picture.",
        otherwise="The first that is found",
    )
    """Its id."""
    start: float = number(
        0.8,
        0.0,
        1.0,
        step=0.05,
        title="From",
        help="From which part of the way between noise and picture on it paints.",
    )
    aesthetic_score: float = number(
        6.0, 0.0, 10.0, step=0.5, title="Aesthetic score", help="How beautiful it is to be."
    )
    negative_aesthetic_score: float = number(
        2.5,
        0.0,
        10.0,
        step=0.5,
        title="Score to avoid",
        help="The score of what guidance leads away from.",
    )


def check(request: Request) -> None:
    """Raises RecipeError, naming the field, for a value out of range."""
    if request.refiner is None:
        return
    for key, parameter in parameters(Refiner).items():
        parameter.parse(getattr(request.refiner, parameter.attribute), f"refiner.{key}")
