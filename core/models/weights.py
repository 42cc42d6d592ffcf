"""Files of weights: only safetensors are ever opened; pickles are refused by name (no torch).

A safetensors file is eight bytes with the length of its header, the header (JSON that gives each
tensor's type, shape and place), and the tensors. The header alone tells a truncated file.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.models import packed
from core.models.packed import Layout

PICKLES = frozenset({".bin", ".ckpt", ".pt", ".pth", ".pkl", ".pickle"})
"""Suffixes under which weights are pickles: programs that run when they are opened."""

BYTES = {
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1,
    "U16": 2, "I16": 2, "F16": 2, "BF16": 2,
    "U32": 4, "I32": 4, "F32": 4, "U64": 8, "I64": 8, "F64": 8,
}  # fmt: skip

_SHARD = re.compile(r"-\d+-of-\d+")
"""In the names of files whose tensors may belong to those of another."""

MAX_HEADER = 100_000_000
"""The limit that the format's own library has."""
LARGEST, MOST_SIDES = (1 << 63) - 1, 16
"""Of the numbers in a header, and of a tensor's."""


def pickles(folder: Path) -> list[Path]:
    """Every file in the folder itself that would run code when opened as weights."""
    return sorted(p for p in folder.glob("*") if p.suffix.lower() in PICKLES and p.is_file())


def shapes(file: Path) -> dict[str, tuple[int, ...]]:
    """The shape of every tensor in a safetensors file that `problem` found sane; of those that
    bitsandbytes has packed, that of their numbers. Of a damaged one, as they are kept: what it was
    to be is told all the same."""
    found = {key: tuple(entry["shape"]) for key, entry in _header(file).items()}
    try:
        told = layouts([file], partly=True)
    except ValueError:
        return found
    for name, layout in told.items():
        found[name] = layout.shape
        for aside in packed.asides(name, layout):
            found.pop(aside, None)
    return found


def layouts(files: Sequence[Path], *, partly: bool = False) -> dict[str, Layout]:
    """How bitsandbytes has packed tensors of these sane safetensors files, which belong together;
    none of most. With `partly` there are others that belong to them. Raises ValueError for packed
    ones that contradict each other."""
    there: dict[str, tuple[Path, int, str, tuple[int, ...]]] = {}
    for file in files:
        there |= {name: (file, *place) for name, place in places(file).items()}

    def read(name: str) -> bytes:
        file, start, kind, shape = there[name]
        with file.open("rb") as stream:
            stream.seek(start)
            return stream.read(math.prod(shape) * BYTES[kind])

    entries = {name: (kind, shape) for name, (_, _, kind, shape) in there.items()}
    return packed.layouts(entries, read, partly=partly)


def places(file: Path) -> dict[str, tuple[int, str, tuple[int, ...]]]:
    """Where each tensor of a sane safetensors file begins, in bytes, its type and its shape."""
    with file.open("rb") as stream:
        begin = 8 + int.from_bytes(stream.read(8), "little")
    return {
        key: (begin + entry["data_offsets"][0], entry["dtype"], tuple(entry["shape"]))
        for key, entry in _header(file).items()
    }


def precision(file: Path) -> str:
    """The type of most numbers in a sane safetensors file, as the format names it ("BF16"), or as
    bitsandbytes does ("NF4")."""
    counted: Counter[str] = Counter()
    packed_ones = layouts([file], partly=True)
    for name, entry in _header(file).items():
        if name in packed_ones:
            counted[packed_ones[name].title] += math.prod(packed_ones[name].shape)
        else:
            counted[entry["dtype"]] += math.prod(entry["shape"])
    return max(counted, key=lambda kind: counted[kind])


def numbers(file: Path, name: str) -> NDArray[np.float32]:
    """The numbers of one small tensor in a sane safetensors file, flat; only they are read."""
    with file.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        entry = json.loads(stream.read(length))[name]
        start, end = entry["data_offsets"]
        stream.seek(8 + length + start)
        data = stream.read(end - start)
    kind = entry["dtype"]
    if kind == "BF16":  # the upper half of a float32
        return (np.frombuffer(data, "<u2").astype("<u4") << 16).view("<f4").astype(np.float32)
    return np.frombuffer(data, {"F16": "<f2", "F32": "<f4", "F64": "<f8"}[kind]).astype(np.float32)


def metadata(file: Path) -> dict[str, str]:
    """What else a sane safetensors file says of itself."""
    found = json.loads(_text(file)).get("__metadata__")
    return found if isinstance(found, dict) else {}


def _header(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_text(file))
    found.pop("__metadata__", None)
    return found


def _text(file: Path) -> bytes:
    with file.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if length > MAX_HEADER:
            raise ValueError(f"{file.name} is not a safetensors file")
        return stream.read(length)


def problem(file: Path) -> str | None:
    """What is wrong with a safetensors file, judged by its header and its length; None if sane."""
    try:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            if not 2 <= length <= MAX_HEADER:
                return f"{file.name} is not a safetensors file."
            text = stream.read(length)
            if len(text) < length:
                return f"{file.name} is cut off."
            header = json.loads(text)
            size = file.stat().st_size
    except OSError as error:
        return f"{file.name} cannot be read ({error.strerror})."
    except (ValueError, RecursionError):  # no JSON, no UTF-8, or numbers beyond all reason
        return f"{file.name} is not a safetensors file."
    if not isinstance(header, dict):
        return f"{file.name} is not a safetensors file."
    said = header.pop("__metadata__", {})
    if not header:
        return f"{file.name} holds no weights."
    spans = [_span(entry) for entry in header.values()]
    sane = [span for span in spans if span is not None]
    named = _are_texts(header) and isinstance(said, dict) and _are_texts((*said, *said.values()))
    if len(sane) < len(spans) or not named or not _follow_each_other(sane):
        return f"The header of {file.name} contradicts itself."
    expected = 8 + length + max(end for _, end in sane)
    if size < expected:
        return f"{file.name} is cut off: {size:,} of {expected:,} bytes are there."
    if size > expected:
        return f"{file.name} is {size - expected:,} bytes longer than its header says."
    try:
        layouts([file], partly=bool(_SHARD.search(file.stem)))
    except (OSError, ValueError) as error:
        return f"{file.name} was packed by bitsandbytes, and is damaged: {error}."
    return None


def _span(entry: Any) -> tuple[int, int] | None:
    """Where a tensor begins and ends in the data; None when its entry makes no sense."""
    try:
        start, end = entry["data_offsets"]
        shape = entry["shape"]
        whole = all(type(side) is int and 0 <= side <= LARGEST for side in (*shape, start, end))
        sane = (
            whole
            and len(shape) <= MOST_SIDES
            and end - start == math.prod(shape) * BYTES[entry["dtype"]]
        )
    except (TypeError, KeyError, ValueError):
        return None
    return (start, end) if sane else None


def _are_texts(names: Iterable[Any]) -> bool:
    """Whether all are texts that can be written and shown: JSON can hold halves of letters."""
    try:
        return all(isinstance(one, str) and one.encode() is not None for one in names)
    except UnicodeEncodeError:
        return False


def _follow_each_other(spans: list[tuple[int, int]]) -> bool:
    """Whether tensors leave no hole, in which anything could hide, and share no number."""
    place = 0
    for start, end in sorted(spans):
        if start != place:
            return False
        place = end
    return True
