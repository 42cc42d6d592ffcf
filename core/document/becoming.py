"""A layer becomes one of another kind: what is painted a mask, a mask what is painted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.document import tree
from core.document.edit import Command, Edit, refuse_locked
from core.document.layers import (
    Layer,
    LayerMask,
    MaskLayer,
    RasterLayer,
    RegionLayer,
    SketchLayer,
)
from core.document.selection import paintable
from core.document.state import State
from core.errors import UserError
from core.pixels.alpha import four_times, is_opaque, scaled
from core.pixels.tiles import Key, TileGrid, in_tile, tile_rect, tiles_over

if TYPE_CHECKING:
    from core.arrays import Bytes

Colour = tuple[int, int, int]
Kind = type[RasterLayer] | type[SketchLayer] | type[MaskLayer] | type[RegionLayer]
KINDS: Mapping[str, Kind] = {
    "raster": RasterLayer,
    "mask": MaskLayer,
    "sketch": SketchLayer,
    "region": RegionLayer,
}
"""What layers can become, by a name for each."""
_COLOURED = (RasterLayer, SketchLayer)


@dataclass(frozen=True, eq=False)
class Become(Command):
    """Puts a layer of another kind in the place of one. UserError when that was changed since
    `before`, its pixels, or is locked.

    Masks, sketches and regions lie in no group: they come to lie above the one it lay in.
    """

    layer_id: str
    made: Layer
    before: TileGrid | None

    @property
    def text(self) -> str:
        if isinstance(self.made, MaskLayer):
            return "Turn into mask"
        if isinstance(self.made, SketchLayer):
            return "Turn into sketch"
        if isinstance(self.made, RegionLayer):
            return "Turn into region"
        return "Turn into paint layer"

    def apply(self, edit: Edit) -> None:
        layers = edit.state.layers
        layer = edit.layer(self.layer_id)
        block = tree.block(layers, self.layer_id)
        for one in (*block, *tree.ancestors(layers, layer)):
            refuse_locked(one)
        grid = layer.grid
        changed = grid is not None and (
            self.before is None or bool(grid.changed_since(self.before))
        )
        if changed or (self.made.grid is not None and self.made.grid.size != edit.state.size):
            raise UserError(
                f"“{layer.name}” was changed in the meantime.", "Do it once more, on what is there."
            )
        above = list(tree.ancestors(layers, layer))
        left = [one for one in layers if one not in block]
        made, at = self.made, layers.index(block[0])
        if isinstance(made, RasterLayer):
            made = made.replaced(inside=layer.inside)
        elif above:
            at = left.index(above[-1]) + 1
        edit.update(layers=(*left[:at], made, *left[at:]), active_id=made.id)


def can_become(layer: Layer | None, kind: str) -> bool:
    """Whether a layer can become one of a kind that it is not."""
    known = isinstance(layer, tuple(KINDS.values()))
    return known and not isinstance(layer, KINDS[kind])


def become(state: State, layer_id: str, kind: str, colour: Colour) -> Become:
    """The step that makes a layer one of `KINDS`; for any thread. UserError when it cannot be.

    Of paint what is opaque becomes the mask; of a picture without transparency what is light. What
    hides parts of it is applied. A mask becomes paint of `colour`, a region of its own, as opaque
    as it covers: turned back, they are what they were.
    """
    layer = state.layer(layer_id)
    if not can_become(layer, kind):
        raise UserError(
            f"“{layer.name}” cannot become that.",
            "Choose a picture, a mask, a sketch or a region that is of another kind.",
        )
    before = layer.grid
    grid = paintable(layer, state.size).grid
    assert grid is not None
    for mask in tree.children(state.layers, layer_id):
        if isinstance(mask, LayerMask) and mask.visible:
            grid = _less(grid, mask.hidden)
    wanted = KINDS[kind]
    if isinstance(layer, _COLOURED) and wanted not in _COLOURED:
        grid = _covered(grid)
    elif not isinstance(layer, _COLOURED) and wanted in _COLOURED:
        grid = _painted(grid, layer.color if isinstance(layer, RegionLayer) else colour)
    else:
        grid = grid.snapshot()
    made = _layer(kind, grid).replaced(name=layer.name, visible=layer.visible, label=layer.label)
    if isinstance(layer, _COLOURED) and isinstance(made, _COLOURED):
        made = made.replaced(opacity=layer.opacity)
    return Become(layer_id, made, before)


def _layer(kind: str, grid: TileGrid) -> Layer:
    if kind == "raster":
        return RasterLayer(pixels=grid)
    if kind == "sketch":
        return SketchLayer(pixels=grid)
    if kind == "mask":
        return MaskLayer(coverage=grid, opacity=0.5)
    return RegionLayer(coverage=grid)


def _less(grid: TileGrid, hidden: TileGrid) -> TileGrid:
    """Pixels without what a layer mask hides."""

    def shown(key: Key, tile: Bytes) -> Bytes:
        hides = hidden.tile(key)
        if hides is None:
            return tile
        return scaled(tile, np.asarray(cv2.bitwise_not(hides), np.uint8))

    return _made(grid, grid.channels, shown)


def _covered(grid: TileGrid) -> TileGrid:
    """How opaque paint is, or how light a picture of several colours without transparency."""
    light = _is_picture(grid)

    def coverage(_: Key, tile: Bytes) -> Bytes:
        if light:
            return np.asarray(cv2.cvtColor(tile, cv2.COLOR_RGBA2GRAY), np.uint8)
        return np.ascontiguousarray(tile[..., 3])

    return _made(grid, 1, coverage)


def _is_picture(grid: TileGrid) -> bool:
    """Whether nothing shows through anywhere on the canvas, and it is not all of one colour."""
    colours: set[int] = set()
    for key, part in tiles_over(grid.canvas):
        tile = grid.tile(key)
        if tile is None or not is_opaque(shown := tile[in_tile(key, part)]):
            return False
        words = shown.view(np.uint32)
        colours |= {int(words.min()), int(words.max())}
    return len(colours) > 1


def _painted(grid: TileGrid, colour: Colour) -> TileGrid:
    """A colour, as opaque as a mask covers."""
    flat = np.empty((*grid.tile_shape, 4), np.uint8)
    flat[...] = (*colour, 255)
    return _made(grid, 4, lambda _, tile: scaled(flat, four_times(tile)))


def _made(grid: TileGrid, channels: int, each: Callable[[Key, Bytes], Bytes]) -> TileGrid:
    result = TileGrid(grid.size, channels)
    for key in grid:
        tile = grid.tile(key)
        assert tile is not None
        made = each(key, tile)
        if made.any():
            result.write(tile_rect(key), made)
    return result
