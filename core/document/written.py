"""Letters on a layer, as long as nothing else is on it: they can be written anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.document.basis import KnownTiles, name_of
from core.document.edit import Command, Edit
from core.document.layers import RasterLayer
from core.document.writing import Writing
from core.errors import UserError
from core.geometry import Rect
from core.pixels.tiles import TileGrid
from core.pixels.warp import Quad, carried, is_convex


def drawn_as(writing: Writing, grid: TileGrid) -> Writing:
    """The same on a layer that has its letters alone."""
    bounds = grid.bounds()
    return replace(writing, bounds=bounds, pixels=name_of(grid, bounds, KnownTiles()))


def writing_of(layer: RasterLayer) -> Writing | None:
    """What is written on a layer, where it lies now; None when anything was painted on it since, or
    nothing ever written."""
    writing = layer.writing
    if writing is None:
        return None
    bounds = layer.pixels.bounds()
    if bounds.size != writing.bounds.size:
        return None
    if name_of(layer.pixels, bounds, KnownTiles()) != writing.pixels:
        return None
    return writing.moved(bounds.x - writing.bounds.x, bounds.y - writing.bounds.y)


def transformed(layer: RasterLayer, after: TileGrid, rect: Rect, quad: Quad) -> Writing | None:
    """What is written on a layer once all that lay on `rect` lies on `quad`, as `after` has it."""
    writing = writing_of(layer)
    if writing is None:
        return None
    four = carried(writing.quad, rect, quad)
    return drawn_as(replace(writing, quad=four), after) if is_convex(four) else None


@dataclass(frozen=True, eq=False)
class Write(Command):
    """Replaces a layer's letters by others, drawn on a grid of the canvas's size. UserError when
    the layer is locked, gone, or was painted on."""

    layer_id: str
    pixels: TileGrid
    writing: Writing
    name: str
    text: str = "Edit text"

    def apply(self, edit: Edit) -> None:
        layer = edit.editable(self.layer_id, RasterLayer)
        if layer.alpha_locked:
            raise UserError(
                f"The transparency of “{layer.name}” is locked.", "Unlock it to edit the text."
            )
        if self.pixels.size != edit.state.size or writing_of(layer) is None:
            raise UserError(
                f"“{layer.name}” was changed in the meantime.", "Do it once more, on what is there."
            )
        edit.paint(layer.pixels).restore(self.pixels)
        edit.replace(layer.replaced(writing=self.writing, name=self.name, origin=None))
