"""Running jobs one by one and waiting for each, as benches do."""

from __future__ import annotations

import queue
from collections.abc import Callable
from types import TracebackType

from core.generation.events import AnyEvent, Done, Event, JobId, Preview, StepDone
from core.generation.hosts import ENDINGS, Host
from core.generation.service import GenerationService
from core.request import Request


class Jobs:
    """A generation service, waited for. Keeps every event of the job that ran last."""

    def __init__(self, host: Host, *, watch: Callable[[AnyEvent], object] | None = None) -> None:
        self._arrived: queue.SimpleQueue[AnyEvent] = queue.SimpleQueue()
        self._watch = watch
        self.service = GenerationService(host, self._take)
        self.events: list[Event] = []

    def __enter__(self) -> Jobs:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.service.close()

    def ended(
        self, request: Request, *, each: Callable[[JobId, Event], object] | None = None
    ) -> Event:
        """Runs a job and returns its last event; `each` is called for every one of its events."""
        job = self.service.submit(request)
        self.events = []
        while True:
            event = self._arrived.get()
            if not isinstance(event, Event) or event.job != job:
                continue
            self.events.append(event)
            if each is not None:
                each(job, event)
            if isinstance(event, ENDINGS):
                return event

    def done(self, request: Request) -> Done:
        """Runs a job that must succeed."""
        event = self.ended(request)
        if not isinstance(event, Done):
            raise AssertionError(f"the job ended with {event}")
        return event

    @property
    def steps(self) -> int:
        """How many steps the last job told."""
        return sum(isinstance(event, StepDone) for event in self.events)

    @property
    def previews(self) -> int:
        """How many previews of the last job arrived."""
        return sum(isinstance(event, Preview) for event in self.events)

    def _take(self, event: AnyEvent) -> None:
        if self._watch is not None:
            self._watch(event)
        self._arrived.put(event)
