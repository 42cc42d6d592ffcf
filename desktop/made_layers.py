"""What a model has made, as layers: pictures and masks, and where among the others they belong (no
Qt, no torch)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.document.layers import MaskLayer, RasterLayer
from core.document.state import State
from core.generation.frame import resized
from core.geometry import Rect, Size
from core.pixels.alpha import premultiplied
from core.pixels.tiles import TileGrid

if TYPE_CHECKING:
    from core.arrays import Bytes


def picture_layer(name: str, pixels: Bytes, rect: Rect, canvas: Size) -> RasterLayer:
    """Straight RGBA of any size, stretched over `rect` of the canvas, as a layer.

    May be called from any thread: for large pictures it takes longer than a frame.
    """
    if (pixels.shape[1], pixels.shape[0]) != rect.size:
        how = cv2.INTER_CUBIC if rect.area > pixels.shape[0] * pixels.shape[1] else cv2.INTER_AREA
        pixels = np.asarray(cv2.resize(pixels, (rect.width, rect.height), interpolation=how))
    grid = TileGrid(canvas, 4)
    part = rect.intersected(Rect.of_size(canvas))
    if not part.is_empty:
        grid.write(part, premultiplied(pixels[part.moved(-rect.x, -rect.y).slices]))
    return RasterLayer(name=name, pixels=grid)


def mask_layer(name: str, coverage: Bytes, rect: Rect, canvas: Size) -> MaskLayer:
    """A mask (h, w) of any size, stretched over `rect` of the canvas, as a layer."""
    grid = TileGrid(canvas, 1)
    part = rect.intersected(Rect.of_size(canvas))
    if not part.is_empty:
        stretched = resized(coverage, rect.size, smooth=False)
        grid.write(part, stretched[part.moved(-rect.x, -rect.y).slices])
    return MaskLayer(name=name, opacity=0.5, coverage=grid)


def place_for_picture(state: State) -> int:
    """Where in the order a new picture goes: above the active one, else above all pictures, so
    that masks, regions and sketches stay on top."""
    if isinstance(state.active, RasterLayer):
        return state.index(state.active.id) + 1
    places = [at for at, layer in enumerate(state.layers) if isinstance(layer, RasterLayer)]
    return places[-1] + 1 if places else 0
