"""The strip in which candidates are looked at and chosen: how they look, pointer and keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from widgets.candidate_model import Candidate, CandidateModel, Growth
from widgets.icons import icon
from widgets.look import colour
from widgets.rows import RowList
from widgets.words import tr

Index = QModelIndex | QPersistentModelIndex


class CandidateCell(QStyledItemDelegate):
    """A picture with rounded corners; a bar while it grows, a tick once it is a layer."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self.rows = view
        self.side = 96

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.side + 8, self.side + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        candidate: Candidate | None = index.data(CandidateModel.CANDIDATE)
        model = index.model()
        if candidate is None or not isinstance(model, CandidateModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # The list makes cells as high as itself; pictures stay square.
        box = QRectF(0, 0, self.side, self.side)
        box.moveCenter(QRectF(option.rect).center())
        shape = QPainterPath()
        shape.addRoundedRect(box, 4, 4)
        painter.fillPath(shape, colour("well"))
        pixmap = model.pixmap_of(candidate)
        if pixmap is not None:
            painter.setClipPath(shape)
            painter.drawPixmap(_inside(pixmap, box), pixmap, QRectF(pixmap.rect()))
            painter.setClipping(False)
        if candidate.growth is Growth.WAITING:
            painter.setPen(colour("faint_text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tr("Waiting"))
        elif candidate.growth is Growth.GROWING:
            bar = QRectF(box.x(), box.bottom() - 3, box.width() * candidate.progress, 3)
            painter.fillRect(bar, colour("accent"))
        elif candidate.growth is Growth.APPLIED:
            _tick(painter, box)
        if isinstance(model, CandidateModel) and model.pinned is not None:
            if candidate.key == model.pinned:
                _letter(painter, box, "B")
            elif self.rows.is_chosen(index):
                _letter(painter, box, "A")
        self.rows.paint_frame(painter, index, box)
        painter.restore()


def _inside(pixmap: QPixmap, box: QRectF) -> QRectF:
    size = pixmap.size().toSizeF()
    size.scale(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(0, 0, size.width(), size.height())
    place.moveCenter(box.center())
    return place


def _tick(painter: QPainter, box: QRectF) -> None:
    badge = QRectF(box.right() - 22, box.top() + 4, 18, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("accent"))
    painter.drawEllipse(badge)
    icon("check").paint(painter, badge.toRect().adjusted(2, 2, -2, -2))


def _letter(painter: QPainter, box: QRectF, letter: str) -> None:
    """Says on which side of the divider it is: A left, B right."""
    badge = QRectF(box.left() + 4, box.top() + 4, 18, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("accent"))
    painter.drawRoundedRect(badge, 4, 4)
    painter.setPen(colour("well"))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, letter)


class CandidateStrip(RowList):
    """One line of pictures. Hovering shows one for a moment, clicking keeps it shown."""

    hovered = Signal(object)
    compared = Signal(bool)

    def __init__(self, model: CandidateModel) -> None:
        super().__init__()
        self.setModel(model)
        self._cell = CandidateCell(self)
        self.setItemDelegate(self._cell)
        self.setAccessibleName(tr("Candidates"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pointed.connect(self._point)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Small enough for a batch of four to be seen at once.
        room = min(self.viewport().height() - 10, self.viewport().width() // 4 - 10)
        side = max(72, min(240, room))
        if side != self._cell.side:
            self._cell.side = side
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 76)

    def sizeHint(self) -> QSize:
        return QSize(420, 116)

    def _point(self, row: int) -> None:
        self.hovered.emit(self.model().index(row, 0).data(CandidateModel.CANDIDATE))

    def event(self, event: QEvent) -> bool:
        """C is a tool's key elsewhere."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_C
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_C and not event.isAutoRepeat() and not event.modifiers():
            self.compared.emit(True)
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_C and not event.isAutoRepeat():
            self.compared.emit(False)
            return
        super().keyReleaseEvent(event)
