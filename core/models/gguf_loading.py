"""Reading networks from GGUF files: weights stay packed, and are unpacked where they are used.

Unpacking is diffusers' own. A matrix takes the bytes that it has in the file, plus, for as long as
its layer runs, those of its numbers in the type that is painted with.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from core.models import gguf_header, gguf_names
from core.models.gguf_header import FORMATS

PLAIN = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
"""Formats that are number types."""


def tensors(file: Path, dtype: torch.dtype, which: str = "") -> dict[str, Tensor]:
    """A sane file's tensors: plain ones in the number type, the others packed; of a language model,
    one of `gguf_names`, as they were before they were written. Raises Strange."""
    from diffusers.quantizers.gguf.utils import GGUFParameter
    from gguf import GGMLQuantizationType

    found: dict[str, Tensor] = {}
    stored = gguf_header.header(file).tensors
    whole = np.memmap(file, mode="r")
    for name, one in stored.items():
        data = np.array(whole[one.start : one.start + one.size])
        kind = FORMATS[one.format][0]
        if kind in PLAIN:
            plain = torch.from_numpy(data).view(PLAIN[kind]).reshape(one.shape)
            if gguf_names.one_more(which, name):
                plain = plain.float() - 1
            found[name] = _ordered(plain, gguf_names.turned(which, name)).to(dtype)
        else:
            rows = torch.from_numpy(data).reshape(*one.shape[:-1], -1)
            rows = _ordered(rows, gguf_names.turned(which, name))
            found[name] = GGUFParameter(rows, quant_type=GGMLQuantizationType(one.format))
    return found


def _ordered(rows: Tensor, head: int) -> Tensor:
    """Rows in the order in which transformers has them: the first half of each `head`, then the
    second, where llama.cpp takes one of each in turn. 0: they are in order."""
    if not head or len(rows) % head:
        return rows
    return rows.reshape(-1, head // 2, 2, *rows.shape[1:]).transpose(1, 2).reshape(rows.shape)


def is_packed(tensor: object) -> bool:
    """Whether a tensor's numbers are packed as GGUF has them."""
    return hasattr(tensor, "quant_type")


def unpacked(tensor: Tensor, dtype: torch.dtype) -> Tensor:
    """The numbers of a packed tensor."""
    from diffusers.quantizers.gguf.utils import dequantize_gguf_tensor

    return torch.as_tensor(dequantize_gguf_tensor(tensor)).to(dtype)


def filled(network: Any, state: Mapping[str, Tensor], dtype: torch.dtype) -> Any:
    """A network without numbers, given those of `state`; matrices stay packed.

    Raises ValueError when tensors are missing, or not of the shapes that belong together.
    """
    from diffusers.quantizers.gguf.utils import _replace_with_gguf_linear

    wanted = network.state_dict()
    if missing := sorted(set(wanted) - set(state)):
        raise ValueError(f"{missing[0]} is missing, and {len(missing) - 1} others")
    linear = {f"{name}.weight" for name, one in network.named_modules()
              if isinstance(one, nn.Linear)}  # fmt: skip
    plain: dict[int, Tensor] = {}
    """What is unpacked, once for all places that share it."""
    kept: dict[str, Any] = {}
    for name in wanted:
        own = state[name]
        if name not in linear and is_packed(own):
            if id(own) not in plain:
                plain[id(own)] = unpacked(own, dtype)
            own = plain[id(own)]
        kept[name] = own
    for name, tensor in kept.items():
        shape = tuple(tensor.quant_shape) if is_packed(tensor) else tuple(tensor.shape)
        if shape != tuple(wanted[name].shape):
            raise ValueError(f"{name} is {shape} where {tuple(wanted[name].shape)} belongs")
    _replace_with_gguf_linear(network, dtype, kept)
    for name, tensor in kept.items():
        where, _, attribute = name.rpartition(".")
        module = network.get_submodule(where)
        if attribute in module._parameters:
            own = tensor if is_packed(tensor) else nn.Parameter(tensor, requires_grad=False)
            module._parameters[attribute] = own
        else:
            module._buffers[attribute] = tensor
    return network
