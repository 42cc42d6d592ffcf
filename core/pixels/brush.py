"""The brush: everything that says what its strokes look like."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum

from core.declare import choice, number, several
from core.pixels.dynamics import Dynamic, Source, Target

MIN_SIZE, MAX_SIZE = 0.5, 2000.0


class Effect(StrEnum):
    """What a brush does to the pixels under it."""

    PAINT = "paint"
    SMUDGE = "smudge"
    BLUR = "blur"
    CLONE = "clone"


class Tip(StrEnum):
    """The shape of a dab."""

    ROUND = "round"
    SQUARE = "square"
    BRISTLES = "bristles"
    SPECKS = "specks"


class Grain(StrEnum):
    """What a dab is rough from: the paper, which stays where it is while the brush moves."""

    NONE = "none"
    PAPER = "paper"
    CANVAS = "canvas"
    CHALK = "chalk"


@dataclass(frozen=True)
class Brush:
    """A brush. Opacity limits what a whole stroke covers; flow is what one dab adds."""

    size: float = number(
        40.0, MIN_SIZE, MAX_SIZE, unit="px", help="Diameter in pixels where nothing makes it less"
    )
    hardness: float = number(
        0.8, 0.0, 1.0, help="0 fades from the middle, 1 is a disc with a smooth edge"
    )
    opacity: float = number(1.0, 0.0, 1.0, help="How much a whole stroke covers at most")
    flow: float = number(
        1.0, 0.0, 1.0, help="How far each dab moves the paint towards the dab's own coverage"
    )
    spacing: float = number(
        0.05, 0.01, 4.0, help="Distance between dabs, as a fraction of the size"
    )
    """At 0.05 a soft stroke shows no ripples (one level of 255), at 0.1 it does (five levels)."""
    color: tuple[int, int, int] = (0, 0, 0)
    erase: bool = False
    effect: Effect = choice(
        Effect.PAINT,
        {
            Effect.PAINT: "Paint",
            Effect.SMUDGE: "Smudge",
            Effect.BLUR: "Blur",
            Effect.CLONE: "Clone",
        },
        help="What it does: paints, drags the paint along, softens it, or copies it from elsewhere",
    )
    tip: Tip = choice(
        Tip.ROUND,
        {Tip.ROUND: "Round", Tip.SQUARE: "Square", Tip.BRISTLES: "Bristles", Tip.SPECKS: "Specks"},
        help="The shape of a dab",
    )
    roundness: float = number(
        1.0, 0.02, 1.0, help="Height of a dab, as a fraction of its width: 1 is a circle or square"
    )
    rotation: float = number(0.0, 0.0, 360.0, unit="°", help="How far a dab is turned clockwise")
    scatter: float = number(
        0.0, 0.0, 4.0, help="How far dabs stray from the line, as a fraction of the size"
    )
    grain: Grain = choice(
        Grain.NONE,
        {Grain.NONE: "None", Grain.PAPER: "Paper", Grain.CANVAS: "Canvas", Grain.CHALK: "Chalk"},
        help="What the paint does not reach the hollows of",
    )
    texture: float = number(0.6, 0.0, 1.0, help="How deep the grain is")
    grain_size: float = number(6.0, 2.0, 64.0, unit="px", help="How coarse the grain is")
    smoothing: float = number(
        0.0, 0.0, 1.0, help="Evens out a hand that trembles; the line lags a little behind"
    )
    string: float = number(
        0.0, 0.0, 400.0, unit="px",
        help="The pen pulls the brush by a string of this length: a stabiliser for long curves",
    )  # fmt: skip
    dynamics: tuple[Dynamic, ...] = several(
        Dynamic, most=48, help="What follows pressure, tilt, speed, direction, lean or chance"
    )

    def following(self, target: Target, source: Source) -> Dynamic | None:
        """How one thing follows another; None: it does not."""
        found = (d for d in self.dynamics if d.target == target and d.source == source)
        return next(found, None)

    def with_dynamic(self, target: Target, source: Source, dynamic: Dynamic | None) -> Brush:
        """The brush in which one thing follows another in this way; None: not any more."""
        kept = [d for d in self.dynamics if not (d.target == target and d.source == source)]
        if dynamic is not None:
            kept.append(dynamic)
        return dataclasses.replace(self, dynamics=tuple(kept))

    def as_eraser(self) -> Brush:
        """The same brush, taking paint away: what a pen's other end is."""
        return dataclasses.replace(self, erase=True, effect=Effect.PAINT)


PRESSURE_SIZE = Dynamic(Target.SIZE, Source.PRESSURE)
PRESSURE_OPACITY = Dynamic(Target.OPACITY, Source.PRESSURE)
