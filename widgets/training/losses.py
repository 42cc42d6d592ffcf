"""The losses of a training, ready to be drawn: hundreds of thousands of them in a thousand points.

Losses of diffusion models jump from step to step by more than they fall in all: what is read is
their mean over the last steps.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]

_PART, _LEAST, _MOST = 1 / 12, 20, 2000
"""Of how many steps the mean is: a part of all, at least and at most so many."""
_BEYOND = 1.0
"""Of every hundred losses so many are so high that the rest would be flat below them."""


class Curve(NamedTuple):
    """What is drawn: x is steps, y is losses."""

    x: Line
    y: Line
    """Each stretch of steps by its lowest and its highest loss."""
    smooth_x: Line
    smooth_y: Line
    low: float
    high: float
    """Between them lies nearly everything."""


class Losses:
    """Grows by one loss with each step from 1 on."""

    def __init__(self, losses: Iterable[float] = ()) -> None:
        self._values = np.zeros(1024)
        self._sums = np.zeros(1025)
        self._count = 0
        self.extend(losses)

    def __len__(self) -> int:
        return self._count

    def append(self, loss: float) -> None:
        self.extend((loss,))

    def extend(self, losses: Iterable[float]) -> None:
        """Adds the losses of the next steps; one that is no number counts as the one before."""
        for loss in losses:
            if self._count == len(self._values):
                self._values = np.concatenate([self._values, np.zeros(self._count)])
                self._sums = np.concatenate([self._sums, np.zeros(self._count)])
            value = float(loss) if np.isfinite(loss) else self.last
            self._values[self._count] = value
            self._count += 1
            self._sums[self._count] = self._sums[self._count - 1] + value

    def cut(self, count: int) -> None:
        """Forgets what came after so many steps: it is learned again from a checkpoint."""
        self._count = min(self._count, max(0, count))

    @property
    def last(self) -> float:
        return float(self._values[self._count - 1]) if self._count else 0.0

    @property
    def mean(self) -> float:
        """Over the last steps: where the smooth line ends."""
        window = min(self._count, self._window)
        if not window:
            return 0.0
        return float(self._sums[self._count] - self._sums[self._count - window]) / window

    @property
    def _window(self) -> int:
        return int(min(_MOST, max(_LEAST, self._count * _PART)))

    def curve(self, points: int) -> Curve | None:
        """At most about `points` points of each line; None when there is nothing to be drawn."""
        count = self._count
        if count < 2:
            return None
        values = self._values[:count]
        stretch = max(1, -(-2 * count // max(2, points)))
        x, y = np.arange(1.0, count + 1), values
        if stretch > 1:
            x, y = _lowest_and_highest(values, stretch)
        at = np.unique(np.linspace(1, count, min(count, max(2, points))).round().astype(np.int64))
        window = np.minimum(at, self._window)
        smooth = (self._sums[at] - self._sums[at - window]) / window
        low, high = np.percentile(y, (_BEYOND, 100 - _BEYOND))
        low, high = min(float(low), smooth.min()), max(float(high), smooth.max())
        return Curve(x, y, at.astype(np.float64), smooth, float(low), float(high))


def _lowest_and_highest(values: Line, stretch: int) -> tuple[Line, Line]:
    whole = len(values) // stretch * stretch
    parts = values[:whole].reshape(-1, stretch)
    y = np.stack([parts.min(1), parts.max(1)], 1).ravel()
    middle = np.arange(len(parts)) * stretch + (stretch + 1) / 2
    x = np.repeat(middle, 2)
    if whole < len(values):
        rest = values[whole:]
        y = np.append(y, (rest.min(), rest.max()))
        x = np.append(x, [(whole + 1 + len(values)) / 2] * 2)
    return x, y
