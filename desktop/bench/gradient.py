"""Gradients: a frame while their line is drawn, through the real canvas, and laying them.

Times are CPU time of the whole process.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtWidgets import QApplication

from core.document.document import Document
from core.document.laid_tiles import Paint, evenly, laid
from core.document.layers import RasterLayer
from core.geometry import Point, Size
from core.pixels.gradient import Gradient, GradientShape, GradientStyle
from core.pixels.ramp import Ramp, Stop
from desktop.bench import Figure
from desktop.bench.stroke import send
from widgets.canvas.view import CanvasView

SIDE = 4096
FRAMES = 12
ROUNDS = 3
RAMP = Ramp(
    (Stop(0, (20, 30, 80)), Stop(0.4, (220, 110, 90)), Stop(0.7, (250, 180, 90)),
     Stop(1, (255, 240, 180), 0.5))
)  # fmt: skip
BOUNDS = {
    GradientShape.LINEAR: (16, 4),
    GradientShape.REFLECTED: (16, 4),
    GradientShape.RADIAL: (16, 5),
    GradientShape.CONICAL: (16, 6),
}
"""Milliseconds of the slowest frame, and how many times as long as one colour laying takes: an
angle costs more to find than a distance."""
ZOOMS = {"25 %": 0.25, "51 %": 0.51, "100 %": 1.0}


def run() -> list[Figure]:
    """On an empty layer over white paper of 4096²."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    size = Size(SIDE, SIDE)
    paper = RasterLayer.empty(size, "Paper")
    paper.pixels.lay(255)
    layer = RasterLayer.empty(size, "Layer")
    document = Document(size, [paper, layer], active=layer.id)
    view = CanvasView(document)
    view.patience = 60.0
    view.resize(1280, 800)
    view.show()
    view.set_tool("gradient")
    figures = []
    for shape, (bound, _) in BOUNDS.items():
        view.set_gradient(GradientStyle(RAMP, shape))
        frames = {name: _frame(app, view, zoom) for name, zoom in ZOOMS.items()}
        slowest = max(frames.values())
        told = {f"at {name}, ms": taken for name, taken in frames.items()}
        figures.append(
            Figure(f"a frame while it is drawn, {shape.value}", slowest, bound, "ms", told)
        )
    view.close()
    view.deleteLater()
    app.processEvents()
    state = document.snapshot()
    flat = _least(lambda: laid(state, layer.id, evenly((9, 9, 9))))
    for shape, (_, bound) in BOUNDS.items():
        paint: Paint = Gradient(Point(900, 900), Point(3000, 2500), RAMP, shape).pixels
        taken = _least(lambda paint=paint: laid(state, layer.id, paint))  # type: ignore[misc]
        figures.append(
            Figure(
                f"laying one of 4096², {shape.value}, against one colour",
                taken / flat,
                bound,
                made_of={"gradient, ms": taken, "one colour, ms": flat},
            )
        )
    return figures


def _least(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        taken.append((time.process_time() - begun) * 1e3)
    return min(taken)


def _frame(app: QApplication, view: CanvasView, zoom: float) -> float:
    """Milliseconds of a move of the pointer and the repaint that shows it, the median."""
    view.zoom_to(zoom)
    app.processEvents()
    send(view, QEvent.Type.MouseButtonPress, QPointF(300, 200))
    taken = []
    for number in range(FRAMES):
        at = QPointF(600 + 20 * number, 400 + 11 * number)
        begun = time.process_time()
        send(view, QEvent.Type.MouseMove, at)
        view.tool_named("gradient").flush(view)
        view.repaint()
        taken.append((time.process_time() - begun) * 1e3)
    view.cancel()
    send(view, QEvent.Type.MouseButtonRelease, QPointF(300, 200))
    app.processEvents()
    return statistics.median(taken)
