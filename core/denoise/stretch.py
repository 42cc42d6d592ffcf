"""A stretch of a run: the steps that are taken with one request, and how one begins midway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn.functional import max_pool2d

from core.denoise import noise, pictures
from core.denoise.level import Level
from core.denoise.loop import check
from core.denoise.run import Run
from core.request import Pixels, Request

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.models.loading import LoadedModel

SEEN = 8 / 255
"""Opacity from which on paint counts: what hardly shows is not to be noised anew."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """The steps from `step` on, up to the next stretch's."""

    step: int
    request: Request
    painted: Pixels | None = None
    """RGBA of the request's size: what was painted on the picture before the first of them."""
    seed: int | None = None
    """Of noise that the picture's is turned towards then, picture i's of `seed + i`."""
    variation: float = 0.0
    """How far, 0…1."""
    model: LoadedModel | None = None
    """Another than the one that the picture was begun with: a refiner."""


@dataclass(frozen=True)
class Earlier:
    """Where latents are that a stretch of another strength takes over."""

    level: Level
    strength: float


def steered(
    run: Run, stretch: Stretch, latents: Tensor, clean: Tensor, earlier: Earlier | None = None
) -> Tensor:
    """The latents (pictures, 4, h, w) that a stretch goes on from.

    `latents` are those after the steps before it, and `clean` what the last of them predicted.
    What is remembered of these steps becomes what others would have left that had led there.
    `earlier` says where the latents are, when that is not where this stretch has them.
    """
    if earlier is not None:
        run.schedule.begin_at(stretch.step)
        latents, clean = _with_strength(run, stretch, earlier, latents, clean)
    if stretch.painted is not None:
        latents, clean = _painted_on(run, stretch.step, stretch.painted, latents, clean)
    if stretch.seed is not None and stretch.variation > 0:
        latents = _branched(run, stretch, latents, clean)
    check(latents, f"going on after step {stretch.step}")
    return latents


def _with_strength(
    run: Run, stretch: Stretch, earlier: Earlier, latents: Tensor, clean: Tensor
) -> tuple[Tensor, Tensor]:
    """Latents at the level of another strength, and what is predicted of them then.

    A lower one brings what is predicted nearer to the source, as much as it is lower: at the level
    of the steps that are left, the picture would stay what it has become.
    """
    after = run.schedule.levels[stretch.step]
    wanted = stretch.request.strength
    if wanted is None or run.source is None or wanted >= earlier.strength:
        return _at_level(run, earlier.level, after, latents, clean), clean
    nearer = run.source + (clean - run.source) * (wanted / earlier.strength)
    own = latents - earlier.level.signal * clean
    moved = earlier.level.signal * nearer + own
    return _at_level(run, earlier.level, after, moved, nearer), nearer


def _at_level(run: Run, before: Level, after: Level, latents: Tensor, clean: Tensor) -> Tensor:
    """Latents at another noise level.

    With less noise they go straight towards what is predicted (DDIM's rule); with more, noise is
    added as the forward process does (RePaint's jump back: Lugmayr et al. 2022, algorithm 1), so
    that what it covers is thought of anew.
    """
    share = after.signal / before.signal
    if share * before.noise >= after.noise:
        return after.mixed(clean, (latents - before.signal * clean) / before.noise)
    fresh = noise.drawn(tuple(latents.shape[1:]), run.generators, latents.device)
    added: float = (after.noise**2 - (share * before.noise) ** 2) ** 0.5
    return share * latents + added * fresh


def _painted_on(
    run: Run, step: int, paint: Pixels, latents: Tensor, clean: Tensor
) -> tuple[Tensor, Tensor]:
    """Paint as latents at the step's level where something was painted, and the same clean.

    The paint lies on the picture that is predicted, as the artist saw it, and both are encoded:
    so its soft edges run into what the model sees there. The noise is the one that the picture
    began with, which is still the larger part of what its latents hold.
    """
    alpha = torch.from_numpy(paint.array[..., 3].copy()).to(run.model.device).float() / 255
    where = max_pool2d(alpha[None, None], run.model.info.factor) >= SEEN
    if not where.any():
        return latents, clean
    seen = [_seen(run, _laid(paint.array, _shown(run, one[None]))) for one in clean]
    found = torch.cat(seen)
    target = run.schedule.levels[step].mixed(found, run.noise)
    run.schedule.repaint(step, where, found, run.noise)
    return torch.where(where, target, latents), torch.where(where, found, clean)


def _shown(run: Run, clean: Tensor) -> Bytes:
    return pictures.picture(pictures.decode_wrapped(run.model, clean, run.wraps))


def _laid(paint: Bytes, below: Bytes) -> Bytes:
    """Straight RGBA over RGB of the same size, as opaque RGBA."""
    alpha = torch.from_numpy(paint[..., 3:].copy()).float() / 255
    over = torch.from_numpy(paint[..., :3].copy()).float()
    mixed = over * alpha + torch.from_numpy(below.copy()).float() * (1 - alpha)
    result: Bytes = torch.cat([mixed.round(), torch.full_like(alpha, 255)], dim=2).byte().numpy()
    return result


def _seen(run: Run, picture: Bytes) -> Tensor:
    """Scaled latents (1, 4, h, w) of RGBA: their mean, which needs no random numbers."""
    pixels = pictures.unit(picture, run.model.device)
    return pictures.read(run.model, pixels)


def _branched(run: Run, stretch: Stretch, latents: Tensor, clean: Tensor) -> Tensor:
    """The same picture so far, with noise that is turned towards that of another seed.

    What is predicted stays, so the composition does, as far as it is there at this step; the rest
    of the run, and its random numbers, lead elsewhere.
    """
    assert stretch.seed is not None
    level = run.schedule.levels[stretch.step]
    own = (latents - level.signal * clean) / level.noise
    dice = noise.generators(stretch.seed, len(latents))
    other = noise.drawn(tuple(latents.shape[1:]), dice, latents.device)
    turned = torch.cat(
        [noise.slerp(own[i : i + 1], other[i : i + 1], stretch.variation) for i in range(len(own))]
    )
    run.schedule.turn(stretch.step, turned - own)
    for generator, die in zip(run.generators, dice, strict=True):
        generator.set_state(die.get_state())
    return level.mixed(clean, turned)
