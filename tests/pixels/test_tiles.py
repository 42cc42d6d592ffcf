"""Grids of tiles: what is written is read, and snapshots keep what they saw."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.geometry import EMPTY, Rect, Size
from core.pixels.tiles import TILE, TileGrid, tiles_over

Array = npt.NDArray[np.uint8]

SIZE = Size(300, 270)
RECTS = st.builds(
    Rect, st.integers(-100, 300), st.integers(-100, 300), st.integers(1, 300), st.integers(1, 300)
)
WRITES = st.lists(st.tuples(RECTS, st.integers(0, 255)), max_size=5)
CHANNELS = st.sampled_from([1, 4])
WORLD = Rect(-100, -100, 700, 700)


def picture(rect: Rect, channels: int, seed: int) -> Array:
    """Random pixels, or 0 for the seed 0."""
    shape = (rect.height, rect.width) if channels == 1 else (rect.height, rect.width, channels)
    if seed == 0:
        return np.zeros(shape, np.uint8)
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def put(world: Array, rect: Rect, pixels: Array) -> None:
    world[rect.moved(-WORLD.x, -WORLD.y).slices] = pixels


def tight(world: Array) -> Rect:
    used = world if world.ndim == 2 else world.view(np.uint32)[..., 0]
    rows, columns = np.flatnonzero(used.any(axis=1)), np.flatnonzero(used.any(axis=0))
    if not rows.size:
        return EMPTY
    x, y = int(columns[0]), int(rows[0])
    return Rect(x + WORLD.x, y + WORLD.y, int(columns[-1]) - x + 1, int(rows[-1]) - y + 1)


@given(CHANNELS, WRITES, RECTS)
def test_reads_what_was_written_anywhere_on_and_off_the_canvas(
    channels: int, writes: list[tuple[Rect, int]], look: Rect
) -> None:
    grid, world = TileGrid(SIZE, channels), picture(WORLD, channels, 0)
    for rect, seed in writes:
        grid.write(rect, picture(rect, channels, seed))
        put(world, rect, picture(rect, channels, seed))
    assert np.array_equal(grid.read(look), world[look.moved(-WORLD.x, -WORLD.y).slices])
    assert np.array_equal(grid.to_array(), world[100 : 100 + 270, 100 : 100 + 300])
    assert grid.bounds() == tight(world)
    assert grid.extent().contains(grid.bounds())


@given(CHANNELS, WRITES, WRITES, WRITES)
def test_a_snapshot_and_its_grid_never_see_each_others_writes(
    channels: int,
    before: list[tuple[Rect, int]],
    here: list[tuple[Rect, int]],
    there: list[tuple[Rect, int]],
) -> None:
    grid = TileGrid(SIZE, channels)
    for rect, seed in before:
        grid.write(rect, picture(rect, channels, seed))
    snapshot = grid.snapshot()
    second = snapshot.snapshot()
    seen = grid.read(WORLD)
    mine, theirs = seen.copy(), seen.copy()
    for rect, seed in here:
        grid.write(rect, picture(rect, channels, seed))
        put(mine, rect, picture(rect, channels, seed))
    for rect, seed in there:
        snapshot.write(rect, picture(rect, channels, seed))
        put(theirs, rect, picture(rect, channels, seed))
    assert np.array_equal(grid.read(WORLD), mine)
    assert np.array_equal(snapshot.read(WORLD), theirs)
    assert np.array_equal(second.read(WORLD), seen)
    assert snapshot.bounds() == tight(theirs)


@given(CHANNELS, WRITES, st.integers(-600, 600), st.integers(-600, 600))
def test_moved_pixels_come_back_unchanged(
    channels: int, writes: list[tuple[Rect, int]], dx: int, dy: int
) -> None:
    grid = TileGrid(SIZE, channels)
    for rect, seed in writes:
        grid.write(rect, picture(rect, channels, seed))
    seen, bounds = grid.read(WORLD), grid.bounds()
    grid.shift(dx, dy)
    assert np.array_equal(grid.read(WORLD.moved(dx, dy)), seen)
    assert grid.bounds() == (bounds if bounds.is_empty else bounds.moved(dx, dy))
    grid.shift(-dx, -dy)
    assert np.array_equal(grid.read(WORLD), seen)


@given(CHANNELS, WRITES, RECTS)
def test_clipping_keeps_what_is_inside_and_nothing_else(
    channels: int, writes: list[tuple[Rect, int]], rect: Rect
) -> None:
    grid = TileGrid(SIZE, channels)
    for where, seed in writes:
        grid.write(where, picture(where, channels, seed))
    expected = picture(WORLD, channels, 0)
    put(expected, rect, grid.read(rect))
    clipped = grid.clipped(rect)
    grid.write(rect, picture(rect, channels, 5))
    assert np.array_equal(clipped.read(WORLD), expected)


def test_a_tile_that_becomes_nothing_is_given_back() -> None:
    grid = TileGrid(SIZE, 4)
    rect = Rect(100, 100, 300, 300)
    grid.write(rect, picture(rect, 4, 1))
    assert len(grid.keys()) == 4
    assert grid.nbytes == 4 * TILE * TILE * 4
    grid.write(rect, picture(rect, 4, 0))
    assert grid.keys() == []
    assert grid.nbytes == 0
    assert grid.bounds() == EMPTY


def test_writing_nothing_to_nothing_takes_no_memory() -> None:
    grid = TileGrid(Size(16_384, 16_384), 4)
    grid.write(Rect(0, 0, 1000, 1000), np.zeros((1000, 1000, 4), np.uint8))
    assert grid.nbytes == 0


def test_keys_are_those_that_meet_the_rectangle() -> None:
    grid = TileGrid(SIZE, 1)
    for key in [(0, 0), (1, 0), (-1, 1), (2, 1)]:
        grid.writable(key)[0, 0] = 1
    assert set(grid.keys(Rect(0, 0, 257, 1))) == {(0, 0), (1, 0)}
    assert set(grid.keys(Rect(-1, 256, 1, 1))) == {(-1, 1)}
    assert grid.keys(EMPTY) == []
    assert set(grid) == set(grid.keys()) == {(0, 0), (1, 0), (-1, 1), (2, 1)}


def test_tiles_are_handed_out_for_reading_only() -> None:
    grid = TileGrid(SIZE, 4)
    grid.writable((0, 0))[3, 4] = 9
    tile = grid.tile((0, 0))
    assert tile is not None
    assert tile[3, 4, 0] == 9
    with pytest.raises(ValueError):
        tile[0, 0] = 1
    assert grid.tile((5, 5)) is None


def test_a_shared_tile_is_copied_before_it_is_written_to() -> None:
    full = np.full((TILE, TILE), 255, np.uint8)
    grid = TileGrid(SIZE, 1)
    grid.share((0, 0), full)
    grid.share((1, 0), full)
    assert grid.nbytes == full.nbytes
    grid.writable((0, 0))[0, 0] = 0
    assert full.all()
    assert grid.read(Rect(256, 0, 1, 1))[0, 0] == 255


def test_the_revision_tells_that_pixels_may_have_changed() -> None:
    grid = TileGrid(SIZE, 4)
    first = grid.revision
    grid.read(Rect(0, 0, 9, 9))
    grid.tile((0, 0))
    assert grid.revision == first
    grid.write(Rect(0, 0, 1, 1), np.full((1, 1, 4), 7, np.uint8))
    assert grid.revision > first


def test_an_array_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        TileGrid(SIZE, 4).write(Rect(0, 0, 2, 3), np.zeros((2, 3, 4), np.uint8))
    with pytest.raises(ValueError, match="1 or 4"):
        TileGrid(SIZE, 3)


def test_a_laid_grid_is_a_filled_one_whose_tiles_are_made_when_asked_for() -> None:
    size = Size(300, 520)
    laid, filled = TileGrid(size, 4), TileGrid(size, 4)
    laid.lay(255)
    assert laid.even == 255
    for key, _ in tiles_over(Rect.of_size(size)):
        filled.share(key, np.full((TILE, TILE, 4), 255, np.uint8))
    copy = laid.snapshot()
    assert set(laid) == set(filled)
    assert laid.even is None, "once there are tiles, only looking tells"
    assert np.array_equal(laid.to_array(), filled.to_array())
    laid.writable((0, 0))[:] = 7
    assert np.array_equal(copy.to_array(), filled.to_array())


def test_an_empty_grid_is_even() -> None:
    grid = TileGrid(Size(10, 10), 1)
    assert grid.even == 0
    grid.lay(3)
    grid.clear()
    assert grid.even == 0
    grid.write(Rect(1, 1, 2, 2), np.full((2, 2), 9, np.uint8))
    assert grid.even is None
