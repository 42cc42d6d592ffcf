"""A listener that tests ask what happened, and what the system holds meanwhile."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from core.generation.events import AnyEvent, Event, QueueChanged
from core.generation.hosts import ENDINGS
from core.generation.hosts.wire import PREFIX

E = TypeVar("E")
SECONDS = 300.0


class Listener:
    """Collects events; every wait has an end."""

    def __init__(self) -> None:
        self.events: list[AnyEvent] = []
        self.threads: set[str] = set()
        self._changed = threading.Condition()

    def __call__(self, event: AnyEvent) -> None:
        with self._changed:
            self.events.append(event)
            self.threads.add(threading.current_thread().name)
            self._changed.notify_all()

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        with self._changed:
            if not self._changed.wait_for(condition, SECONDS):
                raise TimeoutError(f"{what} did not happen; but: {self.told()}")

    def first(self, kind: type[E], job: int | None = None) -> E:
        """The first event of a kind, waited for."""
        found: list[E] = []

        def look() -> bool:
            found[:] = [event for event in self.of(kind) if job in (None, event.job)]
            return bool(found)

        self.wait(look, f"{kind.__name__} of job {job}")
        return found[0]

    def ending(self, job: int) -> Any:
        """The job's last event, waited for."""
        self.wait(lambda: any(self._endings(job)), f"the end of job {job}")
        return self._endings(job)[0]

    def _endings(self, job: int) -> list[Event]:
        return [event for event in self.of(ENDINGS) if event.job == job]

    def idle(self) -> None:
        """Waits until the queue is told to be empty."""
        self.wait(
            lambda: bool(self.of(QueueChanged)) and not self.of(QueueChanged)[-1].jobs, "idle"
        )

    def of(self, kind: Any, job: int | None = None) -> list[Any]:
        return [
            event
            for event in self.events
            if isinstance(event, kind) and (job is None or event.job == job)
        ]

    def told(self) -> list[str]:
        return [type(event).__name__ for event in self.events]


def shared_segments(pid: int | None = None) -> list[str]:
    """Segments of shared memory that a process (this one) has made and not removed."""
    found = Path("/dev/shm").glob(f"{PREFIX}{os.getpid() if pid is None else pid}_*")
    return sorted(file.name for file in found)
