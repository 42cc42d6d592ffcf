"""Weights that bitsandbytes has packed into 8 or 4 bits: how its files keep them (no torch).

Of 4 bits (QLoRA, https://arxiv.org/abs/2305.14314): two numbers in each byte of `X.weight`, scales
of groups of them in `X.weight.absmax`, their 16 levels in `X.weight.quant_map`, and the shape, the
group and the like as JSON in the bytes of `X.weight.quant_state.bitsandbytes__nf4` (or `__fp4`).
Scales may be packed once more ("double quantisation"): then `absmax` has bytes, whose 256 levels
and scales are `nested_quant_map` and `nested_absmax`. Of 8 bits (LLM.int8(),
https://arxiv.org/abs/2208.07339): whole numbers in `X.weight`, and in `X.SCB` the size of 127 in
each row.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Entry = tuple[str, tuple[int, ...]]
"""A tensor's number type, as safetensors names it, and its shape."""

STATE = re.compile(r"(.+)\.quant_state\.bitsandbytes__(nf4|fp4)")
ABSMAX, LEVELS = ".absmax", ".quant_map"
NESTED, NESTED_LEVELS = ".nested_absmax", ".nested_quant_map"
_OF_FOUR_BITS = (ABSMAX, LEVELS, NESTED, NESTED_LEVELS)
ROWS, FORMAT = ".SCB", ".weight_format"
WEIGHT = ".weight"
_BYTES = {"U8": 1, "I8": 1, "BF16": 2, "F16": 2, "F32": 4}
"""Types as which packed bytes are kept."""
WIDEST = 4096
"""Numbers that may share a scale: bitsandbytes' own limit."""
_LONGEST = 4096
"""Bytes of JSON: true ones have some 200."""


@dataclass(frozen=True)
class Layout:
    """How a matrix is packed."""

    shape: tuple[int, ...]
    """Of its numbers, (out, in)."""
    levels: str = ""
    """"nf4" or "fp4"; empty for whole numbers of 8 bits."""
    group: int = 0
    """Numbers that share a scale, along the rows, one after the other."""
    nested: int = 0
    """Scales that share a scale; 0: they are not packed."""
    offset: float = 0.0
    """Added to scales that are."""

    @property
    def title(self) -> str:
        """As the library shows it."""
        return self.levels.upper() or "INT8"


def layouts(
    entries: Mapping[str, Entry], read: Callable[[str], bytes], *, partly: bool = False
) -> dict[str, Layout]:
    """How each matrix among these tensors is packed, by its name ("….weight"); none for most files.

    `read` reads a tensor's bytes; it is asked for tensors of some hundred bytes alone. With
    `partly`, what belongs to these may be in other files. Raises ValueError, in words for the
    artist, for tensors that contradict each other.
    """
    found = {}
    for name in entries:
        if match := STATE.fullmatch(name):
            if partly and not {match[1], match[1] + ABSMAX} <= entries.keys():
                continue
            found[match[1]] = _four_bits(match[1], match[2], name, entries, read)
        elif name.endswith((ROWS, FORMAT)):
            weight = name.removesuffix(ROWS).removesuffix(FORMAT) + WEIGHT
            if weight in entries and entries[weight][0] == "I8" and weight not in found:
                if partly and weight.removesuffix(WEIGHT) + ROWS not in entries:
                    continue
                found[weight] = _eight_bits(weight, entries, read)
        elif name.endswith(WEIGHT + ABSMAX) and not partly:
            weight = name.removesuffix(ABSMAX)
            if not any(f"{weight}.quant_state.bitsandbytes__{one}" in entries
                       for one in ("nf4", "fp4")):  # fmt: skip
                raise ValueError(f"how {weight} is packed is missing")
    return found


def held(layout: Layout) -> int:
    """Bytes that such a matrix takes in memory."""
    numbers = math.prod(layout.shape)
    if not layout.levels:
        return numbers + 4 * layout.shape[0]
    return -(-numbers // 2) + 4 * -(-numbers // layout.group)


def asides(name: str, layout: Layout) -> set[str]:
    """The tensors that belong to a packed one, beside itself."""
    if not layout.levels:
        stem = name.removesuffix(WEIGHT)
        return {stem + ROWS, stem + FORMAT}
    state = f"{name}.quant_state.bitsandbytes__{layout.levels}"
    return {state, *(name + one for one in _OF_FOUR_BITS)}


def _four_bits(
    name: str, levels: str, state: str, entries: Mapping[str, Entry], read: Callable[[str], bytes]
) -> Layout:
    told = _told(name, state, entries, read)
    try:
        shape = tuple(told["shape"])
        group, nested = told["blocksize"], told.get("nested_blocksize", 0)
        offset = float(told.get("nested_offset", 0.0))
        whole = all(type(one) is int and one > 0 for one in (*shape, group))
        sane = whole and group <= WIDEST and type(nested) is int and 0 <= nested <= WIDEST
    except (KeyError, TypeError, ValueError, OverflowError):
        sane = False
    if not sane or not math.isfinite(offset):
        raise ValueError(f"how {name} is packed makes no sense")
    if told.get("quant_type") != levels:
        raise ValueError(f"{name} says of itself that it is {told.get('quant_type')} and {levels}")
    numbers = math.prod(shape)
    scales = -(-numbers // group)
    _sized(name, entries, -(-numbers // 2))
    _counted(name + LEVELS, entries, 16, "F32")
    if not nested:
        _counted(name + ABSMAX, entries, scales, "F32")
    else:
        _counted(name + ABSMAX, entries, scales, "U8")
        _counted(name + NESTED, entries, -(-scales // nested), "F32")
        _counted(name + NESTED_LEVELS, entries, 256, "F32")
    return Layout(shape, levels, group, nested, offset)


def _eight_bits(name: str, entries: Mapping[str, Entry], read: Callable[[str], bytes]) -> Layout:
    _, shape = entries[name]
    stem = name.removesuffix(WEIGHT)
    if len(shape) != 2:
        raise ValueError(f"{name} is no matrix")
    _counted(stem + ROWS, entries, shape[0], "F32")
    form = stem + FORMAT
    if form in entries and (math.prod(entries[form][1]) != 1 or any(read(form))):
        raise ValueError(f"{name} is laid out for one kind of graphics card")
    return Layout(shape)


def _told(
    name: str, state: str, entries: Mapping[str, Entry], read: Callable[[str], bytes]
) -> dict[str, Any]:
    kind, shape = entries[state]
    if kind == "U8" and math.prod(shape) <= _LONGEST:
        try:
            told = json.loads(read(state))
        except (ValueError, RecursionError):
            told = None
        if isinstance(told, dict):
            return told
    raise ValueError(f"how {name} is packed cannot be read")


def _sized(name: str, entries: Mapping[str, Entry], wanted: int) -> None:
    if name not in entries:
        raise ValueError(f"{name} is missing")
    kind, shape = entries[name]
    if kind not in _BYTES or math.prod(shape) * _BYTES[kind] != wanted:
        raise ValueError(f"{name} has not the {wanted:,} bytes that belong to it")


def _counted(name: str, entries: Mapping[str, Entry], wanted: int, kind: str) -> None:
    if name not in entries:
        raise ValueError(f"{name} is missing")
    if entries[name][0] != kind or math.prod(entries[name][1]) != wanted:
        raise ValueError(f"{name} is not {wanted:,} numbers of type {kind}")
