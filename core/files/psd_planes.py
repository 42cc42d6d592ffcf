"""The planes of a Photoshop file: one channel each, packed and unpacked, and made sRGB."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageCms
from psd_tools.compression import decode_prediction, decode_rle, encode_rle
from psd_tools.constants import ColorMode, Compression

from core.files.deep import eight_bits

if TYPE_CHECKING:
    from core.arrays import Bytes

BAND = 256
"""Rows that are worked on at a time."""
_MOST_TIMES = 1100
"""A packed plane holds at most so many times its bytes: deflate's limit is 1,032."""


class Packer:
    """One plane that grows band by band, packed by PackBits, which every reader knows."""

    def __init__(self, version: int) -> None:
        self._version = version
        self._wide = 2 if version == 1 else 4
        self._counts: list[bytes] = []
        self._rows: list[bytes] = []

    def add(self, band: Bytes) -> None:
        """Rows (h, w) below those that are there."""
        height, width = band.shape
        packed = encode_rle(np.ascontiguousarray(band).tobytes(), width, height, 8, self._version)
        self._counts.append(packed[: height * self._wide])
        self._rows.append(packed[height * self._wide :])

    @property
    def counts(self) -> bytes:
        """How many bytes each row has."""
        return b"".join(self._counts)

    @property
    def rows(self) -> bytes:
        return b"".join(self._rows)


def unpacked(
    data: bytes, compression: Compression, width: int, height: int, depth: int, version: int
) -> Bytes:
    """A plane's values (h, w), 8 bits whatever `depth` (8 or 16) says. Raises ValueError when they
    are damaged, or more than such data can hold."""
    length = width * height * depth // 8
    if length > _MOST_TIMES * (len(data) + 64):
        raise ValueError("more pixels than the data can hold")
    if compression == Compression.RLE:
        values = decode_rle(data, width, height, depth, version)
    elif compression == Compression.RAW:
        values = data[:length]
    else:
        values = zlib.decompressobj().decompress(data, length)
        if compression == Compression.ZIP_WITH_PREDICTION:
            values = decode_prediction(values, width, height, depth)
    if len(values) != length:
        raise ValueError("not all of the pixels are there")
    if depth == 8:
        return np.frombuffer(values, np.uint8).reshape(height, width)
    wide = np.frombuffer(values, ">u2").reshape(height, width)
    return eight_bits(wide)


class Colours:
    """Makes the planes of a file's colour mode straight sRGB, by its profile if it has one."""

    PLANES = {ColorMode.RGB: 3, ColorMode.GRAYSCALE: 1, ColorMode.DUOTONE: 1, ColorMode.CMYK: 4}

    def __init__(self, mode: ColorMode, profile: bytes | None) -> None:
        self.planes = self.PLANES[mode]
        self._pillow = {3: "RGB", 1: "L", 4: "CMYK"}[self.planes]
        self.profile = ""
        """What the profile that is converted from calls itself; empty: none is."""
        self._transform = self._made(profile) if profile else None

    def _made(self, profile: bytes) -> ImageCms.ImageCmsTransform | None:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            name = " ".join(ImageCms.getProfileDescription(source).split())[:80]
            if self.planes == 3 and "srgb" in name.lower():
                return None
            transform = ImageCms.buildTransform(
                source, ImageCms.createProfile("sRGB"), self._pillow, "RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            return None  # a damaged profile does not make the picture unreadable
        self.profile = name or "a profile without a name"
        return transform

    def rgb(self, planes: Sequence[Bytes]) -> Bytes:
        """(h, w, 3) of one band's planes."""
        if self._transform is None and self.planes == 3:
            return np.stack(planes[:3], axis=2)
        if self._transform is None and self.planes == 1:
            return np.stack([planes[0]] * 3, axis=2)
        # Photoshop keeps how much paper shows, everyone else how much ink lies on it.
        told = [255 - plane if self.planes == 4 else plane for plane in planes[: self.planes]]
        image = Image.merge(
            self._pillow, [Image.fromarray(np.ascontiguousarray(plane)) for plane in told]
        )
        if self._transform is None:
            return np.asarray(image.convert("RGB"))
        return np.asarray(ImageCms.applyTransform(image, self._transform))
