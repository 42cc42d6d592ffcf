"""Pix2Pix Zero and its inversion as diffusers' pipeline does them, one picture at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import torch
from diffusers import DDIMInverseScheduler, DDIMScheduler, StableDiffusionPix2PixZeroPipeline

from core.denoise.begin import begin
from core.denoise.conditions import PROMPT, Branch
from core.denoise.gaussian import Gaussian
from core.denoise.inversion import inverted
from core.models.loading import LoadedModel
from core.request import Request
from core.techniques.pix2pix_zero import Pix2PixZero
from core.words.sentences import sentences
from tests.parity.conftest import TOLERANCE, Latents, error, seeds

PROMPT_TEXT = "a cat on a beach"


@pytest.fixture(params=["plain", "odd"])
def model(request: pytest.FixtureRequest) -> Iterator[LoadedModel]:
    """The pipeline leaves its attention processors, and gradients, on the UNet."""
    one: LoadedModel = request.getfixturevalue(request.param)
    processors = one.unet.attn_processors
    yield one
    one.unet.set_attn_processor(dict(processors))
    one.unet.requires_grad_(False)
    one.unet.zero_grad(set_to_none=True)


def by_diffusers(model: LoadedModel) -> Any:
    made = StableDiffusionPix2PixZeroPipeline(
        vae=model.vae,
        unet=model.unet,
        text_encoder=model.text_encoder,
        tokenizer=model.tokenizer,
        scheduler=DDIMScheduler.from_config(model.scheduler_config),
        feature_extractor=None,
        safety_checker=None,
        inverse_scheduler=DDIMInverseScheduler.from_config(model.scheduler_config),
        caption_generator=None,
        caption_processor=None,
        requires_safety_checker=False,
    )
    made.set_progress_bar_config(disable=True)
    return made


def test_it_edits_as_diffusers_does(model: LoadedModel, latents_of: Latents) -> None:
    pipe = by_diffusers(model)
    request = Request(
        prompt=PROMPT_TEXT,
        negative_prompt="rain",
        width=64,
        height=64,
        steps=4,
        sampler="ddim",
        guidance_scale=4.0,
        seed=5,
        techniques=(Pix2PixZero(source_words="cat", target_words="dog, owl", structure=0.5),),
    )
    ours = latents_of(model, request)
    wanted = pipe(
        PROMPT_TEXT,
        source_embeds=pipe.get_embeds(sentences("cat")),
        target_embeds=pipe.get_embeds(sentences("dog, owl")),
        negative_prompt="rain",
        width=64,
        height=64,
        num_inference_steps=4,
        guidance_scale=4.0,
        cross_attention_guidance_amount=0.5,
        generator=seeds(5, 1)[0],
        output_type="latent",
    ).images
    assert error(ours, wanted) <= TOLERANCE


def test_it_inverts_as_diffusers_does(model: LoadedModel) -> None:
    clean = torch.randn(1, 4, 16, 16, generator=torch.Generator().manual_seed(3))
    # The inverse scheduler knows fewer spacings than the scheduler.
    model = replace(
        model, scheduler_config=model.scheduler_config | {"timestep_spacing": "leading"}
    )
    request = Request(
        prompt=PROMPT_TEXT, width=128, height=128, steps=4, sampler="ddim", guidance_scale=1.0
    )
    with torch.no_grad():
        run, _ = begin(model, request)
        run.generators = seeds(8, 1)
        branch = Branch.everywhere(PROMPT, run.encode(PROMPT_TEXT))
        ours = inverted(run, clean, [branch], regularise=Gaussian())[0]
    weight = 20 * 16 * 16 / (64 * 64)  # as at 64 × 64, see Gaussian
    wanted = (
        by_diffusers(model)
        .invert(
            PROMPT_TEXT,
            image=clean,
            num_inference_steps=4,
            guidance_scale=1,
            generator=seeds(8, 1)[0],
            lambda_auto_corr=weight,
            lambda_kl=weight,
        )
        .latents
    )
    assert error(ours, wanted) <= TOLERANCE
