"""The names that layers of a UNet have in the models' first form, where blocks are only counted.

input_blocks_4_1_transformer_blocks_0_attn1_to_q → down_blocks_1_attentions_0_…
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_WITHIN = (
    ("_in_layers_0", "_norm1"),
    ("_in_layers_2", "_conv1"),
    ("_emb_layers_1", "_time_emb_proj"),
    ("_out_layers_0", "_norm2"),
    ("_out_layers_3", "_conv2"),
    ("_skip_connection", "_conv_shortcut"),
)
_ALONE = {
    "time_embed_0": "time_embedding_linear_1",
    "time_embed_2": "time_embedding_linear_2",
    "label_emb_0_0": "add_embedding_linear_1",
    "label_emb_0_2": "add_embedding_linear_2",
    "out_0": "conv_norm_out",
    "out_2": "conv_out",
    "input_blocks_0_0": "conv_in",
}
_BLOCK = re.compile(r"((?:input|output)_blocks_\d+_\d+|middle_block_\d+)(.*)")


def to_diffusers(name: str, config: Any) -> str:
    """The name (dots as underscores) in diffusers' form; as it is when it is none of those."""
    if name in _ALONE:
        return _ALONE[name]
    match = _BLOCK.fullmatch(name)
    if match is None:
        return name
    layers = config.layers_per_block
    count = len(config.block_out_channels)
    each = (layers,) * count if isinstance(layers, int) else tuple(layers)
    attending = tuple("Attn" in kind for kind in config.up_block_types)
    block = _blocks(each, attending).get(match[1])
    if block is None:
        return name
    rest = match[2]
    if "_resnets_" in block:
        for old, new in _WITHIN:
            if rest == old:
                rest = new
    elif "samplers_" in block and rest in ("_op", "_conv"):
        rest = "_conv"
    return block + rest


@cache
def _blocks(layers: tuple[int, ...], attending: tuple[bool, ...]) -> dict[str, str]:
    """Counted block → block in diffusers, for so many layers in each; `attending`: upwards."""
    found = {"middle_block_0": "mid_block_resnets_0", "middle_block_1": "mid_block_attentions_0"}
    found["middle_block_2"] = "mid_block_resnets_1"
    at = 1
    for block, count in enumerate(layers):
        for layer in range(count):
            found[f"input_blocks_{at}_0"] = f"down_blocks_{block}_resnets_{layer}"
            found[f"input_blocks_{at}_1"] = f"down_blocks_{block}_attentions_{layer}"
            at += 1
        if block < len(layers) - 1:
            found[f"input_blocks_{at}_0"] = f"down_blocks_{block}_downsamplers_0"
            at += 1
    at = 0
    for block, (count, attends) in enumerate(zip(reversed(layers), attending, strict=True)):
        for layer in range(count + 1):
            found[f"output_blocks_{at}_0"] = f"up_blocks_{block}_resnets_{layer}"
            up = f"up_blocks_{block}_upsamplers_0"
            if attends:
                found[f"output_blocks_{at}_1"] = f"up_blocks_{block}_attentions_{layer}"
            if layer == count and block < len(layers) - 1:
                found[f"output_blocks_{at}_{1 + attends}"] = up
            at += 1
    return found
