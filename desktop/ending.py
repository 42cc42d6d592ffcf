"""What the system ends is kept first: at a shutdown, a logout or Ctrl+C in the terminal there is
nobody to ask whether to save."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer

if TYPE_CHECKING:
    from desktop.window import Window

_AT_MOST = 20_000
"""Milliseconds for keeping what changed; most systems kill what has not ended after 90 s."""
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
"""Windows has no SIGHUP."""


class Ending(QObject):
    """Calls `leave` after a polite signal, once the unsaved changes of `window` are kept, from
    where the next start offers them. A second signal ends the program at once."""

    def __init__(self, window: Window, leave: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._leave = window, leave
        self._before: dict[int, Any] = {}
        # Python's handlers wait for Python code, and in a window that does nothing none runs: the
        # interpreter writes a byte instead, which Qt's loop hears.
        self._heard, self._tell = socket.socketpair()
        for end in (self._heard, self._tell):
            end.setblocking(False)
        self._wakeup = signal.set_wakeup_fd(self._tell.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._told)
        for name in _SIGNALS:
            if (number := getattr(signal, name, None)) is not None:
                self._before[number] = signal.signal(number, _heard_below)

    def close(self) -> None:
        """Signals do what they did before."""
        self._restore()
        signal.set_wakeup_fd(self._wakeup)
        self._notifier.setEnabled(False)
        self._heard.close()
        self._tell.close()

    def _told(self) -> None:
        with suppress(BlockingIOError):
            self._heard.recv(64)
        if not self._before:
            return
        self._restore()
        autosave = self._window.autosave
        autosave.kept.connect(self._go)
        autosave.failed.connect(lambda _: self._leave())
        QTimer.singleShot(_AT_MOST, self, self._leave)
        self._go()

    def _go(self) -> None:
        """Leaves when nothing is left to keep; a stroke under way ends where it is."""
        self._window.document.finish_stroke()
        if self._window.autosave.up_to_date:
            self._leave()
        else:
            self._window.autosave.keep()

    def _restore(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before = {}


def _heard_below(number: int, frame: object) -> None:
    """The notifier does the work; Python only has to take the signal, or it would end at once."""
