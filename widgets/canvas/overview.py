"""The whole picture, small, with a frame around what the canvas shows: dragging it pans."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QBrush,
    QHideEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QShowEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.document.document import Change, Document
from widgets.look import colour
from widgets.words import tr

from . import colours
from .rendering import checkerboard
from .view import CanvasView

WAIT_MS = 150
"""The picture is looked at again this long after it changed, and after a stroke has ended."""
_MARGIN = 6.0


class Overview(QWidget):
    """Turned and mirrored as the canvas is. A press moves there, the wheel zooms."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__()
        self.setAccessibleName(tr("Overview of the picture"))
        self.setToolTip(tr("Drag to move the view; the wheel zooms"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._canvas = canvas
        self._image: QImage | None = None
        self._grip = QPointF()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._look)
        self._disconnect: Callable[[], None] = lambda: None
        canvas.zoomChanged.connect(lambda _: self.update())

    def sizeHint(self) -> QSize:
        return QSize(240, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 90)

    def show_document(self, document: Document) -> None:
        """Follows this document from now on; it is the canvas's too."""
        self._disconnect()
        self._image = None
        self._disconnect = document.changed.connect(self._changed)
        self._look_soon()

    def stop(self) -> None:
        """Follows none any more."""
        self._disconnect()
        self._timer.stop()

    def _changed(self, change: Change) -> None:
        self._look_soon()

    def _look_soon(self) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        self._look_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def _look(self) -> None:
        if self._canvas.document.stroke is not None:
            self._timer.start()  # A hand that is painting is not disturbed.
            return
        ratio = self.devicePixelRatioF()
        side = max(self.width(), self.height()) * ratio
        self._image, finished = self._canvas.small_picture(round(side))
        self.update()
        if not finished:
            self._timer.start()

    # Where things are ------------------------------------------------------------------------

    @property
    def _to_widget(self) -> QTransform:
        """From canvas pixels to this widget's."""
        size, turn = self._canvas.document.size, self._canvas.turn
        result = QTransform()
        result.rotate(turn.angle)
        if turn.mirrored:
            result.scale(-1.0, 1.0)
        seen = result.mapRect(QRectF(0, 0, size.width, size.height))
        scale = min(
            (self.width() - 2 * _MARGIN) / max(1.0, seen.width()),
            (self.height() - 2 * _MARGIN) / max(1.0, seen.height()),
        )
        middle = QTransform.fromTranslate(-size.width / 2, -size.height / 2)
        place = QTransform.fromTranslate(self.width() / 2, self.height() / 2)
        return middle * result * QTransform.fromScale(scale, scale) * place

    @property
    def frame(self) -> QPolygonF:
        """What the canvas shows, in this widget."""
        canvas = self._canvas
        shown = QRectF(canvas.rect())
        corners = (shown.topLeft(), shown.topRight(), shown.bottomRight(), shown.bottomLeft())
        there = (canvas.transform.to_canvas(canvas.turn.to_upright(corner)) for corner in corners)
        return self._to_widget.map(QPolygonF([QPointF(*point) for point in there]))

    def place(self, x: float, y: float) -> QPointF:
        """Where a canvas pixel is."""
        return self._to_widget.map(QPointF(x, y))

    # Input -----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            frame = self.frame
            inside = frame.containsPoint(event.position(), Qt.FillRule.OddEvenFill)
            middle = frame.boundingRect().center()
            self._grip = event.position() - middle if inside else QPointF()
            self._centre(event.position() - self._grip)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._centre(event.position() - self._grip)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._canvas.zoom_by(event.angleDelta().y() / 120)
        event.accept()

    def _centre(self, at: QPointF) -> None:
        there = self._to_widget.inverted()[0].map(at)
        self._canvas.centre_on(there.x(), there.y())

    # Painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("surround"))
        if self._image is None:
            return
        size = self._canvas.document.size
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.save()
        painter.setTransform(self._to_widget, True)
        whole = QRectF(0, 0, size.width, size.height)
        board = QBrush(checkerboard())
        board.setTransform(self._to_widget.inverted()[0])
        painter.fillRect(whole, board)
        painter.drawImage(whole, self._image)
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Where the canvas shows more than there is room for here, the frame lies at the edge.
        inside = QRectF(self.rect()).adjusted(2.0, 2.0, -2.0, -2.0)
        frame = self.frame.intersected(QPolygonF(inside))
        for pen in (QPen(colours.SHADE, 3), QPen(colours.LIGHT, 1.5)):
            painter.setPen(pen)
            painter.drawPolygon(frame)
