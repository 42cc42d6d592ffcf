"""Pixels that are taken elsewhere: exact where they can be, smooth and true elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from core.geometry import Point, Rect
from core.pixels.alpha import premultiplied
from core.pixels.warp import corners, is_convex, reach, warped

RECT = Rect(10, 20, 48, 32)


def picture() -> np.ndarray:
    dice = np.random.default_rng(1)
    return premultiplied(dice.integers(0, 256, (RECT.height, RECT.width, 4), dtype=np.uint8))


def quad(*points: tuple[float, float]) -> tuple[Point, ...]:
    return tuple(Point(*point) for point in points)


def test_what_stays_or_moves_by_whole_pixels_is_exact() -> None:
    pixels = picture()
    assert np.array_equal(warped(pixels, RECT, corners(RECT), RECT), pixels)
    there = RECT.moved(7, -30)
    assert np.array_equal(warped(pixels, RECT, corners(there), there), pixels)


def test_flips_and_quarter_turns_are_exact() -> None:
    pixels = picture()
    a, b, c, d = corners(RECT)
    assert np.array_equal(warped(pixels, RECT, (b, a, d, c), RECT), pixels[:, ::-1])
    assert np.array_equal(warped(pixels, RECT, (d, c, b, a), RECT), pixels[::-1])
    turned = Rect(0, 0, 32, 48)
    onto = quad((32, 0), (32, 48), (0, 48), (0, 0))
    assert reach(onto) == turned
    assert np.array_equal(warped(pixels, RECT, onto, turned), np.rot90(pixels, -1))


def test_what_is_made_much_smaller_is_the_mean_of_what_was_there() -> None:
    pixels = np.zeros((256, 256, 4), np.uint8)
    pixels[:, ::2] = 255  # lines that a sampled picture would keep or lose
    small = warped(pixels, Rect(0, 0, 256, 256), corners(Rect(0, 0, 32, 32)), Rect(0, 0, 32, 32))
    assert np.abs(small.astype(int) - 128).max() <= 1


def test_no_colour_is_more_than_its_alpha() -> None:
    onto = quad((3, 5), (90, -8), (110, 77), (-6, 60))
    result = warped(picture(), RECT, onto, reach(onto))
    assert (result[..., :3] <= result[..., 3:]).all()
    assert result.any()


def test_outside_of_its_quad_nothing_is_shown() -> None:
    full = np.full((32, 48, 4), 255, np.uint8)
    onto = quad((20, 0), (40, 20), (20, 40), (0, 20))  # a diamond
    result = warped(full, RECT, onto, Rect(0, 0, 40, 40))[..., 3]
    rows, columns = np.mgrid[:40, :40] + 0.5
    away = np.abs(rows - 20) + np.abs(columns - 20)
    assert (result[away < 18] == 255).all()
    assert not result[away > 22].any()


def test_masks_are_warped_as_pictures_are() -> None:
    mask = picture()[..., 3].copy()
    turned = quad((32, 0), (32, 48), (0, 48), (0, 0))
    assert np.array_equal(warped(mask, RECT, turned, Rect(0, 0, 32, 48)), np.rot90(mask, -1))


@pytest.mark.parametrize(
    ("onto", "whole"),
    [
        (corners(RECT), True),
        (quad((0, 0), (0, 9), (9, 9), (9, 0)), True),  # seen from behind
        (quad((0, 0), (9, 9), (9, 0), (0, 9)), False),  # a bow tie
        (quad((0, 0), (9, 0), (3, 3), (0, 9)), False),  # a corner drawn inwards
        (quad((0, 0), (9, 0), (9, 0), (0, 0)), False),  # flat
    ],
)
def test_only_what_has_an_inside_can_be_shown(onto: tuple[Point, ...], whole: bool) -> None:
    assert is_convex(onto) is whole
