"""One line that says, before the artist presses Generate, what will happen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import UserError
from core.generation.context import context_for, entered_region, frame_for
from core.generation.mask import mask_bounds
from core.geometry import Rect, Size
from core.request import Mode, Pixels, Request
from core.windows import cost_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.generation.frame import Frame
    from core.models.library import ModelInfo

_NAMED = 3
"""Techniques that are named, at most."""


def describe(request: Request, info: ModelInfo) -> str:
    """ "Inpaint 212×180 px of the canvas with “Starter” at 256 px"; or why nothing can happen.

    The size named first is what is repainted, the last one what the model works at.
    """
    bounds = None if request.mask is None else mask_bounds(request.mask.array)
    source = None if request.source is None else request.source.size
    return describe_parts(request, info, request.mode, source, bounds)


def describe_parts(
    request: Request, info: ModelInfo, mode: Mode, source: Size | None, mask: Rect | None
) -> str:
    """As `describe`, for whoever knows mode, source size and mask bounds without the pixels."""
    line = _what(request, info, mode, source, mask)
    if not request.techniques:
        return line
    return f"{line}. {_listed([each.declaration.title for each in request.techniques])}"


def _what(
    request: Request, info: ModelInfo, mode: Mode, source: Size | None, mask: Rect | None
) -> str:
    pictures = f", {request.batch} pictures" if request.batch > 1 else ""
    title = info.title
    if source is None:
        size = Size(request.width or info.size, request.height or info.size)
        frame = frame_for(request, size, info.size, info.factor, new=True)
        cost = _windows_told(request, Rect.of_size(size), frame, info)
        return f"Paint a new picture of {size} px with “{title}”{pictures}{cost}"
    if mask is None:
        size = Size(request.width or source.width, request.height or source.height)
        frame = frame_for(request, size, info.size, info.factor, new=False)
        cost = _windows_told(request, Rect.of_size(size), frame, info)
        at = f"{_side(frame)}{pictures}{cost}"
        return f"Paint over the whole canvas ({size} px) with “{title}” at {at}"
    try:
        context = context_for(mask, request.inpaint, source, info.size)
    except UserError as error:
        return error.cause
    grow = request.inpaint.grow
    part = mask.inflated(grow).intersected(context) if grow else mask.intersected(context)
    frame = frame_for(request, context.size, info.size, info.factor, new=False)
    cost = _windows_told(request, context, frame, info)
    verb = "Extend the picture by" if mode is Mode.OUTPAINT else "Inpaint"
    return f"{verb} {part.size} px of the canvas with “{title}” at {_side(frame)}{pictures}{cost}"


def _windows_told(request: Request, part: Rect, frame: Frame, info: ModelInfo) -> str:
    """ ", 17 windows a step"; with regions also how much work that is. Nothing for a single one.

    `part` is what is painted of the canvas, and `frame` how it lies in the model's picture.
    """
    regions = tuple(
        moved
        for region in request.regions
        if (moved := entered_region(region, part, frame, lambda p: Pixels(p.array[part.slices])))
        is not None
    )
    cost = cost_of(replace(request, regions=regions), frame.padded, info)
    if cost.windows <= 1:
        return ""
    told = f", {cost.windows} windows a step"
    if abs(cost.work - cost.windows) > 0.05 * cost.windows:
        told += f", as much work as {cost.work:.2g} of the model’s size"
    return told


def _listed(titles: Sequence[str]) -> str:
    """ "With A", "With A and B", "With A, B and 2 more": what fits into two lines."""
    counted = [
        title if titles.count(title) == 1 else f"{titles.count(title)} × {title}"
        for title in dict.fromkeys(titles)
    ]
    if len(counted) > _NAMED:
        counted[_NAMED - 1 :] = [f"{len(counted) - _NAMED + 1} more"]
    return "With " + " and ".join(filter(None, (", ".join(counted[:-1]), counted[-1])))


def _side(frame: Frame) -> str:
    width, height = frame.padded
    return f"{width} px" if width == height else f"{width}×{height} px"
