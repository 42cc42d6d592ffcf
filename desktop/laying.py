"""Pictures whose layer was turned, or otherwise transformed: made upright, from what is seen within
its four corners, and laid between these (no Qt, no torch).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from core.document.layers import AdjustmentLayer, Layer
from core.document.selection import Selection, paintable
from core.document.state import Snapshot
from core.geometry import Rect, Size
from core.pixels.alpha import premultiplied, straight
from core.pixels.tiles import TileGrid
from core.pixels.warp import Quad, carried, corners, reach, unturned, warped
from desktop.compose import Composed, Placement

if TYPE_CHECKING:
    from core.arrays import Bytes

_ROOM = 3
"""Pixels around a quad that bicubic interpolation reaches."""


def quad_of(composed: Composed) -> Quad:
    """Where the corners of its placement lie on the canvas, of what is laid otherwise than upright;
    else nothing."""
    return () if composed.origin is None else composed.origin.quad


def laid(pixels: Bytes, rect: Rect, composed: Composed, canvas: Rect) -> tuple[Bytes, Rect] | None:
    """Straight RGBA that was made for `rect` of a request's placement as it lies on the canvas, and
    where; None when it lies off the canvas, or upright where it was made."""
    quad = quad_of(composed)
    if not quad:
        return None
    four = carried(corners(rect), composed.placement.rect, quad)
    there = reach(four).intersected(canvas)
    if there.is_empty:
        return None
    own = Rect(0, 0, pixels.shape[1], pixels.shape[0])
    return straight(warped(premultiplied(pixels), own, four, there)), there


def laid_preview(
    pixels: Bytes, mask: Bytes | None, rect: Rect, composed: Composed, canvas: Rect
) -> tuple[Bytes, Bytes, Rect] | None:
    """A preview, RGB (h, w, 3) of any size, and where it shows through: as `laid`."""
    quad = quad_of(composed)
    four = carried(corners(rect), composed.placement.rect, quad) if quad else ()
    there = reach(four).intersected(canvas) if quad else rect
    if not quad or there.is_empty:
        return None
    if mask is None:
        mask = np.full((rect.height, rect.width), 255, np.uint8)
    shown = warped(mask, Rect(0, 0, mask.shape[1], mask.shape[0]), four, there, quick=True)
    # Of the colours no more than there are; beyond the edge they go on, under the mask.
    share = min(1.0, pixels.shape[1] / rect.width)
    size = Size(max(1, round(there.width * share)), max(1, round(there.height * share)))
    small = [
        type(one)((one.x - there.x) * size.width / there.width,
                  (one.y - there.y) * size.height / there.height)
        for one in four
    ]  # fmt: skip
    opaque = np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
    own = Rect(0, 0, pixels.shape[1], pixels.shape[0])
    colour = straight(warped(opaque, own, small, Rect.of_size(size), quick=True))[..., :3]
    return np.ascontiguousarray(colour), shown, there


def upright_placement(composed: Composed) -> Placement:
    """Where a picture that is laid between four corners would lie upright: around their middle."""
    placement, quad = composed.placement, quad_of(composed)
    if not quad:
        return placement
    middle, own = reach(quad).centre, placement.rect.centre
    rect = placement.rect.moved(round(middle.x - own.x), round(middle.y - own.y))
    return replace(placement, rect=rect)


def unturned_snapshot(snapshot: Snapshot, quad: Quad, size: Size) -> Snapshot:
    """A document of `size` that shows upright what this one shows within `quad`."""
    selection = snapshot.selection
    if selection is not None:
        found = _unturned(selection.coverage, quad, size)
        selection = Selection(found) if found is not None else None
    return Snapshot(
        size=size,
        layers=tuple(_layer(layer, snapshot.size, quad, size) for layer in snapshot.layers),
        active_id=snapshot.active_id,
        selection=selection,
        settings=snapshot.settings,
        id=snapshot.id,
    )


def _layer(layer: Layer, canvas: Size, quad: Quad, size: Size) -> Layer:
    if isinstance(layer, AdjustmentLayer):
        return layer
    layer = paintable(layer, canvas)
    if layer.grid is None:
        return layer
    return layer.with_grid(_unturned(layer.grid, quad, size) or TileGrid(size, layer.grid.channels))


def _unturned(grid: TileGrid, quad: Quad, size: Size) -> TileGrid | None:
    """What a grid has within a quad; None: nothing."""
    at = reach(quad).inflated(_ROOM)
    if not grid.keys(at):
        return None
    return TileGrid.from_array(unturned(grid.read(at), at, quad, size))
