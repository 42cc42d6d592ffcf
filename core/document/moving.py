"""Pixels moved, and the selection with them or by itself."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field

import numpy as np

from core.document import tree
from core.document.edit import Command, Edit, refuse_locked
from core.document.layers import Layer, RasterLayer, RegionLayer
from core.document.ready import Ready
from core.document.selection import SELECTION, Selection
from core.document.state import State
from core.document.together import Together
from core.errors import UserError
from core.pixels.alpha import scaled
from core.pixels.blend import blend
from core.pixels.tiles import TileGrid
from core.request import MAX_SIDE

FARTHEST = 4 * MAX_SIDE
"""How far from the canvas's corner pixels may be moved."""


@dataclass(frozen=True, eq=False)
class MoveLayerPixels(Command):
    """Moves a layer's pixels and all that lies in it, or its pixels that are selected together with
    the selection.

    What leaves the canvas is kept and comes back when it is moved back. Moves marked as a
    `nudge` (arrow keys) that follow each other are one step.
    """

    layer_id: str
    dx: int
    dy: int
    nudge: bool = False
    text: str = "Move"
    ready: Mapping[str, Ready] = field(default_factory=dict)
    """What another thread has moved already, by layer."""
    with_selection: bool = True
    """Whether the selection goes along; not where another layer of the same step takes it."""

    @property
    def merge_key(self) -> Hashable:
        return ("nudge", self.layer_id) if self.nudge else None

    def apply(self, edit: Edit) -> None:
        layer = edit.editable(self.layer_id, Layer)
        if (self.dx, self.dy) == (0, 0):
            return
        selection = edit.state.selection
        if selection is None or layer.grid is None:
            for one in tree.block(edit.state.layers, layer.id):
                self._move(edit, one)
            return
        grid = layer.grid
        refuse_far(grid, self.dx, self.dy)
        edit.paint(grid)
        moved = self._found(layer.id, grid) if self._fits(selection) else None
        chosen = self._found(SELECTION, selection.coverage)
        if moved is None or chosen is None:
            moved = _selected_moved(grid, selection, self.dx, self.dy)
            chosen = selection.moved(self.dx, self.dy).coverage
        for key in {*grid, *moved}:
            tile = moved.shared(key)
            if tile is not grid.shared(key):
                grid.share(key, tile)
        if self.with_selection:
            edit.select(Selection(chosen))

    def _move(self, edit: Edit, layer: Layer) -> None:
        """A move of a whole layer."""
        refuse_locked(layer)
        if isinstance(layer, RegionLayer) and layer.box is not None:
            edit.replace(layer.replaced(box=layer.box.moved(self.dx, self.dy)))
        if layer.grid is not None:
            refuse_far(layer.grid, self.dx, self.dy)
            moved = self._found(layer.id, layer.grid)
            edit.shift(layer.grid, self.dx, self.dy, moved=moved)
        if isinstance(layer, RasterLayer) and layer.origin is not None:
            edit.replace(layer.replaced(origin=layer.origin.moved(self.dx, self.dy)))

    def _fits(self, selection: Selection) -> bool:
        ready = self.ready.get(SELECTION)
        return ready is not None and ready.before is selection.coverage

    def _found(self, layer_id: str, grid: TileGrid) -> TileGrid | None:
        ready = self.ready.get(layer_id)
        return None if ready is None else ready.instead_of(grid)


@dataclass(frozen=True, eq=False)
class MoveSelection(Command):
    """Moves the selection's outline and no pixels; what leaves the canvas is lost. Moves marked as
    a `nudge` that follow each other are one step."""

    dx: int
    dy: int
    nudge: bool = False
    text: str = "Move selection"

    @property
    def merge_key(self) -> Hashable:
        return "nudge the selection" if self.nudge else None

    def apply(self, edit: Edit) -> None:
        selection = edit.state.selection
        if selection is not None and (self.dx, self.dy) != (0, 0):
            edit.select(selection.moved(self.dx, self.dy))


def move_layers(
    state: State, layer_ids: Collection[str], dx: int, dy: int, *, nudge: bool = False
) -> Command:
    """The step that moves layers, or what is selected of them. UserError when one cannot be."""
    commands = [
        MoveLayerPixels(one.layer_id, dx, dy, nudge, with_selection=one.with_selection)
        for one in _moves(state, layer_ids)
    ]
    return commands[0] if len(commands) == 1 else Together(tuple(commands), "Move layers")


def move_pixels(
    state: State, layer_ids: Collection[str], dx: int, dy: int, *, nudge: bool = False
) -> Command:
    """The same with all that takes long done already: for any thread."""
    commands = []
    selection = state.selection
    chosen = None if selection is None else Ready(
        selection.coverage, selection.moved(dx, dy).coverage
    )  # fmt: skip
    for one in _moves(state, layer_ids):
        layer = Edit(state).editable(one.layer_id, Layer)
        ready: dict[str, Ready] = {}
        if selection is not None and chosen is not None and layer.grid is not None:
            ready[layer.id] = Ready(layer.grid, _selected_moved(layer.grid, selection, dx, dy))
            ready[SELECTION] = chosen
        else:
            for inner in tree.block(state.layers, layer.id):
                if inner.grid is not None:
                    ready[inner.id] = Ready(inner.grid, inner.grid.moved(dx, dy))
        commands.append(
            MoveLayerPixels(layer.id, dx, dy, nudge, ready=ready, with_selection=one.with_selection)
        )
    return commands[0] if len(commands) == 1 else Together(tuple(commands), "Move layers")


@dataclass(frozen=True)
class _Move:
    """A layer that is moved, and whether the selection goes with it."""

    layer_id: str
    with_selection: bool


def _moves(state: State, layer_ids: Collection[str]) -> list[_Move]:
    """The layers that are moved, bottom to top; the last with pixels takes the selection along.
    UserError when there is none."""
    ids = tree.outermost(state.layers, layer_ids)
    if not ids:
        raise UserError("No layer is chosen.", "Choose one in the layer list.")
    painted = [layer_id for layer_id in ids if state.layer(layer_id).grid is not None]
    return [_Move(layer_id, painted[-1:] == [layer_id]) for layer_id in ids]


def _selected_moved(grid: TileGrid, selection: Selection, dx: int, dy: int) -> TileGrid:
    """A grid with its selected pixels moved over the others."""
    result = grid.snapshot()
    lifted = lift_out(result, selection.coverage).moved(dx, dy)
    for key in lifted:
        tile, top = result.tile(key), lifted.tile(key)
        assert top is not None
        if tile is None:
            result.share(key, top)
        else:
            result.share(key, np.maximum(tile, top) if grid.channels == 1 else blend(tile, top))
    return result


def lift_out(grid: TileGrid, coverage: TileGrid) -> TileGrid:
    """Takes the selected part of the pixels out of a grid; the two add up to what was there."""
    lifted = TileGrid(grid.size, grid.channels)
    for key in coverage:
        tile, clip = grid.tile(key), coverage.tile(key)
        if tile is None or clip is None:
            continue
        taken = scaled(tile, clip)
        if not taken.any():
            continue
        lifted.share(key, taken)
        rest = tile - taken
        grid.share(key, rest if rest.any() else None)
    return lifted


def refuse_far(grid: TileGrid, dx: int, dy: int) -> None:
    """UserError where pixels would come to lie too far off the canvas to be kept."""
    reach = grid.extent().moved(dx, dy)
    if max(abs(reach.x), abs(reach.y), abs(reach.right), abs(reach.bottom)) > FARTHEST:
        raise UserError("That is too far from the canvas.", "Move the layer less far.")
