"""Where a refiner takes over: the last steps of a run, with another model.

Podell et al. 2023, https://arxiv.org/abs/2307.01952, section 2.5, in the form of one run of which
each model does a part of the noise (as diffusers' `denoising_end` and `denoising_start`): the
refiner goes on from the latents as they are, so nothing is noised anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from core.denoise.schedule import Schedule
from core.denoise.stretch import Stretch
from core.models.loading import LoadedModel
from core.request import Request


def switch(schedule: Schedule, start: float) -> int:
    """Before which step a refiner takes over that begins at `start` (0…1) of the way from noise to
    picture; the number of steps when it never does."""
    trained = int(schedule.scheduler.config.num_train_timesteps)
    cutoff = round(trained - start * trained)
    return sum(1 for time in schedule.times if float(time) >= cutoff)


def refined(
    stretches: Sequence[Stretch],
    step: int,
    refiner: LoadedModel,
    warn: Callable[[str], object] = lambda _: None,
) -> list[Stretch]:
    """The stretches of a run of which a refiner takes the steps from `step` on.

    What it has no way to do is left out there, and told.
    """

    def finished(stretch: Stretch) -> Stretch:
        request, lost = lessened(stretch.request)
        for title in lost:
            warn(f"The refiner finishes the picture without {title}.")
        return replace(stretch, request=request, model=refiner)

    before = [one for one in stretches if one.step < step]
    after = [one for one in stretches if one.step >= step]
    if before and not (after and after[0].step == step):
        after = [Stretch(step, before[-1].request), *after]
    return [*before, *map(finished, after)]


def lessened(request: Request) -> tuple[Request, list[str]]:
    """A request as far as a refiner can follow it, and what of it is left out: techniques, and what
    was learned for the model that has begun."""
    kept = tuple(one for one in request.techniques if one.refines)
    lost = [one.declaration.title for one in request.techniques if not one.refines]
    if request.concepts:
        lost.append("learned files")
    return replace(request, techniques=kept, concepts=()), list(dict.fromkeys(lost))
