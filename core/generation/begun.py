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

    from core.arrays import Bytes, Floats
    from core.denoise.midway import Midway
    from core.generation.events import Extra, Result
    from core.request import Request


@dataclass(frozen=True, eq=False)
class Tiles:
    """An enlargement by a network between two of its tiles."""

    passed: int
    """How many passes over the picture are done."""
    given: Bytes
    """(h, w, 3): what the present pass enlarges."""
    tiles: int
    """How many of its tiles are done."""
    made: Bytes
    """(h · scale, w · scale, 3): what it makes, ready above the present row of tiles."""
    sums: Floats
    """Colours of that row, (tile · scale, w · scale, 3), added up where tiles overlap."""
    weights: Floats
    """What to divide them by, (tile · scale, w · scale, 1)."""


@dataclass(frozen=True, eq=False)
class Enlarged:
    """What has become of pictures that are made larger one after the other."""

    results: tuple[Result, ...]
    """Those that are larger already."""
    before: int
    """Steps that were told until the pictures were painted."""
    done: int
    """Steps of the whole job that are done."""
    tiles: Tiles | None = None
    """Of the picture that is being enlarged."""
    refined: Bytes | None = None
    """RGBA: the enlarged picture that is being painted over, if that has begun."""
    midway: Midway | None = None
    """Of painting over it."""


@dataclass(frozen=True, eq=False)
class Begun:
    """What a job has come to, after a step."""

    midway: Midway | None
    """Of the pictures that are being painted; None when all of them are."""
    turn: int = 0
    """Which of the job's turns that is."""
    results: tuple[Result, ...] = ()
    """Of the turns before."""
    extras: tuple[Extra, ...] = ()
    told: tuple[str, ...] = ()
    """Warnings of the turns before."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    enlarged: Enlarged | None = None
    """Of what is done with the painted pictures, which are in `results` then."""

    @property
    def step(self) -> int:
        """How many steps of the present turn are done; of the whole job, once it is at making the
        pictures larger."""
        if self.enlarged is not None:
            return self.enlarged.done
        assert self.midway is not None
        return self.midway.step


@dataclass(frozen=True)
class GoesOn:
    """A request that is to be painted from where it stands. Its steering after that step may be
    another than it was."""

    request: Request
    begun: Begun
