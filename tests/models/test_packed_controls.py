"""ControlNets whose matrices are compressed: by a plan, as the denoiser's, or in their files."""

from __future__ import annotations

import copy
import warnings
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import nn

pytest.importorskip("diffusers")
pytestmark = pytest.mark.model

import diffusers  # noqa: E402
from diffusers import ControlNetModel  # noqa: E402

from core.denoise.paint import paint  # noqa: E402
from core.generation.memory import needed_for  # noqa: E402
from core.geometry import Size  # noqa: E402
from core.models.control_loading import controlnet, flow_controlnet  # noqa: E402
from core.models.controls import find_controls  # noqa: E402
from core.models.info import ModelInfo  # noqa: E402
from core.models.library import find_models, named  # noqa: E402
from core.models.loading import LoadedModel, load  # noqa: E402
from core.models.plan import PLANS  # noqa: E402
from core.models.quantise import CompressedLinear  # noqa: E402
from core.models.shelf import Shelf  # noqa: E402
from core.request import Request  # noqa: E402
from core.techniques.controlnet import ControlNet  # noqa: E402
from tests.flow_models import loaded  # noqa: E402
from tests.packing import eight_bits, four_bits  # noqa: E402
from tests.parity.conftest import pixels, source  # noqa: E402
from tests.tiny_controls import save_controlnet  # noqa: E402
from tests.tiny_flow_files import save_folder, transformer  # noqa: E402
from tests.tiny_models import tiny_model  # noqa: E402

SIDE = 64


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("compressed")
    save_folder("flux", top / "flux")
    _net().save_pretrained(top / "net-depth")
    return top


@cache
def _net() -> Any:
    """FLUX.1's, as wide as the transformer of `tiny_flow_files`."""
    torch.manual_seed(8)
    config = dict(transformer("flux").config) | {"num_layers": 1, "num_single_layers": 1}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # diffusers about itself
        made = diffusers.FluxControlNetModel.from_config(config)
    for name, tensor in made.named_parameters():
        if "controlnet" in name:  # begins as zeros
            nn.init.normal_(tensor, std=0.2)
    return made.requires_grad_(False).eval()


def _info(top: Path) -> ModelInfo:
    return named(find_models([top]), "flux")


def _asked(**options: Any) -> Request:
    control = ControlNet(kind="depth", image=pixels(source(SIDE, SIDE)), **options)
    return Request("a cat", width=SIDE, height=SIDE, steps=2, seed=3, sampler="euler",
                   guidance_scale=1.0, techniques=(control,))  # fmt: skip


def _loaded(top: Path, plan: str) -> LoadedModel:
    return load(_info(top), device="cpu", dtype=torch.float32, plan=PLANS[plan])


def _compressed(net: Any) -> list[CompressedLinear]:
    return [one for one in net.modules() if isinstance(one, CompressedLinear)]


@pytest.mark.parametrize(("plan", "bits"), [("eight_bit", 8), ("four_bit", 4)])
def test_a_plan_compresses_them_as_the_denoiser(plan: str, bits: int, top: Path) -> None:
    shelf = Shelf([top])
    whole, lean = _loaded(top, "whole"), _loaded(top, plan)
    wanted = paint(whole, _asked(), shelf=shelf)[0].astype(int)
    found = paint(lean, _asked(), shelf=shelf)[0].astype(int)
    off = paint(lean, _asked(weight=0.0), shelf=shelf)[0].astype(int)
    (control,) = find_controls([top])
    plain, net = (flow_controlnet(shelf, control, one) for one in (whole, lean))
    assert not _compressed(plain)
    assert _compressed(net) and {one.bits for one in _compressed(net)} == {bits}
    linear = [one for one in plain.modules() if isinstance(one, nn.Linear)]
    assert len(_compressed(net)) > len(linear) / 2
    assert np.abs(found - wanted).mean() < np.abs(off - wanted).mean()


def _packed(bits: str, net: Any) -> tuple[dict[str, torch.Tensor], set[str]]:
    state: dict[str, torch.Tensor] = {}
    names = {f"{name}.weight" for name, one in net.named_modules()
             if isinstance(one, nn.Linear) and min(one.weight.shape) >= 64}  # fmt: skip
    for name, tensor in net.state_dict().items():
        if name in names:
            state |= four_bits(name, tensor) if bits == "4" else eight_bits(name, tensor)
        else:
            state[name] = tensor.clone()
    return state, names


