"""How events of the generation service reach the window: one queued Qt signal.

The service publishes from a thread of its own. `post` puts the event aside and wakes the GUI
thread, which takes all that have come; of a job's previews only the latest is kept, so that a
slow repaint skips previews instead of falling behind.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from core.generation.events import AnyEvent, Preview


class Bridge(QObject):
    """Calls `deliver` in the thread it was made in, once for each event, in order."""

    _woken = Signal()

    def __init__(self, deliver: Callable[[AnyEvent], object], parent: QObject) -> None:
        super().__init__(parent)
        self._deliver = deliver
        self._lock = threading.Lock()
        self._events: list[AnyEvent] = []
        self._closed = False
        self._woken.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def post(self, event: AnyEvent) -> None:
        """Called from any thread; returns at once."""
        with self._lock:
            if self._closed:
                return
            idle = not self._events
            if isinstance(event, Preview):
                self._events = [
                    waiting
                    for waiting in self._events
                    if not (isinstance(waiting, Preview) and waiting.job == event.job)
                ]
            self._events.append(event)
            if idle:  # within the lock: whoever closes this may let it go at once
                self._woken.emit()

    def close(self) -> None:
        """Delivers nothing more."""
        with self._lock:
            self._closed = True
            self._events.clear()

    def _take(self) -> None:
        with self._lock:
            events, self._events = self._events, []
        for event in events:
            self._deliver(event)
