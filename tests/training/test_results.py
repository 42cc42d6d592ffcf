"""What a training makes: files that paint what was learned, here and in other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from diffusers.models.attention_processor import CustomDiffusionAttnProcessor
from safetensors import safe_open
from safetensors.torch import load_file

from core.denoise.paint import paint
from core.denoise.prompt import encode
from core.files.pictures import decode, read_file
from core.generation.resolve import resolved
from core.models.concepts import Kind, identify
from core.models.digest import digest_of
from core.models.info import ModelInfo
from core.models.library import find_models, named
from core.models.loading import LoadedModel, load
from core.recipe import parse_recipe
from tests.parity.conftest import pipeline
from tests.training.conftest import Prepare
from tests.training.small import KINDS, WHOLE, trained

PROMPTS = {
    "lora": "a zorb on a beach", "dreambooth": "a zorb cat on a beach",
    "textual_inversion": "a <zorb> on a beach", "custom_diffusion": "a <zorb> cat and a <blip> dog",
}  # fmt: skip
STEPS = 3
FAST = {"learning_rate": 0.05, "text_encoder_rate": 0.05, "rank": 4}


def fields(kind: str, **further: Any) -> dict[str, Any]:
    """A training that changes much in few steps, and paints at its end."""
    known = FAST if kind in ("lora", "dreambooth") else {"learning_rate": 0.05}
    return {**known, "sample_prompts": [PROMPTS[kind]], "sample_steps": STEPS, **further}


def picture(model: LoadedModel, prompt: str, seed: int = 5, **more: Any) -> np.ndarray[Any, Any]:
    recipe = {"model": model.info.id, "prompt": prompt, "seed": seed, "steps": STEPS, **more}
    found = paint(model, resolved(parse_recipe(recipe, Path()), model.info))
    return found[0].astype(int)


def base(info: ModelInfo) -> LoadedModel:
    return load(info, device="cpu", dtype=torch.float32)


def shown(out: Path) -> np.ndarray[Any, Any]:
    (file,) = (out / "samples").iterdir()
    return decode(read_file(file), file.name).array[..., :3].astype(int)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ema", [0.0, 0.5])
def test_with_the_file_the_model_paints_what_it_painted_at_the_end_of_its_training(
    prepared: Prepare, place: Path, kind: str, ema: float
) -> None:
    ready = prepared(kind, **fields(kind, ema=ema))
    (file,) = trained(ready, place / "out").files
    technique = "dreambooth" if kind == "lora" else kind
    model = base(ready.info)
    taught = picture(model, PROMPTS[kind], techniques=[{"id": technique, "file": str(file)}])
    assert np.abs(taught - shown(place / "out")).max() <= 2
    assert np.abs(taught - picture(model, PROMPTS[kind])).max() > 20


@pytest.mark.parametrize("text_encoder", [False, True])
def test_a_model_taught_whole_is_found_among_models_and_paints_the_same(
    prepared: Prepare, place: Path, text_encoder: bool
) -> None:
    plan = WHOLE | fields("dreambooth", text_encoder=text_encoder, half=False, learning_rate=0.01)
    ready = prepared("dreambooth", **plan)
    (folder,) = trained(ready, place / "out").files
    info = named(find_models([place / "out"]), folder.name)
    assert (info.family, info.size, info.problems) == (ready.info.family, ready.info.size, ())
    taught = picture(base(info), PROMPTS["dreambooth"])
    assert np.abs(taught - shown(place / "out")).max() <= 2
    assert np.abs(taught - picture(base(ready.info), PROMPTS["dreambooth"])).max() > 20
    same = digest_of(info.path / "text_encoder") == digest_of(ready.info.path / "text_encoder")
    assert same != text_encoder
    about = json.loads((folder / "underpaint.json").read_text())
    assert about["title"] == folder.name
    assert about["words"]["taught"] == ["zorb cat"]
    for file in folder.rglob("*.json"):
        for own in (place, ready.info.path):
            assert str(own) not in file.read_text(), "where things lie is nobody's business"


def test_a_model_taught_whole_is_half_as_large_in_16_bits(prepared: Prepare, place: Path) -> None:
    (folder,) = trained(prepared("dreambooth", **WHOLE), place / "out").files
    weights = load_file(folder / "unet/diffusion_pytorch_model.safetensors")
    assert {value.dtype for value in weights.values()} == {torch.float16}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_says_what_it_was_taught_on(prepared: Prepare, place: Path, kind: str) -> None:
    ready = prepared(kind, steps=2, min_snr_gamma=5.0)
    (file,) = trained(ready, place / "out").files
    with safe_open(file, "pt") as opened:
        metadata = opened.metadata()
    about = json.loads(metadata["underpaint"])
    assert about["kind"] == kind
    assert about["words"] == list(ready.plan.taught())
    assert about["steps"] == 2
    assert about["base"]["id"] == "tiny"
    assert about["base"]["family"] == "sd1"
    assert about["base"]["unet"] == digest_of(ready.info.path / "unet")
    assert about["settings"]["min_snr_gamma"] == 5.0
    assert str(place) not in json.dumps(metadata), "where pictures lie is nobody's business"
    assert metadata["modelspec.trigger_phrase"] == ", ".join(ready.plan.taught())
    assert metadata["ss_base_model_version"] == "sd_v1"


def test_on_another_base_one_is_warned(
    prepared: Prepare, place: Path, models: list[ModelInfo]
) -> None:
    ready = prepared("lora", steps=1)
    (file,) = trained(ready, place / "out").files
    about = identify(file).about
    assert about.words == ("zorb",)
    assert about.doubt(file.name, ready.info) == ""
    assert "another family (sdxl)" in about.doubt(file.name, named(models, "tiny-xl"))


# Other programs


def test_diffusers_reads_a_lora(prepared: Prepare, place: Path) -> None:
    """Of the UNet and of the text encoder: the same words, the same prediction."""
    ready = prepared("dreambooth", **fields("dreambooth"), alpha=2.0)
    (file,) = trained(ready, place / "out").files
    ours, theirs = base(ready.info), base(ready.info)
    pipe = pipeline(
        diffusers.StableDiffusionPipeline,
        theirs,
        diffusers.DDIMScheduler.from_config(theirs.scheduler_config),
    )
    pipe.load_lora_weights(str(file.parent), weight_name=file.name)
    prompt = PROMPTS["dreambooth"]
    wanted = pipe.encode_prompt(prompt, "cpu", 1, False)[0]
    plain = encode(ours, [piece(prompt)], remember=False).encoding
    assert (wanted - plain).abs().max() > 0.01, "the text encoder's part was not read"
    taught = picture(ours, prompt, techniques=[{"id": "dreambooth", "file": str(file)}])
    theirs_alone = picture(theirs, prompt)
    assert np.abs(taught - theirs_alone).max() <= 2


def test_a_lora_is_as_strong_where_its_alpha_is_not_read(prepared: Prepare, place: Path) -> None:
    """Programs that know diffusers' names need not know where it tells alpha."""
    ready = prepared("dreambooth", **fields("dreambooth"), alpha=1.0)
    (file,) = trained(ready, place / "out").files
    found = []
    for told in ({"weight_name": file.name}, {}):
        model = base(ready.info)
        pipe = pipeline(
            diffusers.StableDiffusionPipeline,
            model,
            diffusers.DDIMScheduler.from_config(model.scheduler_config),
        )
        pipe.load_lora_weights(str(file.parent) if told else load_file(file), **told)
        found.append(pipe.encode_prompt(PROMPTS["dreambooth"], "cpu", 1, False)[0])
    torch.testing.assert_close(*found)


