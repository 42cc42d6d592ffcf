"""What the model gets to see of a picture, and how its answer is put back.

Only the mask's surroundings are sent, scaled to the size the model was trained at: the cost of an
inpaint does not depend on the document. The window uses the same functions to show the box and
to crop before it submits; the command line passes whole pictures.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar, cast

import cv2
import numpy as np

from core.errors import RecipeError, UserError
from core.generation.fill import filled, opaque
from core.generation.frame import Frame, resized
from core.generation.mask import Painted, blend_alpha, effective_mask, grown, mask_bounds
from core.generation.seam import colour_correction
from core.geometry import Rect, Size
from core.region_numbers import renumbered
from core.request import InpaintSettings, Pixels, RegionPrompt, Request

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.arrays import Bytes

__all__ = [
    "Prepared",
    "blend_alpha",
    "check_mask",
    "choose_context",
    "context_for",
    "effective_mask",
    "entered",
    "entered_region",
    "found_in_place",
    "frame_for",
    "masked_by",
    "painted_in_place",
    "prepare",
    "prepare_next",
    "preview_in_place",
    "restore",
]

T = TypeVar("T")

_MARGIN = 1.25
"""The context is this many times the mask's side: an eighth of it on each side…"""
_LEAST_MARGIN = 1.2
"""…but a tenth is enough where the context then fits the model without being scaled down."""
_LONGEST = 2.0
"""The context's longer side is at most this many times the shorter, where the canvas allows."""
_STEP = 8
"""The context's sides are multiples of this: at scale 1 nothing is padded."""


def choose_context(mask_bounds: Rect, canvas: Size, native: int) -> Rect:
    """The part of `canvas` that the model should see to repaint `mask_bounds`.

    Holds the mask's bounds and a tenth to an eighth of their side around them; at least
    `native` × `native` pixels of area where the canvas has them, so that nothing is enlarged
    without need; no longer than 2 : 1; sides are multiples of 8 unless the canvas ends. Lies
    inside the canvas. Choosing again on a canvas cropped to the result gives the whole of it.

    Raises UserError when `mask_bounds` does not meet the canvas.
    """
    bounds = mask_bounds.intersected(Rect.of_size(canvas))
    if bounds.is_empty:
        raise UserError(
            "The mask is empty: there is nothing to repaint.",
            "Paint over the part that should change, or remove the mask.",
        )
    if max(bounds.size) * _LEAST_MARGIN <= native:
        width, height = float(native), float(native)
    else:
        width, height = bounds.width * _MARGIN, bounds.height * _MARGIN
        width = max(width, height / _LONGEST, min(height, native**2 / height))
        height = max(height, width / _LONGEST, min(width, native**2 / width))
    width, height = min(_stepped(width), canvas.width), min(_stepped(height), canvas.height)
    # What the canvas does not give on one side is looked for on the other.
    width = min(canvas.width, max(width, _stepped(min(native**2 / height, height * _LONGEST))))
    height = min(canvas.height, max(height, _stepped(min(native**2 / width, width * _LONGEST))))
    return Rect(
        _placed(bounds.x, bounds.width, width, canvas.width),
        _placed(bounds.y, bounds.height, height, canvas.height),
        width,
        height,
    )


def context_for(mask_bounds: Rect, settings: InpaintSettings, canvas: Size, native: int) -> Rect:
    """The artist's own context box within the canvas, or else the chosen one.

    `mask_bounds` are those of the painted mask, before it is grown.
    Raises UserError when the box misses the mask or the mask is empty.
    """
    whole = Rect.of_size(canvas)
    painted = mask_bounds.inflated(max(0, settings.grow)).intersected(whole)
    if settings.context is None:
        return choose_context(painted, canvas, native)
    box = settings.context.intersected(whole)
    if box.intersected(painted).is_empty:
        raise UserError(
            "The context box does not touch the mask.",
            "Move the box over the mask, or reset it.",
        )
    return box


def check_mask(request: Request, native: int) -> None:
    """Raises RecipeError, naming the field, when there is nothing to repaint in what would be cut
    out around the mask of a request."""
    source, mask, settings = request.source, request.mask, request.inpaint
    assert source is not None and mask is not None
    try:
        rect = context_for(mask_bounds(mask.array), settings, source.size, native)
    except UserError as error:
        field = "mask" if settings.context is None else "inpaint.context"
        raise RecipeError(field, error.cause, error.remedy) from None
    if settings.grow < 0:
        reach = rect.inflated(1 - settings.grow).intersected(Rect.of_size(source.size))
        left = grown(np.ascontiguousarray(mask.array[reach.slices]), settings.grow)
        if not left[rect.moved(-reach.x, -reach.y).slices].any():
            raise RecipeError("inpaint.grow", _GONE, _LARGER)


