"""From the document to a request that makes it larger, and from its result back to the document
(no Qt, no torch)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from core.document import tree
from core.document.commands import AddLayer, Command, Together
from core.document.layers import Picture, RasterLayer
from core.document.reshaping import image_size
from core.document.state import Snapshot, State
from core.errors import UserError
from core.geometry import EMPTY, Rect, Size
from core.pixels.alpha import premultiplied, straight
from core.pixels.resample import Resampling
from core.pixels.tiles import TileGrid
from core.request import Pixels
from core.techniques import techniques
from core.upscale import Upscale
from desktop.compose import Composed, Placement, asked_of, fresh_seed, with_parts

if TYPE_CHECKING:
    from pathlib import Path

    from core.arrays import Bytes


class Scope(StrEnum):
    """What is made larger."""

    PICTURE = "picture"
    """All that is seen: the document becomes larger with it."""
    LAYER = "layer"
    SELECTION = "selection"


def bounds(state: State, scope: Scope) -> Rect:
    """The part of the canvas that is made larger; empty where there is nothing to take."""
    if scope is Scope.PICTURE:
        return state.canvas
    if scope is Scope.SELECTION:
        return EMPTY if state.selection is None else state.selection.bounds()
    active = state.active
    found = active.bounds() if isinstance(active, RasterLayer) else EMPTY
    return found.intersected(state.canvas)


def compose_larger(
    snapshot: Snapshot, scope: Scope, upscale: Upscale, dirs: Sequence[Path] = ()
) -> Composed:
    """The request that makes a part of the document larger; refined with the prompt, regions and
    techniques that are set. Raises UserError when there is nothing, or it would be too large."""
    rect = bounds(snapshot, scope)
    if rect.is_empty:
        raise UserError("There is nothing to make larger.", "Paint or select something first.")
    settings = snapshot.settings
    request = replace(
        asked_of(settings, fresh_seed(replace(settings, batch=1))),
        source=Pixels(_pixels(snapshot, scope, rect)),
        strength=0.0,
        upscale=upscale,
    )
    composed = Composed(request, Placement(rect, rect.size))
    if upscale.refines:
        known = techniques()
        taking_part = tuple(
            one for one in settings.techniques if one.id in known and known[one.id].in_tiles
        )
        own = replace(snapshot, settings=replace(settings, techniques=taking_part))
        composed = with_parts(composed, own, dirs)
    composed.request.check()
    return replace(composed, placement=Placement(rect, upscale.target(rect.size)), larger=scope)


def _pixels(snapshot: Snapshot, scope: Scope, rect: Rect) -> Bytes:
    """Straight RGBA of what is made larger."""
    active = snapshot.active
    if scope is Scope.LAYER and isinstance(active, RasterLayer):
        return straight(active.pixels.read(rect))
    seen = straight(snapshot.composite(rect))
    if scope is Scope.SELECTION and snapshot.selection is not None:
        chosen = snapshot.selection.coverage.read(rect).astype(np.uint16)
        seen[..., 3] = ((seen[..., 3] * chosen + 127) // 255).astype(np.uint8)
    return seen


def enlarge_picture(state: State, name: str, pixels: Bytes, before: Size) -> Command:
    """The step that makes the document as large as its enlarged picture (straight RGBA), which
    becomes a layer above all others; regions, masks and selection grow along. For any thread.

    A document that has that size already gets the layer alone. Raises UserError when it has another
    size than it was enlarged from.
    """
    size = Size(pixels.shape[1], pixels.shape[0])
    if state.size not in (before, size):
        raise UserError(
            f"The document is {state.size} px now, and the picture was made for {before} px.",
            "Undo what changed its size, or save the candidate as a file.",
        )
    grid = TileGrid(size, 4)
    grid.write(Rect.of_size(size), premultiplied(pixels))
    tops = [one for one in tree.children(state.layers, None) if isinstance(one, Picture)]
    place = state.index(tops[-1].id) + 1 if tops else 0
    layer = AddLayer(RasterLayer(name=name, pixels=grid), place, text="Upscale picture")
    if state.size == size:
        return layer
    return Together((image_size(state, size, Resampling.SHARP), layer), "Upscale picture")


def enlarge_part(state: State, name: str, pixels: Bytes, rect: Rect) -> Command:
    """The step that puts an enlarged layer or selection (straight RGBA) on the canvas, its middle
    where that of `rect` was; what lies off the canvas is kept in the layer. For any thread."""
    height, width = pixels.shape[:2]
    x = rect.x + (rect.width - width) // 2
    y = rect.y + (rect.height - height) // 2
    grid = TileGrid(state.size, 4)
    grid.write(Rect(x, y, width, height), premultiplied(pixels))
    return AddLayer(RasterLayer(name=name, pixels=grid), text="Upscale")
