"""How far the running job is, how long it still takes, and the button that stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QWidget

from widgets.icons import icon
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.generation.events import Stage

STAGE_TEXTS = {
    "load": "Loading the model",
    "encode": "Reading the prompt",
    "prepare": "Preparing",
    "denoise": "Painting",
    "decode": "Developing the picture",
    "finish": "Putting it in place",
    "upscale": "Making it larger",
    "map": "Making the map",
}
"""Stage → what the artist reads."""


def time_left(seconds: float) -> str:
    """Seconds in words: "4 s left", "2 min left", "3 h 05 min left"."""
    if seconds < 1:
        return tr("almost done")
    if seconds < 90:
        return told(f"{round(seconds)} s left")
    minutes = round(seconds / 60)
    if minutes < 90:
        return told(f"{minutes} min left")
    return told(f"{minutes // 60} h {minutes % 60:02} min left")


def duration(seconds: float) -> str:
    """Seconds in words: "about 40 s", "about 3 min", "about 1 h 20 min"."""
    if seconds < 2:
        return tr("a second or two")
    if seconds < 90:
        return tr("about {seconds} s", seconds=round(seconds))
    minutes = round(seconds / 60)
    if minutes < 90:
        return tr("about {minutes} min", minutes=minutes)
    return tr("about {hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)


class _Bar(QProgressBar):
    """Says what it is told to at all times; Qt's own is mute as long as nobody knows how far."""

    def text(self) -> str:
        return self.format()


class ProgressRow(QWidget):
    """A bar with words in it and a Cancel button; invisible, but in its place, when idle."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._bar = _Bar()
        self._bar.setAccessibleName(tr("Progress of the running job"))
        self._bar.setFormat("")
        self._cancel = QToolButton()
        self._cancel.setIcon(icon("cancel"))
        self._cancel.setIconSize(QSize(18, 18))
        self._cancel.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._cancel.setAccessibleName(tr("Cancel the running job"))
        self._cancel.setToolTip(tr("Cancel the running job (Esc)"))
        self._cancel.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._bar, 1)
        layout.addWidget(self._cancel)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_begun(self) -> None:
        """A job runs of which nothing has been heard yet: what paints may still be starting."""
        self._cancel.setEnabled(True)
        self._bar.setRange(0, 0)
        self._say(tr("Starting…"))
        self.show()

    def show_stage(self, stage: Stage) -> None:
        """A stage without steps: the bar runs; with steps it starts at nothing."""
        busy = stage in ("load", "encode", "prepare", "map")
        self._bar.setRange(0, 0 if busy else 100)
        if not busy:
            self._bar.setValue(0 if stage == "denoise" else 100)
        self._say(tr(STAGE_TEXTS[stage]) + "…")
        self.show()

    def show_step(self, step: int, steps: int, seconds_left: float | None) -> None:
        """`step` of `steps` is done."""
        self._bar.setRange(0, steps)
        self._bar.setValue(step)
        left = "" if seconds_left is None else f"  ·  {time_left(seconds_left)}"
        self._say(told(f"Step {step} of {steps}{left}"))
        self.show()

    def show_cancelling(self) -> None:
        self._say(tr("Stopping…"))
        self._cancel.setEnabled(False)

    def show_idle(self) -> None:
        self._cancel.setEnabled(True)
        self.hide()

    def _say(self, text: str) -> None:
        self._bar.setFormat(text)
        self._bar.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar.setAccessibleDescription(text)

    @property
    def text(self) -> str:
        return self._bar.format()
