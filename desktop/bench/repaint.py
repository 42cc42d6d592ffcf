"""How long the whole canvas takes to be painted on screen, through the real widget.

Times are CPU time of the whole process.
"""

from __future__ import annotations

import statistics
import time

import numpy as np
from PySide6.QtWidgets import QApplication

from core.document.document import Document
from core.document.layers import RasterLayer
from core.geometry import Rect, Size
from core.pixels.tiles import TILE, TileGrid
from desktop.bench import Figure
from widgets.canvas.view import CanvasView

SIDE, LAYERS = 4096, 10
WIDTH, HEIGHT = 1280, 800
ROUNDS = 40
BOUNDS = {25: 8.0, 100: 2.0, 400: 2.0}
"""Zoom in percent, and milliseconds."""


def run() -> list[Figure]:
    """A picture of 4096², repainted as it lies there, and while it is moved; then of ten layers,
    of which the topmost is worked on and half transparent."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    taken = {layers: _at_each_zoom(app, layers) for layers in (1, LAYERS)}
    return [
        Figure(
            f"repaint of {WIDTH}×{HEIGHT} at {percent} %", taken[1][percent][0], bound, "ms",
            {
                "while it is moved, ms": taken[1][percent][1],
                "ten layers, ms": taken[LAYERS][percent][0],
                "ten that are moved, ms": taken[LAYERS][percent][1],
            },
        )
        for percent, bound in BOUNDS.items()
    ]  # fmt: skip


def _at_each_zoom(app: QApplication, layers: int) -> dict[int, tuple[float, float]]:
    """Milliseconds as it lies there, and while it is moved, for each zoom in percent."""
    view = CanvasView(_picture(layers))
    view.patience = 60.0
    view.resize(WIDTH, HEIGHT)
    view.show()
    taken = {}
    for percent in BOUNDS:
        view.zoom_to(percent / 100)
        view.repaint()
        app.processEvents()
        taken[percent] = _milliseconds(view, 0), _milliseconds(view, 8)
    view.close()
    view.deleteLater()
    app.processEvents()
    return taken


def _picture(count: int) -> Document:
    size, dice = Size(SIDE, SIDE), np.random.default_rng(0)
    layers = []
    for number in range(count):
        tile = dice.integers(0, 256, (TILE, TILE, 4), np.uint8)
        tile[..., 3] = 255
        grid = TileGrid(size, 4)
        for y in range(0, SIDE, TILE):
            for x in range(0, SIDE, TILE):
                grid.write(Rect(x, y, TILE, TILE), tile)
        layers.append(RasterLayer(pixels=grid, opacity=1.0 if number == 0 else 0.5))
    return Document(size, layers)


def _milliseconds(view: CanvasView, step: int) -> float:
    """Of one repaint, the median; before each the view goes on by `step` pixels of the screen."""
    taken = []
    for number in range(ROUNDS):
        begun = time.process_time()
        if step:
            place = SIDE / 2 + number * step / view.zoom
            view.centre_on(place, place)
        view.repaint()
        taken.append((time.process_time() - begun) * 1e3)
    return statistics.median(taken)
