"""An engine without a model: it paints one colour for each picture of a batch, in place.

Cropping, masks and placing are the real ones, so that tests see the same pixels change.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from core.errors import Cancelled
from core.generation.context import prepare, restore
from core.generation.events import (
    Done,
    Failed,
    HostChanged,
    HostState,
    JobId,
    Preview,
    Result,
    Stage,
    StageBegun,
    Started,
    StepDone,
    WasCancelled,
)
from core.generation.hosts import Publish
from core.generation.resolve import turns_of
from core.request import Request

NATIVE = 256
COLOURS = ((200, 40, 40), (40, 200, 40), (40, 40, 200), (200, 200, 40))


class FlatPainter:
    """`go` holds every job back before its last step until it is set; set from the beginning."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.requests: list[Request] = []

    def ready(self) -> HostChanged:
        return HostChanged(HostState.READY, device="Test device")

    def run(
        self, job: JobId, request: Request, publish: Publish, cancelled: Callable[[], bool]
    ) -> None:
        self.requests.append(request)
        publish(Started(job))
        try:
            publish(self._painted(job, request, publish, cancelled))
        except Cancelled:
            publish(WasCancelled(job))

    def _painted(
        self, job: JobId, request: Request, publish: Publish, cancelled: Callable[[], bool]
    ) -> Done | Failed:
        if request.prompt == "fail":
            return Failed(job, "It does not work.", "Do something else.", "Traceback: details")
        publish(StageBegun(job, Stage.DENOISE))
        turns = turns_of(request)
        step, steps = 0, request.steps * len(turns)
        results = []
        for turn in turns:
            prepared, batch = prepare(turn.request, NATIVE), turn.request.batch
            colours = COLOURS[turn.first : turn.first + batch]
            preview = np.empty((batch, 32, 32, 3), np.uint8)
            preview[...] = np.array(colours, np.uint8)[:, None, None, :]
            for _ in range(request.steps):
                step += 1
                if step == steps:
                    while not self.go.wait(0.005):
                        if cancelled():
                            raise Cancelled
                if cancelled():
                    raise Cancelled
                publish(StepDone(job, step, steps, float(steps - step), len(turns)))
                publish(Preview(job, step, preview, prepared.rect, turn.first))
            size = prepared.frame.padded
            for i, colour in enumerate(colours):
                image = np.empty((size.height, size.width, 3), np.uint8)
                image[...] = colour
                seed, pixels = turn.request.seed + i, restore(prepared, image)
                results.append(Result(turn.first + i, seed, pixels, prepared.rect, turn.chosen))
        return Done(job, tuple(results), {"denoise": 0.0})
