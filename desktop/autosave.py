"""Unsaved changes, and candidates that wait, are kept in the program's own place, in a thread of
their own."""

from __future__ import annotations

import errno
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core import places
from core.document.document import Change, Document, Kind
from core.errors import Cancelled, UserError
from widgets.background import Background
from widgets.words import tr

if TYPE_CHECKING:
    from core.recovery.candidates import KeptJob
    from core.recovery.journal import Journal

_log = logging.getLogger(__name__)

AFTER = 45.0
"""Seconds from a change until it is kept; two minutes are the most that an artist may lose."""
AFTER_CANDIDATES = 10.0
"""Seconds from when candidates came or went: what they took the machine is longer."""
SOON = 1.0
"""Seconds until it is tried again while a stroke is under way, or the last time still goes on."""


class _Kept:
    """One document and what is kept of it. The journal belongs to the thread."""

    def __init__(self, document: Document, journal: Journal | None = None) -> None:
        self.document = document
        self.journal = journal
        self.moment: int | None = None
        """What is kept: where the document's timeline stood; None: nothing."""
        self.candidates: tuple[tuple[int, bool], ...] = ()
        """Those that are kept: their numbers in the gallery, and whether they were applied."""
        self.voided = 0
        """How often all that was kept has gone."""
        self.stopped = threading.Event()
        self.busy = False


