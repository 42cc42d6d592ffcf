"""What techniques that push concepts have in common: which, how strongly, when and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.techniques.declare import FieldError, choice, integer, number, optional, text


class Direction(StrEnum):
    """Whether there is to be more of a concept or less."""

    ADD = "add"
    REMOVE = "remove"


@dataclass(frozen=True, kw_only=True)
class Concept:
    """A concept and how it is pushed."""

    prompt: str = text(
        empty=False,
        spoken=True,
        title="Concept",
        help="What is pushed: “sunglasses”, “watercolour”…",
    )
    scale: float = number(
        6.0, 0.0, 50.0, step=0.5, title="Strength", help="How strongly; 0 is not at all."
    )
    direction: Direction = choice(
        Direction.ADD,
        {"add": "Into the picture", "remove": "Out of it"},
        title="Direction",
        help="Whether there is to be more of it or less.",
    )
    warm_up: int | None = optional(
        integer(
            4,
            0,
            1000,
            unit="steps",
            title="From step",
            help="Steps before it counts: the later, the more of the composition stays. A fifth "
            "of all steps when left open.",
        )
    )
    cool_down: int | None = optional(
        integer(
            16,
            1,
            1000,
            unit="steps",
            title="Until step",
            help="The step after which it counts no more; none when left open.",
        )
    )
    threshold: float = number(
        0.9,
        0.0,
        1.0,
        step=0.01,
        title="Threshold",
        help="Share of the picture that is left alone: where the concept matters least.",
    )

    def __post_init__(self) -> None:
        if None not in (self.warm_up, self.cool_down) and self.cool_down <= self.warm_up:  # type: ignore[operator]
            raise FieldError(
                "cool_down",
                "The concept would stop counting before it begins.",
                "Make it larger than warm_up, or leave it open.",
            )

    @property
    def counts(self) -> bool:
        """Whether it is pushed at all."""
        return self.scale > 0

    @property
    def push(self) -> float:
        """What its prediction's difference is multiplied by: ±s."""
        return self.scale if self.direction == Direction.ADD else -self.scale

    def until(self, steps: int) -> int:
        """The first of so many steps in which it does not count any more."""
        return steps if self.cool_down is None else self.cool_down
