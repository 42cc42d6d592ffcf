"""Finds selections, the slow ones in the background, and makes each a step of the document."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.document import commands
from core.document.selection import Combine, Selection, combined
from core.errors import UserError
from widgets.background import Background
from widgets.words import tr

if TYPE_CHECKING:
    from core.document.document import Document
    from core.document.state import Snapshot

Find = Callable[["Snapshot"], Selection]
"""What is selected in a document as it was when its turn came. Called in another thread."""

AT_ONCE = 512 * 512
"""Pixels of a shape's bounds below which it is drawn within a frame, without another thread."""
_AGAIN = 50
"""Milliseconds after which it is looked again whether the brush is lifted."""


@dataclass(frozen=True, eq=False)
class _Search:
    document: Document
    find: Find
    how: Combine
    said: str


class SelectionFinder(QObject):
    """One after another, each begins with what the one before has left selected."""

    changed = Signal()
    """Searching has begun or ended."""
    refused = Signal(str)
    """Why nothing was selected, in words for the artist."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._waiting: deque[_Search] = deque()
        self._running = False

    @property
    def searching(self) -> bool:
        """Whether something is not selected yet that was asked for."""
        return self._running or bool(self._waiting)

    def find(
        self,
        document: Document,
        find: Find,
        how: Combine = Combine.REPLACE,
        said: str = "",
        *,
        quick: bool = False,
    ) -> None:
        """Selects what `find` says, together with what is selected then; `quick`: at once, if
        nothing waits. `said` is what the artist reads after "Undo"."""
        search = _Search(document, find, how, said)
        if quick and not self.searching:
            self._apply(search, find(document.snapshot()))
            return
        self._waiting.append(search)
        self.changed.emit()
        self._next()

    def forget(self) -> None:
        """What was asked for is not wanted any more."""
        self._waiting.clear()

    def close(self) -> None:
        """Waits for what is being found, and selects nothing more."""
        self._waiting.clear()
        self._background.close()

    def _next(self) -> None:
        if self._running or not self._waiting:
            return
        if self._waiting[0].document.stroke is not None:
            # To select something would end the stroke under the artist's hand.
            QTimer.singleShot(_AGAIN, self, self._next)
            return
        search = self._waiting.popleft()
        snapshot = search.document.snapshot()
        self._running = True
        self._background.run(
            lambda: search.find(snapshot),
            done=partial(self._found, search, snapshot),
            failed=self._failed,
        )

    def _found(self, search: _Search, snapshot: Snapshot, drawn: Selection) -> None:
        if search.document.stroke is not None:
            QTimer.singleShot(_AGAIN, self, partial(self._found, search, snapshot, drawn))
            return
        self._running = False
        if search.document.size == snapshot.size:
            self._apply(search, drawn)
        else:
            self.refused.emit(
                tr("Nothing was selected: the canvas got another size. Select again.")
            )
        self.changed.emit()
        self._next()

    def _apply(self, search: _Search, drawn: Selection) -> None:
        document = search.document
        result = combined(document.selection, drawn, search.how)
        if result is None and document.selection is None:
            return
        document.perform(commands.SetSelection(result, search.said))

    def _failed(self, error: BaseException) -> None:
        self._running = False
        self.changed.emit()
        self._next()
        self.refused.emit(told(error))


def told(error: BaseException) -> str:
    """Why nothing was selected, in words for the artist. What nobody expected is raised."""
    if isinstance(error, MemoryError):
        error = UserError("There is no memory left to select that.", "Select a smaller part.")
    if not isinstance(error, UserError):
        raise error
    return str(error)
