"""Colour profiles (ICC.1:2010): those that this program writes, and what others say in numbers.

A matrix and three curves say all of the profiles of screens and cameras; `icc_tables` reads others.
Of both, colours are found at 16 bits as well; LittleCMS, as Pillow has it, gives 8.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

D50 = (0.9642, 1.0, 0.8249)
"""XYZ of the white that profiles refer to."""
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""Of IEC 61966-2-1, as a parametric curve of type 3: Y = (aX + b)^g from d on, below it cX."""
_BRADFORD = np.array([
    [0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296],
])  # fmt: skip
_D65 = (0.3127, 0.3290)
_MOST_POINTS = 2**16


@dataclass(frozen=True, eq=False)
class Shaper:
    """Linear light of each channel is a curve of its value; XYZ under D50 are a matrix of that."""

    matrix: Floats
    """(3, 3): columns are red, green and blue."""
    curves: tuple[Floats, Floats, Floats]
    """Light 0…1 at 4096 even places of the value."""

    def light(self, values: Floats) -> Floats:
        """Linear light (…, 3) of values 0…1."""
        return np.stack(
            [read_curve(curve, values[..., i]) for i, curve in enumerate(self.curves)], -1
        )

    def values(self, light: Floats) -> Floats:
        """Values 0…1 (…, 3) of linear light; what the profile has no colour for is cut off."""
        light = light.clip(0, 1)
        places = np.linspace(0, 1, _SAMPLES)
        return np.stack(
            [np.interp(light[..., i], curve, places) for i, curve in enumerate(self.curves)], -1
        )


_SAMPLES = 4096


def read_curve(curve: Floats, values: Floats) -> Floats:
    """What a curve, as `curve_of` gives it, makes of values 0…1."""
    return np.interp(values, np.linspace(0, 1, _SAMPLES), curve)


def display_p3() -> bytes:
    """The profile of today's wide screens (SMPTE EG 432-1 primaries, D65, sRGB's curve)."""
    para = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + b"".join(map(_fixed, _SRGB_CURVE))
    return _profile("Display P3", ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)), para)


def adobe_rgb() -> bytes:
    """A profile that is compatible with Adobe RGB (1998): its primaries, D65, gamma 563/256."""
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, 563)
    primaries = ((0.6400, 0.3300), (0.2100, 0.7100), (0.1500, 0.0600))
    return _profile("Compatible with Adobe RGB (1998)", primaries, curve)


def shaper_of(profile: bytes) -> Shaper | None:
    """A profile's matrix and curves; None when it uses other means, such as tables."""
    try:
        tags = tags_of(profile)
        if b"A2B0" in tags or profile[16:20] != b"RGB " or profile[20:24] != b"XYZ ":
            return None
        columns = [_xyz(tags[name]) for name in (b"rXYZ", b"gXYZ", b"bXYZ")]
        red, green, blue = (curve_of(tags[name]) for name in (b"rTRC", b"gTRC", b"bTRC"))
    except (KeyError, ValueError, IndexError, ZeroDivisionError, struct.error):
        return None
    matrix = np.array(columns).T
    if abs(np.linalg.det(matrix)) < 1e-6:
        return None
    return Shaper(matrix, (red, green, blue))


def tags_of(profile: bytes) -> dict[bytes, bytes]:
    """The contents of a profile by the names of its tags. ValueError or struct.error when there
    are too many, or they are cut off."""
    (count,) = struct.unpack_from(">I", profile, 128)
    if count > 200:
        raise ValueError("too many tags")
    found = {}
    for i in range(count):
        name, offset, size = struct.unpack_from(">4sII", profile, 132 + 12 * i)
        found[name] = profile[offset : offset + size]
    return found


def _xyz(tag: bytes) -> tuple[float, ...]:
    return tuple(one / 65536 for one in struct.unpack_from(">3i", tag, 8))


def curve_of(tag: bytes) -> Floats:
    """A curve that never falls, sampled. ValueError for others."""
    places = np.linspace(0, 1, _SAMPLES)
    if tag[:4] == b"curv":
        (count,) = struct.unpack_from(">I", tag, 8)
        if count == 0:
            return places
        if count > _MOST_POINTS:
            raise ValueError("a curve of too many points")
        points = np.frombuffer(tag, ">u2", count, 12).astype(float)
        if count == 1:
            return np.asarray(places ** (points[0] / 256), float)
        found = np.interp(places, np.linspace(0, 1, count), points / 65535)
    elif tag[:4] == b"para":
        found = _parametric(tag, places)
    else:
        raise ValueError("a curve of another kind")
    if not np.isfinite(found).all() or (np.diff(found) < 0).any():
        raise ValueError("a curve that falls")
    return found


def _parametric(tag: bytes, x: Floats) -> Floats:
    """ICC.1:2010, table 65."""
    (kind,) = struct.unpack_from(">H", tag, 8)
    count = (1, 3, 4, 5, 7)[kind]
    numbers = [one / 65536 for one in struct.unpack_from(f">{count}i", tag, 12)]
    g, a, b, c, d, e, f = numbers + [0.0] * (7 - count)
    if kind == 0:
        return np.asarray(x**g, float)
    bent = np.maximum(a * x + b, 0) ** g
    if kind == 1:
        return np.asarray(np.where(x >= -b / a, bent, 0.0), float)
    if kind == 2:
        return np.asarray(np.where(x >= -b / a, bent + c, c), float)
    if kind == 3:
        return np.asarray(np.where(x >= d, bent, c * x), float)
    return np.asarray(np.where(x >= d, bent + e, c * x + f), float)


def _profile(name: str, primaries: Sequence[tuple[float, float]], curve: bytes) -> bytes:
    """A profile of version 4 of a screen with such primaries, (x, y), and white D65."""
    columns, adapted = _matrices(primaries)
    tags = {
        b"desc": _words(name),
        b"cprt": _words("No copyright, use freely"),
        b"wtpt": _xyz_tag(D50),
        b"chad": b"sf32" + bytes(4) + b"".join(_fixed(float(one)) for one in adapted.ravel()),
        b"rXYZ": _xyz_tag(columns[:, 0]),
        b"gXYZ": _xyz_tag(columns[:, 1]),
        b"bXYZ": _xyz_tag(columns[:, 2]),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    at, places, body = 132 + 12 * len(tags), b"", b""
    for tag, content in tags.items():
        places += struct.pack(">4sII", tag, at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    size = at + len(body)
    head = struct.pack(
        ">I4sI4s4s4s6H4s4sI4s4sQI", size, bytes(4), 0x04300000, b"mntr", b"RGB ", b"XYZ ",
        2026, 1, 1, 0, 0, 0, b"acsp", bytes(4), 0, bytes(4), bytes(4), 0, 0,
    ) + b"".join(map(_fixed, D50))  # fmt: skip
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags)) + places + body


def _matrices(primaries: Sequence[tuple[float, float]]) -> tuple[Floats, Floats]:
    """Light to XYZ under D50, and what takes D65 there (Lindbloom, "RGB/XYZ matrices")."""
    each = np.array([(x / y, 1.0, (1 - x - y) / y) for x, y in primaries]).T
    x, y = _D65
    white = np.array([x / y, 1.0, (1 - x - y) / y])
    own = each * np.linalg.solve(each, white)
    cones = np.diag((_BRADFORD @ D50) / (_BRADFORD @ white))
    adapted = np.linalg.inv(_BRADFORD) @ cones @ _BRADFORD
    return adapted @ own, adapted


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz_tag(values: Sequence[float] | Floats) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(_fixed(float(one)) for one in values)


def _words(text: str) -> bytes:
    told = text.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(told), 28) + told
