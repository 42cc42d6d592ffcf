"""From the document to what is changed of a job that was set aside (no Qt, no torch).

Whatever the window says by now counts: words, guidance, techniques, the mask under the pictures'
place, and what was painted on the preview.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from core.document.layers import RasterLayer
from core.errors import UserError
from core.generation.frame import resized
from core.generation.mask import blend_alpha
from core.generation.resolve import turns_of
from core.geometry import Rect
from core.pixels.alpha import straight
from core.region_numbers import renumbered
from core.request import Mode, Pixels, Request, strength_when_open
from core.steering import Steer, stages
from core.words import wildcards
from desktop import drafts
from desktop.compose import Composed
from desktop.laying import quad_of, unturned_snapshot
from desktop.regions import regions_in

if TYPE_CHECKING:
    from pathlib import Path

    from core.document.state import Snapshot
    from core.geometry import Size
    from core.techniques.declare import Technique

T = TypeVar("T")


@dataclass(frozen=True)
class Stand:
    """How far a job was when it was set aside."""

    step: int
    steps: int = 0
    """Of how many; 0 when nobody knows."""
    turn: int = 0
    """Which of its pictures is being painted, where each has its turn."""


def steered(
    snapshot: Snapshot,
    composed: Composed,
    stand: Stand,
    paint: str | None,
    dirs: Sequence[Path] = (),
) -> Composed:
    """What goes on from there: the very same where nothing was changed.

    `paint` is the layer that was painted on over the preview. Raises UserError for what cannot be
    changed so; may take a while.
    """
    steer = _changes(snapshot, composed, paint, dirs)
    if steer == Steer(step=1):
        return composed
    first = stand.turn if len(turns_of(composed.request)) > 1 else 0
    return _with(composed, replace(steer, step=stand.step, first=first))


def branches(composed: Composed, changed: Composed, stand: Stand, count: int) -> list[Composed]:
    """So many that share the steps up to there with `composed`, and differ by noise from then on;
    with what `changed` says beside."""
    own = Steer(step=stand.step)
    if changed.request.steering != composed.request.steering:
        own = changed.request.steering[-1]
    last = 2**31 - composed.request.batch
    return [
        _with(composed, replace(own, seed=random.randrange(last)), changed) for _ in range(count)
    ]


def _with(composed: Composed, steer: Steer, shown: Composed | None = None) -> Composed:
    """With one change more. Raises UserError when that does not fit the request."""
    request = replace(composed.request, steering=(*composed.request.steering, steer))
    request.check()
    mask = composed.mask if shown is None else shown.mask
    if shown is None and steer.mask is not None and mask is not None:
        context = request.inpaint.context
        assert context is not None  # a composed request says what the model sees
        mask = mask[0], blend_alpha(steer.mask.array, request.inpaint)[context.slices]
    return replace(composed, request=request, mask=mask)


def _changes(
    snapshot: Snapshot, composed: Composed, paint: str | None, dirs: Sequence[Path]
) -> Steer:
    """What is another than in the request as it stands, at no step in particular."""
    seen, place = snapshot, composed.placement
    if quad := quad_of(composed):  # it is shown turned, and is painted on there
        seen = unturned_snapshot(snapshot, quad, place.rect.size)
        place = replace(place, rect=Rect.of_size(place.rect.size))
        if composed.request.mask is not None:  # it is made from what is there, too
            snapshot, composed = seen, replace(composed, placement=place)
    *_, (_, now, _) = stages(composed.request)
    settings = snapshot.settings
    wanted = replace(
        now,
        prompt=settings.whole_prompt,
        negative_prompt=settings.whole_negative_prompt,
        guidance_scale=settings.guidance_scale,
        techniques=_techniques(snapshot, composed, dirs),
    )
    said = {}
    for name in ("prompt", "negative_prompt"):
        written = getattr(wanted, name)
        if written not in (getattr(now, name), getattr(composed.request, name)):
            said[name] = getattr(wildcards.chosen(wanted), name)
    return Steer(
        step=1,
        prompt=said.get("prompt"),
        negative_prompt=said.get("negative_prompt"),
        guidance_scale=_other(wanted.guidance_scale, now.guidance_scale),
        strength=_strength(wanted, now, settings.strength),
        techniques=_other(wanted.techniques, now.techniques),
        mask=_mask(snapshot, composed, now),
        painted=None if paint is None else painted_on(seen, paint, place.rect, place.size),
    )


def _strength(wanted: Request, now: Request, said: float | None) -> float | None:
    """Another strength than is in force; what nobody says is what the program chooses."""
    if now.source is None:
        return None
    was, new = (
        strength_when_open(request.mode, request.techniques) if value is None else value
        for request, value in ((now, now.strength), (wanted, said))
    )
    return None if abs(new - was) < 1e-6 else max(0.01, new)


def _other(new: T, old: T) -> T | None:
    return None if new == old else new


def _techniques(
    snapshot: Snapshot, composed: Composed, dirs: Sequence[Path]
) -> tuple[Technique, ...]:
    """As they are made for a new request, for the place of this one."""
    rect, size = composed.placement.rect, composed.placement.size
    regions = list(regions_in(snapshot, rect, size))
    made = (renumbered(one, regions) for one in drafts.finished(snapshot, rect, size))
    request = replace(composed.request, techniques=tuple(one for one in made if one is not None))
    return drafts.settled(request, dirs).techniques


def _mask(snapshot: Snapshot, composed: Composed, now: Request) -> Pixels | None:
    """Another mask than the request has; one that was taken away leaves it as it was."""
    if now.mask is None or now.mode is Mode.OUTPAINT:
        return None
    coverage = snapshot.mask_coverage(composed.placement.rect)
    if not coverage.any() or np.array_equal(coverage, now.mask.array):
        return None
    context = now.inpaint.context
    if context is not None and not coverage[context.slices].any():
        raise UserError(
            "The mask lies outside of what the model sees of this picture.",
            "Paint it within the box, or cancel this picture and begin another one.",
        )
    return Pixels(coverage)


def painted_on(snapshot: Snapshot, layer: str, rect: Rect, size: Size) -> Pixels | None:
    """What is painted on a layer within `rect`, as it lies on a picture of `size` there."""
    if not snapshot.has_layer(layer):
        return None
    found = snapshot.layer(layer)
    if not isinstance(found, RasterLayer) or not found.visible:
        return None
    pixels = straight(found.pixels.read(rect))
    if found.opacity < 1:
        pixels[..., 3] = np.rint(pixels[..., 3] * found.opacity)
    return Pixels(resized(pixels, size)) if pixels[..., 3].any() else None