class Autosave(QObject):
    """Keeps the document that it was given last; `failed(UserError)` once until it goes well again,
    which `well_again` tells with the same error.

    The GUI thread only takes a snapshot.
    """

    failed = Signal(object)
    well_again = Signal(object)
    kept = Signal(int)
    """Bytes that were written."""

    def __init__(self, parent: QObject, path: Callable[[], Path | None]) -> None:
        super().__init__(parent)
        self._path = path
        self.candidates_of: Callable[[Document], tuple[KeptJob, ...]] = lambda _: ()
        """Candidates of a document that come back with it."""
        self.background = Background(self)
        """A thread of its own: a large picture does not keep others waiting."""
        self._kept: _Kept | None = None
        self._told: UserError | None = None
        self._disconnect: Callable[[], None] = lambda: None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep)

    def set_document(self, document: Document) -> None:
        """Keeps another document from now on; the one before is saved, or thrown away on
        purpose."""
        if self._kept is None or self._kept.document is not document:
            self._let_go()
            self._kept = _Kept(document)
            self._disconnect = document.changed.connect(self._changed)

    def resume(self, journal: Journal) -> None:
        """The document was recovered: it is kept where it was found."""
        assert self._kept is not None
        self._kept.journal = journal
        self._kept.moment = self._kept.document.moment

    def look_again(self) -> None:
        """The document was saved: what was kept of it is older now. Nothing is to be recovered,
        unless it changed meanwhile, or candidates wait."""
        kept = self._kept
        if kept is not None and not kept.document.modified:
            self._timer.stop()
            self._void(kept)
            self.candidates_changed()

    def give_up(self) -> None:
        """The window closes, and the artist knows what becomes of the changes."""
        self._let_go()

    def close(self) -> None:
        """Ends the thread. What is still kept is offered at the next start."""
        self._timer.stop()
        self._disconnect()
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.stopped.set()
            self._do(lambda: None if kept.journal is None else kept.journal.release())
        self.background.close()

    @property
    def up_to_date(self) -> bool:
        """Whether everything that is not saved is kept."""
        kept = self._kept
        if kept is None:
            return True
        jobs = self.candidates_of(kept.document)
        if not (kept.busy or kept.document.modified or _undecided(jobs)):
            return True
        as_kept = kept.document.moment == kept.moment and _marks(jobs) == kept.candidates
        return not kept.busy and as_kept

    # Keeping --------------------------------------------------------------------------------

    def candidates_changed(self) -> None:
        """Other candidates wait than before."""
        wait = round(AFTER_CANDIDATES * 1000)
        if self._kept is not None and not 0 <= self._timer.remainingTime() <= wait:
            self._timer.start(wait)

    def _changed(self, change: Change) -> None:
        if change.kinds != {Kind.ACTIVE} and not self._timer.isActive():
            self._wait(AFTER)

    def _wait(self, seconds: float) -> None:
        self._timer.start(round(seconds * 1000))

    def keep(self) -> None:
        """Keeps the document as it is now, if there is something to keep."""
        kept = self._kept
        if kept is None:
            return
        document = kept.document
        if document.stroke is not None or kept.busy:
            self._wait(SOON)
            return
        jobs = self.candidates_of(document)
        if not document.modified and not _undecided(jobs):  # undone, or saved
            self._void(kept)
        elif document.moment != kept.moment or _marks(jobs) != kept.candidates:
            self._write(kept, jobs)

    def _write(self, kept: _Kept, jobs: tuple[KeptJob, ...]) -> None:
        path, moment, voided = self._path(), kept.document.moment, kept.voided
        try:
            snapshot = kept.document.snapshot()
        except MemoryError as error:
            self._trouble(error)
            return
        kept.busy = True

        def work() -> int:
            from core.recovery.journal import Journal
            from core.recovery.place import root

            if kept.journal is None:
                kept.journal = Journal(root())
            return kept.journal.write(snapshot, path, candidates=jobs, stopped=kept.stopped.is_set)

        def done(count: int) -> None:
            kept.busy = False
            told, self._told = self._told, None
            if told is not None:
                self.well_again.emit(told)
            if kept is self._kept:
                if voided != kept.voided:  # saved meanwhile
                    kept.moment = None
                else:
                    self._ended(kept, moment, jobs)
            self.kept.emit(count)

        def failed(error: BaseException) -> None:
            kept.busy = False
            if kept is self._kept:
                self._trouble(error)

        self.background.run(work, done=done, failed=failed)

    def _ended(self, kept: _Kept, moment: int, jobs: tuple[KeptJob, ...]) -> None:
        kept.moment, kept.candidates = moment, _marks(jobs)
        if not kept.document.modified and not _undecided(jobs):  # undone meanwhile
            self._void(kept)
        elif kept.document.moment != moment and not self._timer.isActive():
            self._wait(AFTER)

    def _trouble(self, error: BaseException) -> None:
        """Painting goes on, and so does what was kept before."""
        self._wait(AFTER)
        if isinstance(error, Cancelled):
            return
        _log.warning("autosave failed", exc_info=error)
        if self._told is None:
            self._told = _told(error)
            self.failed.emit(self._told)

    def _void(self, kept: _Kept) -> None:
        if kept.moment is None and not kept.busy:
            return
        kept.moment, kept.candidates = None, ()
        kept.voided += 1
        self._do(lambda: None if kept.journal is None else kept.journal.void())

    def _let_go(self) -> None:
        """The document is done with: what is kept of it goes."""
        self._timer.stop()
        self._disconnect()
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.stopped.set()
            if kept.journal is not None or kept.busy:
                self._do(lambda: None if kept.journal is None else kept.journal.remove())

    def _do(self, work: Callable[[], None]) -> None:
        self.background.run(
            work,
            done=lambda _: None,
            failed=lambda error: _log.warning("autosave cannot tidy up", exc_info=error),
        )


def _undecided(jobs: tuple[KeptJob, ...]) -> bool:
    return any(job.undecided for job in jobs)


def _marks(jobs: tuple[KeptJob, ...]) -> tuple[tuple[int, bool], ...]:
    return tuple((one.entry, one.applied) for job in jobs for one in job.candidates)


def _told(error: BaseException) -> UserError:
    """What an artist reads of it."""
    from core.files.trouble import why_unwritable
    from core.recovery.place import root

    failed = tr("Autosave failed, and is tried again")
    if isinstance(error, MemoryError):
        return UserError(f"{failed}: no memory is left.", "Close other programs.")
    folder = places.shown(root())
    cause = error.__cause__
    if isinstance(cause, OSError):
        full = cause.errno in (errno.ENOSPC, errno.EDQUOT)
        remedy = f"{'Make room in' if full else 'Check'} {folder}."
        return UserError(f"{failed}: {why_unwritable(cause)}.", remedy)
    if isinstance(error, UserError):
        return UserError(f"{failed}: {error.cause}", f"Check {folder}.")
    return UserError(f"{failed}; the log says why.", "Save, to be safe.")
