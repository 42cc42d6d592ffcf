"""LoRA files of every program change a model alike, and leave no trace in it."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from core.denoise.begin import begin
from core.denoise.paint import paint
from core.errors import FileError, RecipeError, UserError
from core.models.concepts import Kind, identify
from core.models.loading import LoadedModel
from core.models.old_names import to_diffusers
from core.request import Concept, Request
from core.techniques import techniques
from core.techniques.dreambooth import DreamBooth
from tests.techniques.learned import (
    CONV,
    KEY,
    OUT,
    WORDS,
    diffusers_lora,
    digest,
    kohya_lora,
    latents_of,
    layer,
    numbers,
    old_lora,
    save,
)
from tests.tiny_models import tiny_model

REQUEST = Request("a cat", width=64, height=48, steps=2, sampler="euler", seed=1)


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


def changes(model: LoadedModel, file: str, weight: float = 1.0) -> dict[str, Tensor]:
    """How much a file changes each of the four layers."""
    with torch.no_grad(), ExitStack() as held:
        run, _ = begin(model, replace(REQUEST, concepts=(Concept(file, weight),)))
        before = {name: weight_of(model, name).clone() for name in (KEY, OUT, CONV, WORDS)}
        for place in run.places:
            held.enter_context(place.weights(run))
        return {name: weight_of(model, name) - before[name] for name in before}


def weight_of(model: LoadedModel, name: str) -> Tensor:
    weight: Tensor = layer(model.text_encoder if name == WORDS else model.unet, name).weight
    return weight


def product(a: Tensor, b: Tensor) -> Tensor:
    return (b.flatten(1) @ a.flatten(1)).view(b.shape[0], *a.shape[1:])


def check(found: dict[str, Tensor], wanted: dict[str, Tensor]) -> None:
    for name, change in found.items():
        torch.testing.assert_close(
            change, wanted.get(name, torch.zeros_like(change)), atol=1e-5, rtol=1e-4
        )


def test_every_programs_names_are_known(tiny: LoadedModel, tmp_path: Path) -> None:
    parts = numbers(tiny)
    wanted = {name: product(*pair) for name, pair in parts.items()}
    check(changes(tiny, save(tmp_path / "a.safetensors", diffusers_lora(parts))), wanted)
    kohya = save(tmp_path / "b.safetensors", kohya_lora(parts, alpha=2.0))
    check(changes(tiny, kohya), {name: 0.5 * change for name, change in wanted.items()})
    old = save(tmp_path / "c.safetensors", old_lora(parts))
    check(changes(tiny, old), {name: wanted[name] for name in (KEY, OUT, WORDS)})
    bare = {
        f"{KEY}.lora.down.weight": parts[KEY][0],
        f"{KEY}.lora.up.weight": parts[KEY][1],
    }
    check(changes(tiny, save(tmp_path / "d.safetensors", bare)), {KEY: wanted[KEY]})


def test_diffusers_scale_is_read_from_its_metadata(tiny: LoadedModel, tmp_path: Path) -> None:
    parts = numbers(tiny)
    about = {"unet.r": 4, "unet.lora_alpha": 8, "unet.alpha_pattern": {CONV: 2}}
    file = save(
        tmp_path / "a.safetensors",
        diffusers_lora(parts),
        lora_adapter_metadata=json.dumps(about),
    )
    scales = {KEY: 2.0, OUT: 2.0, CONV: 0.5, WORDS: 1.0}
    wanted = {name: scales[name] * product(*pair) for name, pair in parts.items()}
    check(changes(tiny, file), wanted)


@pytest.mark.parametrize("weight", [0.0, 0.5, -1.0])
def test_the_weight_scales(tiny: LoadedModel, tmp_path: Path, weight: float) -> None:
    parts = numbers(tiny)
    file = save(tmp_path / "a.safetensors", diffusers_lora(parts))
    check(
        changes(tiny, file, weight),
        {name: weight * product(*pair) for name, pair in parts.items()},
    )


def test_relatives_of_lora_are_known(tiny: LoadedModel, tmp_path: Path) -> None:
    weight = weight_of(tiny, KEY)
    out, into = weight.shape
    name = "lora_unet_" + KEY.replace(".", "_")
    conv, side = weight_of(tiny, CONV), "lora_unet_" + CONV.replace(".", "_")
    dice = torch.Generator().manual_seed(1)

    def some(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=dice)

    a, b, c, d = some(out, 3), some(3, into), some(out, 3), some(3, into)
    hada = {"hada_w1_a": a, "hada_w1_b": b, "hada_w2_a": c, "hada_w2_b": d}
    kron = {"lokr_w1": some(4, 4), "lokr_w2_a": some(out // 4, 2), "lokr_w2_b": some(2, into // 4)}
    core = {
        "lora_up.weight": some(conv.shape[0], 2, 1, 1),
        "lora_mid.weight": some(2, 2, 3, 3),
        "lora_down.weight": some(2, conv.shape[1], 1, 1),
    }
    length = torch.rand(out, generator=dice) + 0.5
    up, down = some(out, 2), some(2, into)
    new = weight + up @ down
    cases: list[tuple[str, dict[str, Tensor], str, Tensor]] = [
        (name, hada | {"alpha": torch.tensor(1.5)}, KEY, 0.5 * (a @ b) * (c @ d)),
        (
            name,
            kron,
            KEY,
            torch.kron(kron["lokr_w1"], kron["lokr_w2_a"] @ kron["lokr_w2_b"]),
        ),
        (
            side,
            core,
            CONV,
            torch.einsum(
                "or,rskl,si->oikl",
                core["lora_up.weight"][..., 0, 0],
                core["lora_mid.weight"],
                core["lora_down.weight"][..., 0, 0],
            ),
        ),
        (name, {"diff": weight * 0 + 0.25}, KEY, weight * 0 + 0.25),
        (
            name,
            {"lora_up.weight": up, "lora_down.weight": down, "dora_scale": length[:, None]},
            KEY,
            length[:, None] * new / new.norm(dim=1, keepdim=True) - weight,
        ),
    ]
    for i, (layer_name, part, target, wanted) in enumerate(cases):
        tensors = {f"{layer_name}.{role}": tensor for role, tensor in part.items()}
        # A plain LoRA beside it, so that the file is known for what it is.
        tensors |= kohya_lora({OUT: numbers(tiny)[OUT]}, alpha=4.0)
        found = changes(tiny, save(tmp_path / f"{i}.safetensors", tensors))
        check({target: found[target]}, {target: wanted})


def test_counted_block_names_are_known(tiny: LoadedModel, tmp_path: Path) -> None:
    """Three levels of one layer: blocks 1 and 3 and 5 downwards, 2 and 4 halve."""
    config = tiny.unet.config
    named = {
        "input_blocks_3_1_transformer_blocks_0_attn2_to_k": KEY,
        "input_blocks_1_0_in_layers_2": CONV,
        "output_blocks_0_1_transformer_blocks_0_attn1_to_out_0": OUT,
    }
    for old, new in named.items():
        assert to_diffusers(old, config) == new.replace(".", "_")
    modules = {name.replace(".", "_") for name, _ in tiny.unet.named_modules()}
    for old in (
        "input_blocks_2_0_op", "middle_block_1_proj_in", "output_blocks_1_2_conv",
        "output_blocks_5_0_skip_connection", "time_embed_0", "out_2", "input_blocks_0_0",
        "middle_block_2_emb_layers_1",
    ):  # fmt: skip
        assert to_diffusers(old, config) in modules
    parts = numbers(tiny)
    tensors = {}
    for old, new in named.items():
        tensors[f"lora_unet_{old}.lora_down.weight"] = parts[new][0]
        tensors[f"lora_unet_{old}.lora_up.weight"] = parts[new][1]
    file = save(tmp_path / "a.safetensors", tensors)
    check(changes(tiny, file), {new: product(*parts[new]) for new in named.values()})


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_afterwards_the_model_is_what_it_was(tmp_path: Path, dtype: torch.dtype) -> None:
    model = tiny_model(widths=(16, 24, 32), tokens=48)
    for module in model.modules:
        module.to(dtype)
    model.unet.to(memory_format=torch.channels_last)
    model = replace(model, dtype=dtype)
    files = [
        save(tmp_path / f"{seed}.safetensors", diffusers_lora(numbers(model))) for seed in "ab"
    ]
    request = replace(REQUEST, concepts=tuple(Concept(file, 0.1) for file in files))
    plain, before = paint(model, REQUEST), digest(model)
    assert (paint(model, request)[0] != plain[0]).any()
    assert digest(model) == before

    def fail(*_: object) -> None:
        raise RuntimeError("in the middle")

    hook = model.unet.mid_block.register_forward_pre_hook(fail)
    with pytest.raises(RuntimeError, match="middle"):
        paint(model, request)
    hook.remove()
    assert digest(model) == before
    assert (paint(model, REQUEST)[0] == plain[0]).all()


def test_as_a_technique_or_under_concepts_it_is_the_same(tiny: LoadedModel, tmp_path: Path) -> None:
    file = save(tmp_path / "a.safetensors", diffusers_lora(numbers(tiny)))
    listed, _ = latents_of(tiny, replace(REQUEST, concepts=(Concept(file, 0.2),)))
    chosen, _ = latents_of(tiny, replace(REQUEST, techniques=(DreamBooth(file=file, weight=0.2),)))
    assert torch.equal(listed, chosen)
    assert not torch.equal(listed, latents_of(tiny, REQUEST)[0])


def test_parts_without_a_place_are_told(tiny: LoadedModel, tmp_path: Path) -> None:
    tensors = diffusers_lora(numbers(tiny))
    tensors["unet.mid_block.attentions.9.to_k.lora_A.weight"] = torch.zeros(4, 4)
    tensors["unet.mid_block.attentions.9.to_k.lora_B.weight"] = torch.zeros(4, 4)
    file = save(tmp_path / "a.safetensors", tensors)
    told: list[str] = []
    paint(tiny, replace(REQUEST, concepts=(Concept(file),)), warn=told.append)
    assert len(told) == 1
    assert "1 part of “a.safetensors” found no place" in told[0]
    assert "attentions.9" in told[0]


def test_a_file_for_another_model_is_refused_with_the_reason(
    tiny: LoadedModel, tmp_path: Path
) -> None:
    before = digest(tiny)
    wide = {
        f"unet.{KEY}.lora_A.weight": torch.zeros(4, 2048),
        f"unet.{KEY}.lora_B.weight": torch.zeros(24, 4),
    }
    request = replace(REQUEST, concepts=(Concept(save(tmp_path / "a.safetensors", wide)),))
    with pytest.raises(UserError, match=r"another kind of model.*words are 32 numbers wide"):
        paint(tiny, request)
    other = {
        "unet.blocks.77.to_k.lora_A.weight": torch.zeros(4, 4),
        "unet.blocks.77.to_k.lora_B.weight": torch.zeros(4, 4),
    }
    request = replace(REQUEST, concepts=(Concept(save(tmp_path / "b.safetensors", other)),))
    with pytest.raises(UserError, match="Nothing in “b\\.safetensors” has a place"):
        paint(tiny, request)
    assert digest(tiny) == before


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pt", b"x", "pickle"),
        ("a.bin", b"x", "pickle"),
        ("a.safetensors", b"\xff" * 99, "not a safetensors file"),
        ("b.safetensors", b"x", "cut off"),
        ("none.safetensors", None, "There is no file"),
    ],
)
def test_unsafe_and_broken_files_are_refused(
    tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=says) as caught:
        identify(tmp_path / name)
    assert caught.value.remedy
    with pytest.raises(RecipeError, match=says) as refused:
        replace(REQUEST, techniques=(DreamBooth(file=str(tmp_path / name)),)).check()
    assert refused.value.field == "techniques[0].file"


def test_a_file_is_what_its_tensors_say(tiny: LoadedModel, tmp_path: Path) -> None:
    def kind(**tensors: Any) -> str:
        return identify(Path(save(tmp_path / "x.safetensors", tensors["of"]))).kind

    assert kind(of=diffusers_lora(numbers(tiny))) == Kind.LORA
    assert kind(of={"<cat>": torch.zeros(32)}) == Kind.WORDS
    assert kind(of={f"{KEY}.weight": torch.zeros(24, 32)}) == Kind.CUSTOM
    with pytest.raises(FileError, match="whole model"):
        kind(of={"model.diffusion_model.x.weight": torch.zeros(2, 2)})
    with pytest.raises(FileError, match="unknown kind"):
        kind(of={"some.weight": torch.zeros(2, 2)})
    words = save(tmp_path / "w.safetensors", {"<cat>": torch.zeros(32)})
    with pytest.raises(RecipeError, match="Textual Inversion file, not a LoRA one"):
        replace(REQUEST, techniques=(DreamBooth(file=words),)).check()
    assert {"dreambooth", "textual_inversion", "custom_diffusion"} <= set(techniques())
