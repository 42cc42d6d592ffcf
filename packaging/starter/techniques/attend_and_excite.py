"""Attend-and-Excite: how often both things of a two-thing prompt are there."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import world
from techniques import scenes
from techniques.figure import Figure, Row, mean, share
from techniques.studio import Studio
from torch import Tensor

from core.denoise.run import Step
from core.techniques import attend_and_excite
from core.techniques.attend_and_excite import AttendAndExcite

RISE = 10.0
"""Points that are asked for, or half of what was missing."""
AT, ENOUGH = 0.4, 0.5
"""The share of the steps after which attention is read, and how much of it is enough: the last of
the paper's refinements comes then, and its threshold before that is this."""
COLOURED = tuple(word for word in world.TINTABLE if word not in scenes.ANIMALS)


def measure(studio: Studio, pictures: int) -> Figure:
    """The paper's three kinds of prompts, one picture each."""
    both: dict[bool, list[bool]] = {False: [], True: []}
    each: dict[bool, list[bool]] = {False: [], True: []}
    weaker: dict[bool, list[float]] = {False: [], True: []}
    attended: dict[bool, list[bool]] = {False: [], True: []}
    for n in range(pictures):
        prompt, words = asked(n)
        for used in (False, True):
            technique = AttendAndExcite(words=words) if used else _untouched(words)
            with _watched() as peaks:
                seen = studio.paint(prompt, n, techniques=(technique,)).seen
            both[used].append(seen.has(*words))
            weaker[used].append(min(seen.things[word] for word in words))
            each[used] += [seen.has(word) for word in words]
            attended[used].append(peaks[round(AT * studio.steps)] >= ENOUGH)
    without, value = share(both[False]), share(both[True])
    rise = value - without
    lacking = [seen for seen, there in zip(attended[False], both[False], strict=True) if not there]
    return Figure(
        pictures,
        "words 70,000,000…; noise 0…",
        studio.steps,
        (
            Row(
                "both things present",
                value,
                pictures,
                without=without,
                asked="≥ 10 points more, or ≥ half of what was missing",
                met=rise >= RISE or rise >= (100 - without) / 2 > 0,
            ),
            Row(
                "score of the weaker of the two",
                mean(weaker[True]),
                pictures,
                unit="",
                without=mean(weaker[False]),
            ),
            Row("each thing present", share(each[True]), 2 * pictures, without=share(each[False])),
            Row(
                f"both words attended to by {ENOUGH:g} or more after {AT:.0%} of the steps, which "
                "is all that the technique works on",
                share(attended[True]),
                pictures,
                without=share(attended[False]),
            ),
            Row(
                "the same without it, of the pictures that lack a thing",
                share(lacking),
                len(lacking),
            ),
        ),
    )


def asked(n: int) -> tuple[str, tuple[str, str]]:
    """Prompt n and its two things: an animal and an animal, an animal and a coloured object
    (every second), or two coloured objects, in about the paper's shares (66, 144 and 66)."""
    dice = random.Random(scenes.FIRST_STAGED + n)
    colours = dice.sample(list(world.COLOURS), 2)
    if n % 4 == 0:
        words = dice.sample(scenes.ANIMALS, 2)
        named = words
    elif n % 4 == 2:
        words = dice.sample(COLOURED, 2)
        named = [f"{colour} {word}" for colour, word in zip(colours, words, strict=True)]
    else:
        words = [dice.choice(scenes.ANIMALS), dice.choice(COLOURED)]
        named = [words[0], f"{colours[0]} {words[1]}"]
    return " and ".join(map(world.article, named)), (words[0], words[1])


def _untouched(words: tuple[str, str]) -> AttendAndExcite:
    """Reads attention, and moves nothing by more than rounding does."""
    return AttendAndExcite(words=words, scale=1e-9, refinements=())


@contextmanager
def _watched() -> Iterator[dict[int, float]]:
    """How much the less attended word is, by step, before the step's first change."""
    peaks: dict[int, float] = {}
    attended = attend_and_excite._Exciting._attended

    def remember(self: object, step: Step, latents: Tensor) -> Tensor:
        found = attended(self, step, latents)
        peaks.setdefault(step.index, float(found.detach().min()))
        return found

    with mock.patch.object(attend_and_excite._Exciting, "_attended", remember):
        yield peaks
