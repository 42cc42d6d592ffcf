"""Models whose weights bitsandbytes has packed: what is read is what it packed, and all works."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from safetensors.torch import load_file, save_file  # noqa: E402
from torch import Tensor, nn  # noqa: E402

from core.generation.engine import DiffusionEngine  # noqa: E402
from core.generation.events import Done  # noqa: E402
from core.geometry import Size  # noqa: E402
from core.models import (  # noqa: E402
    catalogue,
    estimate,
    four_bit_kernels,
    packed_loading,
    weights,
)
from core.models.info import ModelInfo  # noqa: E402
from core.models.library import check, find_models  # noqa: E402
from core.models.loading import load  # noqa: E402
from core.models.packed import Layout  # noqa: E402
from core.models.packed_loading import Packed  # noqa: E402
from core.models.quantise import CompressedLinear  # noqa: E402
from core.request import Concept, Request  # noqa: E402
from tests.packing import bytes_of, eight_bits, four_bits, packed  # noqa: E402
from tests.techniques.test_flow_lora import dotted, lora_of  # noqa: E402
from tests.tiny_flow_files import original, parts_of, save_comfyui, save_folder  # noqa: E402
from tests.tiny_models import save_tiny_model  # noqa: E402

RECORDED = Path(__file__).with_name("bitsandbytes.safetensors")
UNPACKED = {
    "nf4.weight": "dd39bff5c9f4e9ea1388acfc204679b6",
    "nf4_nested.weight": "8266935ef43585323fe150fc07633d50",
    "fp4_nested.weight": "b151b5adee361bf55163e16fe5fbc33a",
}
"""sha256 of what bitsandbytes 0.50.2 makes of the recorded file's matrices in float32."""


def read(file: Path, dtype: torch.dtype = torch.float32) -> dict[str, Any]:
    return packed_loading.tensors([file], dtype)


def test_a_recorded_file_is_unpacked_to_the_numbers_that_bitsandbytes_makes_of_it() -> None:
    assert weights.problem(RECORDED) is None
    found = packed_loading.unpacked(read(RECORDED))
    told = {name: hashlib.sha256(found[name].numpy().tobytes()).hexdigest() for name in UNPACKED}
    assert {name: digest[:32] for name, digest in told.items()} == UNPACKED
    whole = found["int8.weight"].double()
    assert float(whole.sum()) == pytest.approx(-22.195219609886408, rel=1e-5)
    assert float(whole.norm()) == pytest.approx(54.90782508701786, rel=1e-6)
    assert set(found) == {*UNPACKED, "int8.weight"} == set(weights.shapes(RECORDED))
    assert set(weights.shapes(RECORDED).values()) == {(24, 128)}


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16], ids=str)
@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize(("levels", "group"), [("nf4", 64), ("nf4", 256), ("fp4", 64)])
@pytest.mark.parametrize("shape", [(96, 512), (70, 96), (33, 62)])
def test_what_bitsandbytes_packs_comes_back_as_it_unpacks_it(
    shape: tuple[int, int], levels: str, group: int, nested: bool, dtype: Any, tmp_path: Path
) -> None:
    assert four_bit_kernels.kernels() is not None, "bitsandbytes belongs to what is installed"
    import bitsandbytes.functional as theirs

    weight = torch.randn(shape, generator=torch.Generator().manual_seed(1)).to(dtype)
    how = {"blocksize": group, "compress_statistics": nested, "quant_type": levels}
    numbers, state = theirs.quantize_4bit(weight, **how)
    beside = {f"x.weight.{k}": v.clone() for k, v in state.as_dict(packed=True).items()}
    save_file({"x.weight": numbers, **beside}, tmp_path / "x.safetensors")
    # Groups go on from row to row. bitsandbytes' kernel for processors forgets that (0.50.2: an
    # error of 0.24, not 0.09), but not where all of the matrix is one row.
    state.shape = torch.Size((1, weight.numel()))
    wanted = theirs.dequantize_4bit(numbers, state).view(shape)
    found = read(tmp_path / "x.safetensors", dtype)["x.weight"]
    assert isinstance(found, Packed) == (shape[1] % group == 0)
    found = found.unpacked() if isinstance(found, Packed) else found
    assert found.dtype == dtype and torch.equal(found, wanted)


