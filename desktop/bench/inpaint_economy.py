"""A small mask on a large document must cost what the mask costs, not what the document does."""

from __future__ import annotations

import statistics
import time

import numpy as np

from core import places
from core.document.commands import AddLayer, SetSettings
from core.document.document import Document
from core.document.layers import MaskLayer
from core.document.pixel_commands import ApplyPixels
from core.generation.hosts.thread import ThreadHost
from core.geometry import Rect, Size
from core.models.library import find_models, named
from core.pixels.tiles import TileGrid
from desktop.bench import Figure
from desktop.bench.jobs import Jobs
from desktop.compose import compose

ROUNDS = 5
BOUND = 1.3
MASK = Size(200, 200)


def run() -> list[Figure]:
    """From the artist's press to the result as a layer, on both documents in turn."""
    info = named(find_models(places.models()), "starter")
    small, large = _document(256), _document(4096)
    times: dict[int, list[float]] = {256: [], 4096: []}
    with Jobs(ThreadHost(places.models())) as jobs:
        for turn in range(ROUNDS + 1):
            for document in (small, large) if turn % 2 else (large, small):
                begun = time.perf_counter()
                composed = compose(document.snapshot(), info, seed=turn)
                for result in jobs.done(composed.request).results:
                    rect = composed.placement.on_canvas(result.rect)
                    document.perform(ApplyPixels("Result", result.pixels, rect))
                if turn:
                    times[document.size.width].append(time.perf_counter() - begun)
                document.undo()
    medians = {side: statistics.median(seconds) for side, seconds in times.items()}
    return [
        Figure(
            "200×200 mask: 4096² document against 256²",
            medians[4096] / medians[256],
            BOUND,
            made_of={"large_s": medians[4096], "small_s": medians[256]},
        )
    ]


def _document(side: int) -> Document:
    """A picture with a 200×200 mask in its middle."""
    ramp = np.linspace(40, 220, side).astype(np.uint8)
    picture = np.empty((side, side, 4), np.uint8)
    picture[..., 0], picture[..., 1] = ramp[:, None], ramp[None, :]
    picture[..., 2], picture[..., 3] = 128, 255
    document = Document.of_picture(picture)
    coverage = TileGrid(Size(side, side), 1)
    corner = (side - MASK.width) // 2
    coverage.write(Rect(corner, corner, *MASK), np.full((MASK.height, MASK.width), 255, np.uint8))
    document.perform(AddLayer(MaskLayer(name="Mask", coverage=coverage)))
    document.perform(SetSettings(prompt="a cat", steps=20))
    return document
