"""How long the stages of a job took, and how long it will go on."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from statistics import median
from types import TracebackType

from core.generation.events import Stage

Clock = Callable[[], float]


class Stages:
    """Which stage a job is in, told as it begins; adds up the seconds of each.

    Calling it begins a stage and ends the one before. The result may be used in a `with`
    statement, whose end ends the stage.
    """

    def __init__(self, begun: Callable[[Stage], object], clock: Clock = time.perf_counter) -> None:
        self._begun = begun
        self._clock = clock
        self._now: Stage | None = None
        self._since = 0.0
        self.seconds: dict[str, float] = {}

    def __call__(self, stage: Stage) -> Stages:
        self.end()
        self._now, self._since = stage, self._clock()
        self.seconds.setdefault(stage.value, 0.0)
        self._begun(stage)
        return self

    def end(self) -> None:
        if self._now is not None:
            self.seconds[self._now.value] += self._clock() - self._since
            self._now = None

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()


class Countdown:
    """Seconds left, from the times of the last steps and what comes after them (`tail`): after all
    of them, or after each of as many equal parts as there are `turns`.

    A tail that is not known is taken to be that of SD 1.5 on a CPU: a decode costs 1.57 steps.
    """

    _REMEMBERED = 9
    _LEAST_SECONDS = 1 / 30
    _TAIL_STEPS = 1.57

    def __init__(
        self, tail: float | None = None, clock: Clock = time.perf_counter, *, turns: int = 1
    ) -> None:
        self._tail = tail
        self._turns = turns
        self._clock = clock
        self._last: float | None = None
        self._told = -1.0
        self._times: deque[float] = deque(maxlen=self._REMEMBERED)

    def step(self, step: int, steps: int) -> float | None:
        """Notes that a step is done; None while the first, warming-up step is all that is known."""
        now = self._clock()
        if self._last is not None:
            self._times.append(now - self._last)
        self._last = now
        if not self._times:
            return None
        usual = median(self._times)
        tail = usual * self._TAIL_STEPS if self._tail is None else self._tail
        tails = math.ceil((steps - step + 1) * self._turns / steps)
        return (steps - step) * usual + tails * tail

    def worth_telling(self, step: int, steps: int) -> bool:
        """Whether to tell this step: the first, the last, and at most thirty a second between."""
        now = self._clock()
        if step not in (1, steps) and now - self._told < self._LEAST_SECONDS:
            return False
        self._told = now
        return True
