"""Colours laid over a layer where something covers it, for any thread, and put in as one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.document.edit import Command, Edit
from core.document.layers import Layer, MaskLayer, RegionLayer
from core.document.selection import Selection, paintable
from core.document.state import State
from core.errors import UserError
from core.geometry import Rect
from core.pixels.alpha import scaled, straight
from core.pixels.blend import blend
from core.pixels.tiles import TILE, Key, TileGrid, in_tile, inside, tile_rect, tiles_over

if TYPE_CHECKING:
    from core.arrays import Bytes

Paint = Callable[[Rect], "Bytes"]
"""Premultiplied RGBA (h, w, 4) of a rectangle of the canvas."""


@dataclass(frozen=True, eq=False)
class Laid:
    """What a layer's tiles become, and what they were made of."""

    layer_id: str
    before: TileGrid
    tiles: Mapping[Key, Bytes | None]

    def after(self) -> TileGrid:
        """All of the layer's pixels then."""
        grid = self.before.snapshot()
        for key, tile in self.tiles.items():
            grid.share(key, tile)
        return grid


@dataclass(frozen=True, eq=False)
class PutTiles(Command):
    """Puts what was laid in another thread into its layer. UserError when the layer was painted on
    in the meantime: nothing that the artist did is overwritten."""

    laid: Laid
    text: str = "Fill"

    def apply(self, edit: Edit) -> None:
        layer = edit.editable(self.laid.layer_id, Layer)
        before, size = self.laid.before, edit.state.size
        fresh = layer.grid is None
        if fresh:
            layer = paintable(layer, size)
            edit.replace(layer)
        # A group that was a picture, merged, is a group again once that is undone.
        if layer.grid is None or size != before.size or _differs(layer.grid, before, fresh):
            raise UserError(
                f"“{layer.name}” was changed in the meantime.", "Do it once more, on what is there."
            )
        grid = edit.paint(layer.grid)
        for key, tile in self.laid.tiles.items():
            grid.share(key, tile)


def _differs(grid: TileGrid, before: TileGrid, fresh: bool) -> bool:
    """Whether anything was painted, or a region's box moved, since; what is `fresh` has other tiles
    that may be alike."""
    if not fresh:
        return bool(grid.changed_since(before))
    for key in grid:
        here, there = grid.tile(key), before.tile(key)
        if here is None or there is None or not np.array_equal(here, there):
            return True
    return set(grid) != set(before)


def laid(
    state: State, layer_id: str, paint: Paint, area: Selection | None = None, opacity: float = 1.0
) -> Laid:
    """Paint over a layer, where `area` and the selection let it through. UserError when the layer
    has no pixels, or is locked."""
    layer = Edit(state).editable(layer_id, Layer)
    layer = paintable(layer, state.size)
    if layer.grid is None:
        raise UserError(
            f"“{layer.name}” has no pixels of its own.",
            "Choose a layer that has.",
        )
    clips = [one.coverage for one in (area, state.selection) if one is not None]
    rect = state.canvas
    for one in (area, state.selection):
        rect = rect if one is None else rect.intersected(one.bounds())
    tiles: dict[Key, Bytes | None] = {}
    everywhere = not clips and opacity == 1
    for key, part in tiles_over(rect):
        coverage = None if everywhere else _coverage(clips, key, part, opacity)
        if everywhere or (coverage is not None and coverage.any()):
            tiles[key] = _over(layer, key, part, paint(part), coverage)
    return Laid(layer_id, layer.grid, tiles)


def _coverage(clips: list[TileGrid], key: Key, part: Rect, opacity: float) -> Bytes | None:
    """(h, w) of a part of a tile; None where nothing is let through."""
    result: Bytes = np.full((part.height, part.width), round(255 * opacity), np.uint8)
    for clip in clips:
        tile = clip.tile(key)
        if tile is None:
            return None
        result = scaled(result, tile[in_tile(key, part)])
    return result


def _over(layer: Layer, key: Key, part: Rect, paint: Bytes, coverage: Bytes | None) -> Bytes | None:
    assert layer.grid is not None
    tile = layer.grid.tile(key)
    result: Bytes = np.zeros(layer.grid.tile_shape, np.uint8) if tile is None else tile.copy()
    where = inside(part, tile_rect(key))
    result[where] = over(layer, result[where], paint, coverage)
    return result if result.any() else None


def over(layer: Layer, below: Bytes, paint: Bytes, coverage: Bytes | None) -> Bytes:
    """Paint over a part of a layer's pixels, as far as `coverage` (h, w) lets it through; None:
    everywhere."""
    if below.ndim == 3:
        return blend(below, paint if coverage is None else scaled(paint, coverage))
    alpha = np.ascontiguousarray(paint[..., 3])
    share = (alpha if coverage is None else scaled(coverage, alpha)).astype(np.uint16)
    mixed = below.astype(np.uint16) * (255 - share) + _grey(layer, paint).astype(np.uint16) * share
    result: Bytes = ((mixed + 127) // 255).astype(np.uint8)
    return result


def _grey(layer: Layer, paint: Bytes) -> Bytes:
    """What paint is on masks: white where it is laid, or what its colours hide on layer masks."""
    if isinstance(layer, MaskLayer | RegionLayer):
        return np.full(paint.shape[:2], 255, np.uint8)
    colours = straight(paint)[..., :3].astype(np.float32)
    light = colours @ np.array((0.299, 0.587, 0.114), np.float32)
    return (255 - np.rint(light)).astype(np.uint8)


def evenly(color: tuple[int, int, int]) -> Paint:
    """Paint of one colour everywhere."""
    tile = np.empty((TILE, TILE, 4), np.uint8)
    tile[...] = (*color, 255)

    def paint(rect: Rect) -> Bytes:
        if rect.height <= TILE and rect.width <= TILE:
            return tile[: rect.height, : rect.width]
        return np.broadcast_to(tile[:1, :1], (rect.height, rect.width, 4))

    return paint
