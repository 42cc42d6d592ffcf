"""Finds the object that a box was drawn around: what differs from what lies around the box.

Rother, Kolmogorov and Blake 2004, "GrabCut" (doi:10.1145/1015706.1015720), OpenCV's: colours of
object and surroundings are told apart by mixtures of Gaussians, and their border is cut where the
picture has edges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.document.selection import Selection
from core.document.state import State
from core.geometry import Rect
from core.pixels.tiles import TileGrid

if TYPE_CHECKING:
    from core.arrays import Bytes

LONGEST = 480
"""The longer side, in pixels, at which it is looked for: a second on a slow processor."""
_AROUND = 0.25
"""How much of the box's sides is looked at around it."""
_SHORTEST = 64
"""The longer side at which it is looked for at least."""
_GRAIN = 1 / 30
"""Noise that is laid over, as a part of how far the picture's colours lie apart."""
_ROUNDS = 5
_SMOOTH = 1.2
"""Of the border that was found, in pixels at which it was looked for."""


def object_in(state: State, box: Rect) -> Selection:
    """The object within a box of canvas pixels, in the picture as it is seen; nothing where the box
    holds nothing but its surroundings. For any thread."""
    box = box.intersected(state.canvas)
    empty = Selection(TileGrid(state.size, 1))
    if box.width < 4 or box.height < 4:
        return empty
    room = round(max(box.width, box.height) * _AROUND) + 4
    area = box.inflated(room).intersected(state.canvas)
    longer = max(area.width, area.height)
    scale = min(max(longer, _SHORTEST), LONGEST) / longer
    size = (max(8, round(area.width * scale)), max(8, round(area.height * scale)))
    pixels = cv2.resize(_on_paper(state.composite(area)), size, interpolation=cv2.INTER_AREA)
    mask = _cut(np.asarray(pixels, np.uint8), _scaled(box.moved(-area.x, -area.y), scale, size))
    if not mask.any():
        return empty
    soft = cv2.GaussianBlur(mask * np.uint8(255), (0, 0), _SMOOTH)
    whole = cv2.resize(soft, (area.width, area.height), interpolation=cv2.INTER_CUBIC)
    # A border a few pixels wide at any size of the picture.
    sharp = np.clip((np.asarray(whole, np.float32) - 127.5) * 2 * max(1.0, scale) + 127.5, 0, 255)
    coverage = np.rint(sharp).astype(np.uint8)
    inside = np.zeros_like(coverage)
    rows, columns = box.moved(-area.x, -area.y).slices
    inside[rows, columns] = coverage[rows, columns]
    return Selection.from_array(state.size, inside, area.x, area.y)


def _cut(rgb: Bytes, box: Rect) -> Bytes:
    """1 where the object is, 0 elsewhere: (h, w)."""
    mask = np.zeros(rgb.shape[:2], np.uint8)
    models = np.zeros((2, 65), np.float64)
    cv2.setRNGSeed(0)  # the same box selects the same object
    place = (box.x, box.y, box.width, box.height)
    cv2.grabCut(_grained(rgb), mask, place, models[:1], models[1:], _ROUNDS, cv2.GC_INIT_WITH_RECT)
    found = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    return _without_specks(found)


def _grained(rgb: Bytes) -> Bytes:
    """The picture with a little noise. In flat colours a pixel of another one would be impossible
    for both mixtures: OpenCV then cuts between infinite weights, and never ends."""
    low, high = rgb.min((0, 1)).astype(np.float32), rgb.max((0, 1)).astype(np.float32)
    grain = max(1.0, float(np.linalg.norm(high - low)) * _GRAIN)
    noise = np.random.default_rng(0).normal(0, grain, rgb.shape)
    room = 3 * grain  # nothing is cut off at black and white, where it would be flat again
    return np.rint(np.clip(rgb * (1 - room / 127.5) + room + noise, 0, 255)).astype(np.uint8)


def _without_specks(found: Bytes) -> Bytes:
    """Parts that are a hundredth of the largest or less are taken away, and holes of that size
    filled."""
    for value in (1, 0):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(
            (found == value).astype(np.uint8), connectivity=4
        )
        areas = stats[1:, cv2.CC_STAT_AREA]
        if len(areas) == 0:
            continue
        largest = int((found == 1).sum()) if value == 0 else int(areas.max())
        small = np.concatenate([[False], areas * 100 <= largest])
        found = np.where(small[labels], np.uint8(1 - value), found)
    return found


def _scaled(box: Rect, scale: float, size: tuple[int, int]) -> Rect:
    left, top = max(1, round(box.x * scale)), max(1, round(box.y * scale))
    right = min(size[0] - 1, round(box.right * scale))
    bottom = min(size[1] - 1, round(box.bottom * scale))
    return Rect(left, top, max(1, right - left), max(1, bottom - top))


def _on_paper(pixels: Bytes) -> Bytes:
    """RGB of premultiplied pixels on white."""
    rest = 255 - pixels[..., 3:]
    return np.ascontiguousarray(pixels[..., :3] + rest)
