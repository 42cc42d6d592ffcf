"""Several layers become one that looks as they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.document import tree
from core.document.compositing import Sheet, compose, compose_part, reach_of, sheets_of
from core.document.edit import Command, Edit, refuse_locked
from core.document.layers import (
    GroupLayer,
    Layer,
    LayerMask,
    Picture,
    RasterLayer,
)
from core.document.state import partly
from core.errors import UserError
from core.geometry import Rect, Size
from core.pixels.blend import BlendMode
from core.pixels.tiles import TileGrid, tile_rect, tiles_over


@dataclass(frozen=True, eq=False)
class MergeDown(Command):
    """Makes one layer of a layer and the one below it, which looks as the two did; of a group, one
    layer of all that is in it."""

    layer_id: str
    text: str = "Merge down"

    def apply(self, edit: Edit) -> None:
        upper = edit.layer(self.layer_id)
        if isinstance(upper, GroupLayer):
            _merge(edit, [upper], upper)
            return
        below = _sibling_below(edit.state.layers, upper)
        if below is None:
            raise UserError("There is no layer below this one.", "Merge a layer further up.")
        for layer in (upper, below):
            refuse_locked(layer)
            if not layer.visible:
                raise UserError(f"“{layer.name}” is hidden.", "Show it to merge it.")
        pictures = isinstance(upper, Picture) and isinstance(below, RasterLayer | GroupLayer)
        guides = type(upper) is type(below) and upper.grid is not None and below.grid is not None
        if not (pictures or guides):
            raise UserError(
                f"“{upper.name}” and “{below.name}” cannot become one layer.",
                "Merge two pictures, two sketches or two masks.",
            )
        if isinstance(upper, RasterLayer) and isinstance(below, RasterLayer):
            _merge_pictures(edit, upper, below)
        elif pictures:
            _merge(edit, [below, upper], below)
        else:
            _merge_guides(edit, upper, below)


@dataclass(frozen=True, eq=False)
class MergeLayers(Command):
    """Makes one layer of pictures that lie in one group, in the place of the topmost."""

    layer_ids: tuple[str, ...]
    text: str = "Merge layers"

    def apply(self, edit: Edit) -> None:
        layers = edit.state.layers
        chosen = [edit.layer(i) for i in tree.outermost(layers, self.layer_ids)]
        pictures = [one for one in chosen if isinstance(one, Picture)]
        if len(pictures) < 2 and not any(isinstance(one, GroupLayer) for one in pictures):
            raise UserError("There is nothing to merge.", "Choose two pictures or more.")
        if len({one.inside for one in pictures}) > 1:
            raise UserError(
                "The layers lie in different groups.", "Choose layers of one group to merge them."
            )
        _merge(edit, pictures, pictures[-1])


@dataclass(frozen=True, eq=False)
class MergeVisible(Command):
    """Makes one layer of all that is seen of the picture; what is hidden stays."""

    text: str = "Merge visible"

    def apply(self, edit: Edit) -> None:
        layers = edit.state.layers
        pictures = [
            layer
            for layer in tree.children(layers, None)
            if isinstance(layer, Picture) and layer.visible
        ]
        if not pictures:
            raise UserError("No picture is shown.", "Show what is to be merged.")
        _merge(edit, pictures, pictures[0])


@dataclass(frozen=True, eq=False)
class Flatten(Command):
    """Makes one layer of the picture as it is seen; what is hidden is taken away. Masks, regions
    and sketches stay."""

    text: str = "Flatten"

    def apply(self, edit: Edit) -> None:
        pictures = [
            layer for layer in tree.children(edit.state.layers, None) if isinstance(layer, Picture)
        ]
        if not pictures:
            raise UserError("There is no picture to flatten.", "Add a layer to paint on.")
        _merge(edit, pictures, pictures[0])


def _sibling_below(layers: Sequence[Layer], layer: Layer) -> Layer | None:
    alike = [
        one
        for one in tree.children(layers, layer.inside)
        if isinstance(one, LayerMask) == isinstance(layer, LayerMask)
    ]
    place = alike.index(layer)
    return alike[place - 1] if place else None


def _merge(edit: Edit, pictures: Sequence[Layer], kept: Layer) -> None:
    """One picture of several, named and placed as `kept`, with its look of its own gone into its
    pixels."""
    layers = edit.state.layers
    blocks = {layer.id for one in pictures for layer in tree.block(layers, one.id)}
    for layer in layers:
        if layer.id in blocks:
            refuse_locked(layer)
    chosen = tuple(
        layer.replaced(inside=None) if layer in pictures else layer
        for layer in layers
        if layer.id in blocks
    )
    grid = composed(sheets_of(chosen), chosen, edit.state.size)
    merged = RasterLayer(id=kept.id, name=kept.name, label=kept.label, inside=kept.inside,
                         pixels=grid)  # fmt: skip
    left = tuple(
        merged if layer.id == kept.id else layer
        for layer in layers
        if layer.id not in blocks or layer.id == kept.id
    )
    edit.update(layers=left, active_id=kept.id)


def _merge_pictures(edit: Edit, upper: RasterLayer, below: RasterLayer) -> None:
    """Two pictures: the lower keeps its masks where its mode and opacity can stay as they are."""
    layers = edit.state.layers
    size = edit.state.size
    if upper.clipped and not below.clipped:
        # Its mode, opacity and masks stay: what is clipped to it is only seen through them.
        base = below.replaced(inside=None, opacity=1.0, blend=BlendMode.NORMAL)
        above = [one.replaced(inside=None) if one is upper else one
                 for one in tree.block(layers, upper.id)]  # fmt: skip
        grid = composed(sheets_of([base, *above]), [base, *above], size)
        edit.remove_block(upper.id)
        edit.replace(below.with_grid(grid).replaced(origin=None))
    elif tree.members(layers, below.id) or tree.members(layers, upper.id):
        _merge(edit, [below, upper], below)
    else:
        sheets = (Sheet(below.id, opacity=below.opacity),
                  Sheet(upper.id, upper.blend, upper.opacity))  # fmt: skip
        grid = composed(sheets, [below, upper], size)
        edit.remove_block(upper.id)
        edit.replace(below.with_grid(grid).replaced(opacity=1.0, origin=None))
    edit.update(active_id=below.id)


def _merge_guides(edit: Edit, upper: Layer, below: Layer) -> None:
    """Two masks, layer masks or sketches."""
    assert upper.grid is not None and below.grid is not None
    grid = TileGrid(edit.state.size, upper.grid.channels)
    for key in {*upper.grid, *below.grid}:
        one, other = below.grid.tile(key), upper.grid.tile(key)
        if grid.channels == 1:
            tiles = [tile for tile in (one, other) if tile is not None]
            tile = np.maximum.reduce(tiles)
        else:
            sheets = (Sheet("below", opacity=below.opacity), Sheet("upper", opacity=upper.opacity))
            made = compose(sheets, {"below": one, "upper": other}.get)
            if made is None:
                continue
            tile = made
        grid.share(key, tile if tile.any() else None)
    edit.remove_block(upper.id)
    merged = below.with_grid(grid)
    edit.replace(merged if grid.channels == 1 else merged.replaced(opacity=1.0))
    edit.update(active_id=below.id)


def composed(sheets: Sequence[Sheet], layers: Sequence[Layer], size: Size) -> TileGrid:
    """Sheets of these layers as pixels; also what lies off the canvas."""
    grids = {layer.id: layer.grid for layer in layers if layer.grid is not None}
    if reach_of(sheets):
        return _composed_blurred(sheets, grids, size)
    grid = TileGrid(size, 4)
    for key in {key for one in grids.values() if one.channels == 4 for key in one}:
        tiles = {layer: one.tile(key) for layer, one in grids.items()}
        tile = compose(sheets, tiles.get)
        if tile is not None and tile.any():
            # A layer's own tile may be written to where it lies.
            own = any(tile is other for other in tiles.values())
            grid.share(key, tile.copy() if own else tile)
    return grid


def _composed_blurred(
    sheets: Sequence[Sheet], grids: Mapping[str, TileGrid], size: Size
) -> TileGrid:
    """The same where something blurs, which paints beyond the tiles that there are."""
    grid = TileGrid(size, 4)
    reach = reach_of(sheets)
    painted = {key for one in grids.values() if one.channels == 4 for key in one}
    keys = {key for one in painted for key, _ in tiles_over(tile_rect(one).inflated(reach))}
    everywhere = Rect.around(map(tile_rect, keys))

    def put(part: Rect, within: Rect) -> None:
        made = compose_part(sheets, partly(grids), part, within)
        if made is None:
            made = np.zeros((part.height, part.width, 4), np.uint8)
        grid.write(part, made)

    for key in keys:
        place = tile_rect(key)
        seen = place.intersected(grid.canvas)
        if seen != place:
            put(place, everywhere)
        if not seen.is_empty:  # as it looks there, where the canvas's edge is that of the picture
            put(seen, grid.canvas)
    return grid
