"""A layer's tiles at halved sizes, made when they are first shown and kept up by dirty parts."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.geometry import Rect, Size
from core.pixels.tiles import TILE, Key, TileGrid, in_tile, inside, tile_rect, tiles_over

from .transform import level_rect, rect_at_level, rect_from_level

if TYPE_CHECKING:
    from core.arrays import Bytes

_HALF = TILE // 2


@dataclass
class Deadline:
    """When a repaint should stop making new tiles and leave the rest to the next one."""

    at: float
    missed: bool = False

    @classmethod
    def in_seconds(cls, seconds: float) -> Deadline:
        return cls(time.perf_counter() + seconds)

    @property
    def passed(self) -> bool:
        if not self.missed and time.perf_counter() > self.at:
            self.missed = True
        return self.missed


class Levels:
    """Mip levels over a grid: level 0 is the grid itself, each next one has half the side.

    Every tile remembers which part of it is out of date, and only that part is made again. What
    takes longer than a deadline allows is drawn as it was and finished by later calls.
    """

    def __init__(self, grid: TileGrid) -> None:
        self.grid = grid
        self._tiles: list[dict[Key, Bytes | None]] = [{}]
        self._stale: list[dict[Key, Rect]] = [{}]
        self._beyond: dict[tuple[int, Key], Bytes] = {}
        self._beyond_at = grid.revision

    def invalidate(self, rect: Rect) -> None:
        """Pixels of `rect` (canvas) have changed."""
        for level in range(1, len(self._tiles)):
            known, stale = self._tiles[level], self._stale[level]
            for key, part in tiles_over(rect_at_level(rect, level)):
                if key in known:
                    stale[key] = stale[key].united(part) if key in stale else part

    def rebound(self, grid: TileGrid) -> None:
        """Another grid stands for the layer now; what differs is told by `invalidate`."""
        if grid is not self.grid:
            self._beyond, self._beyond_at = {}, grid.revision
        self.grid = grid

    def tile(self, level: int, key: Key, deadline: Deadline) -> Bytes | None:
        """The tile, read-only in meaning; as it last was, or None, when there is no time left."""
        if level == 0:
            return self.grid.tile(key)
        self._grow(level)
        self._refresh(level, key, deadline)
        return self._tiles[level].get(key)

    def read(self, level: int, rect: Rect, deadline: Deadline) -> Bytes:
        """A copy of the pixels of `rect` of a level, 0 where there is no tile."""
        if level == 0:
            return self.grid.read(rect)
        result = np.zeros((rect.height, rect.width, *self.grid.tile_shape[2:]), np.uint8)
        for key, part in tiles_over(rect):
            tile = self.tile(level, key, deadline)
            if tile is not None:
                result[inside(part, rect)] = tile[in_tile(key, part)]
        return result

    def read_beyond(self, level: int, rect: Rect, deadline: Deadline) -> Bytes:
        """As `read`, with what lies off the canvas as well: that is shown when it is dragged in.

        Its tiles are made smaller one by one and kept until the grid changes. Levels whose pixels
        are larger than a tile have the canvas alone.
        """
        found = self.read(level, rect, deadline)
        grid = self.grid
        if level == 0 or level_rect(grid.size, level).contains(rect) or 1 << level > TILE:
            return found
        if self._beyond_at != grid.revision:
            self._beyond, self._beyond_at = {}, grid.revision
        side = TILE >> level
        for key in grid.keys(rect_from_level(rect, level)):
            if grid.canvas.contains(tile_rect(key)):
                continue
            small = self._beyond.get((level, key))
            if small is None:
                tile = grid.tile(key)
                if tile is None or deadline.passed:
                    continue
                small = np.asarray(
                    cv2.resize(tile, (side, side), interpolation=cv2.INTER_AREA), np.uint8
                )
                self._beyond[level, key] = small
            there = Rect(key[0] * side, key[1] * side, side, side)
            shown = there.intersected(rect)
            found[inside(shown, rect)] = small[inside(shown, there)]
        return found

    def empty(self, level: int, rect: Rect) -> bool:
        """Whether no tile of the grid lies under `rect` of a level."""
        return not self.grid.keys(rect_from_level(rect, level))

    def _grow(self, level: int) -> None:
        while len(self._tiles) <= level:
            self._tiles.append({})
            self._stale.append({})

    def _refresh(self, level: int, key: Key, deadline: Deadline) -> bool:
        """Brings a tile up to date; False when time ran out before its children were."""
        known, stale = self._tiles[level], self._stale[level]
        if key in known and key not in stale:
            return True
        children = [(2 * key[0] + x, 2 * key[1] + y) for y in (0, 1) for x in (0, 1)]
        if level > 1 and not all(self._refresh(level - 1, k, deadline) for k in children):
            return False
        if deadline.passed:
            return False
        part = stale.pop(key, tile_rect(key)) if key in known else tile_rect(key)
        tile = known.get(key)
        for child in children:
            quarter = Rect(child[0] * _HALF, child[1] * _HALF, _HALF, _HALF).intersected(part)
            if quarter.is_empty:
                continue
            source = self.grid.tile(child) if level == 1 else self._tiles[level - 1].get(child)
            if source is None:
                if tile is not None:
                    tile[in_tile(key, quarter)] = 0
                continue
            if tile is None:
                tile = np.zeros(self.grid.tile_shape, np.uint8)
            twice = Rect(quarter.x * 2, quarter.y * 2, quarter.width * 2, quarter.height * 2)
            there = twice.intersected(level_rect(self.grid.size, level - 1))
            if not there.is_empty:
                tile[in_tile(key, quarter)] = _halved(source[in_tile(child, there)], quarter.size)
        known[key] = tile
        return True


def _halved(pixels: Bytes, size: Size) -> Bytes:
    """Means of 2×2 pixels; beyond the canvas's odd edge the last row or column counts twice."""
    bottom, right = 2 * size.height - pixels.shape[0], 2 * size.width - pixels.shape[1]
    if bottom or right:
        border = cv2.copyMakeBorder(pixels, 0, bottom, 0, right, cv2.BORDER_REPLICATE)
        pixels = np.asarray(border, np.uint8)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
