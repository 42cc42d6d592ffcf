"""Boxes that can be dragged and resized by handles: geometry, hit test and drawing."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from PySide6.QtCore import QMargins, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from core.geometry import Rect

from . import colours

REACH = 7.0
"""How far from a handle's middle (widget pixels) a press still takes it."""
HANDLE_SIDE = 8.0
CHIP_HEIGHT = 20.0
_CHIP_PADDING = 7.0


class Handle(Enum):
    """Which sides a drag moves: -1 the left or top, 1 the right or bottom, 0 none."""

    TOP_LEFT = (-1, -1)
    TOP = (0, -1)
    TOP_RIGHT = (1, -1)
    LEFT = (-1, 0)
    INSIDE = (0, 0)
    RIGHT = (1, 0)
    BOTTOM_LEFT = (-1, 1)
    BOTTOM = (0, 1)
    BOTTOM_RIGHT = (1, 1)

    @property
    def cursor(self) -> Qt.CursorShape:
        dx, dy = self.value
        if dx == 0 and dy == 0:
            return Qt.CursorShape.SizeAllCursor
        if dx == 0:
            return Qt.CursorShape.SizeVerCursor
        if dy == 0:
            return Qt.CursorShape.SizeHorCursor
        return Qt.CursorShape.SizeFDiagCursor if dx == dy else Qt.CursorShape.SizeBDiagCursor


CORNERS = (Handle.TOP_LEFT, Handle.TOP_RIGHT, Handle.BOTTOM_LEFT, Handle.BOTTOM_RIGHT)
ALL_HANDLES = tuple(handle for handle in Handle if handle is not Handle.INSIDE)


def handle_point(box: QRectF, handle: Handle) -> QPointF:
    """Where a handle of a box lies."""
    dx, dy = handle.value
    centre = box.center()
    return QPointF(centre.x() + dx * box.width() / 2, centre.y() + dy * box.height() / 2)


def handle_at(box: QRectF, at: QPointF, handles: Collection[Handle] = ALL_HANDLES) -> Handle | None:
    """The handle of a box (widget pixels) that a press at `at` takes; corners win over sides."""
    by_distance = []
    for handle in handles:
        point = handle_point(box, handle)
        distance = max(abs(point.x() - at.x()), abs(point.y() - at.y()))
        if distance <= REACH:
            by_distance.append((handle not in CORNERS, distance, handle.value, handle))
    return min(by_distance)[3] if by_distance else None


def resized(
    start: Rect,
    handle: Handle,
    dx: int,
    dy: int,
    *,
    within: Rect | None = None,
    smallest: int = 8,
    square: bool = False,
) -> Rect:
    """`start` after its handle was dragged by (dx, dy) canvas pixels.

    Moving keeps the size and stays `within`; resizing keeps the other sides where they are, is
    cut to `within`, and never goes below `smallest` a side. `square` makes corners keep 1:1.
    """
    if handle is Handle.INSIDE:
        moved = start.moved(dx, dy)
        if within is not None:
            x = min(max(moved.x, within.x), max(within.x, within.right - moved.width))
            y = min(max(moved.y, within.y), max(within.y, within.bottom - moved.height))
            moved = Rect(x, y, moved.width, moved.height)
        return moved
    across, down = handle.value
    width = max(smallest, start.width + across * dx)
    height = max(smallest, start.height + down * dy)
    if square and across and down:
        width = height = max(width, height)
    x = start.right - width if across < 0 else start.x
    y = start.bottom - height if down < 0 else start.y
    result = Rect(x, y, width, height)
    if within is not None:
        result = result.intersected(within)
        if result.width < min(smallest, within.width) or result.height < min(
            smallest, within.height
        ):
            return start
    return result


def spanned(x0: float, y0: float, x1: float, y1: float, *, square: bool = False) -> Rect:
    """The whole pixels between two corners in any order."""
    if square:
        side = max(abs(x1 - x0), abs(y1 - y0))
        x1 = x0 + (side if x1 >= x0 else -side)
        y1 = y0 + (side if y1 >= y0 else -side)
    left, right = sorted((round(x0), round(x1)))
    top, bottom = sorted((round(y0), round(y1)))
    return Rect(left, top, right - left, bottom - top)


def paint_frame(
    painter: QPainter, box: QRectF, colour: QColor, *, width: float = 1.5, dashed: bool = False
) -> None:
    """A line in `colour` between two dark ones, so that it shows over any picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    shade = QPen(colours.SHADE, width + 2)
    shade.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(shade)
    painter.drawRect(box)
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dashed:
        pen.setDashPattern([5.0, 3.0])
    painter.setPen(pen)
    painter.drawRect(box)


def paint_handles(
    painter: QPainter, box: QRectF, colour: QColor, handles: Collection[Handle] = ALL_HANDLES
) -> None:
    """Draws a box's handles."""
    painter.setPen(QPen(colours.SHADE.darker(), 1))
    cramped = min(box.width(), box.height()) < 5 * HANDLE_SIDE
    for handle in handles:
        if cramped and handle not in CORNERS:
            continue
        point = handle_point(box, handle)
        square = QRectF(0, 0, HANDLE_SIDE, HANDLE_SIDE)
        square.moveCenter(point)
        painter.setBrush(colours.HANDLE if handle in CORNERS else colour)
        painter.drawRect(square)


def chip_rect(text: str, font: QFont, anchor: QPointF, widest: float) -> QRectF:
    """Where a label goes that begins at `anchor` (its top left) and may be `widest` wide."""
    width = QFontMetricsF(font).horizontalAdvance(text) + 2 * _CHIP_PADDING + 4
    return QRectF(anchor.x(), anchor.y(), max(28.0, min(width, widest)), CHIP_HEIGHT)


def set_readable(painter: QPainter, rect: QRectF) -> None:
    """Undoes, around the middle of `rect`, what would mirror its text or turn it on its head."""
    seen = painter.worldTransform()
    mirrored = seen.determinant() < 0
    # Where the text's own right hand points on the screen, once it is not mirrored any more.
    right = -seen.m11() if mirrored else seen.m11()
    across, down = (-1.0 if mirrored else 1.0), 1.0
    if right < -1e-6:
        across, down = -across, -down
    middle = rect.center()
    painter.translate(middle)
    painter.scale(across, down)
    painter.translate(-middle)


def paint_chip(painter: QPainter, rect: QRectF, text: str, colour: QColor) -> None:
    """A label: light text on dark, with a bar of the colour of what it names. It can be read
    however the view is turned."""
    painter.save()
    set_readable(painter, rect)
    _paint_chip(painter, rect, text, colour)
    painter.restore()


def _paint_chip(painter: QPainter, rect: QRectF, text: str, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.CHIP)
    painter.drawRoundedRect(rect, 3, 3)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(rect.x(), rect.y(), 4, rect.height()), 2, 2)
    room = rect.adjusted(4 + _CHIP_PADDING - 2, 0, -_CHIP_PADDING + 2, 0)
    fitting = QFontMetricsF(painter.font()).elidedText(
        text, Qt.TextElideMode.ElideRight, room.width() + 1
    )
    painter.setPen(colours.CHIP_TEXT)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fitting)


def reach_of(box: QRectF) -> QRect:
    """Everything that drawing a box with handles may touch."""
    room = int(max(REACH, HANDLE_SIDE)) + 2
    return box.toAlignedRect().marginsAdded(QMargins(room, room, room, room))
