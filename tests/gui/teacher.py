"""A service that teaches nothing: what it tells of a training is told by the test, step by step.

It keeps to the service's protocol: each job ends once, a paused one waits, and what happens is
published in order.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from core.generation.events import (
    AnyEvent,
    Done,
    Failed,
    JobId,
    JobState,
    JobStatus,
    Paused,
    QueueChanged,
    TrainingTold,
    WasCancelled,
    Work,
)
from core.generation.training import TrainingRequest
from core.training.events import TrainingEvent


class Teacher:
    """`jobs` are those that have not ended."""

    def __init__(self, publish: Callable[[AnyEvent], object]) -> None:
        self._publish = publish
        self._ids = itertools.count(1)
        self._jobs: list[JobStatus] = []
        self.asked: list[tuple[str, JobId]] = []
        self.paused = False

    # What the program asks

    def submit(self, work: Work, *, front: bool = False) -> JobId:
        job = JobStatus(next(self._ids), work, JobState.QUEUED)
        self._jobs.append(job)
        self._tell_queue()
        return job.id

    def cancel(self, job: JobId) -> None:
        self.asked.append(("cancel", job))
        self._end(WasCancelled(job))

    def pause(self, job: JobId | None = None) -> None:
        """Of a training it is only noted: the test says when its step has ended."""
        if job is None:
            self.paused = True
            self._tell_queue()
        else:
            self.asked.append(("pause", job))

    def resume(self) -> None:
        self.paused = False
        self._tell_queue()

    def go_on(self, job: JobId) -> None:
        self.asked.append(("go_on", job))
        self._state(job, JobState.QUEUED)

    def move(self, job: JobId, position: int) -> None:
        self.asked.append(("move", job))

    def jobs(self) -> tuple[JobStatus, ...]:
        return tuple(self._jobs)

    def close(self) -> None:
        for job in list(self._jobs):
            self._end(WasCancelled(job.id))

    # What the test says

    @property
    def request(self) -> TrainingRequest:
        """The only job's."""
        (job,) = self._jobs
        assert isinstance(job.request, TrainingRequest)
        return job.request

    @property
    def job(self) -> JobId:
        return self._jobs[0].id

    def run(self) -> None:
        self._state(self.job, JobState.RUNNING)

    def wait(self) -> None:
        """Pictures are painted in between."""
        self._state(self.job, JobState.QUEUED)

    def tell(self, *events: TrainingEvent) -> None:
        for event in events:
            self._publish(TrainingTold(self.job, event))

    def rest(self, step: int) -> None:
        """It has saved everything, and waits."""
        job = self.job
        self._state(job, JobState.PAUSED)
        self._publish(Paused(job, step))

    def finish(self, *files: Path) -> None:
        self._end(Done(self.job, (), files=files))

    def fail(self, cause: str, remedy: str) -> None:
        self._end(Failed(self.job, cause, remedy, "Traceback"))

    def _state(self, id: JobId, state: JobState) -> None:
        self._jobs = [replace(job, state=state) if job.id == id else job for job in self._jobs]
        self._tell_queue()

    def _end(self, event: Done | WasCancelled | Failed) -> None:
        if all(job.id != event.job for job in self._jobs):
            return
        self._jobs = [job for job in self._jobs if job.id != event.job]
        self._publish(event)
        self._tell_queue()

    def _tell_queue(self) -> None:
        self._publish(QueueChanged(tuple(self._jobs), self.paused))
