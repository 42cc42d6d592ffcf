"""The device in a child process: the window's default.

Importing torch, loading a model and a driver's crash cost the child's time or its life, never a
brush stroke. A child that dies costs its job, and of a training what it has learned since its last
checkpoint; the next job starts a new one.
"""

from __future__ import annotations

import atexit
import logging
import multiprocessing
import queue
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from core.generation.begun import GoesOn
from core.generation.events import (
    Event,
    Failed,
    HostChanged,
    HostState,
    JobId,
    WasCancelled,
    Work,
)
from core.generation.hosts import LEAVINGS, EngineMaker, Publish, child, engine_for, not_started
from core.generation.hosts.wire import (
    Broken,
    Cancel,
    Got,
    Lend,
    Parcel,
    Pause,
    Run,
    Said,
    Segments,
    Taken,
    Want,
    filled_into,
    in_one_piece,
    opened,
    taken_apart,
)
from core.generation.training import TrainingRequest, goes_on

_log = logging.getLogger(__name__)
_spawning = multiprocessing.get_context("spawn")
_CLOSING_SECONDS = 1.0
_PATIENCE = 20.0
"""Seconds after which a child that does not heed a cancel is ended. Blocks of a UNet ask for
cancels, but nothing can ask inside one operation of a driver, or while a large file is read."""


@dataclass(eq=False)
class _Child:
    """One child process and what this side holds for it."""

    process: SpawnProcess
    connection: Connection[Any, Any]
    segments: Segments = field(default_factory=Segments)
    sending: threading.Lock = field(default_factory=threading.Lock)
    job: JobId | None = None
    """The last job that was sent to it."""
    request_segment: str | None = None
    lent: str | None = None
    broken: Broken | None = None
    listener: threading.Thread | None = None

    def send(self, message: object) -> None:
        """Does nothing when the child is gone: its end is noticed where its messages are read."""
        with self.sending:
            try:
                self.connection.send(message)
            except (OSError, ValueError):
                _log.debug("the child is gone: %s not sent", type(message).__name__)


