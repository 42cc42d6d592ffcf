"""Self-Attention Guidance as diffusers' pipeline does it, and with the samplers it refuses."""

from __future__ import annotations

import pytest
import torch
from diffusers import StableDiffusionSAGPipeline

from core.geometry import Rect
from core.models.loading import LoadedModel
from core.request import SAMPLERS, RegionPrompt, Request
from core.techniques.self_attention_guidance import SelfAttentionGuidance
from tests.parity.conftest import TOLERANCE, Latents, error, pipeline, seeds
from tests.parity.test_text_to_image import PUBLISHED

WHOLE_TIMES = ("ddim", "pndm", "dpmpp_2m", "dpmpp_sde", "unipc")
"""Samplers that diffusers' pipeline takes. Karras' levels lie between whole times, and it takes the
levels of those: ours is held against the paper, in tests/techniques."""


@pytest.mark.parametrize("guidance", [1.0, 5.0])
@pytest.mark.parametrize("sampler", WHOLE_TIMES)
@pytest.mark.parametrize("kind", ["plain", "odd"])
def test_it_paints_what_diffusers_paints(
    kind: str, sampler: str, guidance: float, latents_of: Latents, request: pytest.FixtureRequest
) -> None:
    model: LoadedModel = request.getfixturevalue(kind)
    wanted = pipeline(
        StableDiffusionSAGPipeline, model, PUBLISHED[sampler](model.scheduler_config)
    )(
        "a cat",
        width=96,
        height=64,
        num_inference_steps=5,
        guidance_scale=guidance,
        sag_scale=0.9,
        num_images_per_prompt=2,
        generator=seeds(2, 2),
        output_type="latent",
    ).images
    ours = latents_of(
        model,
        Request(
            prompt="a cat",
            width=96,
            height=64,
            steps=5,
            guidance_scale=guidance,
            sampler=sampler,
            seed=2,
            batch=2,
            techniques=(SelfAttentionGuidance(scale=0.9),),
        ),
    )
    assert error(ours, wanted) <= TOLERANCE


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_it_runs_with_every_sampler_with_regions_and_with_unequal_prompts(
    odd: LoadedModel, sampler: str, latents_of: Latents
) -> None:
    """diffusers refuses samplers without whole timesteps."""

    def painted(scale: float) -> torch.Tensor:
        return latents_of(
            odd,
            Request(
                prompt="a cat on a beach " * 12,
                width=72,
                height=56,
                steps=4,
                sampler=sampler,
                seed=2,
                regions=(RegionPrompt("a dog", negative_prompt="rain", box=Rect(0, 0, 30, 56)),),
                techniques=(SelfAttentionGuidance(scale=scale),),
            ),
        )

    off, on = painted(0.0), painted(1.0)
    assert on.isfinite().all()
    assert not torch.allclose(on, off, atol=1e-3)


def test_at_scale_0_it_is_not_there(plain: LoadedModel, latents_of: Latents) -> None:
    request = Request(prompt="a cat", width=64, height=64, steps=3)
    off = Request(
        prompt="a cat", width=64, height=64, steps=3, techniques=(SelfAttentionGuidance(scale=0.0),)
    )
    assert torch.equal(latents_of(plain, off), latents_of(plain, request))
