"""Another canvas around the picture: cropped, extended, or both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.document.edit import Command, Edit
from core.document.layers import Layer, RasterLayer, RegionLayer
from core.document.ready import Ready
from core.document.selection import SELECTION, Selection
from core.document.state import State, checked_size
from core.geometry import Rect, Size
from core.pixels.tiles import TILE, TileGrid, tile_rect


@dataclass(frozen=True, eq=False)
class ResizeCanvas(Command):
    """Makes `rect`, in today's pixels, the canvas: crops it, extends it, or both.

    What lies off the new canvas is kept in its layers, and comes back when it is extended, unless
    it is to be `cut` off. UserError for sizes that no document can have.
    """

    rect: Rect
    text: str = "Resize canvas"
    cut: bool = False
    ready: Mapping[str, Ready] = field(default_factory=dict)
    """What another thread has moved already, by layer."""

    def apply(self, edit: Edit) -> None:
        size = checked_size(self.rect.size)
        dx, dy = -self.rect.x, -self.rect.y
        if size == edit.state.size and dx == dy == 0 and not self.cut:
            return
        for layer in edit.state.layers:
            if layer.grid is not None:
                edit.shift(layer.grid, dx, dy, size, self._moved(layer.id, layer.grid))
                if self.cut:
                    _cut(edit, layer.grid)
        layers = tuple(_on_canvas(layer, dx, dy) for layer in edit.state.layers)
        selection = edit.state.selection
        edit.update(size=size, layers=layers)
        if selection is not None:
            moved = self._moved(SELECTION, selection.coverage)
            edit.select(_selected(selection, dx, dy, size) if moved is None else Selection(moved))
        context = edit.state.settings.inpaint.context
        if context is not None:
            inpaint = replace(edit.state.settings.inpaint, context=context.moved(dx, dy))
            edit.update(settings=replace(edit.state.settings, inpaint=inpaint))
        references = (replace(r, x=r.x + dx, y=r.y + dy) for r in edit.state.references)
        edit.update(references=tuple(references), guides=edit.state.guides.moved(dx, dy))

    def _moved(self, layer_id: str, grid: TileGrid) -> TileGrid | None:
        """The pixels that were moved in another thread, if they are still what is there."""
        ready = self.ready.get(layer_id)
        return None if ready is None else ready.instead_of(grid)


def resize_canvas(
    state: State, rect: Rect, text: str = "Resize canvas", *, cut: bool = False
) -> ResizeCanvas:
    """The step that makes `rect` the canvas, with all that takes long done already: for any
    thread. UserError for sizes that no document can have."""
    size = checked_size(rect.size)
    ready = {
        layer.id: Ready(layer.grid, layer.grid.moved(-rect.x, -rect.y, size))
        for layer in state.layers
        if layer.grid is not None
    }
    if state.selection is not None:
        there = _selected(state.selection, -rect.x, -rect.y, size).coverage
        ready[SELECTION] = Ready(state.selection.coverage, there)
    return ResizeCanvas(rect, text, cut, ready)


def content(state: State) -> Rect:
    """The smallest part of the canvas that holds all that is seen of the picture."""
    shown = [one for one in state.layers if isinstance(one, RasterLayer) and one.visible]
    return Rect.around(one.bounds() for one in shown).intersected(state.canvas)


def _selected(selection: Selection, dx: int, dy: int, size: Size) -> Selection:
    moved = selection.coverage.moved(dx, dy, size)
    return Selection(moved.clipped(moved.canvas))


def _cut(edit: Edit, grid: TileGrid) -> None:
    """Drops what a grid has off its canvas."""
    reach = grid.extent()
    if grid.canvas.contains(reach):
        return
    grid = edit.paint(grid)
    for key in grid:
        there = tile_rect(key)
        part = there.intersected(grid.canvas)
        if part.is_empty:
            grid.share(key, None)
        elif part != there:
            tile = grid.writable(key)
            tile[: part.y - there.y] = 0
            tile[part.bottom - there.y :] = 0
            tile[:, : part.x - there.x] = 0
            tile[:, part.right - there.x : TILE] = 0
            if not tile.any():
                grid.share(key, None)


def _on_canvas(layer: Layer, dx: int, dy: int) -> Layer:
    if isinstance(layer, RegionLayer) and layer.box is not None:
        return layer.replaced(box=layer.box.moved(dx, dy))
    if isinstance(layer, RasterLayer) and layer.origin is not None:
        return layer.replaced(origin=layer.origin.moved(dx, dy, canvas=True))
    return layer
