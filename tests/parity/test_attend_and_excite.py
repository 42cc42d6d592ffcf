"""Attend-and-Excite as diffusers' pipeline does it where that is right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch
from diffusers import DDIMScheduler, PNDMScheduler, StableDiffusionAttendAndExcitePipeline

from core.models.loading import LoadedModel
from core.request import Request
from core.techniques.attend_and_excite import AttendAndExcite, Refinement
from tests.parity.conftest import TOLERANCE, Latents, error, pipeline, seeds

STEPS = 6
PROMPT = "a cat and a frog"
FIXED = AttendAndExcite(
    words=("cat", "frog"),
    scale=200.0,
    end=4 / STEPS,
    max_refinement_steps=4,
    # Random weights attend to all words alike; these are met sooner or later, or never.
    refinements=(Refinement(at=1 / STEPS, threshold=0.02), Refinement(at=0.5, threshold=0.9)),
)


def by_diffusers(model: LoadedModel, scheduler: Any, batch: int, scale: float) -> torch.Tensor:
    images: torch.Tensor = pipeline(StableDiffusionAttendAndExcitePipeline, model, scheduler)(
        [PROMPT] * batch,
        token_indices=[[2, 5]] * batch,
        width=64,
        height=64,
        num_inference_steps=STEPS,
        guidance_scale=scale,
        generator=seeds(2, batch),
        scale_factor=200,
        max_iter_to_alter=4,
        thresholds={1: 0.02, 3: 0.9},
        attn_res=(4, 4),
        output_type="latent",
    ).images
    return images


@pytest.mark.filterwarnings("ignore:torch.meshgrid")
@pytest.mark.parametrize("guidance", [1.0, 5.0])
@pytest.mark.parametrize("sampler", ["ddim", "pndm"])
def test_it_paints_what_diffusers_paints(
    plain: LoadedModel,
    sampler: str,
    guidance: float,
    latents_of: Latents,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kinds: dict[str, Any] = {"ddim": DDIMScheduler, "pndm": PNDMScheduler}
    skip = {"skip_prk_steps": True} if sampler == "pndm" else {}
    scheduler = kinds[sampler].from_config(plain.scheduler_config | skip)
    # The pipeline repeats each refinement as often as its own default says.
    refine = StableDiffusionAttendAndExcitePipeline._perform_iterative_refinement_step
    monkeypatch.setattr(
        StableDiffusionAttendAndExcitePipeline,
        "_perform_iterative_refinement_step",
        lambda *args, **kwargs: refine(*args, **kwargs, max_refinement_steps=4),
    )
    request = Request(
        prompt=PROMPT,
        width=64,
        height=64,
        steps=STEPS,
        guidance_scale=guidance,
        sampler=sampler,
        seed=2,
        batch=2,
    )
    # PNDM takes one step more than it is asked for.
    taken = STEPS + (sampler == "pndm")
    technique = replace(
        FIXED,
        end=4 / taken - 1e-6,
        refinements=(
            Refinement(at=1 / taken, threshold=0.02),
            Refinement(at=3 / taken, threshold=0.9),
        ),
    )
    wanted = by_diffusers(plain, scheduler, 2, guidance)
    ours = latents_of(plain, replace(request, techniques=(technique,)))
    assert error(ours, wanted) <= TOLERANCE
    without = latents_of(plain, request)
    assert (ours - without).norm() > 0.01 * wanted.norm()
