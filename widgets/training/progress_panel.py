"""How a training goes: what it does, its loss, its samples, what is doubtful, and its buttons."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.errors import UserError
from core.training.review import Notice
from widgets.doubt_line import DoubtLine
from widgets.icons import IconLabel, icon
from widgets.section import MARGIN, SPACING
from widgets.training.lesson import Lesson, Now
from widgets.training.loss_chart import LossChart
from widgets.training.sample_strip import SampleStrip
from widgets.training.telling import part, state
from widgets.words import tr

_SHOWN = 3
"""Notices that have room; the others are told on hover."""
USES = {
    "": ("Paint with it", "Chooses the model that was made, to paint with"),
    "controlnet": ("Add as technique", "Adds it to the techniques, to follow a map with it"),
    "t2i-adapter": ("Add as technique", "Adds it to the techniques, to follow a map with it"),
}
USE = ("Use in prompt", "Adds what was learned to the techniques, and its words to the prompt")
"""What a training adds to a model → the button that uses it, and its help."""


class ProgressPanel(QWidget):
    """Shows one training; its signals ask for what the buttons say."""

    paused = Signal()
    went_on = Signal()
    cancelled = Signal()
    used = Signal()
    used_so_far = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state = QLabel()
        self._state.setObjectName("heading")
        self._state.setAccessibleName(tr("What the training is doing"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setObjectName("thin")
        self.bar.setAccessibleName(tr("Progress of the training"))
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.trouble = _Trouble()
        self.chart, self.samples = LossChart(), SampleStrip()
        self.notices = _Notices()
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(self.chart)
        both.addWidget(self.samples)
        both.setChildrenCollapsible(False)
        both.setStretchFactor(0, 4)
        both.setStretchFactor(1, 5)
        both.setHandleWidth(9)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(SPACING)
        layout.addWidget(self._state)
        layout.addWidget(self.bar)
        layout.addWidget(self.trouble)
        layout.addWidget(both, 1)
        layout.addWidget(self.notices)
        layout.addLayout(self._made_buttons())

    def sizeHint(self) -> QSize:
        return QSize(600, 640)

    def _made_buttons(self) -> QHBoxLayout:
        self.so_far_button = self._button(
            "tip", tr("Use what it knows so far"), self.used_so_far,
            tr("Adds what was learned until the last checkpoint; it goes on learning meanwhile"),
        )  # fmt: skip
        self.cancel_button = self._button(
            "cancel", tr("Cancel"), self.cancelled,
            tr("Ends it; what was learned until the last checkpoint stays"),
        )  # fmt: skip
        self.pause_button = self._button(
            "pause", tr("Pause"), self.paused, tr("Saves everything and waits until you go on")
        )
        self.go_on_button = self._button(
            "resume", tr("Go on"), self.went_on, tr("Goes on learning where it stopped")
        )
        self.use_button = self._button("teach-now", tr(USE[0]), self.used, tr(USE[1]))
        self.use_button.setObjectName("generate")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        row.addWidget(self.so_far_button)
        row.addStretch()
        for button in (self.cancel_button, self.pause_button, self.go_on_button, self.use_button):
            row.addWidget(button)
        return row

    def _button(self, picture: str, text: str, signal: SignalInstance, help: str) -> QPushButton:
        button = QPushButton(icon(picture), text)
        button.setIconSize(QSize(16, 16))
        button.setToolTip(help)
        button.setMinimumHeight(30)
        button.clicked.connect(signal)
        return button

    def show_lesson(self, lesson: Lesson) -> None:
        """Everything that is known of it; cheap enough for every step."""
        self.show_state(lesson)
        self.trouble.show_error(lesson.trouble)
        self.samples.show_samples(lesson.samples)
        self.chart.show_losses(lesson.losses, lesson.steps)
        self.notices.show_notices(lesson.notices)
        self._show_buttons(lesson)

    def show_state(self, lesson: Lesson) -> None:
        """The line at the top, and the bar."""
        text = state(lesson)
        if text != self._state.text():
            self._state.setText(text)
        self.bar.setVisible(lesson.at_work or (lesson.now == Now.STOPPED and lesson.step > 0))
        done = part(lesson) if lesson.now != Now.CHECKING else None
        self.bar.setRange(0, 0 if done is None else 1000)
        self.bar.setValue(0 if done is None else round(done * 1000))
        self.bar.setAccessibleDescription(text)

    def _show_buttons(self, lesson: Lesson) -> None:
        now, adds = lesson.now, "lora" if lesson.plan is None else lesson.plan.adds
        # Models are found where models are kept: there it comes only when it is done.
        so_far = lesson.so_far is not None and lesson.so_far.files and adds not in USES
        working = now in (Now.QUEUED, Now.RUNNING, Now.STOPPING)
        for button, shown in (
            (self.cancel_button, lesson.at_work),
            (self.pause_button, working),
            (self.go_on_button, now in (Now.PAUSED, Now.STOPPED)),
            (self.use_button, now == Now.DONE and bool(lesson.files)),
            (self.so_far_button, now != Now.DONE and bool(so_far)),
        ):
            # A button that goes takes the keyboard to the one that comes in its place.
            if button.isHidden() == shown:
                button.setVisible(shown)
        self.pause_button.setEnabled(now != Now.STOPPING)
        self.cancel_button.setEnabled(now != Now.STOPPING)
        text, help = map(tr, USES.get(adds, USE))
        self.use_button.setText(text)
        self.use_button.setToolTip(help)

    @property
    def state(self) -> str:
        return self._state.text()


class _Trouble(QFrame):
    """Why it stopped, and what to do about it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setProperty("kind", "error")
        picture = IconLabel("error", 20)
        self._cause, self._remedy = QLabel(), QLabel()
        self._cause.setObjectName("heading")
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._cause, self._remedy):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.setSpacing(10)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_error(self, error: UserError | None) -> None:
        if error is not None:
            self._cause.setText(error.cause)
            self._remedy.setText(error.remedy)
            self._remedy.setVisible(bool(error.remedy))
            self.setAccessibleName(tr("Error: {error}", error=error))
        self.setVisible(error is not None)

    @property
    def text(self) -> str:
        return "" if self.isHidden() else f"{self._cause.text()} {self._remedy.text()}".strip()


class _Notices(QWidget):
    """What is doubtful; no reason to stop."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Notice] = []
        self.lines: list[DoubtLine] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)
        self.setAccessibleName(tr("Warnings"))
        self.hide()

    def show_notices(self, notices: list[Notice]) -> None:
        if notices == self._shown:
            return
        self._shown = list(notices)
        for line in self.lines:
            self._layout.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [DoubtLine(notice.text) for notice in notices[:_SHOWN]]
        if len(notices) > _SHOWN:
            self.lines.append(DoubtLine(tr("And {count} more", count=len(notices) - _SHOWN)))
            self.lines[-1].setToolTip("\n".join(notice.text for notice in notices[_SHOWN:]))
        for line in self.lines:
            self._layout.addWidget(line)
        self.setVisible(bool(notices))

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self.lines]
