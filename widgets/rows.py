"""A list that knows which row lies under the pointer, for delegates that draw rows themselves.

Qt tells the same in `option.state`, but creating the enums of QStyle costs 5 ms of the program's
start, and so does the first call of `viewport()` (PySide then looks at every class of widgets).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView

from widgets.look import colour

Index = QModelIndex | QPersistentModelIndex


class RowList(QListView):
    """Redraws a row when the pointer comes and goes, and tells which it is (-1: none)."""

    pointed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._under = -1
        self.setMouseTracking(True)

    def is_chosen(self, index: Index) -> bool:
        """Whether the row is selected."""
        return self.selectionModel().isSelected(self.model().index(index.row(), 0))

    def together(self, index: Index) -> list[int]:
        """The rows that are chosen together with one; the one alone when it is not chosen."""
        if not self.is_chosen(index):
            return [index.row()]
        return [one.row() for one in self.selectionModel().selectedIndexes()]

    def is_under(self, index: Index) -> bool:
        """Whether the pointer is over the row."""
        return index.row() == self._under

    def paint_frame(self, painter: QPainter, index: Index, box: QRectF) -> None:
        """Draws the edge of a row's picture: whether it is chosen or under the pointer."""
        if self.is_chosen(index):
            painter.setPen(QPen(colour("accent"), 2.5))
        elif self.is_under(index):
            painter.setPen(QPen(colour("dim"), 1.5))
        else:
            painter.setPen(QPen(colour("edge"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            self._move_to(self.indexAt(event.position().toPoint()).row())
        elif event.type() == QEvent.Type.Leave:
            self._move_to(-1)
        return super().viewportEvent(event)

    def _move_to(self, row: int) -> None:
        if row != self._under:
            before, self._under = self._under, row
            for changed in (before, row):
                if changed >= 0:
                    self.update(self.model().index(changed, 0))
            self.pointed.emit(row)
