"""The live picture in a view of its own beside the canvas, which shows the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QRegion, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.geometry import Rect
from widgets.words import tr

from .levels import Deadline
from .rendering import paint_picture
from .stack import wrapped
from .surface import Surface

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.document.document import Document

_PATIENCE = 0.008
"""Seconds at a time: the canvas itself comes first."""


class Beside(QWidget):
    """Zoomed, turned and mirrored as the canvas is. It is not painted on: dragging moves both, the
    wheel zooms both."""

    def __init__(self, canvas: Surface) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Live picture"))
        self.setToolTip(tr("The live picture. Drag to move both views; the wheel zooms"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._canvas = canvas
        self._at: QPointF | None = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._paint_rest)
        self._missing = QRegion()
        canvas.zoomChanged.connect(lambda _: self.update())

    def sizeHint(self) -> QSize:
        return self._canvas.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._canvas.minimumSizeHint()

    def refresh(self, part: Rect) -> None:
        """The picture is another one there."""
        place = self._canvas.transform.dirty(part)
        turn = self._canvas.turn
        region = turn.region_to_screen(QRegion(place)) if turn.on else QRegion(place)
        self.update(region.translated(self._shift))

    @property
    def _shift(self) -> QPoint:
        """From the canvas's widget pixels to these: both have the same place in the middle."""
        canvas = self._canvas
        return QPoint((self.width() - canvas.width()) // 2, (self.height() - canvas.height()) // 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._at = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._at is not None:
            canvas, moved = self._canvas, event.position() - self._at
            self._at = event.position()
            middle = QPointF(canvas.rect().center()) - moved
            canvas.centre_on(*canvas.transform.to_canvas(canvas.turn.to_upright(middle)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._at = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._canvas.zoom_by(event.angleDelta().y() / 120)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        canvas, shift = self._canvas, self._shift
        self._missing -= event.region()
        there = event.rect().translated(-shift)
        turn = canvas.turn
        with QPainter(self) as painter:
            painter.translate(shift)
            if turn.on:
                painter.setTransform(turn.transform, True)
                smooth = QPainter.RenderHint.SmoothPixmapTransform
                painter.setRenderHint(smooth, not turn.right_angled)
                there = turn.upright_rect(there).toAlignedRect().adjusted(-3, -3, 3, 3)
            deadline = Deadline.in_seconds(_PATIENCE)
            if paint_picture(painter, there, _Whole(canvas), canvas.transform, deadline):
                self._missing += event.region()
        if not self._missing.isEmpty():
            self._late.start(0)

    def _paint_rest(self) -> None:
        self.update(self._missing)


class _Whole:
    """The canvas with all of the live picture over it."""

    def __init__(self, canvas: Surface) -> None:
        self._canvas = canvas

    @property
    def document(self) -> Document:
        return self._canvas.document

    @property
    def white(self) -> bool:
        return self._canvas.scene.white

    @property
    def hurried(self) -> bool:
        return self._canvas.scene.hurried

    def draw(self, level: int, part: Rect, deadline: Deadline) -> tuple[Bytes, list[Rect]]:
        scene = self._canvas.scene
        pixels, undone = scene.draw(level, part, deadline)
        image = wrapped(pixels)
        with QPainter(image) as painter:
            painter.translate(-part.x, -part.y)
            if not scene.live.draw(painter, level, part, deadline, alone=True):
                undone = [*undone, part]
        return pixels, undone
