"""Grids of pixels made larger or smaller, turned and mirrored, tile by tile."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from core.geometry import Point, Rect, Size
from core.pixels.tiles import TILE, TileGrid, in_tile, inside, tile_rect, tiles_over
from core.pixels.warp import corners, reach, warped

if TYPE_CHECKING:
    from core.arrays import Bytes


class Resampling(StrEnum):
    """How new pixels are found between the old ones."""

    SMOOTH = "smooth"
    SHARP = "sharp"
    NEAREST = "nearest"


_FILTERS = {
    Resampling.SMOOTH: ("BICUBIC", 2),
    Resampling.SHARP: ("LANCZOS", 3),
    Resampling.NEAREST: ("NEAREST", 1),
}
"""Pillow's filter, and how many source pixels it reaches to either side."""


def resampled(grid: TileGrid, size: Size, how: Resampling) -> TileGrid:
    """The grid with its canvas stretched to `size`; averaged where it becomes smaller.

    On the canvas nothing is mixed with what lies off it: an opaque edge stays opaque.
    """
    result = TileGrid(size, grid.channels)
    across, down = size.width / grid.size.width, size.height / grid.size.height
    for key, part in tiles_over(scaled_rect(grid.extent(), across, down)):
        tile: Bytes = np.zeros(grid.tile_shape, np.uint8)
        on = part.intersected(result.canvas)
        if on != part:
            tile[in_tile(key, part)] = _stretched(grid, part, across, down, how, grid.extent())
        if not on.is_empty:
            tile[in_tile(key, on)] = _stretched(grid, on, across, down, how, grid.canvas)
        result.share(key, tile if tile.any() else None)
    return result


def scaled_rect(rect: Rect, across: float, down: float) -> Rect:
    """The pixels that a rectangle covers when the canvas is stretched."""
    if rect.is_empty:
        return rect
    return Rect.of_edges(
        round(rect.x * across, 6),
        round(rect.y * down, 6),
        round(rect.right * across, 6),
        round(rect.bottom * down, 6),
    )


def _stretched(
    grid: TileGrid, part: Rect, across: float, down: float, how: Resampling, within: Rect
) -> Bytes:
    """`part` of the new pixels, made of what the old ones have `within` a rectangle."""
    filter, support = _FILTERS[how]
    left, top, right, bottom = (
        part.x / across, part.y / down, part.right / across, part.bottom / down,
    )  # fmt: skip
    wide, high = (math.ceil(support * max(1.0, 1 / share)) + 1 for share in (across, down))
    source = Rect.of_edges(left - wide, top - high, right + wide, bottom + high)
    source = source.intersected(within)
    shape = (part.height, part.width, *grid.tile_shape[2:])
    box = (
        max(left - source.x, 0.0), max(top - source.y, 0.0),
        min(right - source.x, source.width), min(bottom - source.y, source.height),
    )  # fmt: skip
    if not grid.keys(source) or box[2] <= box[0] or box[3] <= box[1]:
        return np.zeros(shape, np.uint8)
    from PIL import Image  # it stalls the window while it loads

    # "RGBa" is Pillow's name for premultiplied colours, which it mixes as they are.
    mode = "L" if grid.channels == 1 else "RGBa"
    image = Image.frombuffer(mode, source.size, grid.read(source), "raw", mode, 0, 1)
    found = np.array(image.resize(part.size, Image.Resampling[filter], box), np.uint8)
    if found.ndim == 3:  # where it overshoots, no colour is more than its alpha
        np.minimum(found, found[..., 3:], out=found)
    return found


def turned(grid: TileGrid, quarters: int) -> TileGrid:
    """The grid with its canvas turned by quarters, clockwise. Exact, off the canvas too."""
    quarters %= 4
    size = grid.size if quarters % 2 == 0 else Size(grid.size.height, grid.size.width)
    return _placed(
        grid,
        size,
        lambda rect: turned_rect(rect, grid.size, quarters),
        lambda tile: np.rot90(tile, -quarters),
    )


def turned_rect(rect: Rect, size: Size, quarters: int) -> Rect:
    """Where a rectangle of a canvas of `size` lies once that is turned clockwise."""
    match quarters % 4:
        case 1:
            return Rect(size.height - rect.bottom, rect.x, rect.height, rect.width)
        case 2:
            x, y = size.width - rect.right, size.height - rect.bottom
            return Rect(x, y, rect.width, rect.height)
        case 3:
            return Rect(rect.y, size.width - rect.right, rect.height, rect.width)
        case _:
            return rect


