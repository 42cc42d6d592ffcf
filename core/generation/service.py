"""The queue: one job at a time owns the device, everything that happens is told in order."""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from core.generation.begun import Begun, GoesOn
from core.generation.events import (
    AnyEvent,
    Event,
    HostChanged,
    JobId,
    JobState,
    JobStatus,
    Paused,
    Preview,
    QueueChanged,
    WasCancelled,
    Work,
)
from core.generation.hosts import LEAVINGS, Host
from core.generation.maps import MapRequest
from core.generation.training import TrainingRequest
from core.request import Request

_log = logging.getLogger(__name__)
_CLOSING_SECONDS = 2.0

REST_SECONDS = 10.0
"""For how long no picture has been asked for when a training goes on. To go on, it loads its model
and all it has kept, which takes about as long; an artist who looks at a picture and asks for the
next is quicker, and has the device at once."""

LEAVING_SECONDS = 1.5
"""What a training has to save itself in when the program is closed. A step and the checkpoint of a
small file take less; what takes longer goes on from its last checkpoint."""


class GenerationService:
    """Takes work, does it one job after the other on `host`, publishes what happens.

    `publish` is called from one thread of the service's own, one event after the other, in the
    order in which things happened; what it raises is logged. Of previews only the latest waits
    while `publish` is busy, unless `every_preview`: then the job waits instead (for the command
    line, which saves them all).

    Pictures and maps go before trainings, which take hours: they wait before them, and a training
    that runs makes way for them after its step. It saves itself, waits first of the trainings, and
    goes on by itself once none has been asked for during `rest` seconds.

    A job of pictures that is set aside (`pause`) leaves the device within a step, and others go on.
    What there is of it waits here, some times the size of its latents, and goes to the host again
    with the job: no model and nothing of the host's is held for it.

    A picture of live painting (`submit_live`) is in no queue. It goes after all that was asked for,
    of these pictures the latest alone waits, and one that runs makes way. A training does not make
    way for it, or it would load itself anew after every stroke.

    Every method may be called from any thread and returns at once, but for `close`. Every job that
    was submitted ends with exactly one of Done, WasCancelled and Failed.
    """

    def __init__(
        self,
        host: Host,
        publish: Callable[[AnyEvent], object],
        *,
        every_preview: bool = False,
        rest: float = REST_SECONDS,
    ) -> None:
        self._host = host
        self._lock = threading.RLock()
        self._left = threading.Condition(self._lock)
        """The running job has given the device back."""
        self._ids = itertools.count(1)
        self._waiting: list[JobStatus] = []
        self._running: JobStatus | None = None
        self._live: JobStatus | None = None
        """The picture of live painting that waits."""
        self._next_state: JobState | None = None
        """What the running training becomes once it has left; None while it may go on."""
        self._steps: dict[JobId, int] = {}
        """How far trainings that wait have come."""
        self._begun: dict[JobId, Begun] = {}
        """What there is of jobs of pictures that wait in the middle."""
        self._rest = rest
        self._rest_ends = 0.0
        self._alarm: threading.Timer | None = None
        self._paused = False
        self._closed = False
        self._outbox = _Outbox(publish, every_preview=every_preview)
        host.start(self._from_host, every_preview=every_preview)

    def submit(
        self, request: Work, *, front: bool = False, branch_of: JobId | None = None
    ) -> JobId:
        """Puts a job at the end of the queue, or before all of its kind that wait.

        As a branch of a job that is set aside it goes on from where that stands, which it shares
        with it; once that job goes on or ends, from the beginning.
        """
        with self._lock:
            if self._closed:
                raise RuntimeError("the service is closed")
            begun = None if branch_of is None else self._begun.get(branch_of)
            job = JobStatus(next(self._ids), request, JobState.QUEUED, begun.step if begun else 0)
            if begun is not None:
                self._begun[job.id] = begun
            self._put(job, 0 if front else len(self._waiting))
            if _teaches(job):
                self._rest_ends = 0.0  # whoever asks for it has left off painting
            self._next()
            self._tell_queue()
            return job.id

    def submit_live(self, request: Request) -> JobId:
        """A picture of live painting: next, unless something was asked for or a training runs.

        It takes the place of the one that waits, if there is one, which ends as WasCancelled; what
        runs is finished. The queue does not tell of it, and does not hold it when it is paused.
        """
        with self._lock:
            if self._closed:
                raise RuntimeError("the service is closed")
            self._drop_live()
            job = JobStatus(next(self._ids), request, JobState.QUEUED, live=True)
            self._live = job
            self._next()
            return job.id

    def cancel(self, job: JobId) -> None:
        """Takes a waiting job away; a running one stops within a step. Unknown ones: nothing."""
        with self._lock:
            if self._running is not None and self._running.id == job:
                self._cancel_running()
            elif self._live is not None and self._live.id == job:
                self._drop_live()
            elif any(waiting.id == job for waiting in self._waiting):
                self._waiting = [waiting for waiting in self._waiting if waiting.id != job]
                self._begun.pop(job, None)
                self._outbox.put(WasCancelled(job))
                self._tell_queue()

    def cancel_all(self) -> None:
        """Empties the queue and stops what runs."""
        with self._lock:
            self._drop_waiting()
            self._cancel_running()

    def move(self, job: JobId, position: int) -> None:
        """Moves a waiting job to a place among those that wait; 0 is next. Trainings stay behind
        the others."""
        with self._lock:
            moved = [waiting for waiting in self._waiting if waiting.id == job]
            if moved:
                self._waiting = [waiting for waiting in self._waiting if waiting.id != job]
                self._put(moved[0], max(0, min(position, len(self._waiting))))
                self._tell_queue()

    def pause(self, job: JobId | None = None) -> None:
        """Lets the running job finish and begins no other until `resume`; of trainings, the step.

        With a `job`, sets that one aside until `go_on`: it leaves within a step, a training after
        saving itself, gives the device to the next job, and keeps its place in the queue. Nothing
        happens to a control map.
        """
        if job is None:
            self._set_paused(True)
            return
        with self._lock:
            if self._running is not None and self._running.id == job:
                self._leave(JobState.PAUSED)
            elif self._set_state(job, JobState.QUEUED, JobState.PAUSED):
                done = self._steps.get(job, 0) or self._status(job).step
                self._outbox.put(Paused(job, done))
                self._tell_queue()

    def go_on(self, job: JobId, request: Request | None = None) -> None:
        """Queues a job again that was set aside, at the place that it has kept.

        Pictures go on with `request` where one is given: the one they were begun with, but for its
        steering from the step on after which they were set aside.
        """
        with self._lock:
            if self._running is not None and self._running.id == job:
                if self._next_state is JobState.PAUSED:  # it has not left yet
                    self._next_state = JobState.QUEUED
                    self._running = replace(self._running, request=request or self._running.request)
            elif self._set_state(job, JobState.PAUSED, JobState.QUEUED, request):
                if _teaches(self._status(job)):
                    self._rest_ends = 0.0
                self._next()
                self._tell_queue()

    def resume(self) -> None:
        """Goes on with the queue."""
        self._set_paused(False)

    def jobs(self) -> tuple[JobStatus, ...]:
        """The queue in its order, the running job first; those that are set aside keep their places
        in it. Live painting is not in it."""
        with self._lock:
            shown = self._running is not None and not self._running.live
            running = (self._running,) if self._running is not None and shown else ()
            return running + tuple(self._waiting)

    @property
    def paused(self) -> bool:
        return self._paused

    def close(self) -> None:
        """Cancels everything, ends the host and, once all is told, the publishing thread.

        A running training has a moment to save itself. Another service goes on with it, or with one
        that waited, when it gets an equal request.
        """
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._drop_waiting()
            teaching = self._teaching
            if teaching:
                self._leave(JobState.CANCELLED)
            else:
                self._cancel_running()
            alarm, self._alarm = self._alarm, None
        if alarm is not None:
            alarm.cancel()
            alarm.join(_CLOSING_SECONDS)
        self._outbox.hurry()
        if teaching:
            with self._left:
                self._left.wait_for(lambda: self._running is None, LEAVING_SECONDS)
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
                if paused and self._next_state is None and self._teaching:
                    self._leave(JobState.QUEUED)
                self._next()
                self._tell_queue()

    # What follows is called with the lock held.

    def _put(self, job: JobStatus, position: int) -> None:
        """Among those that wait, trainings stand behind the others: it is the order in which they
        run."""
        self._waiting.insert(position, job)
        self._waiting.sort(key=_teaches)

    def _set_state(
        self, job: JobId, before: JobState, after: JobState, request: Request | None = None
    ) -> bool:
        """Whether a job that waits was in the one state and can be; it is in the other then."""
        for place, waiting in enumerate(self._waiting):
            if waiting.id == job and waiting.state is before and _can_leave(waiting):
                work = request or waiting.request
                self._waiting[place] = replace(waiting, state=after, request=work)
                return True
        return False

    def _status(self, job: JobId) -> JobStatus:
        return next(waiting for waiting in self._waiting if waiting.id == job)

    @property
    def _teaching(self) -> bool:
        """Whether a training runs."""
        return self._running is not None and _teaches(self._running)

    def _drop_live(self) -> None:
        dropped, self._live = self._live, None
        if dropped is not None:
            self._outbox.put(WasCancelled(dropped.id))

    def _drop_waiting(self) -> None:
        self._drop_live()
        dropped, self._waiting = self._waiting, []
        self._begun.clear()
        for job in dropped:
            self._outbox.put(WasCancelled(job.id))
        if dropped:
            self._tell_queue()

    def _cancel_running(self) -> None:
        if self._running is not None:
            self._next_state = JobState.CANCELLED
            self._host.cancel(self._running.id)

    def _leave(self, state: JobState) -> None:
        """Has the running job leave, a training after saving itself, and wait in that state."""
        if self._running is None or not _can_leave(self._running):
            return
        if self._next_state is None:
            self._host.pause(self._running.id)
        if self._next_state is not JobState.CANCELLED:
            self._next_state = state

    def _next(self) -> None:
        """Gives the host the next job when it is free, or has what runs make way for it: a training
        for pictures, live painting for all but trainings."""
        ready = None
        if not self._paused:
            ready = next((job for job in self._waiting if job.state is JobState.QUEUED), None)
        if self._live is not None and (ready is None or self._rests(ready)):
            ready = self._live
        if ready is None or self._closed:
            return
        if self._running is not None:
            if _teaches(ready) or ready.live or self._next_state is not None:
                return
            if self._running.live:
                self._cancel_running()
            elif self._teaching:
                self._leave(JobState.QUEUED)
            return
        if ready.live:
            self._live = None
            self._run(ready)
            return
        if _teaches(ready) and (left := self._rest_ends - time.monotonic()) > 0:
            self._wake_after(left)
            return
        self._waiting = [job for job in self._waiting if job.id != ready.id]
        self._run(ready)

    def _rests(self, job: JobStatus) -> bool:
        """Whether a training still has to wait before it may go on."""
        return _teaches(job) and self._rest_ends > time.monotonic()

    def _run(self, ready: JobStatus) -> None:
        self._running, self._next_state = replace(ready, state=JobState.RUNNING), None
        begun = self._begun.pop(ready.id, None)
        if begun is not None and isinstance(ready.request, Request):
            self._host.run(ready.id, GoesOn(ready.request, begun))
        else:
            self._host.run(ready.id, ready.request)

    def _wake_after(self, seconds: float) -> None:
        if self._alarm is None:
            self._alarm = threading.Timer(seconds, self._rested)
            self._alarm.name = "underpaint-rest"
            self._alarm.daemon = True
            self._alarm.start()

    def _rested(self) -> None:
        """Called from a timer's thread; pictures may have come meanwhile."""
        with self._lock:
            self._alarm = None
            before = self._running
            self._next()
            if self._running is not before:
                self._tell_queue()

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
            if isinstance(event, LEAVINGS):
                self._has_left(self._running, event)
                return
        # Outside the lock: with `every_preview` this waits for the publisher.
        self._outbox.put(event)

    def _has_left(self, job: JobStatus, event: Event) -> None:
        """A job has given the device back."""
        state, self._running, self._next_state = self._next_state, None, None
        if not isinstance(event, Paused):
            self._steps.pop(job.id, None)
            self._outbox.put(event)
        elif state is JobState.CANCELLED:
            self._outbox.put(WasCancelled(job.id))
        else:
            job = replace(job, state=state or JobState.QUEUED, step=event.step)
            if event.begun is None:
                self._steps[job.id] = event.step
            else:
                self._begun[job.id] = event.begun
            # Pictures before all that wait: it was their turn.
            self._put(job, self._first_training() if _teaches(job) else 0)
            if state is JobState.PAUSED:
                self._outbox.put(replace(event, begun=None))
        if not _teaches(job) and not job.live:
            self._rest_ends = time.monotonic() + self._rest
        self._next()
        if not job.live or self.jobs():
            self._tell_queue()
        self._left.notify_all()

    def _first_training(self) -> int:
        return sum(not _teaches(job) for job in self._waiting)


def _can_leave(job: JobStatus) -> bool:
    """Whether a job can be set aside: a map and a live picture are made in one piece."""
    return not (job.live or isinstance(job.request, MapRequest))


def _teaches(job: JobStatus) -> bool:
    return isinstance(job.request, TrainingRequest)


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
