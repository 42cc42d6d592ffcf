"""Makes a generated layer again: the recipe that it keeps meets the document as it is now (no Qt,
no torch)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

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
from core.generation.frame import resized
from core.geometry import Rect, Size
from core.pixels.tiles import TileGrid
from core.pixels.warp import corners
from core.request import Mode, Pixels, Request
from core.steering import Steer, steps_of
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
    return replace(
        origin, settings=settings, variation=variation, steering=request.steering, steered=False
    )


def mask_now(snapshot: Snapshot, origin: Origin) -> Pixels | None:
    """What is to be repainted of `origin.rect`: the masks that it was made with as they are now,
    where they still cover something and it was not moved, else what was repainted then."""
    if origin.mask is None:
        return None
    if origin.made_on is not None and origin.rect != origin.made_on:
        return origin.mask  # it lies elsewhere, and the masks do not
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
    layer, moved = snapshot.layer(layer_id), mask is not None
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
    request = replace(request, steering=steering_again(origin, settings, request, moved))
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
    quad = origin.quad
    if origin.mode is Mode.IMAGE_TO_IMAGE and not quad and origin.rect != rect:
        quad = corners(origin.rect)  # the source lies where it lay, and the layer was moved
    again = replace(composed.origin, parts=made_from, quad=quad)
    return replace(composed, request=request, origin=again)


def steering_again(
    origin: Origin, settings: PaintSettings, request: Request, moved: bool
) -> tuple[Steer, ...]:
    """What was changed while a layer was made, for a request that makes it again: at the same part
    of the way, and without what `settings` say otherwise by now or a mask that was `moved`."""
    before, found = 0, []
    was = origin.settings
    said = {
        "prompt": settings.whole_prompt != was.whole_prompt,
        "negative_prompt": settings.whole_negative_prompt != was.whole_negative_prompt,
        "guidance_scale": settings.guidance_scale != was.guidance_scale,
        "strength": settings.strength != was.strength or request.source is None,
        "techniques": settings.techniques != was.techniques,
        "mask": moved or request.mask is None,
    }
    nothing: dict[str, Any] = {name: None for name, other in said.items() if other}
    size = request.size if request.source is None else request.source.size
    for old in origin.steering:
        step = max(before + 1, round(old.step * request.steps / max(1, was.steps)))
        if step >= request.steps:
            break
        new = replace(old, step=step, **nothing)
        if new.mask is not None and request.mask is not None:
            new = replace(new, mask=_of_size(new.mask, request.mask.size))
        if new.painted is not None and size is not None:
            new = replace(new, painted=_of_size(new.painted, size))
        if new.strength is not None and steps_of(request, new.strength) <= step:
            new = replace(new, strength=None)
        if new != Steer(step=step):
            found.append(new)
            before = step
    return tuple(found)


def _of_size(pixels: Pixels, size: Size) -> Pixels:
    return pixels if pixels.size == size else Pixels(resized(pixels.array, size))


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
