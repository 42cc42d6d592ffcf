"""A message over the canvas that waits for nobody: what happened, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.icons import IconLabel, icon
from widgets.words import told, tr

_WIDEST = 560
_MARGIN = 12


class Tone(StrEnum):
    """How serious a message is; also the name of its icon."""

    TIP = "tip"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Banner(QFrame):
    """Lies over the upper edge of `parent`, centred. Shows one message, the latest.

    Messages stay until they are closed; an information leaves by itself.
    """

    closed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._room = 0
        self.setObjectName("banner")
        self._tone = Tone.INFO
        self._picture = IconLabel("info", 20)
        self._cause = QLabel()
        self._cause.setObjectName("heading")
        self._remedy = QLabel()
        for label in (self._cause, self._remedy):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton()
        self._close.setIcon(icon("close"))
        self._close.setIconSize(QSize(16, 16))
        self._close.setAccessibleName(tr("Close the message"))
        self._close.setToolTip(tr("Close the message"))
        self._close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._close.clicked.connect(self.dismiss)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._cause)
        words.addWidget(self._remedy)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 9, 8, 9)
        self._row.setSpacing(10)
        self._row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(words, 1)
        self.choice = QPushButton()
        self.choice.setAutoDefault(False)
        self.choice.setAccessibleName(tr("Choice"))
        self.choice.hide()
        self.choice.clicked.connect(self._chosen)
        self._choose: Callable[[], object] = lambda: None
        self._row.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        parent.installEventFilter(self)
        self.hide()

    def tell(
        self,
        cause: str,
        remedy: str = "",
        tone: Tone = Tone.INFO,
        seconds: float = 0,
        choice: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Shows a message; with `seconds` it leaves by itself after that time. A `choice` is a
        button, and what it does."""
        self.choice.setVisible(choice is not None)
        if choice is not None:
            self.choice.setText(choice[0])
            self.choice.setAccessibleName(choice[0])
            self._choose = choice[1]
        self._tone = tone
        cause, remedy = told(cause), told(remedy)
        self._cause.setText(cause)
        self._cause.setVisible(bool(cause))
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        self._picture.show_icon(tone.value)
        self.setProperty("kind", tone.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(f"{tone.value.capitalize()}: {cause} {remedy}".strip())
        self._timer.stop()
        if seconds:
            self._timer.start(round(seconds * 1000))
        self.show()
        # The rows inside the layout know the heights of the message before until then.
        self._row.activate()
        self._place()
        self.raise_()

    def _chosen(self) -> None:
        self.dismiss()
        self._choose()

    def dismiss(self) -> None:
        """Takes the message away."""
        if self.isVisible():
            self.hide()
            self.closed.emit(self._tone.value)

    def withdraw(self, cause: str) -> None:
        """Takes the message with that cause away, if it is still the one that is shown."""
        if self._cause.text() == told(cause):
            self.dismiss()

    def dismiss_tip(self) -> None:
        """A tip is read once the artist does something; other messages stay."""
        if self._tone is Tone.TIP and not self.isHidden():
            self.hide()

    @property
    def text(self) -> str:
        """What it says; empty when nothing is shown."""
        if self.isHidden():
            return ""
        return f"{self._cause.text()} {self._remedy.text()}".strip()

    def _place(self) -> None:
        width = max(160, min(_WIDEST, self._over.width() - 2 * _MARGIN))
        # `adjustSize` knows nothing of lines that wrap.
        self.resize(width, self._row.heightForWidth(width))
        self.move((self._over.width() - width) // 2, self._room + _MARGIN)

    def keep_free(self, room: int) -> None:
        """Leaves so many pixels of the upper edge to something else."""
        if room != self._room:
            self._room = room
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)
