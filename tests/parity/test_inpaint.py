"""Inpainting with black and white masks as diffusers does it, with both kinds of UNets."""

from __future__ import annotations

import numpy as np
import pytest
from diffusers import StableDiffusionInpaintPipeline
from PIL import Image

from core.models.loading import LoadedModel
from core.request import Pixels, Request
from tests.parity.conftest import TOLERANCE, Latents, error, pipeline, pixels, seeds, source
from tests.parity.test_text_to_image import PUBLISHED
from tests.tiny_models import tiny_model


@pytest.fixture(scope="module")
def inpainting() -> LoadedModel:
    """A UNet that sees the mask and the masked picture: nine channels; it predicts v."""
    return tiny_model(widths=(16, 24, 32), tokens=48, prediction="v_prediction", channels=9)


@pytest.mark.parametrize(
    ("kind", "sampler", "strength"),
    # UniPC's corrector undoes in diffusers what the mask keeps; ours leaves it out instead.
    # Samplers that draw noise do so after diffusers has drawn once more for a mask of no use.
    # At strength 1 diffusers hides even what is kept from the first step.
    [("plain", name, 0.6) for name in ("euler", "dpmpp_2m", "dpmpp_2m_karras", "ddim")]
    + [("inpainting", name, 0.6) for name in PUBLISHED if name not in ("pndm", "lcm")]
    + [("inpainting", name, 1.0) for name in PUBLISHED],
)
def test_a_masked_part_becomes_what_it_becomes_in_diffusers(
    kind: str, sampler: str, strength: float, latents_of: Latents, request: pytest.FixtureRequest
) -> None:
    model: LoadedModel = request.getfixturevalue(kind)
    mask = np.zeros((56, 72), np.uint8)
    mask[16:48, 24:64] = 255  # on the latents' grid: off it ours repaints all that is white
    scheduler = PUBLISHED[sampler](model.scheduler_config)
    wanted = pipeline(StableDiffusionInpaintPipeline, model, scheduler)(
        "a cat",
        negative_prompt="rain",
        image=source(72, 56),
        mask_image=Image.fromarray(mask),
        width=72,
        height=56,
        strength=strength,
        num_inference_steps=8,
        guidance_scale=4.0,
        generator=seeds(5, 1),
        output_type="latent",
    ).images
    ours = latents_of(
        model,
        Request(
            prompt="a cat",
            negative_prompt="rain",
            source=pixels(source(72, 56)),
            mask=Pixels(mask),
            width=72,
            height=56,
            strength=strength,
            steps=8,
            guidance_scale=4.0,
            sampler=sampler,
            seed=5,
        ),
    )
    assert error(ours, wanted) <= TOLERANCE
