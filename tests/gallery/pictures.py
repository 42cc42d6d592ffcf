"""Small pictures for the gallery."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.files.pictures import encode, png
from core.gallery.entry import Made
from core.gallery.store import Gallery
from core.geometry import Rect, Size
from core.request import Pixels, Request
from core.techniques.declare import Technique

SIZE = Size(24, 16)
COLOURS = np.random.default_rng(5).integers(0, 256, (16, 24, 4), np.uint8)


def made(
    prompt: str, *, at: float = 1000.0, model: str = "starter", techniques: Sequence[Technique] = ()
) -> Made:
    source = COLOURS.copy()
    source[..., 3] = 255
    request = Request(
        prompt=prompt, model=model, seed=7, source=Pixels(source), techniques=tuple(techniques)
    )
    rect = Rect(4, 5, *SIZE)
    thumbnail = encode(COLOURS[..., :3], ".jpg")
    return Made(request, png(COLOURS), thumbnail, rect, Rect(0, 1, 48, 32), SIZE, at)


def words_in(gallery: Gallery) -> set[str]:
    """The prompts of all entries, each of which is there as a whole."""
    entries = gallery.find()
    for entry in entries:
        assert gallery.kept(entry.id).request.prompt == entry.prompt
        assert gallery.thumbnails([entry.id])
    gallery.close()
    return {entry.prompt for entry in entries}
