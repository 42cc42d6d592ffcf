"""The reference tool: pictures pinned on or beside the canvas are moved, scaled and turned."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QPainter, QPen, QPolygonF

from core.document import commands
from core.document.references import Reference, replaced
from core.geometry import Point
from widgets.canvas import colours
from widgets.canvas.boxes import HANDLE_SIDE, REACH
from widgets.canvas.lines import STEP
from widgets.canvas.pointer import Pointer
from widgets.canvas.reference_board import quad_of
from widgets.canvas.tool import Tool

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView

_STALK = 24.0
"""Widget pixels from the upper side to the knob that turns."""
_ROOM = int(_STALK + REACH + HANDLE_SIDE)
_NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class _What(Enum):
    MOVE = "Move reference"
    SCALE = "Scale reference"
    TURN = "Turn reference"


@dataclass(frozen=True)
class _Grip:
    """What is dragged: of which, from where, and around which point."""

    what: _What
    reference: Reference
    start: Point
    anchor: Point


class ReferenceTool(Tool):
    """A click chooses one; it is dragged at its inside, its corners or its knob."""

    id = "reference"
    title = "Reference"
    help = "Drop pictures here. Drag: move, corners: scale, knob: turn. Delete takes one away."
    shortcut = "Shift+R"
    order = 90
    line = True

    def __init__(self) -> None:
        self._grip: _Grip | None = None

    @property
    def busy(self) -> bool:
        return self._grip is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        return QCursor(Qt.CursorShape.ArrowCursor)

    def take_up(self, canvas: CanvasView) -> None:
        canvas.show_references(True)
        self._repaint(canvas)

    def put_away(self, canvas: CanvasView) -> None:
        self.cancel(canvas)
        self._repaint(canvas)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        board = canvas.board
        self._grip = self._grip_at(canvas, pointer)
        if self._grip is None:
            under = board.at(pointer.at)
            canvas.choose_reference(None if under is None else under.id)
            if under is not None and not under.locked:
                self._grip = _Grip(_What.MOVE, under, pointer.at, pointer.at)

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._grip is not None:
            self._repaint(canvas)
            canvas.board.dragged = _dragged(self._grip, pointer)
            canvas.board.update()
            self._repaint(canvas)

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        grip, dragged = self._grip, canvas.board.dragged
        self._repaint(canvas)
        self._grip = canvas.board.dragged = None
        if grip is not None and dragged is not None:
            new = replaced(canvas.document.references, dragged)
            canvas.document.perform(commands.SetReferences(new, grip.what.value))
        canvas.board.update()
        self._repaint(canvas)

    def cancel(self, canvas: CanvasView) -> None:
        if self._grip is not None:
            self._repaint(canvas)
            self._grip = canvas.board.dragged = None
            canvas.board.update()
            self._repaint(canvas)

    def hover(self, canvas: CanvasView, pointer: Pointer) -> None:
        grip = self._grip_at(canvas, pointer)
        shape = Qt.CursorShape.ArrowCursor
        if grip is None:
            under = canvas.board.at(pointer.at)
            if under is not None:
                shape = Qt.CursorShape.PointingHandCursor
        elif grip.what is _What.TURN:
            shape = Qt.CursorShape.CrossCursor
        elif grip.what is _What.SCALE:
            shape = _diagonal(grip.start, grip.anchor)
        else:
            shape = Qt.CursorShape.SizeAllCursor
        canvas.setCursor(QCursor(canvas.turn.cursor(shape)))

    def key(self, canvas: CanvasView, event: QKeyEvent) -> bool:
        current = canvas.board.current
        if current is None:
            return False
        if self.claims(event):
            canvas.remove_reference()
            return True
        if event.key() in _NUDGES and not current.locked:
            far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            dx, dy = _NUDGES[Qt.Key(event.key())]
            moved = replace(current, x=current.x + dx * far, y=current.y + dy * far)
            canvas.change_reference(moved, _What.MOVE.value, merges="nudge")
            return True
        return False

    def claims(self, event: QKeyEvent) -> bool:
        return event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        current = canvas.board.current
        if current is None:
            return
        quad = quad_of(current, canvas.transform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        lines = [quad] if current.locked else [quad, QPolygonF([_top(quad), _knob(quad)])]
        for colour, width in ((colours.SHADE, 3.5), (colours.HANDLE, 1.5)):
            style = Qt.PenStyle.DotLine if current.locked else Qt.PenStyle.SolidLine
            painter.setPen(QPen(colour, width, style))
            painter.drawPolygon(lines[0])
            for line in lines[1:]:
                painter.drawPolyline(line)
        if current.locked:
            return
        painter.setPen(QPen(colours.SHADE, 1))
        painter.setBrush(colours.HANDLE)
        half = HANDLE_SIDE / 2
        for corner in _points(quad):
            painter.drawRect(int(corner.x() - half), int(corner.y() - half), int(HANDLE_SIDE),
                             int(HANDLE_SIDE))  # fmt: skip
        painter.drawEllipse(_knob(quad), half + 1, half + 1)

    def _grip_at(self, canvas: CanvasView, pointer: Pointer) -> _Grip | None:
        """What a press there would take of the chosen one."""
        current = canvas.board.current
        if current is None or current.locked:
            return None
        quad = quad_of(current, canvas.transform)
        for index, corner in enumerate(_points(quad)):
            if _near(corner, pointer.place):
                opposite = current.quad[(index + 2) % 4]
                return _Grip(_What.SCALE, current, current.quad[index], opposite)
        if _near(_knob(quad), pointer.place):
            return _Grip(_What.TURN, current, pointer.at, Point(current.x, current.y))
        if canvas.board.at(pointer.at) is current:
            return _Grip(_What.MOVE, current, pointer.at, pointer.at)
        return None

    def _repaint(self, canvas: CanvasView) -> None:
        current = canvas.board.current
        if current is not None:
            bounds = quad_of(current, canvas.transform).boundingRect().toAlignedRect()
            canvas.update(QRect(bounds).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM))


def _dragged(grip: _Grip, pointer: Pointer) -> Reference:
    """Where it is once its grip is where the pointer is. Shift: along one axis, in steps."""
    one, at, start, anchor = grip.reference, pointer.at, grip.start, grip.anchor
    dx, dy = at.x - start.x, at.y - start.y
    if grip.what is _What.MOVE:
        if pointer.shift:
            dx, dy = (dx, 0.0) if abs(dx) >= abs(dy) else (0.0, dy)
        return one.placed(one.x + dx, one.y + dy, one.scale, one.angle)
    if grip.what is _What.TURN:
        before = math.atan2(start.y - anchor.y, start.x - anchor.x)
        angle = math.radians(one.angle) + math.atan2(at.y - anchor.y, at.x - anchor.x) - before
        if pointer.shift:
            angle = round(angle / STEP) * STEP
        return one.placed(one.x, one.y, one.scale, math.degrees(angle))
    across, down = start.x - anchor.x, start.y - anchor.y
    length = across * across + down * down
    share = ((at.x - anchor.x) * across + (at.y - anchor.y) * down) / max(length, 1e-9)
    smallest = 8.0 / max(1.0, max(one.pixels.size) * one.scale)
    share = max(share, smallest)
    x, y = anchor.x + (one.x - anchor.x) * share, anchor.y + (one.y - anchor.y) * share
    return one.placed(x, y, one.scale * share, one.angle)


def _points(quad: QPolygonF) -> list[QPointF]:
    return [quad.at(index) for index in range(4)]


def _top(quad: QPolygonF) -> QPointF:
    """The middle of the upper side."""
    return (quad.at(0) + quad.at(1)) / 2


def _knob(quad: QPolygonF) -> QPointF:
    """What turns it: above the upper side, or in its direction."""
    up = quad.at(0) - quad.at(3)
    length = max(1e-6, math.hypot(up.x(), up.y()))
    return _top(quad) + up * (_STALK / length)


def _near(one: QPointF, other: QPointF) -> bool:
    return max(abs(one.x() - other.x()), abs(one.y() - other.y())) <= REACH + 1


def _diagonal(one: Point, other: Point) -> Qt.CursorShape:
    falling = (one.x - other.x) * (one.y - other.y) >= 0
    return Qt.CursorShape.SizeFDiagCursor if falling else Qt.CursorShape.SizeBDiagCursor


TOOL = ReferenceTool
