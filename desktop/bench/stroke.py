"""A brush stroke through the real canvas widget, fed with mouse events as a hand makes them.

Times are CPU time of the whole process. Lag is what it takes from an event of the mouse until the
repaint that shows it is done; waiting for the screen's next frame is not counted.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication

from core.document.document import Document
from core.document.layers import AdjustmentLayer, RasterLayer
from core.geometry import Rect, Size
from core.pixels.adjustments import Blur
from core.pixels.brush import Brush, Effect, Grain, Tip
from core.pixels.dynamics import Dynamic, Source, Target
from core.pixels.symmetry import Symmetry
from core.pixels.tiles import TILE, TileGrid
from desktop.bench import Figure
from widgets.canvas.view import CanvasView

POINTS = 200
A_SECOND = 120
LAYERS = 10
BLUR = 30.0
ROUNDS = 3
BRUSH = Brush(size=100, hardness=0.5)
OTHERS = {
    "smudge": replace(BRUSH, effect=Effect.SMUDGE, opacity=0.8),
    "blur": replace(BRUSH, effect=Effect.BLUR, flow=0.35, spacing=0.1),
    "clone": replace(BRUSH, effect=Effect.CLONE),
    "bristles on canvas that turn": replace(
        BRUSH,
        tip=Tip.BRISTLES,
        flow=0.5,
        grain=Grain.CANVAS,
        dynamics=(Dynamic(Target.ROTATION, Source.DIRECTION),),
    ),
}
"""Brushes that do more than paint; each has the time between two events for itself."""


@dataclass(frozen=True)
class Stroke:
    """What one stroke cost: CPU milliseconds of the whole process, bytes of history."""

    paint_ms: float
    release_ms: float
    undo_ms: float
    history: int
    lags_ms: tuple[float, ...]

    @property
    def lag_ms(self) -> float:
        """What 95 of 100 events stay below."""
        return float(np.percentile(self.lags_ms, 95))


class Watched(CanvasView):
    """A canvas that calls `painted` after each repaint."""

    painted: Callable[[], object] | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.painted is not None:
            self.painted()


def run() -> list[Figure]:
    """Strokes in real time at 120 events a second, on all canvases in turn."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    views = {
        "one": _view(4096, 1),
        "ten": _view(4096, LAYERS),
        "large": _view(16384, 1),
        "blurred": _view(4096, 1, Blur(radius=BLUR)),
    }
    strokes: dict[str, list[Stroke]] = {name: [] for name in (*views, *OTHERS, "mirrored")}
    for turn in range(ROUNDS + 1):
        for name, view in views.items():
            stroke = _paint(app, view)
            if turn:
                strokes[name].append(stroke)
    view = views["one"]
    for name, brush in OTHERS.items():
        view.set_brush(brush)
        strokes[name] = [_paint(app, view) for _ in range(2)]
    view.set_brush(BRUSH)
    view.set_symmetry(Symmetry(across=True, down=True))
    strokes["mirrored"] = [_paint(app, view)]
    for view in views.values():
        view.close()
        view.deleteLater()
    app.processEvents()
    return _figures(strokes)


