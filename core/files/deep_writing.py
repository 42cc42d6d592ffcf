"""Pictures of 16 bits a channel as PNG and TIFF, which Pillow does not write in colour."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

from core.files.png_stream import chunk

if TYPE_CHECKING:
    import numpy.typing as npt

    Words = npt.NDArray[np.uint16]

_LEVEL = 3
_PNG = b"\x89PNG\r\n\x1a\n"
_STRIP = 64
"""Rows of a TIFF that are packed together."""


def png(array: Words, profile: bytes = b"") -> bytes:
    """RGB or RGBA (h, w, 3 or 4) as PNG (ISO/IEC 15948); opaque RGBA is written as RGB."""
    if array.shape[2] == 4 and bool((array[..., 3] == 65535).all()):
        array = array[..., :3]
    height, width, channels = array.shape
    rows = array.astype(">u2").reshape(height, -1).view(np.uint8)
    step = 2 * channels
    filtered = np.empty((height, 1 + rows.shape[1]), np.uint8)
    filtered[:, 0] = 1  # the difference to the pixel at the left
    filtered[:, 1 : 1 + step] = rows[:, :step]
    filtered[:, 1 + step :] = rows[:, step:] - rows[:, :-step]
    head = struct.pack(">IIBBBBB", width, height, 16, 2 if channels == 3 else 6, 0, 0, 0)
    chunks = chunk(b"IHDR", head)
    if profile:
        chunks += chunk(b"iCCP", b"ICC profile\0\0" + zlib.compress(profile))
    chunks += chunk(b"IDAT", zlib.compress(filtered.tobytes(), _LEVEL))
    return _PNG + chunks + chunk(b"IEND", b"")


def tiff(array: Words, profile: bytes = b"") -> bytes:
    """RGB or RGBA as TIFF 6.0: deflated strips of differences, alpha unassociated."""
    height, width, channels = array.shape
    differences = array.copy()
    differences[:, 1:] -= array[:, :-1]
    strips = [
        zlib.compress(differences[top : top + _STRIP].astype("<u2").tobytes(), _LEVEL)
        for top in range(0, height, _STRIP)
    ]
    places, at = [], 8
    for strip in strips:
        places.append(at)
        at += len(strip) + len(strip) % 2
    body = b"".join(strip + bytes(len(strip) % 2) for strip in strips)
    entries = [
        (256, "I", [width]), (257, "I", [height]), (258, "H", [16] * channels), (259, "H", [8]),
        (262, "H", [2]), (273, "I", places), (277, "H", [channels]), (278, "I", [_STRIP]),
        (279, "I", [len(strip) for strip in strips]), (284, "H", [1]), (317, "H", [2]),
    ]  # fmt: skip
    if channels == 4:
        entries.append((338, "H", [2]))
    if profile:
        entries.append((34675, "B", list(profile)))
    return struct.pack("<2sHI", b"II", 42, at) + body + _directory(entries, at)


def _directory(entries: list[tuple[int, str, list[int]]], at: int) -> bytes:
    """The list of a TIFF's fields, with what does not fit into them behind it."""
    kinds = {"B": 7, "H": 3, "I": 4}  # undefined bytes, 16 and 32 bits
    behind = at + 2 + 12 * len(entries) + 4
    listed, rest = struct.pack("<H", len(entries)), b""
    for tag, kind, values in entries:
        packed = struct.pack(f"<{len(values)}{kind}", *values)
        if len(packed) > 4:
            place = struct.pack("<I", behind + len(rest))
            rest += packed + bytes(len(packed) % 2)
        else:
            place = packed + bytes(4 - len(packed))
        listed += struct.pack("<HHI", tag, kinds[kind], len(values)) + place
    return listed + bytes(4) + rest