def test_whole_numbers_of_8_bits_come_back_too(tmp_path: Path) -> None:
    assert four_bit_kernels.kernels() is not None
    import bitsandbytes

    plain = nn.Linear(128, 96)
    theirs = bitsandbytes.nn.Linear8bitLt(128, 96, has_fp16_weights=False)
    theirs.load_state_dict(plain.state_dict())
    state = theirs.to("cpu").state_dict()
    save_file({f"x.{name}": one.clone() for name, one in state.items()}, tmp_path / "x.safetensors")
    wanted = bitsandbytes.functional.int8_vectorwise_dequant(state["weight"], state["SCB"])
    found = read(tmp_path / "x.safetensors")
    assert set(found) == {"x.weight", "x.bias"}
    assert torch.allclose(found["x.weight"].unpacked(), wanted, rtol=1e-6, atol=0)


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """FLUX in three forms: packed, of the numbers that the packed one stands for, and so in a
    folder of diffusers, whose text encoder is packed too."""
    top = tmp_path_factory.mktemp("packed")
    _, parts = parts_of("flux")
    plain = save_comfyui("flux", top, parts)
    small = original("flux", parts["transformer"].state_dict())
    file = plain.with_name("nf4.safetensors")
    save_file(packed(small, group=64, nested=256), file)
    save_file(unpacked(file), plain)
    folder = top / "models/folder"
    save_folder("flux", folder)
    pack(folder / "transformer/diffusion_pytorch_model.safetensors", "nf4")
    pack(folder / "text_encoder_2/model.safetensors", "int8")
    saved = top / "models/unpacked"
    shutil.copytree(folder, saved)
    for one in ("transformer/diffusion_pytorch_model", "text_encoder_2/model"):
        there = saved / f"{one}.safetensors"
        save_file(unpacked(there), there, {"format": "pt"})
        config = there.with_name("config.json")
        told = json.loads(config.read_text())
        told.pop("quantization_config")
        config.write_text(json.dumps(told))
    return top


def unpacked(file: Path) -> dict[str, Tensor]:
    found = packed_loading.unpacked(read(file))
    return {name: one.contiguous() for name, one in found.items()}


def pack(file: Path, kind: str) -> None:
    """As diffusers and transformers save a network that they have packed."""
    how: dict[str, Any] = {"bits": 8} if kind == "int8" else {"levels": kind, "nested": 256}
    state = packed(load_file(file), least=32, **how)
    save_file(state, file, {"format": "pt"})
    config = file.with_name("config.json")
    told = json.loads(config.read_text())
    told["quantization_config"] = {
        "quant_method": "bitsandbytes", "load_in_4bit": kind != "int8",
        "load_in_8bit": kind == "int8", "bnb_4bit_quant_type": kind,
    }  # fmt: skip
    config.write_text(json.dumps(told))


def named(top: Path, id: str) -> ModelInfo:
    return next(info for info in find_models([top / "models"]) if info.path.stem == id)


def painted(top: Path, model: str, plan: str = "whole", **values: Any) -> Any:
    engine = DiffusionEngine([top / "models"], lambda: plan)
    events: list[Any] = []
    request = Request(
        model=named(top, model).id, prompt="a cat", width=64, height=64, steps=2, sampler="euler",
        seed=3, **values,
    )  # fmt: skip
    engine.run(1, request, events.append, lambda: False)
    done = events[-1]
    assert isinstance(done, Done), done
    return done.results[0].pixels.astype(int)


