"""The denoising pass: from noise to clean latents, one step after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from core.denoise.conditions import Branch
from core.denoise.guidance import guided
from core.denoise.run import Run, Step
from core.errors import BrokenNumbers

Watch = Callable[[Step, Tensor], None]
"""Told the clean latents that each step predicts, (pictures, 4, h, w)."""


def denoise(run: Run, latents: Tensor, branches: Sequence[Branch], watch: Watch) -> Tensor:
    """Takes latents through every step of the run's schedule; returns the finished ones."""
    for place in run.places:
        latents = place.start(latents)
    for step, clean, after in steps(run, latents, branches):
        watch(step, clean)
        latents = after
    return latents


def steps(
    run: Run, latents: Tensor, branches: Sequence[Branch], first: int = 0, end: int | None = None
) -> Iterator[tuple[Step, Tensor, Tensor]]:
    """Steps `first` to `end`, each with the clean latents that it predicted and those after it.

    A step: whoever optimises latents does; the UNet predicts every branch; guidance makes one
    prediction of them; the sampler steps by it; what is to be kept is put back. Whoever asks for no
    further step leaves the run between two of them.
    """
    places = run.places
    for index in range(len(run.schedule))[first:end]:
        step = Step(run, index, list(branches), latents)
        for place in places:
            step.branches = place.branches(step, step.branches)
        for place in places:
            step.latents = latents = place.before(step, latents)

        step.predictions = step.predict(latents, step.branches)
        noise = guided(step.predictions, run.request.guidance_scale)
        for place in places:
            noise = place.guide(step, noise)

        clean = step.clean(latents, noise)
        latents = run.schedule.step(index, noise, latents, run.generators)
        for place in places:
            latents = place.after(step, latents)
        check(latents, f"step {index + 1} of {step.count}")
        yield step, clean, latents


def check(numbers: Tensor, stage: str) -> None:
    """Raises BrokenNumbers, naming the stage, unless all numbers are finite."""
    if not torch.isfinite(numbers).all():
        raise BrokenNumbers(
            f"The model computed numbers that make no picture (in {stage}).",
            "Try a lower guidance scale or another sampler; if it happens again, get the model "
            "anew, for its files may be damaged, or choose another one.",
        )