class ProcessHost:
    """Runs jobs in a spawned child, which imports torch as soon as the host starts.

    `dirs` are searched for models (default: `places.models()`). `engine` replaces the engine
    (tests); it must be picklable.
    """

    def __init__(
        self,
        dirs: Sequence[Path] | None = None,
        *,
        engine: EngineMaker | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        self._make = engine or engine_for(dirs)
        self._lock = threading.RLock()
        self._orders: queue.SimpleQueue[tuple[JobId, Work | GoesOn] | None] = queue.SimpleQueue()
        self._child: _Child | None = None
        self._job: JobId | None = None
        self._cancelling = self._pausing = False
        self._training: TrainingRequest | None = None
        """What the running job teaches, if it does."""
        self._patience = patience
        self._deadline: threading.Timer | None = None
        self._closed = False
        self._thread: threading.Thread | None = None

    def start(self, publish: Publish, *, every_preview: bool = False) -> None:
        self._publish = publish
        self._every_preview = every_preview
        self._thread = threading.Thread(target=self._work, name="underpaint-host", daemon=True)
        self._thread.start()
        atexit.register(self.close)  # for whoever forgets; it may be called twice

    def run(self, job: JobId, request: Work | GoesOn) -> None:
        with self._lock:
            self._job, self._cancelling, self._pausing = job, False, False
            self._training = request if isinstance(request, TrainingRequest) else None
        self._orders.put((job, request))

    def cancel(self, job: JobId) -> None:
        with self._lock:
            if self._job != job:
                return
            self._cancelling = True
            running = self._child
            if running is not None and self._deadline is None:
                kill = running.process.kill
                self._deadline = threading.Timer(self._patience, self._give_up, (job, kill))
                self._deadline.name = "underpaint-patience"
                self._deadline.daemon = True
                self._deadline.start()
        if running is not None:
            running.send(Cancel(job))

    def pause(self, job: JobId) -> None:
        # With all the patience there is: a step, or a large model's checkpoint, may take minutes,
        # and a child that is ended meanwhile would lose what it learned.
        with self._lock:
            if self._job != job:
                return
            self._pausing = True
            running = self._child
        if running is not None:
            running.send(Pause(job))

    def _give_up(self, job: JobId, kill: Callable[[], None]) -> None:
        """Ends a child that does not heed the cancel; its loss then ends the job."""
        with self._lock:
            if self._job == job:
                kill()

    def close(self) -> None:
        with self._lock:
            if self._closed:
                return
            self._closed = True
            running, self._child = self._child, None
            deadline, self._deadline = self._deadline, None
        if deadline is not None:
            deadline.cancel()
            deadline.join(_CLOSING_SECONDS)
        atexit.unregister(self.close)
        self._orders.put(None)
        if running is not None:
            self._end(running)
        thread = self._thread
        if thread is not None:
            if thread is not threading.current_thread():
                thread.join(_CLOSING_SECONDS)
            self._publish(HostChanged(HostState.CLOSED))

    @property
    def pid(self) -> int | None:
        """The child's process id; None when there is none."""
        running = self._child
        return None if running is None else running.process.pid

    def _work(self) -> None:
        """Starts children and sends them jobs: neither may take the caller's time."""
        try:
            self._running_child()
        except OSError as error:
            _log.warning("no child could be started yet: %s", error)
        while (order := self._orders.get()) is not None:
            job, request = order
            del order
            try:
                self._send(job, request)
            except OSError as error:
                self._finish(
                    Failed(
                        job,
                        f"The process that paints could not be started: {error}",
                        "Close other programs, then try again.",
                    )
                )
            del request

    def _send(self, job: JobId, request: Work | GoesOn) -> None:
        """Sends a job to the child, and to the next one if that dies meanwhile."""
        while (running := self._running_child()) is not None:
            parcel = self._packed(running, request)
            with self._lock:
                cancelled, alive = self._cancelling, self._child is running
                if alive and not cancelled:
                    running.job = job
            if not alive:
                running.segments.remove_all()
                continue
            if cancelled:
                running.segments.remove(running.request_segment)
                self._finish(WasCancelled(job))
                return
            running.send(Run(job, parcel))
            if self._cancelling:  # that may have overtaken the job, and been ignored
                running.send(Cancel(job))
            if self._pausing:
                running.send(Pause(job))
            return

    @staticmethod
    def _packed(running: _Child, request: Work | GoesOn) -> Parcel:
        payload, buffers = taken_apart(request)
        segment = running.segments.new(sum(each.nbytes for each in buffers)) if buffers else None
        if segment is None:
            return in_one_piece(request)
        running.request_segment = segment.name
        return filled_into(segment, payload, buffers)

    def _running_child(self) -> _Child | None:
        """The child, started if there is none; None when the host is closed."""
        with self._lock:
            if self._closed or self._child is not None:
                return self._child
        self._publish(HostChanged(HostState.STARTING))
        ours, theirs = _spawning.Pipe()
        process = _spawning.Process(
            target=child.main,
            args=(theirs, self._make, self._every_preview),
            name="underpaint-engine",
            daemon=True,
        )
        process.start()
        theirs.close()
        started = _Child(process, ours)
        if not self._adopted(started):
            self._end(started)
            return None
        return started

    def _adopted(self, started: _Child) -> bool:
        """False when the host was closed while the child started."""
        with self._lock:
            if self._closed:
                return False
            self._child = started
            started.listener = threading.Thread(
                target=self._listen, args=(started,), name="underpaint-listener", daemon=True
            )
            started.listener.start()
            return True

    def _listen(self, source: _Child) -> None:
        while True:
            try:
                message = source.connection.recv()
            except (EOFError, OSError):
                break
            try:
                self._receive(source, message)
            except Exception:  # noqa: BLE001  # the job must end, whatever the child has sent
                _log.exception("a message of the child could not be read")
                source.process.kill()
        self._lost(source)

    def _receive(self, source: _Child, message: object) -> None:
        if isinstance(message, Said):
            parcel = message.parcel
            if parcel.segment is None:
                event = opened(parcel, None)
            else:
                event = opened(parcel, source.segments[parcel.segment])
                source.send(Taken())
            self._tell(event)
        elif isinstance(message, Got):
            source.segments.remove(source.request_segment)
        elif isinstance(message, Want):
            source.segments.remove(source.lent)
            segment = source.segments.new(message.size)
            source.lent = None if segment is None else segment.name
            source.send(Lend(source.lent, message.size))
        elif isinstance(message, Broken):
            source.broken = message

    def _tell(self, event: Event | HostChanged) -> None:
        if isinstance(event, LEAVINGS):
            self._finish(event)
        else:
            self._publish(event)

    def _finish(self, ending: Event) -> None:
        with self._lock:
            if self._job != ending.job:
                return
            self._job = None
            if self._deadline is not None:
                self._deadline.cancel()
                self._deadline = None
        self._publish(ending)

    def _lost(self, source: _Child) -> None:
        """The child has ended by itself, or was killed."""
        with self._lock:
            if self._child is not source:
                return  # closed by us
            self._child = None
            # A job that is not yet sent goes to the next child.
            job = self._job if self._job == source.job else None
            cancelling, training = self._cancelling, self._training
        self._end(source)
        self._publish(HostChanged(HostState.LOST))
        if job is not None:
            self._finish(WasCancelled(job) if cancelling else _failed(job, source, training))

    @staticmethod
    def _end(running: _Child) -> None:
        """Nothing in the child needs a farewell: all that could stay behind is held here."""
        running.process.kill()
        running.process.join()
        listener = running.listener
        if listener is not None and listener is not threading.current_thread():
            # It reads to the end of the connection, which the child's death has closed.
            listener.join(_CLOSING_SECONDS)
        if listener is None or not listener.is_alive() or listener is threading.current_thread():
            running.connection.close()
        running.segments.remove_all()


def _failed(job: JobId, lost: _Child, training: TrainingRequest | None) -> Failed:
    if lost.broken is not None:
        return not_started(job, lost.broken.cause, lost.broken.detail)
    code = lost.process.exitcode
    detail = f"The child process ended with exit code {code}."
    killed = code is not None and -code == getattr(signal, "SIGKILL", 9)
    if killed and training is not None:
        return Failed(
            job,
            "The system ended the process that was learning, most likely because memory ran out.",
            "Your picture is safe. Learn from smaller pictures or fewer at a time, or close other "
            f"programs. {goes_on(training)}",
            detail,
        )
    if killed:
        return Failed(
            job,
            "The system ended the process that paints, most likely because memory ran out.",
            "Your picture is safe. Choose a smaller size or close other programs, then press "
            "Generate again.",
            detail,
        )
    if training is not None:
        return Failed(
            job,
            "The process that was learning has crashed.",
            f"Your picture is safe. {goes_on(training)} If it crashes again, update the graphics "
            "driver.",
            detail,
        )
    return Failed(
        job,
        "The process that paints has crashed.",
        "Your picture is safe. Press Generate again; if it crashes again, try another model or "
        "update the graphics driver.",
        detail,
    )
