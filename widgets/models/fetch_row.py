"""One fetch: how far it is, and what can be done about it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.fetching.fetch import in_words
from core.fetching.fetches import Fetch, State
from widgets.buttons import icon_button
from widgets.choice_box import ChoiceBox
from widgets.doubt_line import DoubtLine
from widgets.icons import icon
from widgets.progress_row import time_left
from widgets.section import SPACING
from widgets.words import told as say
from widgets.words import tr

SILENCE = 4000
"""Milliseconds without a byte after which the row says so."""


def told(fetch: Fetch) -> str:
    """How far it is, in a line."""
    part = ""
    if fetch.size:
        part = tr("{part} of {whole}", part=in_words(fetch.done), whole=in_words(fetch.size))
    match fetch.state:
        case State.WAITING:
            return tr("Waits for its turn") + (f" · {part}" if part else "")
        case State.ASKING:
            return tr("Asking what is needed…")
        case State.RUNNING:
            rate = f" · {in_words(fetch.rate)}/s" if fetch.rate else ""
            left = f" · {time_left(fetch.seconds_left)}" if fetch.seconds_left is not None else ""
            return f"{part}{rate}{left}"
        case State.PAUSED:
            return tr("Paused") + (f" · {part}" if part else "")
        case State.DONE:
            return f"{tr('Done')} · {in_words(fetch.size)}"
    return part


class FetchRow(QFrame):
    """`paused`, `went_on`, `given_up`, `shown`, `used` and `page_wanted` (its page on the hub)
    carry the fetch's number; `picked` the number and the file that was chosen; `token_given` the
    number and a token."""

    paused = Signal(int)
    went_on = Signal(int)
    given_up = Signal(int)
    shown = Signal(int)
    picked = Signal(int, str)
    token_given = Signal(int, str)
    used = Signal(int)
    page_wanted = Signal(int)

    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        self.setObjectName("card")
        self.fetch = fetch
        self.title = QLabel()
        self.title.setObjectName("heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.line = QLabel()
        self.line.setObjectName("hint")
        self.bar = QProgressBar()
        self.bar.setObjectName("thin")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(tr("Progress"))
        self.switch = icon_button("pause", tr("Pause"))
        self.stop = icon_button("close", tr("Give up, and remove what has come"))
        self.use_button = QPushButton(tr("Use"))
        self.use_button.setToolTip(tr("From now on"))
        self.use_button.hide()
        self.show_button = QPushButton(tr("Show"))
        self.show_button.setToolTip(tr("Shows it among the models on the disk"))
        self.problem = DoubtLine()
        self.token = QLineEdit()
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setPlaceholderText(tr("Token (hf_…)"))
        self.token.setAccessibleName(tr("Token"))
        self.token_button = QPushButton(tr("Use Token"))
        self.page_button = QPushButton(tr("Open Its Page"))
        self.page_button.setToolTip(tr("In the browser: there you agree to its terms"))
        self.files = ChoiceBox()
        self.files.setAccessibleName(tr("File"))
        self.pick = QPushButton(tr("Fetch This"))
        self._token_row, self._files_row = QWidget(), QWidget()
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(SILENCE)
        self._silence.timeout.connect(self._tell_silence)
        self._lay_out()
        self._connect()
        self.show_fetch(fetch)

    def _lay_out(self) -> None:
        for row, widgets in (
            (self._token_row, (self.token, self.token_button, self.page_button)),
            (self._files_row, (self.files, self.pick)),
        ):
            inside = QHBoxLayout(row)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(SPACING)
            inside.addWidget(widgets[0], 1)
            for beside in widgets[1:]:
                inside.addWidget(beside)
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.title)
        top.addSpacing(10)
        top.addWidget(self.line, 1)
        for button in (self.use_button, self.show_button, self.switch, self.stop):
            top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 10)
        layout.setSpacing(SPACING)
        layout.addLayout(top)
        for widget in (self.bar, self.problem, self._token_row, self._files_row):
            layout.addWidget(widget)

    def _connect(self) -> None:
        self.switch.clicked.connect(self._switch)
        self.stop.clicked.connect(lambda: self.given_up.emit(self.fetch.id))
        self.show_button.clicked.connect(lambda: self.shown.emit(self.fetch.id))
        self.use_button.clicked.connect(lambda: self.used.emit(self.fetch.id))
        self.page_button.clicked.connect(lambda: self.page_wanted.emit(self.fetch.id))
        self.pick.clicked.connect(lambda: self.picked.emit(self.fetch.id, self.files.currentData()))
        self.token_button.clicked.connect(self._give_token)
        self.token.returnPressed.connect(self._give_token)

    def _give_token(self) -> None:
        if self.token.text().strip():
            self.token_given.emit(self.fetch.id, self.token.text())
            self.token.clear()

    def _switch(self) -> None:
        going = self.fetch.runs or self.fetch.state is State.WAITING
        (self.paused if going else self.went_on).emit(self.fetch.id)

    def show_fetch(self, fetch: Fetch) -> None:
        """What has become of it."""
        before, self.fetch = self.fetch, fetch
        self.title.setText(fetch.title)
        self.line.setText(told(fetch))
        over, failed = fetch.is_over, fetch.state is State.FAILED
        self.bar.setVisible(not over and not failed)
        self.bar.setRange(0, 0 if fetch.state is State.ASKING else 1000)
        self.bar.setValue(round(1000 * fetch.done / fetch.size) if fetch.size else 0)
        going = fetch.runs or fetch.state is State.WAITING
        self.switch.setVisible(not over and not fetch.choices)
        self.switch.setIcon(icon("pause" if going else "resume"))
        help = tr("Pause") if going else tr("Try again") if failed else tr("Go on")
        self.switch.setToolTip(help)
        self.switch.setAccessibleName(help)
        self.stop.setToolTip(tr("Take it off this list") if over else
                             tr("Give up, and remove what has come"))  # fmt: skip
        self.show_button.setVisible(over)
        problem = f"{say(fetch.cause)} {say(fetch.remedy)}".strip() if failed else ""
        if fetch.trouble:
            problem = f"{say(fetch.trouble)} {tr('It is tried again by itself.')}"
        self.problem.show_text(problem)
        if fetch.state is State.RUNNING and not fetch.trouble:
            self._silence.start()
        else:
            self._silence.stop()
        self._token_row.setVisible(failed and fetch.needs_token)
        self._files_row.setVisible(bool(fetch.choices))
        if fetch.choices != before.choices or not self.files.count():
            self.files.clear()
            for file in fetch.choices:
                self.files.addItem(file, file)

    def show_use(self, possible: bool) -> None:
        """Whether what was fetched can be used at a click."""
        self.use_button.setVisible(possible and self.fetch.is_over)

    def _tell_silence(self) -> None:
        """Its rate and the time that is left are of a while ago."""
        part = told(replace(self.fetch, rate=0.0, seconds_left=None))
        self.line.setText(f"{part} · {tr('nothing comes just now')}")
