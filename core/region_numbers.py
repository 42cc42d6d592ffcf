"""The regions that something counts in are numbers: they must be there, and follow when some of
the request's regions fall away (no torch)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from core.errors import RecipeError
from core.parameters import Regions, parameters

T = TypeVar("T")


def check(value: object, count: int, where: str) -> None:
    """Raises RecipeError for a region that a technique or a concept names and that is not among
    the `count` regions of its request."""
    for key, parameter in parameters(type(value)).items():
        if isinstance(parameter, Regions):
            for i, number in enumerate(getattr(value, parameter.attribute)):
                if number >= count:
                    known = _told(count)
                    raise RecipeError(
                        f"{where}.{key}[{i}]",
                        f"There is no region {number}; the request has {known}.",
                        "Give regions by their places in the list “regions”, from 0 on, or leave "
                        "this empty for everywhere.",
                    )


def _told(count: int) -> str:
    if count < 2:
        return "one, region 0" if count else "none"
    return f"{count}, from 0 to {count - 1}"


def renumbered(value: T, kept: Sequence[int]) -> T | None:
    """A technique or a concept for a request of which only the regions `kept` are left, in that
    order. None when it counts in none of them: not everywhere, but nowhere."""
    changed: dict[str, object] = {}
    for parameter in parameters(type(value)).values():
        if isinstance(parameter, Regions) and (numbers := getattr(value, parameter.attribute)):
            left = tuple(kept.index(number) for number in numbers if number in kept)
            if not left:
                return None
            changed[parameter.attribute] = left
    return cast(T, replace(cast(Any, value), **changed)) if changed else value
