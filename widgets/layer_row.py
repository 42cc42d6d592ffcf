"""How a row of the list of layers looks, what a click in it does, and renaming."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.document.layers import (
    AdjustmentLayer,
    GroupLayer,
    Layer,
    Picture,
    RasterLayer,
    RegionLayer,
)
from core.document.selection import Combine
from widgets.canvas.selecting import joined_by
from widgets.icons import icon
from widgets.layer_model import LAYER, LayerModel, keeps_alpha
from widgets.layer_thumbnails import SIDE
from widgets.look import colour
from widgets.rows import RowList
from widgets.words import tr

Index = QModelIndex | QPersistentModelIndex


LABEL_COLOURS = {
    "blue": "#5b8def", "green": "#5fb573", "yellow": "#d9b93f", "orange": "#e08f46",
    "brown": "#a9805b", "red": "#d9605d", "purple": "#a879d6", "grey": "#8f949b",
}  # fmt: skip
"""What the labels of layers look like, on dark and on light."""


class LayerRow(QStyledItemDelegate):
    """Eye, small picture, name, what kind it is, lock."""

    HEIGHT = 44
    STEP = 14
    """How much further to the right lies what lies in another layer, in pixels."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self.rows = view

    def eye(self, row: QRect) -> QRect:
        return QRect(row.x() + 4, row.y(), 26, row.height())

    def lock(self, row: QRect) -> QRect:
        return QRect(row.right() - 27, row.y(), 26, row.height())

    def again(self, row: QRect) -> QRect:
        """The round arrow that makes a generated layer again."""
        return self.lock(row).translated(-24, 0)

    def _alpha(self, row: QRect, layer: Layer) -> QRect:
        """The sign that paint keeps the layer's transparency."""
        return self.lock(row).translated(-46 if _is_generated(layer) else -22, 0)

    def fold(self, row: QRect, depth: int) -> QRect:
        """The arrow of a group."""
        return QRect(row.x() + 30 + depth * self.STEP, row.y(), 16, row.height())

    def picture(self, row: QRect, layer: Layer, model: LayerModel) -> QRect:
        """The small picture of a layer with pixels."""
        left = self._left(row, model.depth_of(layer))
        if isinstance(layer, Picture) and layer.clipped:
            left += 12
        return QRect(left, row.center().y() - SIDE // 2 + 1, SIDE, SIDE)

    def _left(self, row: QRect, depth: int) -> int:
        return row.x() + 33 + depth * self.STEP

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(140, self.HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        layer = index.data(LAYER)
        model = index.model()
        if layer is None or not isinstance(model, LayerModel):
            return
        row: QRect = option.rect
        chosen = self.rows.is_chosen(index)
        hovered = self.rows.is_under(index)
        if chosen:
            painter.fillRect(row, colour("selection"))
            painter.fillRect(QRect(row.x(), row.y(), 2, row.height()), colour("accent"))
        elif hovered:
            painter.fillRect(row, colour("row_hover"))
        painter.setPen(colour("line"))
        painter.drawLine(row.bottomLeft(), row.bottomRight())
        _icon(painter, self.eye(row), "eye" if layer.visible else "eye-off")
        if layer.label:
            painter.fillRect(QRect(row.x() + 2, row.y(), 4, row.height() - 1),
                             QColor(LABEL_COLOURS[layer.label]))  # fmt: skip
        depth = model.depth_of(layer)
        left = self._left(row, depth)
        if isinstance(layer, Picture) and layer.clipped:
            _icon(painter, QRect(left - 2, row.y(), 14, row.height()), "clip", 14)
            left += 12
        painter.setOpacity(1.0 if layer.visible else 0.4)
        if isinstance(layer, GroupLayer):
            arrow = "chevron-right" if model.is_folded(layer) else "chevron-down"
            _icon(painter, self.fold(row, depth), arrow, 14)
            picture = QRect(left + 14, row.center().y() - SIDE // 2 + 1, SIDE - 10, SIDE)
            _icon(painter, picture, "group", 22)
        elif isinstance(layer, AdjustmentLayer):
            picture = QRect(left, row.center().y() - SIDE // 2 + 1, SIDE, SIDE)
            _icon(painter, picture, "adjustment", 22)
        else:
            picture = self.picture(row, layer, model)
            ratio = painter.device().devicePixelRatioF()
            painter.fillRect(picture, colour("well"))
            painter.drawPixmap(picture.topLeft(), model.thumbnail_of(layer, ratio))
        painter.setOpacity(1.0)
        if isinstance(layer, RegionLayer):
            painter.fillRect(QRect(picture.right() + 1, picture.y(), 3, SIDE), QColor(*layer.color))
        if layer.locked or hovered:
            _icon(painter, self.lock(row), "lock" if layer.locked else "unlock")
        if keeps_alpha(layer):
            _icon(painter, self._alpha(row, layer), "lock-alpha", 14)
        if _is_generated(layer) and (hovered or model.is_out_of_date(layer)):
            _icon(painter, self.again(row), "again")
            if model.is_out_of_date(layer):
                _dot(painter, self.again(row))
        self._texts(painter, option, layer, model, row, picture)

    def _texts(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        layer: Layer,
        model: LayerModel,
        row: QRect,
        picture: QRect,
    ) -> None:
        left = picture.right() + 11
        taken = 28 + 24 * _is_generated(layer) + 22 * keeps_alpha(layer)
        width = row.right() - taken - left
        metrics = option.fontMetrics
        colours = option.palette
        second = model.about(layer)
        line = metrics.height()
        top = row.center().y() - (line if second else line // 2) + 1
        role = QPalette.ColorRole.Text
        painter.setPen(colours.color(role) if layer.visible else colour("faint_text"))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(
            QRect(left, top, width, line), 0, metrics.elidedText(layer.name, elide, width)
        )
        if second:
            painter.setPen(colour("dim" if layer.visible else "faint"))
            painter.drawText(
                QRect(left, top + line, width, line), 0, metrics.elidedText(second, elide, width)
            )

    def takes(self, event: QMouseEvent, option: QStyleOptionViewItem, index: Index) -> bool:
        """Whether a press was for a part of the row, which does what it is for."""
        model, at = index.model(), event.position().toPoint()
        layer = index.data(LAYER)
        if layer is None or not isinstance(model, LayerModel):
            return False
        parts = [self.eye(option.rect), self.lock(option.rect)]
        if _is_generated(layer):
            parts.append(self.again(option.rect))
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and layer.grid is not None:
            picture = self.picture(option.rect, layer, model)
            if picture.contains(at):
                how = joined_by(event.modifiers()) or Combine.REPLACE
                model.covered_wanted.emit(layer.id, how)
                return True
        if isinstance(layer, GroupLayer):
            parts.append(self.fold(option.rect, model.depth_of(layer)))
        hit = any(part.contains(at) for part in parts)
        return hit and self.editorEvent(event, model, option, index)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            at = event.position().toPoint()
            eye, lock = self.eye(option.rect).contains(at), self.lock(option.rect).contains(at)
            layer = index.data(LAYER)
            if isinstance(layer, GroupLayer) and isinstance(model, LayerModel):
                arrow = self.fold(option.rect, model.depth_of(layer))
                if arrow.contains(at):
                    if event.type() in kinds:
                        model.fold(layer.id, folded=not model.is_folded(layer))
                    return True
            if _is_generated(layer) and self.again(option.rect).contains(at):
                if event.type() == kinds[0] and isinstance(model, LayerModel):
                    model.again_wanted.emit(layer.id)
                return True
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if eye and alt and isinstance(model, LayerModel):
                if event.type() in kinds:
                    model.show_alone(layer)
                return True
            if (eye or lock) and event.type() in kinds and isinstance(model, LayerModel):
                name = "visible" if eye else "locked"
                model.toggle(self.rows.together(index), layer, name)
            if eye or lock:
                return True
        return super().editorEvent(event, model, option, index)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(tr("Name of the layer"))
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        model = index.model()
        depth = model.depth_of(index.data(LAYER)) if isinstance(model, LayerModel) else 0
        left = self._left(option.rect, depth) + SIDE + 6
        editor.setGeometry(left, option.rect.center().y() - 13, option.rect.right() - 6 - left, 26)


def _is_generated(layer: Layer) -> bool:
    return isinstance(layer, RasterLayer) and layer.origin is not None


def _dot(painter: QPainter, place: QRect) -> None:
    """Says that an icon waits to be clicked."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour("well"), 1.5))
    painter.setBrush(colour("accent"))
    painter.drawEllipse(QPointF(place.center().x() + 8, place.center().y() - 7), 4, 4)
    painter.restore()


def _icon(painter: QPainter, place: QRect, name: str, side: int = 18) -> None:
    box = QRect(0, 0, side, side)
    box.moveCenter(place.center())
    icon(name).paint(painter, box)
