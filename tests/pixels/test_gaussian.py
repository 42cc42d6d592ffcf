"""Out of focus by a radius: as a Gaussian written out plainly, the same in every part."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pixels import gaussian
from core.pixels.alpha import premultiplied

RADII = [0.4, 1, 3.5, 12, 12.1, 20, 37.5, 64, 100]


def picture(side: int = 420) -> np.ndarray:
    dice = np.random.default_rng(5)
    small = dice.integers(0, 256, (side // 20, side // 20, 4), dtype=np.uint8)
    small[..., 3] = dice.choice([0, 70, 255], small.shape[:2])
    return premultiplied(np.kron(small, np.ones((20, 20, 1), np.uint8)))


def plainly(pixels: np.ndarray, radius: float) -> np.ndarray:
    """The definition, in floats: e^(-x²/2σ²) with three σ to the radius, edges going on."""
    sigma = radius / 3
    far = int(np.ceil(radius)) + 1
    x = np.arange(-far, far + 1)
    kernel = np.exp(-(x**2) / (2 * sigma**2))
    kernel /= kernel.sum()
    result = pixels.astype(float)
    for axis in (0, 1):
        around = [(far, far) if one == axis else (0, 0) for one in range(3)]
        wide = np.pad(result, around, "edge")
        result = np.apply_along_axis(np.convolve, axis, wide, kernel, "valid")
    return result


@pytest.mark.parametrize("radius", RADII)
def test_it_is_a_gaussian(radius: float) -> None:
    pixels = picture()
    off = np.abs(gaussian.blurred(pixels, radius) - plainly(pixels, radius))
    # Three boxes are 3 % off where black meets white; more in a corner that goes on thrice.
    assert off.mean() < (0.3 if radius <= 12 else 1.5)
    assert off[60:-60, 60:-60].max() < (2 if radius <= 12 else 9)


@pytest.mark.parametrize("radius", RADII)
def test_no_colour_runs_farther_than_its_reach(radius: float) -> None:
    pixels = np.zeros((260, 260, 4), np.uint8)
    pixels[128:132, 128:132] = 255
    rows = np.flatnonzero(gaussian.blurred(pixels, radius).any((1, 2)))
    reach = gaussian.reach(radius)
    assert radius - 2 <= reach < radius + 1
    assert rows[0] >= 128 - reach
    assert rows[-1] <= 131 + reach


@pytest.mark.parametrize("radius", RADII)
def test_what_is_even_stays_and_no_colour_is_more_than_its_alpha(radius: float) -> None:
    even = np.full((50, 60, 4), 93, np.uint8)
    assert np.array_equal(gaussian.blurred(even, radius), even)
    result = gaussian.blurred(picture(), radius)
    assert (result[..., :3] <= result[..., 3:]).all()


@settings(deadline=None)
@given(
    st.sampled_from(RADII),
    st.tuples(st.integers(0, 399), st.integers(0, 399)),
    st.tuples(st.integers(1, 420), st.integers(1, 420)),
)
def test_a_part_with_what_lies_around_it_is_that_part_of_the_whole(
    radius: float, corner: tuple[int, int], size: tuple[int, int]
) -> None:
    pixels = picture()
    reach = gaussian.reach(radius)
    (x, y), (width, height) = corner, size
    left, top = max(0, x - reach), max(0, y - reach)
    wide = np.ascontiguousarray(pixels[top : y + height + reach, left : x + width + reach])
    part = gaussian.blurred(wide, radius)[y - top :, x - left :][:height, :width]
    assert np.array_equal(part, gaussian.blurred(pixels, radius)[y : y + height, x : x + width])
