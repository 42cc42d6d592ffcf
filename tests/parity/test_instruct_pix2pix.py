"""InstructPix2Pix as diffusers' pipeline does it."""

from __future__ import annotations

import pytest
from diffusers import StableDiffusionInstructPix2PixPipeline

from core.models.loading import LoadedModel
from core.request import Request
from core.techniques.instruct_pix2pix import InstructPix2Pix
from tests.parity.conftest import TOLERANCE, Latents, error, pipeline, pixels, seeds, source
from tests.parity.test_text_to_image import PUBLISHED
from tests.tiny_models import tiny_model


@pytest.fixture(scope="module")
def instructed() -> LoadedModel:
    """Sees the picture to be edited: eight channels; three levels and 48 tokens."""
    return tiny_model(widths=(16, 24, 32), tokens=48, channels=8)


@pytest.mark.parametrize(
    ("sampler", "guidance", "image_guidance"),
    [(name, 6.0, 1.7) for name in PUBLISHED]
    + [("euler", 6.0, 1.0), ("ddim", 2.0, 3.0), ("ddim", 1.0, 1.0)],
)
def test_it_paints_what_diffusers_paints(
    instructed: LoadedModel,
    sampler: str,
    guidance: float,
    image_guidance: float,
    latents_of: Latents,
) -> None:
    wanted = pipeline(
        StableDiffusionInstructPix2PixPipeline,
        instructed,
        PUBLISHED[sampler](instructed.scheduler_config),
    )(
        "make it night",
        negative_prompt="rain",
        image=[source(72, 56)] * 2,
        num_inference_steps=5,
        guidance_scale=guidance,
        image_guidance_scale=image_guidance,
        num_images_per_prompt=2,
        generator=seeds(5, 2),
        output_type="latent",
    ).images
    ours = latents_of(
        instructed,
        Request(
            prompt="not used",
            negative_prompt="rain",
            source=pixels(source(72, 56)),
            width=72,
            height=56,
            steps=5,
            guidance_scale=guidance,
            sampler=sampler,
            seed=5,
            batch=2,
            techniques=(
                InstructPix2Pix(instruction="make it night", image_guidance_scale=image_guidance),
            ),
        ),
    )
    assert error(ours, wanted) <= TOLERANCE
