"""What is doubtful about a data set, in words; a click chooses the pictures that are meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from core.training.review import Notice
from widgets.icons import icon
from widgets.look import colour
from widgets.rows import Index, RowList
from widgets.words import told, tr

NOTICE = Qt.ItemDataRole.UserRole + 1
_ICON, _LEFT, _PADDING = 16, 32, 5
_MOST_HEIGHT, _LITTLE_ROOM = 96, 62


class NoticeModel(QAbstractListModel):
    """What is odd about a data set, a row for each notice."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.notices: list[Notice] = []

    def show_notices(self, notices: Sequence[Notice]) -> None:
        self.beginResetModel()
        self.notices = list(notices)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.notices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.notices):
            return None
        notice = self.notices[index.row()]
        if role == NOTICE:
            return notice
        if role == Qt.ItemDataRole.DisplayRole:
            return notice.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return told(f"Warning: {notice.text}")
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr("Chooses the pictures that are meant")
        return None


class _Row(QStyledItemDelegate):
    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self.rows = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self.rows.viewport().width()
        room = QRect(0, 0, max(60, width - _LEFT - 8), 10_000)
        wrap = Qt.TextFlag.TextWordWrap
        height = option.fontMetrics.boundingRect(room, wrap, str(index.data())).height()
        return QSize(width, max(_ICON, height) + 2 * _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        notice: Notice = index.data(NOTICE)
        row: QRect = option.rect
        if self.rows.is_chosen(index) and self.rows.hasFocus():
            painter.fillRect(row, colour("selection"))
        elif self.rows.is_under(index):
            painter.fillRect(row, colour("row_hover"))
        if index.row():
            painter.setPen(colour("line"))
            painter.drawLine(row.topLeft(), row.topRight())
        mark = QRect(row.x() + 8, row.y() + _PADDING, _ICON, _ICON)
        icon("error" if notice.kind == "unreadable" else "warning").paint(painter, mark)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        words = QRect(row.x() + _LEFT, row.y() + _PADDING, row.width() - _LEFT - 8, row.height())
        painter.drawText(words, Qt.TextFlag.TextWordWrap, notice.text)


class NoticeList(RowList):
    """As high as its notices, up to some; away when there is none. `asked` carries the notice that
    was clicked, or chosen by Enter."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._most = _MOST_HEIGHT
        self._model = NoticeModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_Row(self))
        self.setAccessibleName(tr("What is doubtful about the pictures"))
        self.setVerticalScrollMode(RowList.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._ask)
        self.hide()

    @property
    def notices(self) -> list[Notice]:
        return self._model.notices

    def show_notices(self, notices: Sequence[Notice]) -> None:
        if list(notices) != self._model.notices:
            self._model.show_notices(notices)
            self.setVisible(bool(notices))
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self._fit()

    def _fit(self) -> None:
        height = 2 * self.frameWidth()
        for row in range(self._model.rowCount()):
            height += self.sizeHintForRow(row)
            if height > self._most:
                break
        self.setFixedHeight(min(self._most, height))

    def set_roomy(self, roomy: bool) -> None:
        """Whether there is room for several."""
        self._most = _MOST_HEIGHT if roomy else _LITTLE_ROOM
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._ask(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _ask(self, index: Index) -> None:
        if (notice := index.data(NOTICE)) is not None:
            self.asked.emit(notice)
