"""Zooming, panning and turning: which transform the view has, and how it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF

from core.geometry import Size

from .transform import ViewTransform, fitted, stepped
from .turn import Turn

_DOUBLES = 120.0
"""Pixels of a drag that zooms by two."""


class Navigator:
    """Holds the view's transform and turn. As long as the artist has not moved it, it fits the
    window. Places are those of the upright widget, unless they are said to be the screen's."""

    def __init__(self, canvas: Size, moved: Callable[[], object]) -> None:
        self.transform = ViewTransform()
        self.turn = Turn()
        self.canvas = canvas
        self._view = Size(0, 0)
        self._fits = True
        self._moved = moved
        self._grip: tuple[QPointF, ViewTransform] | None = None
        self._turning: tuple[float, Turn] | None = None
        self._zooming: tuple[QPointF, QPointF, float] | None = None

    @property
    def panning(self) -> bool:
        return self._grip is not None

    @property
    def turning(self) -> bool:
        return self._turning is not None

    @property
    def zooming(self) -> bool:
        return self._zooming is not None

    @property
    def moving(self) -> bool:
        """Whether a drag moves the view in any way."""
        return self.panning or self.turning or self.zooming

    def canvas_resized(self, canvas: Size) -> None:
        self.canvas = canvas
        self._set(self._fit() if self._fits else self.transform)

    def view_resized(self, view: Size, ratio: float) -> None:
        """The widget has another size or screen; what was in its middle stays there."""
        before, self._view = self._view, view
        turn = self.turn.around(view, ratio)
        pivot_moved, self.turn = turn != self.turn, turn
        at_first = self.transform
        if self._fits or before.area == 0:
            self._set(self._fit(ratio))
        else:
            dx, dy = (view.width - before.width) / 2, (view.height - before.height) / 2
            self._set(self.transform.with_ratio(ratio).panned(dx, dy))
        if pivot_moved and turn.on and self.transform is at_first:
            self._moved()

    def fit(self) -> None:
        self._fits = True
        self._set(self._fit())

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """`at` (widget pixels; the middle by default) keeps the canvas pixel under it."""
        self._fits = False
        self._set(self.transform.zoomed(zoom, self._middle if at is None else at))

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        """Three steps double the zoom."""
        self.zoom_to(stepped(self.transform.zoom, steps), at)

    def scale(self, factor: float, at: QPointF) -> None:
        """For pinches: any factor."""
        self.zoom_to(self.transform.zoom * factor, at)

    def pan(self, dx: float, dy: float) -> None:
        """By pixels of the screen's widget."""
        self._fits = False
        by = self.turn.vector_to_upright(dx, dy)
        self._set(self.transform.panned(by.x(), by.y()))

    def carry(self, then: QPointF, now: QPointF, factor: float, degrees: float) -> None:
        """What was at `then` comes to `now` (the screen's widget), scaled and turned."""
        held = self.transform.to_canvas(self.turn.to_upright(then))
        if factor != 1.0:
            self.scale(factor, self.turn.to_upright(then))
        if degrees:
            self.rotate(degrees)
        there = self.turn.to_screen(self.transform.to_widget(*held))
        self.pan(now.x() - there.x(), now.y() - there.y())

    def centre_on(self, x: float, y: float) -> None:
        """Brings a place of the canvas into the middle of the view."""
        at = self.transform.to_widget(x, y)
        by = QPointF(self.turn.x, self.turn.y) - at
        self._fits = False
        self._set(self.transform.panned(by.x(), by.y()))

    # Turning ---------------------------------------------------------------------------------

    def rotate(self, degrees: float) -> None:
        """Turns the view clockwise around its middle."""
        self._fits = False
        self._set_turn(self.turn.by(degrees))

    def mirror(self) -> None:
        """Mirrors what is seen left to right."""
        self._set_turn(self.turn.flipped())

    def straighten(self) -> None:
        """Takes the turn back; a mirrored view stays mirrored."""
        self._set_turn(replace(self.turn, angle=0.0))

    def take_turn(self, at: QPointF) -> None:
        """A drag that turns the view begins at `at` (the screen's widget)."""
        self._turning = (self.turn.direction(at), self.turn)

    def drag_turn(self, at: QPointF) -> None:
        """The drag goes on at `at` (the screen's widget)."""
        if self._turning is not None:
            began, turn = self._turning
            self._fits = False
            self._set_turn(turn.by(turn.direction(at) - began).snapped())

    def _set_turn(self, turn: Turn) -> None:
        if turn != self.turn:
            self.turn = turn
            self.transform = self.transform.held(self.canvas, self._room)
            self._moved()

    # Dragging --------------------------------------------------------------------------------

    def take(self, at: QPointF) -> None:
        """A drag begins at `at`."""
        self._grip = (at, self.transform)

    def drag(self, at: QPointF) -> None:
        if self._grip is not None:
            start, transform = self._grip
            self._fits = False
            self._set(transform.panned(at.x() - start.x(), at.y() - start.y()))

    def take_zoom(self, at: QPointF) -> None:
        """A drag that zooms begins at `at` (the screen's widget): what is there stays there."""
        self._zooming = (at, self.turn.to_upright(at), self.transform.zoom)

    def drag_zoom(self, at: QPointF) -> None:
        """To the right and up it comes nearer."""
        if self._zooming is not None:
            start, held, zoom = self._zooming
            way = (at.x() - start.x()) - (at.y() - start.y())
            self.zoom_to(zoom * 2 ** (way / _DOUBLES), held)

    def let_go(self) -> None:
        self._grip = self._turning = self._zooming = None

    @property
    def _middle(self) -> QPointF:
        return QPointF(self._view.width / 2, self._view.height / 2)

    def _fit(self, ratio: float | None = None) -> ViewTransform:
        return fitted(self.canvas, self._view, ratio or self.transform.ratio, self.turn.angle)

    @property
    def _room(self) -> QRectF:
        """The part of the upright widget that is in sight for sure."""
        whole = QRectF(0, 0, self._view.width, self._view.height)
        if self.turn.right_angled:
            return self.turn.upright_rect(whole)
        side = 0.7 * min(self._view.width, self._view.height)
        room = QRectF(0, 0, side, side)
        room.moveCenter(whole.center())
        return room

    def _set(self, transform: ViewTransform) -> None:
        transform = transform.held(self.canvas, self._room)
        if transform != self.transform:
            self.transform = transform
            self._moved()
