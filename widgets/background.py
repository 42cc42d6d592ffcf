"""Work that would make the window stutter (decoding, encoding, saving, cropping) in one thread.

background.run(lambda: open_picture(path), done=show, failed=tell)
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")


class Background(QObject):
    """One worker thread: what is given to it is done in order; answers come in the GUI thread."""

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._finished.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self.pending = 0
        self._closed = False

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
        future.add_done_callback(partial(self._tell, done, failed))

    def _tell(
        self,
        done: Callable[[T], object],
        failed: Callable[[BaseException], object],
        future: Future[T],
    ) -> None:
        with contextlib.suppress(RuntimeError):  # its window is gone
            self._finished.emit((future, done, failed))

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
