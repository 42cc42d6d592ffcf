"""T2I-Adapters in one file: told by their tensors, loaded as diffusers loads their folders."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from core.errors import ModelError
from core.models.adapter_files import layout
from core.models.control_loading import adapter
from core.models.controls import ADAPTER, CONTROLNET, chosen, find_controls, unfit
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from tests.tiny_controls import save_adapter
from tests.tiny_models import tiny_model

WEIGHTS = "diffusion_pytorch_model.safetensors"
State = dict[str, Tensor]


def as_published(state: State, blocks: int) -> State:
    """An adapter's tensors under the names that its authors give them."""

    def named(name: str) -> str:
        name = name.removeprefix("adapter.")
        light = "adapter.body.0.out_conv.weight" in state
        if light:
            return name.replace("resnets", "body")
        if match := re.fullmatch(r"body\.(\d+)\.resnets\.(\d+)\.(.+)", name):
            return f"body.{int(match[1]) * blocks + int(match[2])}.{match[3]}"
        if match := re.fullmatch(r"body\.(\d+)\.in_conv\.(.+)", name):
            return f"body.{int(match[1]) * blocks}.in_conv.{match[2]}"
        return name

    return {named(name): tensor for name, tensor in state.items()}


FULL = {"adapter_type": "full_adapter", "downscale_factor": 8, "num_res_blocks": 2}
KINDS: dict[str, tuple[tuple[int, ...], dict[str, Any]]] = {
    "full": ((16, 24, 32, 32), FULL),
    "full in grey": ((16, 24, 24), FULL | {"in_channels": 1, "num_res_blocks": 1}),
    "deep": ((16, 24, 32), FULL | {"num_res_blocks": 3}),
    "light": (
        (16, 24, 32, 32),
        {
            "adapter_type": "light_adapter",
            "downscale_factor": 8,
            "channels": [16, 24, 32],
            "num_res_blocks": 4,
        },
    ),
    "SDXL": ((16, 24, 32), {"num_res_blocks": 2}),
    "SDXL in grey": ((16, 24, 32), {"num_res_blocks": 2, "in_channels": 1}),
}
"""Kind → the widths of a UNet's levels, and an adapter for it."""


def unet(widths: tuple[int, ...], *, sdxl: bool) -> dict[str, Any]:
    """As much of a UNet's configuration as an adapter must fit."""
    first = "DownBlock2D" if sdxl else "CrossAttnDownBlock2D"
    return {
        "block_out_channels": widths,
        "cross_attention_dim": 32,
        "down_block_types": (first, *["CrossAttnDownBlock2D"] * (len(widths) - 1)),
    }


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32))


