"""The child process that owns the device. It knows no window, and ends when the window does."""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections import deque
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory
from typing import Any

from core.generation.begun import GoesOn
from core.generation.events import (
    Event,
    Failed,
    HostChanged,
    JobId,
    Preview,
    WasCancelled,
    Work,
)
from core.generation.hosts import LEAVINGS, EngineMaker, work_on
from core.generation.hosts.wire import (
    Broken,
    Buffers,
    Cancel,
    Got,
    Lend,
    Parcel,
    Pause,
    Run,
    Said,
    Taken,
    Want,
    filled_into,
    in_one_piece,
    opened,
    taken_apart,
)
from core.training.events import Wish


def main(connection: Connection[Any, Any], make: EngineMaker, every_preview: bool) -> None:
    """Runs jobs until the connection ends. Entered in a spawned process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the window's business
    _give_way()
    outlet = Outlet(connection, every_preview=every_preview)
    inbox = Inbox(connection, outlet)
    threading.Thread(target=inbox.listen, name="underpaint-messages", daemon=True).start()
    try:
        engine = make()
        outlet.publish(engine.ready())
    except BaseException as error:
        outlet.send(Broken(str(error), "".join(traceback.format_exception(error))))
        raise SystemExit(1) from error
    while True:
        job, request = inbox.next_job()
        work_on(engine, job, request, outlet.publish, inbox.wish)
        del request
        inbox.job_ended()


def _give_way() -> None:
    """Lets the window and other programs go first. To be called before torch is loaded.

    Threads that spin while they wait for each other make a pass ten times slower as soon as
    something else, the pen for one, needs a core (measured: 78 s against 7 on two cores).
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    if hasattr(os, "nice"):
        os.nice(5)


class Inbox:
    """Messages from the window, read in a thread of their own so that a cancel is never late."""

    def __init__(self, connection: Connection[Any, Any], outlet: Outlet) -> None:
        self._connection = connection
        self._outlet = outlet
        self._jobs: deque[tuple[JobId, Work | GoesOn]] = deque()
        self._running: JobId | None = None
        self._cancel = self._pause = False
        self._to_pause: set[JobId] = set()
        """Those of the waiting jobs that are to leave as soon as they begin."""
        self._changed = threading.Condition()

    def listen(self) -> None:
        while True:
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                # The window has closed the host, or has died. Nothing here is worth a farewell:
                # the window's side owns all that could be left behind.
                os._exit(0)
            self._receive(message)

    def next_job(self) -> tuple[JobId, Work | GoesOn]:
        with self._changed:
            self._changed.wait_for(lambda: bool(self._jobs))
            job, request = self._jobs.popleft()
            self._running, self._cancel = job, False
            self._pause = job in self._to_pause
            self._to_pause.discard(job)
            return job, request

    def job_ended(self) -> None:
        with self._changed:
            self._running = None

    def wish(self) -> Wish:
        """What is asked of the running job by now."""
        if self._cancel:
            return Wish.CANCEL
        return Wish.PAUSE if self._pause else Wish.GO_ON

    def _receive(self, message: object) -> None:
        if isinstance(message, Run):
            try:
                request: Work | GoesOn = _opened(message.parcel)
            except Exception as error:  # noqa: BLE001  # told as the job's end
                self._outlet.publish(_not_received(message.job, error))
                return
            self._outlet.send(Got(message.job))
            with self._changed:
                self._jobs.append((message.job, request))
                self._changed.notify_all()
        elif isinstance(message, Cancel):
            with self._changed:
                waited = [item for item in self._jobs if item[0] == message.job]
                if waited:  # still importing torch: the artist need not wait for that
                    self._jobs.remove(waited[0])
                    self._to_pause.discard(message.job)
                elif self._running == message.job:
                    self._cancel = True
            if waited:
                self._outlet.publish(WasCancelled(message.job))
        elif isinstance(message, Pause):
            with self._changed:
                # One that goes on may wait behind its own end: that is the one that is meant.
                if any(job == message.job for job, _ in self._jobs):
                    self._to_pause.add(message.job)
                elif self._running == message.job:
                    self._pause = True
        elif isinstance(message, Lend):
            self._outlet.lent(message)
        elif isinstance(message, Taken):
            self._outlet.taken()


