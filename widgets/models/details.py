"""All that is known of one model, the artist's notes, and what can be done with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.fetching.fetch import in_words
from core.models import weights
from core.models.cards import Card
from core.models.catalogue import Entry
from widgets.doubt_line import DoubtLine
from widgets.models.rows import draw_picture
from widgets.section import SPACING
from widgets.words import told, tr

USABLE = ("model", "lora", "embedding", "vae")
"""Kinds that come into use at a click; others are chosen in their technique."""
CANVAS, FILE, NONE = "canvas", "file", "none"
SOURCES = (CANVAS, FILE, NONE)
_HINTS = {
    "control": "Chosen in the techniques ControlNet and T2I-Adapter.",
    "ip_adapter": "Chosen in the technique Reference Pictures.",
    "language_model": "Chosen in the technique Pix2Pix Zero.",
    "upscaler": "Chosen in Image > Upscale.",
}


class _Picture(QWidget):
    """The model's picture, or its initial."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(112, 112)
        self._entry: Entry | None = None
        self._pixmap: QPixmap | None = None

    def show_picture(self, entry: Entry, pixmap: QPixmap | None) -> None:
        self._entry, self._pixmap = entry, pixmap
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._entry is not None:
            with QPainter(self) as painter:
                draw_picture(painter, QRectF(self.rect()), self._entry, self._pixmap)


