"""SDXL as diffusers' own pipelines paint with it: two text encoders, sizes, its inpainting UNet."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from diffusers import (
    StableDiffusionXLImg2ImgPipeline,
    StableDiffusionXLInpaintPipeline,
    StableDiffusionXLPipeline,
)
from PIL import Image

from core.models.loading import LoadedModel
from core.request import Pixels, Request
from tests.parity.conftest import TOLERANCE, Latents, error, pixels, seeds, source
from tests.parity.test_text_to_image import PUBLISHED
from tests.tiny_models import tiny_sdxl

SAMPLERS = ("euler", "dpmpp_2m_karras", "ddim")
SHARED: dict[str, Any] = {"width": 72, "height": 56, "prompt": "a cat on a beach"}


@pytest.fixture(scope="module")
def xl() -> LoadedModel:
    return tiny_sdxl()


@pytest.fixture(scope="module")
def inpainting() -> LoadedModel:
    """Nine channels, and it predicts v."""
    return tiny_sdxl(prediction="v_prediction", channels=9)


def pipeline(kind: Any, model: LoadedModel, sampler: str) -> Any:
    made = kind(
        vae=model.vae,
        unet=model.unet,
        text_encoder=model.text_encoder,
        text_encoder_2=model.text_encoder_2,
        tokenizer=model.tokenizer,
        tokenizer_2=model.tokenizer_2,
        scheduler=PUBLISHED[sampler](model.scheduler_config),
        force_zeros_for_empty_prompt=model.zeros_for_empty,
        add_watermarker=False,
    )
    made.set_progress_bar_config(disable=True)
    return made


def close(ours: torch.Tensor, wanted: torch.Tensor) -> None:
    assert error(ours, wanted) <= TOLERANCE


@pytest.mark.parametrize("guidance", [1.0, 5.0])
@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("negative", ["", "rain"])
def test_a_prompt_becomes_what_it_becomes_in_diffusers(
    xl: LoadedModel, sampler: str, guidance: float, negative: str, latents_of: Latents
) -> None:
    """Without a negative prompt its branch is all zeros, as in training."""
    wanted = pipeline(StableDiffusionXLPipeline, xl, sampler)(
        **SHARED,
        negative_prompt=negative or None,
        num_inference_steps=5,
        guidance_scale=guidance,
        num_images_per_prompt=2,
        generator=seeds(11, 2),
        output_type="latent",
    ).images
    ours = latents_of(
        xl,
        Request(
            **SHARED,
            negative_prompt=negative,
            steps=5,
            guidance_scale=guidance,
            sampler=sampler,
            seed=11,
            batch=2,
        ),
    )
    close(ours, wanted)


def test_a_model_trained_without_zeros_reads_the_empty_prompt(latents_of: Latents) -> None:
    model = tiny_sdxl(zeros_for_empty=False)
    wanted = pipeline(StableDiffusionXLPipeline, model, "euler")(
        **SHARED, num_inference_steps=3, guidance_scale=5.0, generator=seeds(1, 1),
        output_type="latent",
    ).images  # fmt: skip
    ours = latents_of(
        model, Request(**SHARED, steps=3, guidance_scale=5.0, sampler="euler", seed=1)
    )
    close(ours, wanted)


@pytest.mark.parametrize("guidance", [1.0, 5.0])
@pytest.mark.parametrize("sampler", SAMPLERS)
def test_a_source_becomes_what_it_becomes_in_diffusers(
    xl: LoadedModel, sampler: str, guidance: float, latents_of: Latents
) -> None:
    wanted = pipeline(StableDiffusionXLImg2ImgPipeline, xl, sampler)(
        SHARED["prompt"],
        negative_prompt="rain",
        image=source(72, 56),
        strength=0.6,
        num_inference_steps=7,
        guidance_scale=guidance,
        num_images_per_prompt=2,
        generator=seeds(5, 2),
        output_type="latent",
    ).images
    ours = latents_of(
        xl,
        Request(
            **SHARED,
            negative_prompt="rain",
            source=pixels(source(72, 56)),
            strength=0.6,
            steps=7,
            guidance_scale=guidance,
            sampler=sampler,
            seed=5,
            batch=2,
        ),
    )
    close(ours, wanted)


@pytest.mark.parametrize("guidance", [1.0, 5.0])
@pytest.mark.parametrize(
    ("kind", "sampler", "strength"),
    [("xl", sampler, 0.6) for sampler in SAMPLERS]
    + [("inpainting", sampler, strength) for sampler in SAMPLERS for strength in (0.6, 1.0)],
)
def test_a_masked_part_becomes_what_it_becomes_in_diffusers(
    kind: str,
    sampler: str,
    strength: float,
    guidance: float,
    latents_of: Latents,
    request: pytest.FixtureRequest,
) -> None:
    model: LoadedModel = request.getfixturevalue(kind)
    mask = np.zeros((56, 72), np.uint8)
    mask[16:48, 24:64] = 255
    made = pipeline(StableDiffusionXLInpaintPipeline, model, sampler)
    # Of a batch diffusers reads the source with the first generator alone.
    wanted = [
        made(
            **SHARED,
            negative_prompt="rain",
            image=source(72, 56),
            mask_image=Image.fromarray(mask),
            strength=strength,
            num_inference_steps=7,
            guidance_scale=guidance,
            generator=seeds(seed, 1),
            output_type="latent",
        ).images
        for seed in (5, 6)
    ]
    ours = latents_of(
        model,
        Request(
            **SHARED,
            negative_prompt="rain",
            source=pixels(source(72, 56)),
            mask=Pixels(mask),
            strength=strength,
            steps=7,
            guidance_scale=guidance,
            sampler=sampler,
            seed=5,
            batch=2,
        ),
    )
    close(ours, torch.cat(wanted))
