"""A model in a row: its picture or initial, its name, what it is, how large."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from core.fetching.fetch import in_words
from core.models.catalogue import Entry
from widgets.icons import icon
from widgets.look import colour
from widgets.models.entries import EntriesModel, Index
from widgets.rows import RowList
from widgets.words import told, tr

HEIGHT = 52
_PICTURE = 40
_TINTS = ("#7d6a58", "#5f7263", "#5c6b80", "#7a5f72", "#77734f", "#56757a")
"""Behind initials, by kind, so that kinds are told apart at a glance."""
_KINDS = ("model", "lora", "embedding", "control", "ip_adapter", "language_model")


def draw_picture(painter: QPainter, box: QRectF, entry: Entry, pixmap: QPixmap | None) -> None:
    """A model's picture, cut to a square, or the first letter of its name."""
    shape = QPainterPath()
    shape.addRoundedRect(box, 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if pixmap is not None:
        side = min(pixmap.width(), pixmap.height())
        cut = QRectF((pixmap.width() - side) / 2, 0, side, side)
        painter.setClipPath(shape)
        painter.drawPixmap(box, pixmap, cut)
        painter.setClipping(False)
        return
    place = _KINDS.index(entry.kind) if entry.kind in _KINDS else 0
    painter.fillPath(shape, QColor(_TINTS[place % len(_TINTS)]))
    font = QFont(painter.font())
    font.setPixelSize(max(8, round(box.height() * 0.46)))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor("#f2eee8"))
    initial = next((one for one in entry.title if one.isalnum()), "?").upper()
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initial)


class EntryRow(QStyledItemDelegate):
    """Draws a row of the list."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry | None = index.data(EntriesModel.ENTRY)
        model = index.model()
        if entry is None or not isinstance(model, EntriesModel):
            return
        rect: QRect = option.rect
        painter.save()
        if self._view.is_chosen(index):
            painter.fillRect(rect, colour("selection"))
        elif self._view.is_under(index):
            painter.fillRect(rect, colour("row_hover"))
        font = QFont(painter.font())
        picture = QRectF(rect.left() + 8, rect.top() + (HEIGHT - _PICTURE) / 2, _PICTURE, _PICTURE)
        draw_picture(painter, picture, entry, model.picture_of(entry))
        right = rect.right() - 10
        if entry.problems:
            sign = QRect(right - 16, rect.top() + (HEIGHT - 16) // 2, 16, 16)
            icon("warning").paint(painter, sign)
            right -= 22
        left = rect.left() + _PICTURE + 18
        painter.setFont(font)
        metrics = painter.fontMetrics()
        line = metrics.lineSpacing()
        top = rect.top() + (HEIGHT - 2 * line - 2) // 2
        width = right - left
        painter.setPen(colour("faint_text" if entry.problems else "text"))
        elided = metrics.elidedText(entry.title, Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(QRect(left, top, width, line), Qt.AlignmentFlag.AlignLeft, elided)
        facts = told(entry.what), tr(entry.family_name), in_words(entry.bytes)
        line_told = " · ".join(part for part in facts if part)
        painter.setPen(colour("dim"))
        elided = metrics.elidedText(line_told, Qt.TextElideMode.ElideRight, width)
        below = QRect(left, top + line + 2, width, line)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, elided)
        painter.restore()


class EntryList(RowList):
    """The models on the disk."""

    def __init__(self, model: EntriesModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(EntryRow(self))
        self.setAccessibleName(tr("Models on the disk"))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
