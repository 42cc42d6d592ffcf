"""Perturbed-Attention Guidance as diffusers' pipeline does it."""

from __future__ import annotations

import pytest
from diffusers import StableDiffusionPAGPipeline

from core.models.loading import LoadedModel
from core.request import Request
from core.techniques.perturbed_attention_guidance import PerturbedAttentionGuidance
from tests.parity.conftest import TOLERANCE, Latents, error, pipeline, seeds
from tests.parity.test_text_to_image import PUBLISHED


@pytest.mark.parametrize(
    ("layers", "named", "sampler", "guidance"),
    [
        ("mid", ["mid"], "ddim", 5.0),
        ("mid", ["mid"], "euler_a", 5.0),
        ("mid", ["mid"], "dpmpp_2m", 1.0),
        ("inner", ["mid", "down_blocks.2", "up_blocks.0"], "euler", 5.0),
        ("inner", ["mid", "down_blocks.2", "up_blocks.0"], "unipc", 1.0),
    ],
)
@pytest.mark.parametrize("kind", ["plain", "odd"])
def test_it_paints_what_diffusers_paints(
    kind: str,
    layers: str,
    named: list[str],
    sampler: str,
    guidance: float,
    latents_of: Latents,
    request: pytest.FixtureRequest,
) -> None:
    model: LoadedModel = request.getfixturevalue(kind)
    if kind == "plain":
        named = [name.replace("blocks.2", "blocks.1") for name in named]
    reference = pipeline(
        StableDiffusionPAGPipeline, model, PUBLISHED[sampler](model.scheduler_config)
    )
    reference.set_pag_applied_layers(named)
    wanted = reference(
        "a cat",
        negative_prompt="rain" if guidance != 1 else None,
        width=96,
        height=64,
        num_inference_steps=4,
        guidance_scale=guidance,
        pag_scale=2.5,
        num_images_per_prompt=2,
        generator=seeds(2, 2),
        output_type="latent",
    ).images
    ours = latents_of(
        model,
        Request(
            prompt="a cat",
            negative_prompt="rain",
            width=96,
            height=64,
            steps=4,
            guidance_scale=guidance,
            sampler=sampler,
            seed=2,
            batch=2,
            techniques=(PerturbedAttentionGuidance(scale=2.5, layers=layers),),
        ),
    )
    assert error(ours, wanted) <= TOLERANCE
