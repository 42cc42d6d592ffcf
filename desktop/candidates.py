"""The candidates of the session: pictures that are being made or are ready, and of what."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.document.document import Document
from core.generation.events import JobId, StepDone
from core.generation.resolve import picture_of
from core.recovery.candidates import Found, KeptCandidate, KeptJob
from core.request import Pixels
from desktop.compose import Composed
from widgets.candidate_model import Candidate, Growth

Key = tuple[JobId, int]
"""The job, and which of its pictures."""
KEPT_BYTES = 512 << 20
"""Candidates beyond this are forgotten, the oldest first."""


class Candidates(QObject):
    """All that there are, by their keys."""

    added = Signal(list)
    changed = Signal(object)
    """The Candidate as it is now."""
    removed = Signal(object)
    """The key of one that is gone."""
    kept_changed = Signal()
    """What `kept_of` tells is another."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: dict[Key, Candidate] = {}
        self._origins: dict[JobId, tuple[Composed, weakref.ref[Document]]] = {}
        """What a job was, for as long as one of its pictures is a candidate."""
        self._entries: dict[Key, int] = {}
        """Of those that are in the gallery, their numbers there."""
        self._brought_back = 0
        self._held: dict[Key, dict[int, int]] = {}
        """What those that are ready keep: how many bytes each array has."""

    def __contains__(self, key: object) -> bool:
        return key in self._all

    def __getitem__(self, key: Key) -> Candidate:
        return self._all[key]

    def get(self, key: Key) -> Candidate | None:
        """The one with this key, if it is there still."""
        return self._all.get(key)

    def values(self) -> Iterable[Candidate]:
        """All, the oldest first."""
        return self._all.values()

    def of(self, job: JobId) -> list[Candidate]:
        """Those of a job that are left."""
        return [candidate for candidate in self._all.values() if candidate.job == job]

    def origin_of(self, candidate: Candidate) -> tuple[Composed, Document | None]:
        """What it is made of, and for which document, None when that was closed; KeyError when it
        was discarded."""
        composed, document = self._origins[candidate.job]
        return composed, document()

    def begin(self, job: JobId, composed: Composed, document: Document) -> None:
        """Adds a candidate for each picture that a job will make."""
        request = composed.request
        self._origins[job] = composed, weakref.ref(document)
        added = [Candidate(job, i, picture_of(request, i)) for i in range(request.batch)]
        self._all.update((candidate.key, candidate) for candidate in added)
        self.added.emit(added)

    def put(self, candidate: Candidate) -> None:
        """Puts another in the place of the one with its key."""
        self._all[candidate.key] = candidate
        self._held.pop(candidate.key, None)
        self.changed.emit(candidate)
        if candidate.key in self._entries:
            self.kept_changed.emit()

    def show_begun(self, job: JobId) -> None:
        """A job runs: its pictures grow."""
        for candidate in self.of(job):
            if not candidate.ready:
                self.put(replace(candidate, growth=Growth.GROWING))

    def show_step(self, event: StepDone) -> None:
        """How far each picture is: all the same, or one after the other."""
        done = event.step / event.steps
        for candidate in self.of(event.job):
            if not candidate.ready:
                own = done if event.turns == 1 else done * event.turns - candidate.index
                progress = min(1.0, max(0.0, own))
                self.put(replace(candidate, growth=Growth.GROWING, progress=progress))

    def show_request(self, job: JobId, composed: Composed) -> None:
        """From now on a job makes its pictures of this."""
        for candidate in self.of(job):
            self.put(replace(candidate, request=picture_of(composed.request, candidate.index)))

    def discard(self, candidate: Candidate) -> None:
        """Removes a candidate; the others of its batch stay."""
        self._held.pop(candidate.key, None)
        if self._all.pop(candidate.key, None) is not None:
            if not self.of(candidate.job):
                self._origins.pop(candidate.job, None)
            self.removed.emit(candidate.key)
            if self._entries.pop(candidate.key, None) is not None:
                self.kept_changed.emit()

    # After a crash --------------------------------------------------------------------------

    def note_entry(self, key: Key, entry: int) -> None:
        """One that is ready is in the gallery now, by this number."""
        if key in self._all:
            self._entries[key] = entry
            self.kept_changed.emit()

    def kept_of(self, document: Document) -> tuple[KeptJob, ...]:
        """Those of a document that are in the gallery, as an autosave keeps them."""
        jobs: dict[JobId, list[Candidate]] = {}
        for key, candidate in self._all.items():
            if key in self._entries and self._origins[candidate.job][1]() is document:
                jobs.setdefault(candidate.job, []).append(candidate)
        return tuple(self._kept_job(job, candidates) for job, candidates in jobs.items())

    def _kept_job(self, job: JobId, candidates: Sequence[Candidate]) -> KeptJob:
        composed, _ = self._origins[job]
        turned = composed.origin is not None and bool(composed.origin.quad)
        kept = (
            KeptCandidate(
                self._entries[one.key],
                one.index,
                one.seed,
                one.growth is Growth.APPLIED,
                Pixels(one.fitted) if turned and one.fitted is not None else None,
                tuple(Found(map.name, map.rect, Pixels(map.pixels)) for map in one.found),
            )
            for one in candidates
        )
        placement, larger = composed.placement, composed.larger
        return KeptJob(
            placement.rect,
            placement.size,
            tuple(kept),
            composed.origin,
            "" if larger is None else larger.value,
        )

    def bring_back(
        self, jobs: Sequence[tuple[Composed, Sequence[tuple[Candidate, int]]]], document: Document
    ) -> None:
        """Adds those that were kept of a document, each with its number in the gallery; their jobs
        are numbered anew, below those of the service."""
        for composed, candidates in jobs:
            self._brought_back -= 1
            job = self._brought_back
            self._origins[job] = composed, weakref.ref(document)
            added = [replace(candidate, job=job) for candidate, _ in candidates]
            self._all.update((candidate.key, candidate) for candidate in added)
            self._entries |= {
                one.key: entry for one, (_, entry) in zip(added, candidates, strict=True)
            }
            self.added.emit(added)
        self.forget_oldest()
        self.kept_changed.emit()

    def discard_unmade(self, job: JobId) -> None:
        """Removes what did not become a picture of a job that is over."""
        for candidate in self.of(job):
            if not candidate.ready:
                self.discard(candidate)

    def forget_oldest(self) -> None:
        """Removes the oldest ones that are ready, until what is kept is within KEPT_BYTES."""
        kept = [candidate for candidate in self._all.values() if candidate.ready]
        # Those that are layers already are missed least.
        kept.sort(key=lambda candidate: candidate.growth is not Growth.APPLIED)
        while len(kept) > 1 and self._bytes_of(kept) > KEPT_BYTES:
            self.discard(kept.pop(0))

    @property
    def nbytes(self) -> int:
        """What those that are ready keep."""
        return self._bytes_of(candidate for candidate in self._all.values() if candidate.ready)

    def _bytes_of(self, candidates: Iterable[Candidate]) -> int:
        """Bytes of all that candidates keep, what they share counted once."""
        sizes: dict[int, int] = {}
        for candidate in candidates:
            held = self._held.get(candidate.key)
            if held is None:
                composed, _ = self._origins[candidate.job]
                arrays = [*candidate.arrays(), *composed.arrays()]
                held = self._held[candidate.key] = {id(one): one.nbytes for one in arrays}
            sizes |= held
        return sum(sizes.values())
