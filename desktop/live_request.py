"""Live painting: from a part of the canvas to a request, and from its result to the live picture.

Pure functions for the background thread. A part is painted over in its surroundings, which are the
live picture itself, so that it joins what is there without a seam.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.document.basis import KnownTiles, parts_now
from core.document.origin import Origin, Part
from core.document.state import Snapshot
from core.errors import UserError
from core.generation.context import choose_context
from core.generation.events import Result
from core.generation.frame import Frame, resized
from core.generation.mask import Painted, grown
from core.geometry import Rect, Size
from core.models.info import ModelInfo
from core.other_parts import fitted
from core.pixels.alpha import premultiplied, scaled, straight
from core.pixels.blend import blend
from core.pixels.tiles import TileGrid
from core.request import InpaintSettings, Mode, Pixels, Request
from desktop import drafts
from desktop.compose import Composed, Placement, on_paper, with_parts
from desktop.plan import is_blank
from desktop.remake import mask_of_canvas

if TYPE_CHECKING:
    from pathlib import Path

    from core.arrays import Bytes

CONTEXT = 2.0
"""The model sees so many times its own side of the canvas, if there is so much: a stroke is to
become a part of the picture, and not a picture of its own with all that the prompt says."""
MARGIN = 1.25
"""The part that is painted fits into that so many times."""
FEATHER = 16
"""How wide a part fades into what is around it, in the model's pixels: two latents."""


@dataclass(frozen=True)
class LiveSampling:
    """How live pictures are made; all else is as for pictures that are asked for."""

    strength: float
    steps: int
    """Those that are taken: at half the strength a picture that is asked for takes half."""
    sampler: str
    guidance_scale: float
    seed: int


@dataclass(frozen=True)
class LivePart:
    """A request for a part of the live picture."""

    composed: Composed | None
    """None: a mask or the selection leaves nothing of it, or nothing says what to paint."""
    part: Rect
    """The part of the canvas that it repaints, with the border in which it fades."""
    blank: bool
    """Nothing was painted: it is made from the words alone."""


def live_part(
    snapshot: Snapshot,
    info: ModelInfo,
    dirs: Sequence[Path],
    sampling: LiveSampling,
    part: Rect,
    shown: TileGrid | None,
) -> LivePart:
    """The request that paints `part` of the canvas over.

    `shown` is the live picture as it is (premultiplied RGBA). Raises UserError when it cannot be
    painted.
    """
    if info.problems:
        raise UserError(f"{info.title}: {info.problems[0]}")
    canvas, grow = snapshot.canvas, snapshot.settings.inpaint.grow
    masked = bool(snapshot.masks())
    part = part.intersected(canvas)
    if masked:
        part = part.intersected(snapshot.mask_bounds().inflated(max(0, grow)))
    blank = is_blank(snapshot)
    if part.is_empty or (blank and not _says_something(snapshot)):
        return LivePart(None, part, blank)
    seen = choose_context(part, snapshot.size, round(CONTEXT * info.size))
    feather = FEATHER * max(1.0, math.sqrt(seen.area) / info.size)
    part = part.inflated(round(feather)).intersected(canvas)
    request = _asked(snapshot, info, sampling, blank=blank)
    composed: Composed | None
    if part == canvas and not masked:
        composed = _whole(snapshot, request, info)
    else:
        composed = _part(snapshot, request, info, part, round(feather), shown)
    if composed is not None:
        composed = with_parts(composed, snapshot, dirs)
    return LivePart(composed, part, blank)


def joined(
    shown: TileGrid | None, result: Result, composed: Composed, size: Size
) -> tuple[TileGrid, Rect]:
    """The live picture of a canvas of `size` with a result laid over it, and which part of the
    canvas is new. `shown` stays as it was."""
    grid = TileGrid(size, 4) if shown is None else shown.snapshot()
    rect = composed.placement.on_canvas(result.rect)
    pixels = result.pixels
    if pixels.shape[:2] != (rect.height, rect.width):
        pixels = resized(pixels, rect.size)
    new = premultiplied(pixels)
    if not bool((pixels[..., 3] == 255).all()):
        new = blend(grid.read(rect), new)
    grid.write(rect, new)
    return grid, rect


@dataclass(frozen=True)
class LiveBasis:
    """What a live picture is made from, by the names of tiles."""

    rect: Rect
    mode: Mode
    parts: tuple[Part, ...]


def live_basis(snapshot: Snapshot, known: KnownTiles) -> LiveBasis:
    """What a live picture of this document is made from; takes some milliseconds for what was
    painted since it was last asked."""
    rect, mode, _ = _as_one(snapshot)
    follows = tuple(drafts.followed(snapshot.settings))
    return LiveBasis(rect, mode, parts_now(snapshot, rect, mode, follows, known))


