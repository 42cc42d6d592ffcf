"""The list of models that are known to be good, and what of it suits a machine (no torch)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from core import places
from core.fetching.address import Wanted
from core.fetching.cache import SHELF
from core.fetching.hardware import Hardware

_FOR_ONE = 0.85
"""Of the machine's memory, what one program may have."""

_FULL = 0.75
"""Of what there is for models, what a large one may take by itself to be recommended."""

KINDS = {
    "model": "Models to paint with",
    "large": "Large models",
    "faster": "Fewer steps",
    "control": "Follow lines, depth and poses",
    "special": "Models for special techniques",
    "reference": "Reference pictures",
    "part": "Parts",
    "upscaler": "Larger pictures",
    "words": "Sentences for Pix2Pix Zero",
}
"""Kind → the heading under which it stands."""


@dataclass(frozen=True)
class Good:
    """A model that is known to be good. `size` on the disk and `memory` while it paints are GB."""

    id: str
    title: str
    kind: str
    family: str
    wanted: Wanted
    size: float
    memory: float
    licence: str
    about: str
    techniques: tuple[str, ...] = ()
    """Ids of the techniques that it is for; empty: it is for all."""
    least: float = 0.0
    """GB of a graphics card while it is streamed there from the machine's memory; 0: it is not."""
    style: str = ""
    """The style that suits it."""
    commercial: bool = True
    """Whether what is painted with it may be sold, as its licence says."""

    @property
    def is_gated(self) -> bool:
        """Whether it is only given to those who have signed in and agreed to its terms."""
        return "asks for agreement" in self.licence


@cache
def curated() -> tuple[Good, ...]:
    """The list that comes with the program, in its order."""
    told = json.loads((places.resources() / "models.json").read_text("utf-8"))
    return tuple(_good(one) for one in told["models"])


def _good(told: dict[str, Any]) -> Good:
    fields = dict(told)
    wanted = Wanted(
        fields.pop("repo"), fields.pop("revision", "main"), tuple(fields.pop("within", ()))
    )
    fields["techniques"] = tuple(fields.get("techniques", ()))
    return Good(wanted=wanted, **fields)


def title_of(path: Path) -> str:
    """What the list calls the model, or its file, at `path` in a cache of the hub; empty for all
    else. There many files are called alike: pytorch_lora_weights.safetensors."""
    shelf = next((part for part in path.parts if part.startswith(SHELF)), "")
    for one in curated() if shelf else ():
        if shelf == SHELF + one.wanted.repo.replace("/", "--"):
            files = [name for name in one.wanted.within if not name.endswith("/")]
            is_it = [PurePosixPath(name).name for name in files] == [path.name]
            if is_it or not one.wanted.within:
                return one.title
    return ""


def fits(one: Good, hardware: Hardware) -> bool | None:
    """Whether a model runs well there; None when nothing is known of the machine."""
    if not hardware.for_models:
        return None
    return one.memory * 1e9 <= hardware.for_models


def fits_streamed(one: Good, hardware: Hardware) -> bool:
    """Whether a graphics card too small for all of a model paints with it part by part, while the
    rest waits in the machine's memory (core/models/plan.py): more slowly, but the same."""
    waits = one.memory * 1e9 <= hardware.memory * _FOR_ONE
    return bool(one.least and hardware.graphics) and one.least * 1e9 <= hardware.graphics and waits


def recommended(hardware: Hardware, among: Sequence[Good] | None = None) -> Good:
    """The model with which an artist begins on such a machine: the best that fits and is not slow
    there; the smallest where none does. Never one that is only given to those who sign in, or with
    which nothing may be made for sale."""
    known = [one for one in among or curated() if one.kind in ("model", "large")]
    models = [one for one in known if one.kind == "model"]
    free = [one for one in known if not one.is_gated and one.commercial]
    able = [one for one in free if fits(one, hardware) and _has_room(one, hardware)]
    if not able:
        return min(models, key=lambda one: one.memory)
    if not hardware.is_fast:  # a processor alone is some fifty times as slow
        return min(able, key=lambda one: one.memory)
    return max(able, key=lambda one: (one.memory, -known.index(one)))


def _has_room(one: Good, hardware: Hardware) -> bool:
    """Whether a large model leaves room for what is put beside it: ControlNets, larger pictures."""
    return one.kind == "model" or one.memory * 1e9 <= hardware.for_models * _FULL


def quicker(hardware: Hardware, best: Good, among: Sequence[Good] | None = None) -> Good | None:
    """What lets the recommended model do with fewer steps, where those take long."""
    if hardware.is_fast or not hardware.for_models:
        return None
    faster = (one for one in among or curated() if one.kind == "faster")
    return next((one for one in faster if one.family == best.family), None)
