"""DDIM inversion: the noise, and all latents on the way, from which a source picture comes back.

Song et al. 2020 (https://arxiv.org/abs/2010.02502), section 4.3 and eq. 13: with no noise added, a
step is one of Euler's of an ordinary differential equation, so it can be taken the other way:

    x_{t+1} = α_{t+1} (x_t - σ_t ε) / α_t + σ_{t+1} ε,    ε = ε_θ(x_t, t + 1)

Predicted clean latents are never clipped. The steps are those of the run's own schedule, whatever
its sampler, so that its latents and those of the inversion are at the same levels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
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


class Gaussian:
    """Pulls predicted noise towards what noise is: uncorrelated, of mean 0 and variance 1.

    Parmar et al. 2023 (https://arxiv.org/abs/2302.03027), section 3.1, eq. 1 and 2, with the
    authors' numbers for latents of 64 × 64. The losses are means, so what a step of their gradient
    changes in one place falls with the number of places; the steps grow with it instead. Each
    picture's random shifts come from its own generator.
    """

    ROUNDS = 5
    ROLLS = 5
    CORRELATION = 20.0
    DIVERGENCE = 20.0
    PLACES = 64 * 64
    SMALLEST = 8
    """Side of the coarsest picture whose correlation is looked at."""

    def __call__(self, step: Step, latents: Tensor, prediction: Tensor) -> Tensor:
        level = step.level.unit
        places = latents.shape[2] * latents.shape[3] / self.PLACES

        def epsilon(prediction: Tensor) -> Tensor:
            return level.epsilon(latents, prediction, step.run.schedule.kind)

        for _ in range(self.ROUNDS):
            for _ in range(self.ROLLS):
                with torch.enable_grad():
                    moved = prediction.detach().requires_grad_()
                    loss = correlation(epsilon(moved), step.run.generators, self.SMALLEST)
                    (gradient,) = torch.autograd.grad(loss, moved)
                prediction = prediction - places * self.CORRELATION / self.ROLLS * gradient
            with torch.enable_grad():
                moved = prediction.detach().requires_grad_()
                (gradient,) = torch.autograd.grad(divergence(epsilon(moved)), moved)
            prediction = prediction - places * self.DIVERGENCE * gradient
        return prediction


def correlation(epsilon: Tensor, generators: Sequence[torch.Generator], smallest: int) -> Tensor:
    """Σ over pictures, channels and scales of the squared mean product with a shifted copy."""
    total = epsilon.new_zeros(())
    for picture, generator in zip(epsilon, generators, strict=True):
        for channel in picture:
            scale = channel[None, None]
            while True:
                most = max(1, scale.shape[2] // 2)
                shift = int(torch.randint(most, (1,), generator=generator))
                for axis in (2, 3):
                    total = total + (scale * scale.roll(shift, axis)).mean() ** 2
                if min(scale.shape[2:]) <= smallest:
                    break
                scale = torch.nn.functional.avg_pool2d(scale, 2)
    return total


def divergence(epsilon: Tensor) -> Tensor:
    """Σ over pictures of the divergence of their mean and variance from a normal's."""
    mean, variance = epsilon.mean((1, 2, 3)), epsilon.var((1, 2, 3))
    each = variance + mean**2 - 1 - torch.log(variance + 1e-7)
    return each.sum()