def _as_one(snapshot: Snapshot) -> tuple[Rect, Mode, Pixels | None]:
    """Where a live picture lies as one picture, what it does there, and its mask."""
    masked = mask_of_canvas(snapshot)
    if masked is None:
        return snapshot.canvas, Mode.IMAGE_TO_IMAGE, None
    return masked[0], Mode.INPAINT, masked[1]


def live_origin(
    snapshot: Snapshot, request: Request, size: Size, basis: LiveBasis | None = None
) -> Origin:
    """How a layer that was painted along is made again: as one picture, like the latest part of it
    that `request` painted. `size` is the model's, of a whole picture; `basis` what that part saw.
    """
    settings = replace(
        snapshot.settings,
        prompt=request.prompt,
        negative_prompt=request.negative_prompt,
        style="",  # its words are in the prompt
        frame="",
        negative_frame="",
        strength=request.strength,
        steps=request.steps,
        sampler=request.sampler,
        guidance_scale=request.guidance_scale,
        seed=request.seed,
        batch=1,
    )
    rect, mode, mask = _as_one(snapshot)
    origin = Origin(settings, mode, rect, size if mask is None else rect.size, mask)
    if basis is None or (basis.rect, basis.mode) != (rect, mode):
        return origin
    return replace(origin, made_on=rect, parts=basis.parts)


def _says_something(snapshot: Snapshot) -> bool:
    """Whether words, or techniques with pictures of their own, say what to paint from nothing."""
    settings = snapshot.settings
    return bool(settings.prompt.strip()) or any(draft.on for draft in settings.techniques)


def _asked(snapshot: Snapshot, info: ModelInfo, sampling: LiveSampling, *, blank: bool) -> Request:
    """What the words, the model and the panel say, without pictures."""
    settings = snapshot.settings
    mode = Mode.INPAINT if snapshot.masks() else Mode.IMAGE_TO_IMAGE
    told, able = drafts.looked_at(snapshot, mode, info)
    for draft, problem in zip(settings.techniques, told, strict=True):
        if problem:
            raise UserError(f"{drafts.title(draft)}: {problem}")
    own = (one.strength_when_open for one in able if one.strength_when_open is not None)
    strength = 1.0 if blank else next(own, sampling.strength)
    return Request(
        prompt=settings.whole_prompt,
        negative_prompt=settings.whole_negative_prompt,
        model=settings.model,
        # A run leaves out the first steps below strength 1.
        steps=math.ceil(sampling.steps / max(strength, 0.01) - 1e-9),
        sampler=sampling.sampler,
        guidance_scale=sampling.guidance_scale,
        seed=sampling.seed,
        strength=strength,
        parts=fitted(settings.parts, sampling.sampler),
    )


def _whole(snapshot: Snapshot, request: Request, info: ModelInfo) -> Composed:
    """All of the canvas, at the model's scale at most."""
    frame = Frame.fit(snapshot.size, info.size, info.factor)
    size = frame.scaled if frame.scaled.area < snapshot.size.area else snapshot.size
    source = resized(on_paper(snapshot.composite(snapshot.canvas)), size)
    return Composed(replace(request, source=Pixels(source)), Placement(snapshot.canvas, size))


def _part(
    snapshot: Snapshot,
    request: Request,
    info: ModelInfo,
    part: Rect,
    feather: int,
    shown: TileGrid | None,
) -> Composed | None:
    crop = choose_context(part, snapshot.size, round(CONTEXT * info.size))
    mask = np.zeros((crop.height, crop.width), np.uint8)
    mask[part.moved(-crop.x, -crop.y).slices] = 255
    if snapshot.masks():
        mask = np.minimum(mask, _masked(snapshot, crop))
        if not mask.any():
            return None
    picture = on_paper(snapshot.composite(crop))
    if shown is not None:
        around = 255 - Painted(mask).strength(feather)
        picture = blend(picture, scaled(shown.read(crop), around))
    settings = InpaintSettings(feather=feather, blend=feather, context=Rect.of_size(crop.size))
    request = replace(
        request, source=Pixels(straight(picture)), mask=Pixels(mask), inpaint=settings
    )
    return Composed(request, Placement(crop, crop.size))


def _masked(snapshot: Snapshot, crop: Rect) -> Bytes:
    """What may be repainted of `crop`: the masks, grown as the document says."""
    grow = snapshot.settings.inpaint.grow
    reach = crop.inflated(abs(grow) + 1).intersected(snapshot.canvas)
    mask = grown(snapshot.mask_coverage(reach), grow)
    return np.ascontiguousarray(mask[crop.moved(-reach.x, -reach.y).slices])
