"""Assistants over the canvas: drawn, found under the pointer, and kept to by strokes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from core.document.assistants import (
    Assistant,
    ParallelLines,
    VanishingPoint,
    direction_for,
    on_line,
)
from core.geometry import Point

from . import colours

if TYPE_CHECKING:
    from .easel import Easel

REACH = 9.0
"""Widget pixels around a handle in which it is taken."""
DECIDED = 10.0
"""Widget pixels after which it is plain where a stroke sets out to."""
_RAYS = 12
_RADIUS = 6.0


class Handle(NamedTuple):
    """One of an assistant's points."""

    number: int
    """Which assistant."""
    point: int


class Assisted:
    """A stroke that keeps to a line, once its direction is plain."""

    def __init__(self, assistants: tuple[Assistant, ...], start: Point, reach: float) -> None:
        self._assistants, self._start, self._reach = assistants, start, reach
        self._decided = False
        self._direction: Point | None = None

    def follow(self, at: Point) -> Point | None:
        """Where the pen counts that is at a place; None: that is not known yet."""
        if not self._decided:
            if math.dist(self._start, at) < self._reach:
                return None
            self._direction = direction_for(self._assistants, self._start, at)
            self._decided = True
        return at if self._direction is None else on_line(self._start, self._direction, at)


class Assisting:
    """What is shown of a document's assistants, together with its guides."""

    def __init__(self, canvas: Easel) -> None:
        self._canvas = canvas
        self.on = True
        """Whether strokes keep to them."""
        self.dragged: tuple[Assistant, ...] | None = None
        """As they are while one is in the hand."""

    @property
    def shown(self) -> tuple[Assistant, ...]:
        if not self._canvas.lines.shown:
            return ()
        return self._canvas.document.guides.assistants if self.dragged is None else self.dragged

    def drag(self, assistants: tuple[Assistant, ...] | None) -> None:
        """Shows them as they will be; None: as they are."""
        if assistants != self.dragged:
            self.dragged = assistants
            self._canvas.update()

    def begin(self, start: Point) -> Assisted | None:
        """A stroke begins there; None: nothing leads it."""
        shown = self.shown if self.on else ()
        if not shown:
            return None
        return Assisted(shown, start, DECIDED / self._canvas.transform.scale)

    def led(self, start: Point, end: Point) -> Point:
        """Where a line from `start` ends whose end is held at `end`: on that of the nearest
        assistant, as long as it sets out along one."""
        shown = self.shown if self.on else ()
        direction = direction_for(shown, start, end) if shown else None
        return end if direction is None else on_line(start, direction, end)

    def hit(self, place: QPointF) -> Handle | None:
        """The handle under a place of the upright widget; None when all are locked."""
        if not self.shown or self._canvas.document.guides.locked:
            return None
        far = [
            ((self._canvas.transform.to_widget(*at) - place).manhattanLength(), Handle(n, which))
            for n, one in enumerate(self.shown)
            for which, at in enumerate(one.points)
        ]
        nearest = min(far)
        return nearest[1] if nearest[0] <= REACH else None

    # Drawing

    def paint(self, painter: QPainter, dirty: QRect) -> None:
        """In widget pixels of the upright widget."""
        if not self.shown:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        whole = self._canvas.transform.rect_to_widget(self._canvas.document.canvas)
        painter.save()
        painter.setClipRect(whole, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(colours.ASSISTANT, 1))
        for one in self.shown:
            if isinstance(one, VanishingPoint):
                self._paint_rays(painter, one, whole)
            else:
                self._paint_parallels(painter, one, whole)
        painter.restore()
        for one in self.shown:
            self._paint_handles(painter, one)
        painter.restore()

    def _paint_rays(self, painter: QPainter, one: VanishingPoint, whole: QRectF) -> None:
        """Lines through the point over all of the canvas."""
        at = self._canvas.transform.to_widget(*one.at)
        corners = (whole.topLeft(), whole.topRight(), whole.bottomRight(), whole.bottomLeft())
        far = max(math.hypot(c.x() - at.x(), c.y() - at.y()) for c in corners)
        begin, sweep = 0.0, 2 * math.pi
        if not whole.contains(at):  # as far as the canvas is seen from there
            middle = math.atan2(whole.center().y() - at.y(), whole.center().x() - at.x())
            seen = [
                math.remainder(math.atan2(c.y() - at.y(), c.x() - at.x()) - middle, math.tau)
                for c in corners
            ]
            begin, sweep = middle + min(seen), max(seen) - min(seen)
        for ray in range(2 * _RAYS):
            angle = begin + sweep * ray / (2 * _RAYS - (0 if sweep >= math.tau else 1))
            painter.drawLine(at, at + QPointF(math.cos(angle) * far, math.sin(angle) * far))

    def _paint_parallels(self, painter: QPainter, one: ParallelLines, whole: QRectF) -> None:
        start, end = (self._canvas.transform.to_widget(*at) for at in one.points)
        length = math.hypot(end.x() - start.x(), end.y() - start.y())
        if length < 1e-6:
            return
        along = (end - start) / length
        across = QPointF(-along.y(), along.x())
        far = math.hypot(whole.width(), whole.height())
        middle = whole.center()
        # As many on both sides of the canvas's middle as reach its corners; one is its own.
        gap = far / (2 * _RAYS)
        own = QPointF.dotProduct(start - middle, across)
        first = own - math.ceil((own + far / 2) / gap) * gap
        for number in range(2 * _RAYS + 2):
            at = middle + across * (first + number * gap)
            painter.drawLine(at - along * far, at + along * far)

    def _paint_handles(self, painter: QPainter, one: Assistant) -> None:
        places = [self._canvas.transform.to_widget(*at) for at in one.points]
        for pen in (QPen(colours.SHADE, 3.5), QPen(colours.ASSISTANT_HANDLE, 1.5)):
            painter.setPen(pen)
            if len(places) == 2:
                painter.drawLine(places[0], places[1])
            for place in places:
                painter.drawEllipse(place, _RADIUS, _RADIUS)
                if len(places) == 1:
                    reach = QPointF(_RADIUS + 5, 0)
                    painter.drawLine(place - reach, place + reach)
