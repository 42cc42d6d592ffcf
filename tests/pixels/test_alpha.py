"""Products of bytes are rounded to the nearest, always."""

from __future__ import annotations

import numpy as np
import pytest

from core.pixels.alpha import byte, divided_by_255, four_times, premultiplied, scaled, straight

ALL_A, ALL_B = np.meshgrid(np.arange(256, dtype=np.uint8), np.arange(256, dtype=np.uint8))
EXACT = np.rint(ALL_A.astype(np.float64) * ALL_B / 255)


def test_every_quotient_by_255_is_the_nearest() -> None:
    numbers = np.arange(65_026)
    assert np.array_equal(divided_by_255(numbers.astype(np.uint16)), np.rint(numbers / 255))


def test_every_product_of_two_bytes_is_the_nearest() -> None:
    assert np.array_equal(scaled(ALL_A, ALL_B), EXACT)
    for by in range(256):
        assert np.array_equal(scaled(ALL_A, by), np.rint(ALL_A.astype(np.float64) * by / 255))


def test_pixels_are_scaled_by_a_mask() -> None:
    pixels = np.stack((ALL_A, ALL_B, ALL_A[::-1], ALL_B), axis=2)
    expected = np.rint(pixels.astype(np.float64) * ALL_B[..., None] / 255)
    assert np.array_equal(scaled(pixels, ALL_B), expected)
    assert np.array_equal(four_times(ALL_B)[..., 2], ALL_B)


def test_premultiplying_rounds_and_keeps_alpha() -> None:
    pixels = np.stack((ALL_A, ALL_A, 255 - ALL_A, ALL_B), axis=2)
    result = premultiplied(pixels)
    assert np.array_equal(result[..., 0], EXACT)
    assert np.array_equal(result[..., 3], ALL_B)
    assert (result[..., :3] <= result[..., 3:]).all()


def test_opaque_colours_and_premultiplied_pixels_survive_the_way_there_and_back() -> None:
    pixels = np.stack((ALL_A, ALL_A, 255 - ALL_A, np.full_like(ALL_A, 255)), axis=2)
    assert np.array_equal(straight(premultiplied(pixels)), pixels)
    soft = premultiplied(np.stack((ALL_A, ALL_A, 255 - ALL_A, ALL_B), axis=2))
    assert np.array_equal(premultiplied(straight(soft)), soft)


def test_transparent_pixels_have_no_colour() -> None:
    pixels = np.array([[[9, 9, 9, 0]]], np.uint8)
    assert not straight(pixels).any()
    assert not premultiplied(pixels).any()


@pytest.mark.parametrize(
    ("fraction", "expected"), [(0, 0), (1, 255), (0.5, 128), (-1, 0), (2, 255), (1 / 255, 1)]
)
def test_fractions_become_bytes(fraction: float, expected: int) -> None:
    assert byte(fraction) == expected


def test_nothing_stays_nothing() -> None:
    empty = np.zeros((0, 5, 4), np.uint8)
    assert scaled(empty, 7).shape == (0, 5, 4)