class Details(QScrollArea):
    """`used`, `shown`, `removed` and `converted` carry the Entry; `noted` the Entry and the
    note."""

    used = Signal(object)
    shown = Signal(object)
    removed = Signal(object)
    converted = Signal(object)
    noted = Signal(object, str)
    picture_wanted = Signal(object, str)
    """The Entry, and where its picture is to come from: one of `SOURCES`."""

    def __init__(self) -> None:
        super().__init__()
        self.entry: Entry | None = None
        self._picture = _Picture()
        self.title = QLabel()
        self.title.setObjectName("heading")
        self.what = QLabel()
        self.what.setObjectName("hint")
        self.problems = DoubtLine()
        self.use = QPushButton(tr("Use"))
        self.use.setToolTip(tr("Paints with it from now on"))
        self.folder = QPushButton(tr("Show in Folder"))
        self.remove = QPushButton(tr("Remove…"))
        self.convert = QPushButton(tr("Convert"))
        self.convert.setToolTip(
            tr(
                "Reads what tensors are in it, in a process that may do nothing else, and keeps "
                "them beside it as a safetensors file"
            )
        )
        self._converting: frozenset[Path] = frozenset()
        self.picture_button = QToolButton()
        self.picture_button.setText(tr("Picture"))
        self.picture_button.setToolTip(tr("Chooses the picture by which you know it again"))
        self.picture_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.picture_button.setFixedWidth(112)
        menu = QMenu(self.picture_button)
        self.picture_actions = {
            source: menu.addAction(text)
            for source, text in (
                (CANVAS, tr("From the Canvas")),
                (FILE, tr("From a File…")),
                (NONE, tr("Take It Away")),
            )
        }
        self.picture_button.setMenu(menu)
        self._hint = _text()
        self._hint.setObjectName("hint")
        self.facts: dict[str, QLabel] = {}
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(SPACING)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for name in (
            tr("Family"),
            tr("Size"),
            tr("Licence"),
            tr("Words"),
            tr("Used by"),
            tr("Place"),
        ):
            self.facts[name] = _text()
            label = QLabel(tr(name))
            label.setObjectName("hint")
            label.setMinimumWidth(64)
            self._form.addRow(label, self.facts[name])
        self.notes = QPlainTextEdit()
        self.notes.setPlaceholderText(tr("What it is good at, which settings suit it…"))
        self.notes.setAccessibleName(tr("Notes"))
        self.notes.setMinimumHeight(76)
        self.notes.setMaximumHeight(160)
        self.notes.setTabChangesFocus(True)
        self._shown_note = ""
        self._lay_out()
        for source, action in self.picture_actions.items():
            action.triggered.connect(
                lambda _=False, source=source: self.picture_wanted.emit(self.entry, source)
            )
        self.use.clicked.connect(lambda: self.used.emit(self.entry))
        self.folder.clicked.connect(lambda: self.shown.emit(self.entry))
        self.remove.clicked.connect(lambda: self.removed.emit(self.entry))
        self.convert.clicked.connect(lambda: self.converted.emit(self.entry))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return QSize(420, 500)

    def _lay_out(self) -> None:
        for label in (self.title, self.what):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING)
        for button in (self.use, self.convert, self.folder, self.remove):
            buttons.addWidget(button)
        buttons.addStretch()
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title)
        head.addWidget(self.what)
        head.addStretch()
        head.addLayout(buttons)
        top = QHBoxLayout()
        top.setSpacing(14)
        pictured = QVBoxLayout()
        pictured.setSpacing(4)
        pictured.addWidget(self._picture)
        pictured.addWidget(self.picture_button)
        pictured.addStretch()
        top.addLayout(pictured)
        top.addLayout(head, 1)
        inside = QWidget()
        inside.setObjectName("column")
        notes = QLabel(tr("Notes"))
        notes.setObjectName("hint")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.problems)
        layout.addWidget(self._hint)
        layout.addLayout(self._form)
        layout.addWidget(notes)
        layout.addWidget(self.notes)
        layout.addStretch()
        self.setWidget(inside)

    def show_entry(
        self,
        entry: Entry,
        card: Card,
        pixmap: QPixmap | None,
        note: str,
        used_by: Sequence[str],
        *,
        chosen: bool = False,
    ) -> None:
        """Shows another model; what was noted of the one before is told first. `chosen`: the
        artist has chosen its picture."""
        self.picture_actions[NONE].setEnabled(chosen)
        self.keep_note()
        self.entry = entry
        self._picture.show_picture(entry, pixmap)
        self.title.setText(entry.title)
        precision = f", {entry.precision}" if entry.precision else ""
        what = told(entry.what)
        self.what.setText(f"{what[:1].upper()}{what[1:]}")
        self.problems.show_text("\n".join(entry.problems))
        hint = tr(_HINTS.get(entry.kind, ""))
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint) and not entry.problems)
        pickled = entry.path.suffix.lower() in weights.PICKLES
        self.use.setVisible(entry.kind in USABLE and not pickled)
        self.convert.setVisible(pickled)
        self.show_converting(self._converting)
        self.use.setEnabled(not entry.problems)
        self.remove.setEnabled(not entry.included)
        self.remove.setToolTip(tr("It comes with the program") if entry.included else "")
        self._fact(tr("Family"), tr(entry.family_name))
        self._fact(tr("Size"), f"{in_words(entry.bytes)}{precision}")
        self._fact(
            tr("Licence"), card.licence or (tr("that of the program") if entry.included else "")
        )
        self._fact(tr("Words"), ", ".join(card.words))
        self.show_users(used_by)
        self._fact(tr("Place"), _breakable(entry.path))
        self._shown_note = note
        self.notes.setPlainText(note)

    def show_converting(self, paths: Collection[Path]) -> None:
        """Which pickles are being converted now."""
        self._converting = frozenset(paths)
        works = self.entry is not None and self.entry.path in self._converting
        self.convert.setEnabled(not works)
        self.convert.setText(tr("Converting…") if works else tr("Convert"))

    def show_users(self, used_by: Sequence[str]) -> None:
        """What it is used by."""
        self._fact(tr("Used by"), ", ".join(used_by))

    def _fact(self, name: str, text: str) -> None:
        self.facts[name].setText(text)
        self._form.setRowVisible(self.facts[name], bool(text))

    def keep_note(self) -> None:
        """Tells what has been noted since it was shown."""
        note = self.notes.toPlainText()
        if self.entry is not None and note != self._shown_note:
            self._shown_note = note
            self.noted.emit(self.entry, note)


def _text() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _breakable(path: Path) -> str:
    """A path that may be broken after each folder."""
    return str(path).replace("/", "/\u200b")
