"""Compressed weights: matrices of 8 or 4 bits, multiplied in the type that the network computes in.

8 bits: each row is scaled to whole numbers from -127 to 127. 4 bits: each group of 64 numbers of a
row is scaled to 1 and rounded to the 16 levels of NF4, which are equally likely where weights are
normally distributed (Dettmers et al. 2023, https://arxiv.org/abs/2305.14314, section 3 and
appendix E). Both are as bitsandbytes has them, to the byte, and so are its FP4 and its groups of
other sizes, which files may have.

How they are multiplied was measured (docs/memory.md; `underpaint bench compressed`):

- 4 bits: bitsandbytes' kernels where it is there. On a processor they unpack a part of the matrix,
  to the bits that the code here makes of it; on graphics cards they multiply.
- 8 bits: on processors with AVX512-VNNI as whole numbers where that is quicker
  (`_in_whole_numbers`), everywhere else unpacked. bitsandbytes rounds what is multiplied to 8 bits
  too: twice the error, and more where a few of the numbers are large.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import embedding, linear

from core.models import four_bit_kernels, gguf_loading

BITS = frozenset({4, 8})
GROUP = 64
"""Numbers of a row that share a scale in 4 bits."""
LEAST = 64
"""Narrower matrices stay as they are: they are few, and often the ones that matter."""
AT_ONCE = 1 << 21
"""Numbers of a matrix that are packed or unpacked at once. More would not stay in the processor's
caches, and memory of that size is asked of the system each time: 1.1 instead of 1.4 to 2.2 times
the plain layer's time in the widest ones."""
FEW = 64
"""Rows up to which bfloat16 multiplies whole numbers."""

NF4 = (
    -1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635,
    -0.18477343022823334, -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725,
    0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941,
    0.7229568362236023, 1.0,
)  # fmt: skip
"""The levels, appendix E."""
_FP4 = (0.0, 0.0625, 8.0, 12.0, 4.0, 6.0, 2.0, 3.0)
"""Of floating point numbers of 4 bits (a sign, two of the exponent, one of the mantissa)."""
LEVELS = {"nf4": NF4, "fp4": tuple(one / 12 for one in (*_FP4, *(-one for one in _FP4)))}
"""Kind of levels → what each of the 16 numbers stands for."""


