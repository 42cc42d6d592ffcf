"""Connects the document to the generation service: requests out, candidates in.

Everything slow (cropping the document, placing results) is done in the background thread; the
service lives in threads and a process of its own. Nothing here changes the document but what
`Applying` does.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.document.basis import KnownTiles
from core.document.document import Document
from core.document.settings import PaintSettings
from core.errors import UserError
from core.generation.events import (
    AnyEvent,
    Done,
    Event,
    Failed,
    HostChanged,
    JobId,
    JobState,
    JobStatus,
    Paused,
    Preview,
    QueueChanged,
    Result,
    StageBegun,
    Started,
    StepDone,
    TrainingTold,
    TriedAgain,
    WasCancelled,
    Work,
)
from core.generation.grid import Pace
from core.generation.maps import MapRequest
from core.generation.training import TrainingRequest
from core.geometry import Rect
from core.request import Pixels, Request
from desktop.applying import Applying
from desktop.bridge import Bridge
from desktop.candidates import Candidates, Key
from desktop.compose import (
    Composed,
    Placement,
    compose,
)
from desktop.jobs import Job, ShownPreview, about
from desktop.laying import upright_placement
from desktop.planning import Planning
from desktop.remake import compose_again
from desktop.results import candidate_of
from desktop.steer import Stand
from widgets.background import Background
from widgets.candidate_model import Candidate, Growth
from widgets.words import told

if TYPE_CHECKING:
    from core.document.state import Snapshot
    from core.generation.service import GenerationService
    from desktop.larger import Scope

_log = logging.getLogger(__name__)

SHOWN_SIDE = 320
"""The longest side of pictures in the strip."""
LARGE_SIDE = 768
"""The longest side of pictures that are shown large, in windows of their own."""
VARIED = 0.3
"""How far a variation's noise is turned from the original's: its composition stays."""


class Controller(QObject):
    """The jobs of a window's documents: what is asked of the service, and what it tells."""

    made = Signal(object, object, str)
    """A candidate that is ready, the Placement of its request, and the document's id."""
    finished = Signal(int)
    """A job of this document has made its pictures."""
    set_aside = Signal(object)
    """A job of this document was paused in the middle: its Paused."""
    preview_changed = Signal(object)
    progress_changed = Signal(object)
    """A JobStatus as a job begins, then its StageBegun and StepDone; None when nothing runs."""
    training_told = Signal(object)
    """What a training tells (TrainingTold), and how it ended or was set aside."""
    live_told = Signal(object)
    """What happened to a picture of live painting (an Event); nobody else is told of it."""
    queue_changed = Signal(object, bool, object)
    host_changed = Signal(object)
    failed = Signal(object)
    state_changed = Signal()

    def __init__(self, document: Document, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._service: GenerationService | None = None
        self._bridge = Bridge(self._deliver, self)
        self.folders: Callable[[], Sequence[Path]] = tuple
        self._told_before: dict[JobId, str] = {}
        """What was said of a job while it ran, and is among its warnings as well."""
        """In which models are looked for."""
        self._jobs: dict[JobId, Job] = {}
        self.known = KnownTiles()
        """Digests of tiles that layers were made from."""
        self._queue: tuple[JobStatus, ...] = ()
        self._composing = 0
        self._waiting: list[Callable[[], object]] = []
        self._maps: dict[JobId, Callable[[Result], object]] = {}
        self._trainings: set[JobId] = set()
        self._waiting_trainings: list[Callable[[], object]] = []
        self._live: set[JobId] = set()
        self.paused = False
        self.last_seed = 0
        """Of the first picture of the job that was queued last."""
        self.pace: Pace | None = None
        """How long pictures took last."""
        self._document = document
        self.candidates = Candidates(self)
        self.planning = Planning(document, self)
        self.planning.changed.connect(self.state_changed)
        self.applying = Applying(document, self.candidates, background, self)
        self.applying.failed.connect(self.failed)

    def set_document(self, document: Document) -> None:
        """Works on another document from now on; jobs of the old one still end as candidates."""
        self._document = document
        self.applying.set_document(document)
        self.planning.set_document(document)

    # The service ----------------------------------------------------------------------------

    def start(self, make: Callable[[Callable[[AnyEvent], object]], GenerationService]) -> None:
        """Makes the service in the background; jobs asked for until then wait for it."""
        self._background.run(
            lambda: make(self._bridge.post), done=self._started, failed=self.failed.emit
        )

    def replace_service(
        self, make: Callable[[Callable[[AnyEvent], object]], GenerationService]
    ) -> None:
        """Ends the service, with all its jobs, and makes another."""
        before, self._service = self._service, None

        def work() -> GenerationService:
            if before is not None:
                before.close()
            return make(self._bridge.post)

        self._background.run(work, done=self._started, failed=self.failed.emit)

    def _started(self, service: GenerationService) -> None:
        self._service = service
        waiting = self._waiting + self._waiting_trainings
        self._waiting, self._waiting_trainings = [], []
        for submit in waiting:
            submit()
        self.state_changed.emit()

    def close(self) -> None:
        """Ends the service and delivers nothing more."""
        self.planning.close()
        self._bridge.close()
        if self._service is not None:
            self._service.close()
            self._service = None

    @property
    def has_service(self) -> bool:
        """Whether there is something that paints."""
        return self._service is not None

    @property
    def busy(self) -> bool:
        """Whether something is painted, or waits for it."""
        return bool(self._pictures_in(self._queue) or self._composing or self._waiting)

    @staticmethod
    def _pictures_in(jobs: Sequence[JobStatus]) -> list[JobId]:
        """Jobs that are no trainings: those go on when what is painted is stopped."""
        return [job.id for job in jobs if not isinstance(job.request, TrainingRequest)]

    def generate(self, *, front: bool = False) -> None:
        """Does what the line says, on the document as it is at this moment."""
        info = self.planning.model
        if info is None or not self.planning.possible:
            return
        snapshot = self._document.snapshot()
        self._compose(
            lambda: compose(snapshot, info, self.folders(), known=self.known),
            partial(self._submit, document=self._document, front=front),
        )

    def make_again(
        self, layer: str, settings: PaintSettings, mask: tuple[Rect, Pixels] | None = None
    ) -> None:
        """Makes a generated layer again, with these settings and from what lies below it now; its
        pixels are replaced when the picture is there. `mask`: another part of the canvas."""
        info = self.planning.named(settings.model)
        if info is None:
            cause = told(f"The model “{settings.model}” was not found.")
            self.failed.emit(UserError(cause, "Choose another one."))
            return
        snapshot = self._document.snapshot()
        known, folders = self.known, self.folders()
        self._compose(
            lambda: compose_again(snapshot, layer, settings, info, folders, known=known, mask=mask),
            partial(self._submit, document=self._document, front=False, layer=layer),
        )

    def _compose(self, work: Callable[[], Composed], then: Callable[[Composed], object]) -> None:
        """Makes a request in the background; what stands in its way is told."""
        self._composing += 1
        self.state_changed.emit()

        def composed(result: Composed) -> None:
            self._composing -= 1
            then(result)

        def failed(error: BaseException) -> None:
            self._composing -= 1
            self.state_changed.emit()
            self.failed.emit(error)

        self._background.run(work, done=composed, failed=failed)

    def _submit(
        self,
        composed: Composed,
        document: Document,
        front: bool,
        layer: str | None = None,
        branch_of: JobId | None = None,
    ) -> None:
        if self._service is None:
            self._waiting.append(lambda: self._submit(composed, document, front, layer, branch_of))
            return
        request = composed.request
        self.last_seed = request.seed
        id = self._service.submit(request, front=front, branch_of=branch_of)
        self._jobs[id] = Job.of(composed, document, layer)
        self.candidates.begin(id, composed, document)
        self.state_changed.emit()

    def make(self, request: Request, placement: Placement, larger: Scope | None = None) -> None:
        """Queues a request that was made before, for the canvas as it is now. `larger`: what
        becomes of one that only makes a picture larger."""
        self._submit(Composed(request, placement, larger=larger), self._document, front=False)

    def enlarge(self, work: Callable[[Snapshot], Composed]) -> None:
        """Queues what is to be made larger of the document as it is at this moment."""
        snapshot = self._document.snapshot()
        self._compose(
            lambda: work(snapshot), partial(self._submit, document=self._document, front=False)
        )

    def compose_now(self, then: Callable[[Composed], object]) -> None:
        """Gives `then` the request that Generate would queue now."""
        info = self.planning.model
        if info is not None and self.planning.possible:
            snapshot, folders = self._document.snapshot(), self.folders()
            self._compose(lambda: compose(snapshot, info, folders, known=self.known), then)

    def make_apart(
        self,
        composed: Composed,
        request: Request,
        *,
        begun: Callable[[JobId], object],
        told: Callable[[Candidate | None], object],
    ) -> None:
        """Queues a picture that is no candidate of the strip. `begun` gets its job, and `told` the
        picture as it grows and when it is ready, or None when nothing becomes of it."""
        if self._service is None:
            self._waiting.append(lambda: self.make_apart(composed, request, begun=begun, told=told))
            return
        id = self._service.submit(request)
        own = replace(composed, request=request)
        self._jobs[id] = Job.of(own, self._document, told=told)
        begun(id)
        self.state_changed.emit()

    def make_map(self, request: MapRequest, done: Callable[[Result], object]) -> None:
        """Queues a control map. `done` gets it, whatever happened to the document meanwhile; what
        goes wrong is told as with pictures."""
        if self._service is None:
            self._waiting.append(lambda: self.make_map(request, done))
        else:
            self._maps[self._service.submit(request)] = done
        self.state_changed.emit()

    def teach(self, request: TrainingRequest, begun: Callable[[JobId], object]) -> None:
        """Queues a training; `begun` gets its number, by which its events are told."""
        if self._service is None:
            self._waiting_trainings.append(lambda: self.teach(request, begun))
            return
        id = self._service.submit(request)
        self._trainings.add(id)
        begun(id)

    def paint_live(self, request: Request) -> JobId | None:
        """Asks for a picture of live painting, in place of the one that waits; None while there is
        nothing that paints."""
        if self._service is None:
            return None
        id = self._service.submit_live(request)
        self._live.add(id)
        return id

    @property
    def busy_with(self) -> Work | None:
        """What live painting would have to wait for."""
        job = self._running_job
        return None if job is None else job.request

    def pause_training(self, job: JobId) -> None:
        """Lets a training save everything and wait."""
        if self._service is not None:
            self._service.pause(job)

    def go_on_training(self, job: JobId) -> None:
        """Goes on with one that was paused."""
        if self._service is not None:
            self._service.go_on(job)

    def pause_job(self, job: JobId) -> None:
        """Sets a job aside after the step that it is at."""
        if self._service is not None:
            self._service.pause(job)

    def stand_of(self, job: JobId) -> tuple[Composed, Stand] | None:
        """What a paused job of this document is painting, and how far it is; None: it is none."""
        known = self._jobs.get(job)
        if known is None or known.stand is None or known.made_for() is not self._document:
            return None
        return known.composed, known.stand

    def go_on(self, job: JobId, changed: Composed | None = None) -> None:
        """Goes on with a paused job, as it was or with its request changed from there on."""
        known = self._jobs.get(job)
        if self._service is None:
            return
        if known is None or changed is None or known.composed is changed:
            self._service.go_on(job)
            return
        known.composed = changed
        self._service.go_on(job, changed.request)
        self.candidates.show_request(job, changed)

    def branch(self, job: JobId, composed: Sequence[Composed]) -> None:
        """Queues jobs that go on from where a paused one stands, before all others."""
        for one in composed:
            self._submit(one, self._document, front=True, branch_of=job)

    def bring_back(
        self, jobs: Sequence[tuple[Composed, Sequence[tuple[Candidate, int]]]], document: Document
    ) -> None:
        """Puts candidates that were kept with a document, and their numbers in the gallery, into
        the strip again."""
        if jobs:
            self.last_seed = jobs[-1][1][0][0].seed
            self.candidates.bring_back(jobs, document)

    def cancel(self) -> bool:
        """Stops the running job; False when nothing runs, or a training: hours of work do not end
        with a key that takes a candidate away."""
        running = self._running_job
        if running is None or self._service is None:
            return False
        if isinstance(running.request, TrainingRequest):
            return False
        self._service.cancel(running.id)
        return True

    def cancel_job(self, job: JobId) -> None:
        if self._service is not None:
            self._service.cancel(job)

    def cancel_all(self) -> None:
        """Stops what is painted and all that waits for it; trainings stay."""
        self._waiting.clear()
        if self._service is not None:
            # The running job last: before, another would begin in its place.
            for job in reversed(self._pictures_in(self._service.jobs())):
                self._service.cancel(job)
        self.state_changed.emit()

    def move_job(self, job: JobId, position: int) -> None:
        if self._service is not None:
            self._service.move(job, position)

    def toggle_pause(self) -> None:
        if self._service is not None:
            (self._service.resume if self.paused else self._service.pause)()

    @property
    def running(self) -> JobId | None:
        job = self._running_job
        return None if job is None else job.id

    @property
    def _running_job(self) -> JobStatus | None:
        return next((job for job in self._queue if job.state is JobState.RUNNING), None)

    # Events ---------------------------------------------------------------------------------

    def _deliver(self, event: AnyEvent) -> None:
        if isinstance(event, Event) and event.job in self._live:
            if isinstance(event, Done | WasCancelled | Failed):
                self._live.discard(event.job)
            self.live_told.emit(event)
            return
        if isinstance(event, Event) and event.job in self._trainings:
            if isinstance(event, Done | WasCancelled | Failed):
                self._trainings.discard(event.job)
            self.training_told.emit(event)
            return
        match event:
            case QueueChanged(jobs=jobs, paused=paused):
                before, self._queue, self.paused = self.running, jobs, paused
                self.queue_changed.emit(jobs, paused, self._about(jobs))
                if self.running is None:
                    self.progress_changed.emit(None)
                elif self.running != before:
                    self.progress_changed.emit(jobs[0])
                self.state_changed.emit()
            case HostChanged():
                self.host_changed.emit(event)
            case Started(job=job):
                if job in self._jobs:
                    self._jobs[job].stand = None
                self.candidates.show_begun(job)
            case Paused(job=job, step=step, turn=turn):
                if job in self._jobs and step:
                    self._jobs[job].stand = Stand(step, self._jobs[job].steps, turn)
                    asked = self._jobs[job]
                    if asked.made_for() is self._document and not asked.told:
                        self.set_aside.emit(event)
            case StageBegun():
                self.progress_changed.emit(event)
            case StepDone():
                self.progress_changed.emit(event)
                if event.job in self._jobs:
                    # What becomes larger counts its steps over all of its pictures.
                    larger = self._jobs[event.job].composed.request.upscale is not None
                    turns = 1 if larger else event.turns
                    self._jobs[event.job].steps = event.steps // turns
                self.candidates.show_step(event)
            case Preview():
                self._preview(event)
            case TrainingTold():
                self.training_told.emit(event)
            case TriedAgain(job=job, text=text):
                self._told_before[job] = text
                self.failed.emit(UserError(text))
            case Done():
                self._done(event)
            case WasCancelled(job=job):
                self._end(job)
            case Failed(job=job, cause=cause, remedy=remedy, detail=detail):
                _log.error("job %s failed: %s %s\n%s", job, cause, remedy, detail)
                self._end(job)
                self.failed.emit(UserError(cause, remedy))

    def _about(self, jobs: Sequence[JobStatus]) -> Mapping[JobId, str]:
        return {job.id: about(job.request) for job in jobs}

    def _preview(self, event: Preview) -> None:
        job = self._jobs.get(event.job)
        if job is None:
            return
        if job.told is not None:
            grown = Candidate(event.job, 0, job.composed.request, Growth.GROWING)
            job.told(replace(grown, shown=event.pixels[0]))
            return
        job.take_preview(event.pixels, event.rect, event.first)
        for index, shown in enumerate(event.pixels, event.first):
            if (candidate := self.candidates.get((event.job, index))) is not None:
                self.candidates.put(replace(candidate, growth=Growth.GROWING, shown=shown))
        self.preview_changed.emit(self.preview_of((event.job, event.first)))

    def preview_of(self, key: Key) -> ShownPreview | None:
        """What is known so far of a picture that is being made, if it is of this document."""
        job = self._jobs.get(key[0])
        if job is None or job.made_for() is not self._document:
            return None
        return job.preview(*key)

    def _done(self, event: Done) -> None:
        if (take := self._maps.pop(event.job, None)) is not None:
            take(event.results[0])
            return
        job = self._jobs.get(event.job)
        if job is None:
            return
        told = self._told_before.pop(event.job, "")
        for warning in event.warnings:
            if warning != told:
                self.failed.emit(UserError(warning))
        composed = job.composed
        if composed.request.upscale is None:
            self.pace = Pace.of(composed.request, event.seconds)

        side = SHOWN_SIDE if job.told is None else LARGE_SIDE
        canvas = job.canvas

        def placed(ready: Sequence[Candidate]) -> None:
            for candidate in ready:
                if candidate.key in self.candidates:
                    self.candidates.put(candidate)
                self.made.emit(candidate, upright_placement(composed), job.document_id)
            document = job.made_for()
            if job.layer is not None and document is not None:
                self.applying.put_again(job.layer, document, composed, ready[0])
            if job.told is not None:
                self._jobs.pop(event.job, None)
                job.told(ready[0])
                self.state_changed.emit()
                return
            self._end(event.job)
            self.candidates.forget_oldest()
            if document is self._document and job.layer is None:
                self.finished.emit(event.job)

        def failed(error: BaseException) -> None:
            self._end(event.job)
            self.failed.emit(error)

        def work() -> list[Candidate]:
            return [
                candidate_of(event.job, composed, one, event.extras, side, canvas)
                for one in event.results
            ]

        self._background.run(work, done=placed, failed=failed)

    def _end(self, job: JobId) -> None:
        """A job is over: what did not become a picture goes away, and so does its preview."""
        self._maps.pop(job, None)
        known = self._jobs.pop(job, None)
        if known is not None and known.told is not None:
            known.told(None)
            self.state_changed.emit()
            return
        if known is not None:
            self.candidates.discard_unmade(job)
        self.preview_changed.emit(None)
        self.state_changed.emit()

    def vary(self, candidate: Candidate) -> None:
        """Queues as many variations of a candidate as a batch has, each from noise turned a
        little from its own towards another's."""
        composed, document = self.candidates.origin_of(candidate)
        document = self._document if document is None else document
        for _ in range(document.settings.batch):
            request = replace(
                candidate.request,
                variation_seed=random.randrange(2**31),
                variation_strength=VARIED,
            )
            self._submit(replace(composed, request=request), document, front=False)
