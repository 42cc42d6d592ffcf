"""Transformers whose text encoder is another one, as diffusers' own pipelines paint with it."""

from __future__ import annotations

import inspect
import json
import shutil
import warnings
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch
from gguf import GGMLQuantizationType as Kind
from safetensors.torch import save_file

from core.errors import ModelError, RecipeError
from core.generation.memory import needed_for
from core.generation.resolve import resolved
from core.geometry import Size
from core.models import pieces, stand_ins
from core.models.families.flow import packed
from core.models.families.flux2 import FLUX2
from core.models.gguf_loading import is_packed, unpacked
from core.models.info import ModelInfo
from core.models.library import find_models, named
from core.models.loading import LoadedModel, load
from core.models.piece_loading import read
from core.models.plan import PLANS
from core.other_parts import OtherParts
from core.request import Request
from tests import flow_models
from tests.models.test_gguf_encoders import published, write
from tests.parity.conftest import TOLERANCE, Latents, error, seeds
from tests.tiny_flow_files import published_encoder, save_comfyui, save_folder, save_whole

ENCODERS = (("flux", "text_encoder"), ("flux", "text_encoder_2"), ("chroma", "text_encoder"),
            ("sd3", "text_encoder"), ("sd3", "text_encoder_2"), ("sd3", "text_encoder_3"),
            ("z-image", "text_encoder"), ("flux2", "text_encoder"),
            ("qwen-image", "text_encoder"))  # fmt: skip
PACKED = {"T5EncoderModel": "t5", "Qwen3Model": "qwen3", "Qwen3ForCausalLM": "qwen3",
          "Qwen2_5_VLForConditionalGeneration": "seeing"}  # fmt: skip


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("encoders")


@cache
def _models(family: str, top: Path) -> tuple[Path, dict[str, Any]]:
    """A model as a folder and as files; its parts with other numbers than the encoders have that
    `_others` writes beside it."""
    parts = save_folder(family, top / family / "folder")
    if family == "sd3":
        save_whole(top / family / "c/models/file.safetensors", parts)
        parts["tokenizer_3"].save_pretrained(top / family / "c/models/t5")
    else:
        save_comfyui(family, top / family / "c", parts)
    return top / family, parts


@cache
def _others(family: str, part: str, top: Path) -> tuple[Path, Any]:
    """A text encoder of the same make with other numbers: as a file, as a folder, and packed."""
    folder, parts = _models(family, top)
    torch.manual_seed(9)
    own = parts[part]
    made = type(own)(own.config).eval()
    there = folder / "others"
    state = {name: tensor.contiguous() for name, tensor in published_encoder(made).items()}
    there.mkdir(exist_ok=True)
    save_file(state, there / f"{part}-file.safetensors")
    made.save_pretrained(there / f"{part}-folder")
    if which := PACKED.get(type(own).__name__):
        write(there / f"{part}-packed.gguf", which, published(made), Kind.Q8_0)
    return there, made


def _info(family: str, form: str, top: Path) -> ModelInfo:
    folder, _ = _models(family, top)
    if form == "folder":
        return named(find_models([folder]), "folder")
    (info,) = find_models([folder / "c/models"])
    return info


def _loaded(info: ModelInfo, part: str, id: str, there: Path) -> LoadedModel:
    one = stand_ins.chosen(stand_ins.find([there]), part, id, info)
    return load(info, device="cpu", dtype=torch.float32, stand_ins={part: one})


ASKED = Request(
    "a cat on the beach", width=64, height=48, steps=3, seed=11, sampler="euler",
    guidance_scale=1.0,
)  # fmt: skip
GUIDED = replace(ASKED, guidance_scale=4.0, negative_prompt="rain")
"""Without guidance diffusers' pipeline of Chroma asks for a mask that it has not made."""