def _not_received(job: JobId, error: Exception) -> Failed:
    return Failed(
        job,
        f"The process that paints could not read the job: {error}",
        "Close other programs to free memory, then try again.",
        "".join(traceback.format_exception(error)),
    )


def _opened(parcel: Parcel) -> Any:
    if parcel.segment is None:
        return opened(parcel, None)
    segment = SharedMemory(parcel.segment)
    try:
        return opened(parcel, segment)
    finally:
        segment.close()


class Outlet:
    """Events to the window. Of previews at most one waits: a newer one takes its place.

    Pixels go through one segment that the window lends; it holds one event at a time, and the
    next is written when the window has copied that one out.
    """

    def __init__(self, connection: Connection[Any, Any], *, every_preview: bool) -> None:
        self._connection = connection
        self._every_preview = every_preview
        self._changed = threading.Condition(threading.RLock())
        self._segment: SharedMemory | None = None
        self._asking = False
        self._refused: int | None = None
        self._free = True
        self._waiting: Preview | None = None
        self.skipped = 0

    def send(self, message: object) -> None:
        with self._changed:
            self._connection.send(message)

    def publish(self, event: Event | HostChanged) -> None:
        """Sends an event. Waits only for room for results (and previews, if all are wanted)."""
        with self._changed:
            if isinstance(event, Preview) and not self._every_preview:
                self.skipped += self._waiting is not None
                self._waiting = event
                self._send_waiting()
                return
            if isinstance(event, LEAVINGS):
                self._waiting = None  # nobody looks at a preview beside the result
            payload, buffers = taken_apart(event)
            if not buffers:
                self._connection.send(Said(Parcel(payload)))
                return
            size = sum(buffer.nbytes for buffer in buffers)
            while not (self._free and self._has_room(size)):
                self._changed.wait()
            self._write(event, payload, buffers, size)
            if isinstance(event, LEAVINGS):
                self._refused = None

    def lent(self, message: Lend) -> None:
        with self._changed:
            if self._segment is not None:
                self._segment.close()
            self._segment = _attached(message.segment)
            if self._segment is None:
                self._refused = message.size
            self._asking = False
            self._free = True
            self._send_waiting()
            self._changed.notify_all()

    def taken(self) -> None:
        with self._changed:
            self._free = True
            self._send_waiting()
            self._changed.notify_all()

    def _send_waiting(self) -> None:
        """Sends the waiting preview if there is room now; else the next `taken` does."""
        if self._waiting is None or not self._free:
            return
        payload, buffers = taken_apart(self._waiting)
        size = sum(buffer.nbytes for buffer in buffers)
        if not self._has_room(size):
            return
        event, self._waiting = self._waiting, None
        self._write(event, payload, buffers, size)

    def _write(
        self, event: Event | HostChanged, payload: bytes, buffers: Buffers, size: int
    ) -> None:
        if self._segment is not None and size <= self._segment.size:
            parcel = filled_into(self._segment, payload, buffers)
            self._free = False
        else:
            parcel = in_one_piece(event)
        self._connection.send(Said(parcel))

    def _has_room(self, size: int) -> bool:
        """Whether `size` bytes can be sent; asks for room, once, when they cannot.

        Without shared memory they can always be sent, more slowly, through the connection.
        """
        if self._segment is not None and size <= self._segment.size:
            return True
        if self._refused is not None and size >= self._refused:
            return True
        if not self._asking:
            self._asking = True
            self._connection.send(Want(size))
        return False


def _attached(name: str | None) -> SharedMemory | None:
    if name is None:
        return None
    try:
        return SharedMemory(name)
    except OSError:
        return None
