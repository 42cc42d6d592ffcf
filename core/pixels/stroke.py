"""Strokes: dabs gather in a sparse buffer of coverage, which is laid over the pixels at a flush.

A stroke is one film of paint: where it crosses itself, it does not get darker than its opacity.
At full flow a dab sets the coverage to the larger of what is there and its own (8-bit,
`numpy.maximum`). Below, each dab moves the coverage by `flow` of the way up to its own, in 16
bits, since 8-bit steps of 1 % stall at 16 % of white.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from core.geometry import Rect
from core.pixels.alpha import byte, divided_by_255, scaled
from core.pixels.brush import Brush, Grain
from core.pixels.dynamics import Target
from core.pixels.feel import Mark
from core.pixels.grain import hollows
from core.pixels.stamp import phases, stamp
from core.pixels.tiles import TILE, Key, in_tile, inside, tiles_over

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes


WHITE = (255, 255, 255)


def placed_stamp(brush: Brush, mark: Mark) -> tuple[Bytes, Rect]:
    """A dab's coverage, its strength left aside, and the pixels it covers."""
    count = phases(mark.size)
    half = 0.5 / count
    column, row = math.floor(mark.x - 0.5 + half), math.floor(mark.y - 0.5 + half)
    phase = (
        min(count - 1, int((mark.x - 0.5 + half - column) * count)),
        min(count - 1, int((mark.y - 0.5 + half - row) * count)),
    )
    own = mark.size == brush.size
    shape = stamp(mark.size, mark.hardness, phase, brush.tip, brush.roundness, mark.angle, own)
    reach = shape.shape[0] // 2
    return shape, Rect(column - reach, row - reach, shape.shape[0], shape.shape[0])


class StrokeBuffer:
    """The coverage of one stroke on a canvas, 0…255, and what changed since it was last taken."""

    def __init__(self, canvas: Rect, brush: Brush) -> None:
        self._canvas = canvas
        self.brush = brush
        follows_flow = any(d.target == Target.FLOW for d in brush.dynamics)
        self._builds_up = brush.flow < 1 or follows_flow
        self._textured = brush.grain is not Grain.NONE
        self._tiles: dict[Key, npt.NDArray[Any]] = {}
        self._dirty: dict[Key, Rect] = {}

    def dab(self, mark: Mark) -> None:
        """Puts one dab down, its centre at (x, y): pixel i covers i … i + 1."""
        shape, place = placed_stamp(self.brush, mark)
        strength = byte(mark.strength)
        if strength < 255:
            shape = scaled(shape, strength)
        for key, part in tiles_over(place.intersected(self._canvas)):
            tile = self._tiles.get(key)
            if tile is None:
                kind = np.uint16 if self._builds_up else np.uint8
                tile = self._tiles[key] = np.zeros((TILE, TILE), kind)
            target = tile[in_tile(key, part)]
            source = shape[inside(part, place)]
            if self._textured:
                rough = hollows(self.brush.grain, self.brush.grain_size, mark.texture, key, part)
                source = np.asarray(cv2.subtract(source, rough))
            if self._builds_up:
                _build_up(target, source, mark.flow)
            else:
                np.maximum(target, source, out=target)
            dirty = self._dirty.get(key)
            self._dirty[key] = part if dirty is None else dirty.united(part)

    def take_dirty(self) -> dict[Key, Rect]:
        """For each tile, the part whose coverage changed since the last call."""
        dirty, self._dirty = self._dirty, {}
        return dirty

    def coverage(self, key: Key, part: Rect) -> Bytes:
        """The coverage of `part` of a tile, before the stroke's opacity; read only."""
        film = self._tiles[key][in_tile(key, part)]
        tile: Bytes = (film >> 8).astype(np.uint8) if self._builds_up else film
        return tile


def _build_up(target: npt.NDArray[np.uint16], source: Bytes, flow: float) -> None:
    goal = np.multiply(source, np.uint16(257), dtype=np.uint16)
    np.maximum(goal, target, out=goal)
    goal -= target
    target += np.ceil(goal * np.float32(max(0.0, flow))).astype(np.uint16)


@lru_cache(maxsize=64)
def _tables(
    channels: int, color: tuple[int, int, int], erase: bool, opacity: int
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """For each coverage: what stays of the pixel below (0…255) and what paint is added (· 255).

    The four channels' 16-bit numbers lie in one 64-bit element, so that one look-up gets them.
    """
    strength = divided_by_255(np.arange(256, dtype=np.uint16) * np.uint16(opacity))
    rest = np.repeat((255 - strength)[:, None], channels, axis=1).astype(np.uint16)
    paint = np.array((*color, 255)[:channels], np.uint16) * (0 if erase else 1)
    added = strength[:, None].astype(np.uint16) * paint
    element = np.uint64 if channels == 4 else np.uint16
    return (
        np.ascontiguousarray(rest).view(element)[:, 0],
        np.ascontiguousarray(added.astype(np.uint16)).view(element)[:, 0],
    )


def laid_over(
    below: Bytes,
    coverage: Bytes,
    *,
    color: tuple[int, int, int] = WHITE,
    erase: bool = False,
    opacity: float = 1.0,
) -> Bytes:
    """Paint of `coverage` · `opacity` over premultiplied pixels (h, w, 4) or a mask (h, w).

    below · (1 - c) + colour · c, rounded once: no coverage changes nothing, full coverage gives
    the colour exactly, or 0 when erasing. A mask takes the colour's red as its grey.
    """
    channels = 1 if below.ndim == 2 else 4
    rest, added = _tables(channels, color, erase, byte(opacity))
    if below.size == 0:
        return below.copy()
    # `take` by machine integers that are clipped, not checked: 2/3 of plain indexing's time.
    places = coverage.astype(np.intp)
    kept = rest.take(places, mode="clip").view(np.uint16).reshape(below.shape)
    np.multiply(kept, below, out=kept)
    if not erase:
        kept += added.take(places, mode="clip").view(np.uint16).reshape(below.shape)
    return divided_by_255(kept)


def mixed(below: Bytes, above: Bytes, coverage: Bytes) -> Bytes:
    """`above` over `below` in proportion to `coverage`, 0…255: pixels (h, w, 4) or masks (h, w).

    Where both are equal, where nothing or all is covered, the result is exact.
    """
    if below.size == 0:
        return below.copy()
    share = coverage.astype(np.float32)
    return np.asarray(cv2.blendLinear(below, above, 255 - share, share), np.uint8)
