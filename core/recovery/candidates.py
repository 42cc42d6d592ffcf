"""Candidates of a document, kept with its unsaved changes: which pictures of the gallery they are,
and what the gallery does not know of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.document.drafts import ReadPicture, WritePicture
from core.document.origin import Origin
from core.errors import UserError
from core.files import ora_origin
from core.files.ora_settings import near
from core.geometry import Rect, Size
from core.parameters import Json
from core.request import MAX_SIDE, Pixels

_WRONG = (ValueError, LookupError, TypeError, AttributeError, OverflowError, UserError)
"""What damaged JSON raises."""


@dataclass(frozen=True, eq=False)
class Found:
    """A map that a technique found: a mask, stretched over `rect` of the canvas."""

    name: str
    rect: Rect
    pixels: Pixels


@dataclass(frozen=True, eq=False)
class KeptCandidate:
    """A picture that was ready. Its pixels, recipe and place are in the gallery."""

    entry: int
    """Its number in the gallery."""
    index: int
    """Which picture of its job it is."""
    seed: int
    """By which it is told from another that has its number in a new gallery."""
    applied: bool = False
    fitted: Pixels | None = None
    """How it lies on the canvas, of one that lies there otherwise than upright."""
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, eq=False)
class KeptJob:
    """Candidates of one job; `rect` and `size` are those of its request's placement."""

    rect: Rect
    size: Size
    candidates: tuple[KeptCandidate, ...]
    origin: Origin | None = None
    """How a layer of one of them is made again."""
    larger: str = ""
    """What of the document it made larger, if it only did that."""

    @property
    def undecided(self) -> bool:
        """Whether some of them are no layers yet."""
        return any(not one.applied for one in self.candidates)


def to_json(jobs: Sequence[KeptJob], write: WritePicture) -> list[Json]:
    """As JSON; `write` keeps the pictures that are not in the gallery."""
    return [
        {
            "rect": list(job.rect),
            "size": list(job.size),
            "origin": None if job.origin is None else ora_origin.to_json(job.origin, write),
            "larger": job.larger,
            "candidates": [_candidate_json(one, write) for one in job.candidates],
        }
        for job in jobs
    ]


def of_json(value: Json, picture: ReadPicture) -> Iterator[KeptJob]:
    """What `to_json` wrote; of what is damaged as much as can be read."""
    for item in value if isinstance(value, list) else []:
        with contextlib.suppress(*_WRONG):
            width, height = (int(side) for side in item["size"])
            rect = _rect(item["rect"])
            if rect.is_empty or not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
                raise ValueError("a picture of no size")
            yield KeptJob(
                rect,
                Size(width, height),
                tuple(_candidates_of(item["candidates"], picture)),
                ora_origin.of_json(item["origin"], picture),
                str(item["larger"]),
            )


def _candidate_json(one: KeptCandidate, write: WritePicture) -> dict[str, Json]:
    value: dict[str, Json] = {
        "entry": one.entry,
        "index": one.index,
        "seed": one.seed,
        "applied": one.applied,
    }
    if one.fitted is not None:
        value["fitted"] = write(one.fitted)
    if one.found:
        value["found"] = [[map.name, list(map.rect), write(map.pixels)] for map in one.found]
    return value


def _candidates_of(value: Json, picture: ReadPicture) -> Iterator[KeptCandidate]:
    for item in value:
        with contextlib.suppress(*_WRONG):
            entry, index = int(item["entry"]), int(item["index"])
            if not (0 < entry < 2**63 and 0 <= index < 2**31):
                raise ValueError("no picture has this number")
            yield KeptCandidate(
                entry,
                index,
                int(item["seed"]),
                bool(item["applied"]),
                picture(str(item["fitted"])) if "fitted" in item else None,
                tuple(_found_of(item.get("found", ()), picture)),
            )


def _found_of(value: Json, picture: ReadPicture) -> Iterator[Found]:
    for item in value:
        with contextlib.suppress(*_WRONG):
            name, rect, where = item
            pixels = picture(str(where))
            if pixels.array.ndim == 2 and not (there := _rect(rect)).is_empty:
                yield Found(str(name), there, pixels)


def _rect(value: Json) -> Rect:
    x, y, width, height = (near(part) for part in value)
    return Rect(x, y, width, height)
