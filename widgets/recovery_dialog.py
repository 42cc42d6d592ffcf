"""Pictures that were not saved when the program last ended: each is recovered, kept or discarded.

The window can be used meanwhile. Closing the dialog keeps all that is still in it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from widgets.ago import ago
from widgets.words import tr

_PICTURE = QSize(144, 108)
_WIDTH = 660
_SHOWN = 3
"""Rows that are seen at once."""
_EVERY = 30_000
"""Milliseconds between two looks at the clock."""


@dataclass(frozen=True, eq=False)
class Offer:
    """One picture, as the dialog shows it."""

    title: str
    saved: float
    """When it was kept, in seconds since 1970."""
    about: str = ""
    """Its size and layers."""
    folder: str = ""
    note: str = ""
    """What the artist should know before choosing."""
    picture: bytes | None = field(default=None, repr=False)
    """A small PNG."""
    whole: bool = True
    """False: it cannot be recovered."""


class RecoveryDialog(QDialog):
    """`recovered`, `kept` and `discarded` carry an Offer; a kept one leaves the dialog."""

    recovered = Signal(object)
    kept = Signal(object)
    discarded = Signal(object)

    def __init__(self, parent: QWidget, offers: Sequence[Offer], foot: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Recover Unsaved Pictures"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        what = tr("This picture was") if len(offers) == 1 else tr("These pictures were")
        heading = QLabel(tr("{what} not saved when Underpaint last ended.", what=what))
        heading.setObjectName("heading")
        hint = QLabel(foot)
        hint.setObjectName("hint")
        hint.setWordWrap(True)
        self._rows = {offer: _Row(offer) for offer in offers}
        column = QWidget()
        column.setObjectName("column")
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        for offer, row in self._rows.items():
            self._column.addWidget(row)
            row.recover.clicked.connect(partial(self.recovered.emit, offer))
            row.keep.clicked.connect(partial(self._keep, offer))
            row.discard.clicked.connect(partial(self.discarded.emit, offer))
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(column)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(heading)
        layout.addWidget(self._scroll)
        layout.addWidget(hint)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tell_ages)
        self._timer.start(_EVERY)
        self._fit()

    @property
    def offers(self) -> list[Offer]:
        """Those that are still in it."""
        return list(self._rows)

    def remove(self, offer: Offer) -> None:
        """Takes one out; without any the dialog closes."""
        row = self._rows.pop(offer)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        if self._rows:
            self._fit()
        else:
            self.accept()

    def _keep(self, offer: Offer) -> None:
        self.kept.emit(offer)
        self.remove(offer)

    def _tell_ages(self) -> None:
        for row in self._rows.values():
            row.tell_age()

    def _fit(self) -> None:
        """As high as its rows, up to some of them."""
        heights = [row.sizeHint().height() for row in self._rows.values()]
        shown = heights[:_SHOWN]
        part = heights[_SHOWN] // 3 if len(heights) > _SHOWN else 0
        # A row that is cut off says that there are more.
        height = sum(shown) + self._column.spacing() * (len(shown) - 1 + bool(part)) + part
        self._scroll.setFixedHeight(height)
        self.setFixedWidth(_WIDTH)
        self.adjustSize()


class _Row(QFrame):
    """A picture, what is known of it, and what can be done with it."""

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self.setObjectName("card")
        self._offer = offer
        self.recover = QPushButton(tr("Recover"))
        self.keep = QPushButton(tr("Keep for Later"))
        self.discard = QPushButton(tr("Discard…"))
        self.recover.setToolTip(
            tr("Opens it as unsaved changes; its file stays as it is until saved")
        )
        self.keep.setToolTip(tr("Leaves it as it is; it is offered again at the next start"))
        self.discard.setToolTip(tr("Deletes what was kept of it"))
        self.recover.setEnabled(offer.whole)
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        for button, verb in ((self.recover, tr("Recover")), (self.keep, tr("Keep")),
                             (self.discard, tr("Discard"))):  # fmt: skip
            button.setAccessibleName(f"{verb} {offer.title}")
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._age = QLabel()
        moment = time.strftime("%Y-%m-%d %H:%M", time.localtime(offer.saved))
        self._age.setToolTip(tr("Kept on {moment}", moment=moment))
        self.tell_age()
        words = QVBoxLayout()
        words.setSpacing(3)
        title = self._label(offer.title, "heading")
        words.addWidget(title)
        words.addWidget(self._age)
        for text, name in ((offer.about, "hint"), (offer.folder, "hint")):
            if text:
                words.addWidget(self._label(text, name))
        if offer.note:
            note = QLabel(offer.note)
            note.setWordWrap(True)
            note.setTextFormat(Qt.TextFormat.PlainText)
            words.addWidget(note)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 10, 10, 10)
        row.setSpacing(12)
        row.addWidget(self._thumbnail(), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addLayout(buttons)

    def tell_age(self) -> None:
        """Says how old it is by now."""
        self._age.setText(tr("Autosaved {ago}", ago=ago(time.time() - self._offer.saved)))

    def _label(self, text: str, name: str) -> QLabel:
        """One line; what does not fit is left out in its middle and told by the tooltip."""
        label = QLabel()
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.ensurePolished()
        room = _WIDTH - _PICTURE.width() - 230
        shown = label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room)
        label.setText(shown)
        if shown != text:
            label.setToolTip(text)
        return label

    def _thumbnail(self) -> QLabel:
        label = QLabel()
        label.setObjectName("thumbnail")
        label.setFixedSize(_PICTURE)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setAccessibleName(tr("Picture of {title}", title=self._offer.title))
        pixmap = QPixmap()
        if self._offer.picture is not None and pixmap.loadFromData(self._offer.picture):
            ratio = self.devicePixelRatioF()
            room = (_PICTURE - QSize(4, 4)) * ratio
            fitted = pixmap.scaled(
                room.boundedTo(pixmap.size() * ratio),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            fitted.setDevicePixelRatio(ratio)
            label.setPixmap(fitted)
        else:
            label.setText(tr("No picture"))
        return label
