"""The generating half of the window: controller, candidates and queue, and what joins them.

It is made when it is first needed, just after the window has been painted: an artist can paint
before any of it is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from core import places
from core.document.commands import AddLayer, SetSettings
from core.document.edit import Command
from core.document.layers import MaskLayer, fresh_name
from core.document.settings import unframed
from core.document.together import Together
from core.errors import UserError
from core.generation.events import Event, JobStatus, StageBegun, StepDone, TrainingTold
from core.generation.training import TrainingRequest
from core.models import usual
from core.models.info import ModelInfo
from core.other_parts import OWN
from core.request import SAMPLERS
from core.steering import last_prompt
from core.training import events as training
from desktop.controller import Controller
from desktop.drafts import files_in
from desktop.gallery import GalleryDock
from desktop.grids import Grids
from desktop.in_place import InPlace
from desktop.learned import drafts_of, use_of
from desktop.live import Live
from desktop.made_layers import mask_layer
from desktop.memory_note import MemoryNote
from desktop.model_pictures import ModelPictures
from desktop.other_parts import PartsOffered
from desktop.plan import Plan, strength_of
from desktop.regenerating import Regenerating
from desktop.steering import Steering
from desktop.styles import Styles
from desktop.technique_dock import TechniqueDock
from desktop.watching import Watching
from widgets.candidate_model import Candidate
from widgets.candidates import CandidatesPanel
from widgets.found_row import FoundMap
from widgets.generate_panel import ModelChoice
from widgets.progress_row import STAGE_TEXTS, time_left
from widgets.queue_panel import QueuePanel
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.document.document import Document
    from core.document.drafts import Draft
    from core.document.settings import PaintSettings
    from core.words.vocabulary import Vocabulary
    from desktop.window import Window
    from widgets.canvas.beside import Beside
    from widgets.live_panel import LivePanel


class Generating(QObject):
    """Belongs to a window and uses its canvas, its generate panel and its docks."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.controller = Controller(window.document, window.background, self)
        self.controller.folders = lambda: places.models(window.settings.models_folders)
        self.candidates = CandidatesPanel()
        self.queue = QueuePanel()
        self.in_place = InPlace(window.canvas, self.candidates, self.controller)
        self.in_place.previews = lambda: window.settings.previews
        self.steering: Steering = Steering(window, self.controller, self.in_place)
        self.memory = MemoryNote(window, self.controller.folders)
        self._vocabulary_of: tuple[object, ...] | None = None
        self.techniques: TechniqueDock = TechniqueDock(window, self.controller)
        self.gallery = GalleryDock(window, self.controller)
        self.model_pictures = ModelPictures(self.controller, window.background, window.look_again)
        self.styles = Styles(window, window.generate_panel.style_button)
        self.parts: PartsOffered = PartsOffered(
            window, self.controller, window.generate_panel.parts
        )
        self.regenerating: Regenerating = Regenerating(window, self.controller)
        self.live: Live = Live(window, self.controller)
        self._live_panel: LivePanel | None = None
        self._beside: Beside | None = None
        self.grids: Grids = Grids(window, self.controller)
        self.watching = Watching(self, window.status)
        self._connect()
        window.docks.fill("candidates", self.candidates)
        window.docks.fill("queue", self.queue)
        window.generate_panel.add_words()
        self.controller.planning.plan_again()

    def _connect(self) -> None:
        window, control, panel = self._window, self.controller, self._window.generate_panel
        panel.generate.connect(lambda: self.generate())
        panel.cancel.connect(control.cancel)
        control.planning.changed.connect(self._show_plan)
        window.autosave.candidates_of = control.candidates.kept_of
        control.candidates.kept_changed.connect(window.autosave.candidates_changed)
        control.candidates.added.connect(self.candidates.model.add)
        control.candidates.added.connect(lambda _: panel.seed.show_last(control.last_seed))
        control.progress_changed.connect(self._show_progress)
        control.training_told.connect(self._show_training)
        control.queue_changed.connect(self.queue.show_queue)
        control.host_changed.connect(window.status.show_host)
        control.host_changed.connect(self.memory.show_host)
        control.host_changed.connect(self.watching.show_host)
        control.queue_changed.connect(self.watching.show_queue)
        control.failed.connect(window.tell)
        control.state_changed.connect(window.refresh_soon)
        self.in_place.changed.connect(window.refresh_soon)
        self.candidates.apply.connect(self.apply)
        self.candidates.discard.connect(control.candidates.discard)
        self.candidates.use_seed.connect(self.use_seed)
        self.candidates.use_prompt.connect(self._use_prompt)
        self.candidates.use_recipe.connect(
            lambda c: window.restore_recipe(c.request, "the picture")
        )
        self.candidates.vary.connect(self.vary)
        self.candidates.save.connect(self._save)
        self.candidates.found.mask_wanted.connect(self.use_as_mask)
        panel.learned_wanted.connect(lambda file: self.use_learned([file]))
        window.layers.learned_wanted.connect(lambda file: self.use_learned([file]))
        self.live.changed.connect(self._show_live)
        self.queue.moved.connect(control.move_job)
        self.queue.cancelled.connect(control.cancel_job)
        self.queue.all_cancelled.connect(control.cancel_all)
        self.queue.pause_toggled.connect(control.toggle_pause)
        self.queue.job_toggled.connect(self.steering.toggle_job)

    def set_document(self, document: Document) -> None:
        """Works on another document from now on."""
        self.in_place.let_go()
        self.controller.set_document(document)
        self.techniques.set_document(document)
        self.gallery.set_document(document)
        self.regenerating.set_document(document)
        self.live.set_document(document)
        self.steering.set_document(document)

    def show_models(self, models: Sequence[ModelInfo]) -> None:
        """Which models there are, as they were found."""
        panel = self._window.generate_panel
        panel.show_models(
            [
                ModelChoice(info.id, info.title, info.size, " ".join(info.problems))
                for info in models
            ]
        )
        panel.show_settings(self._window.document.settings)
        self.memory.look_again()
        self.controller.planning.show_models(models)
        self.techniques.look_for_lacks()
        self._fit_new_picture()

    def as_made_for(self, settings: PaintSettings) -> PaintSettings:
        """Fresh settings with what their model is made for, as far as it is known."""
        info = self.controller.planning.named(settings.model)
        return replace(settings, **usual.on_change(settings, info.usual if info else {}, {}))

    def _fit_new_picture(self) -> None:
        """The picture with which the program begins is there before any model is known: one that is
        made for few steps brings its settings now, unless something has been done already."""
        window, document = self._window, self._window.document
        if document.can_undo or document.modified or window.files.path is not None:
            return
        if document.settings != (fit := self.as_made_for(document.settings)):
            fields = {name: getattr(fit, name) for name in usual.FIELDS}
            document.perform(SetSettings(**fields))
            document.history.clear()
            document.mark_saved()

    def generate(self, *, front: bool = False) -> None:
        """Does what the line above the button says; `front`: before all that wait."""
        self.in_place.let_go()
        self._window.banner.dismiss_tip()
        self.controller.generate(front=front)

    def _show_plan(self, plan: Plan, line: str) -> None:
        window, settings = self._window, self._window.document.settings
        panel = window.generate_panel
        panel.show_summary(line, possible=plan.possible)
        panel.show_strength(None if plan.needs_no_strength else strength_of(settings, plan))
        context = None if plan.context.is_empty else plan.context
        window.canvas.show_context(context, settings.inpaint.context is None)
        panel.inpaint.show_context(context, shown=window.canvas.context_shown)
        self.techniques.show_plan(plan)
        self._look_for_words()
        self._look_for_idle_words()
        self.parts.look()
        info = self.controller.planning.model
        self.memory.show_plan(plan, info)
        window.status.show_model(info.title if info is not None else settings.model)

    def _look_for_words(self) -> None:
        """What completes itself in the prompts follows the model and the learned files that are
        used; read in the background."""
        info = self.controller.planning.model
        if info is None:
            return
        techniques = self._window.document.settings.techniques
        used = tuple(files_in(techniques)) if techniques else ()
        on = tuple(files_in([one for one in techniques if one.on])) if techniques else ()
        wanted = info.id, info.path, used, on
        if wanted == self._vocabulary_of:
            return
        self._vocabulary_of = wanted
        window, dirs = self._window, self.controller.folders()

        def work() -> tuple[Vocabulary, str]:
            from core.models.learned import doubts
            from core.words.vocabulary import gathered, learned_words, unused_words

            words = gathered(info.path, learned_words(used), unused_words(dirs, used, info))
            return words, "\n".join(doubts(on, info))

        def done(found: tuple[Vocabulary, str]) -> None:
            if wanted == self._vocabulary_of:
                vocabulary, doubt = found
                window.generate_panel.set_vocabulary(vocabulary)
                window.layers.set_vocabulary(vocabulary)
                window.generate_panel.show_doubt(doubt)
                self._look_for_idle_words()

        window.background.run(work, done=done, failed=window.tell)

    def _look_for_idle_words(self) -> None:
        """A word that was learned and is typed without its file would do nothing, unseen."""
        panel = self._window.generate_panel
        vocabulary = panel.prompt.vocabulary
        prompt = self._window.document.settings.prompt
        idle = [] if vocabulary is None else vocabulary.idle_in(prompt)
        panel.show_idle_word(*((idle[0].text, idle[0].file) if idle else ("", "")))

    def look_for_words_again(self) -> None:
        """There are other learned files than before."""
        self._vocabulary_of = None
        self._look_for_words()

    def use_model(self, id: str, beside: Command | None = None) -> None:
        """Paints with a model from now on; one that is made for few steps brings its settings.
        `beside` is done in the same step, which is called what it is."""
        window, models = self._window, {info.id: info for info in self.controller.planning.models}
        old, new = models.get(window.document.settings.model), models.get(id)
        fields = usual.on_change(
            window.document.settings,
            new.usual if new is not None else {},
            old.usual if old is not None else {},
        )
        if old is not None and new is not None and old.family != new.family:
            # What stood in for parts of another family fits none of these.
            fields |= {"parts": OWN, "refiner": None}
        change: Command = SetSettings(model=id, **fields)
        if beside is not None:
            change = Together((change, beside), beside.text)
        window.edit.perform(change)
        if new is not None and new.usual:
            window.say(
                told(f"{new.title} is made for {_settings_of(new.usual)}, which are set now")
            )

    def use_learned(self, files: Sequence[str], words: Sequence[str] = ()) -> None:
        """Adds learned files to the techniques, unless they are there, and words to the prompt."""
        window = self._window
        document = window.document
        info = self.controller.planning.named(document.settings.model)

        def read() -> tuple[tuple[Draft, ...], Mapping[str, Any]]:
            made_for = next((found for file in files if (found := usual.of_file(Path(file)))), {})
            return drafts_of(files), made_for if info is None else usual.with_model(made_for, info)

        def use(found: tuple[tuple[Draft, ...], Mapping[str, Any]]) -> None:
            drafts, made_for = found
            if document is window.document:
                window.edit.perform(use_of(document.settings, drafts, words, made_for=made_for))
                if made_for:
                    window.say(told(f"It is made for {_settings_of(made_for)}, which are set now"))

        window.background.run(read, done=use, failed=window.tell)

    def _show_progress(self, event: JobStatus | StageBegun | StepDone | None) -> None:
        row = self._window.generate_panel.progress
        if event is None:
            row.show_idle()
        elif isinstance(event, JobStatus):
            if isinstance(event.request, TrainingRequest):
                row.show_idle()  # its button stops pictures, and a training goes on meanwhile
            else:
                row.show_begun()
            self.queue.model.show_progress(tr("Starting"))
        elif isinstance(event, StageBegun):
            row.show_stage(event.stage)
            self.queue.model.show_progress(tr(STAGE_TEXTS[event.stage]))
        else:
            row.show_step(event.step, event.steps, event.seconds_left)
            self.queue.model.show_progress(row.text)

    def _show_training(self, heard: Event) -> None:
        """How far a training is, in the queue's line."""
        event = heard.event if isinstance(heard, TrainingTold) else None
        if isinstance(event, training.StageBegun | training.Progress):
            done = (
                told(f", {event.done} of {event.count}")
                if isinstance(event, training.Progress)
                else ""
            )
            learns = event.stage in (training.Stage.TRAIN, training.Stage.SAVE)
            self.queue.model.show_progress(f"{tr('Learning') if learns else tr('Preparing')}{done}")
        elif isinstance(event, training.StepDone):
            left = "" if event.seconds_left is None else f"  ·  {time_left(event.seconds_left)}"
            self.queue.model.show_progress(told(f"Step {event.step} of {event.steps}{left}"))

    def _show_live(self) -> None:
        """The settings of live painting are there while it is on."""
        window, live = self._window, self.live
        if self._live_panel is None:
            if not live.on:
                return
            from widgets.live_panel import LivePanel

            self._live_panel = LivePanel(tuple(SAMPLERS.items()))
            self._live_panel.edited.connect(live.set)
            self._live_panel.show_status(live.status)
            live.said.connect(self._live_panel.show_status)
            self._live_panel.set_actions(
                [window.registry[name] for name in ("live_beside", "live_seed", "live_apply")]
            )
            self._live_panel.show_settings(window.settings)
            window.generate_panel.add_live(self._live_panel)
        self._live_panel.setVisible(live.on)
        beside = live.on and window.settings.live_beside
        self._live_panel.opacity.setEnabled(not beside)
        if beside and self._beside is None:
            from widgets.canvas.beside import Beside

            self._beside = Beside(window.canvas)
            self._beside.hide()
            live.refreshed.connect(self._beside.refresh)
            window.add_beside(self._beside)
        if self._beside is not None and beside is self._beside.isHidden():
            all_seen = window.canvas.in_sight == window.document.canvas
            self._beside.setVisible(beside)
            if beside and all_seen:  # in half the room, once it is laid out, too
                QTimer.singleShot(0, window.canvas, window.canvas.zoom_to_fit)
        window.refresh_soon()

    def stop(self) -> bool:
        """Stops the running job, or takes the shown candidate away; False: there is neither."""
        if self.controller.cancel():
            self._window.generate_panel.progress.show_cancelling()
            return True
        return self.in_place.let_go()

    def close(self) -> None:
        """Ends what runs; nothing is told any more."""
        self.live.close()
        self.controller.close()
        self.techniques.close()
        self.gallery.close()
        self.regenerating.close()
        self.grids.close()
        self.watching.close()

    # The chosen candidate -------------------------------------------------------------------

    @property
    def has_candidate(self) -> bool:
        """Whether a candidate that is ready is chosen."""
        return self.in_place.chosen is not None and self.in_place.chosen.ready

    def apply(self, candidate: Candidate | None = None) -> None:
        """Makes a candidate, by default the chosen one, a layer."""
        candidate = candidate or self.in_place.chosen
        if candidate is None or not candidate.ready:
            return
        try:
            if candidate.request.upscale is not None:
                composed, _ = self.controller.candidates.origin_of(candidate)
                self._window.upscaling.apply(candidate, composed)
            else:
                self.controller.applying.apply(candidate)
        except UserError as error:
            self._window.tell(error)
            return
        self.in_place.let_go()
        self._window.canvas.rest_mask()
        self._window.canvas.setFocus()

    def use_as_mask(self, found: FoundMap) -> None:
        """Adds what a technique found as a mask layer, and takes the candidate off the canvas."""
        window = self._window
        document, name = window.document, fresh_name(found.name, window.document.layers)

        def add(mask: MaskLayer) -> None:
            if document is not window.document:
                return  # it belongs to a canvas that was left meanwhile
            window.edit.perform(AddLayer(mask, len(document.layers), text="Use as mask"))
            self.in_place.let_go()

        window.background.run(
            lambda: mask_layer(name, found.pixels, found.rect, document.size),
            done=add,
            failed=window.tell,
        )

    def discard(self) -> None:
        if (candidate := self.in_place.chosen) is not None:
            self.controller.candidates.discard(candidate)

    def vary(self, candidate: Candidate | None = None) -> None:
        """Queues variations of a candidate, by default the chosen one."""
        candidate = candidate or self.in_place.chosen
        if candidate is not None and candidate.ready:
            self.controller.vary(candidate)

    def use_seed(self, candidate: Candidate | None = None) -> None:
        """Fixes a candidate's seed for the next run."""
        candidate = candidate or self.in_place.chosen
        if candidate is not None and candidate.ready:
            self._window.edit.perform(SetSettings(seed=candidate.seed))

    def _use_prompt(self, candidate: Candidate) -> None:
        """What was written for it, or its last words where those were changed while it grew."""
        now, made = self._window.document.settings, candidate.request
        self._window.edit.perform(
            SetSettings(
                prompt=unframed(now.frame, last_prompt(made)),
                negative_prompt=unframed(now.negative_frame, made.negative_prompt),
            )
        )

    def _save(self, candidate: Candidate) -> None:
        if candidate.pixels is not None:
            self._window.exports.export_candidate(candidate.pixels, candidate.request)


def _settings_of(made_for: Mapping[str, Any]) -> str:
    steps, guidance = made_for["steps"], made_for["guidance_scale"]
    sampler = SAMPLERS[made_for["sampler"]]
    return told(f"{steps} steps, guidance {guidance:g} and {sampler}")


def _choice(info: ModelInfo) -> ModelChoice:
    return ModelChoice(info.id, info.title, info.size, " ".join(info.problems))
