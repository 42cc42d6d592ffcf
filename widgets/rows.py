"""Which row of a list is chosen and which lies under the pointer, for those who draw rows.

Qt tells the same in `option.state`, but its enums cost some 5 ms of the program's start.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QListView

Index = QModelIndex | QPersistentModelIndex


class Rows(QObject):
    """Watches the pointer over a list."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._under = -1
        view.setMouseTracking(True)
        view.viewport().installEventFilter(self)

    def is_chosen(self, index: Index) -> bool:
        return self._view.selectionModel().isSelected(self._view.model().index(index.row(), 0))

    def is_under(self, index: Index) -> bool:
        return index.row() == self._under

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            self._move_to(self._view.indexAt(event.position().toPoint()).row())
        elif event.type() == QEvent.Type.Leave:
            self._move_to(-1)
        return False

    def _move_to(self, row: int) -> None:
        if row != self._under:
            before, self._under = self._under, row
            for changed in (before, row):
                if changed >= 0:
                    self._view.update(self._view.model().index(changed, 0))