def _figures(strokes: dict[str, list[Stroke]]) -> list[Figure]:
    paint = {name: _median(s.paint_ms for s in row) for name, row in strokes.items()}
    one = strokes["one"]
    return [
        Figure("200 points, 100 px soft, 4096², 1 layer", paint["one"], 400, "ms"),
        Figure("its lag, 95 of 100", _median(s.lag_ms for s in one), 16, "ms"),
        Figure("its release", _median(s.release_ms for s in one), 16, "ms"),
        Figure("undo with repaint", _median(s.undo_ms for s in one), 30, "ms"),
        Figure("history of the stroke", max(s.history for s in one) / 1e6, 20, "MB"),
        Figure(
            "the same stroke on 10 layers",
            paint["ten"] / paint["one"],
            2,
            made_of={"ten_ms": paint["ten"], "one_ms": paint["one"]},
        ),
        Figure(
            "the same stroke on 16384²",
            paint["large"] / paint["one"],
            1.2,
            made_of={"large_ms": paint["large"], "one_ms": paint["one"]},
        ),
        Figure(
            f"the same stroke below a layer that blurs by {BLUR:.0f} px",
            paint["blurred"] / paint["one"],
            2,
            made_of={"blurred_ms": paint["blurred"], "one_ms": paint["one"]},
        ),
        *(
            Figure(
                f"{name}: lag, 95 of 100",
                _median(s.lag_ms for s in strokes[name]),
                16,
                "ms",
                made_of={"stroke_ms": paint[name], "release_ms": strokes[name][-1].release_ms},
            )
            for name in (*OTHERS, "mirrored")
        ),
    ]


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _view(side: int, layers: int, above: Blur | None = None) -> Watched:
    """A shown canvas with filled layers, the middle one active, and what blurs them above. They
    share their tiles."""
    tile = np.empty((TILE, TILE, 4), np.uint8)
    tile[...] = np.arange(TILE, dtype=np.uint8)[:, None, None]
    tile[..., 3] = 255
    filled = TileGrid(Size(side, side), 4)
    for y in range(0, side, TILE):
        for x in range(0, side, TILE):
            filled.write(Rect(x, y, TILE, TILE), tile)
    made = [
        RasterLayer(name=f"Layer {number}", pixels=filled.snapshot(), opacity=0.8)
        for number in range(layers)
    ]
    active = made[layers // 2].id
    stack = made if above is None else [*made, AdjustmentLayer(adjustment=above)]
    view = Watched(Document(Size(side, side), stack, active=active))
    view.resize(1280, 800)
    view.show()
    view.set_tool("brush")
    view.set_brush(BRUSH)
    view.zoom_to_actual_size()
    return view


def _paint(app: QApplication, view: Watched) -> Stroke:
    """One stroke, then its undo; the canvas is as before afterwards."""
    document = view.document
    if view.brush().effect is Effect.CLONE:
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            send(view, kind, at(POINTS // 2), Qt.KeyboardModifier.ControlModifier)
    _settle(app)
    waiting: list[float] = []
    laid: list[float] = []
    lags: list[float] = []

    def changed(_: object) -> None:
        laid.extend(waiting)
        waiting.clear()

    def painted() -> None:
        now = time.process_time()
        lags.extend((now - sent) * 1e3 for sent in laid)
        laid.clear()

    disconnect = document.changed.connect(changed)
    view.painted = painted
    begun, due = time.process_time(), time.perf_counter()
    for index in range(POINTS - 1):
        waiting.append(time.process_time())
        kind = QEvent.Type.MouseMove if index else QEvent.Type.MouseButtonPress
        send(view, kind, at(index))
        app.processEvents()
        due += 1 / A_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
    lifted = time.process_time()
    send(view, QEvent.Type.MouseButtonRelease, at(POINTS - 1))
    released = time.process_time()
    _settle(app)
    done = time.process_time()
    view.painted = None
    disconnect()
    # The one entry there is: a stroke that was undone before it is dropped by this one.
    history = document.history.nbytes
    undo_begun = time.process_time()
    document.undo()
    _settle(app)
    undone = time.process_time()
    return Stroke(
        (done - begun) * 1e3,
        (released - lifted) * 1e3,
        (undone - undo_begun) * 1e3,
        history,
        tuple(lags),
    )


def at(index: int) -> QPointF:
    """A wave across the window, as a hand draws one."""
    part = index / (POINTS - 1)
    return QPointF(120 + 1040 * part, 400 + 220 * math.sin(part * 9))


def send(
    view: CanvasView,
    kind: QEvent.Type,
    at: QPointF,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
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
        keys,
    )
    QApplication.sendEvent(view, event)


def _settle(app: QApplication) -> None:
    """Until the last frame of what was done has been painted."""
    for _ in range(6):
        app.processEvents()
        time.sleep(0.01)
