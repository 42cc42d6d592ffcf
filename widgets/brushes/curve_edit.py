"""A curve that is drawn by dragging its points."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.pixels.dynamics import FINE, LINE, MOST_POINTS, Points, table
from widgets.look import colour
from widgets.words import tr

_EDGE = 10.0
_GRIP = 9.0
_OUT = 24.0
"""A point that is dragged this far beyond the field is taken away."""
_STEP = 0.02
_APART = 0.01


class CurveEdit(QWidget):
    """`edited` carries the new points. A press beside the points adds one; dragged out of the
    field, or with Delete, it goes. Left and right choose a point, with Ctrl they move it, as up and
    down do."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._points: Points = LINE
        self._chosen = 0
        self._dragged = False
        self._without: Points | None = None
        self._below = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Curve"))
        self.setToolTip(tr("Click to add a point, drag it, drag it out to remove it"))

    def show_points(self, points: Points, below: str) -> None:
        """Shows a curve; `below` says what runs from left to right."""
        if not self._dragged:
            self._points = points
            self._chosen = min(self._chosen, len(points) - 1)
        self._below = below
        self.setAccessibleDescription(tr("What follows {below}", below=below))
        self.update()

    @property
    def points(self) -> Points:
        return self._points

    def sizeHint(self) -> QSize:
        return QSize(220, 190)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, 120)

    @property
    def _field(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE - 14)

    def _place(self, x: float, y: float) -> QPointF:
        field = self._field
        return QPointF(field.left() + x * field.width(), field.bottom() - y * field.height())

    def _value(self, at: QPointF) -> tuple[float, float]:
        field = self._field
        x = (at.x() - field.left()) / max(1.0, field.width())
        y = (field.bottom() - at.y()) / max(1.0, field.height())
        return min(1.0, max(0.0, x)), min(1.0, max(0.0, y))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            field = self._field
            painter.fillRect(field, colour("field"))
            painter.setPen(QPen(colour("edge"), 1))
            for part in (0.25, 0.5, 0.75):
                painter.drawLine(self._place(part, 0), self._place(part, 1))
                painter.drawLine(self._place(0, part), self._place(1, part))
            painter.drawRect(field)
            painter.setPen(colour("dim"))
            under = QRectF(field.left(), field.bottom() + 2, field.width(), 20)
            painter.drawText(under, Qt.AlignmentFlag.AlignHCenter, f"{self._below} →")
            if not self.isEnabled():
                return
            heights = table(self._points)
            line = QPolygonF([self._place(i / FINE, y) for i, y in enumerate(heights)])
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawPolyline(line)
            for index, point in enumerate(self._points):
                chosen = index == self._chosen and self.hasFocus()
                painter.setPen(QPen(colour("accent_text" if chosen else "accent"), 1.5))
                painter.setBrush(colour("accent" if chosen else "panel"))
                painter.drawEllipse(self._place(*point), 4.5, 4.5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position()
        near = [
            (abs(place.x() - at.x()) + abs(place.y() - at.y()), index)
            for index, place in enumerate(self._place(*point) for point in self._points)
        ]
        distance, index = min(near)
        self._dragged = True
        if distance <= 2 * _GRIP:
            self._chosen = index
        elif len(self._points) < MOST_POINTS:
            self._add(*self._value(at))
        self._without = None
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._dragged:
            return
        out = not self._field.adjusted(-_OUT, -_OUT, _OUT, _OUT).contains(event.position())
        if out and self._without is None and len(self._points) > 1:
            self._without = self._points
            self._set(tuple(p for i, p in enumerate(self._points) if i != self._chosen))
        elif not out:
            if self._without is not None:
                self._points, self._without = self._without, None
            self._move(*self._value(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = False
        if self._without is not None:
            self._without = None
            self._chosen = max(0, self._chosen - 1)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        x, y = self._points[self._chosen]
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        upwards = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if sideways is not None and not control:
            self._chosen = min(len(self._points) - 1, max(0, self._chosen + sideways))
            self.update()
        elif sideways is not None:
            self._move(x + sideways * _STEP, y)
        elif upwards is not None:
            self._move(x, y + upwards * _STEP)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and len(self._points) > 1:
            chosen, self._chosen = self._chosen, max(0, self._chosen - 1)
            self._set(tuple(p for i, p in enumerate(self._points) if i != chosen))
        else:
            super().keyPressEvent(event)

    def _add(self, x: float, y: float) -> None:
        at = sum(1 for point in self._points if point[0] <= x)
        self._chosen = at
        self._set((*self._points[:at], (x, y), *self._points[at:]))
        self._move(x, y)

    def _move(self, x: float, y: float) -> None:
        """The chosen point stays between its neighbours."""
        at, points = self._chosen, self._points
        low = points[at - 1][0] + _APART if at > 0 else 0.0
        high = points[at + 1][0] - _APART if at + 1 < len(points) else 1.0
        moved = (min(high, max(low, x)), min(1.0, max(0.0, y)))
        self._set((*points[:at], moved, *points[at + 1 :]))

    def _set(self, points: Points) -> None:
        if any(b[0] <= a[0] for a, b in itertools.pairwise(points)):
            return
        if points != self._points:
            self._points = points
            self.update()
            self.edited.emit(points)
