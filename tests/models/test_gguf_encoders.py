"""Text encoders in GGUF files: told by their tensors, read as transformers reads them, refused if
they are others' or broken."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch
import transformers
from gguf import MODEL_ARCH, GGUFWriter, quants
from gguf import GGMLQuantizationType as Kind
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from core.denoise.paint import paint
from core.models import gguf_header, gguf_names, piece_loading, pieces, stand_ins
from core.models.catalogue import catalogue
from core.models.gguf_loading import is_packed, unpacked
from core.models.library import check, find_models
from core.models.loading import load
from core.models.piece_loading import network, read
from core.models.taking_in import take_in
from core.request import Request
from tests.flow_models import folder_of
from tests.tiny_flow_files import parts_of, qwen3, save_comfyui, save_folder, t5

ARCHITECTURES = {"t5": (MODEL_ARCH.T5ENCODER, "t5encoder"), "qwen3": (MODEL_ARCH.QWEN3, "qwen3"),
                 "seeing": (MODEL_ARCH.QWEN2VL, "qwen2vl"),
                 "mistral": (MODEL_ARCH.LLAMA, "llama"),
                 "gemma2": (MODEL_ARCH.GEMMA2, "gemma2")}  # fmt: skip


def write(
    file: Path, which: str, state: dict[str, Tensor], kind: Kind = Kind.Q8_0, said: str = ""
) -> Path:
    """An encoder's tensors as llama.cpp's converter writes them, under the names that its own
    library has for them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    architecture, name = ARCHITECTURES[which]
    names = gguf.get_tensor_name_map(architecture, 64)
    writer = GGUFWriter(file, said or name)
    block = gguf.GGML_QUANT_SIZES[kind][0]
    for old, tensor in state.items():
        if "visual" in old or "vision" in old or old == "encoder.embed_tokens.weight":
            continue
        if "multi_modal_projector" in old:
            continue
        old = old.replace("model.language_model.", "model.")
        data, new = tensor.float().numpy(), names.get_name(old, try_suffixes=(".weight", ".bias"))
        assert new is not None, old
        data = _as_converted(which, old, data)
        if tensor.dim() == 2 and tensor.shape[1] % block == 0:
            writer.add_tensor(new, quants.quantize(data, kind), raw_dtype=kind)
        else:
            writer.add_tensor(new, data)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


def _as_converted(which: str, name: str, data: Any) -> Any:
    """What llama.cpp's converter makes of a tensor's numbers (its LlamaModel.permute, and the
    modify_tensors of Gemma2Model)."""
    if which == "gemma2" and name.endswith("norm.weight"):
        return data + 1
    if which == "mistral" and ("q_proj" in name or "k_proj" in name):
        heads = len(data) // 128
        return data.reshape(heads, 2, 64, data.shape[1]).swapaxes(1, 2).reshape(data.shape)
    return data


def mistral() -> Any:
    text = {
        "model_type": "mistral", "vocab_size": 131072, "hidden_size": 32,
        "intermediate_size": 32768, "num_hidden_layers": 2, "num_attention_heads": 2,
        "num_key_value_heads": 1, "head_dim": 128, "max_position_embeddings": 131072,
        "rms_norm_eps": 1e-5, "rope_parameters": {"rope_type": "default", "rope_theta": 1e9},
    }  # fmt: skip
    vision = {
        "model_type": "pixtral", "hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 1,
        "num_attention_heads": 2, "image_size": 56, "patch_size": 14,
    }  # fmt: skip
    made = transformers.Mistral3ForConditionalGeneration(
        transformers.Mistral3Config(text_config=text, vision_config=vision)
    )
    return _with_norms(made)


def gemma2() -> Any:
    return _with_norms(transformers.Gemma2Model(
        transformers.Gemma2Config(
            vocab_size=64, hidden_size=32, intermediate_size=64, num_hidden_layers=2,
            num_attention_heads=2, num_key_value_heads=1, head_dim=256, query_pre_attn_scalar=256,
        )
    ))  # fmt: skip


def _with_norms(made: Any) -> Any:
    """What begins as all the same numbers gets others."""
    for name, tensor in made.named_parameters():
        if name.endswith("norm.weight"):
            torch.nn.init.normal_(tensor, 0.3, 0.2)
    return made


def seeing() -> Any:
    return parts_of("qwen-image")[1]["text_encoder"]


