"""The artist's trainings: those that are set up, that learn, that stopped, and what they made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
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
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from widgets.buttons import icon_button
from widgets.icons import icon
from widgets.look import colour
from widgets.rows import RowList
from widgets.section import MARGIN, SPACING
from widgets.training.lesson import Lesson, Now
from widgets.training.telling import part, short, state
from widgets.words import tr

Index = QModelIndex | QPersistentModelIndex
_HEIGHT = 44


class TrainingsModel(QAbstractListModel):
    """The trainings in their order."""

    LESSON = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lessons: list[Lesson] = []

    def show_lessons(self, lessons: Sequence[Lesson]) -> None:
        self.beginResetModel()
        self.lessons = list(lessons)
        self.endResetModel()

    def changed(self, lesson: Lesson) -> None:
        if (row := self.row_of(lesson)) >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, lesson: Lesson) -> int:
        return next((row for row, one in enumerate(self.lessons) if one is lesson), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lessons)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.lessons):
            return None
        lesson = self.lessons[index.row()]
        if role == self.LESSON:
            return lesson
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(lesson.title)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{tr(lesson.title)}\n{state(lesson)}"
        return None


class _Row(QStyledItemDelegate):
    """The name, what it is doing, and how far it is."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self.rows = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(140, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        lesson: Lesson | None = index.data(TrainingsModel.LESSON)
        if lesson is None:
            return
        row: QRect = option.rect
        if self.rows.is_chosen(index):
            painter.fillRect(row, colour("selection"))
        elif self.rows.is_under(index):
            painter.fillRect(row, colour("row_hover"))
        painter.setPen(colour("line"))
        painter.drawLine(row.bottomLeft(), row.bottomRight())
        left, width = row.x() + 10, row.width() - 20
        metrics, line = option.fontMetrics, option.fontMetrics.height()
        elide = Qt.TextElideMode.ElideRight
        top = row.center().y() - line
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        text = metrics.elidedText(tr(lesson.title), elide, width)
        painter.drawText(QRect(left, top, width, line), 0, text)
        active = lesson.now in (Now.RUNNING, Now.STOPPING, Now.CHECKING)
        painter.setPen(colour("accent_text" if active else "dim"))
        text = metrics.elidedText(short(lesson), elide, width)
        painter.drawText(QRect(left, top + line + 1, width, line), 0, text)
        if lesson.at_work and (done := part(lesson)):
            painter.fillRect(QRect(row.x(), row.bottom() - 2, round(row.width() * done), 2),
                             colour("accent"))  # fmt: skip


class TrainingsList(QWidget):
    """`chosen` carries a Lesson; `new`, `duplicated(lesson)` and `deleted(lesson)` ask."""

    chosen = Signal(object)
    new = Signal()
    duplicated = Signal(object)
    deleted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.model = TrainingsModel(self)
        self.list = RowList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setAccessibleName(tr("Trainings"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.new_button = QPushButton(icon("add"), tr("New training"))
        self.new_button.setToolTip(tr("Sets up another training (Ctrl+N)"))
        self.new_button.setIconSize(QSize(16, 16))
        self.duplicate_button = icon_button(
            "duplicate",
            tr("Sets up another one with its pictures and settings"),
            name=tr("Duplicate"),
            side=18,
        )
        self.delete_button = icon_button(
            "delete",
            tr("Deletes its pictures, samples and checkpoints (Delete)"),
            name=tr("Delete…"),
            side=18,
        )
        both = QHBoxLayout()
        both.setSpacing(1)
        both.addWidget(self.duplicate_button)
        both.addStretch()
        both.addWidget(self.delete_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(SPACING)
        layout.addWidget(self.new_button)
        layout.addWidget(self.list, 1)
        layout.addLayout(both)
        self.new_button.clicked.connect(self.new)
        self.duplicate_button.clicked.connect(lambda: self._ask(self.duplicated))
        self.delete_button.clicked.connect(lambda: self._ask(self.deleted))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._choose())
        delete = QAction(self.list)
        delete.setShortcut(Qt.Key.Key_Delete)
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(lambda: self._ask(self.deleted))
        self.list.addAction(delete)

    def sizeHint(self) -> QSize:
        return QSize(216, 600)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, 240)

    def show_lessons(self, lessons: Sequence[Lesson], current: Lesson | None) -> None:
        """All of them, `current` chosen, without telling anybody."""
        self.list.selectionModel().blockSignals(True)
        self.model.show_lessons(lessons)
        if current is not None:
            self.list.setCurrentIndex(self.model.index(self.model.row_of(current)))
        self.list.selectionModel().blockSignals(False)
        self.list.viewport().update()
        self.refresh()

    def show_lesson(self, lesson: Lesson) -> None:
        """One of them is in another state."""
        self.model.changed(lesson)
        self.refresh()

    @property
    def current(self) -> Lesson | None:
        lesson: Lesson | None = self.list.currentIndex().data(TrainingsModel.LESSON)
        return lesson

    def refresh(self) -> None:
        current = self.current
        self.duplicate_button.setEnabled(current is not None and current.now != Now.BROKEN)
        self.delete_button.setEnabled(
            current is not None and not current.at_work and current.now != Now.CHECKING
        )

    def _choose(self) -> None:
        self.refresh()
        if (current := self.current) is not None:
            self.chosen.emit(current)

    def _ask(self, signal: Any) -> None:
        if (current := self.current) is not None:
            signal.emit(current)
