"""What a brush makes of the hand at each dab: its dynamics, put together once for a stroke."""

from __future__ import annotations

import math
from typing import NamedTuple

from core.pixels.brush import MAX_SIZE, MIN_SIZE, Brush
from core.pixels.dynamics import FINE, Source, Target, table
from core.pixels.stamp import quantised

_HARDNESS_STEPS = 32


class Dab(NamedTuple):
    """A place on the line where the brush touches, in pixels, and how it is held there, 0…1."""

    x: float
    y: float
    pressure: float = 1.0
    tilt: float = 0.0
    lean: float = 0.0
    speed: float = 0.0
    direction: float = 0.0
    chance: float = 0.0


class Mark(NamedTuple):
    """What a dab looks like, and where its centre lies."""

    x: float
    y: float
    size: float
    hardness: float
    angle: float = 0.0
    """Degrees clockwise."""
    strength: float = 1.0
    flow: float = 1.0
    texture: float = 0.0


_FIELDS = {
    Source.PRESSURE: 2,
    Source.TILT: 3,
    Source.LEAN: 4,
    Source.SPEED: 5,
    Source.DIRECTION: 6,
    Source.CHANCE: 7,
}


class Feel:
    """A brush's dynamics as tables."""

    def __init__(self, brush: Brush) -> None:
        self._brush = brush
        self._follows: dict[Target, tuple[tuple[int, tuple[float, ...]], ...]] = {}
        for target in Target:
            found = [d for d in brush.dynamics if d.target == target]
            self._follows[target] = tuple((_FIELDS[d.source], table(d.curve)) for d in found)
        self._varies = any(self._follows.values())
        sources = {d.source for d in brush.dynamics}
        self.turns_with_line = Source.DIRECTION in sources
        """Whether a dab cannot be put down before the line has a direction."""
        self.takes_chances = Source.CHANCE in sources or brush.scatter > 0

    def _factor(self, target: Target, dab: Dab) -> float:
        result = 1.0
        for field, heights in self._follows[target]:
            result *= heights[int(self._value(target, field, dab) * FINE + 0.5)]
        return result

    def _value(self, target: Target, field: int, dab: Dab) -> float:
        value = dab[field]
        if field == _FIELDS[Source.CHANCE]:
            # One number a dab, and yet size and rotation do not follow each other.
            value = value * _APART[target] % 1.0
        return min(1.0, max(0.0, value))

    def size(self, dab: Dab) -> float:
        """The diameter in pixels, within the sizes a brush can have."""
        size = self._brush.size
        if self._follows[Target.SIZE]:
            size *= self._factor(Target.SIZE, dab)
        return min(MAX_SIZE, max(MIN_SIZE, size))

    def step(self, dab: Dab) -> float:
        """Pixels to the next dab."""
        spacing = self._brush.spacing
        if self._follows[Target.SPACING]:
            spacing *= self._factor(Target.SPACING, dab)
        return max(0.5, spacing * self.size(dab))

    def mark(self, dab: Dab) -> Mark:
        """What the dab looks like. A size or hardness other than the brush's own is taken in
        steps, so that a varying pressure does not need a stamp of its own for every dab."""
        brush = self._brush
        x, y = dab.x, dab.y
        if not self._varies and not brush.scatter:
            return Mark(x, y, min(MAX_SIZE, max(MIN_SIZE, brush.size)), brush.hardness,
                        brush.rotation, 1.0, brush.flow, brush.texture)  # fmt: skip
        size = self.size(dab)
        angle = brush.rotation
        for field, heights in self._follows[Target.ROTATION]:
            value = self._value(Target.ROTATION, field, dab)
            angle += 360 * heights[int(value * FINE + 0.5)]
        if brush.scatter:
            far = brush.scatter * self._factor(Target.SCATTER, dab) * size
            turn = 2 * math.pi * (dab.chance * 7919 % 1.0)
            far *= math.sqrt(dab.chance * 104729 % 1.0)
            x, y = x + far * math.cos(turn), y + far * math.sin(turn)
        hardness = brush.hardness
        if self._follows[Target.HARDNESS]:
            hardness *= self._factor(Target.HARDNESS, dab)
            hardness = round(hardness * _HARDNESS_STEPS) / _HARDNESS_STEPS
        return Mark(
            x,
            y,
            size if size == brush.size else quantised(size),
            hardness,
            angle,
            self._factor(Target.OPACITY, dab),
            brush.flow * self._factor(Target.FLOW, dab),
            brush.texture * self._factor(Target.TEXTURE, dab),
        )


_APART = {target: 613.0 + 89 * place for place, target in enumerate(Target)}
