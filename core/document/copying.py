"""New layers of what is there: what is selected of one, or the picture as it is seen. For any
thread; each gives the step that puts it in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from core.document import tree
from core.document.compositing import sheets_of
from core.document.edit import Command, Edit
from core.document.group_commands import with_new_ids
from core.document.laid_tiles import Laid, PutTiles
from core.document.layer_commands import AddLayer, DuplicateLayer, SetSelection
from core.document.layers import (
    Layer,
    MaskLayer,
    Picture,
    RasterLayer,
    RegionLayer,
    SketchLayer,
    fresh_name,
    new_id,
)
from core.document.merge_commands import composed
from core.document.moving import lift_out, refuse_far
from core.document.state import State
from core.document.together import Together
from core.errors import UserError
from core.geometry import Size
from core.pixels.tiles import TileGrid


def layer_of_selected(state: State, layer_id: str, *, cut: bool = False) -> Command:
    """A layer above a layer with what is selected of it, taken out of it with `cut`; without a
    selection a copy of the layer. UserError when nothing is selected of it."""
    layer = state.layer(layer_id)
    selection = state.selection
    if selection is None and not cut:
        return DuplicateLayer(layer_id)
    if selection is None:
        raise UserError("Nothing is selected.", "Select what is to become a layer of its own.")
    if not isinstance(layer, RasterLayer | SketchLayer | MaskLayer):
        raise UserError(
            f"“{layer.name}” has no pixels that could be copied.", "Choose a picture or a mask."
        )
    if cut:
        Edit(state).editable(layer_id, Layer)
    left = layer.grid.snapshot()
    taken = lift_out(left, selection.coverage)
    if taken.bounds().is_empty:
        raise UserError(
            f"Nothing is selected of “{layer.name}”.", "Choose another layer, or select more."
        )
    name = fresh_name(layer.name if cut else f"{layer.name} copy", state.layers)
    copy = layer.with_grid(taken).replaced(id=new_id(), name=name, locked=False)
    if isinstance(copy, RasterLayer):
        copy = copy.replaced(origin=None, alpha_locked=False)
    place = state.index(layer_id) + 1
    if not cut:
        return AddLayer(copy, place, text="Layer via copy")
    tiles = {key: left.tile(key) for key in left.changed_since(layer.grid)}
    rest = PutTiles(Laid(layer_id, layer.grid, tiles))
    return Together((rest, AddLayer(copy, place)), text="Layer via cut")


def moved_copies(state: State, layer_ids: Collection[str], dx: int, dy: int) -> Command:
    """Copies of layers, or of what is selected of them, so many pixels elsewhere, as one step; what
    is selected goes along with them. UserError when there is nothing to be copied."""
    selection = state.selection
    commands: list[Command] = []
    for layer_id in tree.outermost(state.layers, layer_ids):
        layer = state.layer(layer_id)
        if selection is None or layer.grid is None:
            copies = with_new_ids(tree.block(state.layers, layer_id))
            made = tuple(moved_layer(copy, dx, dy) for copy in copies)
            commands.append(DuplicateLayer(layer_id, made=made))
            continue
        add = layer_of_selected(state, layer_id)
        assert isinstance(add, AddLayer)
        # Each is put in above what was put in before it, which lies further down.
        place = None if add.index is None else add.index + len(commands)
        commands.append(replace(add, layer=moved_layer(add.layer, dx, dy), index=place))
    if not commands:
        raise UserError("No layer is chosen.", "Choose one in the layer list.")
    if selection is not None:
        moved = selection.moved(dx, dy)
        commands.append(SetSelection(None if moved.is_empty else moved, "Move"))
    return Together(tuple(commands), text="Move a copy")


def moved_layer(layer: Layer, dx: int, dy: int, size: Size | None = None) -> Layer:
    """A layer with all of it so many pixels elsewhere, for a canvas of `size`. UserError when it
    would lie too far off the canvas."""
    if layer.grid is not None:
        refuse_far(layer.grid, dx, dy)
        layer = layer.with_grid(layer.grid.moved(dx, dy, size))
    if isinstance(layer, RasterLayer) and layer.origin is not None:
        return layer.replaced(origin=layer.origin.moved(dx, dy))
    if isinstance(layer, RegionLayer) and layer.box is not None:
        return layer.replaced(box=layer.box.moved(dx, dy))
    return layer


def layer_of_visible(state: State) -> Command:
    """A layer above all pictures that looks as they do together; they stay. UserError when nothing
    is seen."""
    pictures = [
        one for one in tree.children(state.layers, None) if isinstance(one, Picture) and one.visible
    ]
    grid = TileGrid(state.size, 4)
    if pictures:
        blocks = {one.id for layer in pictures for one in tree.block(state.layers, layer.id)}
        chosen = tuple(layer for layer in state.layers if layer.id in blocks)
        grid = composed(sheets_of(chosen), chosen, state.size)
    if grid.bounds().is_empty:
        raise UserError("No picture is shown.", "Show what the new layer is to be made of.")
    name = fresh_name("Visible", state.layers)
    place = state.index(pictures[-1].id) + 1
    return AddLayer(RasterLayer(name=name, pixels=grid), place, text="Layer of visible")
