"""Estimates of memory against what networks of true width hold, counted tensor by tensor."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.model

import diffusers  # noqa: E402
from accelerate import init_empty_weights  # noqa: E402
from torch import Tensor, nn  # noqa: E402

from core import places  # noqa: E402
from core.denoise.conditions import Words  # noqa: E402
from core.denoise.preview import fit_preview_map  # noqa: E402
from core.denoise.velocity import Asked  # noqa: E402
from core.geometry import Size  # noqa: E402
from core.models import estimate  # noqa: E402
from core.models.families import FLOWS, flow_named  # noqa: E402
from core.models.info import ModelInfo  # noqa: E402
from core.models.library import find_models, named  # noqa: E402
from core.models.loading import load  # noqa: E402
from core.models.plan import PLANS, WHOLE  # noqa: E402
from core.techniques.multidiffusion import MultiDiffusion  # noqa: E402
from core.techniques.perturbed_attention_guidance import (  # noqa: E402
    PerturbedAttentionGuidance,
)
from tests.flow_models import info_of, loaded  # noqa: E402
from tests.tiny_models import save_tiny_model, save_tiny_sdxl  # noqa: E402
from tests.tiny_single_file import networks, save_single  # noqa: E402
from tests.tracking import Alive  # noqa: E402

OFF = 0.12
"""By which part an estimate may be wrong."""
BYTES = 2

UNETS: dict[str, dict[str, Any]] = {
    "sd15": {"block_out_channels": (320, 640, 1280, 1280), "attention_head_dim": 8,
             "cross_attention_dim": 768},
    "sdxl": {"block_out_channels": (320, 640, 1280), "attention_head_dim": (5, 10, 20),
             "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
             "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
             "transformer_layers_per_block": (1, 2, 10), "cross_attention_dim": 2048,
             "use_linear_projection": True},
    "starter": {"block_out_channels": (64, 128, 192), "attention_head_dim": 8,
                "cross_attention_dim": 192,
                "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
                "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D")},
}  # fmt: skip

FLOW_SHAPES: dict[str, dict[str, Any]] = {
    "sd3": {"num_layers": 2, "num_attention_heads": 24, "attention_head_dim": 64,
            "joint_attention_dim": 4096, "caption_projection_dim": 1536, "qk_norm": "rms_norm",
            "pooled_projection_dim": 2048, "in_channels": 16, "pos_embed_max_size": 192,
            "sample_size": 128, "dual_attention_layers": (0, 1)},
    "flux": {"num_layers": 1, "num_single_layers": 1, "guidance_embeds": True},
    "flux2": {"num_layers": 1, "num_single_layers": 1, "num_attention_heads": 24,
              "joint_attention_dim": 7680},
    "qwen-image": {"num_layers": 1},
    "z-image": {"n_layers": 1, "n_refiner_layers": 1},
    "chroma": {"num_layers": 1, "num_single_layers": 1},
    "sana": {"num_layers": 1},
}  # fmt: skip
"""Of true width, and no deeper than needed: what is alive at once does not grow with depth."""
LATENTS = {"sd3": 16, "flux2": 128, "sana": 32}
WIDTHS = {"sd3": 4096, "flux": 4096, "flux2": 7680, "qwen-image": 3584, "z-image": 2560,
          "chroma": 4096, "sana": 2304}  # fmt: skip
POOLED = {"sd3": 2048, "flux": 768}


@pytest.fixture(autouse=True)
def halves() -> Iterator[None]:
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    yield
    torch.set_default_dtype(before)


def attention_in_parts(query: Tensor, key: Tensor, value: Tensor, **_: object) -> Tensor:
    """What attention puts out, on a device without numbers, where torch would write out scores."""
    return query.new_empty(*query.shape[:-1], value.shape[-1])


def alive(module: nn.Module, run: Callable[[], object]) -> int:
    with torch.no_grad(), Alive([module]) as counted:
        run()
    return counted.peak


def of_zeros(network: Callable[..., nn.Module], **shape: Any) -> nn.Module:
    """A network whose weights were not drawn, which takes longest: what is alive is the same."""
    with warnings.catch_warnings(), init_empty_weights(include_buffers=False):
        warnings.simplefilter("ignore")
        made = network(**shape)
    for module in made.modules():
        for name, weight in module.named_parameters(recurse=False):
            setattr(module, name, nn.Parameter(torch.zeros(weight.shape, dtype=weight.dtype)))
    return made.requires_grad_(False)


@pytest.mark.parametrize("side", [64, 128])
@pytest.mark.parametrize("kind", UNETS)
def test_activations_of_unets_of_true_shape(
    kind: str, side: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.nn.functional, "scaled_dot_product_attention", attention_in_parts)
    with torch.device("meta"):
        unet = diffusers.UNet2DConditionModel(sample_size=64, **UNETS[kind]).requires_grad_(False)
        latents = torch.zeros(2, 4, side, side)
        words = torch.zeros(2, 77, unet.config.cross_attention_dim)
        time = torch.zeros((), dtype=torch.int64)
    measured = alive(unet, lambda: unet(latents, time, words, return_dict=False))
    told = estimate._unet_alive(unet.config) * 2 * side * side * BYTES
    assert told == pytest.approx(measured, rel=OFF)


@pytest.mark.parametrize("kind", FLOW_SHAPES)
def test_activations_of_transformers_of_true_width(kind: str) -> None:
    flow = flow_named(kind)
    assert flow is not None
    network = of_zeros(getattr(diffusers, flow.transformer), **FLOW_SHAPES[kind])
    side, said = 64, flow.told
    counts = torch.ones(1, said, dtype=torch.int64 if kind == "sana" else torch.bool)
    pooled = torch.zeros(1, POOLED[kind]) if kind in POOLED else None
    words = Words(torch.zeros(1, said, WIDTHS[kind]), pooled, counts)
    model: Any = SimpleNamespace(unet=network, device=torch.device("cpu"), dtype=torch.bfloat16)
    latents = torch.zeros(1, LATENTS.get(kind, 16), side, side)
    asked = Asked(model, latents, torch.full((1,), 500.0), words, 3.5)
    measured = alive(network, lambda: flow.velocity(asked))
    tokens = (side // flow.patch) ** 2 + said
    told = tokens * flow.width(network.config) * flow.held * BYTES
    assert told == pytest.approx(measured, rel=0.2)


def test_every_family_of_transformers_is_measured() -> None:
    assert set(FLOW_SHAPES) == {flow.id for flow in FLOWS}


@pytest.mark.parametrize("widths", [(128, 256, 512, 512), (32, 64, 128, 128)], ids=str)
def test_activations_of_the_autoencoder(
    widths: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.nn.functional, "scaled_dot_product_attention", attention_in_parts)
    with torch.device("meta"):
        vae = diffusers.AutoencoderKL(
            block_out_channels=widths, layers_per_block=2, latent_channels=4,
            down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        ).requires_grad_(False)  # fmt: skip
        latents, pixels = torch.zeros(1, 4, 64, 64), torch.zeros(1, 3, 512, 512)
    measured = max(
        alive(vae, lambda: vae.decode(latents, return_dict=False)),
        alive(vae, lambda: vae.encode(pixels)),
    )
    info = ModelInfo("one", "One", "sd1", Path())
    size = Size(512, 512)
    assert estimate._coding(info, vae.config, size, size, BYTES) == pytest.approx(measured, rel=OFF)


def weights_of(model: Any, *names: str) -> int:
    modules = [module for name in names if (module := getattr(model, name)) is not None]
    return sum(one.numel() * 4 for module in modules for one in module.state_dict().values())


@pytest.mark.parametrize("kind", ["folder", "sdxl", "single"])
def test_weights_are_counted_in_the_headers(tmp_path: Path, kind: str) -> None:
    torch.set_default_dtype(torch.float32)
    if kind == "single":
        save_single(tmp_path / "one.safetensors", "sd1", networks("sd1"))
    else:
        (save_tiny_sdxl if kind == "sdxl" else save_tiny_model)(tmp_path / "one")
    info = named(find_models([tmp_path]), "one")
    model = load(info, device="cpu", dtype=torch.float32)
    need = estimate.need_of(info, Size(64, 64), item=4)
    assert need.denoiser == weights_of(model, "unet")
    assert need.autoencoder == weights_of(model, "vae")
    # Files have numbers of positions beside the weights.
    assert need.encoders == pytest.approx(
        weights_of(model, "text_encoder", "text_encoder_2"), rel=0.02
    )


def test_autoencoders_of_sdxl_are_of_32_bits_where_16_do_not_reach_as_far(tmp_path: Path) -> None:
    save_tiny_sdxl(tmp_path / "one")
    info = named(find_models([tmp_path]), "one")
    narrow, wide = (
        estimate.need_of(info, Size(64, 64), item=2, wide=wide, shared=True)
        for wide in (False, True)
    )
    model = load(info, device="cpu", dtype=torch.bfloat16)
    held = sum(one.numel() * one.element_size() for one in model.vae.parameters())
    assert (narrow.autoencoder, wide.autoencoder) == (2 * held, held)
    assert wide.coding < narrow.coding and wide.denoiser == narrow.denoiser


def test_small_pictures_need_what_fitting_a_preview_map_does(tmp_path: Path) -> None:
    save_tiny_sdxl(tmp_path / "one")
    info = named(find_models([tmp_path]), "one")
    need = estimate.need_of(info, Size(64, 64), item=4)
    model = load(info, device="cpu", dtype=torch.float32)
    with Alive([model.vae]) as counted:
        fit_preview_map(model.vae)
    assert need.fitting == pytest.approx(counted.peak, rel=OFF) and need.fitting > need.coding
    assert all(need.peak(plan) >= need.fitting + need.autoencoder for plan in PLANS.values())
    (tmp_path / "one/preview.json").write_text("{}")
    assert estimate.need_of(info, Size(64, 64)).fitting == 0
    assert estimate.need_of(starter(), Size(64, 64)).fitting == 0


@pytest.mark.parametrize("kind", ["sd3", "flux-dev", "flux2-dev", "qwen-image", "sana"])
def test_weights_of_transformers_are_too(kind: str) -> None:
    torch.set_default_dtype(torch.float32)
    need = estimate.need_of(info_of(kind), Size(64, 64), item=4)
    model = loaded(kind)
    assert need.denoiser == pytest.approx(weights_of(model, "unet"), rel=0.02)
    # A matrix that serves twice is in the file once.
    own = {
        one.data_ptr(): one.numel() * 4
        for module in model.modules
        for one in module.state_dict().values()
    }
    total = sum(own.values())
    assert need.weights == pytest.approx(total, rel=0.02)


def starter() -> ModelInfo:
    return named(find_models(places.models()), "starter")


def test_more_is_needed_for_more() -> None:
    need = estimate.need_of(starter(), Size(256, 256))
    larger = estimate.need_of(starter(), Size(512, 512))
    assert larger.denoising == 4 * need.denoising and larger.coding == 4 * need.coding
    batch = estimate.need_of(starter(), Size(256, 256), batch=3)
    assert batch.denoising == 3 * need.denoising and batch.coding == need.coding
    alone = estimate.need_of(starter(), Size(256, 256), guided=False)
    assert 2 * alone.denoising == need.denoising
    third = estimate.need_of(starter(), Size(256, 256), techniques=(PerturbedAttentionGuidance(),))
    assert 2 * third.denoising == 3 * need.denoising
    single = estimate.need_of(starter(), Size(256, 256), item=4)
    assert single.weights == 2 * need.weights


def test_windows_keep_what_large_pictures_need_small() -> None:
    whole = estimate.need_of(starter(), Size(4096, 4096))
    windows = estimate.need_of(starter(), Size(4096, 4096), techniques=(MultiDiffusion(),))
    assert windows.denoising < whole.denoising / 10


def test_large_pictures_are_decoded_in_tiles() -> None:
    one = estimate.need_of(starter(), Size(1024, 1024))
    large = estimate.need_of(starter(), Size(4096, 4096))
    pixels = 3 * 12 * 4096**2
    assert large.coding - pixels < 1.1 * one.coding
    assert large.coding_tiled - pixels < one.coding / 3


def test_blocks_and_what_stays_are_all_of_a_network() -> None:
    info = starter()
    parts = estimate._parts(info, estimate._stamps(info))
    counts = dict.fromkeys(estimate._shapes(info.part("unet"), "diffusion_pytorch_model"), 1)
    blocks, frame = estimate.units(counts)
    names = [name for inside in blocks.values() for name in inside] + frame
    assert sorted(names) == sorted(counts)
    assert 0 < parts["unet"].block <= parts["unet"].numbers / 10
    assert parts["unet"].frame <= parts["unet"].numbers / 10


def test_what_a_run_edits_is_held_where_the_disk_is_home() -> None:
    need = estimate.need_of(starter(), Size(256, 256), shared=True)
    edited = replace(need, edited=True)
    assert edited.peak(PLANS["streamed"]) > need.peak(PLANS["streamed"])
    assert edited.peak(PLANS["streamed"]) <= edited.peak(WHOLE)
