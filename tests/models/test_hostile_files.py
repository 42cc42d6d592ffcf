"""Files that were made to mislead: headers beyond reason, a few bytes that call themselves
terabytes, numbers that are none. Each is refused in words, before memory is spent."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from core import places
from core.denoise.paint import paint
from core.errors import FileError, UserError
from core.models import cards, conversion, weights
from core.models.catalogue import catalogue
from core.models.lora import factors
from core.models.taking_in import take_in
from core.request import Concept, Request
from tests.techniques.learned import KEY, diffusers_lora, numbers, save
from tests.tiny_models import tiny_model

REQUEST = Request("a cat", width=64, height=48, steps=1, sampler="euler", seed=1)


def headed(file: Path, header: str, data: bytes = bytes(4)) -> Path:
    """A safetensors file with this text as its header."""
    text = header.encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(len(text).to_bytes(8, "little") + text + data)
    return file


def tensor(shape: str = "[1]", end: str = "4") -> str:
    return f'{{"dtype": "F32", "shape": {shape}, "data_offsets": [0, {end}]}}'


@pytest.mark.parametrize(
    "header",
    [
        f'{{"x": {tensor("[" + "9" * 5000 + "]")}}}',
        f'{{"x": {tensor(f"[0, {1 << 70}]", "0")}}}',
        f'{{"x": {tensor(str([1] * 500))}}}',
        f'{{"x": {tensor()}, "__metadata__": {{"modelspec.title": ["a", "list"]}}}}',
        f'{{"x": {tensor()}, "__metadata__": {{"modelspec.title": 7}}}}',
        f'{{"x": {tensor()}, "__metadata__": {{"modelspec.title": "half of \\ud800 a letter"}}}}',
        f'{{"half of \\ud800 a letter": {tensor()}}}',
        "[" * 100_000,
    ],
    ids=["digits", "side", "sides", "list", "number", "surrogate", "name", "deep"],
)
def test_a_header_beyond_reason_is_told_and_keeps_nothing_from_being_listed(
    tmp_path: Path, header: str
) -> None:
    file = headed(places.own_models() / "odd.safetensors", header)
    assert weights.problem(file)
    for one in catalogue([places.own_models()]):
        assert one.title.encode() and one.problems
        cards.read(one.path, one.kind)


def test_a_plain_header_is_still_sane(tmp_path: Path) -> None:
    sane = f'{{"x": {tensor()}, "__metadata__": {{"title": "Öl 油"}}}}'
    assert weights.problem(headed(tmp_path / "a.safetensors", sane)) is None


def test_a_count_without_end_is_no_word(tmp_path: Path) -> None:
    said = {"ss_tag_frequency": '{"10_x": {"fog": Infinity, "rain": 2}}'}
    file = tmp_path / "a.safetensors"
    save_file({"unet.a.lora_A.weight": np.zeros((2, 2), np.float32)}, file, said)
    assert cards.read(file, "lora").words == ()


@pytest.mark.parametrize(
    "told",
    ['[]', '"text"', '{"unet.r": "4", "unet.lora_alpha": 4}',
     '{"unet.r": 4, "unet.lora_alpha": []}',
     '{"unet.r": -4, "unet.lora_alpha": 4, "unet.use_rslora": true}',
     '{"unet.r": NaN, "unet.lora_alpha": 4}', '{"unet.r": 4, "unet.lora_alpha": Infinity}',
     "[" * 100_000],
)  # fmt: skip
def test_metadata_without_sense_scales_nothing(told: str) -> None:
    assert factors({"lora_adapter_metadata": told}) == {}


def test_a_pattern_without_sense_leaves_the_rest(tmp_path: Path) -> None:
    told = {"unet.r": 4, "unet.lora_alpha": 2, "unet.rank_pattern": {"a": 0, "b": "x", "c": 8},
            "unet.alpha_pattern": ["d"]}  # fmt: skip
    assert factors({"lora_adapter_metadata": json.dumps(told)}) == {"unet.": 0.5, "unet.c": 0.25}


LARGE = 1 << 17
_UNET = f"lora_unet_{KEY.replace('.', '_')}"


def _flat(*shape: int) -> torch.Tensor:
    return torch.zeros(shape)


@pytest.mark.parametrize(
    "part",
    [
        {"lora_down.weight": _flat(1, LARGE), "lora_up.weight": _flat(LARGE, 1)},
        {"lora_down.weight": _flat(1, LARGE), "lora_up.weight": _flat(LARGE, 1),
         "lora_mid.weight": _flat(1, 1, 1, 1)},
        {"hada_w1_a": _flat(LARGE, 1), "hada_w1_b": _flat(1, LARGE),
         "hada_w2_a": _flat(LARGE, 1), "hada_w2_b": _flat(1, LARGE)},
        {"hada_w1_a": _flat(24, 1)},
        {"lokr_w1": _flat(512, 512), "lokr_w2": _flat(512, 512)},
        {"lokr_w1_a": _flat(LARGE, 1), "lokr_w1_b": _flat(1, LARGE), "lokr_w2": _flat(1, 1)},
        {"lokr_w1": _flat(2, 2), "lokr_w2_a": _flat(1, LARGE), "lokr_w2_b": _flat(1, LARGE),
         "lokr_t2": _flat(1, 1, 1, 1)},
        {"lora_down.weight": _flat(4, 32), "lora_up.weight": _flat(24, 4), "alpha": _flat(3)},
        {"lora_down.weight": _flat(4, 32), "lora_up.weight": _flat(24)},
    ],
    ids=["lora", "tucker", "loha", "half", "lokr", "factor", "core", "alpha", "flat"],
)  # fmt: skip
def test_factors_of_terabytes_are_refused_before_they_are_multiplied(
    tmp_path: Path, part: dict[str, torch.Tensor]
) -> None:
    """Some kilobytes each; multiplied, 64 gigabytes."""
    model = tiny_model(widths=(16, 24, 32), tokens=48)
    file = save(tmp_path / "a.safetensors", {f"{_UNET}.{role}": one for role, one in part.items()})
    with pytest.raises(UserError, match="another kind of model"):
        paint(model, replace(REQUEST, concepts=(Concept(file),)))


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_numbers_that_are_none_are_told_instead_of_a_black_picture(
    tmp_path: Path, number: float
) -> None:
    model = tiny_model(widths=(16, 24, 32), tokens=48)
    tensors = diffusers_lora(numbers(model))
    name = next(iter(tensors))
    tensors[name] = tensors[name].clone()
    tensors[name].view(-1)[3] = number
    file = save(tmp_path / "a.safetensors", tensors)
    with pytest.raises(FileError, match="numbers that are none") as told:
        paint(model, replace(REQUEST, concepts=(Concept(file),)))
    assert told.value.remedy


def test_two_models_that_differ_in_the_middle_alone_are_two(tmp_path: Path) -> None:
    """As a model does, into which a LoRA was merged, from the one that it was merged into."""
    first = np.zeros(3_000_000, np.float32)
    second = first.copy()
    second[1_500_000] = 1
    lora = {"unet.down.attn2.to_k.lora_A.weight": np.zeros((2, 2048), np.float16)}
    taken = []
    for name, tensor in (("one", first), ("two", second)):
        file = tmp_path / name / "model.safetensors"
        file.parent.mkdir()
        save_file({**lora, "x": tensor}, file)
        taken.append(take_in(file).path)
        assert taken[-1].read_bytes() == file.read_bytes()
    assert taken[0] != taken[1]


def test_a_checkpoint_that_calls_itself_larger_than_it_is_is_refused(tmp_path: Path) -> None:
    """One number, told to be 4 terabytes of numbers."""
    bomb = torch.zeros(1).expand(1 << 20, 1 << 20)
    torch.save({"state_dict": {"a": bomb}}, tmp_path / "bomb.ckpt")
    with pytest.raises(FileError, match="larger than the file") as told:
        conversion.convert(tmp_path / "bomb.ckpt")
    assert told.value.remedy and [one.name for one in tmp_path.iterdir()] == ["bomb.ckpt"]


def test_tied_tensors_are_no_bomb(tmp_path: Path) -> None:
    tied = torch.arange(4096.0).reshape(64, 64)
    torch.save({"state_dict": {"a": tied, "b": tied}}, tmp_path / "tied.ckpt")
    made = conversion.convert(tmp_path / "tied.ckpt")
    assert set(weights.shapes(made)) == {"a", "b"}