@pytest.mark.parametrize(("model", "plain"), [("nf4", "flux1-dev"), ("folder", "unpacked")])
def test_a_packed_model_paints_what_its_numbers_do(model: str, plain: str, top: Path) -> None:
    info = named(top, model)
    assert info.problems == () and info.family == "flux"
    assert info.can == named(top, plain).can
    check(info)
    network = load(info, device="cpu", dtype=torch.float32).unet
    layers = [one for one in network.modules() if isinstance(one, CompressedLinear)]
    assert len(layers) > 20 and {one.bits for one in layers} == {4}
    wanted = painted(top, plain)
    # In bfloat16 a linear layer's rounding depends on how many rows are multiplied at once.
    assert np.abs(painted(top, model) - wanted).mean() < 1 and wanted.std() > 0


@pytest.mark.parametrize("plan", ["turns", "eight_bit"])
def test_it_stays_packed_under_every_plan(plan: str, top: Path) -> None:
    off = np.abs(painted(top, "nf4", plan) - painted(top, "nf4")).max()
    assert off <= (0 if plan == "turns" else 2)


def test_a_lora_counts_on_packed_weights(top: Path) -> None:
    _, parts = parts_of("flux")
    file = top / "lora.safetensors"
    state = parts["transformer"].state_dict()
    save_file(dotted(lora_of(state, "attn."), "transformer."), file)
    taught = {"concepts": (Concept(str(file), 4.0),)}
    wanted = painted(top, "flux1-dev", **taught)
    assert np.abs(wanted - painted(top, "flux1-dev")).mean() > 3
    # Where weights are not packed it is added to them, and rounded with them.
    assert np.abs(painted(top, "nf4", **taught) - wanted).mean() < 1


def test_the_library_shows_how_it_is_packed(top: Path) -> None:
    entries = {one.path.stem: one for one in catalogue.catalogue([top / "models"])}
    assert (entries["nf4"].precision, entries["flux1-dev"].precision) == ("NF4", "F32")


def test_the_estimate_counts_the_bytes_that_it_takes(top: Path) -> None:
    info = named(top, "nf4")
    need = estimate.need_of(info, Size(64, 64), item=2)
    network = load(info, device="cpu", dtype=torch.bfloat16).unet
    held = sum(
        one.numel() * one.element_size() for one in (*network.parameters(), *network.buffers())
    )
    assert need.denoiser == pytest.approx(held, rel=0.05)
    plain = estimate.need_of(named(top, "flux1-dev"), Size(64, 64), item=2)
    assert need.denoiser < 0.5 * plain.denoiser


def test_a_packed_unet_is_unpacked_for_its_weights_may_be_changed(tmp_path: Path) -> None:
    """By model editing, Custom Diffusion, a LoRA."""
    folder = tmp_path / "tiny"
    save_tiny_model(folder)
    pack(folder / "unet/diffusion_pytorch_model.safetensors", "fp4")
    (info,) = find_models([tmp_path])
    assert info.problems == ()
    model = load(info, device="cpu", dtype=torch.float32)
    wanted = unpacked(folder / "unet/diffusion_pytorch_model.safetensors")
    assert not any(isinstance(one, CompressedLinear) for one in model.unet.modules())
    for name, one in model.unet.state_dict().items():
        assert torch.equal(one, wanted[name]), name


def test_a_matrix_may_lie_in_two_files(tmp_path: Path) -> None:
    state = four_bits("x.weight", torch.randn(64, 128), nested=256)
    files = [tmp_path / f"model-0000{n}-of-00002.safetensors" for n in (1, 2)]
    for file, names in zip(files, (list(state)[:2], list(state)[2:]), strict=True):
        save_file({name: state[name].contiguous() for name in names}, file)
    assert [weights.problem(file) for file in files] == [None, None]
    whole = tmp_path / "whole.safetensors"
    save_file({name: one.contiguous() for name, one in state.items()}, whole)
    found = packed_loading.tensors(files, torch.float32)
    assert torch.equal(found["x.weight"].unpacked(), unpacked(whole)["x.weight"])


STATE = "x.weight.quant_state.bitsandbytes__nf4"


def _told(**other: object) -> Callable[[dict[str, Tensor]], object]:
    def change(state: dict[str, Tensor]) -> None:
        told = json.loads(bytes(state[STATE].tolist()))
        state[STATE] = bytes_of(json.dumps(told | other))

    return change


