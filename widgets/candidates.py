"""The strip of candidates: pictures that grow while they are made, and wait to be taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.generation.events import JobId
from core.geometry import Rect
from core.request import Request
from widgets.found_row import FoundMap, FoundRow
from widgets.icons import icon
from widgets.look import colour
from widgets.rows import RowList
from widgets.section import MARGIN, SPACING
from widgets.words import tr

if TYPE_CHECKING:
    from core.arrays import Bytes

Index = QModelIndex | QPersistentModelIndex

HINT = (
    "Candidates appear here. Click one to see it in place, apply it as a layer, "
    "or keep painting: nothing on the canvas is replaced."
)


class Growth(StrEnum):
    """How far a candidate is."""

    WAITING = "waiting"
    GROWING = "growing"
    READY = "ready"
    APPLIED = "applied"


@dataclass(frozen=True, eq=False)
class Candidate:
    """One picture of a job, from the moment it is asked for.

    `shown` is RGB (h, w, 3) of any size, for the strip. `pixels` (straight RGBA) are there once it
    is ready; they belong on `rect` of the canvas, and when their size is another one they are
    opaque and stretched over it. `request` makes this picture alone; once it is ready with the
    words that were chosen for it.
    """

    job: JobId
    index: int
    request: Request
    growth: Growth = Growth.WAITING
    seed: int = 0
    shown: Bytes | None = None
    pixels: Bytes | None = None
    rect: Rect | None = None
    progress: float = 0.0
    found: tuple[FoundMap, ...] = ()
    """What techniques found while it was made."""

    @property
    def key(self) -> tuple[JobId, int]:
        return (self.job, self.index)

    @property
    def ready(self) -> bool:
        return self.pixels is not None

    def arrays(self) -> Iterator[Bytes]:
        """All pixels that it keeps; those of its request are shared by all of one job."""
        for one in (self.pixels, self.shown, *(found.pixels for found in self.found)):
            if one is not None:
                yield one
        for given in (self.request.source, self.request.mask):
            if given is not None:
                yield given.array


class CandidateModel(QAbstractListModel):
    """The candidates, oldest first."""

    CANDIDATE = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.candidates: list[Candidate] = []
        self._pixmaps: dict[tuple[JobId, int], QPixmap] = {}
        self.pinned: tuple[JobId, int] | None = None
        """The one that others are compared with."""

    def add(self, candidates: Sequence[Candidate]) -> None:
        first = len(self.candidates)
        self.beginInsertRows(QModelIndex(), first, first + len(candidates) - 1)
        self.candidates.extend(candidates)
        self.endInsertRows()

    def put(self, candidate: Candidate) -> None:
        """Replaces the candidate with the same key; one that was discarded stays so."""
        row = self.row_of(candidate.key)
        if row < 0:
            return
        if self.candidates[row].shown is not candidate.shown:
            self._pixmaps.pop(candidate.key, None)
        self.candidates[row] = candidate
        self.dataChanged.emit(self.index(row), self.index(row))

    def pin(self, key: tuple[JobId, int] | None) -> None:
        """Marks the candidate that others are compared with."""
        self.pinned = key
        if self.candidates:
            self.dataChanged.emit(self.index(0), self.index(len(self.candidates) - 1))

    def remove(self, key: tuple[JobId, int]) -> None:
        row = self.row_of(key)
        if row < 0:
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.candidates[row]
        self._pixmaps.pop(key, None)
        self.endRemoveRows()

    def row_of(self, key: tuple[JobId, int]) -> int:
        rows = (row for row, candidate in enumerate(self.candidates) if candidate.key == key)
        return next(rows, -1)

    def pixmap_of(self, candidate: Candidate) -> QPixmap | None:
        """The picture as Qt draws it; made in the GUI thread when it is first needed."""
        if candidate.shown is None:
            return None
        pixmap = self._pixmaps.get(candidate.key)
        if pixmap is None:
            pixels = np.ascontiguousarray(candidate.shown)
            height, width = pixels.shape[:2]
            image = QImage(pixels.data, width, height, width * 3, QImage.Format.Format_RGB888)
            pixmap = self._pixmaps[candidate.key] = QPixmap.fromImage(image)
        return pixmap

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.candidates)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.candidates):
            return None
        candidate = self.candidates[index.row()]
        if role == self.CANDIDATE:
            return candidate
        if role == Qt.ItemDataRole.AccessibleTextRole:
            prompt = candidate.request.prompt or "no prompt"
            return f"Candidate {index.row() + 1}, {candidate.growth}, {prompt}"
        if role == Qt.ItemDataRole.ToolTipRole:
            prompt = candidate.request.prompt or "(no prompt)"
            if len(prompt) > 200:
                prompt = prompt[:199] + "…"
            seed = f"\nSeed {candidate.seed}" if candidate.ready else ""
            return f"{prompt}{seed}"
        return None


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
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "Waiting")
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
        self._frame(painter, index, box)
        painter.restore()

    def _frame(self, painter: QPainter, index: Index, box: QRectF) -> None:
        if self.rows.is_chosen(index):
            painter.setPen(QPen(colour("accent"), 2.5))
        elif self.rows.is_under(index):
            painter.setPen(QPen(colour("dim"), 1.5))
        else:
            painter.setPen(QPen(colour("edge"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)


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


class CandidatesPanel(QWidget):
    """The strip and what can be done with the chosen candidate.

    `hovered` and `chosen` carry a Candidate or None; `apply`, `discard`, `vary`, `use_seed`,
    `save` and `pinned` the candidate they are about; `compare` is on for as long as the canvas
    shall be seen without.
    """

    hovered = Signal(object)
    chosen = Signal(object)
    apply = Signal(object)
    discard = Signal(object)
    use_seed = Signal(object)
    vary = Signal(object)
    save = Signal(object)
    pinned = Signal(object)
    compare = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.model = CandidateModel(self)
        self.strip = CandidateStrip(self.model)
        hint = QLabel(tr(HINT))
        hint.setObjectName("hint")
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setMinimumWidth(120)
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(hint)
        self._pages.addWidget(self.strip)
        self.apply_button = _button(
            tr("Apply as layer"), "apply", tr("Makes it a new layer (Enter)")
        )
        self.discard_button = _button(
            tr("Discard"), "discard", tr("Removes it from the strip (Delete)")
        )
        self.seed_button = _button(tr("Use seed"), "seed", tr("Fixes its seed for the next run"))
        self.compare_button = _button(
            tr("Hold to compare"), "compare", tr("Shows the canvas without it while it is held (C)")
        )
        buttons = QVBoxLayout()
        buttons.setSpacing(3)
        buttons.addStretch()
        for button in self._buttons:
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, 4, MARGIN, SPACING)
        layout.setSpacing(SPACING)
        self.found = FoundRow()
        shown = QVBoxLayout()
        shown.setSpacing(3)
        shown.addWidget(pages, 1)
        shown.addWidget(self.found)
        layout.addLayout(shown, 1)
        layout.addLayout(buttons)
        self._told: tuple[JobId, int] | None = None
        """The key of the candidate that `chosen` told last."""
        self._connect()
        self._refresh()

    def sizeHint(self) -> QSize:
        return QSize(560, 132)

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.apply_button, self.compare_button, self.seed_button, self.discard_button)

    def _connect(self) -> None:
        self.strip.hovered.connect(self.hovered)
        self.strip.compared.connect(self.compare)
        # A click moves the current row first and selects it afterwards, a call does it the other
        # way round: only after both is it known what was chosen.
        self.strip.selectionModel().currentChanged.connect(self._choice_changed)
        self.strip.selectionModel().selectionChanged.connect(self._choice_changed)
        self.strip.doubleClicked.connect(lambda _: self._emit(self.apply))
        self.strip.activated.connect(lambda _: self._emit(self.apply))
        self.strip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.strip.customContextMenuRequested.connect(self._menu)
        delete = QAction(self.strip)
        delete.setShortcut(Qt.Key.Key_Delete)
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(lambda: self._emit(self.discard))
        self.strip.addAction(delete)
        self.apply_button.clicked.connect(lambda: self._emit(self.apply))
        self.discard_button.clicked.connect(lambda: self._emit(self.discard))
        self.seed_button.clicked.connect(lambda: self._emit(self.use_seed))
        self.compare_button.pressed.connect(lambda: self.compare.emit(True))
        self.compare_button.released.connect(lambda: self.compare.emit(False))
        self.model.rowsInserted.connect(self._rows_inserted)
        self.model.rowsRemoved.connect(self._refresh)
        self.model.dataChanged.connect(self._refresh)

    def _menu(self, at: QPoint) -> None:
        index = self.strip.indexAt(at)
        candidate = index.data(CandidateModel.CANDIDATE)
        if candidate is None or not candidate.ready:
            return
        self.strip.setCurrentIndex(index)
        is_pinned = candidate.key == self.model.pinned
        compare = "Stop Comparing" if is_pinned else "Compare Others with It"
        menu = QMenu(self)
        for text, signal in (
            ("Apply as Layer", self.apply),
            ("Make Variations", self.vary),
            ("Use Its Seed", self.use_seed),
            (compare, self.pinned),
            ("Save Picture…", self.save),
            ("Discard", self.discard),
        ):
            menu.addAction(text).triggered.connect(partial(signal.emit, candidate))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.strip.viewport().mapToGlobal(at))

    def _emit(self, signal: Any) -> None:
        if (candidate := self.current) is not None and candidate.ready:
            signal.emit(candidate)

    @property
    def current(self) -> Candidate | None:
        """The candidate that was clicked; None when none is."""
        index = self.strip.currentIndex()
        if not index.isValid() or not self.strip.selectionModel().isSelected(index):
            return None
        candidate: Candidate | None = index.data(CandidateModel.CANDIDATE)
        return candidate

    def choose(self, key: tuple[JobId, int] | None) -> None:
        """Chooses a candidate, or none."""
        row = -1 if key is None else self.model.row_of(key)
        if row < 0:
            self.strip.selectionModel().clear()
        else:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.strip.selectionModel().setCurrentIndex(self.model.index(row), flag)
        self._refresh()

    def choose_beside(self, key: tuple[JobId, int]) -> None:
        """Chooses the ready candidate that is nearest to another one."""
        row = self.model.row_of(key)
        ready = [
            (abs(other - row), other)
            for other, candidate in enumerate(self.model.candidates)
            if candidate.ready and other != row
        ]
        if ready:
            self.choose(self.model.candidates[min(ready)[1]].key)

    def step(self, by: int) -> None:
        """Chooses the next or previous candidate."""
        count = self.model.rowCount()
        if count:
            now = self.strip.currentIndex().row() if self.current is not None else -1
            row = (now + by) % count if now >= 0 else (0 if by > 0 else count - 1)
            self.choose(self.model.candidates[row].key)
            self.strip.scrollTo(self.model.index(row))

    def _choice_changed(self) -> None:
        current = self.current
        key = None if current is None else current.key
        if key != self._told:
            self._told = key
            self.chosen.emit(current)
        self._refresh()

    def _rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        """Brings a new batch into sight, its first picture at the left."""
        self._refresh()
        self.strip.doItemsLayout()
        bar = self.strip.horizontalScrollBar()
        bar.setValue(bar.value() + self.strip.visualRect(self.model.index(first)).x())

    def _refresh(self) -> None:
        self._pages.setCurrentIndex(1 if self.model.rowCount() else 0)
        current = self.current
        self.found.show_maps(() if current is None else current.found)
        ready = current is not None and current.ready
        for button in self._buttons:
            button.setEnabled(ready)


def _button(text: str, picture: str, help: str) -> QPushButton:
    button = QPushButton(icon(picture), text)
    button.setObjectName("strip")
    button.setToolTip(help)
    button.setAccessibleName(text)
    button.setIconSize(QSize(16, 16))
    return button
