"""T2I-Adapter as diffusers' pipeline does it, one and several."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import (
    DDIMScheduler,
    MultiAdapter,
    StableDiffusionAdapterPipeline,
    StableDiffusionXLAdapterPipeline,
    T2IAdapter,
)

from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.request import Request
from core.techniques import t2i_adapter
from tests.parity.conftest import TOLERANCE, Latents, error, pipeline, pixels, seeds, source
from tests.tiny_controls import attending_first, save_adapter
from tests.tiny_models import tiny_sdxl

MAP = source(96, 64).rotate(180)


@pytest.fixture(params=["attending first", "plain", "odd"])
def model(request: pytest.FixtureRequest) -> LoadedModel:
    name = request.param if request.param == "odd" else "plain"
    found: LoadedModel = request.getfixturevalue(name)
    return attending_first(found) if request.param == "attending first" else found


def reference(model: LoadedModel, adapter: Any, **values: Any) -> torch.Tensor:
    def made(requires_safety_checker: bool, **parts: Any) -> Any:
        return StableDiffusionAdapterPipeline(
            adapter=adapter, requires_safety_checker=requires_safety_checker, **parts
        )

    scheduler = DDIMScheduler.from_config(model.scheduler_config)
    latents: torch.Tensor = pipeline(made, model, scheduler)(
        "a cat",
        negative_prompt="rain",
        width=96,
        height=64,
        num_inference_steps=4,
        output_type="latent",
        **values,
    ).images
    return latents


def request(*techniques: Any, **values: Any) -> Request:
    return Request(
        prompt="a cat",
        negative_prompt="rain",
        width=96,
        height=64,
        steps=4,
        sampler="ddim",
        seed=5,
        techniques=techniques,
        **values,
    )


@pytest.mark.parametrize("guidance", [1.0, 4.0])
def test_one_map_guides_as_in_diffusers(
    model: LoadedModel, guidance: float, tmp_path: Path, latents_of: Latents
) -> None:
    adapter = T2IAdapter.from_pretrained(save_adapter(tmp_path / "a", model))
    wanted = reference(
        model,
        adapter,
        image=MAP,
        guidance_scale=guidance,
        adapter_conditioning_scale=0.8,
        num_images_per_prompt=2,
        generator=seeds(5, 2),
    )
    control = t2i_adapter.T2IAdapter(image=pixels(MAP), weight=0.8)
    ours = latents_of(
        model, request(control, guidance_scale=guidance, batch=2), shelf=Shelf([tmp_path])
    )
    assert error(ours, wanted) <= TOLERANCE


def test_several_maps_add_up_as_in_diffusers(
    model: LoadedModel, tmp_path: Path, latents_of: Latents
) -> None:
    """diffusers has no adapters in grey among those in colours; each by itself it has."""
    folders = [
        save_adapter(tmp_path / kind, model, kind, in_channels=1) for kind in ("sketch", "canny")
    ]
    adapters = MultiAdapter([T2IAdapter.from_pretrained(folder) for folder in folders])
    maps = [MAP.convert("L"), source(96, 64).convert("L")]
    wanted = reference(
        model,
        adapters,
        image=maps,
        guidance_scale=4.0,
        adapter_conditioning_scale=[0.8, 0.5],
        generator=seeds(5, 1),
    )
    controls = [
        t2i_adapter.T2IAdapter(kind=kind, image=pixels(image), weight=weight)
        for kind, image, weight in zip(("sketch", "canny"), maps, (0.8, 0.5), strict=True)
    ]
    ours = latents_of(model, request(*controls, guidance_scale=4.0), shelf=Shelf([tmp_path]))
    assert error(ours, wanted) <= TOLERANCE


def test_it_guides_sdxl_as_in_diffusers(tmp_path: Path, latents_of: Latents) -> None:
    model = tiny_sdxl()
    adapter = T2IAdapter.from_pretrained(save_adapter(tmp_path / "xl", model))
    made = StableDiffusionXLAdapterPipeline(
        vae=model.vae,
        unet=model.unet,
        text_encoder=model.text_encoder,
        text_encoder_2=model.text_encoder_2,
        tokenizer=model.tokenizer,
        tokenizer_2=model.tokenizer_2,
        adapter=adapter,
        scheduler=DDIMScheduler.from_config(model.scheduler_config),
    )
    made.set_progress_bar_config(disable=True)
    wanted = made(
        "a cat",
        negative_prompt="rain",
        image=MAP,
        width=96,
        height=64,
        num_inference_steps=4,
        guidance_scale=4.0,
        adapter_conditioning_scale=0.8,
        generator=seeds(5, 1),
        output_type="latent",
    ).images
    control = t2i_adapter.T2IAdapter(image=pixels(MAP), weight=0.8)
    ours = latents_of(model, request(control, guidance_scale=4.0), shelf=Shelf([tmp_path]))
    assert error(ours, wanted) <= TOLERANCE
