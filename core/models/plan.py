"""Plans by which a model is fitted into memory, as frozen values, and how one is chosen (no torch).

A plan changes where weights are while they do not compute, never what is computed; only compressed
weights make another picture, so they are chosen when nothing else fits, and told with the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.models.estimate import Need

AUTOMATIC = "automatic"
SMALL_TILE = 512
"""Pixels a side that the autoencoder codes at once where memory is scarce: a quarter of what the
tiles of large pictures need, and still wide enough for their blending."""


@dataclass(frozen=True)
class Plan:
    """How a model is held while it paints."""

    id: str
    title: str
    help: str
    turns: bool = False
    """Text encoders, denoiser and autoencoder are on the device one after the other."""
    streamed: bool = False
    """Of the denoiser, one block after the other is."""
    bits: int = 0
    """Of each number in the denoiser's linear layers; 0: as it is computed with."""
    tile: int = 0
    """Pixels a side that the autoencoder codes at once; 0: only large pictures are cut."""

    @property
    def streams_encoders(self) -> bool:
        """Whether of the text encoders one layer after the other is on the device. They read once
        for a picture, so it costs little, and changes nothing."""
        return self.streamed or bool(self.bits)


WHOLE = Plan("whole", "Whole", "All of the model stays in memory: the quickest.")
TURNS = Plan(
    "turns", "Parts in turn", "Text encoders, painter and autoencoder are in memory in turn.",
    turns=True,
)  # fmt: skip
STREAMED = Plan(
    "streamed", "Streamed", "Of each part, one block after the other is in memory: the least.",
    turns=True, streamed=True,
)  # fmt: skip
EIGHT_BIT = Plan(
    "eight_bit", "8-bit weights", "Half the memory of 16 bits; the picture changes a little.",
    turns=True, bits=8,
)  # fmt: skip
FOUR_BIT = Plan(
    "four_bit", "4-bit weights", "A quarter of the memory; the picture changes visibly.",
    turns=True, bits=4,
)  # fmt: skip

PLANS: Mapping[str, Plan] = {
    plan.id: plan for plan in (WHOLE, TURNS, STREAMED, EIGHT_BIT, FOUR_BIT)
}
EXACT = (WHOLE, TURNS, STREAMED)
"""Plans that make the same pictures, the quickest first."""
CHOICES: Mapping[str, str] = {AUTOMATIC: "Automatic"} | {
    plan.id: plan.title for plan in PLANS.values()
}
"""What can be set → its name."""


@dataclass(frozen=True)
class Chosen:
    """A plan for one job, and what it is expected to need."""

    plan: Plan
    bytes: int
    fits: bool


def choose(need: Need, budget: float, wanted: str = AUTOMATIC) -> Chosen:
    """The quickest plan with which a job fits into `budget` bytes, or the one that is `wanted`.

    Exact plans come first, then those with compressed weights. The autoencoder codes small tiles
    where nothing but its whole picture is too much. When nothing fits, the one that needs least is
    chosen: an estimate is no reason to refuse a job.
    """
    if wanted != AUTOMATIC:
        return _tiled(need, possible(need, PLANS[wanted]), budget)
    tried = [_tiled(need, plan, budget) for plan in _ordered(need)]
    fitting = next((one for one in tried if one.fits), None)
    return fitting or min(tried, key=lambda one: one.bytes)


def leaner(need: Need, than: Plan) -> Plan | None:
    """The next plan to be tried when memory has run out with one; None: there is none."""
    before = need.peak(than)
    later = [replace(plan, tile=SMALL_TILE) for plan in _ordered(need)]
    return next((plan for plan in later if need.peak(plan) < before), None)


def possible(need: Need, plan: Plan) -> Plan:
    """The plan, or what is nearest to it: compressed weights cannot be taught over for a run, and
    not every file can be read in blocks."""
    if plan.bits and need.edited:
        plan = STREAMED
    if plan.streamed and not (need.streams or need.streams_encoders):
        plan = TURNS
    return plan


def _ordered(need: Need) -> list[Plan]:
    return [plan for plan in PLANS.values() if possible(need, plan) == plan]


def _tiled(need: Need, plan: Plan, budget: float) -> Chosen:
    """With small tiles, if it fits by them alone or gets nearer to it."""
    whole, tiled = need.peak(plan), replace(plan, tile=SMALL_TILE)
    if whole <= budget or need.peak(tiled) == whole:
        return Chosen(plan, whole, whole <= budget)
    return Chosen(tiled, need.peak(tiled), need.peak(tiled) <= budget)
