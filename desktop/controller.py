"""Connects the document to the generation service: requests out, candidates in.

Everything slow (cropping the document, placing results) is done in the background thread; the
service lives in threads and a process of its own. Nothing here changes the document but `apply`.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from core.document.basis import KnownTiles
from core.document.commands import AddLayer, MakeAgain, SetSettings
from core.document.document import Change, Document, Kind
from core.document.layers import RasterLayer, fresh_name
from core.document.origin import Origin
from core.document.settings import PaintSettings
from core.errors import UserError
from core.generation.events import (
    AnyEvent,
    Done,
    Event,
    Extra,
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
    WasCancelled,
    Work,
)
from core.generation.grid import Pace
from core.generation.maps import MapRequest
from core.generation.resolve import picture_of, recipe_of
from core.generation.training import TrainingRequest
from core.geometry import Rect
from core.models.info import ModelInfo
from core.request import Pixels, Request
from desktop.bridge import Bridge
from desktop.compose import (
    Composed,
    Placement,
    Plan,
    compose,
    picture_layer,
    place_for_picture,
    plan,
    summary,
)
from desktop.remake import compose_again, origin_for
from desktop.steer import Stand
from widgets.background import Background
from widgets.candidates import Candidate, Growth
from widgets.found_row import FoundMap

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.generation.service import GenerationService

_log = logging.getLogger(__name__)

PLAN_DELAY = 40
"""Milliseconds from a change of the document to the new line above the button."""
SHOWN_SIDE = 320
"""The longest side of pictures in the strip."""
LARGE_SIDE = 768
"""The longest side of pictures that are shown large, in windows of their own."""
AT_ONCE = 1 << 20
"""Pixels that become a layer within a frame."""
VARIED = 0.3
"""How far a variation's noise is turned from the original's: its composition stays."""
_PEN_LIFTS = 100
"""Milliseconds until it is looked again whether a stroke has ended."""
KEPT_BYTES = 512 << 20
"""Candidates beyond this are forgotten, the oldest first."""


@dataclass(frozen=True)
class ShownPreview:
    """A picture of the running job as it grows, for the canvas."""

    job: JobId
    pixels: Bytes
    rect: Rect
    mask: Bytes | None


@dataclass
class _Job:
    composed: Composed
    document: Document
    previews: dict[int, Bytes] = field(default_factory=dict)
    """Of each picture that has begun, the latest."""
    preview_rect: Rect | None = None
    candidates: list[tuple[JobId, int]] = field(default_factory=list)
    layer: str | None = None
    """The layer whose pixels are replaced by what is made."""
    steps: int = 0
    """How many each picture takes, once that is known."""
    stand: Stand | None = None
    """Where it was paused last."""
    told: Callable[[Candidate | None], object] | None = None
    """Who gets the only picture, instead of the strip."""


class Controller(QObject):
    """`plan_changed(Plan, line)`; candidates are added, changed and removed by their keys."""

    plan_changed = Signal(object, str)
    candidates_added = Signal(list)
    candidate_changed = Signal(object)
    candidate_removed = Signal(object)
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
        """In which models are looked for."""
        self._models: dict[str, ModelInfo] = {}
        self._searched = False
        self._jobs: dict[JobId, _Job] = {}
        self._origins: dict[JobId, tuple[Composed, Document]] = {}
        """What a job was, for as long as one of its pictures is a candidate."""
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
        self.recipe: Request | None = None
        """What made the candidate that was applied last."""
        self.last_seed: int | None = None
        self.pace: Pace | None = None
        """How long pictures took last."""
        self.candidates: dict[tuple[JobId, int], Candidate] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._make_plan)
        self._disconnect: Callable[[], None] = lambda: None
        self.plan: Plan | None = None
        self.set_document(document)

    # The document ---------------------------------------------------------------------------

    def set_document(self, document: Document) -> None:
        """Works on another document from now on; jobs of the old one still end as candidates."""
        self._disconnect()
        self._document = document
        self._disconnect = document.changed.connect(self._changed)
        self.recipe = None
        self._make_plan()

    def _changed(self, change: Change) -> None:
        if change.kinds != {Kind.ACTIVE} and not self._timer.isActive():
            slower = 3 if self._document.stroke is not None else 1
            self._timer.start(PLAN_DELAY * slower)

    def _make_plan(self) -> None:
        settings = self._document.settings
        info = self.model
        if info is None:
            cause = "Looking for models…"
            if self._searched:
                cause = f"The model “{settings.model}” was not found."
            self.plan = replace(plan(self._document.state, None), problem=cause)
        else:
            self.plan = plan(self._document.state, info)
        self.plan_changed.emit(self.plan, summary(self.plan, settings, info))
        self.state_changed.emit()

    def plan_again(self) -> None:
        """Says once more what would happen, to whoever has begun to listen."""
        self._make_plan()

    @property
    def models(self) -> list[ModelInfo]:
        """Every model that was found."""
        return list(self._models.values())

    @property
    def model(self) -> ModelInfo | None:
        """The document's model, if it was found."""
        return self._models.get(self._document.settings.model)

    def show_models(self, models: Sequence[ModelInfo]) -> None:
        """Which models there are."""
        self._models = {info.id: info for info in models}
        self._searched = True
        self._make_plan()

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
        self._disconnect()
        self._timer.stop()
        self._bridge.close()
        if self._service is not None:
            self._service.close()
            self._service = None

    @property
    def has_service(self) -> bool:
        """Whether there is something that paints."""
        return self._service is not None

    @property
    def possible(self) -> bool:
        return self.plan is not None and self.plan.possible

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
        info = self.model
        if info is None or not self.possible:
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
        info = self._models.get(settings.model)
        if info is None:
            cause = f"The model “{settings.model}” was not found."
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
        job = self._jobs[id] = _Job(composed, document, layer=layer)
        self._origins[id] = composed, document
        added = [Candidate(id, i, picture_of(request, i)) for i in range(request.batch)]
        for candidate in added:
            self.candidates[candidate.key] = candidate
            job.candidates.append(candidate.key)
        self.candidates_added.emit(added)
        self.state_changed.emit()

    def make(self, request: Request, placement: Placement) -> None:
        """Queues a request that was made before, for the canvas as it is now."""
        self._submit(Composed(request, placement), self._document, front=False)

    def compose_now(self, then: Callable[[Composed], object]) -> None:
        """Gives `then` the request that Generate would queue now."""
        info = self.model
        if info is not None and self.possible:
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
        self._jobs[id] = _Job(own, self._document, told=told)
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
        if known is None or known.stand is None or known.document is not self._document:
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
        for key in known.candidates:
            if key in self.candidates:
                request = picture_of(changed.request, key[1])
                self._change(replace(self.candidates[key], request=request))

    def branch(self, job: JobId, composed: Sequence[Composed]) -> None:
        """Queues jobs that go on from where a paused one stands, before all others."""
        for one in composed:
            self._submit(one, self._document, front=True, branch_of=job)

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
                self._each(job, growth=Growth.GROWING)
            case Paused(job=job, step=step, turn=turn):
                if job in self._jobs and step:
                    self._jobs[job].stand = Stand(step, self._jobs[job].steps, turn)
                    if self._jobs[job].document is self._document and not self._jobs[job].told:
                        self.set_aside.emit(event)
            case StageBegun():
                self.progress_changed.emit(event)
            case StepDone():
                self.progress_changed.emit(event)
                self._grown(event)
            case Preview():
                self._preview(event)
            case TrainingTold():
                self.training_told.emit(event)
            case Done():
                self._done(event)
            case WasCancelled(job=job):
                self._end(job)
            case Failed(job=job, cause=cause, remedy=remedy, detail=detail):
                _log.error("job %s failed: %s %s\n%s", job, cause, remedy, detail)
                self._end(job)
                self.failed.emit(UserError(cause, remedy))

    def _about(self, jobs: Sequence[JobStatus]) -> Mapping[JobId, str]:
        return {job.id: _about(job.request) for job in jobs}

    def _each(self, job: JobId, **changes: object) -> None:
        known = self._jobs.get(job)
        for key in known.candidates if known is not None else ():
            if key in self.candidates and not self.candidates[key].ready:
                self._change(replace(self.candidates[key], **changes))  # type: ignore[arg-type]

    def _grown(self, event: StepDone) -> None:
        """How far each picture is: all the same, or one after the other."""
        if event.job in self._jobs:
            self._jobs[event.job].steps = event.steps // event.turns
        done = event.step / event.steps
        for candidate in list(self.candidates.values()):
            if candidate.job == event.job and not candidate.ready:
                own = done if event.turns == 1 else done * event.turns - candidate.index
                progress = min(1.0, max(0.0, own))
                self._change(replace(candidate, growth=Growth.GROWING, progress=progress))

    def _change(self, candidate: Candidate) -> None:
        self.candidates[candidate.key] = candidate
        self.candidate_changed.emit(candidate)

    def _preview(self, event: Preview) -> None:
        job = self._jobs.get(event.job)
        if job is None:
            return
        if job.told is not None:
            grown = Candidate(event.job, 0, job.composed.request, Growth.GROWING)
            job.told(replace(grown, shown=event.pixels[0]))
            return
        job.preview_rect = job.composed.placement.on_canvas(event.rect)
        for index, shown in enumerate(event.pixels, event.first):
            job.previews[index] = shown
            if (candidate := self.candidates.get((event.job, index))) is not None:
                self._change(replace(candidate, growth=Growth.GROWING, shown=shown))
        self.preview_changed.emit(self.preview_of((event.job, event.first)))

    def preview_of(self, key: tuple[JobId, int]) -> ShownPreview | None:
        """What is known so far of a picture that is being made, if it is of this document."""
        job = self._jobs.get(key[0])
        if job is None or job.document is not self._document:
            return None
        if job.preview_rect is None or key[1] not in job.previews:
            return None
        mask = job.composed.mask
        fits = mask is not None and mask[0] == job.preview_rect
        shown = mask[1] if mask is not None and fits else None
        return ShownPreview(key[0], job.previews[key[1]], job.preview_rect, shown)

    def _done(self, event: Done) -> None:
        if (take := self._maps.pop(event.job, None)) is not None:
            take(event.results[0])
            return
        job = self._jobs.get(event.job)
        if job is None:
            return
        for warning in event.warnings:
            self.failed.emit(UserError(warning))
        composed = job.composed
        self.pace = Pace.of(composed.request, event.seconds)

        side = SHOWN_SIDE if job.told is None else LARGE_SIDE

        def placed(ready: Sequence[Candidate]) -> None:
            for candidate in ready:
                if candidate.key in self.candidates:
                    self._change(candidate)
                self.made.emit(candidate, composed.placement, job.document.state.id)
            if job.layer is not None:
                self._put(job, ready[0], job.layer)
            if job.told is not None:
                self._jobs.pop(event.job, None)
                job.told(ready[0])
                self.state_changed.emit()
                return
            self._end(event.job)
            self._forget_oldest()
            if job.document is self._document and job.layer is None:
                self.finished.emit(event.job)

        def failed(error: BaseException) -> None:
            self._end(event.job)
            self.failed.emit(error)

        self._background.run(
            lambda: [
                _ready(event.job, composed, result, event.extras, side) for result in event.results
            ],
            done=placed,
            failed=failed,
        )

    def _end(self, job: JobId) -> None:
        """A job is over: what did not become a picture goes away, and so does its preview."""
        self._maps.pop(job, None)
        known = self._jobs.pop(job, None)
        if known is not None and known.told is not None:
            known.told(None)
            self.state_changed.emit()
            return
        for key in known.candidates if known is not None else ():
            if key in self.candidates and not self.candidates[key].ready:
                self.discard(self.candidates[key])
        self.preview_changed.emit(None)
        self.state_changed.emit()

    def _forget_oldest(self) -> None:
        kept = [c for c in self.candidates.values() if c.ready]
        # Those that are layers already are missed least.
        kept.sort(key=lambda candidate: candidate.growth is not Growth.APPLIED)
        while len(kept) > 1 and _held(kept) > KEPT_BYTES:
            self.discard(kept.pop(0))

    # Candidates -----------------------------------------------------------------------------

    def apply(self, candidate: Candidate, composed: Composed | None = None) -> None:
        """Makes a candidate a new layer: one step that can be undone. Raises UserError.

        `composed` is what it was made of, for one that is not in the strip.
        """
        assert candidate.pixels is not None and candidate.rect is not None
        words = " ".join(candidate.request.prompt.split())
        name = words if len(words) <= 40 else words[:39].rstrip() + "…"
        composed = self._origins[candidate.job][0] if composed is None else composed
        origin = origin_for(composed, candidate.request)
        self.place(name or "Result", candidate.pixels, candidate.rect, "Apply result", origin)
        self.recipe = candidate.request
        if candidate.key in self.candidates:
            self._change(replace(candidate, growth=Growth.APPLIED))

    def _put(self, job: _Job, candidate: Candidate, layer: str) -> None:
        """Gives a layer the pixels of what was made for it. When it is gone, or its document is
        not shown any more, they stay a candidate."""
        document, pixels, rect = job.document, candidate.pixels, candidate.rect
        assert pixels is not None and rect is not None
        origin = origin_for(job.composed, candidate.request)

        def put(made: RasterLayer) -> None:
            if document is not self._document or not document.state.has_layer(layer):
                return
            if document.stroke is not None:  # the pen goes first
                QTimer.singleShot(_PEN_LIFTS, self, lambda: put(made))
                return
            try:
                document.perform(MakeAgain(layer, made.pixels, origin))
            except UserError as error:
                self.failed.emit(error)
                return
            if (now := self.candidates.get(candidate.key)) is not None:
                self._change(replace(now, growth=Growth.APPLIED))
            self.recipe = candidate.request

        size = document.size
        self._background.run(
            lambda: picture_layer("", pixels, rect, size), done=put, failed=self.failed.emit
        )

    def place(
        self, name: str, pixels: Bytes, rect: Rect, text: str, origin: Origin | None = None
    ) -> None:
        """Straight RGBA, stretched over `rect` of the canvas, as a new layer: at once, or for
        what would take longer than a frame as soon as it has been made in the background.
        `origin` is how it was generated, if it was."""
        document = self._document
        name = fresh_name(name, document.layers)
        make = partial(picture_layer, name, pixels, rect, document.size)

        def add(layer: RasterLayer) -> None:
            layer = layer.replaced(origin=origin)
            document.perform(AddLayer(layer, place_for_picture(document.state), text=text))

        if rect.area <= AT_ONCE:
            add(make())
        else:
            self._background.run(make, done=add, failed=self.failed.emit)

    def discard(self, candidate: Candidate) -> None:
        """Removes a candidate; the others of its batch stay."""
        if self.candidates.pop(candidate.key, None) is not None:
            if all(job != candidate.job for job, _ in self.candidates):
                self._origins.pop(candidate.job, None)
            self.candidate_removed.emit(candidate.key)

    def vary(self, candidate: Candidate) -> None:
        """Queues as many variations of a candidate as a batch has, each from noise turned a
        little from its own towards another's."""
        composed, document = self._origins[candidate.job]
        for _ in range(document.settings.batch):
            request = replace(
                candidate.request,
                variation_seed=random.randrange(2**31),
                variation_strength=VARIED,
            )
            self._submit(replace(composed, request=request), document, front=False)

    def use_seed(self, candidate: Candidate) -> None:
        """Fixes the seed for the next run, so that the first picture is made from it."""
        self._document.perform(SetSettings(seed=candidate.seed))


