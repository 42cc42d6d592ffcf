"""Token merging: pictures are much the same, and show what they are to show as often."""

from __future__ import annotations

import world
from techniques import step_reuse
from techniques.figure import Figure, Row, mean, share
from techniques.studio import Shown, Studio

from core.techniques.token_merging import TokenMerging

RATIOS = (0.25, 0.5, 0.75)
"""Which part of the places is merged."""
LOST = 5.0
"""Points that may be lost of what is seen, at the technique's default."""


def merged(studio: Studio, scene: world.Scene, n: int, ratio: float) -> Shown:
    """A caption's picture; at 0 nothing is merged."""
    return studio.paint(scene.caption, n, techniques=(TokenMerging(ratio=ratio),))


def measure(studio: Studio, pictures: int) -> Figure:
    captions = step_reuse.told(pictures)
    whole = [merged(studio, scene, n, 0.0) for n, scene in enumerate(captions)]
    seen = [step_reuse.seen(a, b) for a, b in zip(captions, whole, strict=True)]
    without = share(seen)
    rows = []
    for ratio in RATIOS:
        fewer = [merged(studio, scene, n, ratio) for n, scene in enumerate(captions)]
        value = share([step_reuse.seen(a, b) for a, b in zip(captions, fewer, strict=True)])
        apart = mean([step_reuse.difference(a, b) for a, b in zip(whole, fewer, strict=True)], 1)
        asked = ratio == TokenMerging().ratio
        rows.append(
            Row(
                f"all things of the prompt seen, {ratio:.0%} of the places merged (colours differ "
                f"by {apart:g} of 255)",
                value,
                pictures,
                without=without,
                asked=f"at most {LOST:g} points less" if asked else "",
                met=value >= without - LOST if asked else None,
            )
        )
    return Figure(pictures, "captions 50,000,000…; noise 0…", studio.steps, tuple(rows))
