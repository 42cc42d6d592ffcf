"""The queue: one job at a time owns the device, everything that happens is told in order."""

from __future__ import annotations

import itertools
import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from core.generation.events import (
    AnyEvent,
    Event,
    HostChanged,
    JobId,
    JobState,
    JobStatus,
    Preview,
    QueueChanged,
    WasCancelled,
    Work,
)
from core.generation.hosts import ENDINGS, Host

_log = logging.getLogger(__name__)
_CLOSING_SECONDS = 2.0


class GenerationService:
    """Takes work, does it one job after the other on `host`, publishes what happens.

    `publish` is called from one thread of the service's own, one event after the other, in the
    order in which things happened; what it raises is logged. Of previews only the latest waits
    while `publish` is busy, unless `every_preview`: then the job waits instead (for the command
    line, which saves them all).

    Every method may be called from any thread and returns at once. Every job that was submitted
    ends with exactly one of Done, WasCancelled and Failed.
    """

    def __init__(
        self,
        host: Host,
        publish: Callable[[AnyEvent], object],
        *,
        every_preview: bool = False,
    ) -> None:
        self._host = host
        self._lock = threading.RLock()
        self._ids = itertools.count(1)
        self._waiting: list[JobStatus] = []
        self._running: JobStatus | None = None
        self._paused = False
        self._closed = False
        self._outbox = _Outbox(publish, every_preview=every_preview)
        host.start(self._from_host, every_preview=every_preview)

    def submit(self, request: Work, *, front: bool = False) -> JobId:
        """Puts a job at the end of the queue, or before all that wait."""
        with self._lock:
            if self._closed:
                raise RuntimeError("the service is closed")
            job = JobStatus(next(self._ids), request, JobState.QUEUED)
            self._waiting.insert(0 if front else len(self._waiting), job)
            self._next()
            self._tell_queue()
            return job.id

    def cancel(self, job: JobId) -> None:
        """Takes a waiting job away; a running one stops within a step. Unknown ones: nothing."""
        with self._lock:
            if self._running is not None and self._running.id == job:
                self._host.cancel(job)
            elif any(waiting.id == job for waiting in self._waiting):
                self._waiting = [waiting for waiting in self._waiting if waiting.id != job]
                self._outbox.put(WasCancelled(job))
                self._tell_queue()

    def cancel_all(self) -> None:
        """Empties the queue and stops what runs."""
        with self._lock:
            dropped, self._waiting = self._waiting, []
            for job in dropped:
                self._outbox.put(WasCancelled(job.id))
            if self._running is not None:
                self._host.cancel(self._running.id)
            if dropped:
                self._tell_queue()

    def move(self, job: JobId, position: int) -> None:
        """Moves a waiting job to a place among those that wait; 0 is next."""
        with self._lock:
            moved = [waiting for waiting in self._waiting if waiting.id == job]
            if moved:
                rest = [waiting for waiting in self._waiting if waiting.id != job]
                position = max(0, min(position, len(rest)))
                self._waiting = rest[:position] + moved + rest[position:]
                self._tell_queue()

    def pause(self) -> None:
        """Lets the running job finish and begins no other until `resume`."""
        self._set_paused(True)

    def resume(self) -> None:
        """Goes on with the queue."""
        self._set_paused(False)

    def jobs(self) -> tuple[JobStatus, ...]:
        """The queue in its order, the running job first."""
        with self._lock:
            running = () if self._running is None else (self._running,)
            return running + tuple(self._waiting)

    @property
    def paused(self) -> bool:
        return self._paused

    def close(self) -> None:
        """Cancels everything, ends the host and, once all is told, the publishing thread."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self.cancel_all()
        self._outbox.hurry()
        self._host.close()
        with self._lock:
            if self._running is not None:
                self._outbox.put(WasCancelled(self._running.id))
                self._running = None
                self._tell_queue()
        self._outbox.close()

    def _set_paused(self, paused: bool) -> None:
        with self._lock:
            if paused != self._paused:
                self._paused = paused
                self._next()
                self._tell_queue()

    def _next(self) -> None:
        """Gives the host the next job when it is free. The lock is held."""
        if self._running is None and self._waiting and not self._paused and not self._closed:
            job = self._waiting.pop(0)
            self._running = replace(job, state=JobState.RUNNING)
            self._host.run(job.id, job.request)

    def _tell_queue(self) -> None:
        self._outbox.put(QueueChanged(self.jobs(), self._paused))

    def _from_host(self, event: Event | HostChanged) -> None:
        """Called from the host's threads."""
        if isinstance(event, HostChanged):
            self._outbox.put(event)
            return
        with self._lock:
            if self._running is None or self._running.id != event.job:
                return
            if isinstance(event, ENDINGS):
                self._running = None
                self._outbox.put(event)
                self._next()
                self._tell_queue()
                return
        # Outside the lock: with `every_preview` this waits for the publisher.
        self._outbox.put(event)


class _Outbox:
    """Events on their way to `publish`, called from one thread, in order."""

    def __init__(self, publish: Callable[[AnyEvent], object], *, every_preview: bool) -> None:
        self._publish = publish
        self._every_preview = every_preview
        self._events: deque[AnyEvent] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._deliver, name="underpaint-events", daemon=True)
        self._thread.start()

    def put(self, event: AnyEvent) -> None:
        with self._changed:
            if self._closed:
                return
            if isinstance(event, Preview):
                if self._every_preview:
                    self._changed.wait_for(
                        lambda: not (self._every_preview and self._preview_waits())
                    )
                else:
                    self._events = deque(
                        waiting for waiting in self._events if not isinstance(waiting, Preview)
                    )
            self._events.append(event)
            self._changed.notify_all()

    def hurry(self) -> None:
        """Lets nobody wait for previews any more."""
        with self._changed:
            self._every_preview = False
            self._changed.notify_all()

    def close(self) -> None:
        """Returns when everything has been published, or soon if `publish` hangs."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join(_CLOSING_SECONDS)

    def _preview_waits(self) -> bool:
        return any(isinstance(event, Preview) for event in self._events)

    def _deliver(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or bool(self._events))
                if not self._events:
                    return
                event = self._events.popleft()
                self._changed.notify_all()
            try:
                self._publish(event)
            except Exception:  # noqa: BLE001  # a listener's defect must not stop the others
                _log.exception("a listener failed on %s", type(event).__name__)
