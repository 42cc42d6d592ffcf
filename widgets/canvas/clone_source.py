"""Where a brush that clones takes its pixels from, and the mark that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPen

from core.geometry import Point

from . import colours

if TYPE_CHECKING:
    from .view import CanvasView

_ARM = 9.0


class CloneSource:
    """The place that was pointed at. The first stroke ties it to the brush: the distance between
    the two stays for the strokes after it, until another place is pointed at."""

    def __init__(self) -> None:
        self._at: Point | None = None
        self._offset: tuple[int, int] | None = None
        self._shown: Point | None = None

    def take(self, canvas: CanvasView, at: Point) -> None:
        """Clones from here from now on."""
        self._at, self._offset = at, None
        self._show(canvas, at)

    def begin(self, at: Point) -> tuple[int, int] | None:
        """How far the source is to the right and below of a stroke that begins there; None: no
        place has been pointed at yet."""
        if self._offset is None and self._at is not None:
            self._offset = (round(self._at.x - at.x), round(self._at.y - at.y))
        return self._offset

    def follow(self, canvas: CanvasView, at: Point) -> None:
        """The brush is there: the mark shows what it takes."""
        if self._offset is not None and self._at is not None:
            self._show(canvas, Point(at.x + self._offset[0], at.y + self._offset[1]))

    def end(self, canvas: CanvasView) -> None:
        """The stroke is over: the mark rests where the brush last took from."""
        if self._shown is not None:
            self._show(canvas, self._shown)

    def _show(self, canvas: CanvasView, at: Point) -> None:
        for point in (self._shown, at):
            if point is not None:
                place = canvas.transform.to_widget(*point).toPoint()
                reach = round(_ARM) + 3
                canvas.update(
                    QRect(place.x() - reach, place.y() - reach, 2 * reach + 1, 2 * reach + 1)
                )
        self._shown = at

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        """A cross in a ring."""
        if self._shown is None:
            return
        place = canvas.transform.to_widget(*self._shown)
        for colour, width in ((colours.SHADE, 3.0), (colours.LIGHT, 1.2)):
            painter.setPen(QPen(colour, width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, _ARM * 0.55, _ARM * 0.55)
            for dx, dy in ((1, 0), (0, 1)):
                arm = QPointF(dx * _ARM, dy * _ARM)
                painter.drawLine(place - arm, place + arm)
