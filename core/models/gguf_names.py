"""What llama.cpp's converter calls the layers of language models, and transformers does (no torch).

The names are those of its `gguf-py/gguf/tensor_mapping.py`. Of most models it leaves the numbers as
they are; of Mistral it lays rows of queries and keys in another order, to Gemma's norms it adds 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

One = TypeVar("One")

_T5 = {
    "attn_q": "layer.0.SelfAttention.q", "attn_k": "layer.0.SelfAttention.k",
    "attn_v": "layer.0.SelfAttention.v", "attn_o": "layer.0.SelfAttention.o",
    "attn_rel_b": "layer.0.SelfAttention.relative_attention_bias",
    "attn_norm": "layer.0.layer_norm", "ffn_norm": "layer.1.layer_norm",
    "ffn_gate": "layer.1.DenseReluDense.wi_0", "ffn_up": "layer.1.DenseReluDense.wi_1",
    "ffn_down": "layer.1.DenseReluDense.wo",
}  # fmt: skip
_QWEN = {
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj", "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm", "attn_norm": "input_layernorm",
    "ffn_norm": "post_attention_layernorm", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}  # fmt: skip

_MISTRAL = {name: _QWEN[name] for name in (
    "attn_q", "attn_k", "attn_v", "attn_output", "attn_norm", "ffn_norm", "ffn_gate", "ffn_up",
    "ffn_down")}  # fmt: skip
_GEMMA = {**_MISTRAL, "post_attention_norm": "post_attention_layernorm",
          "ffn_norm": "pre_feedforward_layernorm",
          "post_ffw_norm": "post_feedforward_layernorm"}  # fmt: skip

_WHOLE = {
    "token_embd": ("shared", "model.embed_tokens"),
    "enc.output_norm": ("encoder.final_layer_norm", ""),
    "output_norm": ("", "model.norm"),
    "output": ("", "lm_head"),
}
"""Layers that are there once: in T5, in the others."""
_BLOCK = re.compile(r"(enc\.)?blk\.(\d+)\.(\w+)\.(weight|bias)")
WORDS = "token_embd.weight"

T5, QWEN25_VL, QWEN3 = "t5", "qwen2.5-vl", "qwen3"
MISTRAL3, GEMMA2 = "mistral3", "gemma2"
_LAYERS = {QWEN25_VL: _QWEN, QWEN3: _QWEN, MISTRAL3: _MISTRAL, GEMMA2: _GEMMA}
TEKKEN = 131072
"""Words of the vocabulary that Mistral Small 3 has, and no Llama."""
HEAD = 128
"""Numbers of its heads of attention."""
_SAID = "qwen2vl"
"""What files with the language part of Qwen2-VL and Qwen2.5-VL say that they are. Qwen2.5 itself
has tensors of the same shapes."""


def language_model(shapes: Mapping[str, tuple[int, ...]], architecture: str) -> str:
    """Which of the models of this page tensors of such names are; empty for none.

    `architecture` is the file's fact of that name, which tells models that are built alike.
    """
    if WORDS not in shapes:
        return ""
    if "enc.blk.0.attn_rel_b.weight" in shapes:
        return T5
    if architecture in ("llama", MISTRAL3) and shapes[WORDS][:1] == (TEKKEN,):
        return MISTRAL3
    if architecture == GEMMA2 and "blk.0.post_ffw_norm.weight" in shapes:
        return GEMMA2
    if architecture == QWEN3 and "blk.0.attn_q_norm.weight" in shapes:
        return QWEN3
    return QWEN25_VL if architecture == _SAID and "blk.0.attn_q.bias" in shapes else ""


def renamed(which: str, given: Mapping[str, One]) -> dict[str, One]:
    """The same under transformers' names; what has none (T5's decoder) is left out."""
    t5 = which == T5
    layers, block = (_T5, "encoder.block") if t5 else (_LAYERS[which], "model.layers")
    plain = t5 and "enc.blk.0.ffn_gate.weight" not in given
    found: dict[str, One] = {}
    for name, one in given.items():
        layer, _, kind = name.rpartition(".")
        if layer in _WHOLE:
            target = _WHOLE[layer][0 if t5 else 1]
        elif (match := _BLOCK.fullmatch(name)) and bool(match[1]) == t5 and match[3] in layers:
            target = f"{block}.{match[2]}.{layers[match[3]]}"
            if plain:  # without a gate there is one matrix before the activation
                target = target.replace("wi_1", "wi")
        else:
            continue
        if target:
            found[f"{target}.{kind}"] = one
    return found


def turned(which: str, name: str) -> int:
    """Numbers of a head whose halves lie between each other in the rows of a tensor; 0: they lie
    as transformers has them."""
    kind = name.split(".")[-2] if name.count(".") > 1 else ""
    return HEAD if which == MISTRAL3 and kind in ("attn_q", "attn_k") else 0


def one_more(which: str, name: str) -> bool:
    """Whether 1 was added to a tensor's numbers."""
    return which == GEMMA2 and name.endswith("norm.weight")
