"""What live painting costs the hand: strokes in the real window on 4096², with it on and off.

What counts is the time of the GUI thread alone: composing requests and joining pictures have a
thread of their own, and what paints has, in the program, a process.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from core.document.commands import SetSettings
from core.document.document import Document
from core.document.layers import RasterLayer
from core.generation.context import prepare, restore
from core.generation.events import Done, HostChanged, HostState, JobId, Result, Started
from core.generation.hosts import Publish
from core.generation.hosts.thread import ThreadHost
from core.generation.maps import MapRequest
from core.generation.service import GenerationService
from core.geometry import Size
from core.models.info import ModelInfo
from core.pixels.tiles import TileGrid
from core.request import Request
from core.settings import Settings
from desktop import main
from desktop.bench import Figure
from desktop.bench.stroke import A_SECOND, BRUSH, POINTS, at, send
from desktop.window import Window

if TYPE_CHECKING:
    from core.generation.events import AnyEvent
    from core.generation.training import TrainingRequest
    from core.training.events import Wish

SIDE = 4096
ROUNDS = 3
NATIVE = 512


class _Flat:
    """Paints every picture grey, at once."""

    runs = 0

    def close(self) -> None:
        pass

    def ready(self) -> HostChanged:
        return HostChanged(HostState.READY, device="Bench")

    def run(
        self,
        job: JobId,
        request: Request | MapRequest,
        publish: Publish,
        cancelled: Callable[[], bool],
        **steering: Any,
    ) -> None:
        publish(Started(job))
        assert isinstance(request, Request)
        prepared = prepare(request, NATIVE)
        size = prepared.frame.padded
        pixels = restore(prepared, np.full((size.height, size.width, 3), 128, np.uint8))
        self.runs += 1
        publish(Done(job, (Result(0, request.seed, pixels, prepared.rect),)))

    def train(
        self, job: JobId, request: TrainingRequest, publish: Publish, wish: Callable[[], Wish]
    ) -> None:
        raise NotImplementedError


def run() -> list[Figure]:
    """The same stroke in turn, with live painting on and off."""
    app = main.application()
    painter = _Flat()
    window = _window(painter)
    live = window.generating.live
    seconds: dict[bool, list[float]] = {True: [], False: []}
    longest: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(ROUNDS + 1):
        for on in (False, True):
            if live.on is not on:
                live.toggle()
            _until(app, lambda: not live.busy)
            slices = _stroke(app, window)
            if turn:
                seconds[on].append(sum(slices))
                longest[on].append(max(slices))
            window.document.undo()
            _until(app, lambda: not live.busy)
    window.hide()
    window.shut_down()
    window.deleteLater()
    app.processEvents()
    off, on_ = statistics.median(seconds[False]), statistics.median(seconds[True])
    return [
        Figure(
            "a stroke, live painting on against off",
            on_ / off,
            1.5,
            made_of={"on_ms": on_ * 1e3, "off_ms": off * 1e3, "runs": painter.runs},
        ),
        Figure(
            "the GUI thread's longest event with it on",
            statistics.median(longest[True]) * 1e3,
            16,
            "ms",
            made_of={"off_ms": statistics.median(longest[False]) * 1e3},
        ),
    ]


def _window(painter: _Flat) -> Window:
    """The program's window on a filled canvas, at 100 %."""
    window = Window(Settings())
    window.resize(1280, 800)
    window.show()

    def make(publish: Callable[[AnyEvent], object]) -> GenerationService:
        return GenerationService(ThreadHost((), engine=lambda: painter), publish)

    window.show_models([ModelInfo("starter", "Bench", "sd1", Path("nowhere"), NATIVE)])
    window.start_service(make)
    app = main.application()
    _until(app, lambda: window.controller.has_service)
    layer = RasterLayer(name="Picture", pixels=_filled())
    window.files.opened.emit(Document(Size(SIDE, SIDE), [layer]), None, None)
    window.document.perform(SetSettings(prompt="a cat", model="starter"))
    window.canvas.set_tool("brush")
    window.canvas.set_brush(BRUSH)
    window.canvas.zoom_to_actual_size()
    return window


def _filled() -> TileGrid:
    column = np.arange(SIDE, dtype=np.uint32) // 17
    pixels = np.empty((SIDE, SIDE, 4), np.uint8)
    pixels[..., :3] = (column % 256).astype(np.uint8)[None, :, None]
    pixels[..., 3] = 255
    return TileGrid.from_array(pixels)


def _stroke(app: QApplication, window: Window) -> list[float]:
    """Seconds of the GUI thread for each event of a stroke and all that came with it, until
    nothing is left to do."""
    slices, due = [], time.perf_counter()
    for index in range(POINTS):
        kind = QEvent.Type.MouseMove if index else QEvent.Type.MouseButtonPress
        if index == POINTS - 1:
            kind = QEvent.Type.MouseButtonRelease
        begun = time.thread_time()
        send(window.canvas, kind, at(index))
        app.processEvents()
        slices.append(time.thread_time() - begun)
        due += 1 / A_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
    for _ in range(100):
        begun = time.thread_time()
        app.processEvents()
        slices.append(time.thread_time() - begun)
        time.sleep(0.01)
    return slices


def _until(app: QApplication, condition: Callable[[], bool]) -> None:
    while True:
        app.processEvents()
        if condition():
            return
        time.sleep(0.005)
