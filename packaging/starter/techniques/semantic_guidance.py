"""Semantic Guidance: whether a slider brings its concept, and leaves the rest of the picture."""

from __future__ import annotations

import random

import cv2
import numpy as np
import world
from recogniser import Seen
from techniques import scenes
from techniques.figure import Figure, Row, listed, mean, rising
from techniques.studio import Shown, Studio

from core.techniques.semantic_guidance import SemanticGuidance, Slider

SCALES = (2.0, 4.0, 6.0, 8.0, 10.0)


def measure(studio: Studio, pictures: int) -> Figure:
    """A thing whose usual colour is another; the concept is that thing in the colour."""
    scores: dict[float, list[float]] = {scale: [] for scale in (0.0, *SCALES)}
    moved: dict[float, list[float]] = {scale: [] for scale in SCALES}
    asked: list[float] = []
    asked_moved: list[float] = []
    for n in range(pictures):
        dice = random.Random(scenes.FIRST_STAGED + n)
        word = dice.choice(list(world.TINTABLE))
        colour = dice.choice([one for one in world.COLOURS if one != world.TINTABLE[word]])
        background = scenes.background(n)
        prompt = scenes.phrase(word, background=background)
        plain = studio.paint(prompt, n)
        scores[0.0].append(score(plain.seen, word, colour))
        for scale in SCALES:
            slider = Slider(prompt=world.article(f"{colour} {word}"), scale=scale)
            pushed = studio.paint(prompt, n, techniques=(SemanticGuidance(concepts=(slider,)),))
            scores[scale].append(score(pushed.seen, word, colour))
            moved[scale].append(change_outside(plain, pushed, word))
        reworded = studio.paint(scenes.phrase(f"{colour} {word}", background=background), n)
        asked.append(score(reworded.seen, word, colour))
        asked_moved.append(change_outside(plain, reworded, word))
    found = {scale: mean(values) for scale, values in scores.items()}
    strongest = SCALES[-1]
    return Figure(
        pictures * len(SCALES),
        "words 70,000,000…; noise 0…",
        studio.steps,
        (
            Row(
                f"the concept's score ({listed(found)}; as a word of the prompt: {mean(asked):g})",
                found[strongest],
                pictures,
                unit="",
                without=found[0.0],
                asked="rising over the five scales",
                met=rising(list(found.values())[1:]),
            ),
            Row(
                f"change outside the thing at scale {strongest:g} (without: the word in the "
                "prompt), of 255",
                mean(moved[strongest], 2),
                pictures,
                unit="",
                without=mean(asked_moved, 2),
                asked="less than with the word",
                met=sum(moved[strongest]) < sum(asked_moved),
            ),
        ),
    )


def score(seen: Seen, word: str, colour: str) -> float:
    """How surely the thing is there in the colour."""
    return seen.things[word] * seen.tints[word][colour]


def change_outside(before: Shown, after: Shown, word: str) -> float:
    """The mean difference of the colours (0…255) where neither picture shows the thing."""
    shows = np.zeros((16, 16), np.uint8)
    for seen in (before.seen, after.seen):
        if word in seen.where:
            shows |= seen.where[word].astype(np.uint8)
    shows = cv2.dilate(shows, np.ones((3, 3), np.uint8))
    outside = cv2.resize(shows, before.picture.shape[1::-1], interpolation=cv2.INTER_NEAREST) == 0
    if not outside.any():
        return 0.0
    change = np.abs(before.picture.astype(np.float32) - after.picture)
    return float(change[outside].mean())
