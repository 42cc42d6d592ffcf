"""Keys and a drag that change the brush in hand: its size, hardness and opacity."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import QPointF

from core.pixels.brush import MAX_SIZE, Brush

PAIR_SECONDS = 0.6
"""Two digits within this time are one number, as painters know it: 4, 5 is 45 %."""
_HARDNESS_STEP = 0.25


class BrushKeys:
    """Remembers the digit that was typed last."""

    def __init__(self) -> None:
        self._digit = ""
        self._at = -PAIR_SECONDS

    def typed(self, text: str, brush: Brush) -> Brush | None:
        """The brush that a typed key makes of `brush`; None: the key means something else."""
        if text in ("[", "]"):
            return scaled(brush, 1 if text == "]" else -1)
        if text in ("{", "}"):
            further = _HARDNESS_STEP if text == "}" else -_HARDNESS_STEP
            return replace(brush, hardness=min(1.0, max(0.0, brush.hardness + further)))
        opacity = self.opacity(text)
        return None if opacity is None else replace(brush, opacity=opacity)

    def opacity(self, text: str) -> float | None:
        """What a typed digit says, together with one just before it; None: it is no digit."""
        if len(text) == 1 and text in "0123456789":
            return self._percent(text) / 100
        return None

    def _percent(self, digit: str) -> int:
        now = time.monotonic()
        if self._digit and now - self._at <= PAIR_SECONDS:
            percent = int(self._digit + digit)
            self._digit = ""
        else:
            percent = 10 * (int(digit) or 10)
            self._digit = digit
        self._at = now
        return max(1, percent)


_DRAGGED_HARDNESS = 300.0
"""Widget pixels up or down from one end of hardness to the other."""


class BrushDrag:
    """A drag that began somewhere with a brush: sideways its size, up and down its hardness."""

    def __init__(self, brush: Brush, at: QPointF, scale: float) -> None:
        self._brush, self.at, self._scale = brush, at, scale

    def brush(self, to: QPointF) -> Brush:
        """The brush with the pointer there. Its edge moves as the pointer does."""
        moved = to - self.at
        size = self._brush.size + 2 * moved.x() / self._scale
        hardness = self._brush.hardness - moved.y() / _DRAGGED_HARDNESS
        return replace(
            self._brush,
            size=min(MAX_SIZE, max(1.0, float(round(size)))),
            hardness=min(1.0, max(0.0, round(hardness, 2))),
        )


def scaled(brush: Brush, steps: int) -> Brush:
    """The brush larger or smaller, by a fifth and at least a pixel a step."""
    size = brush.size
    for _ in range(abs(steps)):
        size = max(size * 1.2, size + 1) if steps > 0 else min(size / 1.2, size - 1)
    return replace(brush, size=min(MAX_SIZE, max(1.0, float(round(size)))))
