"""ControlNets of SDXL for several kinds of maps: as diffusers' pipelines use them, in every form in
which they are published, and for no map that they do not know."""

from __future__ import annotations

import inspect
import json
import math
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from accelerate import init_empty_weights
from diffusers import (
    ControlNetUnionModel,
    DDIMScheduler,
    StableDiffusionXLControlNetUnionImg2ImgPipeline,
    StableDiffusionXLControlNetUnionInpaintPipeline,
    StableDiffusionXLControlNetUnionPipeline,
)
from PIL import Image

from core.denoise.paint import paint
from core.errors import ModelError
from core.generation.memory import needed_for
from core.geometry import Size
from core.models.catalogue import kinds_of
from core.models.control_loading import controlnet
from core.models.controls import find_controls, unfit
from core.models.library import find_models, named
from core.models.loading import LoadedModel, load
from core.models.plan import PLANS
from core.models.quantise import CompressedLinear
from core.models.shelf import Shelf
from core.models.union_controls import MODES, config_of, count
from core.request import Pixels, Request
from core.techniques.controlnet import ControlNet
from tests.parity.conftest import TOLERANCE, Latents, error, pixels, seeds, source
from tests.tiny_controls import save_union
from tests.tiny_models import save_tiny_sdxl, tiny_model, tiny_sdxl

MAP = source(96, 64).rotate(180)
OTHER = source(96, 64).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
SAME: dict[str, Any] = {
    "prompt": "a cat",
    "negative_prompt": "rain",
    "num_inference_steps": 4,
    "guidance_scale": 4.0,
    "output_type": "latent",
}
REQUEST = Request(
    prompt="a cat", negative_prompt="rain", width=96, height=64, steps=4, seed=5, sampler="ddim",
    guidance_scale=4.0,
)  # fmt: skip
FILE = "diffusion_pytorch_model.safetensors"
PROMAX = "diffusion_pytorch_model_promax.safetensors"


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return tiny_sdxl()


@pytest.fixture(scope="module")
def union(tmp_path_factory: pytest.TempPathFactory, model: LoadedModel) -> Path:
    """The folder of a net with the two numbers of ProMax."""
    return save_union(tmp_path_factory.mktemp("controls") / "union-promax", model)


def reference(kind: Any, model: LoadedModel, union: Path, *, twice: bool = False) -> Any:
    net = ControlNetUnionModel.from_pretrained(union)
    made = kind(
        vae=model.vae,
        unet=model.unet,
        text_encoder=model.text_encoder,
        text_encoder_2=model.text_encoder_2,
        tokenizer=model.tokenizer,
        tokenizer_2=model.tokenizer_2,
        controlnet=[net, net] if twice else net,
        scheduler=DDIMScheduler.from_config(model.scheduler_config),
        add_watermarker=False,
    )
    made.set_progress_bar_config(disable=True)
    return made


def control(kind: str, **values: Any) -> ControlNet:
    return ControlNet(**{"kind": kind, "image": pixels(MAP)} | values)


@pytest.mark.parametrize("kind", ["openpose", "softedge", "lineart", "tile"])
def test_each_kind_guides_as_in_diffusers(
    kind: str, model: LoadedModel, union: Path, latents_of: Latents
) -> None:
    wanted = reference(StableDiffusionXLControlNetUnionPipeline, model, union)(
        control_image=[MAP],
        control_mode=[MODES[kind]],
        controlnet_conditioning_scale=0.8,
        control_guidance_end=0.75,
        num_images_per_prompt=2,
        generator=seeds(5, 2),
        **SAME,
    ).images
    one = control(kind, weight=0.8, end=0.75)
    asked = replace(REQUEST, batch=2, techniques=(one,))
    ours = latents_of(model, asked, shelf=Shelf([union.parent]))
    assert error(ours, wanted) <= TOLERANCE
    other = replace(asked, techniques=(replace(one, kind="depth"),))
    assert error(latents_of(model, other, shelf=Shelf([union.parent])), wanted) > 100 * TOLERANCE


def test_more_the_control_is_the_guess_mode_of_diffusers(
    model: LoadedModel, union: Path, latents_of: Latents
) -> None:
    """Without guidance: with it, diffusers 0.42 tells its net the kind for twice as many rows as
    there are, and fails."""
    wanted = reference(StableDiffusionXLControlNetUnionPipeline, model, union)(
        control_image=[MAP],
        control_mode=[1],
        guess_mode=True,
        generator=seeds(5, 1),
        **SAME | {"guidance_scale": 1.0},
    ).images
    one = control("depth", balance="control")
    asked = replace(REQUEST, guidance_scale=1.0, techniques=(one,))
    ours = latents_of(model, asked, shelf=Shelf([union.parent]))
    assert error(ours, wanted) <= TOLERANCE
    guided = replace(asked, guidance_scale=4.0)
    assert latents_of(model, guided, shelf=Shelf([union.parent])).isfinite().all()