@pytest.mark.parametrize("form", ["file", "folder"])
@pytest.mark.parametrize("bits", ["4", "8"])
def test_what_bitsandbytes_has_packed_stays_so(bits: str, form: str, tmp_path: Path) -> None:
    net = _net()
    state, names = _packed(bits, net)
    if form == "folder":
        net.save_config(tmp_path / "canny")
        save_file(state, tmp_path / "canny/diffusion_pytorch_model.safetensors")
    else:
        save_file(state, tmp_path / "canny.safetensors")
    (control,) = find_controls([tmp_path])
    assert (control.problems, control.family, control.kind) == ((), "flux", "canny")
    assert control.channels == (128,) and control.words == 64
    found = flow_controlnet(Shelf(), control, loaded("flux-dev"))
    assert len(_compressed(found)) == len(names) and {one.bits for one in _compressed(found)} == {
        int(bits)
    }
    twin = copy.deepcopy(net)
    twin.load_state_dict(
        {name: found.get_submodule(name.rpartition(".")[0]).weight if name in names else tensor
         for name, tensor in net.state_dict().items()}
    )  # fmt: skip
    with torch.no_grad():
        one, two = (each(**_given(), return_dict=False)[0] for each in (found, twin))
    for ours, theirs in zip(one, two, strict=True):
        assert theirs.std() > 0 and (ours - theirs).norm() <= 0.01 * theirs.norm()


def _given() -> dict[str, Any]:
    torch.manual_seed(1)
    return {
        "hidden_states": torch.randn(1, 16, 64), "controlnet_cond": torch.randn(1, 16, 64),
        "encoder_hidden_states": torch.randn(1, 4, 64), "pooled_projections": torch.randn(1, 64),
        "timestep": torch.tensor([0.5]), "img_ids": torch.zeros(16, 3),
        "txt_ids": torch.zeros(4, 3), "guidance": torch.tensor([3.5]),
    }  # fmt: skip


@pytest.mark.parametrize("form", ["file", "folder"])
@pytest.mark.parametrize("way", ["eight_bit", "four_bit", "bitsandbytes"])
def test_those_of_unets_are_compressed_as_well(way: str, form: str, tmp_path: Path) -> None:
    model = tiny_model(widths=(64, 128))
    save_controlnet(tmp_path / "plain/canny", model)
    there = tmp_path / "plain/canny/diffusion_pytorch_model.safetensors"
    plain = ControlNetModel.from_pretrained(there.parent)
    state = load_file(there)
    if way == "bitsandbytes":
        state, _ = _packed("8", plain)
    else:
        model = replace(model, plan=PLANS[way])
    if form == "folder":
        there.unlink()
        save_file(state, there)
        (control,) = find_controls([tmp_path / "plain"])
    else:
        (tmp_path / "single").mkdir()
        save_file(state, tmp_path / "single/canny.safetensors")
        (control,) = find_controls([tmp_path / "single"])
    shelf = Shelf([control.path.parent])
    net = controlnet(shelf, control, model)
    kept = {one.bits for one in _compressed(net.net)}
    # One file has the names of its first authors, or diffusers'; only a folder's stay packed.
    alone = way == "bitsandbytes" and form == "file"
    assert kept == (set() if alone else {4 if way == "four_bit" else 8})
    asked = replace(_asked(), techniques=(), guidance_scale=3.0)
    control_of = ControlNet(kind="canny", image=pixels(source(SIDE, SIDE)), model=control.id)
    found = paint(model, replace(asked, techniques=(control_of,)), shelf=shelf)[0].astype(int)
    whole = replace(model, plan=PLANS["whole"])
    save_controlnet(tmp_path / "other/canny", model)
    control_of = replace(control_of, model="canny")
    wanted = paint(whole, replace(asked, techniques=(control_of,)),
                   shelf=Shelf([tmp_path / "other"]))[0].astype(int)  # fmt: skip
    off = paint(whole, asked, shelf=shelf)[0].astype(int)
    assert np.abs(found - wanted).mean() < np.abs(off - wanted).mean()


def test_memory_is_counted_as_they_are_held(top: Path) -> None:
    def peak(plan: str, *techniques: Any) -> int:
        request = replace(_asked(), techniques=techniques)
        need = needed_for(request, _info(top), Size(SIDE, SIDE), [top], item=2, shared=False)
        return need.peak(PLANS[plan])

    (control,) = _asked().techniques
    beside = {plan: peak(plan, control) - peak(plan) for plan in ("turns", "eight_bit", "four_bit")}
    numbers = sum(one.numel() for one in _net().parameters())
    assert beside["turns"] == pytest.approx(2 * numbers, rel=0.01)
    assert beside["four_bit"] < beside["eight_bit"] < 0.6 * beside["turns"]
