"""Teaching: the Teach window, the trainings in the artist's folder, and the service's events.

The window is made when it is first opened. Folders are looked at, and pictures read, in the
background; what a running training tells comes in order through the controller.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMessageBox

from core.errors import UserError
from core.generation.events import (
    Done,
    Event,
    Failed,
    JobId,
    JobState,
    JobStatus,
    Paused,
    TrainingTold,
    WasCancelled,
)
from core.generation.training import TrainingRequest
from core.models.info import ModelInfo
from core.training import kept, kinds
from core.training.declare import Plan
from core.training.draft import TrainingDraft, begun, in_words, plan_of
from core.training.events import Stage, StepDone
from core.training.layout import last_step
from core.training.prepare import prepare
from core.training.review import Notice
from desktop.model_folders import look_for_models
from desktop.taught import follow, is_a_model, use_files
from widgets.banner import Tone
from widgets.screen_room import open_at
from widgets.training.goals import ARTISTS
from widgets.training.lesson import Lesson, Now, lesson_of, small_pictures
from widgets.training.loss_chart import load as load_charts
from widgets.training.teach_window import TeachWindow
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.training.kept import History, Kept
    from desktop.window import Window

_log = logging.getLogger(__name__)

SAVE_DELAY = 600
"""Milliseconds after a change until what is set up is saved."""
SETTLE_PAUSE = 30
"""Milliseconds until it is asked again whether all is written."""
STEP_PAUSE = 100
"""Milliseconds from one step that is shown to the next."""
_STATES = {
    JobState.QUEUED: Now.QUEUED,
    JobState.RUNNING: Now.RUNNING,
    JobState.PAUSED: Now.PAUSED,
}


def load() -> None:
    """Imports every trainer, which takes a while. May be called in any thread."""
    kinds()


class Teaching(QObject):
    """Belongs to a window. `changed` says that what is learned just now is further on."""

    changed = Signal()

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._controller = window.controller
        self.lessons: list[Lesson] = []
        self._jobs: dict[JobId, Lesson] = {}
        self._unsaved: dict[Path, TrainingDraft] = {}
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVE_DELAY)
        self._saving.timeout.connect(self.save_drafts)
        self._stepped: Lesson | None = None
        self._steps = QTimer(self)
        self._steps.setSingleShot(True)
        self._steps.setInterval(STEP_PAUSE)
        self._steps.timeout.connect(self._show_step)
        self.window = TeachWindow()
        open_at(self.window, *self.window.sizeHint().toTuple())
        self._begun = False
        self._current = self._fresh()
        self._connect()

    def _connect(self) -> None:
        teach, control = self.window, self._controller
        teach.new.connect(self.new)
        teach.chosen.connect(self.choose)
        teach.drafted.connect(self._drafted)
        teach.teach.connect(self.teach)
        teach.duplicated.connect(self.duplicate)
        teach.deleted.connect(self.ask_to_delete)
        teach.paused.connect(self.pause)
        teach.went_on.connect(self.go_on)
        teach.cancelled.connect(self.cancel)
        teach.used.connect(self.use)
        teach.used_so_far.connect(self.use_so_far)
        teach.closed.connect(self.save_drafts)
        teach.form.surroundings.choose_folder = self._choose_folder
        control.training_told.connect(self._told)
        control.queue_changed.connect(self._queue_changed)

    def open(self) -> None:
        """Shows the window, in front."""
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        if not self._begun:
            self._begun = True
            # The window is seen before it is filled, and filled before there are charts.
            QTimer.singleShot(0, self, self._begin)
        else:
            self.show_models()

    def _begin(self) -> None:
        self.show_models()
        self._show_all()
        self.window.form.goal.setFocus()
        self._run(kept.kept, done=self._found)
        self._run(load_charts, done=lambda _: self.window.progress.chart.begin())

    def close(self) -> None:
        """Saves what is set up, and takes the window away."""
        self.save_drafts()
        self.window.form.shut_down()
        self.window.close()
        self.window.deleteLater()

    def _run(self, work: Callable[[], object], *, done: Callable[..., object]) -> None:
        self._window.background.run(work, done=done, failed=self._tell)

    def _tell(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.window.tell(error)

    def _choose_folder(self, title: str, then: Callable[[Path], object]) -> None:
        from desktop.dialogs import folder_dialog

        folder_dialog(self.window, title, then).open()

    def show_models(self) -> None:
        """Offers the models that were found."""
        preferred = self._window.document.settings.model
        self.window.show_models(self._controller.planning.models, preferred)

    # Which trainings there are --------------------------------------------------------------

    def _found(self, found: list[Kept]) -> None:
        known = {lesson.folder for lesson in self.lessons}
        self.lessons += [lesson_of(one) for one in found if one.folder not in known]
        if self._is_untouched(self._current) and len(self.lessons) > 1:
            # What was begun is more interesting than an empty form.
            self.lessons.remove(self._current)
            self._current = self.lessons[0]
        self._show_all()
        self.choose(self._current)
        for lesson in self.lessons:
            if lesson.now == Now.DONE:
                self._put_away(lesson, lesson.files)

    def _show_all(self) -> None:
        self.window.show_lessons(self.lessons, self._current)

    def choose(self, lesson: Lesson) -> None:
        """Looks at a training; what it showed in earlier runs is read in the background."""
        self._current = lesson
        self.window.show_lesson(lesson)
        if lesson.seen or lesson.now in (Now.DRAFT, Now.BROKEN):
            return
        lesson.seen = True
        folder = lesson.folder

        def work() -> tuple[History, dict[Path, Bytes]]:
            history = kept.history(folder)
            return history, small_pictures(history)

        def done(found: tuple[History, dict[Path, Bytes]]) -> None:
            lesson.recall(*found)
            self.window.refresh(lesson)

        self._run(work, done=done)

    def _fresh(self) -> Lesson:
        """A new training; an untouched one that is there already serves."""
        for lesson in self.lessons:
            if self._is_untouched(lesson):
                return lesson
        goal = ARTISTS[0]
        draft = begun(goal.kind, **goal.values)
        lesson = Lesson(kept.fresh_folder(), kept.UNTITLED, draft)
        self.lessons.insert(0, lesson)
        return lesson

    def _is_untouched(self, lesson: Lesson) -> bool:
        return (
            lesson.now == Now.DRAFT
            and lesson.folder not in self._unsaved
            and not lesson.folder.exists()
        )

    def new(self) -> None:
        """Sets up another training."""
        self._current = self._fresh()
        self._show_all()
        self.window.form.goal.setFocus()

    def duplicate(self, lesson: Lesson) -> None:
        """Sets up another one with a training's pictures and settings."""
        self.save_drafts()

        def done(folder: Path) -> None:
            if (found := kept.look(folder)) is not None:
                self._current = lesson_of(found)
                self.lessons.insert(0, self._current)
                self._show_all()

        self._run(lambda: kept.duplicate(lesson.folder, lesson.title, lesson.draft), done=done)

    def ask_to_delete(self, lesson: Lesson) -> None:
        """Asks first: pictures and checkpoints are gone afterwards."""
        if self._is_untouched(lesson):
            self._forget(lesson)
            return
        question = QMessageBox(self.window)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.setWindowTitle(tr("Delete Training"))
        question.setText(tr("Delete the training “{title}”?", title=lesson.title))
        stays = tr("What was learned stays with your models.") if lesson.files else ""
        gone = tr("Its copies of the pictures, its samples and its checkpoints are deleted.")
        question.setInformativeText(f"{gone} {stays}".strip())
        button = QMessageBox.StandardButton
        question.setStandardButtons(button.Yes | button.Cancel)
        question.button(button.Yes).setText(tr("Delete"))
        question.setDefaultButton(button.Cancel)
        question.buttonClicked.connect(
            lambda clicked: self.delete(lesson) if clicked is question.button(button.Yes) else None
        )
        question.open()

    def delete(self, lesson: Lesson) -> None:
        """Deletes a training's folder."""
        self._unsaved.pop(lesson.folder, None)
        self._run(lambda: kept.remove(lesson.folder), done=lambda _: self._forget(lesson))

    def _forget(self, lesson: Lesson) -> None:
        if lesson not in self.lessons:
            return
        place = self.lessons.index(lesson)
        self.lessons.remove(lesson)
        if self._current is lesson:
            left = self.lessons[min(place, len(self.lessons) - 1) :]
            self._current = left[0] if left else self._fresh()
        self._show_all()
        self.choose(self._current)

    # Setting up -----------------------------------------------------------------------------

    def _drafted(self, lesson: Lesson) -> None:
        if self._current.now == Now.DRAFT:
            lesson.title = kept.title_of(lesson.draft) or kept.UNTITLED
            self.window.trainings.show_lesson(lesson)
        self._unsaved[lesson.folder] = lesson.draft
        self._saving.start()

    def save_drafts(self) -> None:
        """Saves what was set up and is not saved yet."""
        self._saving.stop()
        unsaved, self._unsaved = self._unsaved, {}
        for folder, draft in unsaved.items():
            self._run(partial(kept.save_draft, folder, draft), done=lambda _: None)

    def teach(self, lesson: Lesson) -> None:
        """Looks at everything that can be wrong, writes TRAINING.json, and queues it."""
        info = self._controller.planning.named(str(lesson.draft.values.get("model")))
        models = self._controller.planning.models
        self._unsaved.pop(lesson.folder, None)
        lesson.now, lesson.trouble = Now.CHECKING, None
        self.window.form.save_captions()
        self.window.refresh(lesson)
        self._when_settled(lambda: self._check(lesson, models, info))

    def _when_settled(self, then: Callable[[], object]) -> None:
        """Calls `then` once all pictures and captions are in their folders."""
        if self.window.form.writing:
            QTimer.singleShot(SETTLE_PAUSE, self, lambda: self._when_settled(then))
        else:
            then()

    def _check(self, lesson: Lesson, models: Sequence[ModelInfo], info: ModelInfo | None) -> None:
        draft, folder = lesson.draft, lesson.folder

        def work() -> tuple[Path, Plan]:
            plan = plan_of(draft, folder, info)
            prepare(plan, models, folder)
            return kept.begin(folder, plan)

        def done(found: tuple[Path, Plan]) -> None:
            lesson.folder, lesson.plan = found
            lesson.title, lesson.now, lesson.seen = lesson.plan.called, Now.STOPPED, True
            self._submit(lesson)

        def failed(error: BaseException) -> None:
            lesson.now = Now.DRAFT
            self._drafted(lesson)
            self.window.refresh(lesson)
            if not isinstance(error, UserError):
                raise error
            self.window.show_refusal(lesson, error)

        self._window.background.run(work, done=done, failed=failed)

    # While it learns ------------------------------------------------------------------------

    def _submit(self, lesson: Lesson) -> None:
        if lesson.plan is None:
            return
        lesson.now, lesson.trouble, lesson.stage = Now.QUEUED, None, None

        def queued(job: JobId) -> None:
            lesson.job = job
            self._jobs[job] = lesson

        self._controller.teach(TrainingRequest(lesson.plan, lesson.folder), queued)
        self._refresh(lesson)

    def pause(self, lesson: Lesson) -> None:
        """Lets it save everything and wait."""
        if lesson.job is not None and lesson.now in (Now.QUEUED, Now.RUNNING):
            lesson.now = Now.STOPPING
            self._controller.pause_training(lesson.job)
            self._refresh(lesson)

    def go_on(self, lesson: Lesson) -> None:
        """Goes on where it was paused, or stopped."""
        if lesson.now == Now.PAUSED and lesson.job is not None:
            lesson.now = Now.QUEUED
            self._controller.go_on_training(lesson.job)
            self._refresh(lesson)
        elif lesson.now == Now.STOPPED:
            self._submit(lesson)

    def cancel(self, lesson: Lesson) -> None:
        """Ends it; its last checkpoint stays."""
        if lesson.job is not None and lesson.at_work:
            lesson.now = Now.STOPPING
            self._controller.cancel_job(lesson.job)
            self._refresh(lesson)

    def _queue_changed(self, jobs: Sequence[JobStatus], *_: object) -> None:
        for job in jobs:
            lesson, now = self._jobs.get(job.id), _STATES.get(job.state)
            if lesson is None or now is None or lesson.now in (now, Now.STOPPING):
                continue
            lesson.now = now
            self._refresh(lesson)

    def _told(self, event: Event) -> None:
        """What the service tells of a training, in order."""
        lesson = self._jobs.get(event.job)
        if lesson is None:
            return
        match event:
            case TrainingTold(event=StepDone() as told):
                lesson.hear(told)
                self._stepped = lesson
                if not self._steps.isActive():
                    self._steps.start()
            case TrainingTold(event=told):
                lesson.hear(told)
                self._refresh(lesson)
            case Paused(step=step):
                lesson.now, lesson.step, lesson.seconds_left = Now.PAUSED, step, None
                self._refresh(lesson)
            case Done(files=files, warnings=warnings):
                for text in warnings:
                    lesson.warn(Notice("result", text))
                lesson.step, lesson.so_far = lesson.steps, None
                self._ended(lesson, Now.DONE)
                self._put_away(lesson, files)
            case WasCancelled():
                self._ended(lesson, Now.STOPPED)
            case Failed(cause=cause, remedy=remedy, detail=detail):
                _log.error("training failed: %s %s\n%s", cause, remedy, detail)
                lesson.trouble = in_words(UserError(cause, remedy), lesson.draft.plan)
                self._ended(lesson, Now.STOPPED)
                if not self.window.isActiveWindow():
                    self._window.tell(lesson.trouble)

    def _show_step(self) -> None:
        """Steps may be done faster than anybody can see them."""
        if self._stepped is not None:
            self._refresh(self._stepped, step=True)

    def _ended(self, lesson: Lesson, now: Now) -> None:
        if lesson.job is not None:
            self._jobs.pop(lesson.job, None)
        lesson.job, lesson.now, lesson.seconds_left, lesson.stage = None, now, None, None
        if now == Now.STOPPED:
            # What came after the last checkpoint is learned again.
            lesson.step = last_step(lesson.folder)
        self._refresh(lesson)

    def _refresh(self, lesson: Lesson, *, step: bool = False) -> None:
        self.window.refresh(lesson, step=step)
        self.changed.emit()

    @property
    def line(self) -> str:
        """What is taught just now and how far it is; empty when nothing is."""
        for lesson in self._jobs.values():
            if lesson.now in (Now.RUNNING, Now.STOPPING):
                if lesson.stage != Stage.TRAIN or not lesson.steps:
                    return tr("Teaching…")
                return told(f"Teaching {100 * lesson.step // lesson.steps} %")
        return ""

    # What was learned -----------------------------------------------------------------------

    def _put_away(self, lesson: Lesson, files: Sequence[Path]) -> None:
        """Puts what was learned where models are kept, and lets everybody know of it."""
        if all(file.parent != lesson.folder for file in files):
            lesson.files = tuple(files)
            self._refresh(lesson)
            return

        def done(found: tuple[Path, ...]) -> None:
            lesson.files = found
            self._refresh(lesson)
            for made in found[:1]:
                follow(self._window, lesson.folder, made)
            if lesson.plan is not None and is_a_model(lesson.plan):
                look_for_models(self._window)
            self._window.generating.look_for_words_again()
            if not self.window.isActiveWindow():
                text = told(f"“{lesson.title}” is learned.")
                remedy = tr("The Teach window adds it to the picture.")
                self._window.banner.tell(text, remedy, Tone.INFO, seconds=10)

        def failed(error: BaseException) -> None:
            # It can be used where it is.
            lesson.files = tuple(files)
            self._refresh(lesson)
            self._tell(error)

        self._window.background.run(
            lambda: kept.put_away(lesson.folder, files), done=done, failed=failed
        )

    def use(self, lesson: Lesson) -> None:
        """Adds what was learned to the picture: as a technique and in the prompt, or as model."""
        use_files(self._window, self.window, lesson, lesson.files)

    def use_so_far(self, lesson: Lesson) -> None:
        """The same with what is known at the last checkpoint."""
        if lesson.so_far is not None:
            use_files(self._window, self.window, lesson, lesson.so_far.files)
