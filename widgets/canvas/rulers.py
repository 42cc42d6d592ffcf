"""Rulers along the upper and the left edge of the canvas's view, in canvas pixels.

They are exact however the view is turned: a mark lies where the line of its number meets the ruler.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from core.document.guides import Axis
from widgets.words import tr

if TYPE_CHECKING:
    from .view import CanvasView

THICKNESS = 20
"""Widget pixels: less than what is left free around a canvas that is fitted into the view."""
_ROOM = 62.0
"""Widget pixels between two numbers, at least."""
_CLOSEST = 5.0
"""Between two marks."""
_POINTER = 7


class Ruler(QWidget):
    """One of them; `across` lies above the canvas. A guide is drawn out of it."""

    def __init__(self, canvas: CanvasView, *, across: bool) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._across = across
        self._mark: int | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setToolTip(tr("Drag a guide out of the ruler. Alt: a guide of the other direction"))
        self.setAccessibleName(tr("Horizontal ruler") if across else tr("Vertical ruler"))

    # What it measures

    def number_at(self, along: float) -> tuple[float, float]:
        """The canvas's x and y where the ruler meets the canvas, so many pixels along it."""
        along += THICKNESS  # both begin behind the corner
        edge = QPointF(along, THICKNESS) if self._across else QPointF(THICKNESS, along)
        at = self._canvas.transform.to_canvas(self._canvas.turn.to_upright(edge))
        return at.x, at.y

    @property
    def measures(self) -> Axis:
        """The lines whose numbers it shows: those that cross it the steepest."""
        (x0, y0), (x1, y1) = self.number_at(0), self.number_at(1000)
        return Axis.VERTICAL if abs(x1 - x0) >= abs(y1 - y0) else Axis.HORIZONTAL

    def _marks(self) -> Iterator[tuple[float, float, float]]:
        """Where each mark lies, its number, and how long it is as a part of the ruler."""
        which = 0 if self.measures is Axis.VERTICAL else 1
        length = self.width() if self._across else self.height()
        begin, end = self.number_at(0)[which], self.number_at(length)[which]
        scale = length / (end - begin)
        step, parts = _steps(abs(scale))
        small = step / parts
        low, high = sorted((begin, end))
        for number in range(math.floor(low / small), math.ceil(high / small) + 1):
            value = number * small
            whole = number % parts == 0
            half = parts % 2 == 0 and number % (parts // 2) == 0
            yield (value - begin) * scale, value, 1.0 if whole else 0.45 if half else 0.28

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self.palette()
        ink = palette.color(QPalette.ColorRole.WindowText)
        faint = QColor(ink)
        faint.setAlpha(120)
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), palette.color(QPalette.ColorRole.Window))
            font = QFont(self.font())
            font.setPixelSize(9)
            painter.setFont(font)
            for at, value, long in self._marks():
                self._paint_mark(painter, round(at), long * THICKNESS, faint)
                if long == 1.0:
                    self._paint_number(painter, at, f"{value:g}", ink)
            self._paint_edge(painter, faint)
            if self._mark is not None:
                accent = palette.color(QPalette.ColorRole.Highlight)
                self._paint_mark(painter, self._mark, THICKNESS, accent)

    def _paint_mark(self, painter: QPainter, at: int, long: float, colour: QColor) -> None:
        high = round(long)
        if self._across:
            painter.fillRect(QRect(at, THICKNESS - high, 1, high), colour)
        else:
            painter.fillRect(QRect(THICKNESS - high, at, high, 1), colour)

    def _paint_number(self, painter: QPainter, at: float, text: str, colour: QColor) -> None:
        painter.setPen(colour)
        upper = Qt.AlignmentFlag.AlignTop
        if self._across:
            room = QRectF(at + 3, 1, _ROOM, THICKNESS)
            painter.drawText(room, upper | Qt.AlignmentFlag.AlignLeft, text)
            return
        painter.save()
        painter.rotate(-90)
        # Turned, what is along the ruler runs from below to above: it ends at its mark.
        room = QRectF(-at - 3 - _ROOM, 1, _ROOM, THICKNESS)
        painter.drawText(room, upper | Qt.AlignmentFlag.AlignRight, text)
        painter.restore()

    def _paint_edge(self, painter: QPainter, colour: QColor) -> None:
        if self._across:
            painter.fillRect(0, THICKNESS - 1, self.width(), 1, colour)
        else:
            painter.fillRect(THICKNESS - 1, 0, 1, self.height(), colour)

    def show_pointer(self, place: QPointF | None) -> None:
        """Marks where the pointer is (the screen's widget); None: elsewhere."""
        along = None if place is None else place.x() if self._across else place.y()
        mark = None if along is None else round(along)
        if mark != self._mark:
            for at in (self._mark, mark):
                if at is not None:
                    self.update(self._around(at))
            self._mark = mark

    def _around(self, at: int) -> QRect:
        side = 2 * _POINTER
        rect = QRect(at - _POINTER, 0, side, THICKNESS)
        return rect if self._across else QRect(0, at - _POINTER, THICKNESS, side)

    # Drawing guides out

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            upright = Qt.CursorShape.SizeVerCursor if self._across else Qt.CursorShape.SizeHorCursor
            self.setCursor(upright)
            self._canvas.draw_guide(self.measures.other, self._on_canvas(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._canvas.mouseMoveEvent(self._on_canvas(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._canvas.mouseReleaseEvent(self._on_canvas(event))

    def _on_canvas(self, event: QMouseEvent) -> QMouseEvent:
        """The same, where the canvas sees it."""
        at = event.position() + QPointF(self.pos())
        return QMouseEvent(
            event.type(), at, event.globalPosition(), event.button(), event.buttons(),
            event.modifiers(), event.pointingDevice(),
        )  # fmt: skip


class Rulers(QObject):
    """Both, and the corner between them; they follow the view of the canvas that they lie on."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.across, self.down = Ruler(canvas, across=True), Ruler(canvas, across=False)
        self._corner = QWidget(canvas)
        self._corner.setAutoFillBackground(True)
        canvas.installEventFilter(self)
        canvas.zoomChanged.connect(lambda _: self._view_moved())
        canvas.pointerMoved.connect(lambda at: self._pointer_moved(at is not None))
        self._place()

    @property
    def shown(self) -> bool:
        return not self._corner.isHidden()

    def show(self, shown: bool) -> None:
        """Shows or hides both."""
        for part in (self.across, self.down, self._corner):
            part.setVisible(shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        width, height = self._canvas.width(), self._canvas.height()
        self.across.setGeometry(THICKNESS, 0, max(0, width - THICKNESS), THICKNESS)
        self.down.setGeometry(0, THICKNESS, THICKNESS, max(0, height - THICKNESS))
        self._corner.setGeometry(0, 0, THICKNESS, THICKNESS)

    def _view_moved(self) -> None:
        self.across.update()
        self.down.update()

    def _pointer_moved(self, there: bool) -> None:
        if not self.shown:
            return
        place = self._canvas.turn.to_screen(self._canvas.pointer_place) if there else None
        for ruler in (self.across, self.down):
            ruler.show_pointer(None if place is None else place - QPointF(ruler.pos()))


def _steps(scale: float) -> tuple[float, int]:
    """Canvas pixels between two numbers, and into how many parts marks divide them, where so many
    widget pixels are one of the canvas."""
    least = _ROOM / max(scale, 1e-9)
    power = 10.0 ** math.floor(math.log10(least))
    step = next(many * power for many in (1, 2, 5, 10) if many * power >= least * (1 - 1e-9))
    step = max(1.0, step)  # nothing is smaller than a pixel
    for parts in (10, 5, 4, 2):
        if step / parts * scale >= _CLOSEST and (step / parts) % 1 == 0:
            return step, parts
    return step, 1
