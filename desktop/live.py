"""Live painting: the model paints along, under the pen and only where the canvas has changed.

What is painted becomes stale; the latest stale part is composed in the background and painted by a
run of its own. One run at a time:

- What has not begun when more is painted is replaced by a run that knows that too.
- What runs is finished: else a hand that never rests would never see a picture. What was painted
  meanwhile comes next.
- What runs is cancelled when nobody wants it any more: another prompt, model, technique, setting or
  seed, another mask, another document, or live painting is switched off. A picture that was asked
  for cancels it too, in the service, and it is painted anew afterwards.

The result is an overlay, no layer: nothing of it is in the document until it is applied.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.document.commands import AddLayer
from core.document.document import Change, Document
from core.document.layers import RasterLayer, fresh_name
from core.errors import UserError
from core.generation.events import Done, Event, Failed, JobId, Started, WasCancelled
from core.generation.stale import Stale
from core.generation.training import TrainingRequest
from core.geometry import EMPTY, Rect
from core.words.short import in_short
from desktop.applying import MOST_OF_NAME
from desktop.live_changes import Changes, Effect
from desktop.live_request import (
    CONTEXT,
    MARGIN,
    LiveBasis,
    LivePart,
    LiveSampling,
    joined,
    live_basis,
    live_origin,
    live_part,
)
from desktop.made_layers import place_for_picture
from widgets.background import Background
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.document.state import Snapshot
    from core.pixels.tiles import TileGrid
    from core.request import Request
    from core.settings import Settings
    from desktop.controller import Controller
    from desktop.window import Window

DELAY = 40
"""Milliseconds from paint to the request that knows it: some events of the pen are one run."""
PATIENT = 400
"""The same while a run waits for something else: it would only be replaced."""
TYPING = 350
"""Milliseconds after the last change of a prompt or slider."""
WHOLE = 0.85
"""So much of the canvas in sight is all of it."""


class Live(QObject):
    """Belongs to a window; everything here is in the GUI thread but composing and joining."""

    changed = Signal()
    """It was switched on or off, or there is a picture now or none."""
    said = Signal(str)
    """What it does just now, or why it does nothing."""
    refreshed = Signal(object)
    """A part of the live picture, or of the canvas under it, is new (a `Rect` of the canvas)."""

    def __init__(self, window: Window, controller: Controller) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self._background = Background(self)
        self.on = False
        self.seed = random.randrange(2**31)
        self.status = ""
        self.recipe: Request | None = None
        """What made the latest part."""
        self._basis: LiveBasis | None = None
        """What that was made from."""
        self._document = window.document
        self._stale = Stale()
        self._shown: TileGrid | None = None
        self._wanted = 0
        """Grows when what was begun before is not wanted any more."""
        self._composing = False
        self._joining = False
        self._job: JobId | None = None
        self._part: LivePart | None = None
        """What the job paints,"""
        self._taken = EMPTY
        """and which stale part that was, without its border,"""
        self._seen: Snapshot | None = None
        """and of which document."""
        self._runs = self._applying = False
        self._blank: bool | None = None
        """Whether the canvas was blank when the live picture began."""
        self._changes = Changes(self._document)
        self._error = ""
        self._soon = _timer(self, self._begin)
        self._over = _timer(self, self._start_over)
        controller.live_told.connect(self._told)
        controller.state_changed.connect(self._look)
        self._disconnect = self._document.changed.connect(self._document_changed)

    # What the artist asks -----------------------------------------------------------------------

    def toggle(self) -> None:
        """Switches live painting on or off. Off, the picture goes with it."""
        self.on = not self.on
        if self.on:
            if (seed := self._document.settings.seed) is not None:
                self.seed = seed
            self._look_changed()
            self._start_over()
        else:
            self._drop()
            self._show(None)
            self._say("")
        self.changed.emit()

    def new_seed(self) -> None:
        """Paints all that is in sight again, from other noise."""
        self.seed = random.randrange(2**31)
        self._start_over()

    def set(self, field: str, value: object) -> None:
        """One of the panel's settings has another value."""
        window = self._window
        window.settings = replace(window.settings, **{field: value})  # type: ignore[arg-type]
        if field in ("live_opacity", "live_beside"):
            self._look_changed()
        elif self.on:
            self._start_over_soon()

    def toggle_beside(self) -> None:
        """Shows the live picture beside the canvas, or over it again."""
        self.set("live_beside", not self._window.settings.live_beside)

    def _look_changed(self) -> None:
        settings = self._window.settings
        over = 0.0 if settings.live_beside else settings.live_opacity
        self._window.canvas.overlay.set_live_opacity(over)
        self.changed.emit()

    @property
    def busy(self) -> bool:
        """Whether something is left to be painted along."""
        begun = self._busy or self._job is not None
        return self.on and (begun or bool(self._stale) or self._over.isActive())

    @property
    def has_picture(self) -> bool:
        return self._shown is not None

    def apply(self) -> None:
        """Makes the live picture a layer, as one step, and goes on from there: it is seen as the
        layer then, and the overlay is taken away until the next stroke."""
        if self._shown is None or self.recipe is None:
            return
        document, shown, recipe = self._document, self._shown, self.recipe
        name = in_short(document.settings.prompt, MOST_OF_NAME)
        layer = RasterLayer(
            name=fresh_name(name or tr("Live picture"), document.layers),
            pixels=shown.snapshot(),
            origin=live_origin(document.snapshot(), recipe, document.size, self._basis),
        )
        self._drop()
        self._applying = True
        try:
            place = place_for_picture(document.state)
            document.perform(AddLayer(layer, place, text="Apply live picture"))
        finally:
            self._applying = False
        self._controller.applying.recipe = recipe
        self._show(None)
        self._say_idle()

    # The document -------------------------------------------------------------------------------

    def set_document(self, document: Document) -> None:
        """Paints along on another document from now on."""
        self._disconnect()
        self._document = document
        self._changes = Changes(document)
        self._disconnect = document.changed.connect(self._document_changed)
        self._drop()
        self._show(None)
        if self.on:
            self._look_changed()
            self._start_over_soon()

    def close(self) -> None:
        self._disconnect()
        self._soon.stop()
        self._over.stop()
        self._background.close()

    def _document_changed(self, change: Change) -> None:
        effect = self._changes.effect(change)
        if not self.on or self._applying or effect is Effect.NOTHING:
            return
        if effect is Effect.ANEW:
            self._drop()
            self._show(None)
        if effect is not Effect.PART:
            self._start_over_soon()
            return
        # Of one event all is one part: a filled layer is one picture, not one a tile.
        self._stale.add(change.rect, self._side)
        self._window.canvas.overlay.live_waits(change.parts)
        self._hurry()
        self.refreshed.emit(change.rect)

    # Runs ---------------------------------------------------------------------------------------

    def _start_over_soon(self) -> None:
        """Once nothing more is typed, dragged or painted."""
        self._over.start(TYPING)
        self._say_idle()

    def _start_over(self) -> None:
        """Paints all that is in sight anew; what cannot be seen is taken out of the picture."""
        self._over.stop()
        if not self.on:
            return
        self._drop()
        seen = self._in_sight
        self._stale.add(seen, self._side)
        if self._shown is not None and seen != self._document.canvas:
            self._show(self._shown.clipped(seen), self._document.canvas)
        self._hurry()

    def _drop(self) -> None:
        """Nothing that was begun is wanted any more."""
        self._wanted += 1
        self._error = ""
        self._stale.clear()
        self._soon.stop()
        self._over.stop()
        if self._job is not None:
            self._controller.cancel_job(self._job)
        self._job, self._part, self._runs = None, None, False
        self._window.canvas.overlay.live_ends()

    @property
    def _in_sight(self) -> Rect:
        canvas, seen = self._document.canvas, self._window.canvas.in_sight
        return canvas if seen.is_empty or seen.area >= WHOLE * canvas.area else seen

    @property
    def _side(self) -> int:
        """Of a part that one run paints."""
        info = self._controller.planning.model
        return 0 if info is None else round(CONTEXT * info.size / MARGIN)

    @property
    def _busy(self) -> bool:
        return self._composing or self._joining or self._runs

    def _hurry(self) -> None:
        """Begins what is stale soon, unless something is under way: that begins it when it ends."""
        if not self._busy and not self._soon.isActive():
            self._soon.start(DELAY if self._job is None else PATIENT)
        self._say_idle()

    def _look(self) -> None:
        """Something about the service or its queue is another way."""
        if self.on:
            self._say_idle()
            if self._stale and self._job is None:
                self._hurry()

    def _begin(self) -> None:
        """Composes the latest stale part, in the background."""
        info, controller = self._controller.planning.model, self._controller
        if not self.on or self._busy or not self._stale or not controller.has_service:
            return
        if info is None:
            self._say(tr("The model was not found."))
            return
        if self._part is not None:  # it has not begun: one that knows more takes its place
            self._stale.add(self._taken, self._side)
            self._window.canvas.overlay.live_ends()
        part, wanted, blank = self._stale.take(), self._wanted, self._blank
        seen, shown, sampling = self._in_sight, self._shown, self._sampling
        snapshot, folders_of = self._document.snapshot(), controller.folders
        self._changes.asked()
        self._taken = part
        self._window.canvas.overlay.live_begins(part)
        self._composing, self._error = True, ""

        def work() -> LivePart:
            folders = folders_of()  # which are there is asked of the disk
            made = live_part(snapshot, info, folders, sampling, part, shown)
            if blank is not None and made.blank != blank:
                # The first stroke on an empty canvas, or its undo: all is another picture.
                return live_part(snapshot, info, folders, sampling, part.united(seen), None)
            return made

        self._background.run(
            work,
            done=lambda made: self._composed(made, snapshot, wanted),
            failed=lambda error: self._not_composed(error, wanted),
        )

    def _composed(self, made: LivePart, snapshot: Snapshot, wanted: int) -> None:
        self._composing = False
        if wanted == self._wanted and self.on:
            if self._blank is None:
                self._blank = made.blank
            if made.composed is None:
                self._ended()
            elif (job := self._controller.paint_live(made.composed.request)) is not None:
                self._job, self._part, self._runs, self._seen = job, made, False, snapshot
                self._say_idle()
                return
            else:
                self._ended()
                self._stale.add(self._taken, self._side)
        self._go_on()

    def _not_composed(self, error: BaseException, wanted: int) -> None:
        self._composing = False
        if wanted == self._wanted:
            self._ended()
            self._stale.clear()
            self._error = told(str(error))
        self._go_on()
        if not isinstance(error, UserError):
            self._window.tell(error)

    def _told(self, event: Event) -> None:
        if event.job != self._job:
            return
        if isinstance(event, Started):
            self._runs = True
            self._say_idle()
        elif isinstance(event, Done):
            self._done(event)
        elif isinstance(event, WasCancelled):
            # A picture that was asked for came in between.
            self._ended()
            self._stale.add(self._taken, self._side)
            self._go_on()
        elif isinstance(event, Failed):
            self._ended()
            self.toggle()
            self._window.tell(UserError(event.cause, event.remedy))

    def _ended(self) -> None:
        self._job, self._part, self._runs = None, None, False
        self._window.canvas.overlay.live_ends()

    def _done(self, event: Done) -> None:
        part, shown, wanted = self._part, self._shown, self._wanted
        assert part is not None and part.composed is not None
        composed, size = part.composed, self._document.size
        seen, known = self._seen, self._controller.known
        self._job, self._part, self._runs, self._seen = None, None, False, None
        self._joining = True

        def work() -> tuple[TileGrid, Rect, LiveBasis | None]:
            basis = None if seen is None else live_basis(seen, known)
            return *joined(shown, event.results[0], composed, size), basis

        def done(made: tuple[TileGrid, Rect, LiveBasis | None]) -> None:
            self._joining = False
            if wanted == self._wanted and self.on:
                picture, rect, self._basis = made
                self.recipe, self._blank = composed.request, part.blank
                self._show(picture, rect)
            self._go_on()

        def failed(error: BaseException) -> None:
            self._joining = False
            self._window.canvas.overlay.live_ends()
            self._window.tell(error)

        self._background.run(work, done=done, failed=failed)

    def _go_on(self) -> None:
        if self.on and self._stale:
            self._begin()
        self._say_idle()

    @property
    def _sampling(self) -> LiveSampling:
        settings: Settings = self._window.settings
        return LiveSampling(
            settings.live_strength,
            settings.live_steps,
            settings.live_sampler,
            settings.live_guidance,
            self.seed,
        )

    # What is seen -------------------------------------------------------------------------------

    def _show(self, picture: TileGrid | None, changed: Rect = EMPTY) -> None:
        had, self._shown = self._shown is not None, picture
        if picture is None:
            self._blank = None
            changed = self._document.canvas
        self._window.canvas.overlay.show_live(picture, changed)
        self.refreshed.emit(changed)
        if had != (picture is not None):
            self.changed.emit()

    def _say_idle(self) -> None:
        """What it does, when nothing is wrong."""
        if not self.on:
            return
        doing = self._controller.busy_with
        waits = self._job is not None and not self._runs
        if isinstance(doing, TrainingRequest) and (waits or self._stale):
            self._say(tr("Waits until the model is taught; pause the training to paint live."))
        elif doing is not None and (waits or self._stale):
            self._say(tr("Waits for the pictures you asked for."))
        elif self._error:
            self._say(self._error)
        elif self.busy:
            self._say(tr("Painting along…"))
        elif self.has_picture:
            self._say(tr("Up to date."))
        else:
            self._say(tr("Paint, and the model paints along."))

    def _say(self, text: str) -> None:
        if text != self.status:
            self.status = text
            self.said.emit(text)


def _timer(parent: QObject, act: Callable[[], object]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.timeout.connect(act)
    return timer
