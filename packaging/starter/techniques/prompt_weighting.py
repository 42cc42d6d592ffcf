"""Prompt weighting: whether a word's thing is seen the more, the more the word weighs."""

from __future__ import annotations

import random

import world
from techniques import scenes
from techniques.figure import Figure, Row, listed, mean, rising
from techniques.studio import Studio

WEIGHTS = (0.5, 0.75, 1.0, 1.25, 1.5)


def measure(studio: Studio, pictures: int) -> Figure:
    """Prompts of two things, of which the first or the second is weighted, by turns."""
    scores: dict[float, list[float]] = {weight: [] for weight in WEIGHTS}
    for n in range(pictures):
        things = random.Random(scenes.FIRST_STAGED + n).sample(list(world.THINGS), 2)
        for weight in WEIGHTS:
            names = [world.article(thing) for thing in things]
            names[n % 2] = f"({names[n % 2]}:{weight:g})"
            prompt = f"{' and '.join(names)} {world.background_phrase(scenes.background(n))}"
            seen = studio.paint(prompt, n).seen
            scores[weight].append(seen.things[things[n % 2]])
    found = {weight: mean(values) for weight, values in scores.items()}
    return Figure(
        pictures * len(WEIGHTS),
        "words 70,000,000…; noise 0…",
        studio.steps,
        (
            Row(
                f"the weighted thing's score ({listed(found)})",
                found[WEIGHTS[-1]],
                pictures,
                unit="",
                without=found[1.0],
                asked="rising over the five weights",
                met=rising(list(found.values())),
            ),
        ),
    )
