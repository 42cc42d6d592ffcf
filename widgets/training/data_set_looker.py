"""Opens the pictures of a data set in a thread of its own, those in sight first."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from core.errors import FileError
from core.training.data_set import Entry, Look, look, unseeable
from widgets.background import Gate

_log = logging.getLogger(__name__)


@dataclass
class _Wishes:
    """What the thread and those who wish share."""

    news: threading.Condition = field(default_factory=threading.Condition)
    entries: list[Entry] = field(default_factory=list)
    """The last is wished for most."""
    under_way: list[Entry] = field(default_factory=list)
    """Those that are being opened, or of which it has not been told yet what was seen."""
    side: int = 0
    over: bool = False

    def end(self) -> None:
        """Nothing else is wished for, ever."""
        with self.news:
            self.over = True
            self.news.notify()


def _work(wishes: _Wishes, tell: Callable[[Entry, Look], None]) -> None:
    while True:
        with wishes.news:
            while not wishes.entries and not wishes.over:
                wishes.news.wait()
            if wishes.over:
                return
            entry, side = wishes.entries.pop(), wishes.side
            wishes.under_way.append(entry)
        try:
            seen = look(entry.file, side)
        except Exception as error:  # noqa: BLE001  # a defect must not hide the other pictures
            _log.exception("%s could not be looked at", entry.file)
            seen = unseeable(FileError(f"“{entry.file.name}” cannot be shown.", str(error)))
        tell(entry, seen)


class Looker(QObject):
    """`looked` carries an Entry and its Look, in the GUI thread."""

    looked = Signal(object, object)
    _seen = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._seen.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self._wishes = _Wishes()
        self._gate = Gate(self)
        self._thread: threading.Thread | None = None
        self.destroyed.connect(self._wishes.end)

    def wish(self, entries: Sequence[Entry], side: int) -> None:
        """What is to be looked at, the first first, for thumbnails of `side` pixels; nothing else
        any more."""
        with self._wishes.news:
            busy = {(entry.file, entry.stamp) for entry in self._wishes.under_way}
            self._wishes.entries = [
                entry for entry in reversed(entries) if (entry.file, entry.stamp) not in busy
            ]
            self._wishes.side = side
            self._wishes.news.notify()
        if entries and self._thread is None and not self._wishes.over:
            # Nothing is lost when the program ends in the middle of it.
            self._thread = threading.Thread(
                target=_work,
                args=(self._wishes, partial(self._gate.tell, self._seen.emit)),
                name="underpaint-thumbnails",
                daemon=True,
            )
            self._thread.start()

    def _answer(self, entry: Entry, seen: Look) -> None:
        with self._wishes.news:
            self._wishes.under_way.remove(entry)
        if not self._wishes.over:
            self.looked.emit(entry, seen)

    def close(self) -> None:
        """Waits for the picture that is being opened, and opens no other."""
        self._wishes.end()
        if self._thread is not None:
            self._thread.join()
