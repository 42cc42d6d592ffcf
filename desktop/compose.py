"""From the document to a request (no Qt, no torch).

Only the context goes along, so that the cost does not depend on the document's size.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.document.basis import KnownTiles, parts_now
from core.document.origin import Origin
from core.document.settings import PaintSettings
from core.document.state import Snapshot
from core.errors import UserError
from core.generation.frame import Frame, resized
from core.generation.mask import blend_alpha
from core.geometry import Rect, Size
from core.models.info import ModelInfo
from core.other_parts import fitted
from core.pixels.alpha import straight
from core.region_numbers import renumbered
from core.request import MAX_SEED, Mode, Pixels, Request
from desktop import drafts
from desktop.plan import Plan, fitted_inside, picture_size, plan, strength_of
from desktop.regions import regions_in

if TYPE_CHECKING:
    from pathlib import Path

    from core.arrays import Bytes
    from desktop.larger import Scope


_PAPER = 255


@dataclass(frozen=True)
class Placement:
    """Where the picture of a request lies on the canvas: `size` pixels stretched over `rect`."""

    rect: Rect
    size: Size

    def on_canvas(self, part: Rect) -> Rect:
        """A part of the request's picture, in canvas pixels."""
        if self.rect.size == self.size:
            return part.moved(self.rect.x, self.rect.y)
        across = self.rect.width / self.size.width
        down = self.rect.height / self.size.height
        return Rect.of_edges(
            self.rect.x + part.x * across,
            self.rect.y + part.y * down,
            self.rect.x + part.right * across,
            self.rect.y + part.bottom * down,
        ).intersected(self.rect)


@dataclass(frozen=True)
class Composed:
    """A request, and where its results belong."""

    request: Request
    placement: Placement
    mask: tuple[Rect, Bytes] | None = None
    """Where on the canvas previews show through, and how much (h, w); None: everywhere."""
    origin: Origin | None = None
    """How a layer made of a result is made again; with the seed that the panel had."""
    larger: Scope | None = None
    """What of the document is made larger, of a request that does only that."""

    def arrays(self) -> Iterator[Bytes]:
        """The pixels that it keeps beside the request's."""
        if self.mask is not None:
            yield self.mask[1]
        if self.origin is not None and self.origin.mask is not None:
            yield self.origin.mask.array


def compose(
    snapshot: Snapshot,
    info: ModelInfo,
    dirs: Sequence[Path] = (),
    *,
    seed: int | None = None,
    known: KnownTiles | None = None,
    mode: Mode | None = None,
    place: Rect | None = None,
) -> Composed:
    """The request that the document describes; may take a while on large canvases.

    `dirs` are the folders of models in which techniques find further ones. `seed` is used where
    the document leaves it open. `known` are digests of tiles that were found before. `mode` is what
    happens whatever is on the canvas, and `place` where a new picture then belongs. Raises
    UserError when nothing can be done.
    """
    planned = plan(snapshot, info, mode)
    if planned.problem:
        raise UserError(planned.problem)
    settings = snapshot.settings
    request = replace(
        asked_of(settings, fresh_seed(settings, seed)),
        batch=settings.batch,
        strength=strength_of(settings, planned),
        inpaint=settings.inpaint,
        parts=fitted(settings.parts, settings.sampler),
        refiner=settings.refiner,
    )
    if planned.mode is Mode.TEXT_TO_IMAGE:
        composed = _new_picture(snapshot, request, info, place)
    elif planned.mode is Mode.IMAGE_TO_IMAGE:
        composed = _painted_over(snapshot, request, info)
    else:
        composed = _repainted(snapshot, request, planned)
    composed = with_parts(composed, snapshot, dirs)
    rect, size = composed.placement.rect, composed.placement.size
    follows = tuple(drafts.followed(settings))
    origin = Origin(
        settings=settings,
        mode=planned.mode,
        rect=rect,
        size=size,
        mask=composed.request.mask if planned.mode is Mode.INPAINT else None,
        made_on=rect,
        parts=parts_now(snapshot, rect, planned.mode, follows, known or KnownTiles()),
    )
    return replace(composed, origin=origin)


