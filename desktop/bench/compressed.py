"""Layers with weights of 8 and 4 bits: as the program multiplies them, as it does in the simplest
way (unpacked, without bitsandbytes), and as bitsandbytes' own layers do, each by the same layer
uncompressed. docs/memory.md tells what came of it."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from unittest.mock import patch

import torch
from torch import Tensor, nn

from core.models import four_bit_kernels, quantise
from core.models.threads import one_thread
from desktop.bench import Figure
from desktop.bench.seconds import timed

LAYERS = (
    (320, 320, 4096),
    (1280, 1280, 256),
    (3072, 3072, 512),
    (3072, 12288, 512),
    (2048, 2048, 1),
)
"""In, out, and rows that are multiplied."""
ROUNDS = 5
EQUAL = 1.15
"""The way that is used may be slower by that than the program's own without bitsandbytes and
without whole numbers: as much as the figures vary."""
NO_WORSE = 1.1
"""Times the error of that."""
SEED = 1

Ways = dict[str, Callable[[Tensor], Tensor]]


def run() -> list[Figure]:
    """Processor's time and error of each layer, by those of the simplest way to compress it."""
    with one_thread(), torch.no_grad():
        return [
            figure
            for dtype in (torch.bfloat16, torch.float32)
            for shape in LAYERS
            for bits in sorted(quantise.BITS, reverse=True)
            for figure in _figures(shape, bits, dtype)
        ]


def _figures(shape: tuple[int, int, int], bits: int, dtype: torch.dtype) -> Iterator[Figure]:
    into, out, rows = shape
    torch.manual_seed(SEED)
    plain = nn.Linear(into, out).requires_grad_(False)
    given = torch.randn(rows, into)
    wanted = plain(given)
    plain, given = plain.to(dtype), given.to(dtype)
    ways = _ways(plain, bits)
    taken = _least({name: partial(way, given) for name, way in ways.items()})
    off = {name: _distance(way(given), wanted) for name, way in ways.items()}
    name = f"{bits} bits, {into} × {out}, {rows}, {str(dtype).removeprefix('torch.')}"
    others = [one for one in ways if one != "plain"]
    times = {f"{one}_of_plain": taken[one] / taken["plain"] for one in others}
    yield Figure(name, taken["used"] / taken["own"], EQUAL, made_of=times)
    errors = {f"{one}_off": off[one] for one in others}
    yield Figure(f"error, {name}", off["used"] / off["own"], NO_WORSE, made_of=errors)


def _ways(plain: nn.Linear, bits: int) -> Ways:
    used = quantise.compress(copy.deepcopy(plain), bits)

    def own(given: Tensor) -> Tensor:
        with (
            patch.object(four_bit_kernels, "kernels", lambda: None),
            patch.object(quantise, "whole_numbers_pay", lambda given: False),
        ):
            put: Tensor = used(given)
        return put

    ways: Ways = {"plain": plain, "used": used, "own": own}
    if four_bit_kernels.kernels() is not None:
        ways["bitsandbytes"] = _theirs(plain, bits)
    return ways


def _theirs(plain: nn.Linear, bits: int) -> Any:
    """bitsandbytes' own layer."""
    from bitsandbytes.nn import Linear4bit, Linear8bitLt

    # It tells at each call that it computes in float16.
    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)
    into, out = plain.in_features, plain.out_features
    if bits == 8:
        made = Linear8bitLt(into, out, has_fp16_weights=False)
    else:
        kind = {"compute_dtype": plain.weight.dtype, "quant_type": "nf4"}
        made = Linear4bit(into, out, compress_statistics=False, **kind)
    made.load_state_dict(plain.state_dict())
    made = made.to("cpu").eval().requires_grad_(False)
    made.bias.data = plain.bias.data.clone()
    return made


def _least(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The least time that each took, in turn."""
    taken = dict.fromkeys(ways, float("inf"))
    for turn in range(ROUNDS + 1):
        for name, way in ways.items():
            seconds = timed(way).processor
            if turn:  # the first round warms up
                taken[name] = min(taken[name], seconds)
    return taken


def _distance(found: Tensor, wanted: Tensor) -> float:
    return float((found.float() - wanted).norm() / wanted.norm())
