"""ControlNet as diffusers' pipelines do it: one, several, on a picture and under a mask."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from diffusers import (
    ControlNetModel,
    DDIMScheduler,
    EulerDiscreteScheduler,
    StableDiffusionControlNetImg2ImgPipeline,
    StableDiffusionControlNetInpaintPipeline,
    StableDiffusionControlNetPipeline,
    StableDiffusionXLControlNetPipeline,
)
from PIL import Image

from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.request import Pixels, Request
from core.techniques.controlnet import ControlNet
from tests.parity.conftest import TOLERANCE, Latents, error, pipeline, pixels, seeds, source
from tests.tiny_controls import save_controlnet
from tests.tiny_models import tiny_sdxl

MAP = source(96, 64).rotate(180)
OTHER = source(96, 64).transpose(Image.Transpose.FLIP_LEFT_RIGHT)


@pytest.fixture(scope="module")
def controls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("controls")


@pytest.fixture(params=["plain", "odd"])
def model(request: pytest.FixtureRequest, controls: Path) -> LoadedModel:
    found: LoadedModel = request.getfixturevalue(request.param)
    for kind in ("canny", "depth"):
        folder = controls / f"{request.param}-{kind}"
        if not folder.exists():
            save_controlnet(folder, found, kind)
    return found


def nets(model: LoadedModel, controls: Path, *kinds: str) -> Any:
    name = "plain" if len(model.unet.config.block_out_channels) == 2 else "odd"
    found = [ControlNetModel.from_pretrained(controls / f"{name}-{kind}") for kind in kinds]
    return found if len(found) > 1 else found[0]


def reference(kind: Any, model: LoadedModel, scheduler: Any, net: Any) -> Any:
    def made(**parts: Any) -> Any:
        return kind(controlnet=net, **parts)

    return pipeline(made, model, scheduler)


SAME = {
    "prompt": "a cat",
    "negative_prompt": "rain",
    "num_inference_steps": 4,
    "output_type": "latent",
}
REQUEST = Request(prompt="a cat", negative_prompt="rain", width=96, height=64, steps=4, seed=5)


def request(**values: Any) -> Request:
    return replace(REQUEST, **values)


@pytest.mark.parametrize("guidance", [1.0, 4.0])
def test_one_map_guides_as_in_diffusers(
    model: LoadedModel, controls: Path, guidance: float, latents_of: Latents
) -> None:
    net = nets(model, controls, "canny")
    scheduler = EulerDiscreteScheduler.from_config(model.scheduler_config)
    wanted = reference(StableDiffusionControlNetPipeline, model, scheduler, net)(
        image=MAP,
        controlnet_conditioning_scale=0.8,
        control_guidance_end=0.75,
        guidance_scale=guidance,
        num_images_per_prompt=2,
        generator=seeds(5, 2),
        **SAME,
    ).images
    control = ControlNet(kind="canny", image=pixels(MAP), weight=0.8, end=0.75)
    ours = latents_of(
        model,
        request(sampler="euler", guidance_scale=guidance, batch=2, techniques=(control,)),
        shelf=Shelf([controls]),
    )
    assert error(ours, wanted) <= TOLERANCE


@pytest.mark.parametrize("guidance", [1.0, 4.0])
def test_more_the_control_is_the_guess_mode_of_diffusers(
    model: LoadedModel, controls: Path, guidance: float, latents_of: Latents
) -> None:
    net = nets(model, controls, "canny")
    scheduler = DDIMScheduler.from_config(model.scheduler_config)
    wanted = reference(StableDiffusionControlNetPipeline, model, scheduler, net)(
        image=MAP, guess_mode=True, guidance_scale=guidance, generator=seeds(5, 1), **SAME
    ).images
    control = ControlNet(kind="canny", image=pixels(MAP), balance="control")
    ours = latents_of(
        model,
        request(sampler="ddim", guidance_scale=guidance, techniques=(control,)),
        shelf=Shelf([controls]),
    )
    assert error(ours, wanted) <= TOLERANCE


def several() -> tuple[ControlNet, ...]:
    return (
        ControlNet(kind="canny", image=pixels(MAP), weight=0.6, end=0.5),
        ControlNet(kind="depth", image=pixels(OTHER), weight=1.2, start=0.25),
    )


SEVERAL = {
    "controlnet_conditioning_scale": [0.6, 1.2],
    "control_guidance_start": [0.0, 0.25],
    "control_guidance_end": [0.5, 1.0],
}


def test_several_maps_add_up_as_in_diffusers(
    model: LoadedModel, controls: Path, latents_of: Latents
) -> None:
    net = nets(model, controls, "canny", "depth")
    scheduler = DDIMScheduler.from_config(model.scheduler_config)
    wanted = reference(StableDiffusionControlNetPipeline, model, scheduler, net)(
        image=[MAP, OTHER], guidance_scale=4.0, generator=seeds(5, 1), **SEVERAL, **SAME
    ).images
    ours = latents_of(
        model,
        request(sampler="ddim", guidance_scale=4.0, techniques=several()),
        shelf=Shelf([controls]),
    )
    assert error(ours, wanted) <= TOLERANCE


def test_a_source_becomes_what_it_becomes_in_diffusers(
    model: LoadedModel, controls: Path, latents_of: Latents
) -> None:
    net = nets(model, controls, "canny", "depth")
    scheduler = DDIMScheduler.from_config(model.scheduler_config)
    wanted = reference(StableDiffusionControlNetImg2ImgPipeline, model, scheduler, net)(
        image=source(96, 64),
        control_image=[MAP, OTHER],
        strength=0.75,
        guidance_scale=4.0,
        generator=seeds(5, 1),
        **SEVERAL,
        **SAME,
    ).images
    ours = latents_of(
        model,
        request(
            sampler="ddim",
            guidance_scale=4.0,
            source=pixels(source(96, 64)),
            strength=0.75,
            techniques=several(),
        ),
        shelf=Shelf([controls]),
    )
    assert error(ours, wanted) <= TOLERANCE


@pytest.mark.parametrize("count", [1, 2])
def test_a_masked_part_becomes_what_it_becomes_in_diffusers(
    model: LoadedModel, controls: Path, count: int, latents_of: Latents
) -> None:
    mask = np.zeros((64, 96), np.uint8)
    mask[16:48, 24:64] = 255
    net = nets(model, controls, *("canny", "depth")[:count])
    scheduler = DDIMScheduler.from_config(model.scheduler_config)
    wanted = reference(StableDiffusionControlNetInpaintPipeline, model, scheduler, net)(
        image=source(96, 64),
        mask_image=Image.fromarray(mask),
        control_image=[MAP, OTHER][:count] if count > 1 else MAP,
        strength=0.75,
        guidance_scale=4.0,
        generator=seeds(5, 1),
        **{key: value[:count] if count > 1 else value[0] for key, value in SEVERAL.items()},
        **SAME,
    ).images
    ours = latents_of(
        model,
        request(
            sampler="ddim",
            guidance_scale=4.0,
            source=pixels(source(96, 64)),
            mask=Pixels(mask),
            strength=0.75,
            techniques=several()[:count],
        ),
        shelf=Shelf([controls]),
    )
    assert error(ours, wanted) <= TOLERANCE


def test_it_guides_sdxl_as_in_diffusers(controls: Path, latents_of: Latents) -> None:
    model = tiny_sdxl()
    net = ControlNetModel.from_pretrained(save_controlnet(controls / "xl", model, "mlsd"))
    made = StableDiffusionXLControlNetPipeline(
        vae=model.vae,
        unet=model.unet,
        text_encoder=model.text_encoder,
        text_encoder_2=model.text_encoder_2,
        tokenizer=model.tokenizer,
        tokenizer_2=model.tokenizer_2,
        controlnet=net,
        scheduler=DDIMScheduler.from_config(model.scheduler_config),
        add_watermarker=False,
    )
    made.set_progress_bar_config(disable=True)
    wanted = made(
        image=MAP,
        controlnet_conditioning_scale=0.8,
        guidance_scale=4.0,
        generator=seeds(5, 1),
        **SAME,
    ).images
    control = ControlNet(kind="mlsd", image=pixels(MAP), weight=0.8)
    ours = latents_of(
        model,
        request(sampler="ddim", guidance_scale=4.0, techniques=(control,)),
        shelf=Shelf([controls]),
    )
    assert error(ours, wanted) <= TOLERANCE