def _one_scale(**other: object) -> Callable[[dict[str, Tensor]], object]:
    """As many scales as belong to that: spread over what they are for, they would fill memory."""

    def change(state: dict[str, Tensor]) -> None:
        state |= {"x.weight.absmax": torch.zeros(128 if "nested_blocksize" in other else 1).byte()}
        _told(**other)(state)

    return change


BROKEN: dict[str, Callable[[dict[str, Tensor]], object]] = {
    "state missing": lambda state: state.pop(STATE),
    "state no JSON": lambda state: state.update({STATE: bytes_of("{")}),
    "state a list": lambda state: state.update({STATE: bytes_of("[]")}),
    "state nested without end": lambda state: state.update({STATE: bytes_of("[" * 4000)}),
    "state huge": lambda state: state.update({STATE: bytes_of(" " * 100_000)}),
    "state of numbers": lambda state: state.update({STATE: torch.zeros(9)}),
    "scales missing": lambda state: state.pop("x.weight.absmax"),
    "scales too few": lambda state: state.update({"x.weight.absmax": torch.zeros(3).byte()}),
    "scales not packed": lambda state: state.update({"x.weight.absmax": torch.zeros(128)}),
    "levels missing": lambda state: state.pop("x.weight.quant_map"),
    "levels too many": lambda state: state.update({"x.weight.quant_map": torch.zeros(17)}),
    "scales of scales missing": lambda state: state.pop("x.weight.nested_absmax"),
    "numbers missing": lambda state: state.pop("x.weight"),
    "numbers too few": lambda state: state.update({"x.weight": torch.zeros(9, 1).byte()}),
    "another shape": _told(shape=[64, 129]),
    "an endless shape": _told(shape=[2**62, 2**62]),
    "a shape below nothing": _told(shape=[-64, -128]),
    "a shape that is true": _told(shape=[True, 8192]),
    "no shape": _told(shape=None),
    "groups of nothing": _told(blocksize=0),
    "groups of words": _told(blocksize="64"),
    "groups without end": _one_scale(blocksize=2**40),
    "scales in groups without end": _one_scale(nested_blocksize=2**40),
    "scales beyond all numbers": _told(nested_offset=10**400),
    "another kind": _told(quant_type="fp4"),
    "scales around nothing": _told(nested_offset=float("nan")),
    "rows missing": lambda state: state.pop("y.SCB"),
    "rows too few": lambda state: state.update({"y.SCB": torch.zeros(9)}),
    "laid out for a card": lambda state: state.update({"y.weight_format": torch.ones(1).byte()}),
}


@pytest.mark.parametrize("how", list(BROKEN))
def test_what_contradicts_itself_is_refused_by_its_header(how: str, tmp_path: Path) -> None:
    state = four_bits("x.weight", torch.randn(64, 128), nested=256)
    state |= eight_bits("y.weight", torch.randn(64, 128))
    BROKEN[how](state)
    file = tmp_path / "broken.safetensors"
    save_file({name: one.contiguous() for name, one in state.items()}, file)
    told = weights.problem(file)
    assert told is not None and told.startswith("broken.safetensors was packed by bitsandbytes")


def test_a_damaged_model_is_named_and_not_loaded(top: Path, tmp_path: Path) -> None:
    file = tmp_path / "models/damaged.safetensors"
    file.parent.mkdir()
    state = load_file(top / "models/diffusion_models/nf4.safetensors")
    name = next(one for one in state if one.endswith(".absmax"))
    save_file(state | {name: state[name][:-1].clone()}, file)
    (info,) = find_models([tmp_path])
    assert "damaged" in info.problems[0] and name in info.problems[0]


def test_files_that_are_not_packed_have_no_layouts(top: Path) -> None:
    assert weights.layouts([top / "models/diffusion_models/flux1-dev.safetensors"]) == {}
    told = weights.layouts([RECORDED])
    assert told["int8.weight"] == Layout((24, 128))
    assert (told["nf4_nested.weight"].group, told["nf4_nested.weight"].nested) == (64, 256)
