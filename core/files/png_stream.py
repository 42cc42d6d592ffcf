"""PNG written in bands, so that a picture need never be in memory as a whole."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import Protocol

import numpy as np
import numpy.typing as npt

from core.geometry import Size

Bytes = npt.NDArray[np.uint8]

_COLOUR_TYPE = {1: 0, 3: 2, 4: 6}
_LEVEL = 3
_SUB = 1
_BLOCK = 2**20


class Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


def write_png(sink: Sink, size: Size, channels: int, bands: Iterable[Bytes]) -> None:
    """Writes `bands`, rows from top to bottom that add up to `size`, as one 8-bit PNG.

    A band has shape (h, width) for one channel, (h, width, channels) for 3 (RGB) or 4 (straight
    RGBA).
    """
    header = struct.pack(">IIBBBBB", *size, 8, _COLOUR_TYPE[channels], 0, 0, 0)
    sink.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header))
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 15, 9)
    waiting = bytearray()
    rows = 0
    for band in bands:
        rows += band.shape[0]
        waiting += packer.compress(_filtered(band, channels))
        if len(waiting) >= _BLOCK:
            sink.write(chunk(b"IDAT", bytes(waiting)))
            waiting.clear()
    if rows != size.height:
        raise ValueError(f"{rows} rows for a picture of {size}")
    waiting += packer.flush()
    sink.write(chunk(b"IDAT", bytes(waiting)) + chunk(b"IEND", b""))


def chunk(kind: bytes, body: bytes) -> bytes:
    """A PNG chunk: length, kind, body, checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _filtered(band: Bytes, channels: int) -> bytes:
    """Each row as differences to the pixel on its left (PNG's filter 1, "Sub"): paint and flat
    colours become runs of zeros."""
    height, width = band.shape[:2]
    rows = band.reshape(height, width, channels)
    out = np.empty((height, 1 + width * channels), np.uint8)
    out[:, 0] = _SUB
    differences = out[:, 1:].reshape(height, width, channels)
    differences[:, 0] = rows[:, 0]
    np.subtract(rows[:, 1:], rows[:, :-1], out=differences[:, 1:])
    return out.tobytes()
