"""Limited guidance: without it in the last steps as much is seen of what is asked for."""

from __future__ import annotations

from techniques import step_reuse
from techniques.figure import Figure, Row, mean, share
from techniques.studio import Studio

from core.techniques.limited_guidance import LimitedGuidance

ENDS = (0.5, 0.7, 0.85)
"""Up to which part of the steps guidance counts."""
LOST = 5.0
"""Points that may be lost of what is seen, at the technique's default."""


def measure(studio: Studio, pictures: int) -> Figure:
    captions = step_reuse.told(pictures)
    plain = [studio.paint(scene.caption, n) for n, scene in enumerate(captions)]
    both = zip(captions, plain, strict=True)
    without = share([step_reuse.seen(scene, shown) for scene, shown in both])
    rows = []
    for end in ENDS:
        used = (LimitedGuidance(end=end),)
        limited = [
            studio.paint(scene.caption, n, techniques=used) for n, scene in enumerate(captions)
        ]
        both = zip(captions, limited, strict=True)
        value = share([step_reuse.seen(scene, shown) for scene, shown in both])
        asked = end == LimitedGuidance().end
        pairs = zip(plain, limited, strict=True)
        apart = mean([step_reuse.difference(a, b) for a, b in pairs], 1)
        rows.append(
            Row(
                f"all things of the prompt seen, guidance up to {end:.0%} of the steps (colours "
                f"differ by {apart:g} of 255; predictions: {(1 + end) / 2:.0%})",
                value,
                pictures,
                without=without,
                asked=f"at most {LOST:g} points less" if asked else "",
                met=value >= without - LOST if asked else None,
            )
        )
    return Figure(pictures, "captions 50,000,000…; noise 0…", studio.steps, tuple(rows))
