"""True maps of drawn scenes, where the program makes them by networks that do not come with it."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parent)]
import world  # noqa: E402  (found by the line above)

from core.control.ade20k import COLOURS  # noqa: E402
from core.control.colours import Colour  # noqa: E402
from core.models.shelf import Shelf  # noqa: E402

TILES = (8, 16, 32, 64, 64)
"""Sides of a mosaic's tiles, pixels: 64, which the program makes by itself, twice as often."""
SOFT, LOW, HIGH = 1.2, 40, 110
"""Blur, in pixels, and thresholds of the edges that are drawn: outlines rather than textures."""


def depth(scene: world.Scene) -> np.ndarray:
    """White is near, uint8 (h, w, 3)."""
    near = (world.depth(scene) * 255).round().astype(np.uint8)
    return np.repeat(near[..., None], 3, 2)


def segments(scene: world.Scene) -> np.ndarray:
    """In the colours of ADE20K's classes, uint8 (h, w, 3)."""
    return np.array(COLOURS, np.uint8)[world.segments(scene)]


def sketch(scene: world.Scene) -> np.ndarray:
    """What one draws of a scene by hand: bold white outlines on black, uint8 (h, w, 3).

    The program's own scribbles are where a picture has dark lines, and sprites have few.
    """
    soft = cv2.GaussianBlur(np.array(world.render(scene)), (0, 0), SOFT)
    lines = cv2.dilate(cv2.Canny(soft, LOW, HIGH), np.ones((2, 2), np.uint8))
    return np.repeat(lines[..., None], 3, 2)


def colours(scene: world.Scene) -> np.ndarray:
    """A mosaic of its colours, uint8 (h, w, 3): finer in some pictures than in others, so that
    fine and coarse ones are followed."""
    tile = TILES[scene.seed % len(TILES)]
    return Colour(block=tile).map(np.array(world.render(scene)), Shelf())


MAPS = {"depth": depth, "segments": segments, "sketch": sketch, "colours": colours}
"""Name of a data set's folder of maps: what draws them."""
