"""Smaller levels show what the grid shows, and follow it at the cost of what changed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from core.geometry import Rect, Size
from core.pixels.mips import Mips
from core.pixels.tiles import TileGrid

Array = npt.NDArray[np.uint8]


def by_hand(pixels: Array) -> Array:
    """Means of 2×2 pixels; an odd edge counts twice."""
    height, width = pixels.shape[:2]
    padding = [(0, height % 2), (0, width % 2)] + [(0, 0)] * (pixels.ndim - 2)
    p = np.pad(pixels, padding, mode="edge").astype(np.uint16)
    total = p[::2, ::2] + p[1::2, ::2] + p[::2, 1::2] + p[1::2, 1::2]
    return ((total + 2) // 4).astype(np.uint8)


@given(st.integers(1, 700), st.integers(1, 300), st.sampled_from([1, 4]))
def test_each_level_is_half_of_the_one_above(width: int, height: int, channels: int) -> None:
    shape = (height, width) if channels == 1 else (height, width, 4)
    pixels = np.random.default_rng(width).integers(0, 256, shape, dtype=np.uint8)
    mips = Mips(TileGrid.from_array(pixels), levels=4)
    for number in range(1, len(mips)):
        pixels = by_hand(pixels)
        assert np.abs(mips.level(number).to_array().astype(int) - pixels).max() <= 1
        pixels = mips.level(number).to_array()


@given(st.integers(0, 650), st.integers(0, 380), st.integers(1, 300), st.integers(1, 200))
def test_updating_a_part_gives_what_starting_anew_gives(
    x: int, y: int, width: int, height: int
) -> None:
    rng = np.random.default_rng(x)
    grid = TileGrid(Size(701, 403), 4)
    grid.write(Rect(40, 40, 500, 300), rng.integers(0, 256, (300, 500, 4), dtype=np.uint8))
    mips = Mips(grid)
    part = Rect(x, y, width, height).intersected(grid.canvas)
    grid.write(part, rng.integers(0, 256, (part.height, part.width, 4), dtype=np.uint8))
    mips.update(part)
    anew = Mips(grid)
    for number in range(len(mips)):
        assert np.array_equal(mips.level(number).to_array(), anew.level(number).to_array())


def test_a_level_is_chosen_that_has_a_pixel_for_each_one_shown() -> None:
    assert Mips.level_for(2.0) == 0
    assert Mips.level_for(0.51) == 0
    assert Mips.level_for(0.5) == 1
    assert Mips.level_for(0.26) == 1
    assert Mips.level_for(0.125) == 3
    assert Mips.level_for(0.001, levels=5) == 5


def test_an_empty_canvas_has_empty_levels() -> None:
    mips = Mips(TileGrid(Size(16_384, 16_384), 4))
    assert sum(mips.level(number).nbytes for number in range(len(mips))) == 0
