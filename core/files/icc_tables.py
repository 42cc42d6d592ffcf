"""Colour profiles that say colours by tables (ICC.1:2010, 10.10 to 10.13): printers' and papers',
and measured screens'. Read in numbers, so that colours are found at more than 8 bits.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.files.icc import D50, curve_of, read_curve, tags_of

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_MOST_NODES = 1 << 22
_XYZ_SCALE = 32768 / 65535
"""What XYZ of 1 is in numbers of 0…1."""
_KNEE = (6 / 29) ** 3


@dataclass(frozen=True, eq=False)
class Tables:
    """From XYZ under D50 to the profile's values by its table for relative colorimetric colours."""

    from_xyz: Callable[[Floats], Floats]
    black: Floats
    """XYZ (3,) of the profile's darkest colour, made grey."""

    def values(self, xyz: Floats) -> Floats:
        """Values 0…1 (n, 3) of XYZ (n, 3), with the black of sRGB where the profile's black is
        (Adobe, "Black Point Compensation", 2006)."""
        white = np.array(D50)
        scale = (white - self.black) / white
        return self.from_xyz(xyz * scale + self.black).clip(0, 1)


def tables_of(profile: bytes) -> Tables | None:
    """What a profile of red, green and blue says by tables; None for one that does not."""
    try:
        if profile[16:20] != b"RGB " or profile[20:24] not in (b"Lab ", b"XYZ "):
            return None
        tags, lab = tags_of(profile), profile[20:24] == b"Lab "
        to_device = _pipeline(tags.get(b"B2A1", tags.get(b"B2A0", b"")), lab=lab, to_pcs=False)
        to_pcs = _pipeline(tags.get(b"A2B1", tags.get(b"A2B0", b"")), lab=lab, to_pcs=True)
        darkest = to_pcs(np.zeros((1, 3)))[0]
    except (KeyError, ValueError, IndexError, ZeroDivisionError, struct.error):
        return None
    lightness = min(50.0, max(0.0, float(_lab(darkest[None])[0, 0])))
    return Tables(to_device, _xyz(np.array([[lightness, 0.0, 0.0]]))[0])


def _pipeline(tag: bytes, *, lab: bool, to_pcs: bool) -> Callable[[Floats], Floats]:
    """What a tag does to values (n, 3) of 0…1, or XYZ, and gives: the other. ValueError for a kind
    that is not known."""
    kind = tag[:4]
    if kind in (b"mft1", b"mft2"):
        steps, old = _lut(tag, wide=kind == b"mft2"), True
    elif kind == (b"mAB " if to_pcs else b"mBA "):
        steps, old = _stages(tag, to_pcs=to_pcs), False
    else:
        raise ValueError("no tables")
    # 16-bit tables keep Lab as version 2 did: white is 0xFF00 (ICC.1:2010, table 42).
    top = 65280 / 65535 if kind == b"mft2" else 1.0
    scale = np.array([top / 100, 1 / 255, 1 / 255])
    if old and kind == b"mft2":
        scale[1:] = 256 / 65535
    shift = np.array([0.0, 128.0, 128.0])

    def run(values: Floats) -> Floats:
        if not to_pcs:
            values = (_lab(values) + shift) * scale if lab else values * _XYZ_SCALE
        values = values.clip(0, 1)
        for step in steps:
            values = step(values)
        if not to_pcs:
            return values
        return _xyz(values / scale - shift) if lab else values / _XYZ_SCALE

    return run


def _lut(tag: bytes, *, wide: bool) -> list[Callable[[Floats], Floats]]:
    """The steps of lut8Type and lut16Type; their matrix is for XYZ alone, and hardly ever used."""
    ins, outs, side = tag[8], tag[9], tag[10]
    if (ins, outs) != (3, 3) or side < 2 or side**3 > _MOST_NODES:
        raise ValueError("not of three channels")
    if not np.allclose(struct.unpack_from(">9i", tag, 12), np.eye(3).ravel() * 65536):
        raise ValueError("a matrix before the tables")
    first, last = struct.unpack_from(">HH", tag, 48) if wide else (256, 256)
    dtype, at = (">u2", 52) if wide else ("u1", 48)
    counts = (3 * first, 3 * side**3, 3 * last)
    numbers = np.frombuffer(tag, dtype, sum(counts), at).astype(float) / (65535 if wide else 255)
    before, nodes, after = np.split(numbers, np.cumsum(counts)[:2])
    return [
        _curves(before.reshape(3, first)),
        _grid(nodes.reshape(side, side, side, 3)),
        _curves(after.reshape(3, last)),
    ]


