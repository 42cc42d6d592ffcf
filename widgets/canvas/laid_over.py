"""A gradient over a layer, shown while its line is being drawn as it will be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.document import laid_tiles
from core.document.layers import Layer, RasterLayer
from core.geometry import Rect
from core.pixels.alpha import as_opaque_as, scaled
from core.pixels.gradient import Gradient

from .levels import Deadline, Levels
from .transform import rect_at_level

if TYPE_CHECKING:
    from core.arrays import Bytes


@dataclass(frozen=True)
class LaidOver:
    """A layer as it looks with a gradient on it, where the selection lets it through."""

    layer: Layer
    gradient: Gradient
    bounds: Rect
    """Canvas pixels, outside of which nothing is laid."""
    selection: Levels | None = None

    @property
    def layers(self) -> frozenset[str]:
        return frozenset((self.layer.id,))

    def read(self, layer: str, levels: Levels, level: int, part: Rect, deadline: Deadline) -> Bytes:
        below = levels.read(level, part, deadline)
        here = rect_at_level(self.bounds, level).intersected(part)
        if here.is_empty:
            return below
        where = here.moved(-part.x, -part.y).slices
        chosen = self.selection
        coverage = None if chosen is None else chosen.read(level, here, deadline)
        before = np.ascontiguousarray(below[where])
        paint = self.gradient.smaller(1 << level).pixels(here)
        if below.ndim == 3 and levels.empty(level, here):  # over nothing it is the paint itself
            after = paint if coverage is None else scaled(paint, coverage)
        else:
            after = laid_tiles.over(self.layer, before, paint, coverage)
        if isinstance(self.layer, RasterLayer) and self.layer.alpha_locked:
            after = as_opaque_as(before, after)
        if after.shape == below.shape:
            return after
        below[where] = after
        return below

    def places(self, extent: Rect) -> tuple[Rect, ...]:
        return (self.bounds,)

    def carried(self, place: Rect) -> Rect:
        return place
