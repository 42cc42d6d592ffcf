"""Which parts of the canvas are newer than the live picture, and in which order they are painted.

Each part is painted by a run of its own, as large as the model sees sharply; the one that was
painted on last comes first. Nothing is ever queued: what is not painted yet is a rectangle here.
"""

from __future__ import annotations

from core.geometry import EMPTY, Rect

MOST = 12
"""Of so many parts two are painted at once, less sharply."""


class Stale:
    """Rectangles of the canvas that are still to be painted, the latest last."""

    def __init__(self) -> None:
        self._parts: list[Rect] = []

    def __bool__(self) -> bool:
        return bool(self._parts)

    @property
    def parts(self) -> tuple[Rect, ...]:
        """Those that are left, the latest last."""
        return tuple(self._parts)

    def add(self, rect: Rect, side: int) -> None:
        """The canvas has changed there. What together is not longer than `side` is one part."""
        last = self._parts[-1] if self._parts else EMPTY
        if last.contains(rect):
            return  # most events of a stroke
        left: list[Rect] = []
        for part in reversed(self._parts):
            both = part.united(rect)
            if part.contains(rect) or rect.contains(part) or max(both.size) <= side:
                rect = both
            else:
                left.append(part)
        self._parts = [*reversed(left), rect]
        while len(self._parts) > MOST:
            first, second, *others = self._parts
            self._parts = [first.united(second), *others]

    def take(self) -> Rect:
        """The latest part, which is not stale any more; `EMPTY` when there is none."""
        return self._parts.pop() if self._parts else EMPTY

    def clear(self) -> None:
        self._parts.clear()
