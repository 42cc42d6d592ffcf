"""GGUF files, told by their header: names, shapes and number formats of their tensors (no torch).

The format is ggml's (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md): a magic number, a
version, the counts of tensors and of facts, the facts, and for each tensor its name, sides,
format and place. Every length is held against what is left of the file before anything is read
or reserved, for a header may say anything.
"""

from __future__ import annotations

import math
import struct
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

SUFFIX = ".gguf"
MAGIC = b"GGUF"
VERSIONS = (2, 3)
MOST_TENSORS, MOST_FACTS = 100_000, 10_000
LONGEST_NAME, LONGEST_TEXT = 256, 1 << 20
MOST_SIDES = 4
MAX_HEADER = 100_000_000
"""As of safetensors files."""
ALIGNMENT, SPARE = 32, 1 << 16
"""Places are multiples of the first unless a fact says otherwise, up to the second."""

FORMATS: Mapping[int, tuple[str, int, int]] = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20),
    6: ("Q5_0", 32, 22), 7: ("Q5_1", 32, 24), 8: ("Q8_0", 32, 34), 10: ("Q2_K", 256, 84),
    11: ("Q3_K", 256, 110), 12: ("Q4_K", 256, 144), 13: ("Q5_K", 256, 176), 14: ("Q6_K", 256, 210),
    20: ("IQ4_NL", 32, 18), 23: ("IQ4_XS", 256, 136), 30: ("BF16", 1, 2),
}  # fmt: skip
"""Formats of numbers that diffusers reads: name, numbers in a block, bytes of a block."""
FOREIGN = {15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 21: "IQ3_S",
           22: "IQ2_S", 24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64", 29: "IQ1_M",
           34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4", 40: "NVFP4"}  # fmt: skip
"""Formats that it does not read."""

_SIMPLE = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    7: "?",
    10: "Q",
    11: "q",
    12: "d",
}
_TEXT, _SEVERAL = 8, 9
"""Kinds of facts."""


@dataclass(frozen=True)
class Stored:
    """A tensor in the file."""

    shape: tuple[int, ...]
    """As torch counts sides: rows first."""
    format: int
    """Of `FORMATS`."""
    start: int
    """Its first byte in the file."""
    size: int
    """Bytes."""


@dataclass(frozen=True)
class Header:
    """What the beginning of a GGUF file tells."""

    tensors: Mapping[str, Stored]
    title: str
    architecture: str = ""
    """Of which model it says that it is: "flux", "t5encoder", "qwen3"; empty when it does not."""


class Strange(ValueError):
    """Why a file is no sane GGUF file, as a sentence with {name} for the file's name."""


def header(file: Path) -> Header:
    """Raises Strange for a file that makes no sense or is cut off, and OSError."""
    stat = file.stat()
    found = _read(file, stat.st_size, stat.st_mtime_ns)
    if isinstance(found, str):
        raise Strange(found)
    return found


def problem(file: Path) -> str | None:
    """What is wrong with a GGUF file; None when it is sane."""
    try:
        header(file)
    except OSError as error:
        return f"{file.name} cannot be read ({error.strerror})."
    except Strange as strange:
        return str(strange).format(name=file.name)
    return None


def shapes(file: Path) -> dict[str, tuple[int, ...]]:
    """The shape of every tensor in a sane GGUF file."""
    return {name: one.shape for name, one in header(file).tensors.items()}


def precision(file: Path) -> str:
    """The format of most numbers in a sane GGUF file ("Q4_K")."""
    counted: Counter[str] = Counter()
    for one in header(file).tensors.values():
        counted[FORMATS[one.format][0]] += math.prod(one.shape)
    return max(counted, key=lambda kind: counted[kind])


@lru_cache(maxsize=256)
def _read(file: Path, size: int, changed: int) -> Header | str:
    """The header, or why there is none. `size` and `changed` are the file's, so that what is
    remembered is never old."""
    try:
        with file.open("rb") as stream:
            return _header(_Reader(stream, size), size)
    except Strange as strange:
        return str(strange)