def piece(text: str) -> Any:
    from core.denoise.conditions import Piece

    return Piece(text)


@pytest.mark.parametrize("vectors", [1, 3])
def test_diffusers_reads_a_word(prepared: Prepare, place: Path, vectors: int) -> None:
    ready = prepared("textual_inversion", **fields("textual_inversion"), vectors=vectors)
    (file,) = trained(ready, place / "out").files
    (name,) = load_file(file)
    assert name == "<zorb>", "one tensor, as AUTOMATIC1111's program wants it"
    assert load_file(file)[name].shape == (vectors, 32)
    model = base(ready.info)
    pipe = pipeline(
        diffusers.StableDiffusionPipeline,
        model,
        diffusers.DDIMScheduler.from_config(model.scheduler_config),
    )
    pipe.load_textual_inversion(str(file))
    table = model.text_encoder.get_input_embeddings().weight
    torch.testing.assert_close(table[-vectors:].detach(), load_file(file)[name])


def test_sdxls_word_has_vectors_for_both_text_encoders(prepared: Prepare, place: Path) -> None:
    ready = prepared("textual_inversion", model="tiny-xl", steps=1, vectors=2)
    (file,) = trained(ready, place / "out").files
    learned = load_file(file)
    assert {name: tuple(one.shape) for name, one in learned.items()} == {
        "clip_l": (2, 32),
        "clip_g": (2, 24),
    }
    assert identify(file).kind == Kind.WORDS


@pytest.mark.parametrize("layers", ["keys_and_values", "all"])
def test_custom_diffusion_is_saved_by_diffusers_names(
    prepared: Prepare, place: Path, layers: str
) -> None:
    ready = prepared("custom_diffusion", steps=1, layers=layers)
    (file,) = trained(ready, place / "out").files
    model = base(ready.info)
    processors = {}
    for name in model.unet.attn_processors:
        attention = model.unet.get_submodule(name.removesuffix(".processor"))
        processors[name] = CustomDiffusionAttnProcessor(
            train_kv=name.endswith("attn2.processor"),
            train_q_out=name.endswith("attn2.processor") and layers == "all",
            hidden_size=attention.to_q.in_features,
            cross_attention_dim=attention.to_k.in_features,
        )
    model.unet.set_attn_processor(processors)
    theirs = {
        name: tuple(value.shape)
        for name, value in model.unet.state_dict().items()
        if "custom_diffusion" in name
    }
    ours = {name: tuple(value.shape) for name, value in load_file(file).items()}
    words = {name: shape for name, shape in ours.items() if name.startswith("modifier_token.")}
    assert words == {"modifier_token.<zorb>": (32,), "modifier_token.<blip>": (32,)}
    assert {name: shape for name, shape in ours.items() if name not in words} == theirs
