"""The window in which the pictures of a grid arrive: the table, one of them large, what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.arrays import Bytes
from widgets.grid.table import GridTable, Labels, Place, image_of, inside
from widgets.icons import icon
from widgets.look import colour
from widgets.progress_row import duration
from widgets.screen_room import open_at
from widgets.section import SPACING
from widgets.words import tr


class Large(QWidget):
    """One picture as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self.setAccessibleName(tr("The chosen picture"))
        self.setMinimumSize(220, 220)

    def show_picture(self, rgb: Bytes | None) -> None:
        self._image = None if rgb is None else image_of(rgb)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, 360)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), colour("well"))
        if self._image is not None:
            painter.drawImage(inside(self._image.size(), self.rect()), self._image)
            return
        painter.setPen(colour("faint_text"))
        room = QRect(self.rect()).adjusted(20, 20, -20, -20)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, tr("Click a picture to see it large"))


class GridWindow(QWidget):
    """`apply` and `use` carry the place of the chosen picture, `closed` that it is done with."""

    apply = Signal(object)
    use = Signal(object)
    save = Signal()
    cancel = Signal()
    closed = Signal()

    def __init__(
        self, parent: QWidget, labels: Labels, large: Callable[[Place], Bytes | None]
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Parameter Grid"))
        self._large_of = large
        self._count, self._done, self._over = 0, 0, False
        self.table = GridTable(labels)
        area = QScrollArea()
        area.setWidget(self.table)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.large = Large()
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.apply_button = _button(
            tr("Apply as Layer"), "apply", tr("Makes it a new layer (Enter)")
        )
        self.use_button = _button(
            tr("Use Settings"), "sliders", tr("Sets the Generate panel as it was for this picture")
        )
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("Progress of the grid"))
        self.cancel_button = _button(
            tr("Cancel"), "cancel", tr("Stops all pictures that are not there")
        )
        self.save_button = _button(
            tr("Save as Picture…"), "save", tr("Saves the grid with its labels as one picture")
        )
        self._lay_out(area)
        self.table.chosen.connect(self._choose)
        self.table.activated.connect(lambda: self._emit(self.apply))
        self.apply_button.clicked.connect(lambda: self._emit(self.apply))
        self.use_button.clicked.connect(lambda: self._emit(self.use))
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.cancel)
        self._refresh()

    def _lay_out(self, area: QScrollArea) -> None:
        side = QWidget()
        beside = QVBoxLayout(side)
        beside.setContentsMargins(SPACING, 0, 0, 0)
        beside.addWidget(self.large, 1)
        beside.addWidget(self.about)
        buttons = QHBoxLayout()
        buttons.addWidget(self.apply_button)
        buttons.addWidget(self.use_button)
        beside.addLayout(buttons)
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        halves.addWidget(area)
        halves.addWidget(side)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        below = QHBoxLayout()
        below.addWidget(self.progress, 1)
        below.addWidget(self.cancel_button)
        below.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(10)
        layout.addWidget(halves, 1)
        layout.addLayout(below)
        table = self.table.sizeHint()
        open_at(self, min(1180, table.width() + 420), max(480, min(820, table.height() + 90)))

    def show_progress(self, done: int, count: int, seconds: float | None, *, over: bool) -> None:
        """How many pictures are there, and how long the others take; `over`: none is to come."""
        self._done, self._count, self._over = done, count, over
        self.progress.setRange(0, max(1, count))
        self.progress.setValue(done)
        told = tr("{done} of {count}", done=done, count=count)
        if over and done == count:
            told = tr("All {count} are there", count=count)
        elif over:
            told = tr("Stopped after {done} of {count}", done=done, count=count)
        elif seconds is not None:
            left = tr("{duration} left", duration=duration(seconds))
            told = f"{told}  ·  {left}"
        self.progress.setFormat(told)
        self._refresh()

    def refresh(self) -> None:
        """Another picture may be the chosen one's."""
        self._choose(self.table.current)

    def _choose(self, place: Place | None) -> None:
        self.large.show_picture(None if place is None else self._large_of(place))
        self.about.setText("" if place is None else self._told(place))
        self._refresh()

    def _told(self, place: Place) -> str:
        labels = self.table.labels
        lines = [f"{labels.across}: {labels.columns[place[1]]}"]
        if labels.rows:
            lines.append(f"{labels.down}: {labels.rows[place[0]]}")
        return "\n".join(lines)

    def _emit(self, signal: Any) -> None:
        place = self.table.current
        if place is not None and self._large_of(place) is not None:
            signal.emit(place)

    def _refresh(self) -> None:
        place = self.table.current
        ready = place is not None and self._large_of(place) is not None
        self.apply_button.setEnabled(ready)
        self.use_button.setEnabled(ready)
        self.save_button.setEnabled(self._done > 0)
        self.cancel_button.setEnabled(not self._over)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)


def _button(text: str, picture: str, help: str) -> QPushButton:
    button = QPushButton(icon(picture), text)
    button.setIconSize(QSize(16, 16))
    button.setToolTip(help)
    button.setAccessibleName(text)
    return button
