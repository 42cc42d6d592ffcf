"""LEDITS++: a real picture that comes back exactly, but for the concepts that are pushed."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from core.denoise.places import Places
from core.techniques.declare import Technique, technique

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.run import Run, Step
    from core.request import Request

INVERTED = "Both turn the picture into noise, each in its own way."


@technique(
    "ledits",
    title="LEDITS++",
    needs=("source",),
    not_with={
        "ledits": "Once is enough: the picture comes back exactly.",
        "diffedit": INVERTED,
        "pix2pix_zero": INVERTED,
        "instruct_pix2pix": "What is undone for the picture's sake would be the instruction.",
    },
)
class Ledits(Technique):
    """Edits a picture by the concepts of Semantic Guidance and keeps all else as it is.

    By itself it gives the picture back: add Semantic Guidance, and write there what there is to be
    more or less of. The prompt may stay empty, or say what the picture shows now. The lower the
    strength, the more of the composition stays. One more prediction of the prompt, and with
    guidance of the negative prompt, is made in each step.

    Brack et al. 2023, https://arxiv.org/abs/2311.16711, after the edit-friendly inversion of
    Huberman-Spiegelglas et al. 2023, https://arxiv.org/abs/2304.06140.
    """

    # The authors skip a fifth of the schedule.
    strength_when_open: ClassVar[float | None] = 0.8

    def read(self, request: Request) -> Request:
        """Without a prompt there is no guidance but by concepts: the base is ε(∅), as theirs."""
        if request.prompt.strip() or request.regions:
            return request
        return replace(request, guidance_scale=1.0)

    def begin(self, run: Run) -> Places:
        return _Inverted(run)


class _Inverted(Places):
    """What the sampler's steps miss of the source's latents at each level, added to them.

    The source gets noise of its own at each level (Huberman-Spiegelglas et al., section 3.2):

        y_i = signal_i x_0 + noise_i ε̃_i,    ε̃_i ~ N(0, 1);    y_n = x_0

    The papers tell how y_{i+1} follows from y_i as the noise of a stochastic step,
    z_i = (y_{i+1} - μ(y_i)) / σ_i, and take the edited step with it: x_{i+1} = μ(x_i) + σ_i z_i.
    LEDITS++ does so with the μ and σ of sde-dpmsolver++. Where σ_i is 0, in most samplers and in
    the last step of all, there is no z_i. Kept here is therefore their product, whatever the
    sampler S is and remembers of earlier steps:

        c_i = y_{i+1} - S(y_i),    x_{i+1} = S(x_i) + c_i

    A copy of the sampler takes the source's steps, each with the random numbers of the edited
    one. Noise that S itself adds is thus in both and cancels: with a stochastic sampler this is
    μ(x_i) + σ_i z_i. With every sampler x = y as long as nothing is added to the prediction.
    """

    def __init__(self, run: Run) -> None:
        self._run = run

    def start(self, latents: Tensor) -> Tensor:
        from core.denoise.begin import branches
        from core.denoise.inversion import source_of

        run = self._run
        self._source = source_of(run)
        self._schedule = copy.deepcopy(run.schedule)
        # What other techniques make of the branches is a part of the edit.
        self._branches = branches(run)
        self._next = run.schedule.levels[0].mixed(self._source, run.noise)
        return self._next

    def before(self, step: Step, latents: Tensor) -> Tensor:
        """Predicts for the source, while nobody looks at what the step itself attends to."""
        from core.denoise.guidance import guided

        self._here, self._next = self._next, self._noised(step.index + 1)
        predictions = step.predict(self._here, self._branches)
        self._prediction = guided(predictions, step.run.request.guidance_scale)
        return latents

    def _noised(self, index: int) -> Tensor:
        """y at a level of the schedule, (pictures, 4, h, w)."""
        from core.denoise import noise

        run = self._run
        if index == len(run.schedule):
            return self._source
        drawn = noise.drawn(tuple(self._source.shape[1:]), run.generators, run.model.device)
        return run.schedule.levels[index].mixed(self._source, drawn)

    def guide(self, step: Step, noise: Tensor) -> Tensor:
        """Takes the source's step: the generators are now as the sampler will find them."""
        same = [generator.clone_state() for generator in step.run.generators]
        self._schedule.scaled(step.index, self._here)  # samplers warn of steps without it
        stepped = self._schedule.step(step.index, self._prediction, self._here, same)
        self._correction = self._next - stepped
        return noise

    def after(self, step: Step, latents: Tensor) -> Tensor:
        """Adds the correction; where a mask does not let the picture change, it is the source.

        Grey of a mask is free in as many of the last steps as of any soft mask.
        """
        import torch

        edited = latents + self._correction
        mask = step.run.mask
        if mask is None:
            return edited
        free = (mask * step.count).round() >= step.count - step.index
        return torch.where(free, edited, self._next)
