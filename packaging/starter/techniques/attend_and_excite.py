"""Attend-and-Excite: how often both things of a two-thing prompt are there."""

from __future__ import annotations

from techniques import scenes
from techniques.figure import Figure, Row, mean, share
from techniques.studio import Studio

from core.techniques.attend_and_excite import AttendAndExcite

RISE = 10.0
"""Points that are asked for, or half of what was missing."""


def measure(studio: Studio, pictures: int) -> Figure:
    """Held-out captions of two things, one picture each."""
    told = scenes.told(pictures, things=2)
    both: dict[bool, list[bool]] = {False: [], True: []}
    each: dict[bool, list[bool]] = {False: [], True: []}
    weaker: dict[bool, list[float]] = {False: [], True: []}
    for n, scene in enumerate(told):
        words = tuple(thing.word for thing in scene.things)
        for technique in ((), (AttendAndExcite(words=words),)):
            seen = studio.paint(scene.caption, n, techniques=technique).seen
            both[bool(technique)].append(seen.has(*words))
            weaker[bool(technique)].append(min(seen.things[word] for word in words))
            each[bool(technique)] += [seen.has(word) for word in words]
    without, value = share(both[False]), share(both[True])
    rise = value - without
    return Figure(
        pictures,
        "captions 50,000,001…, every second; noise 0…",
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
        ),
    )
