"""Lines that a hand draws, before they become a selection or a gradient, over any picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter, QPen, QPolygonF

from core.geometry import Point, Rect

from . import colours
from .transform import ViewTransform

STEP = math.pi / 12
"""Shift turns lines and frames in steps of 15 degrees."""


def stepped(start: Point, end: Point) -> Point:
    """The end, as far away, in the nearest of the directions that Shift allows."""
    length = math.dist(start, end)
    angle = round(math.atan2(end.y - start.y, end.x - start.x) / STEP) * STEP
    return Point(start.x + length * math.cos(angle), start.y + length * math.sin(angle))


def pens() -> tuple[QPen, QPen]:
    """A dark line, and dashes of light over it."""
    dashes = QPen(colours.LIGHT, 1)
    dashes.setDashPattern([5.0, 3.0])
    return QPen(colours.SHADE, 3), dashes


def paint_line(painter: QPainter, points: Sequence[Point], transform: ViewTransform) -> None:
    """Draws the line through canvas points in the painter's widget pixels."""
    line = QPolygonF([transform.to_widget(*point) for point in points])
    for pen in pens():
        painter.setPen(pen)
        painter.drawPolyline(line)


def reach_of(points: Sequence[Point], transform: ViewTransform, room: int = 4) -> QRect:
    """The widget pixels that the line through canvas points may touch."""
    line = QPolygonF([transform.to_widget(*point) for point in points])
    return line.boundingRect().toAlignedRect().adjusted(-room, -room, room, room)


def bounds_of(points: Sequence[Point]) -> Rect:
    """The whole pixels that hold canvas points, one at least."""
    xs, ys = [point.x for point in points], [point.y for point in points]
    return Rect.of_edges(min(xs), min(ys), max(xs), max(ys))


def apart(one: QPointF, other: QPointF) -> float:
    """How far two places are from each other, along the longer way of x and y."""
    return max(abs(one.x() - other.x()), abs(one.y() - other.y()))