class _Reader:
    """Numbers and texts from the beginning of a file, never beyond what is there."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._left = stream, min(size, MAX_HEADER)
        self._cut = size <= MAX_HEADER

    @property
    def place(self) -> int:
        return self._stream.tell()

    def bytes(self, count: int) -> bytes:
        if count > self._left:
            raise Strange("{name} is cut off." if self._cut else "{name} is not a GGUF file.")
        self._left -= count
        found = self._stream.read(count)
        if len(found) < count:
            raise Strange("{name} is cut off.")
        return found

    def number(self, kind: str) -> Any:
        return struct.unpack(f"<{kind}", self.bytes(struct.calcsize(f"<{kind}")))[0]

    def text(self, longest: int) -> str:
        length = self.number("Q")
        if length > longest:
            raise Strange("The header of {name} contradicts itself.")
        try:
            return self.bytes(length).decode("utf-8")
        except UnicodeDecodeError:
            raise Strange("The header of {name} contradicts itself.") from None

    def fact(self) -> Any:
        """The value of a fact; of several only that they are there."""
        kind = self.number("I")
        if kind != _SEVERAL:
            return self._value(kind)
        inner, count = self.number("I"), self.number("Q")
        if inner in _SIMPLE:
            width = struct.calcsize(f"<{_SIMPLE[inner]}")
            self.bytes(self._within(count, width) * width)
        elif inner == _TEXT:
            for _ in range(self._within(count, 8)):
                self.text(LONGEST_TEXT)
        else:
            raise Strange("The header of {name} contradicts itself.")
        return None

    def _value(self, kind: int) -> Any:
        if kind == _TEXT:
            return self.text(LONGEST_TEXT)
        if kind not in _SIMPLE:
            raise Strange("The header of {name} contradicts itself.")
        return self.number(_SIMPLE[kind])

    def _within(self, count: int, width: int) -> int:
        """So many values of so many bytes at least, if there can be as many."""
        if count * width > self._left:
            raise Strange("{name} is cut off, or its header contradicts itself.")
        return count


def _header(reader: _Reader, size: int) -> Header:
    if size < 24 or reader.bytes(4) != MAGIC:
        raise Strange("{name} is not a GGUF file.")
    version = reader.number("I")
    if version not in VERSIONS:
        raise Strange("{name} is a GGUF file of a version that is not read here.")
    tensors, facts = reader.number("Q"), reader.number("Q")
    if not 0 < tensors <= MOST_TENSORS or facts > MOST_FACTS:
        raise Strange("The header of {name} contradicts itself.")
    told = {}
    for _ in range(facts):
        name = reader.text(LONGEST_TEXT)
        told[name] = reader.fact()
    named = [_tensor(reader) for _ in range(tensors)]
    alignment = told.get("general.alignment", ALIGNMENT)
    if type(alignment) is not int or not 0 < alignment <= SPARE:
        raise Strange("The header of {name} contradicts itself.")
    start = -(-reader.place // alignment) * alignment
    found = {name: Stored(shape, kind, start + offset, bytes_)
             for name, shape, kind, offset, bytes_ in named}  # fmt: skip
    _check(found, len(named), start, alignment, size)
    title, architecture = (
        text if isinstance(text := told.get(f"general.{fact}"), str) else ""
        for fact in ("name", "architecture")
    )
    return Header(found, title, architecture)


def _tensor(reader: _Reader) -> tuple[str, tuple[int, ...], int, int, int]:
    """Name, shape, format, place after the header, and bytes of a tensor."""
    name = reader.text(LONGEST_NAME)
    sides = reader.number("I")
    if not 0 < sides <= MOST_SIDES:
        raise Strange("The header of {name} contradicts itself.")
    shape = tuple(reader.number("Q") for _ in range(sides))[::-1]
    kind, offset = reader.number("I"), reader.number("Q")
    if kind in FOREIGN:
        raise Strange(
            f"{{name}} has numbers in the format {FOREIGN[kind]}, which is not read here."
        )
    if kind not in FORMATS or not all(shape):
        raise Strange("The header of {name} contradicts itself.")
    _, numbers, width = FORMATS[kind]
    if shape[-1] % numbers:
        raise Strange("The header of {name} contradicts itself.")
    return name, shape, kind, offset, math.prod(shape) // numbers * width


def _check(found: Mapping[str, Stored], count: int, start: int, alignment: int, size: int) -> None:
    """That each name is there once, and tensors follow each other within the file."""
    place = start
    for one in sorted(found.values(), key=lambda one: one.start):
        if one.start < place or one.start - place >= alignment or (one.start - start) % alignment:
            raise Strange("The header of {name} contradicts itself.")
        place = one.start + one.size
    if len(found) < count:
        raise Strange("The header of {name} contradicts itself.")
    if place > size:
        raise Strange(f"{{name}} is cut off: {size:,} of {place:,} bytes are there.")
