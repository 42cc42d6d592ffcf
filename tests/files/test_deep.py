"""Pictures of 16 bits a channel open as near to what they are as 8 bits can be."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from core.files.deep import eight_bits
from core.files.pictures import decode, open_picture


def wide(*shape: int) -> np.ndarray:
    return np.random.default_rng(4).integers(0, 65_536, shape, np.uint16)


def encoded(ending: str, pixels: np.ndarray) -> bytes:
    """A file of 16 bits a channel; `pixels` has blue first, as OpenCV wants it."""
    done, content = cv2.imencode(ending, pixels)
    assert done
    return content.tobytes()


def test_every_value_is_rounded_to_the_nearest() -> None:
    every = np.arange(65_536, dtype=np.uint16).reshape(256, 256)
    assert np.array_equal(eight_bits(every), np.rint(every / 257.0))


@pytest.mark.parametrize("ending", [".png", ".tif"])
@pytest.mark.parametrize("channels", [3, 4])
def test_colours_are_rounded_not_cut(ending: str, channels: int, tmp_path: Path) -> None:
    pixels = wide(20, 30, channels)
    (tmp_path / f"deep{ending}").write_bytes(encoded(ending, pixels))
    picture = open_picture(tmp_path / f"deep{ending}")
    expected = np.rint(pixels / 257.0).astype(np.uint8)[..., (2, 1, 0, 3)[:channels]]
    assert np.array_equal(picture.pixels.array[..., :channels], expected)
    assert picture.deep


@pytest.mark.parametrize("ending", [".png", ".tif"])
def test_greys_are_rounded_too(ending: str, tmp_path: Path) -> None:
    pixels = wide(20, 30)
    (tmp_path / f"deep{ending}").write_bytes(encoded(ending, pixels))
    picture = open_picture(tmp_path / f"deep{ending}")
    assert np.array_equal(picture.pixels.array[..., 0], np.rint(pixels / 257.0))
    assert picture.deep


def test_8_bits_stay_what_they_are(tmp_path: Path) -> None:
    pixels = (wide(20, 30, 3) >> 8).astype(np.uint8)
    for ending in ("png", "tif"):
        Image.fromarray(pixels).save(tmp_path / f"plain.{ending}")
        picture = open_picture(tmp_path / f"plain.{ending}")
        assert np.array_equal(picture.pixels.array[..., :3], pixels)
        assert not picture.deep


def test_a_deep_picture_that_lies_on_its_side_is_put_upright() -> None:
    pixels = wide(20, 30, 3)
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = Image.open(io.BytesIO(encoded(".png", pixels)))
    assert lying.size == (30, 20)
    content = encoded(".png", pixels)
    body = exif.tobytes().removeprefix(b"Exif\0\0")
    import struct
    import zlib

    chunk = b"eXIf" + body
    block = struct.pack(">I", len(body)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    upright = decode(content[:33] + block + content[33:], "a").array
    turned = np.rot90(np.rint(pixels / 257.0)[..., ::-1], -1)
    assert np.array_equal(upright[..., :3], turned)
