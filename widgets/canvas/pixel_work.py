"""Changes of pixels that take longer than a frame to find: in the background, each one step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.document.edit import Command
from core.errors import UserError
from widgets.background import Background

if TYPE_CHECKING:
    from core.document.document import Document
    from core.document.state import Snapshot

Work = Callable[["Snapshot"], Command]
"""Finds out what is to be done to a document. Called in another thread."""

_AGAIN = 50
"""Milliseconds after which it is looked again whether the brush is lifted."""


class PixelWork(QObject):
    """One after another; each sees what the one before has left."""

    changed = Signal()
    """Work has begun or ended."""
    refused = Signal(str)
    """Why nothing was done, in words for the artist."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._waiting: list[tuple[Document, Work, Callable[[], object]]] = []
        self._running = False

    @property
    def busy(self) -> bool:
        return self._running or bool(self._waiting)

    def do(self, document: Document, work: Work, then: Callable[[], object] = lambda: None) -> None:
        """Does what `work` says, when it is its turn; calls `then` once that is done, refused or
        not wanted any more."""
        self._waiting.append((document, work, then))
        self.changed.emit()
        self._next()

    def forget(self) -> None:
        """What was asked for, and has not begun, is not wanted any more."""
        waiting, self._waiting = self._waiting, []
        for _, _, then in waiting:
            then()

    def close(self) -> None:
        """Waits for what is being done, and does nothing more."""
        self._waiting.clear()
        self._background.close()

    def _next(self) -> None:
        if self._running or not self._waiting:
            return
        if self._waiting[0][0].stroke is not None:
            QTimer.singleShot(_AGAIN, self, self._next)
            return
        document, work, then = self._waiting.pop(0)
        snapshot = document.snapshot()
        self._running = True
        self._background.run(
            lambda: work(snapshot),
            done=partial(self._done, document, then),
            failed=partial(self._failed, then),
        )

    def _done(self, document: Document, then: Callable[[], object], command: Command) -> None:
        if document.stroke is not None:
            # To put it in would end the stroke under the artist's hand.
            QTimer.singleShot(_AGAIN, self, partial(self._done, document, then, command))
            return
        self._running = False
        try:
            document.perform(command)
        except UserError as error:
            self.refused.emit(str(error))
        then()
        self.changed.emit()
        self._next()

    def _failed(self, then: Callable[[], object], error: BaseException) -> None:
        self._running = False
        then()
        self.changed.emit()
        self._next()
        if isinstance(error, MemoryError):
            error = UserError("There is no memory left for that.", "Close other programs.")
        if not isinstance(error, UserError):
            raise error
        self.refused.emit(str(error))
