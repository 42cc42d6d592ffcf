"""Homes of the device. Both promise the same; the same tests run against both."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from core import places
from core.generation.begun import Begun, GoesOn
from core.generation.events import (
    Done,
    Event,
    Failed,
    HostChanged,
    JobId,
    Paused,
    WasCancelled,
    Work,
)
from core.generation.maps import MapRequest
from core.generation.training import TrainingRequest
from core.request import Request
from core.settings import load_settings
from core.training.events import Wish

Publish = Callable[[Event | HostChanged], object]

ENDINGS = (Done, WasCancelled, Failed)
"""The events of which each job gets exactly one, its last."""

LEAVINGS = (*ENDINGS, Paused)
"""The events with which a job gives the device back."""


class Host(Protocol):
    """Where jobs run, one at a time."""

    def start(self, publish: Publish, *, every_preview: bool = False) -> None:
        """Makes the host ready, in the background. Events come from threads of its own.

        With `every_preview` a job waits rather than skip a preview that was not taken in time.
        """

    def run(self, job: JobId, request: Work | GoesOn) -> None:
        """Runs a job and returns at once. Exactly one of `LEAVINGS` will be published for it.

        Not called again before that. A training that was paused goes on when it is run again.
        """

    def cancel(self, job: JobId) -> None:
        """Stops the job, if it is there, within a step."""

    def pause(self, job: JobId) -> None:
        """Has a job, if it is there, leave within a step and publish Paused: a training saves
        itself, a job of pictures is told with it. Nothing happens to a map, or when the job ends
        first."""

    def close(self) -> None:
        """Ends the host, quickly; leaves no thread, process or shared memory behind."""


class Engine(Protocol):
    """What owns the device and does the work: called from one thread of a host."""

    def ready(self) -> HostChanged:
        """What is told when the engine can take jobs."""

    def run(
        self,
        job: JobId,
        request: Request | MapRequest,
        publish: Publish,
        cancelled: Callable[[], bool],
        *,
        paused: Callable[[], bool] = lambda: False,
        begun: Begun | None = None,
    ) -> None:
        """Does one job, or goes on with it, and publishes its events, the last one of `ENDINGS`, or
        Paused when that is asked for. Raises nothing."""

    def train(
        self, job: JobId, request: TrainingRequest, publish: Publish, wish: Callable[[], Wish]
    ) -> None:
        """Does a training, or goes on with it, and publishes its events, the last one of
        `LEAVINGS`. Raises nothing. `wish` is what is asked of it by now."""

    def close(self) -> None:
        """Ends what it does between jobs. There will be no other."""


def work_on(
    engine: Engine, job: JobId, work: Work | GoesOn, publish: Publish, wish: Callable[[], Wish]
) -> None:
    """Has an engine do whatever kind of work it is."""
    if isinstance(work, TrainingRequest):
        engine.train(job, work, publish, wish)
        return
    request, begun = (work.request, work.begun) if isinstance(work, GoesOn) else (work, None)
    engine.run(
        job,
        request,
        publish,
        lambda: wish() is Wish.CANCEL,
        paused=lambda: wish() is Wish.PAUSE,
        begun=begun,
    )


EngineMaker = Callable[[], Engine]
"""Called in the host's own thread or process; crosses to it by pickling."""


def engine_for(dirs: Sequence[Path] | None, plan: str | None = None) -> EngineMaker:
    """The engine that runs the models found in `dirs`, or in `places.models()`, fitted into memory
    by a plan (core/models/plan.py); None: by the one in the settings, as they are at each job."""
    return partial(_make_engine, places.models() if dirs is None else tuple(dirs), plan)


def _make_engine(dirs: tuple[Path, ...], plan: str | None) -> Engine:
    from core.generation.engine import DiffusionEngine

    return DiffusionEngine(
        dirs, _plan_in_settings if plan is None else lambda: plan, _compiles_in_settings
    )


def _compiles_in_settings() -> bool:
    """Not where the environment forbids it: in tests each picture is to be torch's."""
    return os.environ.get("UNDERPAINT_COMPILES") != "0" and load_settings().settings.compiled


def _plan_in_settings() -> str:
    return load_settings().settings.plan


def not_started(job: JobId, cause: str, detail: str) -> Failed:
    """The end of a job for which no engine could be made."""
    return Failed(
        job,
        f"The part of the program that paints could not start: {cause}",
        "Install the program again (make setup), then try once more.",
        detail,
    )
