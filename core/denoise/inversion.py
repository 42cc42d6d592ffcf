"""DDIM inversion: the noise, and all latents on the way, from which a source picture comes back.

Song et al. 2020 (https://arxiv.org/abs/2010.02502), section 4.3 and eq. 13: with no noise added, a
step is one of Euler's of an ordinary differential equation, so it can be taken the other way:

    x_{t+1} = α_{t+1} (x_t - σ_t ε) / α_t + σ_{t+1} ε,    ε = ε_θ(x_t, t + 1)

Predicted clean latents are never clipped. The steps are those of the run's own schedule, whatever
its sampler, so that its latents and those of the inversion are at the same levels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from torch import Tensor

from core.denoise import pictures
from core.denoise.conditions import Branch
from core.denoise.guidance import guided
from core.denoise.level import Level
from core.denoise.loop import check
from core.denoise.run import Run, Step
from core.errors import UserError

Regulariser = Callable[[Step, Tensor, Tensor], Tensor]
"""(step, latents of unit variance, prediction) → the prediction to be used."""


def source_of(run: Run) -> Tensor:
    """The source's clean latents, (pictures, 4, h, w). Raises UserError when there is none."""
    if run.source is None:
        source = run.request.source
        if source is None:
            raise UserError("There is no picture to edit.", "Open or paint a picture.")
        pixels = pictures.unit(source.array, run.model.device)
        run.source = pictures.encode(run.model, pixels, run.generators)
        check(run.source, "reading the source")
    return run.source


def inverted(
    run: Run,
    clean: Tensor,
    branches: Sequence[Branch],
    *,
    guidance_scale: float = 1.0,
    regularise: Regulariser | None = None,
) -> list[Tensor]:
    """Latents at each of the schedule's levels, the noisiest first, `clean` last.

    `clean` is (pictures, 4, h, w); `branches` are predicted and guided at `guidance_scale` (the
    prompt alone at 1). Cancelling takes effect within a step.
    """
    levels = [level.unit for level in run.schedule.levels]
    levels[-1] = bottom(run)
    found = clean
    all_found = [clean]
    for index in reversed(range(len(run.schedule))):
        here, target = levels[index + 1], levels[index]
        if here != target:  # PNDM takes one of its steps twice
            scale = run.schedule.levels[index].deviation
            step = Step(run, index, list(branches), found * scale)
            prediction = guided(step.predict(step.latents, branches), guidance_scale)
            if regularise is not None:
                prediction = regularise(step, found, prediction)
            kind = run.schedule.kind
            epsilon = here.epsilon(found, prediction, kind)
            found = target.mixed(here.clean(found, prediction, kind), epsilon)
            check(found, "finding the noise that the source comes from")
        all_found.append(found * run.schedule.levels[index].deviation)
    return all_found[::-1]


def bottom(run: Run) -> Level:
    """The level that finished latents are taken to be at: DDIM ends where its model says."""
    scheduler = run.schedule.scheduler
    if not hasattr(scheduler, "final_alpha_cumprod"):
        return Level(1.0, 0.0)
    square = float(scheduler.final_alpha_cumprod)
    return Level(square**0.5, (1 - square) ** 0.5)
