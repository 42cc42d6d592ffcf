"""Keys that change the brush in hand: its size, hardness and opacity."""

from __future__ import annotations

import time
from dataclasses import replace

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
        if len(text) == 1 and text in "0123456789":
            return replace(brush, opacity=self._percent(text) / 100)
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


def scaled(brush: Brush, steps: int) -> Brush:
    """The brush larger or smaller, by a fifth and at least a pixel a step."""
    size = brush.size
    for _ in range(abs(steps)):
        size = max(size * 1.2, size + 1) if steps > 0 else min(size / 1.2, size - 1)
    return replace(brush, size=min(MAX_SIZE, max(1.0, float(round(size)))))
