"""The whole picture made larger or smaller, turned or mirrored: every layer, as one step."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.document.edit import Command, Edit
from core.document.guides import Guides
from core.document.layers import Layer, RasterLayer, RegionLayer
from core.document.origin import Origin
from core.document.references import Reference
from core.document.selection import Selection, tidied
from core.document.state import State, checked_size
from core.errors import UserError
from core.geometry import Rect, Size
from core.pixels import resample
from core.pixels.resample import Resampling
from core.pixels.tiles import TileGrid
from core.pixels.warp import reach
from core.request import Pixels

if TYPE_CHECKING:
    from core.arrays import Bytes


@dataclass(frozen=True)
class Way:
    """How everything of a picture comes to its new place."""

    size: Size
    """Of the canvas afterwards."""
    grid: Callable[[TileGrid], TileGrid]
    rect: Callable[[Rect], Rect]
    mask: Callable[[Bytes], Bytes]
    """What becomes of the mask (h, w) that a generated layer keeps."""
    guides: Callable[[Guides], Guides]
    scale: float = 1.0
    """How much larger references become."""


@dataclass(frozen=True, eq=False)
class Reshape(Command):
    """Puts in what was made of a picture in another thread. UserError when the picture was changed
    in the meantime: nothing that the artist did is overwritten."""

    way: Way
    before: State
    grids: Mapping[str, TileGrid]
    selection: Selection | None
    text: str = "Change picture"

    def apply(self, edit: Edit) -> None:
        state = edit.state
        if not self._fits(state):
            raise UserError(
                "The picture was changed in the meantime.", "Do it once more, on what is there."
            )
        layers = tuple(self._layer(layer) for layer in state.layers)
        edit.update(size=self.way.size, layers=layers)
        edit.select(self.selection)
        inpaint = state.settings.inpaint
        if inpaint.context is not None:
            moved = replace(inpaint, context=self.way.rect(inpaint.context))
            edit.update(settings=replace(state.settings, inpaint=moved))
        edit.update(
            references=tuple(self._reference(one) for one in state.references),
            guides=self.way.guides(state.guides),
        )

    def _fits(self, state: State) -> bool:
        before = self.before
        if state.size != before.size or state.selection is not before.selection:
            return False
        if [one.id for one in state.layers] != [one.id for one in before.layers]:
            return False
        for now, was in zip(state.layers, before.layers, strict=True):
            if (now.grid is None) != (was.grid is None):
                return False
            if now.grid is not None and was.grid is not None and now.grid.changed_since(was.grid):
                return False
        return True

    def _layer(self, layer: Layer) -> Layer:
        if layer.id in self.grids:
            layer = layer.with_grid(self.grids[layer.id])
        if isinstance(layer, RegionLayer) and layer.box is not None:
            return layer.replaced(box=self.way.rect(layer.box))
        if isinstance(layer, RasterLayer) and layer.origin is not None:
            return layer.replaced(origin=self._origin(layer.origin))
        return layer

    def _reference(self, one: Reference) -> Reference:
        """It stays upright beside the picture, at the same place of it."""
        around = Rect(round(one.x) - 1, round(one.y) - 1, 2, 2)
        middle = self.way.rect(around).centre
        return one.placed(middle.x, middle.y, one.scale * self.way.scale, one.angle)

    def _origin(self, origin: Origin) -> Origin:
        """It can be made again in its new place; from what it was made is not known any more."""
        # Of what was transformed, the rectangle around it goes along.
        if origin.quad and origin.mask is not None:
            origin = origin.repainting(origin.quad)
        rect = self.way.rect(reach(origin.quad) if origin.quad else origin.rect)
        size, mask, settings = origin.size, origin.mask, origin.settings
        if (rect.width > rect.height) != (origin.rect.width > origin.rect.height):
            size = Size(size.height, size.width)
        if mask is not None:
            made = cv2.resize(self.way.mask(mask.array), rect.size, interpolation=cv2.INTER_LINEAR)
            mask = Pixels(np.ascontiguousarray(made, np.uint8))
        if settings.inpaint.context is not None:
            context = self.way.rect(settings.inpaint.context)
            settings = replace(settings, inpaint=replace(settings.inpaint, context=context))
        return replace(
            origin,
            rect=rect,
            quad=(),
            size=size,
            mask=mask,
            settings=settings,
            made_on=None,
            parts=(),
        )


def image_size(state: State, size: Size, how: Resampling = Resampling.SMOOTH) -> Command:
    """The picture with all its layers stretched to `size`; for any thread. UserError for sizes that
    no document can have."""
    size = checked_size(size)
    across, down = size.width / state.size.width, size.height / state.size.height

    def rect(one: Rect) -> Rect:
        found = resample.scaled_rect(one, across, down)
        return Rect(found.x, found.y, max(1, found.width), max(1, found.height))

    way = Way(
        size,
        lambda grid: resample.resampled(grid, size, how),
        rect,
        lambda mask: mask,
        lambda guides: guides.scaled(across, down),
        math.sqrt(across * down),
    )
    return _reshaped(state, way, "Image size")


def turn(state: State, quarters: int) -> Command:
    """The picture with all its layers turned by quarters, clockwise; for any thread."""
    before = state.size
    size = before if quarters % 2 == 0 else Size(before.height, before.width)
    way = Way(
        size,
        lambda grid: resample.turned(grid, quarters),
        lambda rect: resample.turned_rect(rect, before, quarters),
        lambda mask: np.ascontiguousarray(np.rot90(mask, -quarters)),
        lambda guides: guides.turned(before, quarters),
    )
    return _reshaped(state, way, "Rotate picture")


def flip(state: State, *, across: bool) -> Command:
    """The picture with all its layers mirrored, left to right (`across`) or top to bottom; for any
    thread."""
    before = state.size
    way = Way(
        before,
        lambda grid: resample.flipped(grid, across=across),
        lambda rect: resample.flipped_rect(rect, before, across=across),
        lambda mask: np.ascontiguousarray(mask[:, ::-1] if across else mask[::-1]),
        lambda guides: guides.flipped(before, across=across),
    )
    return _reshaped(state, way, "Flip picture")


def straighten(state: State, angle: float) -> Command:
    """The picture with all its layers turned clockwise by an angle in radians, and cropped to what
    it fills then; what is cropped is kept in its layers. For any thread."""
    crop = resample.inscribed(state.size, angle)
    middle, cos, sin = Rect.of_size(state.size).centre, math.cos(angle), math.sin(angle)

    def rect(one: Rect) -> Rect:
        """A rectangle of the same size around its new middle: rectangles stay upright."""
        x, y = one.centre.x - middle.x, one.centre.y - middle.y
        dx, dy = x * cos - y * sin - x, x * sin + y * cos - y
        return one.moved(round(dx) - crop.x, round(dy) - crop.y)

    way = Way(
        crop.size,
        lambda grid: resample.rotated(grid, angle, crop),
        rect,
        lambda mask: mask,
        lambda guides: guides.moved(-crop.x, -crop.y),  # they stay upright
    )
    return _reshaped(state, way, "Straighten")


def _reshaped(state: State, way: Way, text: str) -> Command:
    grids = {one.id: way.grid(one.grid) for one in state.layers if one.grid is not None}
    selection = None
    if state.selection is not None:
        coverage = way.grid(state.selection.coverage)
        coverage = coverage.clipped(coverage.canvas)
        for key in coverage:
            tile = coverage.shared(key)
            assert tile is not None
            coverage.share(key, tidied(tile))
        selection = Selection(coverage)
    return Reshape(way, state, grids, selection, text)
