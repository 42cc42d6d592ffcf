"""Image to image as diffusers does it, and where ours is better."""

from __future__ import annotations

import pytest
import torch
from diffusers import StableDiffusionImg2ImgPipeline

from core.denoise.schedule import Schedule
from core.models.loading import LoadedModel
from core.request import SAMPLERS, Request
from tests.parity.conftest import TOLERANCE, Latents, error, pipeline, pixels, seeds, source
from tests.parity.test_text_to_image import PUBLISHED


@pytest.mark.parametrize("strength", [0.45, 1.0])
@pytest.mark.parametrize("sampler", [name for name in SAMPLERS if name not in ("pndm", "lcm")])
@pytest.mark.parametrize("kind", ["plain", "odd"])
def test_a_source_becomes_what_it_becomes_in_diffusers(
    kind: str, sampler: str, strength: float, latents_of: Latents, request: pytest.FixtureRequest
) -> None:
    model: LoadedModel = request.getfixturevalue(kind)
    scheduler = PUBLISHED[sampler](model.scheduler_config)
    wanted = pipeline(StableDiffusionImg2ImgPipeline, model, scheduler)(
        "a cat",
        negative_prompt="rain",
        image=source(72, 56),
        strength=strength,
        num_inference_steps=9,
        guidance_scale=4.0,
        num_images_per_prompt=2,
        generator=seeds(5, 2),
        output_type="latent",
    ).images
    ours = latents_of(
        model,
        Request(
            prompt="a cat",
            negative_prompt="rain",
            source=pixels(source(72, 56)),
            width=72,
            height=56,
            strength=strength,
            steps=9,
            guidance_scale=4.0,
            sampler=sampler,
            seed=5,
            batch=2,
        ),
    )
    assert error(ours, wanted) <= TOLERANCE


def test_pndm_repeats_its_second_step_wherever_it_begins(plain: LoadedModel) -> None:
    """diffusers cuts the steps after the repeated one was put in: the latents then lag behind."""
    schedule = Schedule("pndm", plain.scheduler_config, 10, strength=0.5)
    assert [int(time) for time in schedule.times] == [401, 301, 301, 201, 101, 1]
    # With the true noise for a prediction, latents stay on their way to the picture.
    clean, noise = torch.randn(2, 1, 4, 8, 8, generator=torch.Generator().manual_seed(0))
    latents = schedule.levels[0].mixed(clean, noise)
    for index in range(len(schedule)):
        latents = schedule.step(index, noise, latents, [])
        if index + 1 < len(schedule):
            wanted = schedule.levels[index + 1].mixed(clean, noise)
            torch.testing.assert_close(latents, wanted, atol=1e-4, rtol=1e-4)
