"""How fast bytes come, and how long the rest will take."""

from __future__ import annotations

from collections import deque

SPAN = 8.0
"""Seconds over which is looked back: short enough to follow, long enough to stay calm."""


class Rate:
    """Told how many bytes are there at which second, it says how many come in one."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def came(self, done: int, now: float) -> None:
        """Notes that `done` bytes are there at second `now`; begins anew when they are fewer."""
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[0][0] > SPAN:
            self._seen.popleft()

    @property
    def per_second(self) -> float:
        """0 while nothing can be said."""
        if len(self._seen) < 2:
            return 0.0
        (first, before), (last, after) = self._seen[0], self._seen[-1]
        return (after - before) / (last - first) if last > first else 0.0

    def seconds_left(self, missing: int) -> float | None:
        rate = self.per_second
        return missing / rate if rate > 0 else None