def _diffusers(model: LoadedModel, parts: dict[str, Any]) -> torch.Tensor:
    """What its own pipeline makes, of these parts."""
    kind = type(model.pipeline)
    scheduler = diffusers.FlowMatchEulerDiscreteScheduler.from_config(model.scheduler_config)
    given = dict(model.pipeline.components) | parts | {"scheduler": scheduler}
    takes = inspect.signature(kind.__init__).parameters
    options = {"is_distilled": True} if "is_distilled" in takes else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        made = kind(**{name: one for name, one in given.items() if name in takes}, **options)
    made.set_progress_bar_config(disable=True)
    told: dict[str, Any] = {"guidance_scale": 0.0 if "ZImage" in kind.__name__ else 1.0}
    if "QwenImage" in kind.__name__:
        told = {"true_cfg_scale": 1.0}
    if kind.__name__ == "ChromaPipeline":
        prepare = made._prepare_attention_mask  # as in test_flow.py
        made._prepare_attention_mask = lambda **asked: prepare(**asked).bool()
        told = {"guidance_scale": GUIDED.guidance_scale, "negative_prompt": GUIDED.negative_prompt}
    found: torch.Tensor = made(
        prompt=ASKED.prompt, width=ASKED.width, height=ASKED.height,
        num_inference_steps=ASKED.steps, generator=seeds(11, 1), output_type="latent", **told,
    ).images  # fmt: skip
    return found


@pytest.mark.parametrize("way", ["file", "folder", "packed"])
@pytest.mark.parametrize(("family", "part"), ENCODERS)
def test_another_encoder_is_read_by_as_in_diffusers(
    family: str, part: str, way: str, top: Path, latents_of: Latents
) -> None:
    there, made = _others(family, part, top)
    id = f"{part}-{way}"
    if way == "packed" and type(made).__name__ not in PACKED:
        pytest.skip("CLIP is small, and nobody packs it")
    info = _info(family, "file", top)
    model = _loaded(info, part, id, there)
    if way == "packed":
        made = type(made)(made.config).eval()
        _take_packed(made, there / f"{id}.gguf")
    theirs = _diffusers(model, {part: made})
    ours = latents_of(model, GUIDED if family == "chroma" else ASKED)
    if theirs.dim() == 3:
        ours = packed(ours)
    elif family == "flux2":
        ours = FLUX2.raw(model.vae, ours)
    assert error(ours, theirs) <= TOLERANCE
    own = _diffusers(model, {part: _models(family, top)[1][part].eval()})
    assert error(own, theirs) > 20 * TOLERANCE, "what reads the prompt counts"


def _take_packed(made: Any, file: Path) -> None:
    """Gives a network the numbers that a GGUF file has of it."""
    piece = pieces.of_file(file)
    assert piece is not None
    state = {name: unpacked(one, torch.float32) if is_packed(one) else one
             for name, one in read(piece, torch.float32).items()}  # fmt: skip
    twin = made.state_dict()
    for name in twin:
        bare = name.replace("language_model.", "")
        for old in (name, bare, f"model.{name}", "shared.weight" if "embed_tokens" in name else "",
                    "model.embed_tokens.weight" if name == "lm_head.weight" else ""):  # fmt: skip
            if old in state:
                twin[name] = state[old]
                break
    made.load_state_dict(twin)


@pytest.mark.parametrize("form", ["folder", "file"])
@pytest.mark.parametrize("family", ["flux", "sd3", "chroma", "z-image", "flux2", "qwen-image"])
def test_those_that_fit_are_offered_and_no_others(family: str, form: str, top: Path) -> None:
    for one, part in ENCODERS:
        _others(one, part, top)
    info = _info(family, form, top)
    found = stand_ins.find([top / one / "others" for one in dict(ENCODERS)])
    own = {part for one, part in ENCODERS if one == family}
    for part in ("text_encoder", "text_encoder_2", "text_encoder_3"):
        offered = stand_ins.fitting(found, part, info)
        if part not in own:
            assert not offered
            continue
        paths = {one.path for one in offered}
        there, made = _others(family, part, top)
        assert there / f"{part}-file.safetensors" in paths
        assert there / f"{part}-folder" in paths
        assert {one.family for one in offered} == {pieces.READERS[type(made).__name__]}


