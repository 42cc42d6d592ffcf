"""Step reuse: pictures are much the same, and show what they are to show as often."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import world
from techniques import scenes
from techniques.figure import Figure, Row, mean, share
from techniques.studio import Shown, Studio

from core.techniques.step_reuse import StepReuse

EVERY = (2, 3, 5)
"""Steps from one whole computation to the next."""
LOST = 5.0
"""Points that may be lost of what is seen, at the technique's default."""


def reused(studio: Studio, scene: world.Scene, n: int, every: int | None) -> Shown:
    """A caption's picture; None: nothing is reused."""
    used = () if every is None else (StepReuse(every=every),)
    return studio.paint(scene.caption, n, techniques=used)


def told(count: int) -> list[world.Scene]:
    """Held-out captions, one thing and two by turns."""
    one, two = (scenes.told((count + 1) // 2, things) for things in (1, 2))
    return [scene for pair in zip(one, two, strict=True) for scene in pair][:count]


def seen(scene: world.Scene, shown: Shown) -> bool:
    """Whether all that is told is there."""
    return all(shown.seen.has(thing.word) for thing in scene.things)


def difference(one: Shown, other: Shown) -> float:
    """The mean difference of the colours, 0…255."""
    return float(np.abs(one.picture.astype(np.float32) - other.picture).mean())


def measure(studio: Studio, pictures: int) -> Figure:
    captions = told(pictures)
    whole = [reused(studio, scene, n, None) for n, scene in enumerate(captions)]
    without = share(_seen(captions, whole))
    rows = []
    for every in EVERY:
        shorter = [reused(studio, scene, n, every) for n, scene in enumerate(captions)]
        value, asked = share(_seen(captions, shorter)), every == StepReuse().every
        apart = mean([difference(a, b) for a, b in zip(whole, shorter, strict=True)], 1)
        rows.append(
            Row(
                f"all things of the prompt seen, every {every} steps (colours differ by {apart:g} "
                "of 255)",
                value,
                pictures,
                without=without,
                asked=f"at most {LOST:g} points less" if asked else "",
                met=value >= without - LOST if asked else None,
            )
        )
    return Figure(pictures, "captions 50,000,000…; noise 0…", studio.steps, tuple(rows))


def _seen(captions: Sequence[world.Scene], painted: Sequence[Shown]) -> list[bool]:
    return [seen(scene, shown) for scene, shown in zip(captions, painted, strict=True)]
