"""Compressed weights: matrices of 8 or 4 bits, multiplied in the type that the network computes in.

8 bits: each row is scaled to whole numbers from -127 to 127. 4 bits: each group of 64 numbers of a
row is scaled to 1 and rounded to the 16 levels of NF4, which are equally likely where weights are
normally distributed (Dettmers et al. 2023, https://arxiv.org/abs/2305.14314, section 3 and
appendix E). Both compute everywhere, in every number type. The 4 bits are packed as bitsandbytes
packs its NF4 in groups of 64, to the byte. docs/memory.md compares the speed of the two.

torchao was tried and left out: where it is installed, diffusers imports it at every start (1.7 s
here); on a CPU its 8 bits were slower than bfloat16, and its 4 bits compute in bfloat16 only.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import embedding, linear

from core.models.gguf_loading import is_packed

BITS = frozenset({4, 8})
GROUP = 64
"""Numbers of a row that share a scale in 4 bits."""
LEAST = 64
"""Narrower matrices stay as they are: they are few, and often the ones that matter."""

NF4 = (
    -1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635,
    -0.18477343022823334, -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725,
    0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941,
    0.7229568362236023, 1.0,
)  # fmt: skip
"""The levels, appendix E."""


class CompressedLinear(nn.Module):
    """A linear layer y = W x + b whose W is kept in 8 or 4 bits."""

    def __init__(self, layer: nn.Linear, bits: int) -> None:
        super().__init__()
        self.in_features, self.out_features, self.bits = layer.in_features, layer.out_features, bits
        self.bias = layer.bias
        numbers, scales = (_eight if bits == 8 else _four)(layer.weight.data)
        self.register_buffer("numbers", numbers)
        self.register_buffer("scales", scales.to(layer.weight.dtype))

    @property
    def weight(self) -> Tensor:
        """W as it is multiplied, (out, in)."""
        numbers: Any = self.numbers
        scales: Any = self.scales
        if self.bits == 8:
            whole: Tensor = numbers.to(scales.dtype) * scales
            return whole
        levels = torch.tensor(NF4, dtype=scales.dtype, device=scales.device)
        # Both numbers of a byte at once: 256 pairs, looked up by the byte. As an embedding that
        # takes 0.43 (bfloat16) to 0.49 (float32) of the time of indexing on a CPU, to the bit.
        pairs = torch.stack([levels.repeat_interleave(16), levels.repeat(16)], dim=1)
        found = embedding(numbers.int(), pairs).view(self.out_features, -1, GROUP)
        rounded: Tensor = found * scales[..., None]
        return rounded.view(self.out_features, self.in_features)

    def forward(self, given: Tensor) -> Tensor:
        return linear(given, self.weight, self.bias)


def compress(module: nn.Module, bits: int) -> nn.Module:
    """The module with its linear layers compressed, in place; what takes its place, when it is
    such a layer itself."""
    if isinstance(module, nn.Linear):
        return CompressedLinear(module, bits) if _fits(module) else module
    for name, child in list(module.named_children()):
        setattr(module, name, compress(child, bits))
    return module


def _fits(layer: nn.Linear) -> bool:
    if is_packed(layer.weight):  # from a GGUF file: its bytes are no numbers yet
        return False
    out, into = layer.weight.shape
    return min(out, into) >= LEAST and into % GROUP == 0


def _eight(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Whole numbers (out, in) and a scale for each row (out, 1)."""
    rows = weight.float()
    scales = (rows.abs().amax(1, keepdim=True) / 127).clamp(min=1e-12)
    return (rows / scales).round().to(torch.int8), scales


def _four(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Two numbers in each byte, the first in its upper half, (out, in/2), and a scale for each
    group (out, in/64)."""
    groups = weight.float().view(len(weight), -1, GROUP)
    scales = groups.abs().amax(2).clamp(min=1e-12)
    levels = torch.tensor(NF4, device=weight.device)
    between = (levels[1:] + levels[:-1]) / 2
    nearest = torch.bucketize(groups / scales[..., None], between).to(torch.uint8).flatten(1)
    return nearest[:, 0::2] * 16 + nearest[:, 1::2], scales
