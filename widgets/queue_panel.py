"""The queue: what runs, what waits, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QPainter, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.generation.events import JobId, JobState, JobStatus
from core.generation.maps import MapRequest
from core.generation.training import TrainingRequest
from widgets.icons import icon
from widgets.look import colour
from widgets.rows import RowList
from widgets.section import MARGIN, SPACING
from widgets.words import tr

Index = QModelIndex | QPersistentModelIndex
_MIME = "application/x-underpaint-job"


def title_of(job: JobStatus) -> str:
    """What a job is called: the prompt of its pictures, which map it makes, or what it teaches."""
    if isinstance(job.request, MapRequest | TrainingRequest):
        return job.request.title
    return " ".join(job.request.prompt.split()) or tr("(no prompt)")


def _waiting(job: JobStatus) -> str:
    """What a job that does not run is doing."""
    step = 0 if isinstance(job.request, TrainingRequest) else job.step
    if job.state is JobState.PAUSED:
        return tr("Paused after step {step}", step=step) if step else tr("Set aside")
    return tr("Goes on after step {step}", step=step) if step else tr("Waiting")


class QueueModel(QAbstractListModel):
    """The jobs as the service last told them. Reordering asks, it does not do."""

    JOB = Qt.ItemDataRole.UserRole + 1

    moved = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.jobs: tuple[JobStatus, ...] = ()
        self.about: Mapping[JobId, str] = {}
        self.progress = ""

    def show_jobs(self, jobs: Sequence[JobStatus], about: Mapping[JobId, str]) -> None:
        self.beginResetModel()
        self.jobs, self.about = tuple(jobs), about
        self.endResetModel()

    def show_progress(self, text: str) -> None:
        """What the running job is doing."""
        self.progress = text
        if self.jobs and self.jobs[0].state is JobState.RUNNING:
            self.dataChanged.emit(self.index(0), self.index(0))

    def second_line(self, job: JobStatus) -> str:
        doing = self.progress if job.state is JobState.RUNNING else _waiting(job)
        about = self.about.get(job.id, "")
        return f"{doing or tr('Running')} · {about}" if about else doing or tr("Running")

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.jobs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.jobs):
            return None
        job = self.jobs[index.row()]
        title = title_of(job)
        if role == self.JOB:
            return job
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{title}, {self.second_line(job)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flag = Qt.ItemFlag
        flags = flag.ItemIsEnabled | flag.ItemIsSelectable
        if self.jobs[index.row()].state is not JobState.RUNNING:
            flags |= flag.ItemIsDragEnabled
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: Any) -> QMimeData:
        data = QMimeData()
        data.setData(_MIME, str(self.jobs[indexes[0].row()].id).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        if not data.hasFormat(_MIME):
            return False
        job = int(bytes(data.data(_MIME).data()))
        if row < 0:
            row = parent.row() if parent.isValid() else len(self.jobs)
        source = next((i for i, known in enumerate(self.jobs) if known.id == job), -1)
        if source >= 0:
            target = row - 1 if row > source else row
            self.moved.emit(job, target - self.running)
        return False

    @property
    def running(self) -> int:
        """How many jobs of the list are not waiting any more: 0 or 1."""
        return sum(job.state is JobState.RUNNING for job in self.jobs)


class _Row(QStyledItemDelegate):
    HEIGHT = 42

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self.rows = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, self.HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        job: JobStatus | None = index.data(QueueModel.JOB)
        model = index.model()
        if job is None or not isinstance(model, QueueModel):
            return
        row: QRect = option.rect
        if self.rows.is_chosen(index):
            painter.fillRect(row, colour("selection"))
        elif self.rows.is_under(index):
            painter.fillRect(row, colour("row_hover"))
        painter.setPen(colour("line"))
        painter.drawLine(row.bottomLeft(), row.bottomRight())
        running = job.state is JobState.RUNNING
        mark = QRect(row.x() + 8, row.center().y() - 8, 16, 16)
        paused = job.state is JobState.PAUSED
        icon("resume" if running else "pause" if paused else "grip").paint(painter, mark)
        left, width = row.x() + 32, row.width() - 40
        metrics, line = option.fontMetrics, option.fontMetrics.height()
        elide = Qt.TextElideMode.ElideRight
        top = row.center().y() - line + 1
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        text = metrics.elidedText(index.data(), elide, width)
        painter.drawText(QRect(left, top, width, line), 0, text)
        painter.setPen(colour("accent_text" if running else "dim"))
        text = metrics.elidedText(model.second_line(job), elide, width)
        painter.drawText(QRect(left, top + line, width, line), 0, text)


class QueuePanel(QWidget):
    """`moved(job, position among those that wait)`, `cancelled(job)`, `all_cancelled`, `paused`."""

    moved = Signal(int, int)
    cancelled = Signal(int)
    all_cancelled = Signal()
    pause_toggled = Signal()
    job_toggled = Signal(int)
    """A job is to be paused, or to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.model = QueueModel(self)
        self.list = RowList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setAccessibleName(tr("Queue, the running job first"))
        self.list.setDragDropMode(QListView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self._empty = QLabel(tr("Nothing is running or waiting."))
        self._empty.setObjectName("hint")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setParent(self.list.viewport())
        self.pause_button = QPushButton(icon("pause"), tr("Pause queue"))
        self.pause_button.setToolTip(tr("Lets the running job finish and begins no other"))
        self.job_button = QPushButton(icon("pause"), tr("Pause job"))
        self._up = QPushButton(icon("up"), tr("Earlier"))
        self._down = QPushButton(icon("down"), tr("Later"))
        self._cancel = QPushButton(icon("cancel"), tr("Cancel job"))
        self._cancel_all = QPushButton(icon("delete"), tr("Cancel all"))
        for button in (self._up, self._down, self.job_button, self._cancel, self.pause_button,
                       self._cancel_all):  # fmt: skip
            button.setObjectName("strip")
            button.setIconSize(QSize(16, 16))
        order = QHBoxLayout()
        order.setSpacing(3)
        order.addWidget(self._up)
        order.addWidget(self._down)
        buttons = QVBoxLayout()
        buttons.setSpacing(3)
        buttons.addStretch()
        buttons.addLayout(order)
        for button in (self.job_button, self._cancel, self.pause_button, self._cancel_all):
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, 4, MARGIN, SPACING)
        layout.setSpacing(SPACING)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        self.model.moved.connect(self.moved)
        self.pause_button.clicked.connect(self.pause_toggled)
        self._cancel_all.clicked.connect(self.all_cancelled)
        self.job_button.clicked.connect(self._toggle_chosen)
        self._cancel.clicked.connect(self._cancel_chosen)
        self._up.clicked.connect(lambda: self._move_chosen(-1))
        self._down.clicked.connect(lambda: self._move_chosen(1))
        delete = QAction(self.list)
        delete.setShortcut(Qt.Key.Key_Delete)
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(self._cancel_chosen)
        self.list.addAction(delete)
        self.list.selectionModel().currentChanged.connect(lambda: self._refresh())
        self._refresh()

    def sizeHint(self) -> QSize:
        return QSize(560, 132)

    def show_queue(
        self, jobs: Sequence[JobStatus], paused: bool, about: Mapping[JobId, str]
    ) -> None:
        """The queue as the service tells it; `about` has a line for each job."""
        chosen = self._chosen
        self.model.show_jobs(jobs, about)
        for row, job in enumerate(jobs):
            if chosen is not None and job.id == chosen.id:
                self.list.setCurrentIndex(self.model.index(row))
        self.pause_button.setText(tr("Resume queue") if paused else tr("Pause queue"))
        self.pause_button.setIcon(icon("resume" if paused else "pause"))
        self._empty.setText(
            tr("Paused. Nothing waits.") if paused else tr("Nothing is running or waiting.")
        )
        self._refresh()

    @property
    def _chosen(self) -> JobStatus | None:
        job: JobStatus | None = self.list.currentIndex().data(QueueModel.JOB)
        return job

    def _toggle_chosen(self) -> None:
        if (job := self._chosen or self._only) is not None:
            self.job_toggled.emit(job.id)

    @property
    def _only(self) -> JobStatus | None:
        """The job that is meant while none is chosen: the first."""
        return self.model.jobs[0] if self.model.jobs else None

    def _cancel_chosen(self) -> None:
        if (job := self._chosen) is not None:
            self.cancelled.emit(job.id)

    def _move_chosen(self, by: int) -> None:
        if (job := self._chosen) is not None:
            row = self.list.currentIndex().row() - self.model.running
            self.moved.emit(job.id, row + by)

    def _refresh(self) -> None:
        jobs, chosen = self.model.jobs, self._chosen
        waiting = [job.id for job in jobs if job.state is not JobState.RUNNING]
        queued = chosen is not None and chosen.id in waiting
        self._up.setEnabled(queued and chosen is not None and chosen.id != waiting[0])
        self._down.setEnabled(queued and chosen is not None and chosen.id != waiting[-1])
        self._cancel.setEnabled(chosen is not None)
        meant = chosen or self._only
        aside = meant is not None and meant.state is JobState.PAUSED
        self.job_button.setText(tr("Go on") if aside else tr("Pause job"))
        self.job_button.setIcon(icon("resume" if aside else "pause"))
        self.job_button.setToolTip(
            tr("Goes on with the job where it was paused")
            if aside
            else tr("Pauses the job after its step; others go on meanwhile")
        )
        self.job_button.setEnabled(meant is not None and not isinstance(meant.request, MapRequest))
        self._cancel_all.setEnabled(bool(jobs))
        self._empty.setVisible(not jobs)
        self._empty.adjustSize()
        self._empty.move(12, 10)
