"""The window in which a model is taught: trainings at the left, what is taught, and how it goes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QShowEvent,
)
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from core.errors import UserError
from core.models.info import ModelInfo
from core.training.draft import TrainingDraft, in_words
from widgets.banner import Banner, Tone
from widgets.icons import icon
from widgets.training.data_set_drop import holds_pictures
from widgets.training.lesson import Lesson, Now
from widgets.training.progress_panel import ProgressPanel
from widgets.training.teach_form import TeachForm
from widgets.training.trainings_list import TrainingsList
from widgets.words import tr

_WIDE = 1600
"""From here on there is room to spare for the fields."""


class TeachWindow(QWidget):
    """Not modal: painting goes on. It shows lessons and asks; whoever made it does.

    The signals carry the Lesson that they are about; `drafted` says that it is set up otherwise.
    """

    new = Signal()
    chosen = Signal(object)
    drafted = Signal(object)
    teach = Signal(object)
    duplicated = Signal(object)
    deleted = Signal(object)
    paused = Signal(object)
    went_on = Signal(object)
    cancelled = Signal(object)
    used = Signal(object)
    used_so_far = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(tr("Teach the Model – Underpaint"))
        self.setWindowIcon(icon("underpaint"))
        self.setObjectName("teach")
        self.lesson: Lesson | None = None
        self._sized = False
        self.trainings = TrainingsList()
        self.form = TeachForm()
        self.progress = ProgressPanel()
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.columns.setChildrenCollapsible(False)
        self.columns.setHandleWidth(1)
        for panel, stretch in ((self.trainings, 0), (self.form, 0), (self.progress, 1)):
            self.columns.addWidget(panel)
            self.columns.setStretchFactor(self.columns.count() - 1, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)
        self.banner = Banner(self)
        self.setAcceptDrops(True)
        self._connect()
        self._add_keys()

    def sizeHint(self) -> QSize:
        return QSize(1220, 740)

    def _connect(self) -> None:
        self.trainings.new.connect(self.new)
        self.trainings.chosen.connect(self.chosen)
        self.trainings.duplicated.connect(self.duplicated)
        self.trainings.deleted.connect(self.deleted)
        self.form.edited.connect(self._drafted)
        self.form.refused.connect(self.tell)
        self.form.teach.connect(self._teach)
        self.form.again.connect(lambda: self._ask(self.duplicated))
        progress = self.progress
        for asked, signal in (
            (progress.paused, self.paused),
            (progress.went_on, self.went_on),
            (progress.cancelled, self.cancelled),
            (progress.used, self.used),
            (progress.used_so_far, self.used_so_far),
        ):
            asked.connect(lambda signal=signal: self._ask(signal))

    def _add_keys(self) -> None:
        for keys, run in (
            ("Ctrl+N", self.new.emit),
            ("Ctrl+Return", self._teach),
            ("Ctrl+Enter", self._teach),
            ("Ctrl+W", self.close),
        ):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(run)
            self.addAction(action)

    def _ask(self, signal: SignalInstance) -> None:
        if self.lesson is not None:
            signal.emit(self.lesson)

    def _teach(self) -> None:
        if self.lesson is not None and self.lesson.can_be_set_up and self.form.button.isEnabled():
            self.lesson.draft = self.form.finished_draft()
            self.teach.emit(self.lesson)

    def _drafted(self, draft: TrainingDraft) -> None:
        if self.lesson is not None and self.lesson.can_be_set_up:
            self.lesson.draft = draft
            self.drafted.emit(self.lesson)

    # What it shows --------------------------------------------------------------------------

    def show_models(self, models: Sequence[ModelInfo], preferred: str) -> None:
        """What can be taught; `preferred` is the id of the model that is painted with."""
        self.form.show_models(models, preferred)

    def show_lessons(self, lessons: Sequence[Lesson], current: Lesson) -> None:
        """All trainings, one of which is looked at."""
        self.trainings.show_lessons(lessons, current)
        self.show_lesson(current)

    def show_lesson(self, lesson: Lesson) -> None:
        """Looks at a training, or shows what has become of it."""
        other = lesson is not self.lesson
        self.lesson = lesson
        if other:
            self.banner.dismiss()
        self.form.show_draft(lesson.draft, lesson.folder, editable=lesson.can_be_set_up)
        self.progress.show_lesson(lesson)
        self.trainings.show_lesson(lesson)

    def refresh(self, lesson: Lesson, *, step: bool = False) -> None:
        """A training has told something; `step`: no more than that a step is done."""
        self.trainings.show_lesson(lesson)
        if lesson is not self.lesson:
            return
        if step:
            self.progress.show_state(lesson)
            self.progress.chart.show_losses(lesson.losses, lesson.steps)
        else:
            shown = not self.form.button.isHidden()
            if shown != lesson.can_be_set_up or self.form.folder != lesson.folder:
                self.form.show_draft(lesson.draft, lesson.folder, editable=lesson.can_be_set_up)
            self.progress.show_lesson(lesson)

    def tell(self, error: UserError) -> None:
        """Shows what went wrong over the window."""
        self.banner.tell(error.cause, error.remedy, Tone.ERROR)

    def show_refusal(self, lesson: Lesson, error: UserError) -> None:
        """Why a training could not begin, with the keyboard where it is wrong."""
        if lesson is self.lesson and lesson.now == Now.DRAFT:
            self.form.show_trouble(error)
        self.tell(in_words(error, lesson.draft.plan))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._sized:
            self._sized = True
            wide = self.width() >= _WIDE
            sides = (250, 460) if wide else (216, 370)
            self.columns.setSizes([*sides, self.width() - sum(sides)])

    # Dropping -------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._can_take(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Pictures that are dropped anywhere go where the first are missing."""
        if self._can_take(event.mimeData()):
            self.form.drop(event)

    def _can_take(self, data: QMimeData) -> bool:
        can = self.lesson is not None and self.lesson.can_be_set_up
        return can and holds_pictures(data)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape reaches the window when nothing inside has a use for it."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.banner.isVisible():
            self.banner.dismiss()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
