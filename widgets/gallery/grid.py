"""The gallery's pictures in rows that fill the panel's width."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from core.gallery.entry import Entry
from widgets.gallery.model import GalleryModel, Index
from widgets.icons import icon
from widgets.look import colour
from widgets.rows import RowList
from widgets.words import tr

_WIDEST = 132
"""Of a cell, in logical pixels."""


class GalleryCell(QStyledItemDelegate):
    """A picture with rounded corners; a star when it is a favourite."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self.rows = view
        self.side = 96

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.side, self.side)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry | None = index.data(GalleryModel.ENTRY)
        model = index.model()
        if entry is None or not isinstance(model, GalleryModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(option.rect).adjusted(2.5, 2.5, -2.5, -2.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, 4, 4)
        painter.fillPath(shape, colour("well"))
        pixmap = model.thumbnail_of(entry)
        if pixmap is not None:
            size = pixmap.size().toSizeF()
            size.scale(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(box.center())
            painter.setClipPath(shape)
            painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
            painter.setClipping(False)
        if entry.favourite:
            badge = QRectF(box.right() - 22, box.top() + 4, 18, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent"))
            painter.drawEllipse(badge)
            icon("star").paint(painter, badge.toRect().adjusted(2, 2, -2, -2))
        self.rows.paint_frame(painter, index, box)
        painter.restore()


class GalleryGrid(RowList):
    """As many pictures in a row as there is room for."""

    def __init__(self, model: GalleryModel) -> None:
        super().__init__()
        self.setModel(model)
        self._cell = GalleryCell(self)
        self.setItemDelegate(self._cell)
        self.setAccessibleName(tr("Gallery"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self.viewport().width() - 1
        side = max(64, room // max(1, -(-room // _WIDEST)))
        if side != self._cell.side:
            self._cell.side = side
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)
