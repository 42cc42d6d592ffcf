"""What an artist can do to groups, and to masks on layers."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import cv2
import numpy as np

from core.document import tree
from core.document.edit import Command, Edit, refuse_locked
from core.document.layers import (
    GroupLayer,
    Layer,
    LayerMask,
    Picture,
    RasterLayer,
    fresh_name,
    new_id,
)
from core.document.selection import Selection
from core.errors import UserError
from core.geometry import Size
from core.pixels.alpha import scaled
from core.pixels.tiles import TILE, TileGrid, tile_rect, tiles_over


@dataclass(frozen=True, eq=False)
class GroupLayers(Command):
    """Puts layers into a new group, in the place of the topmost of them."""

    layer_ids: tuple[str, ...]
    text: str = "Group layers"
    group_id: str = field(default_factory=new_id)

    def apply(self, edit: Edit) -> None:
        layers = edit.state.layers
        chosen = tree.outermost(layers, self.layer_ids)
        if not chosen:
            raise UserError("No layer is chosen.", "Choose those that are to be grouped.")
        for layer_id in chosen:
            layer = edit.layer(layer_id)
            if not isinstance(layer, Picture):
                raise UserError(
                    f"“{layer.name}” cannot lie in a group.",
                    "Masks, regions and sketches are of the whole picture; group pictures.",
                )
        top = edit.layer(chosen[-1])
        group = GroupLayer(id=self.group_id, name=fresh_name("Group", layers), inside=top.inside)
        blocks = [list(tree.block(layers, layer_id)) for layer_id in chosen]
        taken = {layer.id for block in blocks for layer in block}
        left = list(layers)
        place = left.index(top) + 1
        place -= sum(1 for layer in left[:place] if layer.id in taken)
        rest = [layer for layer in left if layer.id not in taken]
        moved: list[Layer] = []
        for block in blocks:
            block[-1] = block[-1].replaced(inside=group.id)
            moved.extend(block)
        edit.update(layers=(*rest[:place], *moved, group, *rest[place:]), active_id=group.id)


@dataclass(frozen=True, eq=False)
class Ungroup(Command):
    """Dissolves a group; its layers stay."""

    group_id: str
    text: str = "Ungroup"

    def apply(self, edit: Edit) -> None:
        group = edit.layer(self.group_id)
        if not isinstance(group, GroupLayer):
            raise UserError(f"“{group.name}” is no group.", "Choose one in the layer list.")
        refuse_locked(group)
        inner = tree.children(edit.state.layers, group.id)
        kept = [layer for layer in inner if not isinstance(layer, LayerMask)]
        own = {layer.id for layer in kept}
        gone = {group.id} | {layer.id for layer in inner if layer.id not in own}
        layers = tuple(
            layer.replaced(inside=group.inside) if layer.id in own else layer
            for layer in edit.state.layers
            if layer.id not in gone
        )
        active = edit.state.active_id
        if active in gone:
            active = kept[-1].id if kept else (layers[-1].id if layers else None)
        edit.update(layers=layers, active_id=active)


@dataclass(frozen=True, eq=False)
class AddLayerMask(Command):
    """Gives a layer or a group a mask: one that shows what is selected, else everything."""

    layer_id: str
    text: str = "Add layer mask"
    mask_id: str = field(default_factory=new_id)

    def apply(self, edit: Edit) -> None:
        layer = edit.layer(self.layer_id)
        if isinstance(layer, LayerMask) and layer.inside is not None:
            layer = edit.layer(layer.inside)
        if not isinstance(layer, Picture):
            raise UserError(
                f"“{layer.name}” cannot have a mask of its own.",
                "Choose a picture or a group in the layer list.",
            )
        refuse_locked(layer)
        size, selection = edit.state.size, edit.state.selection
        hidden = TileGrid(size, 1) if selection is None else _all_but(selection, size)
        name = fresh_name("Layer mask", edit.state.layers)
        mask = LayerMask(id=self.mask_id, name=name, hidden=hidden, inside=layer.id)
        edit.insert(mask, edit.state.index(layer.id))


@dataclass(frozen=True, eq=False)
class ApplyLayerMask(Command):
    """Takes away for good what a layer's mask hides, and the mask."""

    mask_id: str
    text: str = "Apply layer mask"

    def apply(self, edit: Edit) -> None:
        mask = edit.layer(self.mask_id)
        if not isinstance(mask, LayerMask) or mask.inside is None:
            raise UserError(f"“{mask.name}” is no layer mask.", "Choose one in the layer list.")
        layer = edit.layer(mask.inside)
        if not isinstance(layer, RasterLayer):
            raise UserError(
                f"“{layer.name}” is a group, which has no pixels of its own.",
                "Merge the group first.",
            )
        edit.editable(layer.id, RasterLayer)
        grid = edit.paint(layer.pixels)
        for key in mask.hidden:
            tile, hidden = grid.tile(key), mask.hidden.tile(key)
            if tile is not None and hidden is not None:
                left = scaled(tile, np.asarray(cv2.bitwise_not(hidden), np.uint8))
                grid.share(key, left if left.any() else None)
        edit.remove(mask.id)
        edit.update(active_id=layer.id)


def _all_but(selection: Selection, size: Size) -> TileGrid:
    """255 less a selection's coverage, on the canvas; whole tiles of 255 are one array."""
    result = TileGrid(size, 1)
    full = np.full((TILE, TILE), 255, np.uint8)
    for key, part in tiles_over(result.canvas):
        chosen = selection.coverage.tile(key)
        if chosen is None and part == tile_rect(key):
            result.share(key, full)
        elif chosen is None:
            result.write(part, full[: part.height, : part.width])
        else:
            rows, columns = part.moved(-tile_rect(key).x, -tile_rect(key).y).slices
            result.write(part, 255 - chosen[rows, columns])
    return result


def with_new_ids(layers: tuple[Layer, ...]) -> list[Layer]:
    """Copies of layers that lie in one another, each with an id of its own."""
    ids = {layer.id: new_id() for layer in layers}
    return [
        dataclasses.replace(
            layer.frozen(),
            id=ids[layer.id],
            inside=ids.get(layer.inside, layer.inside) if layer.inside is not None else None,
            locked=False,
        )
        for layer in layers
    ]
