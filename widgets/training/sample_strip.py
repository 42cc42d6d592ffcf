"""What the model painted on the way: a row for each prompt, a column for each step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from widgets.look import colour
from widgets.training.lesson import Painted
from widgets.words import told, tr

Index = QModelIndex | QPersistentModelIndex
HINT = "Samples appear here while it learns: the same prompts, from the same seed."
_HELD = 240
"""Pictures that are held as Qt draws them: more than are seen at a time."""
_LEAST, _MOST = 72, 320
_PROMPT = 132


def small_image(painted: Painted) -> QImage:
    """A sample as the strip shows it; null when nothing is left of it."""
    if painted.pixels is None:
        return QImage()
    pixels = np.ascontiguousarray(painted.pixels)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, width * 3, QImage.Format.Format_RGB888).copy()


def full_image(painted: Painted) -> QImage:
    """A sample in full size, from its file; small when that is gone."""
    image = QImageReader(str(painted.file)).read()
    return small_image(painted) if image.isNull() else image


class SampleModel(QAbstractTableModel):
    """The samples of one training, as they come."""

    SAMPLE = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self.steps: list[int] = []
        self.prompts: list[str] = []
        self._samples: dict[tuple[int, int], Painted] = {}
        self._pixmaps: dict[tuple[int, int], QPixmap] = {}

    def show_samples(self, samples: Sequence[Painted]) -> None:
        """All of them; pictures that are known already are not made anew."""
        known = dict(self._samples)
        wanted = {(one.step, one.number): one for one in samples}
        if wanted == known:
            return
        steps = sorted({one.step for one in samples})
        rows = max((one.number for one in samples), default=-1) + 1
        self.beginResetModel()
        self.steps, self.prompts = steps, [""] * rows
        for one in samples:
            self.prompts[one.number] = one.prompt
        self._samples = wanted
        self._pixmaps = {
            key: pixmap
            for key, pixmap in self._pixmaps.items()
            if wanted.get(key) is known.get(key)
        }
        self.endResetModel()

    def sample(self, row: int, column: int) -> Painted | None:
        if 0 <= column < len(self.steps):
            return self._samples.get((self.steps[column], row))
        return None

    def pixmap(self, row: int, column: int) -> QPixmap | None:
        """The small picture; made when it is first seen."""
        sample = self.sample(row, column)
        if sample is None:
            return None
        key = (sample.step, sample.number)
        if key not in self._pixmaps:
            while len(self._pixmaps) >= _HELD:
                self._pixmaps.pop(next(iter(self._pixmaps)))
            self._pixmaps[key] = QPixmap.fromImage(small_image(sample))
        return self._pixmaps[key]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.prompts)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        sample = self.sample(index.row(), index.column())
        if sample is None:
            return None
        if role == self.SAMPLE:
            return sample
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return told(f"{sample.prompt}\nStep {sample.step}").strip()
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        titles = [str(step) for step in self.steps] if across else self.prompts
        if not 0 <= section < len(titles):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return titles[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return told(f"Step {titles[section]}") if across else titles[section]
        return None


class _Cell(QStyledItemDelegate):
    """A picture with rounded corners."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, SampleModel):
            return
        pixmap = model.pixmap(index.row(), index.column())
        if pixmap is None:
            return
        area: QRect = option.rect
        box = QRectF(area.adjusted(2, 2, -2, -2))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not pixmap.isNull():
            size = pixmap.size().toSizeF()
            size.scale(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(box.center())
            box = place
        shape = QPainterPath()
        shape.addRoundedRect(box, 4, 4)
        painter.fillPath(shape, colour("well"))
        painter.setClipPath(shape)
        painter.drawPixmap(box, pixmap, QRectF(pixmap.rect()))
        painter.setClipping(False)
        view = option.widget
        chosen = isinstance(view, QTableView) and view.selectionModel().isSelected(index)
        painter.setPen(QPen(colour("accent"), 2.5) if chosen else QPen(colour("edge"), 1))
        painter.drawRoundedRect(box, 4, 4)
        painter.restore()


class SampleTable(QTableView):
    """Arrow keys walk over the pictures; Enter and a click enlarge one."""

    enlarged = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.samples = SampleModel(self)
        self.setModel(self.samples)
        self.setItemDelegate(_Cell(self))
        self.setAccessibleName(tr("Samples: a row for each prompt, a column for each step"))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        across, down = self.horizontalHeader(), self.verticalHeader()
        for header in (across, down):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setMinimumSectionSize(20)
        down.setFixedWidth(_PROMPT)
        down.setTextElideMode(Qt.TextElideMode.ElideNone)
        alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        down.setDefaultAlignment(alignment | Qt.TextFlag.TextWordWrap)
        self.clicked.connect(lambda index: self.enlarged.emit(index.row(), index.column()))

    def show_samples(self, samples: Sequence[Painted]) -> None:
        """All of them; the newest are in sight unless the artist looks at older ones."""
        bar = self.horizontalScrollBar()
        at_end = bar.value() >= bar.maximum() - 2
        before = bar.value()
        current = self.currentIndex()
        row, column = current.row(), current.column()
        self.samples.show_samples(samples)
        self._fit()
        if row >= 0:
            self.setCurrentIndex(self.samples.index(row, column))
        self.updateGeometries()
        bar.setValue(bar.maximum() if at_end else before)

    def _fit(self) -> None:
        """Pictures as large as all rows have room, within what can still be told apart."""
        rows = max(1, self.samples.rowCount())
        room = (self.viewport().height() - 2) // rows
        side = max(_LEAST, min(_MOST, room))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            if header.defaultSectionSize() != side:
                header.setDefaultSectionSize(side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        bar = self.horizontalScrollBar()
        at_end = bar.value() >= bar.maximum() - 2
        super().resizeEvent(event)
        self._fit()
        self.updateGeometries()
        if at_end:
            bar.setValue(bar.maximum())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if index.isValid():
                self.enlarged.emit(index.row(), index.column())
            return
        super().keyPressEvent(event)


class SampleStrip(QStackedWidget):
    """The table, or a hint as long as nothing was painted."""

    def __init__(self) -> None:
        super().__init__()
        hint = QLabel(tr(HINT))
        hint.setObjectName("hint")
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setMargin(24)
        self.table = SampleTable()
        self.addWidget(hint)
        self.addWidget(self.table)
        self.table.enlarged.connect(self._enlarge)
        self.enlargement: Any = None

    def sizeHint(self) -> QSize:
        return QSize(520, 260)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 130)

    def show_samples(self, samples: Sequence[Painted]) -> None:
        self.setCurrentIndex(1 if samples else 0)
        self.table.show_samples(samples)
        if self.enlargement is not None:
            self.enlargement.follow()

    def _enlarge(self, row: int, column: int) -> None:
        from widgets.training.enlarged_sample import EnlargedSample

        if self.table.samples.sample(row, column) is None:
            return
        if self.enlargement is None:
            self.enlargement = EnlargedSample(self.window(), self.table.samples)
            self.enlargement.closed.connect(lambda: self.table.setFocus())
        self.enlargement.show_sample(row, column)
