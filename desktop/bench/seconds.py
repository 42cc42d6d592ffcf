"""How long something took: of the processor, and by the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Seconds:
    """What something took: of the processor, and by the clock."""

    processor: float
    clock: float

    def __add__(self, other: Seconds) -> Seconds:
        return Seconds(self.processor + other.processor, self.clock + other.clock)

    def __sub__(self, other: Seconds) -> Seconds:
        return Seconds(self.processor - other.processor, self.clock - other.clock)


def timed(work: Callable[[], object]) -> Seconds:
    """What it takes to do it once."""
    begun = now()
    work()
    return since(begun)


def now() -> Seconds:
    return Seconds(time.process_time(), time.perf_counter())


def since(begun: Seconds) -> Seconds:
    return now() - begun


def least(several: Sequence[Seconds]) -> Seconds:
    """Of several times that the same took: whatever else the machine does only adds."""
    return Seconds(min(s.processor for s in several), min(s.clock for s in several))
