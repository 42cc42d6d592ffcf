"""What is seen of a data set's pictures: thumbnails of those in sight, and what is doubtful."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.training import data_set
from core.training.data_set import Entry, Look
from core.training.review import Notice
from widgets.background import Background
from widgets.training.data_set_list import SIDE, DataSetList
from widgets.training.data_set_looker import Looker
from widgets.training.data_set_model import DataSetModel

_DELAY, _SELDOM = 150, 2000
"""Milliseconds until what is doubtful is found anew: once all is known, and until then."""


@dataclass(frozen=True)
class Expectations:
    """What a training asks of its pictures; see `data_set.notices`."""

    word: str = ""
    side: int = 0
    enough: int = 1


class Seeing(QObject):
    """`seen` carries a picture that has been opened; `found` all that is doubtful."""

    seen = Signal(object)
    found = Signal(object)
    failed = Signal(object)

    def __init__(
        self, background: Background, model: DataSetModel, view: DataSetList, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._background, self._model, self._view = background, model, view
        self._screen = parent
        self.expectations = Expectations()
        self._looker = Looker(self)
        self._wished = self._reviewing = self._closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._review)
        self._looker.looked.connect(self._looked)
        view.viewed.connect(self.look)

    @property
    def busy(self) -> bool:
        """Whether pictures are being opened, or looked through for what is doubtful."""
        return self._timer.isActive() or self._reviewing or bool(self._unseen())

    def set_expectations(self, expectations: Expectations) -> None:
        if expectations != self.expectations:
            self.expectations = expectations
            self.review_soon()

    # Thumbnails -----------------------------------------------------------------------------

    def _unseen(self) -> list[Entry]:
        """What is to be opened, the pictures in sight first."""
        model, sight = self._model, self._view.rows_in_sight()
        first = model.unseen(sight, thumbnails=True)
        if model.seen == model.rowCount():
            return first
        others = (row for row in range(model.rowCount()) if row not in sight)
        return first + model.unseen(others, thumbnails=False)

    def look(self) -> None:
        """Opens what has not been seen as it is now."""
        unseen = self._unseen()
        if unseen or self._wished:  # waking the thread for nothing takes as long as a picture
            self._looker.wish(unseen, round(SIDE * self._screen.devicePixelRatioF()))
        self._wished = bool(unseen)

    def look_again(self) -> None:
        """The screen is another one: thumbnails of another size are needed."""
        self._model.forget_thumbnails()
        self.look()

    def _looked(self, entry: Entry, seen: Look) -> None:
        self._model.put_look(entry, seen, self._screen.devicePixelRatioF())
        self.review_soon()
        self.seen.emit(entry.file)

    # What is doubtful -----------------------------------------------------------------------

    def review_soon(self) -> None:
        """Comparing all with all takes its time: as long as more is to come, now and then."""
        if self._closed:
            return
        whole = self._model.seen == self._model.rowCount()
        if whole or not self._timer.isActive():
            self._timer.start(_DELAY if whole else _SELDOM)

    def _review(self) -> None:
        entries = list(self._model.entries)
        if self._reviewing:
            self._timer.start()
            return
        self._reviewing = True

        def done(found: list[Notice]) -> None:
            self._reviewing = False
            if [one.file for one in entries] == [one.file for one in self._model.entries]:
                self.found.emit(found)

        def failed(error: BaseException) -> None:
            self._reviewing = False
            self.failed.emit(error)

        self._background.run(
            partial(data_set.notices, entries, self._model.looks, **asdict(self.expectations)),
            done=done,
            failed=failed,
        )

    def close(self) -> None:
        """Opens nothing more."""
        self._closed = True
        self._timer.stop()
        self._looker.close()
