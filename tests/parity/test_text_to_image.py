"""The same picture as diffusers' own pipeline from the same seed, for every sampler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import diffusers
import pytest
from diffusers import StableDiffusionPipeline

from core.models.loading import LoadedModel
from core.request import SAMPLERS, Request
from tests.parity.conftest import TOLERANCE, Latents, error, pipeline, seeds

PUBLISHED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "euler": diffusers.EulerDiscreteScheduler.from_config,
    "euler_a": diffusers.EulerAncestralDiscreteScheduler.from_config,
    "dpmpp_2m": diffusers.DPMSolverMultistepScheduler.from_config,
    "dpmpp_2m_karras": lambda config: diffusers.DPMSolverMultistepScheduler.from_config(
        config, use_karras_sigmas=True
    ),
    "dpmpp_2m_sde": lambda config: diffusers.DPMSolverMultistepScheduler.from_config(
        config, algorithm_type="sde-dpmsolver++"
    ),
    "dpmpp_sde": lambda config: diffusers.DPMSolverSinglestepScheduler.from_config(
        config, algorithm_type="sde-dpmsolver++", lower_order_final=True
    ),
    "unipc": diffusers.UniPCMultistepScheduler.from_config,
    "ddim": diffusers.DDIMScheduler.from_config,
    "pndm": lambda config: diffusers.PNDMScheduler.from_config(config, skip_prk_steps=True),
    "lcm": diffusers.LCMScheduler.from_config,
}
"""Each sampler as diffusers' documentation says to get it for a model."""


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("kind", ["plain", "odd"])
def test_every_sampler_paints_what_diffusers_paints(
    kind: str, sampler: str, latents_of: Latents, request: pytest.FixtureRequest
) -> None:
    model: LoadedModel = request.getfixturevalue(kind)
    wanted = pipeline(StableDiffusionPipeline, model, PUBLISHED[sampler](model.scheduler_config))(
        "a cat on a beach",
        negative_prompt="rain",
        width=72,
        height=56,
        num_inference_steps=7,
        guidance_scale=6.5,
        num_images_per_prompt=2,
        generator=seeds(11, 2),
        output_type="latent",
    ).images
    ours = latents_of(
        model,
        Request(
            prompt="a cat on a beach",
            negative_prompt="rain",
            width=72,
            height=56,
            steps=7,
            guidance_scale=6.5,
            sampler=sampler,
            seed=11,
            batch=2,
        ),
    )
    assert error(ours, wanted) <= TOLERANCE


@pytest.mark.parametrize("sampler", ["euler", "dpmpp_2m"])
def test_without_guidance_only_the_prompt_is_predicted(
    plain: LoadedModel, sampler: str, latents_of: Latents
) -> None:
    wanted = pipeline(StableDiffusionPipeline, plain, PUBLISHED[sampler](plain.scheduler_config))(
        "a cat", width=64, height=64, num_inference_steps=4, guidance_scale=1.0,
        generator=seeds(3, 1), output_type="latent",
    ).images  # fmt: skip
    rows: list[int] = []
    hook = plain.unet.register_forward_pre_hook(lambda _, inputs: rows.append(len(inputs[0])))
    ours = latents_of(
        plain,
        Request(
            prompt="a cat",
            width=64,
            height=64,
            steps=4,
            guidance_scale=1.0,
            sampler=sampler,
            seed=3,
        ),
    )
    hook.remove()
    assert rows == [1] * 4
    assert error(ours, wanted) <= TOLERANCE
