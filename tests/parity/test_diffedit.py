"""DiffEdit as diffusers' pipeline does it where that is right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch
from diffusers import DDIMInverseScheduler, DDIMScheduler, StableDiffusionDiffEditPipeline

from core.denoise import loop
from core.denoise.begin import begin, branches
from core.models.loading import LoadedModel
from core.request import Request
from core.techniques.diffedit import DiffEdit
from tests.parity.conftest import TOLERANCE, error, pixels, seeds, source

EDIT = DiffEdit(source_words="a cat", target_words="a dog", maps=3, threshold=2.0)
REQUEST = Request(
    prompt="",
    width=64,
    height=64,
    steps=5,
    guidance_scale=4.0,
    sampler="ddim",
    strength=0.8,
    source=pixels(source(64, 64)),
    techniques=(EDIT,),
)


@pytest.fixture(params=["plain", "odd"])
def model(request: pytest.FixtureRequest) -> LoadedModel:
    """The inverse scheduler knows fewer spacings than the scheduler."""
    one: LoadedModel = request.getfixturevalue(request.param)
    config = one.scheduler_config | {"timestep_spacing": "leading"}
    return replace(one, scheduler_config=config)


def by_diffusers(model: LoadedModel) -> Any:
    made = StableDiffusionDiffEditPipeline(
        vae=model.vae,
        unet=model.unet,
        text_encoder=model.text_encoder,
        tokenizer=model.tokenizer,
        scheduler=DDIMScheduler.from_config(model.scheduler_config),
        inverse_scheduler=DDIMInverseScheduler.from_config(model.scheduler_config),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    made.set_progress_bar_config(disable=True)
    return made


@torch.no_grad()
def test_it_finds_inverts_and_paints_what_diffusers_does(model: LoadedModel) -> None:
    pipe = by_diffusers(model)
    clean = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(3))
    run, latents = begin(model, REQUEST)
    run.source, run.generators = clean, seeds(4, 1)
    place: Any = run.places[-1]

    started = place.start(latents)
    mask = run.found[0].coverage[::8, ::8]
    # diffusers fails without guidance, and with it takes positive prompts for negative ones: that
    # multiplies the differences by another factor, and changes no mask.
    wanted_mask = pipe.generate_mask(
        clean,
        target_prompt=EDIT.target_words,
        source_prompt=EDIT.source_words,
        num_maps_per_mask=3,
        mask_thresholding_ratio=2.0,
        num_inference_steps=5,
        guidance_scale=4.0,
        generator=seeds(4, 1)[0],
    )
    assert (mask.numpy() == wanted_mask[0]).all()
    assert 0 < mask.mean() < 1

    inverted = pipe.invert(
        EDIT.source_words,
        clean,
        num_inference_steps=5,
        inpaint_strength=0.8,
        guidance_scale=1.0,
    ).latents
    assert error(inverted[:, 0], started) <= TOLERANCE
    for ours, theirs in zip(place._path[:-1], inverted[0], strict=True):
        assert error(ours[0], theirs) <= TOLERANCE

    wanted = pipe(
        EDIT.target_words,
        mask_image=wanted_mask,
        image_latents=inverted,
        num_inference_steps=5,
        inpaint_strength=0.8,
        guidance_scale=4.0,
        output_type="latent",
    ).images
    # It keeps the latents of one level before, so that the finished ones have noise left.
    assert (wanted - clean)[0, :, mask == 0].abs().max() > 1e-3
    place.start = lambda _: started
    place._path = [place._path[0], *place._path[:-1]]
    ours = loop.denoise(run, latents, branches(run), lambda *_: None)
    assert error(ours, wanted) <= TOLERANCE
