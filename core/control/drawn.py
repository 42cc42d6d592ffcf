"""Drawings as maps of lines: networks know white lines on black, people draw with dark ink."""

from __future__ import annotations

import numpy as np

from core.arrays import Bytes, Floats

DARK = 128
"""Ink is dark below that mean lightness, 0…255."""
COVERED = 0.3
"""A picture that covers less of the map than that is a drawing on transparent paper."""
PAPER = 0.75 * 255
"""A picture that is lighter than that on average has light paper, and its lines are dark."""
_LIGHTNESS = np.array([0.299, 0.587, 0.114], np.float32)


def lines(rgba: Bytes) -> Bytes:
    """RGBA (h, w, 4) → a map of lines, RGB (h, w, 3), white on black.

    Dark ink on transparent or on light paper is turned into white lines, and the darkest of it is
    white. All else is a map of lines already, and black where it is transparent.
    """
    alpha = rgba[..., 3:].astype(np.float32) / 255
    colours = rgba[..., :3].astype(np.float32)
    covered = float(alpha.mean())
    if not covered:
        return np.zeros_like(rgba[..., :3])
    lightness = float((colours @ _LIGHTNESS * alpha[..., 0]).mean()) / covered
    dark_ink = covered < COVERED and lightness < DARK
    light_paper = covered >= COVERED and lightness > PAPER
    if not dark_ink and not light_paper:
        return np.rint(colours * alpha).astype(np.uint8)
    over_white = (colours * alpha + 255 * (1 - alpha)).astype(np.float32)
    inked: Floats = np.float32(255) - over_white @ _LIGHTNESS
    inked *= 255 / max(float(inked.max()), 1.0)
    return np.repeat(np.rint(inked).astype(np.uint8)[..., None], 3, 2)
