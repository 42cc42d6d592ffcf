"""Semantic Guidance: whether a slider brings its concept, and leaves the rest of the picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import world
from techniques import scenes
from techniques.figure import Figure, Row, listed, mean, rising
from techniques.studio import Shown, Studio

from core.techniques.semantic_guidance import SemanticGuidance, Slider

SCALES = (4.0, 5.0, 6.0, 7.0, 8.0)
"""Around the default of 6."""
THRESHOLD = 0.95
"""Of the latents that the concept pushes: one thing is a smaller part of a picture than the
default, 0.9, leaves room for. At that the change outside was as large as with the word from scale
5 on; at 0.95 it is from scale 8 on."""


def measure(studio: Studio, pictures: int, scales: Sequence[float] = SCALES) -> Figure:
    """A thing in a place; the concept is another of much the same outline."""
    scores: dict[float, list[float]] = {scale: [] for scale in (0.0, *scales)}
    moved: dict[float, list[float]] = {scale: [] for scale in scales}
    asked: list[float] = []
    asked_moved: list[float] = []
    for n in range(pictures):
        old, new = scenes.pair_alike(n)
        background = scenes.background(n)
        prompt = scenes.phrase(old, background=background)
        plain = studio.paint(prompt, n)
        scores[0.0].append(plain.seen.things[new])
        for scale in scales:
            pushed = studio.paint(prompt, n, techniques=(pushing(new, scale),))
            scores[scale].append(pushed.seen.things[new])
            moved[scale].append(change_outside(plain, pushed, old, new))
        reworded = studio.paint(scenes.phrase(old, new, background=background), n)
        asked.append(reworded.seen.things[new])
        asked_moved.append(change_outside(plain, reworded, old, new))
    found = {scale: mean(values) for scale, values in scores.items()}
    moved_by = {scale: mean(values, 2) for scale, values in moved.items()}
    strongest, middle = scales[-1], scales[len(scales) // 2]
    return Figure(
        pictures * len(scales),
        f"words 70,000,000…; noise 0…; threshold {THRESHOLD:g}",
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
                f"change outside the things at the default scale, {middle:g}, of 255 (at each: "
                f"{listed(moved_by)}; without: the word in the prompt)",
                moved_by[middle],
                pictures,
                unit="",
                without=mean(asked_moved, 2),
                asked="less than with the word",
                met=sum(moved[middle]) < sum(asked_moved),
            ),
        ),
    )


def pushing(word: str, scale: float) -> SemanticGuidance:
    """A slider for a thing."""
    slider = Slider(prompt=world.article(word), scale=scale, threshold=THRESHOLD)
    return SemanticGuidance(concepts=(slider,))


def change_outside(before: Shown, after: Shown, *words: str) -> float:
    """The mean difference of the colours (0…255) where neither picture shows one of the things."""
    shows = np.zeros((16, 16), np.uint8)
    for seen in (before.seen, after.seen):
        for word in set(words) & set(seen.where):
            shows |= seen.where[word].astype(np.uint8)
    shows = cv2.dilate(shows, np.ones((3, 3), np.uint8))
    outside = cv2.resize(shows, before.picture.shape[1::-1], interpolation=cv2.INTER_NEAREST) == 0
    if not outside.any():
        return 0.0
    change = np.abs(before.picture.astype(np.float32) - after.picture)
    return float(change[outside].mean())
