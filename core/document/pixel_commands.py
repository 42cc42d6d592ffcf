"""What an artist can do to pixels apart from painting: fill, clear, apply."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from core.document.edit import Command, Edit
from core.document.layers import (
    Layer,
    LayerMask,
    MaskLayer,
    RasterLayer,
    RegionLayer,
    fresh_name,
    hiding,
    new_id,
)
from core.document.selection import paintable
from core.errors import UserError
from core.geometry import Rect
from core.pixels.alpha import premultiplied
from core.pixels.stroke import WHITE, laid_over
from core.pixels.tiles import TILE, TileGrid, in_tile, inside, tiles_over

if TYPE_CHECKING:
    from core.arrays import Bytes


@dataclass(frozen=True, eq=False)
class FillLayer(Command):
    """Fills what is selected, or all, of a layer with a colour; masks and regions with white.

    `rect` narrows it down further; `opacity` lets what was there show through.
    """

    layer_id: str
    color: tuple[int, int, int] = WHITE
    rect: Rect | None = None
    opacity: float = 1.0
    text: str = "Fill"

    def apply(self, edit: Edit) -> None:
        layer = edit.editable(self.layer_id, Layer)
        color = WHITE if isinstance(layer, MaskLayer | RegionLayer) else self.color
        if isinstance(layer, LayerMask):
            color = hiding(self.color)
        _lay(edit, layer, self.rect, color=color, erase=False, opacity=self.opacity)


@dataclass(frozen=True, eq=False)
class ClearLayer(Command):
    """Clears what is selected, or all, of a layer; `rect` narrows it down further."""

    layer_id: str
    rect: Rect | None = None
    text: str = "Clear"

    def apply(self, edit: Edit) -> None:
        layer = edit.editable(self.layer_id, Layer)
        if self.rect is None and edit.state.selection is None and layer.grid is not None:
            edit.paint(layer.grid).clear()
            return
        _lay(edit, layer, self.rect, color=WHITE, erase=True, opacity=1.0)


def _lay(
    edit: Edit,
    layer: Layer,
    rect: Rect | None,
    *,
    color: tuple[int, int, int],
    erase: bool,
    opacity: float,
) -> None:
    if layer.grid is None:
        layer = paintable(layer, edit.state.size)
        edit.replace(layer)
    if layer.grid is None:
        raise UserError(f"“{layer.name}” has no pixels of its own.", "Choose a layer that has.")
    grid = edit.paint(layer.grid)
    selection = edit.state.selection
    area = edit.state.canvas if rect is None else rect.intersected(edit.state.canvas)
    if selection is not None:
        area = area.intersected(selection.bounds())
    whole = _uniform_tile(grid, color)
    for key, part in tiles_over(area):
        clip = None if selection is None else selection.coverage.tile(key)
        if (selection is not None and clip is None) or (erase and grid.tile(key) is None):
            continue
        wholly = part.area == TILE * TILE and (clip is None or int(clip.min()) == 255)
        if wholly and opacity >= 1:
            grid.share(key, None if erase else whole)
            continue
        where = in_tile(key, part)
        full = np.full((part.height, part.width), 255, np.uint8)
        coverage = full if clip is None else clip[where]
        tile = grid.writable(key)
        tile[where] = laid_over(tile[where], coverage, color=color, erase=erase, opacity=opacity)
        if not tile.any():
            grid.share(key, None)


def _uniform_tile(grid: TileGrid, color: tuple[int, int, int]) -> Bytes:
    tile = np.empty(grid.tile_shape, np.uint8)
    tile[...] = color[0] if grid.channels == 1 else (*color, 255)
    return tile


@dataclass(frozen=True, eq=False)
class ApplyPixels(Command):
    """Puts a picture, straight RGBA (h, w, 4) for `rect`, as a new layer above the active one.

    Above the highest picture layer when the active one is none, so that a mask stays on top.
    Where its alpha is 0 nothing changes, to the last bit.
    """

    name: str
    pixels: Bytes
    rect: Rect
    text: str = "Apply result"
    layer_id: str = field(default_factory=new_id)
    """The new layer's id."""

    def apply(self, edit: Edit) -> None:
        if self.pixels.shape != (self.rect.height, self.rect.width, 4):
            raise ValueError(f"pixels of {self.pixels.shape} do not fit {self.rect}")
        grid = TileGrid(edit.state.size, 4)
        part = self.rect.intersected(edit.state.canvas)
        if not part.is_empty:
            grid.write(part, premultiplied(self.pixels[inside(part, self.rect)]))
        name = fresh_name(self.name, edit.state.layers)
        layer = RasterLayer(id=self.layer_id, name=name, pixels=grid)
        edit.insert_above_active(layer)
