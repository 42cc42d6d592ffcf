"""The panel of undo steps: what was done, in order; a click leads to how it was then."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.document.document import Document
from widgets.icons import icon
from widgets.look import colour
from widgets.rows import Index, RowList
from widgets.section import MARGIN
from widgets.undo_model import UndoModel
from widgets.words import tr


class _Row(QStyledItemDelegate):
    """A step's name, faint when it is undone, and a mark where the document was saved."""

    HEIGHT = 24

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self._rows = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self.HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, row = index.model(), QRect(option.rect)
        assert isinstance(model, UndoModel)
        if self._rows.is_chosen(index):
            painter.fillRect(row, colour("selection"))
            painter.fillRect(QRect(row.x(), row.y(), 2, row.height()), colour("accent"))
        elif self._rows.is_under(index):
            painter.fillRect(row, colour("row_hover"))
        text = row.adjusted(10, 0, -30, 0)
        if model.is_saved(index.row()):
            mark = QRect(row.right() - 22, row.center().y() - 6, 14, 14)
            icon("save").paint(painter, mark)
        painter.setPen(colour("faint_text" if model.is_undone(index.row()) else "text"))
        name = option.fontMetrics.elidedText(
            index.data(), Qt.TextElideMode.ElideRight, text.width()
        )
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, name)


class UndoPanel(QWidget):
    """The row that is chosen is how the document is now. Arrow keys lead along, as clicks do."""

    wanted = Signal(int)
    """So many steps are to be done."""

    def __init__(self) -> None:
        super().__init__()
        self.model = UndoModel(self)
        self.list = RowList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(tr("Undo steps, the oldest first"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._kept = QLabel()
        self._kept.setObjectName("hint")
        self._kept.setToolTip(
            tr("What the steps keep in memory, and how much they may: Edit ▸ Preferences")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 4, MARGIN, 6)
        layout.setSpacing(4)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._kept)
        self._following = False
        self.model.dataChanged.connect(self._follow)
        self.list.selectionModel().currentChanged.connect(self._chosen)

    def show_document(self, document: Document | None) -> None:
        """Lists this document's steps from now on; None: of none, and keeps nothing of any."""
        self.model.show_document(document)

    def _follow(self) -> None:
        """Chooses the row of how the document is now."""
        self._following = True
        self.list.setCurrentIndex(self.model.index(self.model.done, 0))
        self._following = False
        self.list.scrollTo(self.list.currentIndex())
        held, cap = (round(count / (1 << 20)) for count in self.model.nbytes)
        self._kept.setText(tr("{held:,} of {cap:,} MB", held=held, cap=cap) if cap else "")

    def _chosen(self, current: QModelIndex) -> None:
        # Qt chooses another row by itself when the one that was chosen is taken away.
        if not self._following and not self.model.is_looking and current.isValid():
            self.wanted.emit(current.row())
