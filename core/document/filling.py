"""What the fill tool fills: a patch of colour, grown under its outline, gaps in it closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.document.selection import Selection
from core.document.selection_edges import grow
from core.document.state import State
from core.document.wand import Wand, alike, picked
from core.geometry import Point, Rect
from core.pixels.morphology import shrunk

if TYPE_CHECKING:
    from core.arrays import Bytes


@dataclass(frozen=True)
class Filling:
    """How a fill finds what it fills."""

    tolerance: int = 32
    """How far each channel may be from the colour under the pointer, 0…255."""
    contiguous: bool = True
    """Only what is joined to the place; else all that has its colour."""
    grow: int = 1
    """Pixels by which it reaches under the line around it, so that no seam is left."""
    gap: int = 0
    """Gaps in a line up to so many pixels wide are closed."""
    whole: bool = True
    """Looks at the picture as it is seen; else at the active layer alone."""


def patch(state: State, at: Point, filling: Filling) -> Selection:
    """What is filled from a place; nothing when that is off the canvas. For any thread."""
    wand = Wand(filling.tolerance, filling.contiguous, smooth=True, whole=filling.whole)
    found = None
    if filling.gap and filling.contiguous and state.canvas.contains_point(*at):
        found = _behind_gaps(state, at, wand, filling.gap)
    found = found or picked(state, at, wand)
    return grow(found, filling.grow) if filling.grow and not found.is_empty else found


def _behind_gaps(state: State, at: Point, wand: Wand, gap: int) -> Selection | None:
    """The patch as far as a disc that is wider than the gaps can roll, and from there to the lines.

    None where the place itself is narrower than that.
    """
    spot = Rect(int(at.x // 1), int(at.y // 1), 1, 1)
    free = alike(state, spot, wand, state.canvas)
    radius = gap // 2 + 1
    roomy = shrunk(free, radius)
    row, column = spot.y, spot.x
    if not roomy[row, column]:
        return None
    _, parts = cv2.connectedComponents(roomy, connectivity=4)
    reached = np.where(parts == parts[row, column], np.uint8(255), np.uint8(0))
    return Selection.from_array(state.size, _back(reached, free, radius))


def _back(reached: Bytes, free: Bytes, radius: int) -> Bytes:
    """`reached`, widened within what is free by as much as it had been made narrower."""
    cross = np.asarray(cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)), np.uint8)
    for _ in range(radius + 1):
        reached = np.asarray(cv2.bitwise_and(cv2.dilate(reached, cross), free), np.uint8)
    return reached