class CompressedLinear(nn.Linear):
    """A linear layer y = W x + b whose W is kept in 8 or 4 bits."""

    def __init__(
        self,
        numbers: Tensor,
        scales: Tensor,
        bias: nn.Parameter | None,
        dtype: torch.dtype,
        levels: str = "",
    ) -> None:
        """`levels` names those of 4 bits; empty: `numbers` are whole ones of 8 bits (out, in), with
        `scales` (out, 1). Of 4 bits there are two in each byte, the first in its upper half
        (out, in/2), and `scales` are for groups of a row (out, groups). W looks as if it had
        numbers of type `dtype`."""
        nn.Module.__init__(self)  # nn.Linear's own makes weights
        self.bits = 4 if levels else 8
        self.out_features, width = numbers.shape
        self.in_features = width * 8 // self.bits
        self.levels, self.dtype = levels, dtype
        self.register_parameter("bias", bias)
        self.register_buffer("numbers", numbers)
        self.register_buffer("scales", scales)

    @property
    def group(self) -> int:
        """Numbers that share a scale."""
        return self.in_features // self._scales.shape[1]

    @property
    def weight(self) -> Tensor:  # type: ignore[override]
        """W as it is multiplied, (out, in): unpacked each time."""
        return self._rows(slice(0, self.out_features), self.dtype)

    @property
    def shape(self) -> torch.Size:
        """Of W."""
        return torch.Size((self.out_features, self.in_features))

    @property
    def _numbers(self) -> Tensor:
        return self.get_buffer("numbers")

    @property
    def _scales(self) -> Tensor:
        return self.get_buffer("scales")

    def _rows(self, which: slice, dtype: torch.dtype) -> Tensor:
        """These rows of W."""
        numbers, scales = self._numbers[which], self._scales[which]
        if not self.levels:
            return numbers.to(dtype).mul_(scales.to(dtype))
        found = four_bit_kernels.unpacked(numbers, scales, self.group, self.levels, dtype)
        if found is not None:
            return found
        levels = torch.tensor(LEVELS[self.levels], device=scales.device)
        # Both numbers of a byte at once: 256 pairs, looked up by the byte. As an embedding that
        # takes 0.43 (bfloat16) to 0.49 (float32) of the time of indexing on a CPU, to the bit.
        pairs = torch.stack([levels.repeat_interleave(16), levels.repeat(16)], dim=1)
        groups = embedding(numbers.int(), pairs).view(*scales.shape, self.group)
        return (groups * scales.float()[..., None]).to(dtype).view(len(numbers), self.in_features)

    def forward(self, given: Tensor) -> Tensor:
        if torch.is_grad_enabled() and given.requires_grad:
            through: Tensor = _Through.apply(given, self)
            return through
        return self.multiplied(given)

    def multiplied(self, given: Tensor) -> Tensor:
        """W x + b for each row x of `given` (…, in) → (…, out), without gradients."""
        if self.levels:
            put = four_bit_kernels.multiplied(
                given, self._numbers, self._scales, self.group, self.levels, self.bias
            )
            if put is not None:
                return put
        elif whole_numbers_pay(given):
            return _in_whole_numbers(given, self._numbers, self._scales, self.bias)
        step = max(1, AT_ONCE // self.in_features)
        if step >= self.out_features:
            return linear(given, self._rows(slice(0, self.out_features), given.dtype), self.bias)
        put = given.new_empty(*given.shape[:-1], self.out_features)
        for rows in _steps(self.out_features, step):
            bias = None if self.bias is None else self.bias[rows]
            put[..., rows] = linear(given, self._rows(rows, given.dtype), bias)
        return put


class _Through(torch.autograd.Function):
    """The layer where gradients are wanted: W is unpacked anew on the way back, not kept."""

    @staticmethod
    def forward(ctx: Any, given: Tensor, layer: CompressedLinear) -> Tensor:
        ctx.layer = layer
        return layer.multiplied(given)

    @staticmethod
    def backward(ctx: Any, *slopes: Tensor) -> tuple[Tensor, None]:
        (slope,) = slopes
        return slope @ ctx.layer.weight.to(slope.dtype), None


def _steps(count: int, step: int) -> Iterator[slice]:
    for first in range(0, count, step):
        yield slice(first, min(first + step, count))


def whole_numbers_pay(given: Tensor) -> bool:
    """Whether `_in_whole_numbers` is quicker than unpacking, and no less exact: in float32 (0.15 to
    0.6 of the plain layer's time, where unpacking takes 1.0 to 17), and for few rows."""
    if given.device.type != "cpu" or not _multiplies_whole_numbers():
        return False
    rows = given.numel() // given.shape[-1]
    return rows > 0 and (given.dtype == torch.float32 or rows <= FEW)


@cache
def _multiplies_whole_numbers() -> bool:
    """Whether the processor multiplies whole numbers of 8 bits 64 at once. Without that torch does
    it one by one."""
    return bool(torch.cpu.get_capabilities().get("avx512_vnni"))


def _in_whole_numbers(
    given: Tensor, numbers: Tensor, scales: Tensor, bias: Tensor | None
) -> Tensor:
    """W x + b with W in whole numbers (out, in) and a scale for each row (out, 1).

    Each number of `given` becomes two whole ones of 8 bits, the first in 127 steps up to the
    largest of its row, the second in 254 parts of such a step. The first alone, as bitsandbytes has
    it, errs as much as W does; both of them by a hundredth of that.
    """
    rows = given.reshape(-1, given.shape[-1])
    put = given.new_empty(len(rows), len(numbers))
    columns, sizes = numbers.t(), scales.t()
    for some in _steps(len(rows), max(32, AT_ONCE // max(numbers.shape))):
        fine = rows[some].float()
        largest = fine.abs().amax(1, keepdim=True).clamp_(min=1e-12) / 127
        fine = fine / largest
        coarse = fine.round()
        found = torch._int_mm(coarse.to(torch.int8), columns).float()
        fine.sub_(coarse).mul_(254).round_()
        found.add_(torch._int_mm(fine.to(torch.int8), columns), alpha=1 / 254)
        found.mul_(largest).mul_(sizes)
        put[some] = found if bias is None else found.add_(bias)
    return put.view(*given.shape[:-1], len(numbers))


def compress(module: nn.Module, bits: int) -> nn.Module:
    """The module with its linear layers compressed, in place; what takes its place, when it is
    such a layer itself."""
    if isinstance(module, nn.Linear):
        return _compressed(module, bits) if not is_packed(module) and _fits(module) else module
    for name, child in list(module.named_children()):
        setattr(module, name, compress(child, bits))
    return module


def is_packed(layer: nn.Module) -> bool:
    """Whether a layer's weights are packed, here or in the file that they came from (GGUF, NF4), so
    that they cannot be changed in their place."""
    if isinstance(layer, CompressedLinear):
        return True
    return gguf_loading.is_packed(layer._parameters.get("weight"))


def _fits(layer: nn.Linear) -> bool:
    out, into = layer.weight.shape
    return min(out, into) >= LEAST and into % GROUP == 0


def _compressed(layer: nn.Linear, bits: int) -> CompressedLinear:
    dtype, bias, weight = layer.weight.dtype, layer.bias, layer.weight.data
    parts = _steps(len(weight), max(1, AT_ONCE // weight.shape[1]))
    each = [(_eight if bits == 8 else _four)(weight[rows]) for rows in parts]
    numbers, scales = (torch.cat(some) for some in zip(*each, strict=True))
    if bits == 8:
        return CompressedLinear(numbers, scales, bias, dtype)
    return CompressedLinear(numbers, scales.to(dtype), bias, dtype, "nf4")


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
