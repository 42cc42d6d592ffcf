"""Preprocessors: pictures become control maps, which are pictures that can be painted on.

Those of our own need OpenCV only; the others load a network from a folder when they are run.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from core.control.declare import Preprocessor, known
from core.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

_FILES = ("edges", "colours", "estimators", "detectors")
"""In the order in which preprocessors are listed and, for a kind that several make, preferred."""


@cache
def preprocessors() -> Mapping[str, type[Preprocessor]]:
    """Every preprocessor by its id (imports neither torch nor controlnet-aux)."""
    places = [f"{__name__}.{name}" for name in _FILES]
    for place in places:
        importlib.import_module(place)
    return dict(sorted(known().items(), key=lambda item: places.index(item[1].__module__)))


def named(name: str) -> type[Preprocessor]:
    """The preprocessor of an id, of a kind of map, or of another of its names.

    Raises UserError that lists them.
    """
    plain = name.strip().lower().replace("-", "_").replace(" ", "_")
    every = preprocessors()
    if plain in every:
        return every[plain]
    for one in every.values():
        if plain in (*one.declaration.also, *one.declaration.makes):
            return one
    raise UserError(
        f"There is no kind of control map called “{name}”.", f"Choose one of: {', '.join(every)}."
    )


def of_kind(kind: str, dirs: Sequence[Path] = ()) -> Preprocessor:
    """The one that makes maps of a kind, with its defaults. Raises UserError if none does.

    Of several the first that lacks nothing, with these folders of models; else the first.
    """
    makers = [one() for one in preprocessors().values() if kind in one.declaration.makes]
    if not makers:
        raise UserError(
            f"Maps of the kind “{kind}” are not made from pictures.", "Give the map itself."
        )
    return next((one for one in makers if one.missing(dirs) is None), makers[0])