def flipped(grid: TileGrid, *, across: bool) -> TileGrid:
    """The grid with left and right of its canvas exchanged (`across`), or top and bottom."""
    return _placed(
        grid,
        grid.size,
        lambda rect: flipped_rect(rect, grid.size, across=across),
        lambda tile: tile[:, ::-1] if across else tile[::-1],
    )


def flipped_rect(rect: Rect, size: Size, *, across: bool) -> Rect:
    """Where a rectangle of a canvas of `size` lies once that is mirrored."""
    if across:
        return Rect(size.width - rect.right, rect.y, rect.width, rect.height)
    return Rect(rect.x, size.height - rect.bottom, rect.width, rect.height)


def _placed(
    grid: TileGrid, size: Size, place: Callable[[Rect], Rect], change: Callable[[Bytes], Bytes]
) -> TileGrid:
    result = TileGrid(size, grid.channels)
    known: dict[int, Bytes] = {}
    """Tiles that several places share, a plain paper mostly, are changed once."""
    for key in grid:
        tile = grid.shared(key)
        assert tile is not None
        changed = known.get(id(tile))
        if changed is None:
            changed = known[id(tile)] = np.ascontiguousarray(change(tile))
        target = place(tile_rect(key))
        for other, part in tiles_over(target):
            block = changed[inside(part, target)]
            if part.area == TILE * TILE:
                result.share(other, changed)
            elif result.tile(other) is not None or block.any():
                result.writable(other)[in_tile(other, part)] = block
    return result


def rotated(grid: TileGrid, angle: float, crop: Rect) -> TileGrid:
    """The grid with its canvas turned about its middle by an angle in radians, clockwise, of which
    `crop`, in today's pixels, is the canvas then. What lies off it is kept."""
    turn = _Turn(grid.canvas, angle)
    result = TileGrid(crop.size, grid.channels)
    area = turn.reach(grid.extent()).moved(-crop.x, -crop.y)
    for key, part in tiles_over(area):
        there = part.moved(crop.x, crop.y)
        source = turn.back.reach(there).inflated(3)
        if grid.keys(source):
            tile: Bytes = np.zeros(grid.tile_shape, np.uint8)
            quad = [turn.to(corner) for corner in corners(source)]
            tile[in_tile(key, part)] = warped(grid.read(source), source, quad, there)
            result.share(key, tile if tile.any() else None)
    return result


def inscribed(size: Size, angle: float) -> Rect:
    """The largest rectangle that a picture of `size` fills once it is turned about its middle by an
    angle in radians, in its own pixels."""
    sine, cosine = abs(math.sin(angle)), abs(math.cos(angle))
    long, short = max(size), min(size)
    if short <= 2 * sine * cosine * long or abs(sine - cosine) < 1e-10:
        half = short / 2  # two of its corners lie on one long side
        wide, high = half / max(sine, 1e-12), half / max(cosine, 1e-12)
        if size.width < size.height:
            wide, high = high, wide
    else:
        double = cosine * cosine - sine * sine
        wide = (size.width * cosine - size.height * sine) / double
        high = (size.height * cosine - size.width * sine) / double
    x, y = math.ceil((size.width - wide) / 2 - 1e-9), math.ceil((size.height - high) / 2 - 1e-9)
    return Rect(x, y, max(1, size.width - 2 * x), max(1, size.height - 2 * y))


class _Turn:
    """About the middle of a canvas."""

    def __init__(self, canvas: Rect, angle: float) -> None:
        self._canvas, self._angle = canvas, angle
        self._cos, self._sin = math.cos(angle), math.sin(angle)

    @property
    def back(self) -> _Turn:
        return _Turn(self._canvas, -self._angle)

    def to(self, point: Point) -> Point:
        middle = self._canvas.centre
        x, y = point.x - middle.x, point.y - middle.y
        cos, sin = self._cos, self._sin
        return Point(middle.x + x * cos - y * sin, middle.y + x * sin + y * cos)

    def reach(self, rect: Rect) -> Rect:
        if rect.is_empty:
            return rect
        return reach([self.to(corner) for corner in corners(rect)])