def with_parts(composed: Composed, snapshot: Snapshot, dirs: Sequence[Path]) -> Composed:
    """The request with the regions and the techniques that are on, as they lie in its picture.

    Raises UserError for a technique that cannot take part.
    """
    rect, size = composed.placement.rect, composed.placement.size
    regions = regions_in(snapshot, rect, size)
    made = (renumbered(one, list(regions)) for one in drafts.finished(snapshot, rect, size))
    request = replace(
        composed.request,
        regions=tuple(regions.values()),
        techniques=tuple(one for one in made if one is not None),
    )
    drafts.check(request)
    return replace(composed, request=drafts.settled(request, dirs))


def asked_of(settings: PaintSettings, seed: int) -> Request:
    """What settings say of every request: words, model, steps."""
    return Request(
        prompt=settings.whole_prompt,
        negative_prompt=settings.whole_negative_prompt,
        model=settings.model,
        steps=settings.steps,
        sampler=settings.sampler,
        guidance_scale=settings.guidance_scale,
        seed=seed,
    )


def fresh_seed(settings: PaintSettings, given: int | None = None) -> int:
    """The artist's seed, or else the given or a random one, with room for a whole batch."""
    last = MAX_SEED - settings.batch + 1
    if settings.seed is not None:
        return min(settings.seed, last)
    return random.randrange(min(last, 2**31)) if given is None else given


def _new_picture(
    snapshot: Snapshot, request: Request, info: ModelInfo, place: Rect | None
) -> Composed:
    size = picture_size(snapshot.size, snapshot.settings, info)
    placement = Placement(place or fitted_inside(size, snapshot.size), size)
    request = replace(
        request,
        width=size.width,
        height=size.height,
        strength=None,
        inpaint=replace(request.inpaint, context=None),
    )
    return Composed(request, placement)


def _painted_over(snapshot: Snapshot, request: Request, info: ModelInfo) -> Composed:
    """The whole canvas, at the model's scale at most: more would only cost time."""
    frame = Frame.fit(snapshot.size, info.size, info.factor)
    size = frame.scaled if frame.scaled.area < snapshot.size.area else snapshot.size
    source = resized(on_paper(snapshot.composite(snapshot.canvas)), size, smooth=False)
    request = replace(
        request,
        source=Pixels(source),
        inpaint=replace(request.inpaint, context=None),
    )
    return Composed(request, Placement(snapshot.canvas, size))


def _repainted(snapshot: Snapshot, request: Request, planned: Plan) -> Composed:
    """The context, with so much around it as growing the mask needs to know."""
    settings = snapshot.settings.inpaint
    crop = planned.context.inflated(abs(settings.grow) + 1).intersected(snapshot.canvas)
    source = straight(snapshot.composite(crop))
    if planned.mode is Mode.OUTPAINT:
        mask = 255 - source[..., 3]
    else:
        mask = snapshot.mask_coverage(crop)
    if not mask.any():
        raise UserError(
            "The context box does not touch the mask.", "Move the box over the mask, or reset it."
        )
    request = replace(
        request,
        source=Pixels(source),
        mask=Pixels(mask),
        inpaint=replace(settings, context=planned.context.moved(-crop.x, -crop.y)),
    )
    placement = Placement(crop, crop.size)
    return Composed(request, placement, shown_through(request, placement))


def shown_through(request: Request, placement: Placement) -> tuple[Rect, Bytes] | None:
    """Where on the canvas previews of what repaints a part show through, and how much (h, w)."""
    context = request.inpaint.context
    if request.mask is None or context is None or placement.rect.size != placement.size:
        return None
    shown = blend_alpha(request.mask.array, request.inpaint)[context.slices]
    return placement.on_canvas(context), shown


def on_paper(premultiplied: Bytes) -> Bytes:
    """Opaque RGBA: what is transparent is white paper."""
    paper = (_PAPER - premultiplied[..., 3])[..., None]
    result = np.empty_like(premultiplied)
    result[..., :3] = premultiplied[..., :3] + paper
    result[..., 3] = 255
    return result