def test_two_maps_of_one_net_are_two_nets_of_diffusers(
    model: LoadedModel, union: Path, latents_of: Latents
) -> None:
    wanted = reference(StableDiffusionXLControlNetUnionPipeline, model, union, twice=True)(
        control_image=[MAP, OTHER],
        control_mode=[3, 1],
        controlnet_conditioning_scale=[0.6, 1.2],
        control_guidance_start=[0.0, 0.25],
        control_guidance_end=[0.5, 1.0],
        generator=seeds(5, 1),
        **SAME,
    ).images
    both = (
        control("canny", weight=0.6, end=0.5),
        control("depth", image=pixels(OTHER), weight=1.2, start=0.25),
    )
    shelf = Shelf([union.parent])
    ours = latents_of(model, replace(REQUEST, techniques=both), shelf=shelf)
    assert error(ours, wanted) <= TOLERANCE


def test_a_source_becomes_what_it_becomes_in_diffusers(
    model: LoadedModel, union: Path, latents_of: Latents
) -> None:
    wanted = reference(StableDiffusionXLControlNetUnionImg2ImgPipeline, model, union)(
        image=source(96, 64),
        control_image=[MAP],
        control_mode=[4],
        controlnet_conditioning_scale=0.8,
        strength=0.75,
        generator=seeds(5, 1),
        **SAME,
    ).images
    asked = replace(
        REQUEST, source=pixels(source(96, 64)), strength=0.75,
        techniques=(control("normal", weight=0.8),),
    )  # fmt: skip
    ours = latents_of(model, asked, shelf=Shelf([union.parent]))
    assert error(ours, wanted) <= TOLERANCE


def test_a_masked_part_is_black_in_the_map_for_inpainting(
    model: LoadedModel, union: Path, latents_of: Latents
) -> None:
    mask = np.zeros((64, 96), np.uint8)
    mask[16:48, 24:64] = 255
    holed = np.array(source(96, 64).convert("RGB"))
    holed[mask > 0] = 0
    wanted = reference(StableDiffusionXLControlNetUnionInpaintPipeline, model, union)(
        image=source(96, 64),
        mask_image=Image.fromarray(mask),
        control_image=[Image.fromarray(holed)],
        control_mode=[7],
        strength=0.75,
        generator=seeds(5, 1),
        **SAME,
    ).images
    picture = pixels(source(96, 64))
    asked = replace(
        REQUEST, source=picture, mask=Pixels(mask), strength=0.75,
        techniques=(control("inpaint", image=picture),),
    )  # fmt: skip
    ours = latents_of(model, asked, shelf=Shelf([union.parent]))
    assert error(ours, wanted) <= TOLERANCE


def test_every_published_form_is_the_same_net(
    model: LoadedModel, union: Path, tmp_path: Path, latents_of: Latents
) -> None:
    """Its authors publish it with the configuration of a plain ControlNet, and ProMax beside it."""
    asked = replace(REQUEST, steps=2, techniques=(control("tile"),))
    wanted = latents_of(model, asked, shelf=Shelf([union.parent]))
    config = json.loads((union / "config.json").read_text())
    plain = {name: value for name, value in config.items() if not name.startswith("num_")}
    plain["_class_name"] = "ControlNetModel"

    repacked = tmp_path / "repacked/anything"
    shutil.copytree(union, repacked)
    (repacked / "config.json").write_text(json.dumps(plain))
    single = tmp_path / "single"
    single.mkdir()
    shutil.copy(union / FILE, single / "xinsir-tile-depth.safetensors")
    snapshot = tmp_path / "hub/models--xinsir--controlnet-union-sdxl-1.0/snapshots/1"
    shutil.copytree(save_union(tmp_path / "first", model, 6), snapshot)
    (snapshot / "config.json").write_text(json.dumps(plain))
    shutil.copy(union / FILE, snapshot / PROMAX)

    for top in (repacked.parent, single, tmp_path / "hub"):
        info = find_controls([top])[-1]
        assert (info.problems, info.kind, info.several) == ((), "", MODES)
        assert info.words == 56 and unfit(info, model.unet.config) == ""
        assert torch.equal(latents_of(model, asked, shelf=Shelf([top])), wanted)
    first, promax = find_controls([tmp_path / "hub"])
    assert first.id == "controlnet-union-sdxl-1.0" and promax.id == f"{first.id}-promax"
    assert kinds_of(first).startswith("several kinds: openpose, depth, scribble")
    assert promax.shows("inpaint") and first.shows("depth") and not first.shows("tile")


