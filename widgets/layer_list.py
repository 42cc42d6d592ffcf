"""The list of layers, topmost first."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from widgets.layer_model import LayerModel
from widgets.layer_row import LayerRow
from widgets.rows import RowList
from widgets.words import tr


class LayerList(RowList):
    """The view: drag to reorder, double-click or F2 to rename, Space shows or hides."""

    def __init__(self, model: LayerModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(LayerRow(self))
        self.setAccessibleName(tr("Layers, topmost first"))
        self.setDragDropMode(QListView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        trigger = QListView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a row's eye, lock or arrow leaves what is chosen as it is, and one below the
        last row leaves the active layer: that is still the one which is painted on."""
        at = event.position().toPoint()
        index, delegate = self.indexAt(at), self.itemDelegate()
        if index.isValid() and isinstance(delegate, LayerRow):
            option = QStyleOptionViewItem()
            option.rect = self.visualRect(index)
            if delegate.takes(event, option, index):
                event.accept()
                return
        if not index.isValid():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().select(self.currentIndex(), flag)
            event.accept()
            return
        super().mousePressEvent(event)
