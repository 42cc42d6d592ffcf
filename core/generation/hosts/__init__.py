"""Homes of the device. Both promise the same; the same tests run against both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from core import places
from core.generation.events import Done, Event, Failed, HostChanged, JobId, WasCancelled, Work

Publish = Callable[[Event | HostChanged], object]

ENDINGS = (Done, WasCancelled, Failed)
"""The events of which each job gets exactly one, its last."""


class Host(Protocol):
    """Where jobs run, one at a time."""

    def start(self, publish: Publish, *, every_preview: bool = False) -> None:
        """Makes the host ready, in the background. Events come from threads of its own.

        With `every_preview` a job waits rather than skip a preview that was not taken in time.
        """

    def run(self, job: JobId, request: Work) -> None:
        """Runs a job and returns at once. Exactly one of `ENDINGS` will be published for it.

        Not called again before that.
        """

    def cancel(self, job: JobId) -> None:
        """Stops the job, if it is there, within a step."""

    def close(self) -> None:
        """Ends the host, quickly; leaves no thread, process or shared memory behind."""


class Engine(Protocol):
    """What owns the device and does the work: called from one thread of a host."""

    def ready(self) -> HostChanged:
        """What is told when the engine can take jobs."""

    def run(
        self, job: JobId, request: Work, publish: Publish, cancelled: Callable[[], bool]
    ) -> None:
        """Does one job and publishes its events, the last one of `ENDINGS`. Raises nothing."""


EngineMaker = Callable[[], Engine]
"""Called in the host's own thread or process; crosses to it by pickling."""


def engine_for(dirs: Sequence[Path] | None) -> EngineMaker:
    """The engine that runs the models found in `dirs`, or in `places.models()`."""
    return partial(_make_engine, places.models() if dirs is None else tuple(dirs))


def _make_engine(dirs: tuple[Path, ...]) -> Engine:
    from core.generation.engine import DiffusionEngine

    return DiffusionEngine(dirs)


def not_started(job: JobId, cause: str, detail: str) -> Failed:
    """The end of a job for which no engine could be made."""
    return Failed(
        job,
        f"The part of the program that paints could not start: {cause}",
        "Install the program again (make setup), then try once more.",
        detail,
    )