SDXL: dict[str, Any] = {
    "block_out_channels": [320, 640, 1280],
    "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
    "transformer_layers_per_block": [1, 2, 10],
    "attention_head_dim": [5, 10, 20],
    "cross_attention_dim": 2048,
    "use_linear_projection": True,
    "addition_embed_type": "text_time",
    "addition_time_embed_dim": 256,
    "projection_class_embeddings_input_dim": 2816,
}
"""As its UNet is built."""


@pytest.mark.parametrize("numbers", [6, 8])
def test_the_published_ones_are_built_of_sdxl_and_their_tensors(numbers: int) -> None:
    """Their files have 863 tensors; that of ProMax 2,513,342,408 bytes, with its header."""

    def shapes(config: dict[str, Any]) -> dict[str, tuple[int, ...]]:
        known = inspect.signature(ControlNetUnionModel.__init__).parameters
        with init_empty_weights():
            net = ControlNetUnionModel.from_config({n: config[n] for n in config if n in known})
        return {name: tuple(one.shape) for name, one in net.state_dict().items()}

    fat = {"conditioning_embedding_out_channels": [16, 32, 96, 256]}
    published = shapes(SDXL | fat | {"num_control_type": numbers})
    assert len(published) == 863 and count(published) == numbers
    if numbers == 8:
        header = 2_513_342_408 - 2 * sum(math.prod(one) for one in published.values())
        assert 80_000 < header < 150_000
    assert shapes(config_of(SDXL, published, 4)) == published


def test_what_it_does_not_know_is_told(model: LoadedModel, union: Path, tmp_path: Path) -> None:
    first = save_union(tmp_path / "union", model, 6)
    with pytest.raises(ModelError, match="“union” knows no maps of the kind “Tile") as refused:
        paint(model, replace(REQUEST, techniques=(control("tile", model="union"),)),
              shelf=Shelf([tmp_path]))  # fmt: skip
    assert "“Depth”" in refused.value.remedy and "“Inpainting”" not in refused.value.remedy
    with pytest.raises(ModelError, match="No ControlNet of the kind “Colours”"):
        paint(model, replace(REQUEST, techniques=(control("color"),)), shelf=Shelf([union.parent]))
    with pytest.raises(ModelError, match="words are 56 numbers wide, and here they are 32"):
        paint(tiny_model(), replace(REQUEST, techniques=(control("depth", model="union"),)),
              shelf=Shelf([tmp_path]))  # fmt: skip
    file = first / FILE
    file.write_bytes(file.read_bytes()[:-100])
    (info,) = find_controls([tmp_path])
    assert "cut off" in info.problems[0]


def test_memory_is_counted_once_however_many_maps_it_follows(
    model: LoadedModel, union: Path, tmp_path: Path
) -> None:
    save_tiny_sdxl(tmp_path / "models/tiny-xl")
    dirs = [tmp_path / "models", union.parent]
    info = named(find_models(dirs), "tiny-xl")

    def needed(*techniques: ControlNet) -> int:
        asked = replace(REQUEST, techniques=techniques)
        return needed_for(asked, info, Size(96, 64), dirs, item=4, shared=True).peak(PLANS["whole"])

    numbers = sum(p.numel() for p in ControlNetUnionModel.from_pretrained(union).parameters())
    once, twice = needed(control("canny")), needed(control("canny"), control("depth"))
    assert once - needed() == 4 * numbers and twice == once


@pytest.mark.parametrize("bits", ["eight_bit", "four_bit"])
def test_a_plan_compresses_it_too(bits: str, tmp_path: Path) -> None:
    save_tiny_sdxl(tmp_path / "tiny-xl")
    info = named(find_models([tmp_path]), "tiny-xl")
    lean = load(info, device="cpu", dtype=torch.float32, plan=PLANS[bits])
    save_union(tmp_path / "union", lean)
    shelf = Shelf([tmp_path])
    net = controlnet(shelf, find_controls([tmp_path])[0], lean).net
    assert any(isinstance(one, CompressedLinear) for one in net.modules())
    asked = replace(REQUEST, steps=1, techniques=(control("depth"),))
    off = replace(asked, techniques=(control("depth", weight=0.0),))
    assert (paint(lean, asked, shelf=shelf)[0] != paint(lean, off, shelf=shelf)[0]).any()
