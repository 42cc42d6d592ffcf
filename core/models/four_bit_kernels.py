"""bitsandbytes' kernels for weights of 4 bits, imported when the first such layer computes.

bitsandbytes takes 0.9 s and 50 MB to import, and diffusers, peft and accelerate would do so
wherever they find it; core/__init__.py hides it from them. Without it, and where its library does
not load, `core.models.quantise` unpacks such weights by itself, to the same bits.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import torch
from torch import Tensor

PACKAGE = "bitsandbytes"
CARDS = frozenset({"cuda", "xpu"})
"""Devices that it has kernels for, beside the processor. AMD's cards are "cuda" to torch."""
OWN = "the program's own code"
_log = logging.getLogger(__name__)


@cache
def kernels() -> Any | None:
    """The operators of bitsandbytes (`torch.ops.bitsandbytes`); None where it cannot be used."""
    if sys.modules.get(PACKAGE, PACKAGE) is None:
        del sys.modules[PACKAGE]  # hidden by core/__init__.py until now
    try:
        with _without_the_hub():
            import bitsandbytes.cextension as native
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        _log.info("Weights of 4 bits are unpacked by %s: %s", OWN, error)
        return None
    if isinstance(native.lib, native.ErrorHandlerMockBNBNativeLibrary):
        _log.warning("Weights of 4 bits are unpacked by %s: bitsandbytes has no library here", OWN)
        return None
    return torch.ops.bitsandbytes


@contextmanager
def _without_the_hub() -> Iterator[None]:
    """While it is imported, bitsandbytes asks the hub for another kernel where the package
    "kernels" is installed, and complains where it is not. Nothing is fetched here unasked."""
    complaints, name = logging.getLogger("bitsandbytes.backends.cpu.ops"), "kernels"
    level, there = complaints.level, sys.modules.get(name)
    complaints.setLevel(logging.ERROR)
    sys.modules[name] = None  # type: ignore[assignment]  # which makes importing it fail
    try:
        yield
    finally:
        complaints.setLevel(level)
        del sys.modules[name]
        if there is not None:
            sys.modules[name] = there


def unpacked(
    numbers: Tensor, scales: Tensor, group: int, levels: str, dtype: torch.dtype
) -> Tensor | None:
    """Rows of numbers (out, in) in `dtype`, from two in each byte (out, in/2) and a scale for each
    group of a row (out, in/group); None where bitsandbytes has no kernel for that."""
    found = kernels() if numbers.device.type in CARDS | {"cpu"} else None
    if found is None:
        return None
    out, half = numbers.shape
    rows: Tensor = found.dequantize_4bit(
        numbers, scales.float().flatten(), group, levels, (out, 2 * half), dtype
    )
    return rows


def multiplied(
    given: Tensor, numbers: Tensor, scales: Tensor, group: int, levels: str, bias: Tensor | None
) -> Tensor | None:
    """W x + b on a graphics card, W packed as for `unpacked`; None as there. bitsandbytes chooses
    by card and shape whether it multiplies packed numbers or unpacks them first."""
    found = kernels() if given.device.type in CARDS else None
    if found is None:
        return None
    out, half = numbers.shape
    put: Tensor = found.gemm_4bit(
        given, numbers.view(-1, 1), (out, 2 * half), scales.float().flatten(), group, levels,
        bias=bias,
    )  # fmt: skip
    return put
