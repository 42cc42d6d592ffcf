"""What fingers do on the canvas: one paints, two move and turn the view, taps undo and redo."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF

_TAP_SECONDS = 0.35
"""A touch that is longer is no tap,"""
_TAP_REACH = 14.0
"""nor one in which a finger moves further, in widget pixels."""
_WAIT_SECONDS, _WAIT_REACH = 0.08, 4.0
"""So long, or until it moves so far, a finger waits for another before it paints."""
_TURN_FROM = 10.0
"""Degrees that two fingers turn before the view does: a pinch is seldom quite straight."""


class _State(Enum):
    NONE = auto()
    WAITS = auto()
    """One finger, which will paint unless another comes."""
    PAINTS = auto()
    PANS = auto()
    """One finger, which does not paint."""
    MOVES = auto()
    """Two fingers or more."""
    SPENT = auto()
    """Fingers are left of what is over."""


@dataclass
class Hands:
    """What the canvas does for the fingers. Places are pixels of the screen's widget."""

    press: Callable[[QPointF, float], object]
    move: Callable[[QPointF, float], object]
    release: Callable[[QPointF, float], object]
    cancel: Callable[[], object]
    """Takes back what one finger has begun."""
    change_view: Callable[[QPointF, QPointF, float, float], object]
    """What was at one place comes to another, scaled by a factor and turned by degrees."""
    tapped: Callable[[int], object]
    """By so many fingers at once."""


class Fingers:
    """Follows all fingers from the first that comes down to the last that goes up."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self._places: dict[int, QPointF] = {}
        self._starts: dict[int, QPointF] = {}
        self._state = _State.NONE
        self._began = 0.0
        self._most = 0
        self._still = True
        self._turned = 0.0
        """Degrees that two fingers have turned while the view has not."""
        self._turns = False

    @property
    def down(self) -> bool:
        return bool(self._places)

    def touched(
        self,
        pressed: dict[int, QPointF],
        moved: dict[int, QPointF],
        released: dict[int, QPointF],
        time: float,
        *,
        paints: bool,
    ) -> None:
        """One report: fingers by their numbers. `time` is in seconds; `paints`: one finger does."""
        before = dict(self._places)
        for finger, place in moved.items():
            if finger in self._places:
                self._places[finger] = place
                start = self._starts[finger]
                far = math.hypot(place.x() - start.x(), place.y() - start.y())
                self._still = self._still and far <= _TAP_REACH
        if moved:
            self._follow(before, time)
        for finger, place in pressed.items():
            self._press(finger, place, time, paints=paints)
        for finger, place in released.items():
            self._release(finger, place, time)

    def lost(self) -> None:
        """The touch was taken away, as by the system's own gesture."""
        if self._state is _State.PAINTS:
            self._hands.cancel()
        self._places.clear()
        self._state = _State.NONE

    def _press(self, finger: int, place: QPointF, time: float, *, paints: bool) -> None:
        first = not self._places
        self._places[finger] = self._starts[finger] = place
        if first:
            self._began, self._most, self._still = time, 1, True
            self._turned, self._turns = 0.0, False
            self._state = _State.WAITS if paints else _State.PANS
            return
        self._most = max(self._most, len(self._places))
        if self._state is _State.PAINTS:
            self._hands.cancel()
        if self._state is not _State.SPENT:
            self._state = _State.MOVES

    def _release(self, finger: int, place: QPointF, time: float) -> None:
        if self._places.pop(finger, None) is None:
            return
        if self._state is _State.WAITS:
            self._begin(finger)
        if self._state is _State.PAINTS:
            self._hands.release(place, time)
        elif self._state is _State.MOVES and len(self._places) < 2:
            # What one of two fingers does that is left over is not meant.
            self._state = _State.SPENT
        if not self._places:
            quick = self._still and time - self._began <= _TAP_SECONDS
            self._state = _State.NONE
            self._starts.clear()
            if self._most > 1 and quick:
                self._hands.tapped(self._most)

    def _begin(self, finger: int) -> None:
        """The finger that waited paints, from where it came down."""
        self._state = _State.PAINTS
        self._hands.press(self._starts[finger], self._began)

    def _follow(self, before: dict[int, QPointF], time: float) -> None:
        if self._state is _State.WAITS:
            ((finger, now),) = self._places.items()
            far = now - self._starts[finger]
            late = time - self._began > _WAIT_SECONDS
            if late or math.hypot(far.x(), far.y()) > _WAIT_REACH:
                self._begin(finger)
        if self._state is _State.PAINTS:
            self._hands.move(next(iter(self._places.values())), time)
        elif self._state is _State.PANS:
            (now,), (then,) = self._places.values(), before.values()
            self._hands.change_view(then, now, 1.0, 0.0)
        elif self._state is _State.MOVES and not self._still:
            one, other = list(self._places)[:2]
            old, new = (before[one], before[other]), (self._places[one], self._places[other])
            across, along = _vector(*old), _vector(*new)
            factor = max(1.0, math.hypot(*along)) / max(1.0, math.hypot(*across))
            angle = math.degrees(math.atan2(along[1], along[0]) - math.atan2(across[1], across[0]))
            angle = (angle + 180.0) % 360.0 - 180.0
            if not self._turns:
                self._turned += angle
                self._turns = abs(self._turned) > _TURN_FROM
                angle = 0.0
            self._hands.change_view((old[0] + old[1]) / 2, (new[0] + new[1]) / 2, factor, angle)


def _vector(one: QPointF, other: QPointF) -> tuple[float, float]:
    return other.x() - one.x(), other.y() - one.y()
