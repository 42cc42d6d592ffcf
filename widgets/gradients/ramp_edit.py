"""A ramp whose stops are dragged, added and taken away."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.pixels.ramp import FOREGROUND_TO_BACKGROUND, Colour, Ramp, Stop
from widgets.gradients.picture import paint_ramp
from widgets.look import colour
from widgets.words import tr

_EDGE = 9
_STOPS = 22
"""The height of the stops below the colours."""
_GRIP = 8.0
_OUT = 34.0
"""A stop that is dragged this far up or down is taken away."""
_SNAP = 3.0
"""Pixels beside another stop within which one lies on it, so that the edge between is hard."""
_STEP = 0.01


class RampEdit(QWidget):
    """`edited` carries the new ramp, `chosen` tells of another stop. A press between the stops adds
    one; dragged away, or with Delete, it goes. Left and right choose a stop, with Ctrl they move
    it."""

    edited = Signal(object)
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ramp = FOREGROUND_TO_BACKGROUND
        self._in_hand: tuple[Colour, Colour] = ((0, 0, 0), (255, 255, 255))
        self._index = 0
        self._dragged = False
        self._without: Ramp | None = None
        """The ramp with the stop, while it is dragged away."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Stops of the gradient"))
        self.setToolTip(
            tr("Click to add a stop, drag it, drag it away or press Delete to remove it")
        )

    @property
    def ramp(self) -> Ramp:
        return self._ramp

    @property
    def stop(self) -> Stop:
        """The stop that is chosen."""
        return self._ramp.stops[self._index]

    @property
    def index(self) -> int:
        """Which one that is, from the left."""
        return self._index

    def sizeHint(self) -> QSize:
        return QSize(360, 32 + _STOPS)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 32 + _STOPS)

    def show_ramp(self, ramp: Ramp) -> None:
        """Shows a ramp without telling anybody."""
        if ramp != self._ramp:
            self._ramp = ramp
            if not self._dragged:
                self._index = min(self._index, len(ramp.stops) - 1)
            self._without = None
            self._told()

    def show_colours(self, foreground: Colour, background: Colour) -> None:
        """Shows the colours in hand where the ramp asks for them."""
        self._in_hand = foreground, background
        self.update()

    def choose(self, index: int) -> None:
        """Chooses a stop by its place from the left."""
        self._index = min(len(self._ramp.stops) - 1, max(0, index))
        self._told()
        self.chosen.emit()

    def change(self, stop: Stop) -> None:
        """Puts another stop in the place of the chosen one, where it belongs."""
        old, others = self.stop, list(self._ramp.without(self._index).stops)
        if len(self._ramp.stops) == 1:
            others = []
        places = [one.position for one in others]
        # On another's place it stays on the side that it came from.
        side = bisect_left if stop.position > old.position else bisect_right
        at = self._index
        if stop.position != old.position:
            at = side(places, stop.position)
        self._index = at
        self._set(Ramp((*others[:at], stop, *others[at:])))

    def remove(self) -> None:
        """Takes the chosen stop away, unless it is the last."""
        if len(self._ramp.stops) > 1:
            ramp, index = self._ramp.without(self._index), self._index
            self._index = max(0, index - 1)
            self._set(ramp)
            self.chosen.emit()

    # Painting --------------------------------------------------------------------------------

    @property
    def _bar(self) -> QRect:
        return self.rect().adjusted(_EDGE, 1, -_EDGE, -_STOPS)

    def _x(self, position: float) -> float:
        bar = self._bar
        return bar.left() + position * bar.width()

    def place(self, index: int) -> QPointF:
        """The middle of a stop's handle."""
        return QPointF(self._x(self._ramp.stops[index].position), self._bar.bottom() + 14.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            shown = self._ramp.in_colours(*self._in_hand)
            paint_ramp(painter, self._bar, shown)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            order = [at for at in range(len(shown.stops)) if at != self._index]
            for at in (*order, self._index):
                self._paint_stop(painter, at, shown.stops[at])

    def _paint_stop(self, painter: QPainter, at: int, stop: Stop) -> None:
        """A small house that points at its place, filled with its colour."""
        x, top = self._x(stop.position), self._bar.bottom() + 1.0
        chosen = at == self._index
        house = QPolygonF([QPointF(x, top), QPointF(x + 6, top + 6), QPointF(x + 6, top + 19),
                           QPointF(x - 6, top + 19), QPointF(x - 6, top + 6)])  # fmt: skip
        focused = chosen and self.hasFocus()
        painter.setPen(QPen(colour("accent" if chosen else "dim"), 2.0 if focused else 1.4))
        painter.setBrush(colour("panel"))
        painter.drawPolygon(house)
        inner = QRectF(x - 3.5, top + 8, 7, 8.5)
        painter.fillRect(inner, QColor(*stop.colour))
        painter.setPen(QPen(colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(inner)

    # The hand --------------------------------------------------------------------------------

    def _position(self, x: float) -> float:
        bar = self._bar
        return min(1.0, max(0.0, (x - bar.left()) / max(1, bar.width())))

    def _under(self, x: float) -> int | None:
        """The stop under the pointer; of several, the chosen one, else the uppermost."""
        near = [at for at, stop in enumerate(self._ramp.stops)
                if abs(self._x(stop.position) - x) <= _GRIP]  # fmt: skip
        if self._index in near:
            return self._index
        return min(near, key=lambda at: abs(self._x(self._ramp.stops[at].position) - x),
                   default=None)  # fmt: skip

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        under = self._under(x)
        self._dragged = True
        if under is not None:
            self.choose(under)
            return
        stop = self._ramp.in_colours(*self._in_hand).stop_at(self._position(x))
        places = [one.position for one in self._ramp.stops]
        self._index = bisect_right(places, stop.position)
        stops = self._ramp.stops
        self._set(Ramp((*stops[: self._index], stop, *stops[self._index :])))
        self.chosen.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._dragged:
            return
        y = event.position().y()
        out = y < -_OUT or y > self.height() + _OUT
        if out and self._without is None and len(self._ramp.stops) > 1:
            whole = self._ramp
            self._set(self._ramp.without(self._index))
            self._without = whole
        elif not out:
            if self._without is not None:
                self._ramp, self._without = self._without, None
            self.change(self.stop._replace(position=self._snapped(event.position().x())))

    def _snapped(self, x: float) -> float:
        others = (stop.position for at, stop in enumerate(self._ramp.stops) if at != self._index)
        near = [place for place in others if abs(self._x(place) - x) <= _SNAP]
        return near[0] if near else self._position(x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = False
        if self._without is not None:
            self._without = None
            self.choose(self._index - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if steps is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            place = min(1.0, max(0.0, self.stop.position + steps * _STEP))
            self.change(self.stop._replace(position=place))
        elif steps is not None:
            self.choose(self._index + steps)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove()
        else:
            super().keyPressEvent(event)

    def _set(self, ramp: Ramp) -> None:
        if ramp != self._ramp:
            self._ramp = ramp
            self.edited.emit(ramp)
        self._told()

    def _told(self) -> None:
        self._index = min(self._index, len(self._ramp.stops) - 1)
        stop = self.stop
        self.setAccessibleDescription(
            tr("Stop {number} of {count}, at {percent} %", number=self._index + 1,
               count=len(self._ramp.stops), percent=round(stop.position * 100))
        )  # fmt: skip
        self.update()