def test_sanas_encoder_is_another_folder(latents_of: Latents, tmp_path: Path) -> None:
    own = flow_models.loaded("sana")
    torch.manual_seed(4)
    made = type(own.text_encoder)(own.text_encoder.config).eval()
    made.save_pretrained(tmp_path / "gemma")
    info = flow_models.info_of("sana")
    model = _loaded(info, "text_encoder", "gemma", tmp_path)
    for name, tensor in made.state_dict().items():
        assert torch.equal(model.text_encoder.state_dict()[name], tensor)
    asked = replace(ASKED, height=64)
    assert error(latents_of(model, asked), latents_of(own, asked)) > 20 * TOLERANCE


def test_what_does_not_fit_is_refused_by_name(top: Path) -> None:
    dirs = [_others(family, part, top)[0] for family, part in ENCODERS]
    for family, part, other, says in (
        ("flux", "text_encoder_2", "z-image/others/text_encoder-file.safetensors",
         "It is Qwen3, and the model's own is T5"),
        ("flux", "text_encoder", "chroma/others/text_encoder-file.safetensors",
         "It is T5, and the model's own is CLIP"),
        ("chroma", "text_encoder", "flux/others/text_encoder-file.safetensors",
         "It is CLIP, and the model's own is T5"),
        ("z-image", "text_encoder", "flux2/others/text_encoder-folder", "28 layers"),
        ("qwen-image", "text_encoder", "flux2/others/text_encoder-packed.gguf", "It is Qwen3"),
    ):  # fmt: skip
        request = replace(ASKED, parts=OtherParts(**{part: str(top / other)}))
        with pytest.raises(RecipeError, match=says) as caught:
            resolved(request, _info(family, "file", top), dirs)
        assert caught.value.field == f"parts.{part}"


def test_memory_is_counted_with_what_stands_in(top: Path) -> None:
    there, _ = _others("flux", "text_encoder_2", top)
    info = _info("flux", "file", top)

    def bytes_of(**parts: str) -> int:
        asked = replace(ASKED, parts=OtherParts(**parts))
        need = needed_for(asked, info, Size(64, 64), [there], item=2, shared=False)
        return need.peak(PLANS["whole"])  # in turns so small an encoder is never what counts

    packed = bytes_of(text_encoder_2="text_encoder_2-packed")
    assert bytes_of() == bytes_of(text_encoder_2="text_encoder_2-file") > packed


@pytest.mark.parametrize("layers", [10**9, 0, -1, "2", None])
def test_a_configuration_that_promises_more_than_there_is_is_refused(
    layers: Any, top: Path, tmp_path: Path
) -> None:
    """Before as many layers are made."""
    there, _ = _others("flux", "text_encoder_2", top)
    shutil.copytree(there / "text_encoder_2-folder", tmp_path / "t5")
    config = tmp_path / "t5/config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"num_layers": layers}))
    with pytest.raises(ModelError, match="configuration is not that of its weights"):
        stand_ins.chosen(
            stand_ins.find([tmp_path]), "text_encoder_2", "t5", _info("flux", "file", top)
        )


@pytest.mark.parametrize("packed", [False, True])
def test_a_single_tensor_with_a_great_number_is_no_network_of_as_many_layers(
    packed: bool, top: Path, tmp_path: Path
) -> None:
    _, made = _others("flux", "text_encoder_2", top)
    state = published(made)
    far = state["encoder.block.1.layer.0.layer_norm.weight"].clone()
    name = "encoder.block.999999999.layer.0.layer_norm.weight"
    if packed:
        file = write(tmp_path / "t5.gguf", "t5", state)
        data = file.read_bytes()
        old, new = b"enc.blk.1.attn_norm.weight", b"enc.blk.9.attn_norm.weight"
        assert data.count(old) == 1
        file.write_bytes(data.replace(old, new))
    else:
        state.pop("encoder.embed_tokens.weight")
        save_file({n: t.contiguous() for n, t in (state | {name: far}).items()},
                  tmp_path / "t5.safetensors")  # fmt: skip
    assert pieces.find([tmp_path]) == [] and stand_ins.find([tmp_path]) == []