@pytest.mark.parametrize("names", ["their authors'", "diffusers'"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_single_file_is_the_adapter_of_its_folder(
    kind: str, names: str, model: LoadedModel, tmp_path: Path
) -> None:
    widths, options = KINDS[kind]
    fitting = unet(widths, sdxl=kind.startswith("SDXL"))
    more = {} if kind.startswith("SDXL") else {"channels": list(widths)}
    folder = save_adapter(tmp_path / "folders" / "sketch", model, **more | options)
    state = load_file(folder / WEIGHTS)
    if names == "their authors'":
        state = as_published(state, options.get("num_res_blocks", 1))
    (tmp_path / "files").mkdir()
    save_file(state, tmp_path / "files" / "t2iadapter_sketch_sd15v2.safetensors")

    (info,) = find_controls([tmp_path / "files"])
    assert (info.id, info.technique, info.kind) == ("t2iadapter_sketch_sd15v2", ADAPTER, "sketch")
    assert unfit(info, fitting) == ""
    (of_folder,) = find_controls([tmp_path / "folders"])
    assert unfit(of_folder, fitting) == ""
    assert (info.channels, info.halved) == (of_folder.channels, of_folder.halved)

    ours, reference = (adapter(Shelf(), one, model) for one in (info, of_folder))
    assert {name: ours.config[name] for name in reference.config if name[0] != "_"} == {
        name: reference.config[name] for name in reference.config if name[0] != "_"
    }
    torch.manual_seed(3)
    pixels = torch.rand(1, ours.config.in_channels, 64, 96)
    with torch.no_grad():
        for found, wanted in zip(ours(pixels), reference(pixels), strict=True):
            assert torch.equal(found, wanted)


@pytest.fixture(scope="module")
def state(model: LoadedModel, tmp_path_factory: pytest.TempPathFactory) -> State:
    folder = tmp_path_factory.mktemp("adapter") / "sketch"
    save_adapter(folder, model, channels=[16, 24, 32], **FULL)
    return as_published(load_file(folder / WEIGHTS), 2)


def test_one_for_another_model_is_refused_with_the_reason(state: State, tmp_path: Path) -> None:
    save_file(state, tmp_path / "sketch.safetensors")
    (info,) = find_controls([tmp_path])
    assert unfit(info, unet((16, 24, 32), sdxl=False)) == ""
    assert "UNet with 16, 24, 32 channels" in unfit(info, unet((16, 32), sdxl=False))
    assert "not built like SDXL" in unfit(info, unet((16, 24, 32), sdxl=True))


def test_what_cannot_be_used_says_why(state: State, tmp_path: Path) -> None:
    """A file that is cut off, one with a level missing, old ones, those for styles, and pickles."""
    whole = tmp_path / "whole.safetensors"
    save_file(state, whole)
    (tmp_path / "cut_canny.safetensors").write_bytes(whole.read_bytes()[:-8])
    whole.unlink()
    half = {name: t for name, t in state.items() if not name.startswith("body.5.")}
    save_file(half, tmp_path / "half_depth.safetensors")
    old = state | {"body.0.skep.weight": torch.ones(16, 16, 1, 1)}
    save_file(old, tmp_path / "old_color.safetensors")
    style = {"style_embedding": torch.ones(1, 8, 4), "ln_pre.weight": torch.ones(4)}
    save_file(style, tmp_path / "style_tile.safetensors")
    (tmp_path / "t2iadapter_openpose_sd14v1.pth").write_bytes(b"\x80\x04.")
    (tmp_path / "control_v11p_sd15_mlsd.pth").write_bytes(b"\x80\x04.")
    (tmp_path / "ControlNetHED.pth").write_bytes(b"\x80\x04.")  # a preprocessor's
    found = find_controls([tmp_path])
    reasons = {
        "canny": "cut off",
        "depth": "Some of its tensors are missing",
        "color": "one of the first",
        "tile": "Reference pictures",
        "openpose": "pickle.*weights_only=True.*t2iadapter_openpose_sd14v1.safetensors",
        "mlsd": "control_v11p_sd15_mlsd.pth is a pickle",
    }
    assert {info.kind for info in found} == set(reasons)
    for kind, reason in reasons.items():
        technique = CONTROLNET if kind == "mlsd" else ADAPTER
        with pytest.raises(ModelError, match=reason) as refused:
            chosen(found, technique, kind, "", unet((16, 24, 32), sdxl=False))
        assert refused.value.remedy


def test_a_file_that_lacks_a_tensor_is_told_when_it_is_loaded(
    model: LoadedModel, state: State, tmp_path: Path
) -> None:
    lacking = {name: t for name, t in state.items() if name != "body.3.block2.bias"}
    save_file(lacking, tmp_path / "sketch.safetensors")
    (info,) = find_controls([tmp_path])
    with pytest.raises(ModelError, match=r"cannot be loaded \(.*block2\.bias"):
        adapter(Shelf(), info, model)


def test_other_files_are_none() -> None:
    assert layout({"body.0.weight": (64, 3, 3, 3), "conv_in.weight": (16, 4, 3, 3)}) is None
    assert layout({"conv_in.weight": (320, 4, 3, 3), "conv_in.bias": (320,)}) is None
    assert layout({"image_proj.latents": (1, 16, 768)}) is None


def test_published_shapes_are_read() -> None:
    """Stable Diffusion's and SDXL's own sizes: four levels of two blocks."""
    wide = [320, 320, 640, 640, 1280, 1280, 1280, 1280]
    shapes: dict[str, tuple[int, ...]] = {f"body.{i}.block1.weight": (w, w, 3, 3)
                                          for i, w in enumerate(wide)}  # fmt: skip
    shapes |= {
        "body.2.in_conv.weight": (640, 320, 1, 1),
        "body.4.in_conv.weight": (1280, 640, 1, 1),
    }
    for seen, kind, channels, factor in (
        (64, "full_adapter", 1, 8),
        (192, "full_adapter", 3, 8),
        (256, "full_adapter_xl", 1, 16),
        (768, "full_adapter_xl", 3, 16),
    ):
        found = layout(shapes | {"conv_in.weight": (320, seen, 3, 3)})
        assert found is not None and not found.problem
        assert found.config == {
            "in_channels": channels,
            "channels": [320, 640, 1280, 1280],
            "num_res_blocks": 2,
            "downscale_factor": factor,
            "adapter_type": kind,
        }
    odd = layout(shapes | {"conv_in.weight": (320, 128, 3, 3)})
    assert odd is not None and "2 channels" in odd.problem
