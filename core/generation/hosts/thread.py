"""The device in a thread of the program's own process: for the command line and for tests."""

from __future__ import annotations

import atexit
import queue
import threading
import traceback
from collections.abc import Sequence
from pathlib import Path

from core.generation.begun import GoesOn
from core.generation.events import HostChanged, HostState, JobId, WasCancelled, Work
from core.generation.hosts import Engine, EngineMaker, Publish, engine_for, not_started, work_on
from core.training.events import Wish

_CLOSING_SECONDS = 10.0


class ThreadHost:
    """Runs jobs in one background thread, which imports torch when the first job comes.

    `dirs` are searched for models (default: `places.models()`). `engine` replaces the engine
    (tests).
    """

    def __init__(
        self, dirs: Sequence[Path] | None = None, *, engine: EngineMaker | None = None
    ) -> None:
        self._make = engine or engine_for(dirs)
        self._jobs: queue.SimpleQueue[tuple[JobId, Work | GoesOn] | None] = queue.SimpleQueue()
        self._job: JobId | None = None
        self._cancel = threading.Event()
        self._pause = threading.Event()
        self._lock = threading.Lock()
        self._closed = False
        self._thread: threading.Thread | None = None

    def start(self, publish: Publish, *, every_preview: bool = False) -> None:
        self._publish = publish
        self._thread = threading.Thread(target=self._work, name="underpaint-engine", daemon=True)
        self._thread.start()
        atexit.register(self.close)  # torch aborts when the program ends under it

    def run(self, job: JobId, request: Work | GoesOn) -> None:
        with self._lock:
            self._job = job
            self._pause.clear()
            if not self._closed:
                self._cancel.clear()
        self._jobs.put((job, request))

    def cancel(self, job: JobId) -> None:
        with self._lock:
            if self._job == job:
                self._cancel.set()

    def pause(self, job: JobId) -> None:
        with self._lock:
            if self._job == job:
                self._pause.set()

    def close(self) -> None:
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._cancel.set()
        atexit.unregister(self.close)
        self._jobs.put(None)
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            # Loading a model cannot be interrupted; the thread is a daemon and may be left to it.
            thread.join(_CLOSING_SECONDS)
        if thread is not None:
            self._publish(HostChanged(HostState.CLOSED))

    def _work(self) -> None:
        engine: Engine | None = None
        while (item := self._jobs.get()) is not None:
            job, request = item
            del item
            if self._cancel.is_set():
                self._publish(WasCancelled(job))
                continue
            if engine is None:
                engine = self._engine(job)
            if engine is not None:
                work_on(engine, job, request, self._publish, self._wish)
            del request
        if engine is not None:
            engine.close()

    def _wish(self) -> Wish:
        if self._cancel.is_set():
            return Wish.CANCEL
        return Wish.PAUSE if self._pause.is_set() else Wish.GO_ON

    def _engine(self, job: JobId) -> Engine | None:
        """Made when it is first needed: a program that never generates never imports torch."""
        self._publish(HostChanged(HostState.STARTING))
        try:
            engine = self._make()
        except Exception as error:  # noqa: BLE001  # told to the artist as the job's end
            self._publish(HostChanged(HostState.LOST))
            detail = "".join(traceback.format_exception(error))
            self._publish(not_started(job, str(error), detail))
            return None
        self._publish(engine.ready())
        return engine
