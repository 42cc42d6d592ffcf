"""Prompt weighting: whether a word's thing is seen the more, the more the word weighs."""

from __future__ import annotations

import random
from collections.abc import Sequence

import world
from techniques import scenes
from techniques.figure import Figure, Row, listed, mean, rising
from techniques.studio import Studio

WEIGHTS = (0.5, 0.75, 1.0, 1.25, 1.5)


def measure(studio: Studio, pictures: int, weights: Sequence[float] = WEIGHTS) -> Figure:
    """Prompts of three things, of which each is weighted by turns.

    One of two things is painted nearly always: at 1 its score was 0.92 already, at 1.25 0.97, and
    nothing was left to rise to. Of three the model leaves one out more often.
    """
    scores = {weight: [score(studio, n, weight) for n in range(pictures)] for weight in weights}
    found = {weight: mean(values) for weight, values in scores.items()}
    return Figure(
        pictures * len(weights),
        "words 70,000,000…; noise 0…",
        studio.steps,
        (
            Row(
                f"the weighted thing's score ({listed(found)})",
                found[weights[-1]],
                pictures,
                unit="",
                without=found[1.0],
                asked="rising over the five weights",
                met=rising(list(found.values())),
            ),
        ),
    )


def score(studio: Studio, n: int, weight: float) -> float:
    """How surely one of three things is there when its word weighs so much."""
    things = random.Random(scenes.FIRST_STAGED + n).sample(list(world.THINGS), 3)
    word = things[n % 3]
    names = [world.article(thing) for thing in things]
    names[n % 3] = names[n % 3].replace(word, f"({word}:{weight:g})")
    first, second, third = names
    place = world.background_phrase(scenes.background(n))
    return studio.paint(f"{first}, {second} and {third} {place}", n).seen.things[word]
