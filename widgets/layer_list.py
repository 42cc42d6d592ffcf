"""The list of layers, topmost first."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from widgets.layer_model import LAYERS, LayerModel
from widgets.layer_row import LayerRow
from widgets.rows import RowList
from widgets.words import tr


class LayerList(RowList):
    """The view: drag to reorder, or into another window; double-click or F2 to rename, Space shows
    or hides."""

    dropped = Signal(object, object, bool)
    """What was dragged from elsewhere (its data), the id of the layer above which it was dropped,
    or None, and whether it was dropped into that."""

    def __init__(self, model: LayerModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(LayerRow(self))
        self.setAccessibleName(tr("Layers, topmost first"))
        self.setDragDropMode(QListView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        trigger = QListView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        super().dragEnterEvent(event)
        _copies(event, self)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        _copies(event, self)

    def dropEvent(self, event: QDropEvent) -> None:
        """Rows of the list change their places; what comes from elsewhere is told."""
        if event.source() is self:
            super().dropEvent(event)
            return
        at, model = event.position().toPoint(), self.model()
        assert isinstance(model, LayerModel)
        self.setState(QListView.State.NoState)
        self.viewport().update()
        if not event.mimeData().hasFormat(LAYERS):
            event.ignore()
            return
        index = self.indexAt(at)
        target: tuple[str | None, bool] = (None, False)
        if index.isValid():
            target = model.place_of(index, at.y() > self.visualRect(index).center().y())
        elif model.rowCount():  # below the last row
            target = model.place_of(model.index(model.rowCount() - 1), True)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(event.mimeData(), *target)

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


def _copies(event: QDragMoveEvent, view: LayerList) -> None:
    """What comes from elsewhere is copied: the window that it is dragged from keeps it."""
    if event.source() is not view and event.isAccepted():
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
