"""How long the whole picture takes to be put together, and what its layers take in memory."""

from __future__ import annotations

import statistics
import time
import tracemalloc

import numpy as np

from core.document.document import Document
from core.document.layers import RasterLayer
from core.geometry import Rect, Size
from core.pixels.blend import BlendMode
from core.pixels.tiles import TILE, TileGrid
from desktop.bench import Figure

SIDE = 4096
LAYERS, MANY = 10, 100
ROUNDS = 5
PAINTED = 10
"""Of the layers of the large document each has so many hundredths of its tiles."""


def run() -> list[Figure]:
    """Ten filled layers at 4096², opaque, at 80 %, half transparent and multiplying; then a
    hundred that are painted in part."""
    opaque, faint = (_milliseconds(_filled(opacity)) for opacity in (1.0, 0.8))
    clear = _milliseconds(_filled(1.0, alpha=128))
    multiplied = _milliseconds(_filled(1.0, blend=BlendMode.MULTIPLY))
    held, tiles = _memory()
    return [
        Figure("10 opaque layers, 4096²", opaque, 150, "ms"),
        Figure("10 layers at 80 %, 4096²", faint, 150, "ms"),
        Figure("10 layers of half transparent paint, 4096²", clear, 150, "ms"),
        Figure("10 opaque layers that multiply, 4096²", multiplied, 300, "ms"),
        Figure(
            "memory of 100 layers, a tenth painted, against their tiles",
            held / tiles,
            1.5,
            made_of={"held_MiB": held / 2**20, "tiles_MiB": tiles / 2**20},
        ),
    ]


def _filled(opacity: float, alpha: int = 255, blend: BlendMode = BlendMode.NORMAL) -> Document:
    """Layers that are painted everywhere; they share their tiles."""
    tile = np.empty((TILE, TILE, 4), np.uint8)
    tile[...] = np.arange(TILE, dtype=np.uint8)[:, None, None] // (1 if alpha == 255 else 2)
    tile[..., 3] = alpha
    filled = TileGrid(Size(SIDE, SIDE), 4)
    for y in range(0, SIDE, TILE):
        for x in range(0, SIDE, TILE):
            filled.write(Rect(x, y, TILE, TILE), tile)
    layers = [
        RasterLayer(pixels=filled.snapshot(), opacity=opacity, blend=blend) for _ in range(LAYERS)
    ]
    return Document(Size(SIDE, SIDE), layers)


def _milliseconds(document: Document) -> float:
    """Of the processor, the median."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        document.composite(document.canvas)
        taken.append((time.process_time() - begun) * 1e3)
    return statistics.median(taken)


def _memory() -> tuple[int, int]:
    """Bytes that a document of many layers holds, and those of its tiles alone."""
    dice = np.random.default_rng(0)
    count = (SIDE // TILE) ** 2 * PAINTED // 100
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    layers = []
    for _ in range(MANY):
        grid = TileGrid(Size(SIDE, SIDE), 4)
        for place in dice.choice((SIDE // TILE) ** 2, count, replace=False):
            row, column = divmod(int(place), SIDE // TILE)
            grid.writable((column, row))[...] = 200
        layers.append(RasterLayer(pixels=grid))
    document = Document(Size(SIDE, SIDE), layers)
    document.composite(Rect(0, 0, 1280, 800))
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return after - before, MANY * count * TILE * TILE * 4
