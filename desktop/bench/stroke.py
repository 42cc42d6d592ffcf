"""A brush stroke through the real canvas widget, fed with mouse events as a hand makes them."""

from __future__ import annotations

import math
import statistics
import time
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from core.document.document import Document
from core.document.layers import RasterLayer
from core.geometry import Rect, Size
from core.pixels.brush import Brush
from core.pixels.tiles import TILE, TileGrid
from desktop.bench import Figure
from widgets.canvas.view import CanvasView

POINTS = 200
A_SECOND = 120
LAYERS = 10
ROUNDS = 3
BRUSH = Brush(size=100, hardness=0.5)


@dataclass(frozen=True)
class Stroke:
    """What one stroke cost: CPU milliseconds of the whole process, bytes of history."""

    paint_ms: float
    undo_ms: float
    history: int


def run() -> list[Figure]:
    """Strokes in real time at 120 events a second, on both sizes in turn."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    strokes: dict[int, list[Stroke]] = {4096: [], 16384: []}
    views = {side: _view(side) for side in strokes}
    for turn in range(ROUNDS + 1):
        for side, view in views.items():
            stroke = _paint(app, view)
            if turn:
                strokes[side].append(stroke)
    for view in views.values():
        view.close()
        view.deleteLater()
    app.processEvents()
    paint = {side: statistics.median(s.paint_ms for s in row) for side, row in strokes.items()}
    return [
        Figure("200 points, 100 px soft, 4096², 10 layers", paint[4096], 600, "ms"),
        Figure("undo with repaint", statistics.median(s.undo_ms for s in strokes[4096]), 50, "ms"),
        Figure("history of the stroke", max(s.history for s in strokes[4096]) / 2**20, 25, "MiB"),
        Figure(
            "the same stroke on 16384²",
            paint[16384] / paint[4096],
            1.2,
            made_of={"large_ms": paint[16384], "small_ms": paint[4096]},
        ),
    ]


def _view(side: int) -> CanvasView:
    """A shown canvas with ten filled layers, the sixth active. The layers share their tiles."""
    tile = np.empty((TILE, TILE, 4), np.uint8)
    tile[...] = np.arange(TILE, dtype=np.uint8)[:, None, None]
    tile[..., 3] = 255
    filled = TileGrid(Size(side, side), 4)
    for y in range(0, side, TILE):
        for x in range(0, side, TILE):
            filled.write(Rect(x, y, TILE, TILE), tile)
    layers = [
        RasterLayer(name=f"Layer {number}", pixels=filled.snapshot(), opacity=0.8)
        for number in range(LAYERS)
    ]
    view = CanvasView(Document(Size(side, side), layers, active=layers[LAYERS // 2].id))
    view.resize(1280, 800)
    view.show()
    view.set_tool("brush")
    view.set_brush(BRUSH)
    view.zoom_to_actual_size()
    return view


def _paint(app: QApplication, view: CanvasView) -> Stroke:
    """One stroke, then its undo; the canvas is as before afterwards."""
    document = view.document
    _settle(app)
    begun, due = time.process_time(), time.perf_counter()
    for index in range(POINTS):
        kind = QEvent.Type.MouseMove
        if index == 0:
            kind = QEvent.Type.MouseButtonPress
        elif index == POINTS - 1:
            kind = QEvent.Type.MouseButtonRelease
        _send(app, view, kind, _at(index))
        app.processEvents()
        due += 1 / A_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
    _settle(app)
    painted = time.process_time()
    # The one entry there is: a stroke that was undone before it is dropped by this one.
    history = document.history.nbytes
    undo_begun = time.process_time()
    document.undo()
    _settle(app)
    undone = time.process_time()
    return Stroke((painted - begun) * 1e3, (undone - undo_begun) * 1e3, history)


def _at(index: int) -> QPointF:
    """A wave across the window, as a hand draws one."""
    part = index / (POINTS - 1)
    return QPointF(120 + 1040 * part, 400 + 220 * math.sin(part * 9))


def _send(app: QApplication, view: CanvasView, kind: QEvent.Type, at: QPointF) -> None:
    left = Qt.MouseButton.LeftButton
    none = Qt.MouseButton.NoButton
    moving = kind is QEvent.Type.MouseMove
    released = kind is QEvent.Type.MouseButtonRelease
    event = QMouseEvent(
        kind,
        at,
        QPointF(view.mapToGlobal(at.toPoint())),
        none if moving else left,
        none if released else left,
        Qt.KeyboardModifier.NoModifier,
    )
    app.sendEvent(view, event)


def _settle(app: QApplication) -> None:
    """Until the last frame of what was done has been painted."""
    for _ in range(6):
        app.processEvents()
        time.sleep(0.01)
