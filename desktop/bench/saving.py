"""What saving costs the hand: how long the window is held up while a large picture is saved.

Ten layers of 4096², with soft edges and transparent parts, go into an OpenRaster file while a timer
on the GUI thread counts. A tick is also late when the machine is busy with others: what the system
says of how long it kept the two threads waiting for a processor is taken off, where it says so
(Linux), and how late the latest tick is without a save stands beside it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from core.document.document import Document
from core.document.layers import RasterLayer
from core.geometry import Size
from core.pixels.alpha import premultiplied
from core.pixels.tiles import TILE, TileGrid
from core.settings import Settings
from desktop import main
from desktop.bench import Figure
from desktop.window import Window

SIDE, LAYERS = 4096, 10
TICK = 2
"""Milliseconds between two ticks."""
BOUND = 16.0
"""A frame."""
QUIET = 3.0
"""Seconds in which nothing is done."""


def run() -> list[Figure]:
    """One save through the window's own files."""
    app = main.application()
    home = os.environ.get("UNDERPAINT_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["UNDERPAINT_HOME"] = folder
        try:
            return _measured(app, Path(folder) / "large.ora")
        finally:
            if home is None:
                del os.environ["UNDERPAINT_HOME"]
            else:
                os.environ["UNDERPAINT_HOME"] = home


def _measured(app: QApplication, path: Path) -> list[Figure]:
    window = Window(Settings())
    window.resize(1280, 800)
    window.show()
    window.files.opened.emit(large(), None, None)
    saved: list[bool] = []
    window.files.saved.connect(lambda _: saved.append(True))
    window.files.failed.connect(lambda error: saved.append(False))
    _serve(app, QUIET)  # the first paint, thumbnails
    quiet = Ticks(window)
    _serve(app, QUIET)
    before = quiet.stop()
    ticks = Ticks(window)
    begun = time.perf_counter()
    window.files.save_to(path)
    call = (time.perf_counter() - begun) * 1e3
    while not saved:
        app.processEvents()
        time.sleep(0.0005)
    took = time.perf_counter() - begun
    late = ticks.stop()
    window.document.mark_saved()
    window.close()
    window.shut_down()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if not saved[0]:
        raise RuntimeError("the picture could not be saved")
    return [
        Figure(
            "longest hold of the window while 10 × 4096² is saved",
            max(*late, call),
            BOUND,
            "ms",
            {
                "p99_ms": sorted(late)[int(0.99 * (len(late) - 1))],
                "without_a_save_ms": max(before),
                "save_s": took,
                "ticks": len(late),
            },
        )
    ]


def large() -> Document:
    """Layers that share no tile, half transparent, with soft edges and grain."""
    size, draw = Size(SIDE, SIDE), np.random.default_rng(1)
    layers = []
    for number in range(LAYERS):
        grid = TileGrid(size, 4)
        for x in range(SIDE // TILE):
            for y in range(SIDE // TILE):
                if number == 0 or (x + y + number) % 2:
                    grid.share((x, y), _tile(draw, opaque=number == 0))
        layers.append(RasterLayer(name=f"Layer {number}", pixels=grid))
    return Document(size, layers)


def _tile(draw: np.random.Generator, opaque: bool) -> np.ndarray:
    rows, columns = np.mgrid[0:TILE, 0:TILE]
    tile = np.empty((TILE, TILE, 4), np.uint8)
    shift = int(draw.integers(0, 256))
    for channel in range(3):
        tile[..., channel] = (rows * (channel + 1) + columns + shift) % 256
    tile[::4, ::4, :3] = draw.integers(0, 256, (TILE // 4, TILE // 4, 3), np.uint8)
    tile[..., 3] = 255 if opaque else np.minimum(255, (rows + columns + shift) % 400)
    return premultiplied(tile)


class Ticks(QObject):
    """How many milliseconds each tick of a timer on the GUI thread came late."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._late: list[float] = []
        self._kept = _kept_waiting()
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK)

    def _tick(self) -> None:
        now, kept = time.perf_counter(), _kept_waiting()
        # They may have waited at the same time, so only the longer wait is taken off.
        waited = max((kept[one] - self._kept.get(one, kept[one]) for one in kept), default=0.0)
        self._late.append(max(0.0, (now - self._last) * 1e3 - TICK - waited))
        self._last, self._kept = time.perf_counter(), kept

    def stop(self) -> list[float]:
        self._tick()
        self._timer.stop()
        return self._late


def _kept_waiting() -> dict[int | None, float]:
    """For how many milliseconds so far this thread, and that of files, had to wait for a processor;
    empty where the system does not say."""
    found = {}
    for thread in threading.enumerate():
        if thread is threading.main_thread() or thread.name.startswith("underpaint-files"):
            with contextlib.suppress(OSError, ValueError, IndexError):
                told = Path(f"/proc/self/task/{thread.native_id}/schedstat").read_text()
                found[thread.native_id] = int(told.split()[1]) / 1e6
    return found


def _serve(app: QApplication, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        app.processEvents()
        time.sleep(0.0005)
