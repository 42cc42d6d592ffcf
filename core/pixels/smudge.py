"""Smudging: each dab leaves some of the paint that it carries, and takes up what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.geometry import Rect
from core.pixels.alpha import as_opaque_as, scaled
from core.pixels.brush import Brush, Grain
from core.pixels.feel import Mark
from core.pixels.grain import hollows
from core.pixels.stroke import placed_stamp
from core.pixels.tiles import Key, TileGrid, in_tile, inside, tiles_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.arrays import Bytes, Floats


class Smudge:
    """One finger on one grid. Its buffer holds floats: 8 bits would stall and leave trails."""

    def __init__(
        self, grid: TileGrid, brush: Brush, clip: TileGrid | None, keeps_alpha: bool = False
    ) -> None:
        self._grid = grid
        self._brush = brush
        self._clip = clip
        self._keeps_alpha = keeps_alpha
        self._carried: Floats | None = None

    def dab(self, mark: Mark, tell: Callable[[Key, Rect], object]) -> None:
        """Drags the paint on to this dab; `tell` hears which parts of which tiles changed."""
        shape, place = placed_stamp(self._brush, mark)
        part = place.intersected(self._grid.canvas)
        if part.is_empty:
            self._carried = None
            return
        here = self._read(place, part)
        if self._carried is None:
            self._carried = here
            return
        if self._carried.shape != here.shape:
            size = (here.shape[1], here.shape[0])
            self._carried = np.asarray(cv2.resize(self._carried, size), np.float32)
        # Paint moves on at this part of the brush's speed for as long as it is under it: by
        # r / (1 - r) of the brush's size, whatever the spacing.
        left = min(1.0, self._brush.opacity * mark.strength * mark.flow)
        share = self._share(shape, place, part).astype(np.float32) * np.float32(left / 255)
        if here.ndim == 3:
            share = np.asarray(cv2.merge((share,) * 4), np.float32)
        now = np.asarray(cv2.subtract(self._carried, here), np.float32)
        now = np.asarray(cv2.multiply(now, share), np.float32)
        now = np.asarray(cv2.add(now, here), np.float32)
        self._carried = now
        painted = np.asarray(np.clip(now + np.float32(0.5), 0, 255), np.uint8)
        for key, piece in tiles_over(part):
            block = painted[inside(piece, place)]
            if self._grid.tile(key) is None and (self._keeps_alpha or not block.any()):
                continue
            target = self._grid.writable(key)[in_tile(key, piece)]
            target[...] = as_opaque_as(target, block) if self._keeps_alpha else block
            tell(key, piece)

    def _read(self, place: Rect, part: Rect) -> Floats:
        """What is under the dab; beyond the canvas it goes on as at its edge."""
        pixels = self._grid.read(part)
        if part != place:
            sides = (
                part.y - place.y,
                place.bottom - part.bottom,
                part.x - place.x,
                place.right - part.right,
            )
            pixels = np.asarray(cv2.copyMakeBorder(pixels, *sides, cv2.BORDER_REPLICATE))
        return pixels.astype(np.float32)

    def _share(self, shape: Bytes, place: Rect, part: Rect) -> Bytes:
        """How much of the carried paint is left where."""
        if self._clip is None and self._brush.grain is Grain.NONE:
            return shape
        result = shape.copy()
        for key, piece in tiles_over(part):
            area = inside(piece, place)
            if self._brush.grain is not Grain.NONE:
                brush = self._brush
                rough = hollows(brush.grain, brush.grain_size, brush.texture, key, piece)
                result[area] = cv2.subtract(result[area], rough)
            if self._clip is not None:
                clip = self._clip.tile(key)
                result[area] = (
                    0 if clip is None else scaled(result[area], clip[in_tile(key, piece)])
                )
        return result