MAKERS: dict[str, Any] = {"t5": t5, "qwen3": lambda: qwen3("Qwen3Model", 2), "seeing": seeing,
                          "mistral": mistral, "gemma2": gemma2}  # fmt: skip


def published(made: Any) -> dict[str, Tensor]:
    state: dict[str, Tensor] = made.state_dict()
    bare = type(made).__name__ in ("Qwen3Model", "Gemma2Model")
    return {f"model.{name}" if bare else name: tensor for name, tensor in state.items()}


@pytest.mark.parametrize("kind", [Kind.Q8_0, Kind.Q4_0, Kind.BF16, Kind.F16])
@pytest.mark.parametrize("which", MAKERS)
def test_an_encoder_says_what_its_numbers_say(
    which: str, kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The very network, given the numbers that the file's format leaves of its own."""
    monkeypatch.setattr(piece_loading, "READ", 1)  # Mistral's here has two layers of its forty
    torch.manual_seed(2)
    made = MAKERS[which]().eval()
    file = write(tmp_path / "a.gguf", which, published(made), kind)
    piece = pieces.of_file(file)
    assert piece is not None and pieces.same(piece.kind, type(made).__name__)
    ours = network(type(made), piece, "", torch.float32)
    assert any(map(is_packed, ours.parameters())) == (kind not in (Kind.BF16, Kind.F16))
    left = {
        name: unpacked(one, torch.float32) if is_packed(one) else one
        for name, one in read(piece, torch.float32).items()
    }
    changed = 0
    twin = made.state_dict()
    for name in twin:
        bare = name.replace("language_model.", "")
        for old in (name, bare, f"model.{name}", "shared.weight" if "embed_tokens" in name else ""):
            if old in left:
                twin[name] = left[old]
                changed += 1
                break
    assert changed > 10
    made.load_state_dict(twin)
    words = torch.arange(1, 9)[None]
    options = {} if which == "t5" else {"output_hidden_states": True}
    with torch.no_grad():
        one, two = (model(words, **options) for model in (ours, made))
    last = "last_hidden_state"
    wanted = two[last] if last in two else two["hidden_states"][-1]
    found = one[last] if last in one else one["hidden_states"][-1]
    assert wanted.std() > 0 and torch.allclose(found, wanted, atol=1e-5)


def test_its_numbers_are_those_that_the_library_of_the_format_reads(tmp_path: Path) -> None:
    made = t5()
    file = write(tmp_path / "t5.gguf", "t5", published(made), Kind.Q8_0)
    numbers = {one.name: one for one in gguf.GGUFReader(file).tensors}
    ours = read(pieces.of_file(file), torch.float32)  # type: ignore[arg-type]
    wanted = {name for name in made.state_dict() if name != "encoder.embed_tokens.weight"}
    assert set(ours) == wanted and len(numbers) == len(wanted)
    wo = "encoder.block.1.layer.1.DenseReluDense.wo.weight"
    theirs = quants.dequantize(numbers["enc.blk.1.ffn_down.weight"].data, Kind.Q8_0)
    # diffusers multiplies in half precision.
    assert np.abs(unpacked(ours[wo], torch.float32).numpy() - theirs).max() < 2e-4


def test_an_encoder_without_gates_is_read_as_well(tmp_path: Path) -> None:
    """T5 1.0's, whose one matrix before the activation is called as the gated ones' second."""
    sides = {"d_model": 64, "d_kv": 16, "d_ff": 96, "num_layers": 2, "num_heads": 4}
    config = transformers.T5Config(vocab_size=64, feed_forward_proj="relu", **sides)
    made = transformers.T5EncoderModel(config).eval()
    file = write(tmp_path / "t5.gguf", "t5", published(made), Kind.F32)
    piece = pieces.of_file(file)
    assert piece is not None and piece.config["feed_forward_proj"] == "relu"
    ours = network(type(made), piece, "", torch.float32)
    words = torch.arange(1, 9)[None]
    with torch.no_grad():
        assert torch.equal(ours(words)[0], made(words)[0])


def _with_packed(family: str, top: Path, which: str, part: str) -> Path:
    """ComfyUI's folders of a model whose text encoder is a GGUF file."""
    parts = save_folder(family, top / "folders" / family)
    save_comfyui(family, top / "c", parts)
    encoders = top / "c/models/text_encoders"
    named = {"text_encoder": "clip_l", "text_encoder_2": "t5xxl_fp16"}[part]
    (encoders / f"{named}.safetensors").unlink()
    write(encoders / f"{which}-Q8_0.gguf", which, published(parts[part]))
    return top


@pytest.mark.parametrize(
    ("family", "which", "part"),
    [("flux", "t5", "text_encoder_2"), ("chroma", "t5", "text_encoder"),
     ("z-image", "qwen3", "text_encoder"), ("flux2", "qwen3", "text_encoder"),
     ("qwen-image", "seeing", "text_encoder")],
)  # fmt: skip
def test_a_transformer_finds_its_encoder_in_a_gguf_file(
    family: str, which: str, part: str, tmp_path: Path
) -> None:
    top = _with_packed(family, tmp_path, which, part)
    (info,) = find_models([top / "c/models"])
    assert info.problems == ()
    check(info)
    assert info.assembly is not None
    assert info.assembly.pieces[part].path.name == f"{which}-Q8_0.gguf"
    model = load(info, device="cpu", dtype=torch.float32)
    assert any(map(is_packed, getattr(model.pipeline, part).parameters()))
    (other,) = find_models([top / "folders"])
    request = Request(prompt="a cat on the beach", width=64, height=64, steps=2, seed=3)
    ours = paint(model, request)[0].astype(int)
    theirs = paint(load(other, device="cpu", dtype=torch.float32), request)[0].astype(int)
    assert np.abs(ours - theirs).mean() < 2 and ours.std() > 0  # 8 bits are nearly all of them


def test_what_reads_but_does_not_see_is_no_encoder_of_a_model_that_edits(tmp_path: Path) -> None:
    top = _with_packed("qwen-image", tmp_path, "seeing", "text_encoder")
    models = top / "c/models"
    (file,) = (models / "diffusion_models").iterdir()
    file.rename(file.with_name("qwen_image_edit_2509.safetensors"))
    (info,) = find_models([models])
    assert any("the text encoder Qwen2.5-VL" in one for one in info.problems)


@pytest.mark.parametrize("which", ["mistral", "gemma2"])
def test_numbers_that_are_kept_otherwise_are_read_as_they_were(which: str, tmp_path: Path) -> None:
    """To the bit: rows lie elsewhere, and 1 is taken off again before numbers are made smaller."""
    made = MAKERS[which]()
    file = write(tmp_path / "a.gguf", which, published(made), Kind.F32)
    for dtype in (torch.float32, torch.bfloat16):
        found = read(pieces.of_file(file), dtype)  # type: ignore[arg-type]
        for name, tensor in published(made).items():
            plain = name.replace("model.language_model.", "model.")
            if plain in found:
                near = (tensor + 1 - 1) if which == "gemma2" and "norm" in name else tensor
                assert torch.equal(found[plain], near.to(dtype)), name
        assert len(found) >= len(
            [n for n in published(made) if "layers" in n and "vision" not in n]
        )


def test_other_models_built_like_mistral_are_not_taken_for_it(tmp_path: Path) -> None:
    """Llama has another vocabulary, Mistral Nemo narrower layers."""
    state = published(mistral())
    names = gguf.get_tensor_name_map(MODEL_ARCH.LLAMA, 8)
    reads = {
        name.replace("model.language_model.", "model."): tuple(tensor.shape)
        for name, tensor in state.items()
        if "vision" not in name and "projector" not in name
    }
    shapes = {str(names.get_name(name, (".weight",))): shape for name, shape in reads.items()}
    for architecture, found in (("llama", True), ("mistral3", True), ("qwen2", False)):
        told = gguf_names.language_model(shapes, architecture)
        assert bool(told and pieces.of_packed(Path("x"), shapes, told)) == found
    nemo = {n: (s[0] // 2 if s[0] == 32768 else s[0], *s[1:]) for n, s in shapes.items()}
    assert pieces.of_packed(Path("x"), nemo, gguf_names.MISTRAL3) is None
    llama = shapes | {gguf_names.WORDS: (128256, 32)}
    assert not gguf_names.language_model(llama, "llama")


def test_flux_2s_encoder_can_be_a_packed_one_that_only_reads(tmp_path: Path) -> None:
    """It is not shown the pictures that are edited; what reads Qwen-Image-Edit's prompts is."""
    shutil.copytree(folder_of("flux2-dev"), tmp_path / "flux2-dev")
    shutil.rmtree(tmp_path / "flux2-dev/text_encoder")
    made = mistral()
    made.save_pretrained(tmp_path / "flux2-dev/text_encoder")
    write(tmp_path / "Mistral-Small-3.2-24B-Instruct-2506-Q8_0.gguf", "mistral", published(made))
    (info,) = find_models([tmp_path])
    (one,) = stand_ins.find([tmp_path])
    assert (one.family, stand_ins.unfit(one, "text_encoder", info)) == ("mistral3", "")
    shutil.copytree(folder_of("qwen-image-edit"), tmp_path / "edit")
    edit = next(one for one in find_models([tmp_path]) if one.id == "edit")
    packed = write(tmp_path / "q/seeing.gguf", "seeing", published(seeing()))
    (reader,) = stand_ins.find([packed.parent])
    assert stand_ins.unfit(reader, "text_encoder", edit)


@pytest.mark.parametrize("said", ["llama", "qwen2", "gemma2"])
def test_a_language_model_of_another_kind_is_none(said: str, tmp_path: Path) -> None:
    """Some are built alike, of others the numbers are kept otherwise."""
    file = write(tmp_path / "a.gguf", "seeing", published(seeing()), said=said)
    assert gguf_header.problem(file) is None and pieces.of_file(file) is None
    file = write(tmp_path / "b.gguf", "qwen3", published(qwen3("Qwen3Model", 2)), said=said)
    assert pieces.of_file(file) is None
    assert find_models([tmp_path]) == [] and pieces.find([tmp_path]) == []


def test_a_broken_one_is_not_offered(tmp_path: Path) -> None:
    top = _with_packed("flux", tmp_path, "t5", "text_encoder_2")
    file = top / "c/models/text_encoders/t5-Q8_0.gguf"
    file.write_bytes(file.read_bytes()[:-1])
    (info,) = [one for one in find_models([top / "c/models"]) if one.id.startswith("flux")]
    assert any("the text encoder T5" in one for one in info.problems)


SHAPE = st.lists(st.sampled_from([0, 1, 2, 64, 128, 4096, 2**31]), max_size=4).map(tuple)


@pytest.mark.parametrize("which", MAKERS)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_an_encoder_with_any_shapes_is_one_or_none(which: str, data: Any) -> None:
    names = gguf.get_tensor_name_map(ARCHITECTURES[which][0], 8)
    shapes = {}
    for old, tensor in _made(which).items():
        new = names.get_name(old.replace("language_model.", ""), (".weight", ".bias"))
        if new is not None:
            shapes[new] = tuple(tensor.shape)
    for name in data.draw(st.lists(st.sampled_from(sorted(shapes)), max_size=6)):
        if data.draw(st.booleans()):
            shapes[name] = data.draw(SHAPE)
        else:
            shapes.pop(name, None)
    told = gguf_names.language_model(shapes, ARCHITECTURES[which][1])
    found = pieces.of_packed(Path("x.gguf"), shapes, told)
    assert found is None or found.config


_STATES: dict[str, dict[str, Tensor]] = {}


def _made(which: str) -> dict[str, Tensor]:
    if which not in _STATES:
        _STATES[which] = published(MAKERS[which]())
    return _STATES[which]


def test_a_dropped_one_is_put_where_text_encoders_lie(tmp_path: Path) -> None:
    taken = take_in(write(tmp_path / "t5.gguf", "t5", published(t5())))
    assert (taken.kind, taken.family) == ("text_encoder", "t5")
    assert taken.path.parent.name == "text_encoders"
    (found,) = [one for one in catalogue([taken.path.parent]) if one.path == taken.path]
    assert (found.kind, found.family, found.precision) == ("text_encoder", "t5", "Q8_0")
    assert found.problems == ()


def test_tokenizers_and_decoders_in_the_file_do_not_disturb(tmp_path: Path) -> None:
    """The whole T5 has a decoder, of which nothing is read."""
    state = published(t5())
    file = write(tmp_path / "t5.gguf", "t5", state)
    shapes = gguf_header.shapes(file) | {"dec.blk.0.attn_q.weight": (64, 64)}
    plain = gguf_names.renamed(gguf_names.T5, shapes)
    assert set(plain) == set(state) - {"encoder.embed_tokens.weight"}
    shutil.copy(file, tmp_path / "again.gguf")
    assert len(pieces.find([tmp_path])) == 2
