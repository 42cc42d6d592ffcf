"""Which timesteps of the denoising a batch learns in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.training.batch import Batch
    from core.training.dealing import Dice

TIMES = {"even": "All alike", "cubic": "More of the noisy ones"}
TIMES_HELP = (
    "Which steps of the denoising it learns in. In noisy ones shapes come about: a cubic function "
    "draws them oftener, and what is shown is followed sooner."
)


def noisy_oftener(batch: Batch, count: int, dice: Dice) -> Batch:
    """The batch at other of the schedule's `count` timesteps: t = (1 - (t / T)³) T, with t drawn
    evenly from 0…T (Mou et al. 2023, "Non-uniform time step sampling")."""
    even = dice.unit(len(batch.captions)).double()
    times = ((1 - even**3) * count).long().clamp(max=count - 1)
    return replace(batch, times=times.to(batch.times.device))
