"""An engine without a model: it paints one colour for each picture of a batch, in place.

Cropping, masks and placing are the real ones, so that tests see the same pixels change.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable

import numpy as np

from core.denoise.midway import Midway
from core.errors import Cancelled, UserError
from core.generation.begun import Begun
from core.generation.context import prepare, restore
from core.generation.events import (
    Done,
    Failed,
    HostChanged,
    HostState,
    JobId,
    Paused,
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
    """`go` holds every job back before its last step until it is set; set from the beginning.

    When it is paused meanwhile, it is set aside after the step before. What it paints knows
    nothing of steering, but `requests` and `begun` tell what came here.
    """

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.requests: list[Request] = []
        self.colours = COLOURS
        """Of the pictures of a batch."""
        self.broken: list[str] = []
        """What went wrong inside, which nobody expected."""
        self.begun: list[int] = []
        """Of each job, after which step it went on."""

    def close(self) -> None:
        pass

    def ready(self) -> HostChanged:
        return HostChanged(HostState.READY, device="Test device")

    def run(
        self,
        job: JobId,
        request: Request,
        publish: Publish,
        cancelled: Callable[[], bool],
        *,
        paused: Callable[[], bool] = lambda: False,
        begun: Begun | None = None,
    ) -> None:
        self.requests.append(request)
        self._paused, self._begun = paused, begun
        publish(Started(job))
        try:
            publish(self._painted(job, request, publish, cancelled))
        except Cancelled:
            publish(WasCancelled(job))
        except Exception as error:
            if not isinstance(error, UserError):
                self.broken.append(traceback.format_exc())
            raise

    def _painted(
        self, job: JobId, request: Request, publish: Publish, cancelled: Callable[[], bool]
    ) -> Done | Failed | Paused:
        if request.prompt == "fail":
            return Failed(job, "It does not work.", "Do something else.", "Traceback: details")
        publish(StageBegun(job, Stage.DENOISE))
        turns = turns_of(request)
        step, steps = 0, request.steps * len(turns)
        results = []
        for turn in turns:
            prepared, batch = prepare(turn.request, NATIVE), turn.request.batch
            colours = self.colours[turn.first : turn.first + batch]
            preview = np.empty((batch, 32, 32, 3), np.uint8)
            preview[...] = np.array(colours, np.uint8)[:, None, None, :]
            done = 0 if self._begun is None else self._begun.step
            self.begun.append(done)
            step += done
            for _ in range(done, request.steps):
                step += 1
                if step == steps:
                    while not self.go.wait(0.005):
                        if cancelled():
                            raise Cancelled
                        if self._paused() and step > 1:
                            begun = Begun(Midway(step - 1, {}))
                            return Paused(job, step - 1, begun)
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
