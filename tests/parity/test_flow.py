"""Transformers that predict a velocity, as diffusers' own pipelines paint with them."""

from __future__ import annotations

import inspect
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from PIL import Image

from core.models.families import qwen_image
from core.models.families.flow import packed
from core.models.families.flux2 import FLUX2
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
    "flux-schnell": ("FluxPipeline", "", ""),
    "qwen-image": ("QwenImagePipeline", "QwenImageImg2ImgPipeline", "QwenImageInpaintPipeline"),
    "z-image": ("ZImagePipeline", "ZImageImg2ImgPipeline", "ZImageInpaintPipeline"),
    "z-image-turbo": ("ZImagePipeline", "", ""),
    "chroma": ("ChromaPipeline", "ChromaImg2ImgPipeline", "ChromaInpaintPipeline"),
    "sana": ("SanaPipeline", "", ""),
    "flux2-dev": ("Flux2Pipeline", "", ""),
    "flux2-klein": ("Flux2KleinPipeline", "", "Flux2KleinInpaintPipeline"),
    "flux2-klein-distilled": ("Flux2KleinPipeline", "", ""),
}  # fmt: skip
"""diffusers' for text to image, image to image and inpainting, for each kind of model."""

SCALE = {"sd3": 4.0, "flux-dev": 3.5, "flux-schnell": 1.0, "qwen-image": 4.0, "z-image": 4.0,
         "z-image-turbo": 1.0, "chroma": 4.0, "sana": 4.0, "flux2-klein": 4.0,
         "flux2-dev": 4.0,
         "flux2-klein-distilled": 1.0}  # fmt: skip
"""Our guidance scale."""


def told(kind: str) -> dict[str, Any]:
    """What a pipeline is told of guidance."""
    if kind.startswith("flux2"):
        return {"guidance_scale": SCALE[kind]}  # its negative prompt is empty
    if kind.startswith("flux"):
        return {"guidance_scale": SCALE[kind]}
    if kind.startswith("qwen"):
        return {"true_cfg_scale": SCALE[kind], "negative_prompt": "rain"}
    if kind.startswith("z-image"):  # counted from the prompt's prediction
        return {"guidance_scale": SCALE[kind] - 1, "negative_prompt": "rain"}
    if kind == "sana":
        return {
            "guidance_scale": SCALE[kind],
            "negative_prompt": "rain",
            "use_resolution_binning": False,
        }
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


def sides(kind: str) -> dict[str, int]:
    """SANA's pipeline takes multiples of 32 alone."""
    return {"width": WIDTH, "height": 64 if kind == "sana" else HEIGHT}


def wanted(kind: str, name: str, **options: Any) -> torch.Tensor:
    given: dict[str, Any] = {
        "prompt": "a cat on the beach",
        **sides(kind),
        "num_inference_steps": STEPS,
        "generator": seeds(SEED, 1),
        "output_type": "latent",
    }
    given |= options
    made = pipeline(name, loaded(kind))
    if kind == "chroma":
        _mended(made)
    takes = inspect.signature(made.__call__).parameters
    if "width" not in takes:
        given = {name: value for name, value in given.items() if name in takes}
    found: torch.Tensor = made(**given).images
    return found


def _mended(pipeline: Any) -> None:
    """Chroma's pipelines multiply masks as numbers, which attention adds to its scores: padding
    counts nearly as words do (issue 12116 of diffusers). Ours are masks, as it was trained. And its
    inpainting asks the configuration for what it has not."""
    prepare = pipeline._prepare_attention_mask
    pipeline._prepare_attention_mask = lambda **given: prepare(**given).bool()
    if "guidance_embeds" not in pipeline.transformer.config:
        pipeline.transformer.register_to_config(guidance_embeds=False)


def request(kind: str, **options: Any) -> Request:
    given: dict[str, Any] = {
        "prompt": "a cat on the beach",
        "negative_prompt": "" if kind.startswith("flux2") else "rain",
        **sides(kind),
        "steps": STEPS,
        "sampler": "dpmpp_2m" if kind == "sana" else "euler",
        "guidance_scale": SCALE.get(kind, 2.5),
        "seed": SEED,
    }
    return Request(**(given | options))


def close(kind: str, ours: torch.Tensor, theirs: torch.Tensor) -> None:
    if kind == "flux2-dev":
        ours = ours.flatten(2).transpose(1, 2)
    elif kind.startswith("flux2"):
        ours = FLUX2.raw(loaded(kind).vae, ours)
    elif theirs.dim() == 3:
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


@pytest.mark.parametrize("kind", [kind for kind in PIPELINES if PIPELINES[kind][1]])
def test_a_source_becomes_what_it_becomes_in_diffusers(kind: str, latents_of: Latents) -> None:
    picture = source(WIDTH, HEIGHT)
    theirs = wanted(kind, PIPELINES[kind][1], **told(kind), image=picture, strength=0.6)
    ours = latents_of(loaded(kind), request(kind, source=pixels(picture), strength=0.6))
    close(kind, ours, theirs)


@pytest.mark.parametrize(
    ("kind", "strength"),
    [(kind, 0.6) for kind in PIPELINES if PIPELINES[kind][2]] + [("sd3", 1.0), ("flux-dev", 1.0)],
)
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


@pytest.mark.parametrize("kind", ["flux2-klein"])
def test_what_flux_2_is_told_to_do_it_does_as_in_diffusers(kind: str, latents_of: Latents) -> None:
    picture, square_ = source(64, 64), {"width": 64, "height": 64}
    theirs = wanted(
        kind, "Flux2KleinPipeline", **told(kind), prompt="make it night", image=picture, **square_
    )
    instructed = InstructPix2Pix(instruction="make it night")
    options = {"source": pixels(picture), "strength": 1.0, "techniques": (instructed,), **square_}
    close(kind, latents_of(loaded(kind), request(kind, **options)), theirs)


def test_what_qwen_image_edit_is_told_to_do_it_does_as_in_diffusers(
    latents_of: Latents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its language model sees the picture as well: of 84² pixels here."""
    from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit_plus as theirs_

    monkeypatch.setattr(theirs_, "VAE_IMAGE_SIZE", 64 * 64)
    monkeypatch.setattr(theirs_, "CONDITION_IMAGE_SIZE", 84 * 84)
    monkeypatch.setattr(qwen_image, "SEEN", 84 * 84)
    kind, square_ = "qwen-image-edit", {"width": 64, "height": 64}
    picture = source(64, 64)
    theirs = wanted(
        kind,
        "QwenImageEditPlusPipeline",
        prompt="make it night",
        negative_prompt="rain",
        true_cfg_scale=4.0,
        image=picture,
        **square_,
    )
    instructed = InstructPix2Pix(instruction="make it night")
    options = {"source": pixels(picture), "strength": 1.0, "techniques": (instructed,)}
    ours = latents_of(loaded(kind), request(kind, guidance_scale=4.0, **square_, **options))
    close(kind, ours, theirs)
