"""Pausing a picture while it grows, painting on it, and going on: what joins strip and queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from core.document.commands import AddLayer, RemoveLayer
from core.document.layers import RasterLayer, fresh_name
from core.errors import UserError
from core.generation.events import JobId, JobState, JobStatus, Paused
from core.generation.maps import MapRequest
from core.generation.resolve import turns_of
from core.generation.training import TrainingRequest
from desktop.compose import Composed
from desktop.controller import Controller
from desktop.in_place import InPlace
from desktop.jobs import ShownPreview
from desktop.steer import Stand, branches, steered
from widgets.steer_strip import SteerStrip
from widgets.words import tr

if TYPE_CHECKING:
    from core.document.document import Change, Document
    from desktop.window import Window

LAYER = "Painted on the preview"
PATIENCE = 700
"""Milliseconds for which a picture grows before it offers to be paused: quicker ones would only
have a button flash up."""


class Steering(QObject):
    """Belongs to a window. Of several paused jobs of its document it shows the one paused last."""

    def __init__(self, window: Window, controller: Controller, in_place: InPlace) -> None:
        super().__init__(window)
        self._window, self._controller, self._in_place = window, controller, in_place
        over = window.canvas.parentWidget() or window
        self.strip = SteerStrip(over, partial(_seen, window, over))
        self._jobs: tuple[JobStatus, ...] = ()
        self._shown: JobId | None = None
        """The paused job that the strip is about."""
        self._layer: str | None = None
        """The layer that is painted on over it."""
        self._busy = False
        self._disconnect: Callable[[], None] = lambda: None
        self._growing = QTimer(self)
        self._growing.setSingleShot(True)
        self._growing.timeout.connect(self._offer)
        controller.set_aside.connect(self._set_aside)
        controller.queue_changed.connect(self._queue_changed)
        controller.preview_changed.connect(self._preview_changed)
        strip = self.strip
        strip.paused.connect(self.toggle)
        strip.paint_toggled.connect(self._paint)
        strip.branched.connect(self.branch)
        strip.gone_on.connect(self.go_on)
        strip.cancelled.connect(self._cancel)
        window.canvas.aboutToPaint.connect(self._painted_first)
        self.set_document(window.document)

    def set_document(self, document: Document) -> None:
        """Works on another document from now on; its paused jobs wait in the queue."""
        self._disconnect()
        self._disconnect = document.changed.connect(self._changed)
        self._layer = None
        self._in_place.forget()
        self._show(None)

    # What is asked for ------------------------------------------------------------------------

    @property
    def can_pause(self) -> bool:
        """Whether a picture grows that could be paused."""
        return self._running is not None

    @property
    def is_paused(self) -> bool:
        """Whether a paused picture is shown."""
        return self._shown is not None

    def toggle(self) -> None:
        """Pauses what grows; or goes on with what is paused."""
        if self._shown is not None:
            self.go_on()
        elif (running := self._running) is not None:
            self._controller.pause_job(running.id)

    def toggle_job(self, job: JobId) -> None:
        """The same for a job of the queue. The one that the strip is about goes on with what was
        changed, others as they were."""
        if job == self._shown:
            self.go_on()
        elif any(one.id == job and one.state is JobState.PAUSED for one in self._jobs):
            self._controller.go_on(job)
        else:
            self._controller.pause_job(job)

    def go_on(self) -> None:
        """Goes on with the shown job, with all that was changed meanwhile."""
        job, layer = self._shown, self._layer

        if job is not None and (known := self._known) is not None and not _steers(known[0]):
            self._controller.go_on(job)
            self._show(None)
            return

        def done(composed: Composed, changed: Composed) -> None:
            if job is None:
                return
            self._controller.go_on(job, changed)
            self._show(None)
            if layer is not None and self._window.document.state.has_layer(layer):
                self._window.edit.perform(RemoveLayer(layer, text="Go on"))

        self._find_changes(done)

    def branch(self, count: int | None = None) -> None:
        """Makes pictures that share what there is of the shown job; it stays paused."""
        job, known = self._shown, self._known
        if job is None or known is None or not self._can_branch(known[0]):
            return
        wanted = self.strip.count.value() if count is None else count

        def done(composed: Composed, changed: Composed) -> None:
            if job == self._shown and known is not None:
                self._controller.branch(job, branches(composed, changed, known[1], wanted))

        self._find_changes(done)

    def _cancel(self) -> None:
        if self._shown is not None:
            self._controller.cancel_job(self._shown)

    def _paint(self, on: bool) -> None:
        """Adds the layer that lies above the preview, or takes it away."""
        window = self._window
        if not on:
            if self._layer is not None and window.document.state.has_layer(self._layer):
                window.edit.perform(RemoveLayer(self._layer))
            return
        document = window.document
        layer = RasterLayer.empty(document.size, fresh_name(tr(LAYER), document.layers))
        if not window.edit.perform(AddLayer(layer, len(document.layers), text="Paint on preview")):
            self.strip.show_painting(False)
            return
        self._layer = layer.id
        self._in_place.let_go()
        self._hold()
        if not window.canvas.has_brush or window.canvas.tool == "mask_brush":
            window.canvas.set_tool("brush")
        window.canvas.setFocus()

    def _painted_first(self) -> None:
        """Whoever paints on a paused picture in sight paints on that, and not on what it hides."""
        button = self.strip.paint_button
        seen = self.strip.is_paused and button.isVisible() and button.isEnabled()
        hides = isinstance(self._window.document.active, RasterLayer)
        if seen and hides and self._layer is None and self._in_place.chosen is None:
            button.click()

    def _find_changes(self, done: Callable[[Composed, Composed], object]) -> None:
        """What the window says by now, found in the background; what cannot be done is told, and
        the job stays paused."""
        known = self._known
        if known is None or self._busy:
            return
        composed, stand = known
        snapshot = self._window.document.snapshot()
        layer, dirs = self._layer, self._controller.folders()
        self._busy = True
        self._show(self._shown)

        def ready(changed: Composed) -> None:
            self._busy = False
            try:
                done(composed, changed)
            except UserError as error:
                self._window.tell(error)
            self._show(self._shown)

        def failed(error: BaseException) -> None:
            self._busy = False
            self._show(self._shown)
            self._window.tell(error)

        work = partial(steered, snapshot, composed, stand, layer, dirs)
        self._window.background.run(work, done=ready, failed=failed)

    # What happens -----------------------------------------------------------------------------

    def _set_aside(self, event: Paused) -> None:
        self._layer = None
        self._in_place.let_go()
        self._show(event.job)

    def _queue_changed(self, jobs: Sequence[JobStatus], *_: object) -> None:
        self._jobs = tuple(jobs)
        if self._running is None:
            self._growing.stop()
        waits = [job.id for job in jobs if job.state is JobState.PAUSED and self._stands(job.id)]
        if self._shown not in waits:
            self._show(waits[0] if waits else None)
        elif not self.strip.is_paused:
            self._show(self._shown)

    def _preview_changed(self, preview: ShownPreview | None) -> None:
        if preview is None or self._running is None:
            if not self.strip.is_paused:
                self.strip.hide()
            self._growing.stop()
        elif self._shown is None and self.strip.isHidden() and not self._growing.isActive():
            self._growing.start(PATIENCE)

    def _offer(self) -> None:
        if self._shown is None and self._running is not None:
            self._tell_keys()
            self.strip.show_growing()

    def _changed(self, change: Change) -> None:
        """The layer may have been undone, or removed, or brought back."""
        if self._layer is None or self._shown is None:
            return
        there = self._window.document.state.has_layer(self._layer)
        if there != self.strip.paint_button.isChecked():
            self.strip.show_painting(there)
            self._hold()

    def _show(self, job: JobId | None) -> None:
        """The strip, the preview and the layer above it, of a paused job or of none."""
        if job != self._shown:
            self._layer = None
        self._shown = job
        known = self._known
        if job is None or known is None:
            self._shown = None
            self._in_place.hold(None)
            self.strip.hide()
        else:
            composed, stand = known
            self._tell_keys()
            self.strip.show_paused(
                said(composed, stand),
                batch=composed.request.batch,
                can_steer=_steers(composed),
                can_branch=self._can_branch(composed),
                busy=self._busy,
            )
            self.strip.show_painting(self._above is not None)
            self._hold()
        self._window.refresh_soon()

    def _tell_keys(self) -> None:
        """They may have been changed."""
        told = (self._window.registry[id].shortcut() for id in ("pause_job", "branch"))
        native = QKeySequence.SequenceFormat.NativeText
        self.strip.set_keys(*(keys.toString(native) for keys in told))

    def _hold(self) -> None:
        if self._shown is not None and self._known is not None:
            self._in_place.hold((self._shown, self._known[1].turn), self._above)

    @property
    def _above(self) -> str | None:
        layer = self._layer
        return layer if layer and self._window.document.state.has_layer(layer) else None

    @property
    def _known(self) -> tuple[Composed, Stand] | None:
        return None if self._shown is None else self._controller.stand_of(self._shown)

    def _stands(self, job: JobId) -> bool:
        return self._controller.stand_of(job) is not None

    @staticmethod
    def _can_branch(composed: Composed) -> bool:
        """Pictures that are painted one after the other share no middle."""
        return _steers(composed) and len(turns_of(composed.request)) == 1

    @property
    def _running(self) -> JobStatus | None:
        """The job of pictures that runs."""
        return next(
            (
                job
                for job in self._jobs
                if job.state is JobState.RUNNING
                and not isinstance(job.request, MapRequest | TrainingRequest)
            ),
            None,
        )


def _steers(composed: Composed) -> bool:
    """Whether a job can be changed while it is paused: not one that makes pictures larger."""
    return composed.request.upscale is None


def said(composed: Composed, stand: Stand) -> str:
    """Where a job was paused: "Paused after step 6 of 20"."""
    turns = len(turns_of(composed.request)) if _steers(composed) else 1
    if not stand.steps:
        return tr("Paused after step {step}", step=stand.step)
    if turns == 1:
        return tr("Paused after step {step} of {steps}", step=stand.step, steps=stand.steps)
    return tr(
        "Paused after step {step} of {steps}, picture {number} of {count}",
        step=stand.step,
        steps=stand.steps,
        number=stand.turn + 1,
        count=turns,
    )


def _seen(window: Window, over: QWidget) -> QRect:
    """Where the picture is seen, in the coordinates of a widget around the canvas."""
    canvas = window.canvas
    upright = canvas.transform.rect_to_widget(window.document.canvas)
    on_screen = canvas.turn.transform.mapRect(upright).toAlignedRect().intersected(canvas.rect())
    return on_screen.translated(canvas.mapTo(over, QPoint(0, 0)))
