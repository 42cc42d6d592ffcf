"""Each technique beside what its operations imply: those same operations, bare, in the same run.

A technique's time is that of encoding and denoising, with everything that it does before the first
step; decoding is the same for all. It is measured as a second run is felt: what was loaded or read
for the one before lies on the shelf, and what that took stands beside the figure.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch

from core import places
from core.denoise.paint import paint
from core.generation.events import Stage
from core.models.library import find_models, named
from core.models.loading import LoadedModel, load
from desktop.bench import Figure
from desktop.bench.bare import perform
from desktop.bench.technique_cases import Case, cases, plain

SIDE, STEPS = 256, 8
ROUNDS = 3
BOUND = 1.15


@dataclass(frozen=True)
class Seconds:
    """What something took: of the processor, and by the clock."""

    processor: float
    clock: float


def run() -> list[Figure]:
    """A figure for each technique, with plain text to image first."""
    model = load(named(find_models(places.models()), "starter"))
    with tempfile.TemporaryDirectory() as folder:
        return figures(model, Path(folder), SIDE, STEPS, ROUNDS)


def figures(model: LoadedModel, folder: Path, side: int, steps: int, rounds: int) -> list[Figure]:
    """The figures on any model; `folder` holds random networks meanwhile."""
    found: list[Figure] = []
    with _one_thread():
        first = plain(model, side, steps)
        itself = _measured(first, rounds)
        found.append(_figure(first, itself, itself))
        found += [
            _figure(case, _measured(case, rounds), itself)
            for case in cases(model, folder, side, steps)
        ]
    return found


@dataclass(frozen=True)
class _Measured:
    first: Seconds
    """The first run, which loads and reads."""
    again: Seconds
    bare: Seconds


def _measured(case: Case, rounds: int) -> _Measured:
    """The least of several rounds, taken in turn: whatever else the machine does only adds."""
    first = _painting(case)
    _timed(lambda: perform(case.implied))
    again, bare = [], []
    for turn in range(rounds):
        if turn % 2:
            again.append(_painting(case))
            bare.append(_timed(lambda: perform(case.implied)))
        else:
            bare.append(_timed(lambda: perform(case.implied)))
            again.append(_painting(case))
    return _Measured(first, _least(again), _least(bare))


def _figure(case: Case, measured: _Measured, plain: _Measured) -> Figure:
    """Over the bare operations, and what plain text to image has beside its own."""
    implied = measured.bare.processor
    by_clock = measured.bare.clock
    if measured is not plain:
        implied += plain.again.processor - plain.bare.processor
        by_clock += plain.again.clock - plain.bare.clock
    return Figure(
        case.name,
        measured.again.processor / implied,
        BOUND,
        made_of={
            "over_plain": measured.again.processor / plain.again.processor,
            "implied_over_plain": implied / plain.again.processor,
            "by_the_clock": measured.again.clock / by_clock,
            "this_s": measured.again.processor,
            "first_time_s": measured.first.processor,
        },
    )


def _painting(case: Case) -> Seconds:
    """Up to the decoder."""
    ended: list[Seconds] = []
    begun = _now()

    def stage(begins: Stage) -> None:
        if begins == Stage.DECODE:
            ended.append(_since(begun))

    paint(case.model, case.request, shelf=case.shelf, stage=stage, step=lambda *_: None)
    return ended[0]


def _timed(work: Callable[[], object]) -> Seconds:
    begun = _now()
    work()
    return _since(begun)


def _now() -> Seconds:
    return Seconds(time.process_time(), time.perf_counter())


def _since(begun: Seconds) -> Seconds:
    now = _now()
    return Seconds(now.processor - begun.processor, now.clock - begun.clock)


def _least(several: list[Seconds]) -> Seconds:
    return Seconds(min(s.processor for s in several), min(s.clock for s in several))


@contextmanager
def _one_thread() -> Iterator[None]:
    """Threads that wait for each other use the processor, too."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
