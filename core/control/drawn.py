"""Maps that are given, as networks know them: lines are white, though people draw in dark ink."""

from __future__ import annotations

import numpy as np

from core.arrays import Bytes, Floats
from core.control.kinds import BLACK, WHITE, Colour, Kind

DARK = 128
"""Ink is dark below that mean lightness, 0…255."""
COVERED = 0.3
"""A picture that covers less of the map than that is a drawing on transparent paper."""
PAPER = 0.75 * 255
"""A picture that is lighter than that on average has light paper, and its lines are dark."""
_LIGHTNESS = np.array([0.299, 0.587, 0.114], np.float32)


def shown(rgba: Bytes, kind: Kind) -> Bytes:
    """A map of a kind, RGBA (h, w, 4) → RGB (h, w, 3)."""
    return lines(rgba) if kind.lines else over(rgba, kind.empty)


def over(rgba: Bytes, colour: Colour) -> Bytes:
    """RGBA (h, w, 4) over a colour → RGB (h, w, 3)."""
    alpha = rgba[..., 3:].astype(np.float32) / 255
    mixed = rgba[..., :3] * alpha + np.array(colour, np.float32) * (1 - alpha)
    result: Bytes = np.rint(mixed).astype(np.uint8)
    return result


def lines(rgba: Bytes) -> Bytes:
    """RGBA (h, w, 4) → a map of lines, RGB (h, w, 3), white on black.

    Dark ink on transparent or on light paper is turned into white lines, and the darkest of it is
    white. All else is a map of lines already, and black where it is transparent.
    """
    on_black = over(rgba, BLACK)
    covered = float(rgba[..., 3].mean()) / 255
    lightness = float((on_black @ _LIGHTNESS).mean()) / max(covered, 1e-6)
    dark_ink = 0 < covered < COVERED and lightness < DARK
    light_paper = covered >= COVERED and lightness > PAPER
    if not dark_ink and not light_paper:
        return on_black
    inked: Floats = np.float32(255) - over(rgba, WHITE) @ _LIGHTNESS
    inked *= 255 / max(float(inked.max()), 1.0)
    return np.repeat(np.rint(inked).astype(np.uint8)[..., None], 3, 2)
