"""Transformers in GGUF files: told by their header, unpacked as in diffusers, refused if broken."""

from __future__ import annotations

import json
import struct
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import diffusers
import gguf
import numpy as np
import pytest
import torch
from gguf import GGMLQuantizationType as Kind
from gguf import GGUFWriter, quants
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import save_file
from torch import Tensor

from core import places
from core.denoise.paint import paint
from core.errors import ModelError
from core.models import gguf_header
from core.models.gguf_loading import tensors, unpacked
from core.models.library import check, find_models
from core.models.loading import load
from core.models.piece_loading import placed
from core.models.taking_in import take_in
from core.request import Concept, Request
from tests.tiny_flow_files import original, save_comfyui, save_folder, transformer

PACKED = (Kind.Q4_0, Kind.Q4_1, Kind.Q5_0, Kind.Q5_1, Kind.Q8_0)
K = (Kind.Q2_K, Kind.Q3_K, Kind.Q4_K, Kind.Q5_K, Kind.Q6_K, Kind.IQ4_NL, Kind.IQ4_XS)


def write(file: Path, state: dict[str, Tensor], kind: Kind, arch: str = "flux") -> Path:
    """These tensors as converters write them: matrices packed where their rows are whole blocks."""
    file.parent.mkdir(parents=True, exist_ok=True)
    writer = GGUFWriter(file, arch)
    writer.add_name("A small one")
    writer.add_array("tokenizer.ggml.tokens", ["a", "cat"])
    block = gguf.GGML_QUANT_SIZES[kind][0]
    for name, tensor in state.items():
        data = tensor.float().numpy()
        if tensor.dim() == 2 and tensor.shape[1] % block == 0 and name != "img_in.weight":
            packed = quants.quantize(data, kind)
            writer.add_tensor(name, packed, raw_dtype=kind)
        elif tensor.dim() == 2:
            half = quants.quantize(data, Kind.BF16)
            writer.add_tensor(name, half, raw_dtype=Kind.BF16)
        else:
            writer.add_tensor(name, data)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


@pytest.fixture(scope="module")
def state() -> dict[str, Tensor]:
    return original("flux", transformer("flux").state_dict())


@pytest.fixture(scope="module")
def whole(state: dict[str, Tensor], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("gguf") / "flux1-dev-Q4_0.gguf", state, Kind.Q4_0)


@pytest.mark.parametrize("kind", PACKED)
def test_the_header_tells_what_the_library_of_the_format_reads(
    kind: Kind, state: dict[str, Tensor], tmp_path: Path
) -> None:
    file = write(tmp_path / "x.gguf", state, kind)
    assert gguf_header.problem(file) is None
    stored = gguf_header.header(file).tensors
    wanted = {one.name: one for one in gguf.GGUFReader(file).tensors}
    assert set(stored) == set(wanted)
    for name, one in wanted.items():
        assert stored[name].shape == tuple(int(side) for side in one.shape[::-1])
        assert stored[name].start == one.data_offset
        assert stored[name].size == one.n_bytes
        assert stored[name].format == one.tensor_type
    assert gguf_header.shapes(file) == {name: tuple(t.shape) for name, t in state.items()}
    assert gguf_header.precision(file) == kind.name


