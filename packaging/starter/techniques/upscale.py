"""Upscaling: a picture refined in tiles has no seams, and shows what it showed before."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from techniques import scenes
from techniques.figure import Figure, Row, mean, share
from techniques.studio import Shown, Studio

from core.generation.refining import refinement
from core.geometry import Rect, Size
from core.models.library import find_models
from core.request import Request
from core.upscale import Upscale

FACTOR, STRENGTH = 2.0, 0.3
SEAM, LOST = 1.1, 10.0
"""How much steeper the picture may be where tiles end; points that may be lost of what is seen."""


def measure(studio: Studio, pictures: int) -> Figure:
    """Pictures of one thing, twice as wide and high."""
    told = scenes.told(pictures, things=1)
    before = [studio.paint(scene.caption, n) for n, scene in enumerate(told)]
    after = [refined(studio, scene.caption, n, before[n]) for n, scene in enumerate(told)]
    ratio = steepness(studio, [one.picture for one in after])
    # Where tiles end, in the middle, there is more to see than at the edges without any tiles too.
    alone = steepness(studio, [larger(one) for one in before])
    words = [scene.things[0].word for scene in told]
    had, has = (
        share([one.seen.has(word) for one, word in zip(shown, words, strict=True)])
        for shown in (before, [smaller(studio, one) for one in after])
    )
    apart = mean([kept(a, b) for a, b in zip(before, after, strict=True)], 1)
    return Figure(
        pictures,
        "captions 50,000,000…; noise 0…",
        studio.steps,
        (
            Row(
                f"gradient across tile borders ({FACTOR:g}×, strength {STRENGTH:g}) by that "
                "elsewhere; without: enlarged only",
                round(ratio, 3),
                pictures,
                without=round(alone, 3),
                unit="",
                asked=f"≤ {SEAM:g} times",
                met=bool(ratio <= SEAM * alone),
            ),
            Row(
                f"the thing seen in the larger picture (its colours differ by {apart:g} of 255)",
                has,
                pictures,
                without=had,
                asked=f"at most {LOST:g} points less",
                met=has >= had - LOST,
            ),
        ),
    )


def refined(
    studio: Studio, caption: str, n: int, before: Shown, strength: float = STRENGTH
) -> Shown:
    """A picture made larger and painted over in tiles."""
    upscale = Upscale(factor=FACTOR, strength=strength)
    source = scenes.opaque(before.picture)
    return studio.paint(caption, n, source=source, strength=0.0, upscale=upscale)


def smaller(studio: Studio, shown: Shown) -> Shown:
    """The larger picture as large as it was before, looked at."""
    small = _smaller(shown)
    return Shown(small, studio.recogniser.look(small), shown.done)


def _smaller(shown: Shown) -> np.ndarray:
    height, width = (round(side / FACTOR) for side in shown.picture.shape[:2])
    return cv2.resize(shown.picture, (width, height), interpolation=cv2.INTER_AREA)


def larger(shown: Shown) -> np.ndarray:
    """The picture enlarged as it is before it is painted over."""
    height, width = (round(side * FACTOR) for side in shown.picture.shape[:2])
    return cv2.resize(shown.picture, (width, height), interpolation=cv2.INTER_LANCZOS4)


def kept(before: Shown, after: Shown) -> float:
    """The mean difference of the colours to those before, 0…255."""
    return float(np.abs(before.picture.astype(np.float32) - _smaller(after)).mean())


def steepness(studio: Studio, pictures: Sequence[np.ndarray]) -> float:
    """The gradient where tiles end by that elsewhere, of all pictures together."""
    across = [gradients(studio, one) for one in pictures]
    return sum(border for border, _ in across) / sum(other for _, other in across)


def gradients(studio: Studio, shown: np.ndarray) -> tuple[float, float]:
    """The mean difference of neighbouring rows and columns where a tile begins or ends, and
    elsewhere."""
    info = find_models([studio.model])[0]
    height, width = (side // info.factor for side in shown.shape[:2])
    asked = refinement(
        Request("", width=width, height=height, upscale=Upscale(strength=STRENGTH)), info
    )
    assert asked is not None
    canvas = Size(width, height)
    windows = asked.techniques[-1].windows(Rect.of_size(canvas), canvas, info)
    picture = shown.astype(np.float32)
    border, other = [], []
    for axis in (0, 1):
        ends = {edge for box in windows for edge in ((box.y, box.bottom), (box.x, box.right))[axis]}
        steps = np.abs(np.diff(picture, axis=axis)).mean((1 - axis, 2))
        at = np.array(
            [place + 1 in {end * info.factor for end in ends} for place in range(len(steps))]
        )
        border.append(steps[at])
        other.append(steps[~at])
    return float(np.concatenate(border).mean()), float(np.concatenate(other).mean())
