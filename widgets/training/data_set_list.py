"""The pictures of a data set on a grid: how one looks, which are in sight, what keys do."""

from __future__ import annotations

import math

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from core.training.data_set import Entry
from widgets.icons import icon
from widgets.look import colour
from widgets.rows import Index, RowList
from widgets.training.data_set_model import ENTRY, DataSetModel
from widgets.words import tr

SIDE, SMALL_SIDE = 132, 82
"""Of thumbnails, widget pixels; the smaller ones where there is little room."""
ROOMY = 420
"""Widget pixels of width from which on there is more."""
_MARGIN = 7
_CHIP = 20
_MOST_LINES = 4_000
_VEIL = QColor(18, 18, 20, 200)


class PictureCell(QStyledItemDelegate):
    """A picture, its caption below it, and small signs on it: cropped, subject marked, doubtful."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self.rows = view
        self.side = SIDE
        self._lines: dict[tuple[str, int], list[str]] = {}
        """Captions as they are broken: measuring words costs as much as drawing pictures."""

    def size(self, metrics: QFontMetrics) -> QSize:
        """The least that a picture needs with two lines of its caption."""
        height = self.side + 2 * metrics.lineSpacing() + 2 * _MARGIN + 2
        return QSize(self.side + 2 * _MARGIN, height)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.size(option.fontMetrics)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry | None = index.data(ENTRY)
        model = index.model()
        if entry is None or not isinstance(model, DataSetModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell: QRect = option.rect
        left = cell.x() + (cell.width() - self.side) / 2
        box = QRectF(round(left), cell.y() + _MARGIN, self.side, self.side)
        self._picture(painter, box, model, entry)
        self._signs(painter, box, model, entry)
        self._frame(painter, index, box)
        words = QRect(round(box.x()), round(box.bottom()) + 4, self.side, cell.bottom())
        self._caption(painter, words, option.fontMetrics, entry, self.rows.is_chosen(index))
        painter.restore()

    def _picture(self, painter: QPainter, box: QRectF, model: DataSetModel, entry: Entry) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("well"))
        painter.drawRoundedRect(box, 4, 4)
        pixmap = model.pixmap_of(entry.file, self.side)
        if pixmap is not None:
            size = pixmap.deviceIndependentSize()
            left, top = box.width() - size.width(), box.height() - size.height()
            # On whole pixels and not cut to the frame's round corners: else it costs ten times as
            # much.
            painter.drawPixmap(round(box.x() + left / 2), round(box.y() + top / 2), pixmap)
        elif (seen := model.look_of(entry.file)) is not None and seen.problem is not None:
            place = QRect(0, 0, 28, 28)
            place.moveCenter(box.center().toPoint())
            icon("error").paint(painter, place)

    def _signs(self, painter: QPainter, box: QRectF, model: DataSetModel, entry: Entry) -> None:
        left = box.x() + 4
        for shown, name in ((entry.cropped, "crop"), (entry.masked, "mask-brush")):
            if shown:
                _chip(painter, QRectF(left, box.bottom() - _CHIP - 4, _CHIP, _CHIP), name)
                left += _CHIP + 3
        if model.warnings_of(entry.file):
            corner = QRectF(box.right() - _CHIP - 4, box.y() + 4, _CHIP, _CHIP)
            _chip(painter, corner, "warning")

    def _caption(
        self, painter: QPainter, place: QRect, metrics: QFontMetrics, entry: Entry, chosen: bool
    ) -> None:
        text = entry.caption or tr("No caption")
        key = (text, place.width())
        if key not in self._lines:
            if len(self._lines) > _MOST_LINES:
                self._lines.clear()
            self._lines[key] = two_lines(text, metrics, place.width())
        shown = colour("text" if chosen else "dim") if entry.caption else colour("faint_text")
        painter.setPen(shown)
        for line, words in enumerate(self._lines[key]):
            row = QRect(place.x(), place.y() + line * metrics.lineSpacing(), place.width(), 40)
            painter.drawText(row, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, words)

    def _frame(self, painter: QPainter, index: Index, box: QRectF) -> None:
        self.rows.paint_frame(painter, index, box)
        if self.rows.hasFocus() and index.row() == self.rows.currentIndex().row():
            painter.setPen(QPen(colour("text"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 3, 3)


def _chip(painter: QPainter, place: QRectF, name: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_VEIL)
    painter.drawRoundedRect(place, 4, 4)
    icon(name).paint(painter, place.toRect().adjusted(3, 3, -3, -3))


def two_lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """A text as at most two lines of `width` pixels, its end left out if need be."""
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    text = text[:200]
    words, first = text.split(), ""
    while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    if not first:
        return [metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)]
    return [first, metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width)]


class DataSetList(RowList):
    """Several pictures can be chosen. `viewed` says that others are in sight; Delete asks for the
    chosen ones to be removed."""

    viewed = QtSignal()
    delete_asked = QtSignal()

    def __init__(self, model: DataSetModel) -> None:
        super().__init__()
        self.setModel(model)
        self._cell = PictureCell(self)
        self.setItemDelegate(self._cell)
        self.setAccessibleName(tr("Pictures of the data set"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setSelectionRectVisible(True)
        self.setUniformItemSizes(True)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().valueChanged.connect(self.viewed)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 130)

    def sizeHint(self) -> QSize:
        cell = self._cell.size(self.fontMetrics())
        return QSize(4 * cell.width() + 24, 2 * cell.height() + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)
        self.viewed.emit()

    def _fit(self) -> None:
        """Shares the width out among as many columns as have room."""
        self._cell.side = SIDE if self.width() >= ROOMY else SMALL_SIDE
        cell = self._cell.size(self.fontMetrics())
        # With room for the scroll bar, whether it is there or not: it would come and go otherwise.
        taken = self.verticalScrollBar().sizeHint().width() + 2 * self.frameWidth() + 2
        width = max(cell.width(), self.width() - taken)
        self.columns = max(1, width // cell.width())
        self.verticalScrollBar().setSingleStep(cell.height() // 3)
        self.setGridSize(QSize(width // self.columns, cell.height()))

    def rows_in_sight(self) -> range:
        """Those that are seen, and as many again below."""
        cell, count = self.gridSize(), self.model().rowCount()
        top = self.verticalScrollBar().value() // cell.height()
        lines = math.ceil(self.viewport().height() / cell.height()) + 1
        return range(min(count, top * self.columns), min(count, (top + 2 * lines) * self.columns))

    @property
    def chosen(self) -> list[Entry]:
        """The chosen pictures, in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.model().index(row, 0).data(ENTRY) for row in rows]

    def choose(self, rows: list[int]) -> None:
        """Chooses these pictures alone and brings the first into sight."""
        selection = QItemSelection()
        for row in rows:
            index = self.model().index(row, 0)
            selection.select(index, index)
        flag = QItemSelectionModel.SelectionFlag
        if rows:
            first = self.model().index(rows[0], 0)
            self.selectionModel().setCurrentIndex(first, flag.NoUpdate)
            self.scrollTo(first)
        self.selectionModel().select(selection, flag.ClearAndSelect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_asked.emit()
            return
        super().keyPressEvent(event)

    def place_of(self, row: int) -> QPoint:
        """The middle of a cell, for those who point at it."""
        return self.visualRect(self.model().index(row, 0)).center()
