"""Each technique beside what its operations imply: those same operations, bare, in the same run.

A technique's time is that of encoding and denoising, with everything that it does before the first
step; decoding is the same for all. It is measured as a second run is felt: what was loaded or read
for the one before lies on the shelf, and what that took stands beside the figure.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from core import places
from core.denoise.paint import paint
from core.generation.events import Stage
from core.models.library import find_models, named
from core.models.loading import LoadedModel, load
from core.models.threads import one_thread
from desktop.bench import Figure
from desktop.bench.bare import Repeated, perform
from desktop.bench.seconds import Seconds, least, now, since, timed
from desktop.bench.technique_cases import Case, cases, plain

SIDE, STEPS = 256, 8
ROUNDS = 3
BOUND = 1.15


def run() -> list[Figure]:
    """A figure for each technique, with plain text to image first."""
    model = load(named(find_models(places.models()), "starter"))
    with tempfile.TemporaryDirectory() as folder:
        return figures(model, Path(folder), SIDE, STEPS, ROUNDS)


def figures(model: LoadedModel, folder: Path, side: int, steps: int, rounds: int) -> list[Figure]:
    """The figures on any model; `folder` holds random networks meanwhile."""
    with one_thread():
        first = plain(model, side, steps)
        return [
            _figure(case, first, rounds) for case in (first, *cases(model, folder, side, steps))
        ]


def predictions(case: Case) -> int:
    """How many predictions of the UNet a case implies, of one picture and one branch each."""
    return sum(each.times * each.operation.rows for each in case.implied if not _back(each))


def gradients(case: Case) -> int:
    """How many of them are differentiated by the latents; these are not among the others."""
    return sum(each.times * each.operation.rows for each in case.implied if _back(each))


def _back(repeated: Repeated) -> bool:
    return repeated.operation.backward


def _figure(case: Case, first: Case, rounds: int) -> Figure:
    """Over the bare operations, and what plain text to image has beside its own.

    All are taken in turn, forwards and backwards, and the least of the rounds counts: whatever
    else the machine does only adds.
    """
    works: dict[str, Callable[[], Seconds]] = {
        "this": lambda: _painting(case),
        "bare": lambda: timed(lambda: perform(case.implied)),
        "plain": lambda: _painting(first),
        "plain_bare": lambda: timed(lambda: perform(first.implied)),
    }
    # The first run loads and reads.
    loading = {name: work() for name, work in works.items()}["this"]
    taken: dict[str, list[Seconds]] = {name: [] for name in works}
    for turn in range(rounds):
        for name in reversed(works) if turn % 2 else works:
            taken[name].append(works[name]())
    shortest = {name: least(several) for name, several in taken.items()}
    this, text_to_image = shortest["this"], shortest["plain"]
    implied = shortest["bare"]
    if case is not first:
        implied = implied + text_to_image - shortest["plain_bare"]
    return Figure(
        case.name,
        this.processor / implied.processor,
        BOUND,
        made_of={
            "predictions": predictions(case),
            "gradients": gradients(case),
            "over_plain": this.processor / text_to_image.processor,
            "implied_over_plain": implied.processor / text_to_image.processor,
            "by_the_clock": this.clock / implied.clock,
            "this_s": this.processor,
            "implied_s": implied.processor,
            "first_time_s": loading.processor,
        },
    )


def _painting(case: Case) -> Seconds:
    """Up to the decoder."""
    ended: list[Seconds] = []
    begun = now()

    def stage(begins: Stage) -> None:
        if begins == Stage.DECODE:
            ended.append(since(begun))

    paint(case.model, case.request, shelf=case.shelf, stage=stage, step=lambda *_: None)
    return ended[0]
