"""What the gallery holds of a picture, and what is looked for in it."""

from __future__ import annotations

from dataclasses import dataclass

from core.geometry import Rect, Size
from core.request import Request


@dataclass(frozen=True, eq=False)
class Made:
    """A picture as it is put into the gallery.

    `picture` is a PNG, `thumbnail` a JPEG. `request` makes it alone; its source, or the picture
    itself without one, has `size` and lies on `canvas`, and the picture on `rect`: both in pixels
    of the canvas that it was made for.
    """

    request: Request
    picture: bytes
    thumbnail: bytes
    rect: Rect
    canvas: Rect
    size: Size
    at: float
    """Seconds since 1970."""
    document: str = ""
    """The id of the document that it was made for."""


@dataclass(frozen=True)
class Entry:
    """A picture of the gallery, without its pixels."""

    id: int
    at: float
    prompt: str
    model: str
    techniques: tuple[str, ...]
    """Their ids."""
    seed: int
    favourite: bool


@dataclass(frozen=True)
class Search:
    """Which entries are wanted: those for which all of it holds."""

    words: str = ""
    """Each of them occurs in the prompts, the model or a technique; case does not matter."""
    model: str = ""
    technique: str = ""
    since: float = 0.0
    """Seconds since 1970."""
    favourites: bool = False
    document: str = ""
    """The id of the one that they were made for; empty: any."""


@dataclass(frozen=True, eq=False)
class Kept:
    """A picture of the gallery with all that is needed to use it, or make it again."""

    request: Request
    picture: bytes
    rect: Rect
    canvas: Rect
    size: Size
    document: str = ""
    """The id of the document that it was made for."""
