"""Depth2Image as diffusers' pipeline does it, and where that is wrong."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionDepth2ImgPipeline

from core.models.loading import LoadedModel
from core.request import Pixels, Request
from core.techniques.depth2image import Depth2Image
from tests.parity.conftest import TOLERANCE, Latents, error, pixels, seeds, source
from tests.parity.test_text_to_image import PUBLISHED
from tests.tiny_models import tiny_model

WIDTH, HEIGHT = 72, 56


@pytest.fixture(scope="module")
def deep() -> LoadedModel:
    """Sees the depth: five channels; predicts v, as that of Stable Diffusion 2 does not."""
    return tiny_model(widths=(16, 24, 32), tokens=48, channels=5, prediction="v_prediction")


def slope() -> np.ndarray:
    """Near at the lower right, in 180 levels of grey: no two rows or columns alike."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    return np.asarray(20 + x + y * 1.5, np.uint8)


def grey(levels: np.ndarray) -> Pixels:
    return Pixels(np.dstack([levels, levels, levels, np.full_like(levels, 255)]))


def wanted(model: LoadedModel, sampler: str, depth: np.ndarray, strength: float) -> torch.Tensor:
    reference = StableDiffusionDepth2ImgPipeline(
        vae=model.vae,
        unet=model.unet,
        text_encoder=model.text_encoder,
        tokenizer=model.tokenizer,
        scheduler=PUBLISHED[sampler](model.scheduler_config),
        depth_estimator=None,
        feature_extractor=None,
    )
    reference.set_progress_bar_config(disable=True)
    made: torch.Tensor = reference(
        "a cat",
        negative_prompt="rain",
        image=source(WIDTH, HEIGHT),
        depth_map=torch.from_numpy(depth.astype(np.float32))[None],
        strength=strength,
        num_inference_steps=6,
        guidance_scale=4.0,
        num_images_per_prompt=2,
        generator=seeds(5, 2),
        output_type="latent",
    ).images
    return made


def request(sampler: str, depth: np.ndarray, strength: float) -> Request:
    return Request(
        prompt="a cat",
        negative_prompt="rain",
        source=pixels(source(WIDTH, HEIGHT)),
        width=WIDTH,
        height=HEIGHT,
        strength=strength,
        steps=6,
        guidance_scale=4.0,
        sampler=sampler,
        seed=5,
        batch=2,
        techniques=(Depth2Image(depth=grey(depth)),),
    )


@pytest.mark.parametrize("strength", [0.6, 1.0])
@pytest.mark.parametrize("sampler", ["ddim", "euler", "dpmpp_2m", "unipc", "dpmpp_sde"])
def test_it_paints_what_diffusers_paints(
    deep: LoadedModel, sampler: str, strength: float, latents_of: Latents
) -> None:
    ours = latents_of(deep, request(sampler, slope(), strength))
    reference = wanted(deep, sampler, slope(), strength)
    assert error(ours, reference) <= TOLERANCE


def test_flat_depth_is_no_division_by_zero(deep: LoadedModel, latents_of: Latents) -> None:
    flat = np.full((HEIGHT, WIDTH), 90, np.uint8)
    assert wanted(deep, "ddim", flat, 1.0).isnan().any()
    assert latents_of(deep, request("ddim", flat, 1.0)).isfinite().all()