_GONE = "Nothing is left of the mask after it was shrunk."
_LARGER = "Paint a larger mask, or shrink it less."


def _stepped(length: float) -> int:
    return math.ceil(length / _STEP) * _STEP


def _placed(start: int, length: int, wanted: int, limit: int) -> int:
    """Where `wanted` pixels begin that are centred on `start` … `start + length` within `limit`."""
    return max(0, min(start + (length - wanted) // 2, limit - wanted))


@dataclass(frozen=True, eq=False)
class Prepared:
    """A request as the model gets it, and all that `restore` needs to put its answer back."""

    inner: Request
    """At the model's resolution: sides set, source, mask and regions of exactly that size."""
    rect: Rect
    """The part of the source that is painted; the whole picture without a mask."""
    frame: Frame
    alpha: Bytes | None = None
    """Opacity of the result over the old picture, of `rect`'s size; None: opaque."""
    old: Bytes | None = None
    """The old picture at the model's size, for matching colours; None: nothing is matched."""
    known: Bytes | None = None
    """`old`'s opacity; None: opaque everywhere."""


def prepare(request: Request, native: int, factor: int = 8) -> Prepared:
    """Cuts out, scales, fills: `request` (resolved) at the resolution of a model.

    `native` is the side the model was trained at, `factor` what sides are multiples of.
    Raises UserError when there is nothing to repaint.
    """
    if request.source is None:
        assert request.width is not None and request.height is not None, "not resolved"
        size = Size(request.width, request.height)
        frame = frame_for(request, size, native, factor)
        return Prepared(entered(request, Rect.of_size(size), frame), Rect.of_size(size), frame)
    if request.mask is None:
        return _prepare_picture(request, native, factor)
    return _prepare_inpaint(request, native, factor)


def frame_for(
    request: Request, part: Size, native: int, factor: int, *, new: bool | None = None
) -> Frame:
    """How what is painted, of size `part`, lies in the model's picture.

    A new picture keeps its size. Others are scaled to the model's, unless a technique paints
    pictures of any size; what is smaller than the model's is enlarged even then. `new` says
    whether it is one where the request has not got its pixels yet.
    """
    new = request.source is None if new is None else new
    any_size = any(technique.any_size for technique in request.techniques)
    if any_size and (new or part.area > native**2):
        return Frame.whole(part, factor)
    if new:
        return Frame.exact(part, factor)
    return Frame.fit(part, native, factor)


def prepare_next(request: Request, before: Prepared, native: int, factor: int = 8) -> Prepared:
    """The same for a request that goes on where `before` was painted: with the same part of the
    source, in the same frame, whatever its mask has become."""
    if request.mask is not None:
        request = replace(request, inpaint=replace(request.inpaint, context=before.rect))
    return prepare(request, native, factor)


def painted_in_place(painted: Pixels, request: Request, prepared: Prepared) -> Pixels:
    """RGBA over the picture of `request` as it lies in the model's picture."""
    size = request.source.size if request.mask is not None and request.source else None
    whole = size or Size(
        request.width or prepared.rect.width, request.height or prepared.rect.height
    )
    array = resized(painted.array, whole)
    return Pixels(prepared.frame.enter(np.ascontiguousarray(array[prepared.rect.slices])))


def _prepare_picture(request: Request, native: int, factor: int) -> Prepared:
    source = request.source
    assert source is not None
    size = Size(request.width or source.size.width, request.height or source.size.height)
    if size != source.size:
        request = _stretched(request, size)
        assert request.source is not None
        source = request.source
    frame = frame_for(request, size, native, factor)
    rgb, known = _colours(source.array, frame)
    inner = entered(request, Rect.of_size(size), frame, rgb=opaque(rgb, known))
    return Prepared(inner, Rect.of_size(size), frame, known=known)


def _prepare_inpaint(request: Request, native: int, factor: int) -> Prepared:
    source, mask, settings = request.source, request.mask, request.inpaint
    assert source is not None and mask is not None
    rect = context_for(mask_bounds(mask.array), settings, source.size, native)
    part = np.ascontiguousarray(source.array[rect.slices])
    painted, strength, alpha = _masks(mask.array, part[..., 3], rect, settings)
    if not painted.any():
        raise UserError(_GONE, _LARGER)
    frame = frame_for(request, rect.size, native, factor)
    rgb, known = _colours(part, frame)
    inner_mask = frame.enter(strength, smooth=False)
    under = filled(rgb, inner_mask, settings.fill, alpha=known, seed=request.seed)
    return Prepared(
        inner=entered(request, rect, frame, rgb=under, mask=inner_mask),
        rect=rect,
        frame=frame,
        alpha=alpha,
        old=rgb if settings.match_colours else None,
        known=known,
    )


def _masks(
    mask: Bytes, opacity: Bytes, rect: Rect, settings: InpaintSettings
) -> tuple[Bytes, Bytes, Bytes]:
    """Within `rect`: the grown mask, how strongly is repainted, and the result's opacity.

    The masks fade towards the sides of a context box that cuts through them, but not towards the
    canvas's edges. Over transparent pixels there is nothing to keep or to blend with.
    """
    whole = Rect(0, 0, mask.shape[1], mask.shape[0])
    ring = rect.inflated(1).intersected(whole)
    reach = rect.inflated(abs(settings.grow) + 1).intersected(whole)
    painted = grown(np.ascontiguousarray(mask[reach.slices]), settings.grow)
    painted = painted[ring.moved(-reach.x, -reach.y).slices].copy()
    inside = rect.moved(-ring.x, -ring.y)
    kept = np.zeros_like(painted)
    kept[inside.slices] = painted[inside.slices]
    faded = Painted(kept)
    strength = faded.strength(settings.feather)[inside.slices]
    alpha = faded.alpha(settings.blend)[inside.slices]
    kept = kept[inside.slices]
    if bool((opacity == 255).all()):
        return kept, strength, alpha
    empty = np.where(kept > 0, 255 - opacity, 0).astype(np.uint8)
    return kept, np.maximum(strength, empty), np.maximum(alpha, empty)


def _colours(rgba: Bytes, frame: Frame) -> tuple[Bytes, Bytes | None]:
    """RGB and opacity (None: opaque) of a part of the source at the model's size."""
    alpha = rgba[..., 3]
    if bool((alpha == 255).all()):
        return frame.enter(np.ascontiguousarray(rgba[..., :3])), None
    # Weighted by opacity: colours of transparent pixels mean nothing and must not bleed.
    weight = alpha.astype(np.float32) / 255
    scaled = frame.enter(alpha, smooth=False)
    sums = frame.enter(np.rint(rgba[..., :3] * weight[..., None]).astype(np.uint8), smooth=False)
    rgb = sums.astype(np.float32) * 255 / np.maximum(scaled, 1)[..., None]
    return np.minimum(np.rint(rgb), 255).astype(np.uint8), scaled


def restore(prepared: Prepared, image: Bytes) -> Bytes:
    """The model's picture (h, w, 3) as straight RGBA of `prepared.rect`'s size."""
    if image.shape != (prepared.frame.padded.height, prepared.frame.padded.width, 3):
        raise ValueError(f"the model's picture is {image.shape}, not {prepared.frame.padded}")
    rgb = prepared.frame.leave(image)
    if prepared.old is not None and prepared.inner.mask is not None:
        correction = colour_correction(
            image, prepared.old, prepared.inner.mask.array, prepared.known
        )
        if correction.any():
            rgb = _added(rgb, prepared.frame.leave(correction))
    result = np.full((*rgb.shape[:2], 4), 255, np.uint8)
    result[..., :3] = rgb
    if prepared.alpha is not None:
        result[..., 3] = prepared.alpha
    return result


def masked_by(prepared: Prepared, coverage: Bytes, settings: InpaintSettings) -> Prepared:
    """A picture that was painted as a whole, to be put back only where a found mask is white.

    `coverage` (h, w) lies over the model's picture. Elsewhere the source keeps its own pixels, to
    the bit. The edge is blended outwards, over what the model has left as it was: inwards it
    would show what was there before.
    """
    source = prepared.inner.source
    assert source is not None and prepared.inner.mask is None
    inner = resized(coverage, prepared.frame.padded, smooth=False)
    around = grown(found_in_place(prepared, coverage), settings.blend)
    alpha = Painted(around).alpha(settings.blend)
    if prepared.known is not None:
        opacity = prepared.frame.leave(prepared.known)
        alpha = np.maximum(alpha, 255 - opacity)
    return replace(
        prepared,
        inner=replace(prepared.inner, mask=Pixels(inner)),
        alpha=alpha,
        old=np.ascontiguousarray(source.array[..., :3]) if settings.match_colours else None,
    )


def _added(rgb: Bytes, correction: npt.NDArray[np.float32]) -> Bytes:
    return np.asarray(np.clip(np.rint(rgb + correction), 0, 255), np.uint8)


def found_in_place(prepared: Prepared, coverage: Bytes) -> Bytes:
    """A mask (h, w) of any size over the model's picture as a mask of `prepared.rect`'s size."""
    return prepared.frame.leave(resized(coverage, prepared.frame.padded, smooth=False))


def preview_in_place(prepared: Prepared, preview: Bytes) -> Bytes:
    """Previews (batch, h, w, 3) of the model's picture without the frame's padding."""
    frame = prepared.frame
    if frame.scaled == frame.padded:
        return preview
    height, width = preview.shape[1:3]
    across, down = width / frame.padded.width, height / frame.padded.height
    box = frame.content
    size = Size(max(1, round(box.width * across)), max(1, round(box.height * down)))
    # Maps the centres of the shown pixels to where they lie in the padded preview.
    step_x, step_y = box.width * across / size.width, box.height * down / size.height
    where = np.array(
        [
            [step_x, 0, box.x * across + step_x / 2 - 0.5],
            [0, step_y, box.y * down + step_y / 2 - 0.5],
        ]
    )
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.stack(
        [
            cv2.warpAffine(
                np.ascontiguousarray(one), where, size, flags=how, borderMode=cv2.BORDER_REPLICATE
            ).reshape(size.height, size.width, 3)
            for one in preview
        ]
    ).astype(np.uint8, copy=False)


def entered(
    request: Request,
    rect: Rect,
    frame: Frame,
    *,
    rgb: Bytes | None = None,
    mask: Bytes | None = None,
) -> Request:
    """`request` with everything that lies on the picture cut to `rect` and put into `frame`."""
    outer = _outer_size(request)

    def enter(pixels: Pixels) -> Pixels:
        array = pixels.array
        if pixels.size != outer:
            array = resized(array, outer)
        part = np.ascontiguousarray(array[rect.slices])
        return Pixels(frame.enter(part, smooth=array.ndim == 3))

    regions = {
        number: moved
        for number, region in enumerate(request.regions)
        if (moved := entered_region(region, rect, frame, enter)) is not None
    }
    techniques = (renumbered(each, list(regions)) for each in request.techniques)
    concepts = (renumbered(each, list(regions)) for each in request.concepts)
    inner = replace(
        request,
        width=frame.padded.width,
        height=frame.padded.height,
        source=None if rgb is None else Pixels(_with_alpha(rgb)),
        mask=None if mask is None else Pixels(mask),
        regions=tuple(regions.values()),
        techniques=tuple(_moved(each, enter) for each in techniques if each is not None),
        concepts=tuple(each for each in concepts if each is not None),
        inpaint=replace(request.inpaint, context=None),
    )
    if len(regions) == len(request.regions):
        return inner
    # Words that were said of regions that fall away are said nowhere now.
    heard = (each.heard(request, inner) for each in inner.techniques)
    return replace(inner, techniques=tuple(each for each in heard if each is not None))


def _outer_size(request: Request) -> Size:
    if request.source is not None:
        return request.source.size
    return Size(request.width or 0, request.height or 0)


def entered_region(
    region: RegionPrompt, rect: Rect, frame: Frame, enter: Callable[[Pixels], Pixels]
) -> RegionPrompt | None:
    """The region within `rect`; None when nothing of it is there."""
    if region.mask is not None:
        mask = enter(region.mask)
        return replace(region, mask=mask) if mask.array.any() else None
    if region.box is None:
        return region
    box = region.box.intersected(rect).moved(-rect.x, -rect.y)
    if box.is_empty:
        return None
    across = frame.scaled.width / frame.source.width
    down = frame.scaled.height / frame.source.height
    inner = Rect.of_edges(
        frame.left + round(box.x * across),
        frame.top + round(box.y * down),
        frame.left + max(round(box.x * across) + 1, round(box.right * across)),
        frame.top + max(round(box.y * down) + 1, round(box.bottom * down)),
    )
    return replace(region, box=inner.intersected(Rect.of_size(frame.padded)))


def _moved(value: T, enter: Callable[[Pixels], Pixels]) -> T:
    """A technique with every picture it holds, at any depth, moved as the source is; but not
    those that only show something, wherever that may be."""
    if isinstance(value, Pixels):
        return cast(T, enter(value))
    if isinstance(value, tuple):
        return cast(T, tuple(_moved(each, enter) for each in value))
    if is_dataclass(value) and not isinstance(value, type):
        moved = {
            field.name: _moved(getattr(value, field.name), enter)
            for field in fields(value)
            if getattr(field.metadata.get("parameter"), "placed", True)
        }
        return replace(value, **moved)
    return value


def _stretched(request: Request, size: Size) -> Request:
    """The request with its source, and all that lies on it, scaled to another size."""
    assert request.source is not None
    frame = Frame(request.source.size, size, size)
    rgb, known = _colours(request.source.array, frame)
    rgba = _with_alpha(rgb)
    if known is not None:
        rgba[..., 3] = known
    moved = entered(request, Rect.of_size(request.source.size), frame)
    return replace(moved, source=Pixels(rgba))


def _with_alpha(rgb: Bytes) -> Bytes:
    rgba = np.full((*rgb.shape[:2], 4), 255, np.uint8)
    rgba[..., :3] = rgb
    return rgba
