"""Self-Attention Guidance: how sure the recogniser is, and how near pictures are to real scenes."""

from __future__ import annotations

import numpy as np
from techniques import scenes
from techniques.figure import Figure, Row, doubt, mean
from techniques.studio import Studio
from torch import Tensor

from core.techniques.self_attention_guidance import SelfAttentionGuidance


def measure(studio: Studio, pictures: int) -> Figure:
    """Held-out captions, one thing and two by turns, at the default scale."""
    told = [
        scene
        for pair in zip(
            scenes.told((pictures + 1) // 2, 1), scenes.told((pictures + 1) // 2, 2), strict=True
        )
        for scene in pair
    ][:pictures]
    sure: dict[bool, list[float]] = {False: [], True: []}
    painted: dict[bool, list[np.ndarray]] = {False: [], True: []}
    for n, scene in enumerate(told):
        for technique in ((), (SelfAttentionGuidance(),)):
            shown = studio.paint(scene.caption, n, techniques=technique)
            sure[bool(technique)] += [shown.seen.things[thing.word] for thing in scene.things]
            painted[bool(technique)].append(shown.picture)
    real = studio.recogniser.features([scenes.drawn(scene) for scene in told])
    far = {
        with_it: distance(real, studio.recogniser.features(shown))
        for with_it, shown in painted.items()
    }
    value, without = mean(sure[True]), mean(sure[False])
    better = value > without or far[True] < far[False]
    return Figure(
        pictures,
        "captions 50,000,000…; noise 0…",
        studio.steps,
        (
            Row(
                f"confidence in the named things (difference ± {doubt(sure[True], sure[False])})",
                value,
                len(sure[True]),
                unit="",
                without=without,
                asked="this higher, or the next lower",
                met=better,
            ),
            Row(
                "distance to the drawn scenes of the same captions (KID × 1000)",
                far[True],
                pictures,
                unit="",
                without=far[False],
            ),
        ),
    )


def distance(real: Tensor, painted: Tensor) -> float:
    """The squared maximum mean discrepancy of features (n, width) under a cubic kernel, × 1000.

    Bińkowski et al. 2018, https://arxiv.org/abs/1801.01401, section 3: unbiased however few the
    pictures. Scene and picture of one caption are no pair, as no picture is one with itself. The
    features are scaled to unit variance of the real ones.
    """
    middle, spread = real.mean(0), real.std(0).clamp(min=1e-6)
    x, y = ((one - middle) / spread for one in (real, painted))

    def kernel(a: Tensor, b: Tensor) -> Tensor:
        return (a @ b.T / a.shape[1] + 1) ** 3

    def between(a: Tensor, b: Tensor) -> float:
        k = kernel(a, b)
        return float((k.sum() - k.diagonal().sum()) / (len(a) * (len(a) - 1)))

    return round(1000 * (between(x, x) + between(y, y) - 2 * between(x, y)), 1)
