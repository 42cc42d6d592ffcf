"""What of a mask a generation will really change: grown, feathered, blended, shown beforehand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from core.generation.mask import visible_mask
from core.geometry import EMPTY, Rect, Size
from core.request import InpaintSettings

from .placed import Stretched
from .transform import rect_at_level, rect_from_level

if TYPE_CHECKING:
    from core.arrays import Bytes

MOST_PIXELS = 500_000
"""Larger masks are grown and feathered at a smaller size, so that showing it stays quick."""


class EffectiveMask:
    """The mask after grow, feather and blend, to be shown; found when asked, kept in between.

    Where the mask changed since, the plain mask is shown until the next `find`.
    """

    def __init__(self) -> None:
        self._shown: Stretched | None = None
        self.bounds = EMPTY
        """Canvas pixels outside of which nothing will be repainted."""
        self._pending = EMPTY

    def clear(self) -> None:
        self._shown, self.bounds, self._pending = None, EMPTY, EMPTY

    def changed(self, rect: Rect) -> None:
        """The mask changed within `rect`."""
        self._pending = self._pending.united(rect)

    def find(
        self,
        read: Callable[[int, Rect], Bytes],
        bounds: Rect,
        size: Size,
        settings: InpaintSettings,
        level: int,
    ) -> None:
        """Computes it; `read(level, rect)` gives the mask, `bounds` (canvas) holds all of it."""
        self.clear()
        canvas = Rect.of_size(size)
        reach = max(0, settings.grow) + 2
        around = bounds.inflated(reach).intersected(canvas)
        if bounds.is_empty or around.is_empty:
            return
        while rect_at_level(around, level).area > MOST_PIXELS:
            level += 1
        part = rect_at_level(around, level).intersected(rect_at_level(canvas, level))
        mask = visible_mask(read(level, part), at_level(settings, level))
        self._shown = Stretched(mask, rect_from_level(part, level))
        self.bounds = around

    def shown(self, level: int, part: Rect) -> Bytes:
        """The effective mask of `part` (pixels of a level) as it was last found."""
        result = np.zeros((part.height, part.width), np.uint8)
        known = part.intersected(rect_at_level(self.bounds, level))
        if self._shown is not None and not known.is_empty:
            result[known.moved(-part.x, -part.y).slices] = self._shown.read(level, known)
        return result

    def read(self, level: int, part: Rect, mask: Bytes) -> Bytes:
        """The effective mask of `part` (pixels of a level), of which `mask` is the plain one."""
        result = self.shown(level, part)
        fresh = part.intersected(rect_at_level(self._pending, level))
        if not fresh.is_empty:
            rows, columns = fresh.moved(-part.x, -part.y).slices
            result[rows, columns] = np.maximum(result[rows, columns], mask[rows, columns])
        return result


def at_level(settings: InpaintSettings, level: int) -> InpaintSettings:
    """The same lengths in pixels of a mip level."""
    step = 1 << level
    return InpaintSettings(
        grow=round(settings.grow / step),
        feather=round(settings.feather / step),
        blend=round(settings.blend / step),
        fill=settings.fill,
    )
