"""Self-Attention Guidance as diffusers' pipeline does it, and with the samplers it refuses."""

from __future__ import annotations

import pytest
import torch
from diffusers import DDIMScheduler, StableDiffusionSAGPipeline

from core.models.loading import LoadedModel
from core.request import Request
from core.techniques.self_attention_guidance import SelfAttentionGuidance
from tests.parity.conftest import TOLERANCE, Latents, pipeline, seeds


@pytest.mark.parametrize("guidance", [1.0, 5.0])
@pytest.mark.parametrize("kind", ["plain", "odd"])
def test_it_paints_what_diffusers_paints(
    kind: str, guidance: float, latents_of: Latents, request: pytest.FixtureRequest
) -> None:
    model: LoadedModel = request.getfixturevalue(kind)
    wanted = pipeline(
        StableDiffusionSAGPipeline, model, DDIMScheduler.from_config(model.scheduler_config)
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
            sampler="ddim",
            seed=2,
            batch=2,
            techniques=(SelfAttentionGuidance(scale=0.9),),
        ),
    )
    torch.testing.assert_close(ours, wanted, atol=TOLERANCE, rtol=TOLERANCE)
