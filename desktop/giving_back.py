"""Memory that was freed is given back to the system once a document has been closed.

glibc keeps what is freed between pieces that are still in use, for whatever the program needs next:
of 430 MB in tiles and pictures 223 MB were freed in no order, and 10 of them went back to the
system; the others once they were asked for. A model that is loaded meanwhile, in a process of its
own, has use for them. Allocators of other systems give large pieces back by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core.allocator import give_back
from widgets.background import Background

if TYPE_CHECKING:
    from desktop.window import Window

SETTLED = 3000
"""Milliseconds after a document was closed: the next one has been drawn, and its thumbnails."""


class GivingBack(QObject):
    """Belongs to a window: `soon` when something large was freed."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._background = Background(self)
        """A thread of its own, which no save waits for."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._now)

    def soon(self) -> None:
        self._timer.start(SETTLED)

    def _now(self) -> None:
        # Whoever needs memory meanwhile waits for it: not the stroke that is under way.
        if self._window.document.stroke is not None or self._background.pending:
            self.soon()
            return
        self._background.run(give_back, done=lambda _: None, failed=self._window.tell)

    def close(self) -> None:
        """Ends the thread."""
        self._timer.stop()
        self._background.close()