def _held(candidates: Iterable[Candidate]) -> int:
    """Bytes of all that candidates keep, what they share counted once."""
    arrays = (array for candidate in candidates for array in candidate.arrays())
    return sum({id(array): array.nbytes for array in arrays}.values())


def _ready(
    job: JobId, composed: Composed, result: Result, extras: Sequence[Extra], side: int
) -> Candidate:
    """A result as a candidate, with a small picture for the strip, and what was found."""
    source = composed.request.source
    behind = None
    if source is not None and Rect.of_size(source.size).contains(result.rect):
        behind = source.array[result.rect.slices]
    return Candidate(
        job,
        result.index,
        recipe_of(composed.request, result),
        Growth.READY,
        seed=result.seed,
        shown=_shown(result.pixels, behind, side),
        pixels=result.pixels,
        rect=composed.placement.on_canvas(result.rect),
        progress=1.0,
        found=tuple(
            FoundMap(extra.name, extra.pixels, composed.placement.on_canvas(extra.rect))
            for extra in extras
            if extra.index == result.index
        ),
    )


def _shown(pixels: Bytes, behind: Bytes | None, side: int) -> Bytes:
    """RGB of a result over what lies behind it, no side longer than `side`."""
    height, width = pixels.shape[:2]
    scale = min(1.0, side / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    if behind is None or behind.shape[:2] != (height, width):
        return np.ascontiguousarray(small[..., :3])
    below = cv2.resize(behind, size, interpolation=cv2.INTER_AREA)[..., :3]
    alpha = small[..., 3:].astype(np.float32) / 255
    mixed = small[..., :3] * alpha + below * (1 - alpha)
    return np.ascontiguousarray(np.rint(mixed).astype(np.uint8))


def _about(request: Work) -> str:
    if isinstance(request, MapRequest):
        return f"{request.picture.size} px"
    if isinstance(request, TrainingRequest):
        return f"{request.plan.steps} steps"
    return f"{request.batch} × {request.mode.replace('_', ' ')}, {request.steps} steps"