@pytest.mark.parametrize("kind", [*PACKED, *K])
def test_numbers_are_what_the_library_of_the_format_makes_of_them(
    kind: Kind, tmp_path: Path
) -> None:
    dice = np.random.default_rng(1)
    block, width = gguf.GGML_QUANT_SIZES[kind]
    raw = dice.integers(0, 256, (6, 512 // block, width), dtype=np.uint8)
    # Whatever a block's bytes are, its scales are to be numbers: exponents that are not all ones.
    halves = raw.view(np.uint8)
    halves[..., 1::2] &= 0x3B
    raw = halves.reshape(6, -1)
    writer = GGUFWriter(tmp_path / "x.gguf", "flux")
    writer.add_tensor("one", raw, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    (found,) = tensors(tmp_path / "x.gguf", torch.float32).values()
    wanted = quants.dequantize(raw, kind)
    assert np.isfinite(wanted).all() and wanted.std() > 0
    ours = unpacked(found, torch.float32).numpy()
    assert ours.shape == wanted.shape == (6, 512)
    assert np.abs(ours - wanted).max() <= 1e-3 * np.abs(wanted).max()


def test_a_gguf_file_paints_what_its_numbers_paint(tmp_path: Path) -> None:
    parts = save_folder("flux", tmp_path / "folders/flux")
    plain = save_comfyui("flux", tmp_path / "c", parts)
    state = original("flux", parts["transformer"].state_dict())
    plain.unlink()
    file = write(plain.with_name("flux1-dev-Q8_0.gguf"), state, Kind.Q8_0)
    (info,) = find_models([tmp_path / "c/models"])
    assert (info.path, info.family, info.problems) == (file, "flux", ())
    check(info)
    model = load(info, device="cpu", dtype=torch.float32)
    linear = model.unet.transformer_blocks[0].attn.to_q
    assert linear.weight.dtype == torch.uint8, "it stays packed"
    (other,) = find_models([tmp_path / "folders"])
    twin = load(other, device="cpu", dtype=torch.float32)
    numbers = {name: unpacked(one, torch.float32) for name, one in
               placed(tensors(file, torch.float32), "flux").items()
               if hasattr(one, "quant_type")}  # fmt: skip
    own = twin.unet.state_dict()
    assert len(numbers) > 20
    twin.unet.load_state_dict({name: numbers.get(name, tensor) for name, tensor in own.items()})
    request = Request(prompt="a cat", width=64, height=64, steps=2, seed=3)
    pictures = [paint(one, request)[0].astype(int) for one in (model, twin)]
    # Matrices that are no whole blocks are kept in bfloat16.
    assert np.abs(pictures[0] - pictures[1]).max() <= 3
    assert pictures[0].std() > 0
    # A LoRA is added beside what stays packed.
    lora = {}
    for name in ("transformer_blocks.0.attn.to_q", "single_transformer_blocks.1.proj_mlp"):
        rows, width = own[f"{name}.weight"].shape
        lora[f"transformer.{name}.lora_A.weight"] = torch.randn(2, width)
        lora[f"transformer.{name}.lora_B.weight"] = torch.randn(rows, 2)
    save_file(lora, tmp_path / "lora.safetensors")
    taught = replace(request, concepts=(Concept(str(tmp_path / "lora.safetensors"), 0.5),))
    others = [paint(one, taught)[0].astype(int) for one in (model, twin)]
    assert np.abs(others[0] - others[1]).max() <= 3
    assert np.abs(others[0] - pictures[0]).max() > 3
    assert np.array_equal(paint(model, request)[0], pictures[0])


def test_it_predicts_what_diffusers_predicts_from_the_file(tmp_path: Path) -> None:
    """SD 3's, whose renaming in diffusers counts with no width of its own."""
    made = transformer("sd3")
    made.save_pretrained(tmp_path / "config/transformer")
    file = write(tmp_path / "m/sd3.gguf", original("sd3", made.state_dict()), Kind.Q5_0, "sd3")
    theirs = diffusers.SD3Transformer2DModel.from_single_file(
        str(file), config=str(tmp_path / "config"), subfolder="transformer", local_files_only=True,
        quantization_config=diffusers.GGUFQuantizationConfig(compute_dtype=torch.float32),
        torch_dtype=torch.float32,
    )  # fmt: skip
    from core.models.info import Piece
    from core.models.piece_loading import network

    piece = Piece("SD3Transformer2DModel", file, config=dict(made.config))
    ours = network(diffusers.SD3Transformer2DModel, piece, "sd3", torch.float32)
    dice = torch.Generator().manual_seed(2)
    given: dict[str, Any] = {
        "hidden_states": torch.randn(1, 16, 8, 8, generator=dice),
        "encoder_hidden_states": torch.randn(1, 9, 64, generator=dice),
        "pooled_projections": torch.randn(1, 128, generator=dice),
        "timestep": torch.tensor([500.0]),
        "return_dict": False,
    }
    with torch.no_grad():
        one, two = ours(**given)[0], theirs(**given)[0]
    assert torch.equal(one, two)


def told(file: Path) -> str:
    """What is said of a broken file, and that no more than its own size was reserved for it."""
    tracemalloc.start()
    try:
        problem = gguf_header.problem(file)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 8 << 20
    if problem is not None:
        (info,) = find_models([file.parent])
        assert info.problems == (problem,)
    return problem or ""


@pytest.mark.parametrize("share", [0.0, 0.001, 0.01, 0.03, 0.2, 0.9, 0.9999])
def test_a_cut_file_is_refused(share: float, whole: Path, tmp_path: Path) -> None:
    data = whole.read_bytes()
    file = tmp_path / "cut.gguf"
    file.write_bytes(data[: int(len(data) * share)])
    assert told(file)


@pytest.mark.parametrize("value", [0, 2**31, 2**63, 2**64 - 1])
@pytest.mark.parametrize("place", [8, 16, 24], ids=["tensors", "facts", "length of a name"])
def test_absurd_counts_are_refused(place: int, value: int, whole: Path, tmp_path: Path) -> None:
    data = bytearray(whole.read_bytes())
    data[place : place + 8] = struct.pack("<Q", value)
    file = tmp_path / "absurd.gguf"
    file.write_bytes(data)
    assert told(file)


@pytest.mark.parametrize("value", [0, 1, 31, 2**40, 2**63, 2**64 - 1])
def test_absurd_sides_and_places_are_refused(value: int, whole: Path, tmp_path: Path) -> None:
    data = whole.read_bytes()
    name = b"double_blocks.1.img_attn.qkv.weight"
    at = data.index(name) + len(name) + 4
    for place in (at, at + 8, at + 20):  # columns, rows, where it begins
        changed = bytearray(data)
        changed[place : place + 8] = struct.pack("<Q", value)
        file = tmp_path / f"absurd{place}/x.gguf"
        file.parent.mkdir()
        file.write_bytes(changed)
        assert told(file), place


@pytest.mark.parametrize("kind", [4, 5, 9, 19, 200, 2**32 - 1])
def test_formats_that_are_not_read_are_refused(kind: int, whole: Path, tmp_path: Path) -> None:
    data = bytearray(whole.read_bytes())
    name = b"double_blocks.0.img_attn.qkv.weight"
    at = data.index(name) + len(name) + 20
    data[at : at + 4] = struct.pack("<I", kind)
    file = tmp_path / "format.gguf"
    file.write_bytes(data)
    assert told(file)


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, 1 << 16), value=st.integers(0, 255))
def test_whatever_byte_is_changed_the_file_is_sane_or_refused(
    place: int, value: int, whole: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = bytearray(whole.read_bytes())
    end = data.index(b"final_layer.linear.weight") + 60
    data[place % end] = value
    file = tmp_path_factory.mktemp("one") / "x.gguf"
    file.write_bytes(data)
    if not told(file):
        stored = gguf_header.header(file).tensors
        assert max(one.start + one.size for one in stored.values()) <= len(data)
        assert len({one.start for one in stored.values()}) == len(stored)


def test_a_language_model_is_not_taken_for_one_that_paints(tmp_path: Path) -> None:
    writer = GGUFWriter(tmp_path / "llama.gguf", "llama")
    writer.add_tensor("blk.0.attn_q.weight", np.zeros((4, 4), np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    assert gguf_header.problem(tmp_path / "llama.gguf") is None
    assert find_models([tmp_path]) == []


def test_a_json_file_is_not_a_gguf_file(tmp_path: Path) -> None:
    file = tmp_path / "x.gguf"
    file.write_text(json.dumps({"a": 1}) * 10)
    assert told(file) == "x.gguf is not a GGUF file."


def test_a_dropped_gguf_file_is_put_where_models_lie(whole: Path, tmp_path: Path) -> None:
    taken = take_in(whole)
    assert (taken.kind, taken.family) == ("transformer", "flux")
    assert taken.path == places.own_models() / "checkpoints" / whole.name
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(whole.read_bytes()[:-1])
    with pytest.raises(ModelError, match="cut off"):
        take_in(cut)
