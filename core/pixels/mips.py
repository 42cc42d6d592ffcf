"""Smaller copies of a grid, 1/2, 1/4, 1/8 …, brought up to date where pixels changed only."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from core.geometry import EMPTY, Rect, Size
from core.pixels.tiles import TileGrid, tile_rect, tiles_over

Array = npt.NDArray[np.uint8]


class Mips:
    """Levels of a grid: level 0 is the grid itself, each next one half as wide and high.

    `update` is told what changed in the grid, and costs in proportion to that.
    """

    def __init__(self, grid: TileGrid, levels: int = 5) -> None:
        self._levels = [grid]
        size = grid.size
        for _ in range(levels):
            size = Size((size.width + 1) // 2, (size.height + 1) // 2)
            self._levels.append(TileGrid(size, grid.channels))
        for key in grid:
            self.update(tile_rect(key))

    def __len__(self) -> int:
        return len(self._levels)

    def level(self, number: int) -> TileGrid:
        """The grid at 1 / 2^`number` of the size. It belongs to the mips: read it only."""
        return self._levels[number]

    def update(self, rect: Rect) -> None:
        """Makes every level again where the grid changed within `rect`."""
        for above, below in zip(self._levels, self._levels[1:], strict=False):
            rect = rect.intersected(above.canvas)
            if rect.is_empty:
                return
            rect = Rect.of_edges(rect.x / 2, rect.y / 2, rect.right / 2, rect.bottom / 2)
            for _, part in tiles_over(rect):
                below.write(part, halved(above, part))

    @staticmethod
    def level_for(zoom: float, levels: int = 5) -> int:
        """The smallest level that still has a pixel for every pixel shown at `zoom`."""
        level = 0
        while zoom <= 0.5 and level < levels:
            zoom *= 2
            level += 1
        return level


def halved(grid: TileGrid, part: Rect) -> Array:
    """The pixels `part` of the next smaller level: means of 2×2 pixels, rounded.

    Beyond an odd edge the last row or column counts twice, so that edges stay as they are.
    """
    wanted = Rect(part.x * 2, part.y * 2, part.width * 2, part.height * 2)
    there = wanted.intersected(grid.canvas)
    if there == EMPTY:
        return np.zeros((part.height, part.width, *grid.tile_shape[2:]), np.uint8)
    pixels = grid.read(there)
    if there != wanted:
        bottom, right = wanted.height - there.height, wanted.width - there.width
        pixels = np.asarray(
            cv2.copyMakeBorder(pixels, 0, bottom, 0, right, cv2.BORDER_REPLICATE), np.uint8
        )
    size = (part.width, part.height)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
