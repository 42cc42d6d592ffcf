"""Pictures in rows and columns with the values above and beside them; on screen and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Bytes
from widgets.look import colour
from widgets.words import tr

GAP = 4
LEAST, MOST = 56, 240
"""Sides of a picture on screen."""
_WIDEST = 150
"""Pixels of the labels of rows, at most."""
_LARGEST_FILE = 8192
"""The longest side of a grid that is saved."""

Place = tuple[int, int]
"""Row and column."""


@dataclass
class Labels:
    """What stands above the columns and beside the rows."""

    across: str
    columns: Sequence[str]
    down: str = ""
    rows: Sequence[str] = field(default_factory=list)


class GridTable(QWidget):
    """`chosen` carries the place of the picture that was clicked, or None; arrow keys move it."""

    chosen = Signal(object)
    activated = Signal()

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        self.labels = labels
        self.current: Place | None = None
        self._images: dict[Place, QImage] = {}
        self._gone: set[Place] = set()
        self.setAccessibleName(tr("Pictures of the grid"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def columns(self) -> int:
        return len(self.labels.columns)

    @property
    def rows(self) -> int:
        return max(1, len(self.labels.rows))

    def show_picture(self, place: Place, rgb: Bytes) -> None:
        """Puts a picture, RGB (h, w, 3), at a place."""
        self._images[place] = image_of(rgb)
        self.update(self._cell(place))

    def show_none(self, place: Place) -> None:
        """Says that nothing becomes of a picture."""
        self._images.pop(place, None)
        self._gone.add(place)
        self.update(self._cell(place))

    def choose(self, place: Place | None) -> None:
        """Marks a picture."""
        if place != self.current:
            self.current = place
            self.update()
            self.chosen.emit(place)

    # Where everything is --------------------------------------------------------------------

    def _left(self) -> int:
        """Where the pictures begin."""
        if not self.labels.rows:
            return GAP
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(text) for text in (*self.labels.rows, "0"))
        return min(_WIDEST, widest) + 3 * GAP

    def _top(self) -> int:
        line = self.fontMetrics().lineSpacing()
        return 2 * line + 3 * GAP

    def _side(self) -> int:
        across = (self.width() - self._left()) // self.columns - GAP
        down = (self.height() - self._top()) // self.rows - GAP
        return max(LEAST, min(MOST, across, down))

    def _cell(self, place: Place) -> QRect:
        step = self._side() + GAP
        at = QPoint(self._left() + place[1] * step, self._top() + place[0] * step)
        return QRect(at, QSize(self._side(), self._side()))

    def minimumSizeHint(self) -> QSize:
        step = LEAST + GAP
        return QSize(self._left() + self.columns * step, self._top() + self.rows * step)

    def sizeHint(self) -> QSize:
        step = 150 + GAP
        return QSize(self._left() + self.columns * step, self._top() + self.rows * step)

    def _place_at(self, at: QPoint) -> Place | None:
        places = ((i, j) for i in range(self.rows) for j in range(self.columns))
        return next((place for place in places if self._cell(place).contains(at)), None)

    # Drawing --------------------------------------------------------------------------------

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        _draw_labels(painter, self.labels, self.fontMetrics(), self._cell((0, 0)),
                     GAP, colour("dim"), self.palette().text().color())  # fmt: skip
        for i in range(self.rows):
            for j in range(self.columns):
                self._draw_cell(painter, (i, j))

    def _draw_cell(self, painter: QPainter, place: Place) -> None:
        cell = self._cell(place)
        image = self._images.get(place)
        painter.fillRect(cell, colour("well"))
        if image is None:
            painter.setPen(colour("faint_text"))
            painter.drawText(
                cell, Qt.AlignmentFlag.AlignCenter, "–" if place in self._gone else "…"
            )
        else:
            painter.drawImage(inside(image.size(), cell), image)
        if place == self.current:
            painter.setPen(QPen(colour("accent"), 2.5))
            painter.drawRect(cell)

    # Hands ----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.choose(self._place_at(event.position().toPoint()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.current is not None:
            self.activated.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
                 Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            row, column = self.current or (0, 0)
            if self.current is not None:
                row, column = row + step[0], column + step[1]
            if 0 <= row < self.rows and 0 <= column < self.columns:
                self.choose((row, column))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.activated.emit()
        else:
            super().keyPressEvent(event)


def image_of(rgb: Bytes) -> QImage:
    """RGB (h, w, 3) as Qt draws it, with pixels of its own."""
    pixels = np.ascontiguousarray(rgb)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, width * 3, QImage.Format.Format_RGB888).copy()


def inside(size: QSize, cell: QRect) -> QRect:
    """The largest rectangle of a shape in the middle of another."""
    box = QRect(QPoint(0, 0), size.scaled(cell.size(), Qt.AspectRatioMode.KeepAspectRatio))
    box.moveCenter(cell.center())
    return box


def _draw_labels(
    painter: QPainter, labels: Labels, metrics: QFontMetrics, first: QRect, gap_between: int,
    name: QColor, value: QColor,
) -> None:  # fmt: skip
    """What differs, and its values: above the columns, and at the left of the rows."""
    line, elide = metrics.lineSpacing(), Qt.TextElideMode.ElideRight
    gap = max(GAP, line // 4)
    top = first.top() - gap - line
    across, down = first.width() + gap_between, first.height() + gap_between
    width = across * len(labels.columns)
    painter.setPen(name)
    title = labels.across if not labels.rows else f"{labels.across}  →     {labels.down}  ↓"
    painter.drawText(QRect(first.left(), top - line, width, line), Qt.AlignmentFlag.AlignLeft,
                     metrics.elidedText(title, elide, width))  # fmt: skip
    painter.setPen(value)
    room = first.width()
    for j, text in enumerate(labels.columns):
        place = QRect(first.left() + j * across, top, room, line)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, metrics.elidedText(text, elide, room))
    for i, text in enumerate(labels.rows):
        place = QRect(gap, first.top() + i * down, first.left() - 2 * gap, first.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                         metrics.elidedText(text, elide, place.width()))  # fmt: skip


def grid_picture(labels: Labels, pictures: dict[Place, Bytes]) -> Bytes:
    """A grid as one picture, RGBA (h, w, 4): RGB pictures (h, w, 3) with their labels, on white.
    May be called from any thread."""
    rows, columns = max(1, len(labels.rows)), len(labels.columns)
    height = max((one.shape[0] for one in pictures.values()), default=256)
    width = max((one.shape[1] for one in pictures.values()), default=256)
    scale = min(1.0, _LARGEST_FILE / (max(rows * height, columns * width) * 1.1))
    cell = QSize(max(1, round(width * scale)), max(1, round(height * scale)))
    font = QFont()
    font.setPixelSize(max(12, round(min(cell.width(), cell.height()) / 14)))
    metrics = QFontMetrics(font)
    line, gap = metrics.lineSpacing(), max(GAP, cell.width() // 48)
    widest = max((metrics.horizontalAdvance(text) for text in labels.rows), default=0)
    left = min(widest, cell.width()) + 3 * max(gap, line // 4) if labels.rows else gap
    top = 2 * line + 3 * gap
    size = QSize(left + columns * (cell.width() + gap), top + rows * (cell.height() + gap))
    image = QImage(size, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setFont(font)
    first = QRect(QPoint(left, top), cell)
    _draw_labels(painter, labels, metrics, first, gap, QColor("#707070"), QColor("#202020"))
    for (i, j), pixels in pictures.items():
        at = QPoint(left + j * (cell.width() + gap), top + i * (cell.height() + gap))
        one = image_of(pixels)
        painter.drawImage(inside(one.size(), QRect(at, cell)), one)
    painter.end()
    buffer = np.frombuffer(image.constBits(), np.uint8)
    return buffer.reshape(size.height(), image.bytesPerLine() // 4, 4)[:, : size.width()].copy()
