"""Guides and the grid over the canvas: drawn where it is dirty, and found under the pointer."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QRegion

from core.document.guides import NONE, Axis, Grid, Guides

from . import boxes, colours

if TYPE_CHECKING:
    from .easel import Easel

REACH = 4.0
"""Widget pixels around a guide in which it is taken."""
DENSEST = 5.0
"""Widget pixels: lines of the grid that would be nearer to each other are not drawn."""

Line = tuple[Axis, float]
"""A guide: which way it runs, and its x or y in canvas pixels."""


class GuideLines:
    """What is shown of a document's guides. While nothing is, it costs nothing."""

    def __init__(self, canvas: Easel) -> None:
        self._canvas = canvas
        self._drawn: Guides = NONE
        self.shown = True
        """Whether the guides are."""
        self.grid_shown = False
        self.dragged: Line | None = None
        """The one in the hand."""
        self.lifted: Line | None = None
        """Where it was, which is not drawn."""
        self._caught: tuple[Line, ...] = ()

    @property
    def guides(self) -> Guides:
        return self._canvas.document.guides

    def show(self, *, guides: bool | None = None, grid: bool | None = None) -> None:
        """Shows or hides the guides, or the grid."""
        before = self.shown, self.grid_shown
        self.shown = self.shown if guides is None else guides
        self.grid_shown = self.grid_shown if grid is None else grid
        if before != (self.shown, self.grid_shown):
            self._canvas.update()

    def changed(self) -> None:
        """The document's guides are others."""
        before, self._drawn = self._drawn, self.guides
        leads = before.assistants != self._drawn.assistants and self.shown
        if leads or (before.grid != self._drawn.grid and self.grid_shown):
            self._canvas.update()
        elif self.shown:
            self._update(set(before.lines()) ^ set(self._drawn.lines()))

    def drag(self, line: Line | None, lifted: Line | None = None) -> None:
        """Shows a guide that is being dragged, `lifted` from its place; None: let go."""
        touched = {self.dragged, self.lifted, line, lifted} - {None}
        self._update({one for one in touched if one is not None}, labels=True)
        self.dragged, self.lifted = line, lifted

    def catch(self, lines: tuple[Line, ...]) -> None:
        """Shows which lines have caught what is being dragged."""
        if lines != self._caught:
            self._update({*self._caught, *lines})
            self._caught = lines

    def hit(self, place: QPointF) -> Line | None:
        """The guide that a press there (upright widget) takes; None when all are locked."""
        if not self.shown or not self.guides or self.guides.locked:
            return None
        near = [
            (off, line) for line in self.guides.lines() if (off := self._off(line, place)) <= REACH
        ]
        return min(near, key=lambda one: one[0])[1] if near else None

    def _off(self, line: Line, place: QPointF) -> float:
        at = place.x() if line[0] is Axis.VERTICAL else place.y()
        return abs(self._on_screen(line) - at)

    def finest(self, grid: Grid, axis: Axis) -> float:
        """How far apart the grid's lines are that can be told from each other, in canvas pixels."""
        scale = self._canvas.transform.scale
        step = grid.spacing(axis) / grid.subdivisions
        return step if step * scale >= DENSEST else self._coarse(grid, axis)

    def _coarse(self, grid: Grid, axis: Axis) -> float:
        """The same of its main lines: every second, fourth, … where they lie too close."""
        step = grid.spacing(axis)
        while step * self._canvas.transform.scale < DENSEST:
            step *= 2
        return step

    # Drawing

    def paint(self, painter: QPainter, dirty: QRect) -> None:
        """In the painter's widget pixels, as far as they lie in `dirty`."""
        if self.grid_shown:
            self._paint_grid(painter, dirty)
        if self.shown:
            for line in self.guides.lines():
                if line != self.lifted:
                    self._paint_line(painter, line, dirty, colours.GUIDE)
        for line in self._caught:
            self._paint_line(painter, line, dirty, colours.CAUGHT)
        if self.dragged is not None:
            self._paint_line(painter, self.dragged, dirty, colours.GUIDE)
            self._paint_label(painter, self.dragged)

    def _on_screen(self, line: Line) -> float:
        """x or y of its first pixel, on the screen's grid."""
        transform = self._canvas.transform
        corner = transform.corner
        begin = corner.x if line[0] is Axis.VERTICAL else corner.y
        return math.floor(line[1] * transform.zoom + begin + 0.5) / transform.ratio

    def _paint_line(self, painter: QPainter, line: Line, dirty: QRect, colour: QColor) -> None:
        at, thick, box = self._on_screen(line), 1 / self._canvas.transform.ratio, QRectF(dirty)
        if line[0] is Axis.VERTICAL:
            if box.left() - 1 <= at <= box.right():
                painter.fillRect(QRectF(at, box.top(), thick, box.height()), colour)
        elif box.top() - 1 <= at <= box.bottom():
            painter.fillRect(QRectF(box.left(), at, box.width(), thick), colour)

    def _paint_grid(self, painter: QPainter, dirty: QRect) -> None:
        canvas, transform = self._canvas, self._canvas.transform
        whole = transform.rect_to_widget(canvas.document.canvas)
        box = QRectF(dirty).intersected(whole)
        if box.isEmpty():
            return
        painter.save()
        painter.setClipRect(whole, Qt.ClipOperation.IntersectClip)
        for axis in Axis:
            for place, main in self._grid_places(axis, box):
                colour = colours.GRID if main else colours.GRID_PARTS
                self._paint_line(painter, (axis, place), box.toAlignedRect(), colour)
        painter.restore()

    def _grid_places(self, axis: Axis, box: QRectF) -> Iterator[tuple[float, bool]]:
        """Where lines of the grid cross a box, and whether each is a main one."""
        grid, transform = self.guides.grid, self._canvas.transform
        low, high = transform.to_canvas(box.topLeft()), transform.to_canvas(box.bottomRight())
        ends = (low.x, high.x) if axis is Axis.VERTICAL else (low.y, high.y)
        step, coarse, begin = self.finest(grid, axis), self._coarse(grid, axis), grid.begin(axis)
        often = max(1, round(coarse / step))
        first = math.floor((ends[0] - begin) / step)
        for number in range(first, math.ceil((ends[1] - begin) / step) + 1):
            yield begin + number * step, number % often == 0

    def _paint_label(self, painter: QPainter, line: Line) -> None:
        text = f"{line[1]:g} px"
        chip = boxes.chip_rect(text, painter.font(), self._label_at(line), 110)
        boxes.paint_chip(painter, chip, text, colours.GUIDE)

    def _label_at(self, line: Line) -> QPointF:
        """Beside the line in the middle of what is seen, which no turn moves out of sight."""
        middle, at = QRectF(self._canvas.rect()).center(), self._on_screen(line) + 6
        return QPointF(at, middle.y()) if line[0] is Axis.VERTICAL else QPointF(middle.x(), at)

    def _update(self, lines: Collection[Line], *, labels: bool = False) -> None:
        region = QRegion()
        view = self._canvas.turn.upright_rect(self._canvas.rect()).toAlignedRect()
        for line in lines:
            at = math.floor(self._on_screen(line))
            if line[0] is Axis.VERTICAL:
                region += QRect(at - 1, view.top(), 3, view.height())
            else:
                region += QRect(view.left(), at - 1, view.width(), 3)
            if labels:
                place = self._label_at(line).toPoint()
                region += QRect(place.x() - 2, place.y() - 2, 116, round(boxes.CHIP_HEIGHT) + 4)
        if not region.isEmpty():
            self._canvas.update(region)
