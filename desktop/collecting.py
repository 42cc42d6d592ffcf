"""Garbage is looked for in the GUI thread alone: see `core/garbage.py`."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from core import garbage

EVERY = 1000
"""Milliseconds."""


class Collecting(QObject):
    """From when it is made until it ends, no other thread looks for garbage, nor does this one
    while it is `busy`."""

    def __init__(self, parent: QObject, busy: Callable[[], bool] = lambda: False) -> None:
        super().__init__(parent)
        self._busy = busy
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        gc.disable()
        self.destroyed.connect(_enable)
        self._timer.start(EVERY)

    def close(self) -> None:
        """Python looks for it again, whenever and wherever it is due."""
        self._timer.stop()
        self.destroyed.disconnect(_enable)  # it may go when another one is there already
        gc.enable()

    def _look(self) -> None:
        if not self._busy():
            garbage.look()


def _enable(_: QObject | None = None) -> None:
    gc.enable()
