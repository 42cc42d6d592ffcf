"""Makes a generated layer again: the recipe that it keeps meets the document as it is now (no Qt,
no torch)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from core.document.basis import KnownTiles, parts_now, sources
from core.document.layers import (
    AdjustmentLayer,
    Layer,
    LayerMask,
    MaskLayer,
    RasterLayer,
)
from core.document.origin import Origin, Role
from core.document.selection import union
from core.document.settings import PaintSettings
from core.document.state import Snapshot
from core.errors import UserError
from core.geometry import Rect
from core.pixels.tiles import TileGrid
from core.request import Mode, Pixels, Request
from desktop import drafts
from desktop.compose import Composed, compose
from desktop.recipes import settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from core.models.info import ModelInfo


def origin_for(composed: Composed, request: Request) -> Origin:
    """The origin of a layer that is made of one picture of a request; `request` makes it alone.

    Of a request that was made before, out of the gallery, nobody knows what it was made from.
    """
    origin = composed.origin
    if origin is None:
        placement = composed.placement
        mask = request.mask if request.mode is Mode.INPAINT else None
        fits = mask is None or mask.size == placement.rect.size
        mode = Mode.IMAGE_TO_IMAGE if not fits else request.mode
        settings = settings_of(request, PaintSettings())
        origin = Origin(settings, mode, placement.rect, placement.size, mask if fits else None)
    settings = replace(
        origin.settings,
        prompt=request.prompt,
        negative_prompt=request.negative_prompt,
        style="",  # its words are in the prompt
        frame="",
        negative_frame="",
        seed=request.seed,
        batch=1,
    )
    variation = (request.variation_seed, request.variation_strength)
    steered = bool(request.steering)
    return replace(origin, settings=settings, variation=variation, steered=steered)


def mask_now(snapshot: Snapshot, origin: Origin) -> Pixels | None:
    """What is to be repainted of `origin.rect`: the masks that it was made with as they are now,
    where they still cover something, else what was repainted then."""
    if origin.mask is None:
        return None
    used = {part.layer for part in origin.parts if part.role is Role.MASK}
    grids = [
        layer.coverage
        for layer in snapshot.layers
        if isinstance(layer, MaskLayer) and layer.visible and layer.id in used
    ]
    coverage = np.zeros((origin.rect.height, origin.rect.width), np.uint8)
    part = origin.rect.intersected(snapshot.canvas)
    if grids and not part.is_empty:
        inside = part.moved(-origin.rect.x, -origin.rect.y).slices
        coverage[inside] = union(grids, part)
    return Pixels(coverage) if coverage.any() else origin.mask


def mask_of_canvas(snapshot: Snapshot) -> tuple[Rect, Pixels] | None:
    """What the canvas says is to be repainted: its masks, or else its selection."""
    bounds = snapshot.mask_bounds()
    if bounds.is_empty:
        return None
    return bounds, Pixels(snapshot.mask_coverage(bounds))


def compose_again(
    snapshot: Snapshot,
    layer_id: str,
    settings: PaintSettings,
    info: ModelInfo,
    dirs: Sequence[Path] = (),
    *,
    known: KnownTiles | None = None,
    mask: tuple[Rect, Pixels] | None = None,
) -> Composed:
    """The request that makes a layer again with these settings, from what lies below it now.

    `mask` repaints another part than before. Raises UserError when it cannot be done.
    """
    layer = snapshot.layer(layer_id)
    if not isinstance(layer, RasterLayer) or layer.origin is None:
        raise UserError(f"“{layer.name}” was not generated.", "Choose a layer that was.")
    origin, known = layer.origin, known or KnownTiles()
    if mask is None and (kept := mask_now(snapshot, origin)) is not None:
        mask = origin.rect, kept
    seen = sources(snapshot, layer, origin)
    settings = replace(settings, batch=1)
    if origin.mode is Mode.TEXT_TO_IMAGE:
        settings = replace(settings, width=origin.size.width, height=origin.size.height)
    prepared = Snapshot(
        size=snapshot.size,
        layers=_as_it_was(snapshot, seen, mask if origin.mode is Mode.INPAINT else None),
        settings=settings,
    )
    composed = compose(prepared, info, dirs, known=known, mode=origin.mode, place=origin.rect)
    assert composed.origin is not None
    rect, request = composed.placement.rect, composed.request
    if settings.seed == origin.settings.seed:
        seed, strength = origin.variation
        request = replace(request, variation_seed=seed, variation_strength=strength)
    # What is hidden for the request alone is not hidden in the document.
    follows = tuple(drafts.followed(settings))
    parts = parts_now(snapshot, rect, origin.mode, follows, known)
    pictures = {one.id for one in seen}
    used = {part.layer for part in origin.parts if part.role is Role.MASK}
    made_from = tuple(
        part
        for part in parts
        if (part.role is not Role.PICTURE or part.layer in pictures)
        and (part.role is not Role.MASK or part.layer in used)
    )
    return replace(composed, request=request, origin=replace(composed.origin, parts=made_from))


def _as_it_was(
    snapshot: Snapshot, seen: Sequence[Layer], mask: tuple[Rect, Pixels] | None
) -> tuple[Layer, ...]:
    """The document's layers with those pictures alone, and that mask alone."""
    ids = {layer.id for layer in seen}
    layers = [
        layer.replaced(visible=False)
        if isinstance(layer, MaskLayer)
        or (isinstance(layer, RasterLayer | AdjustmentLayer | LayerMask) and layer.id not in ids)
        else layer
        for layer in snapshot.layers
    ]
    if mask is not None:
        rect, pixels = mask
        grid = TileGrid(snapshot.size, 1)
        part = rect.intersected(snapshot.canvas)
        if part.is_empty:
            raise UserError(
                "What it repaints lies outside of the canvas.", "Move the layer onto the canvas."
            )
        grid.write(part, pixels.array[part.moved(-rect.x, -rect.y).slices])
        layers.append(MaskLayer(name="Mask", coverage=grid))
    return tuple(layers)
