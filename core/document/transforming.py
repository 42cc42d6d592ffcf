"""Layers with all that lies in them, or what is selected of them, in another place and shape."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.document import tree
from core.document.edit import Command, Edit
from core.document.laid_tiles import Laid, PutTiles
from core.document.layer_commands import SetLayer, SetSelection
from core.document.layers import GroupLayer, Layer, LayerMask, RasterLayer
from core.document.selection import Selection, paintable
from core.document.state import State
from core.document.together import Together
from core.document.written import transformed
from core.errors import UserError
from core.geometry import Rect
from core.pixels.alpha import scaled
from core.pixels.blend import blend
from core.pixels.tiles import Key
from core.pixels.warp import Quad, along, corners, is_convex, reach, warped
from core.request import MAX_SIDE

if TYPE_CHECKING:
    from core.arrays import Bytes


def held(state: State, layer_ids: Collection[str]) -> Rect:
    """The rectangle around what would be transformed; empty when there is nothing."""
    layers = _layers(state, layer_ids)
    pictures = [layer for layer in layers if not isinstance(layer, LayerMask)]
    found = Rect.around(layer.bounds() for layer in pictures or layers)
    selection = state.selection
    return found if selection is None else found.intersected(selection.bounds())


def transform(state: State, layer_ids: Collection[str], rect: Rect, quad: Quad) -> Together:
    """The step after which what lay on `rect` lies on `quad`; for any thread. UserError when it
    cannot be."""
    there = reach(quad)
    if not is_convex(quad) or there.is_empty:
        raise UserError("A corner was drawn over the others.", "Draw it back to the outside.")
    if max(there.width, there.height) > MAX_SIDE:
        raise UserError(
            f"It would be {there.width}×{there.height} pixels.",
            f"Keep its sides below {MAX_SIDE:,} pixels.",
        )
    laid = [
        _transformed(state, layer, rect, quad, there)
        for layer in _layers(state, layer_ids)
        if layer.grid is not None or not layer.bounds().is_empty
    ]
    commands: list[Command] = [PutTiles(one, "Transform") for one in laid]
    if state.selection is None:
        commands += [
            SetLayer(layer.id, writing=transformed(layer, one.after(), rect, quad))
            for one in laid
            if isinstance(layer := state.layer(one.layer_id), RasterLayer)
            and layer.writing is not None
        ]
        commands += [
            SetLayer(layer.id, origin=layer.origin.transformed(rect, quad))
            for layer in _layers(state, layer_ids)
            if isinstance(layer, RasterLayer) and layer.origin is not None
        ]
    if not commands:
        raise UserError("There is nothing to transform.", "Paint something, or choose a layer.")
    selection = state.selection
    if selection is not None:
        commands.append(SetSelection(_carried(selection, state.canvas, rect, quad), "Transform"))
    return Together(tuple(commands), "Transform")


def _carried(selection: Selection, canvas: Rect, rect: Rect, quad: Quad) -> Selection:
    """The whole selection in its new place, though pixels may have been on a part of it only."""
    whole, there = along(selection.bounds(), rect, quad)
    area = reach(there).intersected(canvas)
    if area.is_empty:
        area = Rect(0, 0, 1, 1)  # It has left the canvas: nothing is selected.
    moved = warped(selection.read(whole), whole, there, area)
    return Selection.from_array(canvas.size, moved, area.x, area.y)


def flipped(state: State, layer_ids: Collection[str], *, across: bool) -> Command:
    """The step that mirrors them within their own bounds, left to right (`across`) or top to
    bottom; for any thread. UserError when there is nothing."""
    rect = held(state, layer_ids)
    if rect.is_empty:
        raise UserError("There is nothing to flip.", "Paint something, or choose a layer.")
    a, b, c, d = corners(rect)
    command = transform(state, layer_ids, rect, (b, a, d, c) if across else (d, c, b, a))
    return replace(command, text="Flip layer")


def _layers(state: State, layer_ids: Collection[str]) -> tuple[Layer, ...]:
    """What is transformed together, bottom to top: with a selection layers without their masks."""
    found: list[Layer] = []
    for layer_id in tree.outermost(state.layers, layer_ids):
        layer = state.layer(layer_id)
        alone = state.selection is not None and not isinstance(layer, GroupLayer)
        found += (layer,) if alone else tree.block(state.layers, layer_id)
    return tuple(found)


def _transformed(state: State, layer: Layer, rect: Rect, quad: Quad, there: Rect) -> Laid:
    layer = Edit(state).editable(layer.id, Layer)
    layer = paintable(layer, state.size)
    assert layer.grid is not None
    before = layer.grid
    grid = before.snapshot()
    lifted = before.read(rect)
    if state.selection is not None:
        lifted = scaled(lifted, state.selection.read(rect))
    grid.write(rect, before.read(rect) - lifted)
    moved = warped(lifted, rect, quad, there)
    below = grid.read(there)
    if isinstance(layer, LayerMask):  # it comes with what it masks, in the place of what is there
        whole = np.full((rect.height, rect.width), 255, np.uint8)
        left = scaled(below, 255 - warped(whole, rect, quad, there))
        grid.write(there, np.asarray(cv2.add(left, moved), np.uint8))
    elif moved.ndim == 2:
        grid.write(there, np.maximum(below, moved))
    else:
        grid.write(there, blend(below, moved))
    tiles: dict[Key, Bytes | None] = {
        key: grid.tile(key) for key in {*before, *grid} if grid.tile(key) is not before.tile(key)
    }
    return Laid(layer.id, before, tiles)
