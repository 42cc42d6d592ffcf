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
from core.document.origin import Origin, Part, Role
from core.document.selection import union
from core.document.settings import PaintSettings
from core.document.state import Snapshot
from core.errors import UserError
from core.generation.frame import resized
from core.geometry import EMPTY, Rect, Size
from core.pixels.tiles import TileGrid
from core.pixels.warp import carried, corners, reach, upright_size
from core.request import Mode, Pixels, Request
from core.steering import Steer, steps_of
from desktop import drafts
from desktop.compose import Composed, compose
from desktop.laying import unturned_snapshot
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
    if origin.mask is not None and origin.quad:
        if not moved:
            return _turned_again(snapshot, layer, origin, settings, info, dirs, known)
        origin = origin.repainting(origin.quad)
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
    made_from = _made_from(snapshot, layer, origin, rect, settings, known)
    quad = origin.quad
    if origin.mode is Mode.IMAGE_TO_IMAGE and not quad and origin.rect != rect:
        quad = corners(origin.rect)  # the source lies where it lay, and the layer was moved
    again = replace(composed.origin, parts=made_from, quad=quad)
    return replace(composed, request=request, origin=again)


def _made_from(
    snapshot: Snapshot,
    layer: RasterLayer,
    origin: Origin,
    rect: Rect,
    settings: PaintSettings,
    known: KnownTiles,
) -> tuple[Part, ...]:
    """What a layer is made from on `rect`; what is hidden for the request alone is not hidden in
    the document."""
    follows = tuple(drafts.followed(settings))
    pictures = {one.id for one in sources(snapshot, layer, origin)}
    used = {part.layer for part in origin.parts if part.role is Role.MASK}
    return tuple(
        part
        for part in parts_now(snapshot, rect, origin.mode, follows, known)
        if (part.role is not Role.PICTURE or part.layer in pictures)
        and (part.role is not Role.MASK or part.layer in used)
    )


def _turned_again(
    snapshot: Snapshot,
    layer: RasterLayer,
    origin: Origin,
    settings: PaintSettings,
    info: ModelInfo,
    dirs: Sequence[Path],
    known: KnownTiles,
) -> Composed:
    """A layer that repaints a part and was turned is made again in its turned place: of what is
    seen within its corners, as if that were upright."""
    assert origin.mask is not None
    size = upright_size(origin.quad)
    if min(size) < 8:
        raise UserError(
            "What it repaints has become too small.", "Make the layer larger, or take a new mask."
        )
    frame = Rect.of_size(size)
    context = settings.inpaint.context
    if context is not None:
        across, down = size.width / origin.rect.width, size.height / origin.rect.height
        context = context.moved(-origin.rect.x, -origin.rect.y)
        context = Rect.of_edges(
            context.x * across, context.y * down, context.right * across, context.bottom * down
        ).intersected(frame)
    inpaint = replace(settings.inpaint, context=context)
    upright = replace(
        origin,
        rect=frame,
        quad=(),
        mask=_of_size(origin.mask, size),
        made_on=frame if origin.place == origin.made_on else EMPTY,
    )
    within = unturned_snapshot(snapshot, origin.quad, size)
    within = replace(within, layers=tuple(
        one.replaced(origin=upright) if one.id == layer.id else one for one in within.layers
    ))  # fmt: skip
    composed = compose_again(within, layer.id, replace(settings, inpaint=inpaint), info, dirs)
    assert composed.origin is not None
    quad = carried(corners(composed.placement.rect), frame, origin.quad)
    there = reach(quad)
    parts = _made_from(snapshot, layer, origin, there, settings, known)
    return replace(composed, origin=replace(composed.origin, quad=quad, made_on=there, parts=parts))


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
