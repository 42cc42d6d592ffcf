"""Transformers that predict a velocity, as diffusers' own pipelines paint with them."""

from __future__ import annotations

import inspect
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from PIL import Image

from core.models.families.flow import packed
from core.models.loading import LoadedModel
from core.request import Pixels, Request
from core.techniques.instruct_pix2pix import InstructPix2Pix
from tests.flow_models import loaded
from tests.parity.conftest import TOLERANCE, Latents, error, pixels, seeds, source

WIDTH, HEIGHT = 64, 48
STEPS, SEED = 4, 11

PIPELINES = {
    "sd3": ("StableDiffusion3Pipeline", "StableDiffusion3Img2ImgPipeline",
            "StableDiffusion3InpaintPipeline"),
    "flux-dev": ("FluxPipeline", "FluxImg2ImgPipeline", "FluxInpaintPipeline"),
    "flux-schnell": ("FluxPipeline", "FluxImg2ImgPipeline", "FluxInpaintPipeline"),
}  # fmt: skip
"""diffusers' for text to image, image to image and inpainting, for each kind of model."""

SCALE = {"sd3": 4.0, "flux-dev": 3.5, "flux-schnell": 1.0}
"""Our guidance scale."""

TOKENS = ("flux",)
"""Kinds whose pipelines give latents as tokens."""


def told(kind: str) -> dict[str, Any]:
    """What a pipeline is told of guidance."""
    if kind.startswith("flux"):
        return {"guidance_scale": SCALE[kind]}
    return {"guidance_scale": SCALE[kind], "negative_prompt": "rain"}


def pipeline(name: str, model: LoadedModel) -> Any:
    """A pipeline of diffusers on the very parts of a model."""
    parts = dict(model.pipeline.components)
    scheduler = getattr(diffusers, model.scheduler_config["_class_name"])
    parts["scheduler"] = scheduler.from_config(model.scheduler_config)
    kind = getattr(diffusers, name)
    takes = inspect.signature(kind.__init__).parameters
    made = kind(**{part: value for part, value in parts.items() if part in takes})
    made.set_progress_bar_config(disable=True)
    return made


def wanted(kind: str, name: str, **options: Any) -> torch.Tensor:
    given: dict[str, Any] = {
        "prompt": "a cat on the beach",
        "width": WIDTH,
        "height": HEIGHT,
        "num_inference_steps": STEPS,
        "generator": seeds(SEED, 1),
        "output_type": "latent",
    }
    given |= options
    found: torch.Tensor = pipeline(name, loaded(kind))(**given).images
    return found


def request(kind: str, **options: Any) -> Request:
    given: dict[str, Any] = {
        "prompt": "a cat on the beach",
        "negative_prompt": "rain",
        "width": WIDTH,
        "height": HEIGHT,
        "steps": STEPS,
        "sampler": "euler",
        "guidance_scale": SCALE.get(kind, 2.5),
        "seed": SEED,
    }
    return Request(**(given | options))


def close(kind: str, ours: torch.Tensor, theirs: torch.Tensor) -> None:
    if theirs.dim() == 3:
        ours = packed(ours)
    assert error(ours, theirs) <= TOLERANCE


@pytest.mark.parametrize("kind", PIPELINES)
def test_a_prompt_becomes_what_it_becomes_in_diffusers(kind: str, latents_of: Latents) -> None:
    theirs = wanted(
        kind,
        PIPELINES[kind][0],
        **told(kind),
        num_images_per_prompt=2,
        generator=seeds(SEED, 2),
    )
    close(kind, latents_of(loaded(kind), request(kind, batch=2)), theirs)


@pytest.mark.parametrize("kind", PIPELINES)
def test_a_source_becomes_what_it_becomes_in_diffusers(kind: str, latents_of: Latents) -> None:
    picture = source(WIDTH, HEIGHT)
    theirs = wanted(kind, PIPELINES[kind][1], **told(kind), image=picture, strength=0.6)
    ours = latents_of(loaded(kind), request(kind, source=pixels(picture), strength=0.6))
    close(kind, ours, theirs)


@pytest.mark.parametrize("strength", [0.6, 1.0])
@pytest.mark.parametrize("kind", PIPELINES)
def test_a_masked_part_becomes_what_it_becomes_in_diffusers(
    kind: str, strength: float, latents_of: Latents
) -> None:
    picture, mask = source(WIDTH, HEIGHT), square()
    theirs = wanted(
        kind,
        PIPELINES[kind][2],
        **told(kind),
        image=picture,
        mask_image=Image.fromarray(mask),
        strength=strength,
    )
    ours = latents_of(
        loaded(kind), request(kind, source=pixels(picture), mask=Pixels(mask), strength=strength)
    )
    close(kind, ours, theirs)


def square() -> np.ndarray[Any, np.dtype[np.uint8]]:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[16:32, 16:48] = 255  # on the latents' grid: off it ours repaints all that is white
    return mask


def test_what_flux_fill_repaints_is_what_it_repaints_in_diffusers(latents_of: Latents) -> None:
    picture, mask = source(WIDTH, HEIGHT), square()
    theirs = wanted(
        "flux-fill",
        "FluxFillPipeline",
        image=picture,
        mask_image=Image.fromarray(mask),
        guidance_scale=30.0,
        generator=seeds(SEED, 1),
    )
    ours = latents_of(
        loaded("flux-fill"),
        request(
            "flux-fill",
            source=pixels(picture),
            mask=Pixels(mask),
            strength=1.0,
            guidance_scale=30.0,
        ),
    )
    close("flux-fill", ours, theirs)


def test_what_kontext_is_told_to_do_it_does_as_in_diffusers(latents_of: Latents) -> None:
    picture = source(WIDTH, HEIGHT)
    theirs = wanted(
        "flux-kontext",
        "FluxKontextPipeline",
        prompt="make it night",
        image=picture,
        max_area=WIDTH * HEIGHT,
        _auto_resize=False,
        guidance_scale=2.5,
    )
    ours = latents_of(
        loaded("flux-kontext"),
        request(
            "flux-kontext",
            source=pixels(picture),
            strength=1.0,
            techniques=(InstructPix2Pix(instruction="make it night"),),
        ),
    )
    close("flux-kontext", ours, theirs)
