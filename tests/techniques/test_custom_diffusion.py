"""Custom Diffusion's files put their keys and values where the model has its own."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from core.denoise.begin import begin
from core.denoise.paint import paint
from core.errors import UserError
from core.models.concepts import Kind, identify
from core.models.loading import LoadedModel
from core.request import Concept, Request
from core.techniques.custom_diffusion import CustomDiffusion
from tests.techniques.learned import KEY, digest, kohya_lora, latents_of, numbers, save
from tests.tiny_models import tiny_model

REQUEST = Request("a <new1> cat", width=64, height=48, steps=2, sampler="euler", seed=1)


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


def learned(model: LoadedModel, *, queries: bool = False) -> dict[str, Tensor]:
    """Other numbers for every key and value, by the layer's name."""
    dice = torch.Generator().manual_seed(3)
    kinds = ("to_k", "to_v", *(("to_q", "to_out.0") if queries else ()))
    found = {}
    for name, module in model.unet.named_modules():
        if ".attn2.to_" in name and name.rsplit(".attn2.", 1)[1] in kinds:
            for part, value in module.named_parameters():
                found[f"{name}.{part}"] = torch.randn(value.shape, generator=dice) * 0.2
    return found


def by_processors(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """The form of `save_attn_procs`."""
    return {
        name.replace(".attn2.", ".attn2.processor.")
        .replace("to_out.0", "to_out_custom_diffusion.0")
        .replace("to_k.", "to_k_custom_diffusion.")
        .replace("to_v.", "to_v_custom_diffusion.")
        .replace("to_q.", "to_q_custom_diffusion."): tensor
        for name, tensor in tensors.items()
    }


def used(model: LoadedModel, *concepts: Concept) -> dict[str, Tensor]:
    """The UNet's weights in a run."""
    with torch.no_grad(), ExitStack() as held:
        run, _ = begin(model, replace(REQUEST, concepts=concepts))
        for place in run.places:
            held.enter_context(place.weights(run))
        return {name: tensor.clone() for name, tensor in model.unet.state_dict().items()}


@pytest.mark.parametrize("form", ["processors", "layers", "layers of unet"])
@pytest.mark.parametrize("queries", [False, True])
def test_both_forms_replace_the_layers(
    tiny: LoadedModel, tmp_path: Path, form: str, queries: bool
) -> None:
    wanted = learned(tiny, queries=queries)
    tensors: dict[str, Tensor] = {
        "processors": by_processors(wanted),
        "layers": wanted,
        "layers of unet": {f"unet.{name}": tensor for name, tensor in wanted.items()},
    }[form]
    file = save(tmp_path / "a.safetensors", tensors)
    assert identify(Path(file)).kind == Kind.CUSTOM
    own = tiny.unet.state_dict()
    for name, tensor in used(tiny, Concept(file)).items():
        assert torch.equal(tensor, wanted.get(name, own[name]))


def test_it_paints_as_diffusers_processors_do(tiny: LoadedModel, tmp_path: Path) -> None:
    """Its own loader does nothing (facts), so its processors are installed by hand."""
    from diffusers.models.attention_processor import AttnProcessor, CustomDiffusionAttnProcessor

    tensors = learned(tiny)
    file = save(tmp_path / "a.safetensors", by_processors(tensors))
    found, _ = latents_of(tiny, replace(REQUEST, concepts=(Concept(file),)))
    before = dict(tiny.unet.attn_processors)
    processors: dict[str, Any] = {}
    for name in before:
        path = name.removesuffix(".processor")
        if not path.endswith("attn2"):
            processors[name] = AttnProcessor()
            continue
        key = tensors[f"{path}.to_k.weight"]
        processor = CustomDiffusionAttnProcessor(
            train_kv=True, train_q_out=False, hidden_size=key.shape[0], cross_attention_dim=32
        )
        processor.to_k_custom_diffusion.weight.data = key
        processor.to_v_custom_diffusion.weight.data = tensors[f"{path}.to_v.weight"]
        processors[name] = processor
    try:
        tiny.unet.set_attn_processor(dict(processors))
        wanted, _ = latents_of(tiny, REQUEST)
    finally:
        tiny.unet.set_attn_processor(before)
    assert (found - wanted).abs().max() <= 1e-4 * wanted.abs().max()
    assert not torch.allclose(found, latents_of(tiny, REQUEST)[0])


def test_the_weight_goes_part_of_the_way(tiny: LoadedModel, tmp_path: Path) -> None:
    tensors = learned(tiny)
    file = save(tmp_path / "a.safetensors", tensors)
    name = f"{KEY}.weight"
    own = tiny.unet.state_dict()[name].clone()
    for weight in (0.0, 0.25, -1.0):
        found = used(tiny, Concept(file, weight))[name]
        torch.testing.assert_close(found, own + weight * (tensors[name] - own))


def test_beside_a_lora_the_order_does_not_matter(tiny: LoadedModel, tmp_path: Path) -> None:
    custom = Concept(save(tmp_path / "a.safetensors", learned(tiny)))
    lora = Concept(save(tmp_path / "b.safetensors", kohya_lora(numbers(tiny), 1.0)))
    one, other = used(tiny, custom, lora), used(tiny, lora, custom)
    for name in one:
        torch.testing.assert_close(one[name], other[name], atol=1e-5, rtol=1e-5)


def test_its_words_may_be_in_the_file(tiny: LoadedModel, tmp_path: Path) -> None:
    cat = tiny.text_encoder.get_input_embeddings().weight[
        tiny.tokenizer("cat", add_special_tokens=False).input_ids
    ]
    for key in ("<new1>", "modifier_token.<new1>"):
        file = save(tmp_path / "a.safetensors", {**learned(tiny), key: cat[0]})
        with torch.no_grad():
            run, _ = begin(tiny, replace(REQUEST, concepts=(Concept(file),)))
            found = run.encode("a <new1> here").encoding
            assert torch.equal(found, run.encode("a cat here").encoding)
        told: list[str] = []
        paint(tiny, replace(REQUEST, concepts=(Concept(file),), steps=1), warn=told.append)
        assert told == []


def test_parts_without_a_place_and_other_models_are_told(tiny: LoadedModel, tmp_path: Path) -> None:
    tensors = learned(tiny) | {"mid_block.attentions.7.attn2.to_k.weight": torch.zeros(4, 4)}
    told: list[str] = []
    file = save(tmp_path / "a.safetensors", tensors)
    paint(tiny, replace(REQUEST, concepts=(Concept(file),), steps=1), warn=told.append)
    assert "1 part of “a.safetensors”" in told[0]
    wide = save(tmp_path / "b.safetensors", {f"{KEY}.weight": torch.zeros(24, 768)})
    with pytest.raises(UserError, match="another kind of model"):
        paint(tiny, replace(REQUEST, concepts=(Concept(wide),)))


def test_nothing_stays_in_the_model(tiny: LoadedModel, tmp_path: Path) -> None:
    before = digest(tiny)
    file = save(tmp_path / "a.safetensors", learned(tiny, queries=True))
    request = replace(REQUEST, techniques=(CustomDiffusion(file=file, weight=0.7),))
    assert (paint(tiny, request)[0] != paint(tiny, REQUEST)[0]).any()
    assert digest(tiny) == before
