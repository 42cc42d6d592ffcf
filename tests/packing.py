"""Weights packed as bitsandbytes packs them, without it: tests/models/test_packed.py compares."""

from __future__ import annotations

import json
from collections.abc import Mapping

import torch
from torch import Tensor

from core.models.quantise import LEVELS

State = dict[str, Tensor]


def four_bits(
    name: str, weight: Tensor, levels: str = "nf4", group: int = 64, nested: int = 0
) -> State:
    """A matrix under its name, with all that belongs to it; `nested`: scales that share one."""
    table = torch.tensor(LEVELS[levels])
    flat = weight.float().flatten()
    count = -(-len(flat) // group)
    padded = torch.zeros(count * group)
    padded[: len(flat)] = flat
    groups = padded.view(count, group)
    scales = groups.abs().amax(1).clamp(min=1e-12)
    nearest = ((groups / scales[:, None])[..., None] - table).abs().argmin(2).to(torch.uint8)
    found = nearest.flatten()[: len(flat) + len(flat) % 2]
    told = {"quant_type": levels, "blocksize": group, "dtype": "bfloat16",
            "shape": list(weight.shape)}  # fmt: skip
    state = {
        name: (found[0::2] * 16 + found[1::2])[:, None],
        f"{name}.absmax": scales,
        f"{name}.quant_map": table,
    }
    if nested:
        steps = torch.linspace(-1, 1, 256)
        offset = float(scales.mean())
        rest = torch.zeros(-(-count // nested) * nested)
        rest[:count] = scales - offset
        coarse = rest.view(-1, nested).abs().amax(1).clamp(min=1e-12)
        fine = rest.view(-1, nested) / coarse[:, None]
        state[f"{name}.absmax"] = (
            (fine[..., None] - steps).abs().argmin(2).to(torch.uint8).flatten()[:count]
        )
        state[f"{name}.nested_absmax"] = coarse
        state[f"{name}.nested_quant_map"] = steps
        told |= {"nested_blocksize": nested, "nested_dtype": "float32", "nested_offset": offset}
    state[f"{name}.quant_state.bitsandbytes__{levels}"] = bytes_of(json.dumps(told))
    return state


def eight_bits(name: str, weight: Tensor) -> State:
    """The same in whole numbers of 8 bits."""
    largest = weight.float().abs().amax(1)
    stem = name.removesuffix(".weight")
    return {
        name: (weight.float() * (127 / largest[:, None])).round().to(torch.int8),
        f"{stem}.SCB": largest,
        f"{stem}.weight_format": torch.tensor(0, dtype=torch.uint8),
    }


def packed(state: Mapping[str, Tensor], bits: int = 4, least: int = 64, **how: object) -> State:
    """A network's tensors with its matrices packed, as far as they are no narrower."""
    found: State = {}
    for name, one in state.items():
        if one.dim() != 2 or not name.endswith(".weight") or min(one.shape) < least:
            found[name] = one
        elif bits == 8:
            found |= eight_bits(name, one)
        else:
            found |= four_bits(name, one, **how)  # type: ignore[arg-type]
    return {name: one.contiguous() for name, one in found.items()}


def bytes_of(text: str) -> Tensor:
    return torch.tensor(list(text.encode()), dtype=torch.uint8)
