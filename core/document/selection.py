"""The selection: a soft mask of any shape. All are values; an operation makes a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from core.document.layers import Layer, LayerMask, RegionLayer
from core.geometry import EMPTY, Point, Rect, Size
from core.pixels.ellipse import covered, lies_inside, lies_outside
from core.pixels.polygon import pieces
from core.pixels.tiles import TILE, TileGrid, in_tile, inside, tile_rect, tiles_over

if TYPE_CHECKING:
    from core.arrays import Bytes


SELECTION = "selection"
"""What stands for the selection where a layer's id would: a stroke may be painted on it."""


class Combine(StrEnum):
    """What becomes of the selection that there is when another one is drawn."""

    REPLACE = "replace"
    ADD = "add"
    SUBTRACT = "subtract"
    INTERSECT = "intersect"


@cache
def even_tile(value: int) -> Bytes:
    """The shared tile that is wholly selected (255), or not at all (0)."""
    tile: Bytes = np.full((TILE, TILE), value, np.uint8)
    tile.flags.writeable = False
    return tile


class Selection:
    """Which pixels are selected, 0…255 each. Never painted on: make a new one instead.

    Wholly selected tiles are one shared tile, so that selecting all costs no memory.
    """

    __slots__ = ("coverage",)

    def __init__(self, coverage: TileGrid) -> None:
        if coverage.channels != 1:
            raise ValueError("a selection has one channel")
        self.coverage = coverage

    @classmethod
    def all(cls, size: Size) -> Selection:
        return cls.rectangle(size, Rect.of_size(size))

    @classmethod
    def rectangle(cls, size: Size, rect: Rect) -> Selection:
        """The part of `rect` that is on the canvas."""
        grid = TileGrid(size, 1)
        for key, part in tiles_over(rect.intersected(Rect.of_size(size))):
            if part.area == TILE * TILE:
                grid.share(key, even_tile(255))
            else:
                grid.writable(key)[in_tile(key, part)] = 255
        return cls(grid)

    @classmethod
    def ellipse(cls, size: Size, rect: Rect) -> Selection:
        """The ellipse that touches the sides of `rect`, its edge smooth."""
        grid = TileGrid(size, 1)
        for key, part in tiles_over(rect.intersected(Rect.of_size(size))):
            if lies_outside(part, rect):
                continue
            if part.area == TILE * TILE and lies_inside(part, rect):
                grid.share(key, even_tile(255))
            else:
                grid.write(part, covered(part, rect))
        return cls(grid)

    @classmethod
    def polygon(cls, size: Size, points: Sequence[Point]) -> Selection:
        """The inside (even-odd) of a closed line through `points`, its edge smooth."""
        if len(points) < 3:
            return cls(TileGrid(size, 1))
        places = np.array(points, np.float64)
        (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
        rect = Rect.of_edges(left, top, right, bottom).intersected(Rect.of_size(size))
        grid = TileGrid(size, 1)
        for row in range(rect.y // TILE, -(-rect.bottom // TILE)):
            band = Rect(0, row * TILE, size.width, TILE).intersected(Rect.of_size(size))
            for column, block in enumerate(pieces(places, band, TILE)):
                part = band.intersected(tile_rect((column, row)))
                if not isinstance(block, int):
                    grid.write(part, block)
                elif part.area == TILE * TILE:
                    grid.share((column, row), even_tile(block) if block else None)
                else:
                    grid.write(part, np.full((part.height, part.width), block, np.uint8))
        return cls(grid)

    @classmethod
    def from_array(cls, size: Size, array: Bytes, x: int = 0, y: int = 0) -> Selection:
        """A mask (h, w) whose upper left pixel lies at (x, y); what is off the canvas is lost."""
        grid = TileGrid(size, 1)
        rect = Rect(x, y, array.shape[1], array.shape[0])
        visible = rect.intersected(Rect.of_size(size))
        if not visible.is_empty:
            grid.write(visible, array[inside(visible, rect)])
        return cls(grid)

    @classmethod
    def from_layer(cls, layer: Layer) -> Selection:
        """A mask's or region's coverage, what a layer mask shows, or a picture's alpha, on the
        canvas."""
        grid = layer.grid
        if grid is None:
            raise ValueError("a region that is only a box has no coverage; use its rectangle")
        if isinstance(layer, LayerMask):
            return cls.all(grid.size).subtracted(cls(grid.clipped(grid.canvas)))
        if grid.channels == 1:
            return cls(grid.clipped(grid.canvas))
        if grid.even == 255:
            return cls.all(grid.size)
        alpha = TileGrid(grid.size, 1)
        for key in grid.keys(grid.canvas):
            tile = grid.tile(key)
            assert tile is not None
            part = tile_rect(key).intersected(grid.canvas)
            put(alpha, part, tile[..., 3][in_tile(key, part)])
        return cls(alpha)

    @property
    def size(self) -> Size:
        return self.coverage.size

    @property
    def is_empty(self) -> bool:
        return self.coverage.bounds().is_empty

    def bounds(self) -> Rect:
        """The smallest rectangle of the canvas that holds all that is selected."""
        return self.coverage.bounds().intersected(self.coverage.canvas)

    def read(self, rect: Rect) -> Bytes:
        """The coverage of `rect`: (h, w), 0…255."""
        return self.coverage.read(rect)

    def inverted(self) -> Selection:
        return Selection.all(self.size).subtracted(self)

    def added(self, other: Selection) -> Selection:
        """What is in either: the larger coverage."""
        return self._combined(other, np.maximum)

    def subtracted(self, other: Selection) -> Selection:
        """What is in this and not in the other: the smaller of ours and 255 - theirs."""

        def without(a: Bytes, b: Bytes) -> Bytes:
            return np.minimum(a, 255 - b)

        return self._combined(other, without)

    def intersected(self, other: Selection) -> Selection:
        """What is in both: the smaller coverage."""
        return self._combined(other, np.minimum)

    def moved(self, dx: int, dy: int) -> Selection:
        """The selection shifted; what leaves the canvas is lost."""
        grid, whole = TileGrid(self.size, 1), even_tile(255)
        for key, part in tiles_over(self.bounds().moved(dx, dy).intersected(grid.canvas)):
            source = part.moved(-dx, -dy)
            under = [self.coverage.shared(other) for other, _ in tiles_over(source)]
            if part.area == TILE * TILE and all(tile is whole for tile in under):
                grid.share(key, whole)
            elif any(tile is not None for tile in under):
                put(grid, part, self.coverage.read(source))
        return Selection(grid)

    def _combined(self, other: Selection, of: Callable[[Bytes, Bytes], Bytes]) -> Selection:
        grid, none = TileGrid(self.size, 1), even_tile(0)
        # Tiles that several places share, wholly selected ones mostly, are combined once.
        known: dict[tuple[int, int], Bytes | None] = {}
        for key in {*self.coverage, *other.coverage}:
            a, b = self.coverage.shared(key), other.coverage.shared(key)
            pair = (id(a), id(b))
            if pair not in known:
                known[pair] = tidied(of(none if a is None else a, none if b is None else b))
            grid.share(key, known[pair])
        return Selection(grid)


def tidied(tile: Bytes) -> Bytes | None:
    """A tile as it is best kept: the shared one when wholly selected, None when not at all."""
    if not tile.any():
        return None
    return even_tile(255) if int(tile.min()) == 255 else tile


def put(grid: TileGrid, rect: Rect, coverage: Bytes) -> None:
    """Writes coverage (h, w) of `rect`; whole tiles are kept as `tidied` says."""
    for key, part in tiles_over(rect):
        block = coverage[inside(part, rect)]
        if part.area == TILE * TILE:
            grid.share(key, tidied(np.array(block, order="C")))
        else:
            grid.write(part, block)


def combined(before: Selection | None, drawn: Selection, how: Combine) -> Selection | None:
    """The selection after another one was drawn. Nothing selected has nothing to take away from,
    and limits nothing."""
    if before is None:
        return None if how is Combine.SUBTRACT else drawn
    match how:
        case Combine.ADD:
            return before.added(drawn)
        case Combine.SUBTRACT:
            return before.subtracted(drawn)
        case Combine.INTERSECT:
            return before.intersected(drawn)
        case _:
            return drawn


def paintable(layer: Layer, size: Size) -> Layer:
    """The layer with pixels to paint on: a region that is a box becomes that box, painted."""
    if layer.grid is not None or not isinstance(layer, RegionLayer):
        return layer
    box = EMPTY if layer.box is None else layer.box
    return layer.replaced(box=None, coverage=Selection.rectangle(size, box).coverage)


def union(grids: Iterable[TileGrid], rect: Rect) -> Bytes:
    """The largest coverage of several masks in `rect`: (h, w)."""
    result = np.zeros((max(0, rect.height), max(0, rect.width)), np.uint8)
    for grid in grids:
        for key in grid.keys(rect):
            part = rect.intersected(tile_rect(key))
            tile = grid.tile(key)
            assert tile is not None
            target = result[inside(part, rect)]
            np.maximum(target, tile[in_tile(key, part)], out=target)
    return result
