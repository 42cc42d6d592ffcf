"""MultiDiffusion: things in their boxes, and panoramas without seams."""

from __future__ import annotations

import random

import numpy as np
import world
from techniques import scenes
from techniques.figure import Figure, Row, share
from techniques.studio import Shown, Studio

from core.geometry import Rect, Size
from core.models.library import find_models
from core.request import RegionPrompt
from core.techniques.multidiffusion import MultiDiffusion

INSIDE, SEAM = 80.0, 1.1
WIDE = 512
"""Pixels: twice the starter's own width."""


def measure(studio: Studio, pictures: int) -> Figure:
    """One box in a picture, and panoramas with the default windows."""
    inside = [in_box(studio, n) for n in range(pictures)]
    across = [gradients(studio, panorama(studio, n)) for n in range(pictures)]
    ratio = sum(border for border, _ in across) / sum(other for _, other in across)
    return Figure(
        2 * pictures,
        "words 70,000,000…; captions 50,000,000…, every second; noise 0…",
        studio.steps,
        (
            Row(
                "the thing seen, its middle in its box",
                share(inside),
                pictures,
                asked=f"≥ {INSIDE:g} %",
                met=share(inside) >= INSIDE,
            ),
            Row(
                f"gradient across window borders of panoramas ({WIDE} px) by that elsewhere",
                round(ratio, 3),
                pictures,
                unit="",
                asked=f"≤ {SEAM:g}",
                met=bool(ratio <= SEAM),
            ),
        ),
    )


def in_box(studio: Studio, n: int) -> bool:
    """Whether a thing that is asked for in a box of a picture is painted there."""
    dice = random.Random(scenes.FIRST_STAGED + n)
    word, side = dice.choice(list(world.THINGS)), dice.randrange(104, 153, 8)
    box = Rect(*(dice.randrange(0, 257 - side, 8) for _ in range(2)), side, side)
    background = scenes.background(n)
    shown = studio.paint(
        world.background_phrase(background),
        n,
        regions=(RegionPrompt(prompt=scenes.phrase(word, background=background), box=box),),
        techniques=(MultiDiffusion(),),
    )
    centre = shown.seen.centre(word)
    if centre is None or not shown.seen.has(word):
        return False
    x, y = (256 * one for one in centre)
    return box.x <= x < box.x + side and box.y <= y < box.y + side


def panorama(studio: Studio, n: int, width: int = WIDE) -> Shown:
    """A picture wider than the model's own."""
    caption = scenes.told(n + 1, things=1)[n].caption
    return studio.paint(caption, n, width=width, height=256, techniques=(MultiDiffusion(),))


def gradients(studio: Studio, shown: Shown) -> tuple[float, float]:
    """The mean difference of neighbouring columns where a window begins or ends, and elsewhere."""
    info = find_models([studio.model])[0]
    height, width = (side // info.factor for side in shown.picture.shape[:2])
    windows = MultiDiffusion().windows(Rect(0, 0, width, height), Size(width, height), info)
    edges = {edge * info.factor for box in windows for edge in (box.x, box.x + box.width)}
    steps = np.abs(np.diff(shown.picture.astype(np.float32), axis=1)).mean((0, 2))
    border = np.array([x + 1 in edges for x in range(len(steps))])
    return float(steps[border].mean()), float(steps[~border].mean())