def _stages(tag: bytes, *, to_pcs: bool) -> list[Callable[[Floats], Floats]]:
    """The steps of lutAToBType (A, table, M, matrix, B) or lutBToAType (the other way round)."""
    if (tag[8], tag[9]) != (3, 3):
        raise ValueError("not of three channels")
    b, matrix, m, table, a = struct.unpack_from(">5I", tag, 12)
    steps = [
        _curves_at(tag, b) if b else None,
        _matrix_at(tag, matrix) if matrix else None,
        _curves_at(tag, m) if m else None,
        _table_at(tag, table) if table else None,
        _curves_at(tag, a) if a else None,
    ]
    return [step for step in (reversed(steps) if to_pcs else steps) if step is not None]


def _curves_at(tag: bytes, at: int) -> Callable[[Floats], Floats]:
    curves = []
    for _ in range(3):
        curves.append(curve_of(tag[at:]))
        if tag[at : at + 4] == b"curv":
            size = 12 + 2 * struct.unpack_from(">I", tag, at + 8)[0]
        else:
            size = 12 + 4 * (1, 3, 4, 5, 7)[struct.unpack_from(">H", tag, at + 8)[0]]
        at += size + -size % 4
    return lambda values: np.stack(
        [read_curve(curve, values[:, i].clip(0, 1)) for i, curve in enumerate(curves)], -1
    )


def _matrix_at(tag: bytes, at: int) -> Callable[[Floats], Floats]:
    numbers = np.array(struct.unpack_from(">12i", tag, at)) / 65536
    matrix, offset = numbers[:9].reshape(3, 3), numbers[9:]
    return lambda values: values @ matrix.T + offset


def _table_at(tag: bytes, at: int) -> Callable[[Floats], Floats]:
    sides, width = tuple(tag[at : at + 3]), tag[at + 16]
    if min(sides) < 2 or math.prod(sides) > _MOST_NODES or width not in (1, 2):
        raise ValueError("a table of no size")
    dtype, top = ("u1", 255) if width == 1 else (">u2", 65535)
    count = math.prod(sides) * 3
    numbers = np.frombuffer(tag, dtype, count, at + 20).astype(float) / top
    return _grid(numbers.reshape(*sides, 3))


def _curves(curves: Floats) -> Callable[[Floats], Floats]:
    places = np.linspace(0, 1, curves.shape[1])
    return lambda values: np.stack(
        [np.interp(values[:, i], places, curve) for i, curve in enumerate(curves)], -1
    )


def _grid(nodes: Floats) -> Callable[[Floats], Floats]:
    """Between the nodes (a, b, c, 3) of a table along straight lines, one axis after the other."""
    sides = np.array(nodes.shape[:3])
    flat = np.ascontiguousarray(nodes.reshape(-1, 3))
    strides = (int(sides[1] * sides[2]), int(sides[2]), 1)

    def read(values: Floats) -> Floats:
        places = values.clip(0, 1) * (sides - 1)
        cell = np.minimum(places.astype(np.intp), sides - 2)
        along = (places - cell)[:, :, None]
        at = cell @ np.array(strides)

        def between(axis: int, at: npt.NDArray[np.intp]) -> Floats:
            if axis == 3:
                return flat[at]
            low, high = between(axis + 1, at), between(axis + 1, at + strides[axis])
            return np.asarray(low + (high - low) * along[:, axis], float)

        return between(0, at)

    return read


def _lab(xyz: Floats) -> Floats:
    """CIE L*a*b* (n, 3) under D50."""
    share = xyz / np.array(D50)
    bent = np.where(share > _KNEE, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = bent[:, 0], bent[:, 1], bent[:, 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


def _xyz(lab: Floats) -> Floats:
    y = (lab[:, 0] + 16) / 116
    bent = np.stack([y + lab[:, 1] / 500, y, y - lab[:, 2] / 200], -1)
    share = np.where(bent > 6 / 29, bent**3, 3 * (6 / 29) ** 2 * (bent - 4 / 29))
    return np.asarray(share * np.array(D50), float)
