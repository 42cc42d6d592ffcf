"""Loading weights that bitsandbytes has packed: they stay so in transformers and text encoders, and
are unpacked wherever a run may change them (UNets)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch import Tensor, nn

from core.models import packed, weights
from core.models.packed import ABSMAX, NESTED, NESTED_LEVELS, ROWS, WEIGHT, Layout
from core.models.quantise import LEVELS, CompressedLinear


@dataclass(frozen=True, eq=False)
class Packed:
    """A matrix in 8 or 4 bits, as `CompressedLinear` takes it. Its rows can be shared out as those
    of a tensor."""

    numbers: Tensor
    scales: Tensor
    levels: str
    dtype: torch.dtype
    """Of the numbers that it stands for."""

    @property
    def shape(self) -> torch.Size:
        out, width = self.numbers.shape
        return torch.Size((out, width * (2 if self.levels else 1)))

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, rows: slice) -> Packed:
        return replace(self, numbers=self.numbers[rows], scales=self.scales[rows])

    def swapped(self) -> Packed:
        """With its upper and its lower half of rows in each other's place."""
        numbers, scales = (
            torch.cat(list(one.chunk(2))[::-1]) for one in (self.numbers, self.scales)
        )
        return replace(self, numbers=numbers, scales=scales)

    def layer(self, bias: nn.Parameter | None = None) -> CompressedLinear:
        """The layer that multiplies it."""
        numbers, scales = self.numbers.contiguous(), self.scales.contiguous()
        return CompressedLinear(numbers, scales, bias, self.dtype, self.levels)

    def any(self) -> Tensor:
        """Whether any number of it is not 0."""
        return self.unpacked().any()

    def unpacked(self) -> Tensor:
        """The numbers that it stands for, (out, in)."""
        return self.layer().weight


def tensors(
    files: Sequence[Path], dtype: torch.dtype, wanted: Callable[[str], bool] = lambda name: True
) -> dict[str, Any]:
    """The tensors of sane safetensors files that are `wanted`: `Packed` those that are, and all
    others as they are. Raises ValueError for packed ones that make no sense."""
    layouts = weights.layouts(files)
    aside = {one for name, layout in layouts.items() for one in packed.asides(name, layout)}
    plain: dict[str, Tensor] = {}
    beside: dict[str, Tensor] = {}
    for file in files:
        with safe_open(file, framework="pt") as opened:
            for name in opened.keys():  # noqa: SIM118
                if name in aside:
                    if wanted(name):
                        beside[name] = opened.get_tensor(name)
                elif wanted(name):
                    plain[name] = opened.get_tensor(name)
    return {
        name: _packed(name, one, beside, layouts[name], dtype) if name in layouts else one
        for name, one in plain.items()
    }


def unpacked(state: Mapping[str, Any]) -> dict[str, Tensor]:
    """The same with numbers in the place of those that are packed."""
    return {name: one.unpacked() if isinstance(one, Packed) else one for name, one in state.items()}


def placed(network: nn.Module, state: Mapping[str, Any]) -> dict[str, Tensor]:
    """Puts the packed matrices of `state` into the linear layers of a network that they belong to;
    what is left of it, where some that belong elsewhere are unpacked."""
    left = {}
    for name, one in state.items():
        where, _, attribute = name.rpartition(".")
        if not isinstance(one, Packed):
            left[name] = one
            continue
        layer = network.get_submodule(where)
        if attribute == "weight" and type(layer) is nn.Linear:
            network.set_submodule(where, one.layer(layer.bias))
        else:
            left[name] = one.unpacked()
    return left


def _packed(
    name: str, numbers: Tensor, beside: Mapping[str, Tensor], layout: Layout, dtype: torch.dtype
) -> Packed | Tensor:
    """A matrix; its numbers where groups of them go across rows."""
    if not layout.levels:
        scales = beside[name.removesuffix(WEIGHT) + ROWS].view(-1, 1) / 127
        return Packed(numbers, scales, "", dtype)
    scales = beside[name + ABSMAX].flatten()
    if layout.nested:
        coarse = beside[name + NESTED].flatten().repeat_interleave(layout.nested)[: len(scales)]
        scales = beside[name + NESTED_LEVELS].flatten()[scales.int()] * coarse + layout.offset
    numbers = numbers.flatten().contiguous().view(torch.uint8)
    if len(layout.shape) == 2 and layout.shape[1] % layout.group == 0 and layout.group % 2 == 0:
        rows = layout.shape[0]
        return Packed(numbers.view(rows, -1), scales.view(rows, -1), layout.levels, dtype)
    levels = torch.tensor(LEVELS[layout.levels])
    pairs = torch.stack([levels.repeat_interleave(16), levels.repeat(16)], dim=1)
    count = torch.Size(layout.shape).numel()
    found = pairs[numbers.int()].flatten()[:count]
    return (found * scales.repeat_interleave(layout.group)[:count]).to(dtype).view(layout.shape)
