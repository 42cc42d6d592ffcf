"""Gradients go where they are drawn, and show no bands."""

from __future__ import annotations

import numpy as np
import pytest

from core.geometry import Point, Rect
from core.pixels.gradient import Gradient, GradientShape

BLACK, WHITE = (0, 0, 0, 255), (255, 255, 255, 255)


def test_the_first_colour_is_before_its_start_and_the_last_beyond_its_end() -> None:
    gradient = Gradient(Point(100, 10), Point(300, 10), (10, 20, 30, 255), (200, 90, 40, 255))
    pixels = gradient.pixels(Rect(0, 0, 400, 4))
    assert (pixels[:, :99] == (10, 20, 30, 255)).all()
    assert (pixels[:, 301:] == (200, 90, 40, 255)).all()
    middle = pixels[:, 195:205].reshape(-1, 4).mean(0)
    assert middle == pytest.approx((105, 55, 35, 255), abs=4)


def test_the_mean_of_a_patch_is_the_exact_colour_so_that_no_bands_show() -> None:
    gradient = Gradient(Point(0, 0), Point(4096, 0), (40, 40, 40, 255), (56, 56, 56, 255))
    pixels = gradient.pixels(Rect(1000, 0, 256, 256))[..., 0].astype(float)
    exact = 40 + 16 * (np.arange(1000, 1256) + 0.5) / 4096
    means = pixels.reshape(256, 8, 32).mean((0, 2))
    assert means == pytest.approx(exact.reshape(8, 32).mean(1), abs=0.06)


def test_what_fades_to_nothing_keeps_its_colour() -> None:
    gradient = Gradient(Point(0, 0), Point(100, 0), (255, 0, 0, 255), (255, 0, 0, 0))
    pixels = gradient.pixels(Rect(0, 0, 100, 8))
    assert (pixels[..., 0] == pixels[..., 3]).all()
    assert not pixels[..., 1:3].any()
    assert pixels[:, 0, 3].mean() > 250 and pixels[:, -1, 3].mean() < 5


@pytest.mark.parametrize("shape", list(GradientShape))
def test_parts_that_meet_are_one_picture(shape: GradientShape) -> None:
    gradient = Gradient(Point(30, 300), Point(250, 210), BLACK, (255, 255, 255, 100), shape)
    whole = gradient.pixels(Rect(-20, 200, 500, 300))
    assert np.array_equal(whole[56:200, 100:400], gradient.pixels(Rect(80, 256, 300, 144)))
    assert (whole[..., :3] <= whole[..., 3:]).all()


def test_radial_ones_are_round_and_reflected_ones_alike_on_both_sides() -> None:
    round_ = Gradient(Point(64, 64), Point(114, 64), BLACK, WHITE, GradientShape.RADIAL)
    part = round_.part(Rect(0, 0, 128, 128))
    assert part == pytest.approx(part[::-1], abs=1e-5)
    assert part == pytest.approx(part.T, abs=1e-5)
    assert part[64, 114] == pytest.approx(1, abs=0.02)
    both = Gradient(Point(64, 0), Point(114, 0), BLACK, WHITE, GradientShape.REFLECTED)
    part = both.part(Rect(0, 0, 128, 4))
    assert part == pytest.approx(part[:, ::-1], abs=1e-5)
