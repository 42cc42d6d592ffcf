"""Refining: what the model is asked when it paints over an enlarged picture, tile by tile (no
torch).

It is image to image of the whole larger picture, predicted in overlapping windows of the model's
own size that are fused in every step (MultiDiffusion): a seam never comes into being, and no more
is in memory than one window needs. The prompts of regions count where they lie, and so do control
maps.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.generation.context import Prepared, entered
from core.generation.frame import LEAST, Frame
from core.geometry import Rect, Size
from core.request import Pixels, Request
from core.techniques import techniques
from core.windows import MULTIDIFFUSION, Cost, cost_of

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.models.info import ModelInfo

OVERLAP = 4
"""Windows overlap by this part of their side. 1/8, as for new pictures, costs four times as much;
a picture that is there already holds windows together by itself."""
_ANY = Pixels(np.full((1, 1, 4), 255, np.uint8))


def refinement(request: Request, info: ModelInfo) -> Request | None:
    """The request by which a picture of `request` is painted over once it is larger; None when it
    is not to be. Lengths and source are still those of the picture before."""
    upscale = request.upscale
    if upscale is None or not upscale.refines:
        return None
    own: list[Any] = [one for one in request.techniques if one.declaration.id == MULTIDIFFUSION]
    prompt = request.prompt
    for one in request.techniques:
        if not one.in_tiles and "instruct" not in one.declaration.needs:
            prompt = one.read(replace(request, prompt=prompt)).prompt
    plain: Any = techniques()[MULTIDIFFUSION]
    windows = replace(
        own[0] if own else plain(),
        window=info.size,
        stride=info.size - info.size // OVERLAP,
        blend="soft",
        # Regions are there already: nothing has to grow inside its mask.
        bootstrapping=0.0,
    )
    kept = (one for one in request.techniques if one.in_tiles and one not in own)
    return replace(
        request,
        prompt=prompt,
        source=request.source or _ANY,
        mask=None,
        strength=upscale.strength,
        techniques=(*kept, windows),
        steering=(),
        upscale=None,
        refiner=None,
        inpaint=replace(request.inpaint, context=None),
    )


def prepare_refinement(request: Request, picture: Bytes, info: ModelInfo) -> Prepared:
    """`request`, that of one picture, at the size of the enlarged `picture` (h, w, 4): its colours
    run on under what is transparent."""
    asked = refinement(request, info)
    assert asked is not None
    size = Size(picture.shape[1], picture.shape[0])
    before = request.source.size if request.source is not None else request.size
    assert before is not None, "not resolved"
    padded = Size(max(size.width, LEAST), max(size.height, LEAST)).multiple_of(info.factor)
    inner = entered(
        replace(asked, source=request.source),
        Rect.of_size(before),
        Frame(before, size, padded),
        rgb=Frame(size, size, padded).enter(np.ascontiguousarray(picture[..., :3])),
    )
    return Prepared(inner, Rect.of_size(size), Frame(size, size, padded))


def tile_of(info: ModelInfo) -> int:
    """The side of a window, in latents."""
    return max(1, info.size // info.factor)


def block_of(size: Size, target: Size) -> int:
    """How many latents of the enlarged picture one of the picture before has become, of which the
    mean is kept; at least two a side, for there would be nothing left to refine."""
    return max(2, round(max(target.width / size.width, target.height / size.height)))


def cost(request: Request, info: ModelInfo) -> Cost:
    """What a step of refining a picture of `request` predicts; its size must be known."""
    asked, size = refinement(request, info), request.size
    assert asked is not None and request.upscale is not None and size is not None
    target = request.upscale.target(size)
    across, down = target.width / size.width, target.height / size.height
    regions = tuple(
        region if region.box is None else replace(region, box=_scaled(region.box, across, down))
        for region in request.regions
    )
    return cost_of(replace(asked, source=None, regions=regions), target, info)


def _scaled(box: Rect, across: float, down: float) -> Rect:
    return Rect.of_edges(box.x * across, box.y * down, box.right * across, box.bottom * down)


def steps_of(request: Request) -> int:
    """How many steps refining takes, but for samplers that count otherwise."""
    upscale = request.upscale
    if upscale is None or not upscale.refines:
        return 0
    return max(1, int(request.steps * upscale.strength + 1e-9))
