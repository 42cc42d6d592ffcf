"""A job of pictures that was set aside in the middle: what there is of it (no torch).

It is told as the job leaves the device, waits in the program's own process, and goes back with the
job, to whichever host is there by then. So nothing of it is held where the model is: other jobs run
meanwhile as if it were not there, and a child process that dies takes nothing of it along.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.denoise.midway import Midway
    from core.generation.events import Extra, Result
    from core.request import Request


@dataclass(frozen=True, eq=False)
class Begun:
    """What a job has come to, after a step."""

    midway: Midway
    """Of the pictures that are being painted."""
    turn: int = 0
    """Which of the job's turns that is."""
    results: tuple[Result, ...] = ()
    """Of the turns before."""
    extras: tuple[Extra, ...] = ()
    told: tuple[str, ...] = ()
    """Warnings of the turns before."""
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def step(self) -> int:
        """How many steps of the present turn are done."""
        return self.midway.step


@dataclass(frozen=True)
class GoesOn:
    """A request that is to be painted from where it stands. Its steering after that step may be
    another than it was."""

    request: Request
    begun: Begun
