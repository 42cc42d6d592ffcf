"""Holes at random: what an inpainting model learns to fill.

Suvorov et al. 2021, https://arxiv.org/abs/2109.07161 (section 2.3): large masks, of thick strokes
along bent lines or of boxes, rather than small ones, teach a model to see far.
"""

from __future__ import annotations

import cv2
import numpy as np

from core.arrays import Bytes
from core.training.dealing import Dice

STROKES, BENDS, BOXES = 4, 5, 4
"""At most so many of each, at least one."""
WIDTHS = 0.05, 0.3
"""Of strokes, in shorter sides of the picture."""
SIDES = 0.1, 0.6
"""Of boxes, in sides of the picture."""


def hole(height: int, width: int, dice: Dice) -> Bytes:
    """A mask (height, width) of 0 and 1, of strokes or of boxes."""
    mask = np.zeros((height, width), np.uint8)
    if dice.falls(0.5):
        for _ in range(1 + dice.one_of(STROKES)):
            points = dice.unit(2 + dice.one_of(BENDS), 2).numpy() * (width, height)
            thickness = max(1, round(_between(WIDTHS, dice) * min(height, width)))
            cv2.polylines(mask, [np.rint(points).astype(np.int32)], False, 1, thickness)
    else:
        for _ in range(1 + dice.one_of(BOXES)):
            size = [max(1, round(_between(SIDES, dice) * side)) for side in (width, height)]
            corner = [dice.one_of(side - own + 1) for side, own in zip((width, height), size,
                      strict=True)]  # fmt: skip
            mask[corner[1] : corner[1] + size[1], corner[0] : corner[0] + size[0]] = 1
    return mask


def _between(limits: tuple[float, float], dice: Dice) -> float:
    least, most = limits
    return least + (most - least) * float(dice.unit(1))
