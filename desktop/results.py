"""What a job made, as candidates: with a small picture for the strip, and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.generation.events import Extra, JobId, Result
from core.generation.frame import resized
from core.generation.resolve import recipe_of
from core.geometry import Rect
from desktop.compose import Composed, Placement, shown_through
from desktop.larger import Scope
from desktop.laying import laid
from widgets.candidate_model import Candidate, Growth
from widgets.found_row import FoundMap

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.gallery.entry import Kept
    from core.recovery.candidates import KeptCandidate, KeptJob
    from core.request import Request


def candidate_of(
    job: JobId,
    composed: Composed,
    result: Result,
    extras: Sequence[Extra],
    side: int,
    canvas: Rect,
) -> Candidate:
    """A result as a candidate that is ready, for a picture with this `canvas`. The longest side of
    what is shown of it is `side`."""
    source = composed.request.source
    behind = fitted = None
    rect = composed.placement.on_canvas(result.rect)
    if composed.request.upscale is not None and result.rect.size != rect.size:
        fitted = resized(result.pixels, rect.size)
    elif source is not None and Rect.of_size(source.size).contains(result.rect):
        behind = source.array[result.rect.slices]
    if (turned := laid(result.pixels, rect, composed, canvas)) is not None:
        fitted, rect = turned
    return Candidate(
        job,
        result.index,
        recipe_of(composed.request, result),
        Growth.READY,
        seed=result.seed,
        shown=_small(result.pixels, behind, side),
        pixels=result.pixels,
        rect=rect,
        progress=1.0,
        fitted=fitted,
        found=tuple(
            FoundMap(extra.name, extra.pixels, composed.placement.on_canvas(extra.rect))
            for extra in extras
            if extra.index == result.index
        ),
    )


def composed_again(job: KeptJob, request: Request) -> Composed:
    """What candidates that were kept are made of; `request` makes one of them."""
    placement = Placement(job.rect, job.size)
    larger = Scope(job.larger) if job.larger in set(Scope) else None
    return Composed(request, placement, shown_through(request, placement), job.origin, larger)


def candidate_again(one: KeptCandidate, kept: Kept, pixels: Bytes, shown: Bytes) -> Candidate:
    """A candidate that was kept, as it is in the gallery: `pixels` straight RGBA, and `shown` what
    the strip shows, RGB; its job is still to be told."""
    fitted = None if one.fitted is None else one.fitted.array
    if kept.request.upscale is not None and (pixels.shape[1], pixels.shape[0]) != kept.rect.size:
        fitted = resized(pixels, kept.rect.size)
    return Candidate(
        0,
        one.index,
        kept.request,
        Growth.APPLIED if one.applied else Growth.READY,
        seed=one.seed,
        shown=shown,
        pixels=pixels,
        rect=kept.rect,
        progress=1.0,
        fitted=fitted,
        found=tuple(FoundMap(map.name, map.pixels.array, map.rect) for map in one.found),
    )


def _small(pixels: Bytes, behind: Bytes | None, side: int) -> Bytes:
    """RGB of a result over what lies behind it, no side longer than `side`."""
    height, width = pixels.shape[:2]
    scale = min(1.0, side / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    if behind is None or behind.shape[:2] != (height, width):
        return np.ascontiguousarray(small[..., :3])
    below = cv2.resize(behind, size, interpolation=cv2.INTER_AREA)[..., :3]
    alpha = small[..., 3:].astype(np.float32) / 255
    mixed = small[..., :3] * alpha + below * (1 - alpha)
    return np.ascontiguousarray(np.rint(mixed).astype(np.uint8))
