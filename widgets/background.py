"""Work that would make the window stutter (decoding, encoding, saving, cropping) in one thread.

background.run(lambda: open_picture(path), done=show, failed=tell)
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")


class Gate:
    """By which threads reach an object of the GUI thread for as long as it is there: it does not go
    in the middle of what they tell it."""

    def __init__(self, owner: QObject) -> None:
        self._lock = threading.Lock()
        self._open = True
        owner.destroyed.connect(lambda *_: self.shut())

    def tell(self, emit: Callable[..., object], *values: object) -> None:
        """Emits a signal of the owner's, whose slots are called later, in the GUI thread; once it
        is gone, nothing."""
        with self._lock:
            if self._open:
                with contextlib.suppress(RuntimeError):  # Python has let it go already
                    emit(*values)

    def shut(self) -> None:
        """Waits for what is being told; nothing is from now on."""
        with self._lock:
            self._open = False


class Background(QObject):
    """One worker thread: what is given to it is done in order; answers come in the GUI thread."""

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._finished.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self.pending = 0
        self._closed = False
        self._gate = Gate(self)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor  # not needed before the window shows

        pool = ThreadPoolExecutor(1, thread_name_prefix="underpaint-files")
        # What was given to it is done to its end, also when its widget goes before.
        self.destroyed.connect(partial(pool.shutdown, wait=False))
        return pool

    def run(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        """Does `work` in the thread, then calls `done` or `failed` in the GUI thread."""
        self.pending += 1
        future = self._pool.submit(work)
        gate, emit = self._gate, self._finished.emit
        future.add_done_callback(lambda one: gate.tell(emit, (one, done, failed)))

    def _answer(
        self,
        answer: tuple[Future[T], Callable[[T], object], Callable[[BaseException], object]],
    ) -> None:
        future, done, failed = answer
        self.pending -= 1
        if self._closed:
            return
        error = future.exception()
        if error is None:
            done(future.result())
        else:
            failed(error)

    def close(self) -> None:
        """Waits for what has begun (a save must not be cut off) and answers nothing more."""
        self._closed = True
        self._pool.shutdown(wait=True)
