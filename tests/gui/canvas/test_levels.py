"""Halved tiles: the same wherever they come from, and made again only where needed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from core.geometry import Rect, Size
from core.pixels.tiles import TileGrid
from widgets.canvas.levels import Deadline, Levels
from widgets.canvas.transform import level_rect


def patient() -> Deadline:
    return Deadline.in_seconds(60)


def noise(size: Size, channels: int = 4) -> TileGrid:
    rng = np.random.default_rng(1)
    shape = (size.height, size.width) if channels == 1 else (size.height, size.width, channels)
    return TileGrid.from_array(rng.integers(1, 256, shape, dtype=np.uint8))


@pytest.mark.parametrize("channels", [1, 4])
def test_each_level_is_the_mean_of_four_pixels_of_the_one_before(channels: int) -> None:
    grid = noise(Size(700, 520), channels)
    levels = Levels(grid)
    expected = grid.to_array()
    for level in (1, 2, 3):
        height, width = expected.shape[0] // 2, expected.shape[1] // 2
        expected = np.asarray(
            cv2.resize(
                expected[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA
            )
        )
        got = levels.read(level, Rect(0, 0, width, height), patient())
        assert np.array_equal(got, expected)
        expected = levels.read(level, level_rect(grid.size, level), patient())


def test_an_odd_edge_stays_as_opaque_as_the_picture() -> None:
    grid = TileGrid.from_array(np.full((301, 511, 4), 255, np.uint8))
    levels = Levels(grid)
    for level in (1, 2, 3, 4):
        whole = levels.read(level, level_rect(grid.size, level), patient())
        assert (whole == 255).all()


def test_a_changed_part_looks_as_if_all_had_been_made_anew() -> None:
    grid = noise(Size(1100, 900))
    levels = Levels(grid)
    whole = level_rect(grid.size, 3)
    levels.read(3, whole, patient())
    for rect in (Rect(250, 130, 17, 33), Rect(0, 0, 3, 3), Rect(1001, 801, 99, 99)):
        grid.write(rect, np.zeros((rect.height, rect.width, 4), np.uint8))
        levels.invalidate(rect)
    assert np.array_equal(levels.read(3, whole, patient()), Levels(grid).read(3, whole, patient()))


def test_only_the_changed_part_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = noise(Size(1024, 1024))
    levels = Levels(grid)
    levels.read(1, level_rect(grid.size, 1), patient())
    resized: list[int] = []
    real = cv2.resize

    def counted(source: object, size: Size, **rest: object) -> object:
        resized.append(size[0] * size[1])
        return real(source, size, **rest)

    monkeypatch.setattr(cv2, "resize", counted)
    levels.invalidate(Rect(100, 100, 20, 20))
    levels.read(1, level_rect(grid.size, 1), patient())
    assert resized == [100]


def test_without_time_the_old_tile_is_shown_and_the_rest_is_made_later() -> None:
    grid = noise(Size(512, 512))
    levels = Levels(grid)
    before = levels.tile(1, (0, 0), patient())
    assert before is not None
    before = before.copy()
    grid.write(Rect(0, 0, 64, 64), np.zeros((64, 64, 4), np.uint8))
    levels.invalidate(Rect(0, 0, 64, 64))
    hurried = Deadline.in_seconds(-1)
    shown = levels.tile(1, (0, 0), hurried)
    assert shown is not None and np.array_equal(shown, before)
    assert hurried.missed
    now = levels.tile(1, (0, 0), patient())
    assert now is not None and not now[:32, :32].any()


def test_where_nothing_is_nothing_is_made() -> None:
    levels = Levels(TileGrid(Size(4096, 4096), 4))
    assert levels.tile(3, (0, 0), patient()) is None
