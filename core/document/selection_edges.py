"""What is done to a selection's edge: it grows, shrinks, fades, or becomes a border.

All look only where an edge is near: what is wholly selected, or not at all, within reach stays
what it is. Lengths are pixels; all are for any thread, as selections are values.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from core.document.selection import Selection, even_tile, put
from core.geometry import Rect
from core.pixels.feather import feathered, reach
from core.pixels.morphology import grown, shrunk
from core.pixels.tiles import TILE, Key, TileGrid, inside, tile_rect, tiles_over

if TYPE_CHECKING:
    from core.arrays import Bytes

LARGEST = 500
"""The longest way, in pixels, that an edge can be moved or faded at once."""


def grow(selection: Selection, by: int) -> Selection:
    """Larger by `by` pixels all around; grey stays grey."""
    return _changed(selection, by, lambda mask: grown(mask, by))


def shrink(selection: Selection, by: int) -> Selection:
    """Smaller by `by` pixels all around, but for where it touches the canvas's edge."""
    return _changed(selection, by, lambda mask: shrunk(mask, by))


def feather(selection: Selection, radius: int) -> Selection:
    """Fading over about `radius` pixels to either side of the edge, but not at the canvas's."""
    return _changed(selection, reach(radius), lambda mask: feathered(mask, radius))


def border(selection: Selection, width: int) -> Selection:
    """A band of `width` pixels along the edge, half of it outside. The canvas's edge is one too:
    all of a canvas becomes a frame."""
    outside, within = math.ceil(width / 2), width // 2

    def band(mask: Bytes) -> Bytes:
        return np.minimum(grown(mask, outside), 255 - shrunk(mask, max(1, within)))

    return _changed(selection, outside + 1, band, framed=True)


def _changed(
    selection: Selection, reach: int, change: Callable[[Bytes], Bytes], *, framed: bool = False
) -> Selection:
    """`change` of the whole selection, found block by block from what lies within `reach` of each.

    `framed`: what lies off the canvas is not selected, and a wholly selected part becomes nothing;
    else the canvas ends there, and such a part stays.
    """
    source = selection.coverage
    canvas = source.canvas
    result = TileGrid(source.size, 1)
    known = _Evenness(source)
    for block in _blocks(selection.bounds().inflated(reach).intersected(canvas), reach):
        part = block.intersected(canvas)
        window = block.inflated(reach)
        if not framed:
            window = window.intersected(canvas)
        even = known.of(window)
        if even is None:
            put(result, part, change(source.read(window))[inside(part, window)])
        elif even == 255 and not framed:
            for key, here in tiles_over(part):
                if here.area == TILE * TILE:
                    result.share(key, even_tile(255))
                else:
                    result.write(here, np.full((here.height, here.width), 255, np.uint8))
    return Selection(result)


def _blocks(area: Rect, reach: int) -> Iterator[Rect]:
    """Squares of whole tiles that cover `area`: a tile each, or more where one needs so much
    around it that most of the work would be done several times."""
    side = TILE * max(1, -(-3 * reach // TILE))
    for y in range(area.y // side * side, area.bottom, side):
        for x in range(area.x // side * side, area.right, side):
            yield Rect(x, y, side, side)


class _Evenness:
    """Whether rectangles are wholly selected or not at all; each tile is looked at once."""

    def __init__(self, grid: TileGrid) -> None:
        self._grid = grid
        self._known: dict[Key, int | None] = {}

    def of(self, rect: Rect) -> int | None:
        """0 or 255 when all of it is; None: neither, or not known without a closer look."""
        if not self._grid.canvas.contains(rect):
            inner = rect.intersected(self._grid.canvas)
            return 0 if self.of(inner) == 0 else None
        values = self._values(rect)
        first = next(values, 0)
        return first if first is not None and all(value == first for value in values) else None

    def _values(self, rect: Rect) -> Iterator[int | None]:
        for key, _ in tiles_over(rect):
            if key not in self._known:
                self._known[key] = self._look(key)
            yield self._known[key]

    def _look(self, key: Key) -> int | None:
        tile = self._grid.tile(key)
        if tile is None:
            return 0
        part = tile_rect(key).intersected(self._grid.canvas)
        rows, columns = part.moved(-key[0] * TILE, -key[1] * TILE).slices
        return 255 if int(tile[rows, columns].min()) == 255 else None
