"""A steadier hand: the pen's points evened out, or followed at the end of a string."""

from __future__ import annotations

import math
from typing import NamedTuple

_SLOWEST = 0.94
"""The share of the way that full smoothing leaves open at each of the pen's points."""

_NEAR = 0.25
"""Pixels that nobody sees."""


class Touch(NamedTuple):
    """What a pen says at one moment: where on the canvas, and how it is held."""

    x: float
    y: float
    pressure: float = 1.0
    tilt: float = 0.0
    """0: upright, 1: lying."""
    lean: float = 0.0
    """Where it leans to, in turns clockwise from the right."""
    time: float = 0.0
    """Seconds, from any moment on; 0: not known."""


class Smoother:
    """Follows the pen. `smoothing` 0…1 and `string` in pixels as a `Brush` has them."""

    def __init__(self, smoothing: float, string: float, first: Touch) -> None:
        self._share = 1 - _SLOWEST * math.sqrt(min(1.0, max(0.0, smoothing)))
        self._string = string
        self._at = self._even = self._pen = first

    @property
    def steady(self) -> bool:
        """Whether the brush is where the pen is, always."""
        return self._share >= 1 and self._string <= 0

    @property
    def at(self) -> Touch:
        """Where the brush is."""
        return self._at

    def follow(self, pen: Touch) -> Touch | None:
        """Where the brush goes now that the pen is there; None: it stays."""
        self._pen = pen
        if self.steady:
            self._at = pen
            return pen
        even, share = self._even, self._share
        self._even = pen._replace(
            x=even.x + (pen.x - even.x) * share,
            y=even.y + (pen.y - even.y) * share,
            pressure=even.pressure + (pen.pressure - even.pressure) * share,
        )
        goal = self._even
        if self._string > 0:
            across, down = goal.x - self._at.x, goal.y - self._at.y
            length = math.hypot(across, down)
            if length <= self._string:
                return None
            part = (length - self._string) / length
            goal = goal._replace(x=self._at.x + across * part, y=self._at.y + down * part)
        self._at = goal
        return goal

    @property
    def behind(self) -> bool:
        """Whether an evened line has not reached the pen yet."""
        return math.dist(self._even[:2], self._pen[:2]) > _NEAR

    def rest(self) -> Touch | None:
        """The pen stays where it is: where the brush goes meanwhile; None: it stays."""
        return self.follow(self._pen) if self.behind else None

    def end(self) -> Touch | None:
        """The pen was lifted: an evened line reaches its last point, one on a string stays."""
        if self.steady or self._string > 0 or self._pen[:2] == self._at[:2]:
            return None
        self._at = self._pen._replace(pressure=self._at.pressure)
        return self._at
