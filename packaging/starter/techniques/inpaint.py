"""Inpainting with hard and with soft masks: the asked thing comes, outside nothing changes."""

from __future__ import annotations

import numpy as np
from techniques import editing, scenes
from techniques.figure import Figure, Row, share
from techniques.studio import Shown, Studio

from core.request import Pixels

ASKED = 75.0
SEEING = "starter-inpaint"
"""The model that sees what is around a mask, in nine channels; the figure is of the plain one."""
GROW = 14
"""Pixels around the old thing's box that are repainted as well."""


def measure(studio: Studio, pictures: int, **more: str) -> Figure:
    """A drawn scene's thing is masked and is to become another of much the same outline."""
    rows = []
    for soft in (False, True):
        there, gone, same = [], [], []
        for task in editing.tasks(studio, pictures):
            box = task.scene.things[0].box
            mask = soft_mask(box) if soft else scenes.box_mask(box, GROW)
            shown = studio.paint(
                task.wanted, task.n, source=scenes.opaque(task.source), mask=Pixels(mask), **more
            )
            there.append(seen_in(shown, task.new, mask))
            gone.append(not shown.seen.has(task.old))
            same.append(bool((shown.picture == task.source)[mask == 0].all()))
        kind = "soft mask" if soft else "hard mask"
        rows += [
            Row(
                f"the asked thing in the mask, {kind}",
                share(there),
                pictures,
                asked=f"≥ {ASKED:g} %",
                met=share(there) >= ASKED,
            ),
            Row(f"the old thing gone, {kind}", share(gone), pictures),
            Row(
                f"outside bit-identical, {kind}",
                share(same),
                pictures,
                asked="100 %",
                met=all(same),
            ),
        ]
    return Figure(2 * pictures, "scenes 70,000,000…; noise 0…", studio.steps, tuple(rows))


def soft_mask(box: tuple[int, int, int, int]) -> np.ndarray:
    """White over the box, fading to black over twice the usual margin around it."""
    x0, y0, x1, y1 = box
    y, x = np.mgrid[0:256, 0:256]
    away = np.hypot(
        np.maximum(0, np.maximum(x0 - x, x - x1)), np.maximum(0, np.maximum(y0 - y, y - y1))
    )
    return np.rint(255 * np.clip(1 - away / (2 * GROW), 0, 1)).astype(np.uint8)


def seen_in(shown: Shown, word: str, mask: np.ndarray) -> bool:
    """Whether the thing is seen, and its middle lies where the mask is mostly white."""
    centre = shown.seen.centre(word)
    if centre is None or not shown.seen.has(word):
        return False
    height, width = mask.shape
    return bool(mask[int(centre[1] * height), int(centre[0] * width)] > 127)
