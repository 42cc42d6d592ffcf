"""PNG in bands: what is written everyone reads, and what comes back is the same, band by band."""

from __future__ import annotations

import io
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.files.pictures import png
from core.files.png_stream import OtherPNG, read_png, write_png
from core.geometry import Size


def pixels(height: int, width: int, channels: int) -> np.ndarray:
    shape = (height, width) if channels == 1 else (height, width, channels)
    return np.random.default_rng(3).integers(0, 256, shape, np.uint8)


def written(array: np.ndarray, band: int) -> bytes:
    out = io.BytesIO()
    height, width = array.shape[:2]
    channels = 1 if array.ndim == 2 else array.shape[2]
    bands = (array[y : y + band] for y in range(0, height, band))
    write_png(out, Size(width, height), channels, bands)
    return out.getvalue()


@given(
    st.integers(1, 40), st.integers(1, 40), st.sampled_from([1, 3, 4]), st.integers(1, 50),
    st.integers(1, 50),
)  # fmt: skip
def test_it_comes_back_the_same_whatever_the_bands(
    height: int, width: int, channels: int, band_out: int, band_in: int
) -> None:
    array = pixels(height, width, channels)
    content = written(array, band_out)
    with Image.open(io.BytesIO(content)) as other_program:
        assert np.array_equal(np.asarray(other_program), array)
    bands = list(read_png(io.BytesIO(content), band_in))
    assert all(len(band) == band_in for band in bands[:-1])
    assert np.array_equal(np.concatenate(bands), array)


def test_a_picture_of_several_chunks_comes_back_the_same() -> None:
    array = np.random.default_rng(5).integers(0, 256, (900, 1000, 4), np.uint8)
    content = written(array, 100)
    assert content.count(b"IDAT") >= 3
    assert len(content) < array.nbytes * 1.01, "nothing is written twice"
    assert np.array_equal(np.concatenate(list(read_png(io.BytesIO(content), 256))), array)


def test_other_pngs_and_damaged_ones_are_left_to_a_general_reader() -> None:
    content = written(pixels(30, 20, 4), 8)
    others = [png(pixels(30, 20, 4)), b"", b"no PNG", content + b"more", content[:-4]]
    others += [content[:n] for n in range(0, len(content) - 1, 97)]
    others += [content[:n] + b"\xaa" + content[n + 1 :] for n in range(9, len(content), 61)]
    for other in others:
        if other == content:
            continue
        with pytest.raises(OtherPNG):
            list(read_png(io.BytesIO(other), 256))


def test_a_promise_of_too_many_rows_is_noticed() -> None:
    with pytest.raises(ValueError, match="2 rows"):
        write_png(io.BytesIO(), Size(4, 3), 1, [np.zeros((2, 4), np.uint8)])


def test_a_large_picture_is_never_in_memory_as_a_whole() -> None:
    side = 4096
    band = np.zeros((256, side, 4), np.uint8)
    out = io.BytesIO()
    tracemalloc.start()
    write_png(out, Size(side, side), 4, (band for _ in range(side // 256)))
    out.seek(0)
    assert sum(len(rows) for rows in read_png(out, 256)) == side
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40 * 2**20, f"{peak / 2**20:.0f} MiB for a picture of 64 MiB"
