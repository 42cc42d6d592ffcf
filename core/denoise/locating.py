"""Where an edit would act: the places in which two predictions for a noised source differ.

DiffEdit (Couairon et al. 2022, https://arxiv.org/abs/2210.11427, section 3.2, step 1) finds its
mask so, and Watch Your Steps (Mirzaei et al. 2023, https://arxiv.org/abs/2308.08947, section 4.1)
the relevance of an instruction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from core.denoise import noise
from core.denoise.conditions import Branch
from core.denoise.run import Found, Run, Step
from core.denoise.schedule import Schedule


def difference(
    run: Run, clean: Tensor, branches: Sequence[Branch], *, strength: float, draws: int
) -> Tensor:
    """The mean over `draws` of noise of how much two branches' predictions differ.

    `clean` (pictures, 4, h, w) are the source's latents, noised as for image to image of that
    `strength` (0…1). No guidance: it would multiply all differences alike. Returns
    (pictures, 1, h, w), not negative. The noise is drawn by the run's generators.
    """
    first, second = branches
    request = run.request
    schedule = Schedule(
        request.sampler,
        run.model.scheduler_config,
        request.steps,
        strength=strength,
        device=run.model.device,
        parts=request.parts,
    )
    noised = replace(run, schedule=schedule)
    total = torch.zeros_like(clean[:, :1])
    for _ in range(draws):
        drawn = noise.drawn(tuple(clean.shape[1:]), run.generators, run.model.device)
        latents = schedule.levels[0].mixed(clean, drawn)
        found = Step(noised, 0, list(branches), latents).predict(latents, branches)
        total += (found[second.name] - found[first.name]).abs().mean(1, keepdim=True)
    return total / draws


def show(run: Run, technique: str, mask: Tensor) -> None:
    """Hands a mask (pictures, 1, h, w) that was found over to the artist: elsewhere the source
    keeps its own pixels. It is stretched latent by latent, since that is what was used."""
    factor = run.model.info.factor
    whole = mask.repeat_interleave(factor, 2).repeat_interleave(factor, 3)
    run.found += [Found(technique, "mask", i, one[0], keeps=True) for i, one in enumerate(whole)]
