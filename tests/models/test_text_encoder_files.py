"""Language models in single files that are told by few of their tensors, and read as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
import transformers
from safetensors.torch import save_file
from torch import Tensor

from core.models import kinds, pieces, stand_ins, weights
from core.models.gguf_loading import is_packed
from core.models.piece_loading import network

WORDS = torch.arange(3, 12)[None]


def gemma2() -> Any:
    """With heads of the true one."""
    return transformers.Gemma2Model(
        transformers.Gemma2Config(
            vocab_size=64, hidden_size=32, intermediate_size=48, num_hidden_layers=2,
            num_attention_heads=2, num_key_value_heads=1, head_dim=256, pad_token_id=0,
        )
    ).eval()  # fmt: skip


def mistral3(layers: int) -> Any:
    """The true one's vocabulary and inner numbers, by which it is told; next to no width."""
    text = {
        "model_type": "mistral", "vocab_size": 131072, "hidden_size": 8,
        "intermediate_size": 32768, "num_hidden_layers": layers, "num_attention_heads": 2,
        "num_key_value_heads": 1, "head_dim": 128, "rms_norm_eps": 1e-5,
        "max_position_embeddings": 131072,
        "rope_parameters": {"rope_type": "default", "rope_theta": 1e9},
    }  # fmt: skip
    vision = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1,
              "num_attention_heads": 1, "head_dim": 16, "patch_size": 14}  # fmt: skip
    return transformers.Mistral3ForConditionalGeneration(
        transformers.Mistral3Config(text_config=text, vision_config=vision)
    ).eval()


def saved(file: Path, state: dict[str, Tensor]) -> Path:
    save_file({name: tensor.clone().contiguous() for name, tensor in state.items()}, file)
    return file


def test_gemma_reads_from_a_file_as_it_does(tmp_path: Path) -> None:
    made = gemma2()
    state = {f"model.{name}": tensor for name, tensor in made.state_dict().items()}
    # ComfyUI's has its tokenizer in a tensor.
    state["spiece_model"] = torch.zeros(10, dtype=torch.uint8)
    file = saved(tmp_path / "gemma_2_2b_fp16.safetensors", state)
    piece = pieces.of_file(file)
    assert piece is not None and (piece.kind, piece.width) == ("Gemma2Model", 32)
    assert kinds.kind_of(weights.shapes(file)) == ("text_encoder", "gemma2")
    ours = network(transformers.Gemma2Model, piece, "", torch.float32)
    with torch.no_grad():
        assert torch.equal(ours(WORDS).last_hidden_state, made(WORDS).last_hidden_state)
    (one,) = stand_ins.find([tmp_path])
    assert (one.kind, one.family, one.problems) == ("text_encoder", "gemma2", ())
    assert not any(map(is_packed, ours.parameters()))


@pytest.mark.parametrize("cut", [False, True], ids=["whole", "cut off after layer 30"])
def test_mistral_reads_from_comfyuis_file_what_flux_2_asks_it(cut: bool, tmp_path: Path) -> None:
    torch.manual_seed(3)
    made = mistral3(31)
    words = "model.language_model."
    state = {
        f"model.{name.removeprefix(words)}": tensor
        for name, tensor in made.state_dict().items()
        if name.startswith(words) and not (cut and ".layers.30." in name)
    }
    state["tekken_model"] = torch.zeros(10, dtype=torch.uint8)
    file = saved(tmp_path / "mistral_3_small_flux2_bf16.safetensors", state)
    piece = pieces.of_file(file)
    assert piece is not None and (piece.kind, piece.width) == (pieces.MISTRAL3, 8)
    ours = network(type(made), piece, "", torch.float32)
    assert ours.model.vision_tower is None
    with torch.no_grad():
        one, two = (model(WORDS, output_hidden_states=True).hidden_states for model in (ours, made))
    assert len(one) == 31 + (not cut)
    for layer in (10, 20, 30):  # those that are read
        assert two[layer].std() > 0
        assert torch.allclose(one[layer], two[layer], atol=1e-5), layer


def test_models_that_are_built_alike_are_none(tmp_path: Path) -> None:
    """Mistral Nemo has the vocabulary and the width; Gemma 3 has Gemma 2's layers."""
    shapes = {
        "model.embed_tokens.weight": (131072, 5120),
        "model.layers.0.mlp.gate_proj.weight": (14336, 5120),
        "model.layers.0.self_attn.q_proj.weight": (4096, 5120),
        "model.layers.0.self_attn.k_proj.weight": (1024, 5120),
    }
    assert pieces.of_tensors(Path("x"), shapes) is None
    shapes["model.layers.0.mlp.gate_proj.weight"] = (32768, 5120)
    assert pieces.of_tensors(Path("x"), shapes) is not None
    gemma = {f"model.{name}": tuple(t.shape) for name, t in gemma2().state_dict().items()}
    assert pieces.of_tensors(Path("x"), gemma) is not None
    gemma["model.layers.0.self_attn.q_norm.weight"] = (256,)
    assert pieces.of_tensors(Path("x"), gemma) is None
