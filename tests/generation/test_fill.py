"""What lies under the mask before the first step."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.generation.fill import filled, opaque, push_pull
from core.request import Fill


def picture(height: int = 96, width: int = 128) -> np.ndarray:
    """A sunset: a smooth gradient with grain."""
    y, x = np.mgrid[:height, :width]
    rgb = np.dstack([120 + y, 80 + x // 2, 200 - y]).astype(np.float32)
    return np.clip(rgb + np.random.default_rng(1).normal(0, 3, rgb.shape), 0, 255).astype(np.uint8)


def hole(height: int = 96, width: int = 128) -> np.ndarray:
    mask = np.zeros((height, width), np.uint8)
    mask[30:66, 40:90] = 255
    return mask


@pytest.mark.parametrize("fill", Fill)
def test_what_the_mask_leaves_out_is_never_touched(fill):
    rgb, mask = picture(), hole()
    result = filled(rgb, mask, fill, seed=3)
    assert result.dtype == np.uint8 and result.shape == rgb.shape
    assert np.array_equal(result[mask == 0], rgb[mask == 0])


@pytest.mark.parametrize("fill", [fill for fill in Fill if fill is not Fill.KEEP])
def test_every_fill_but_keep_hides_what_was_there(fill):
    rgb, mask = picture(), hole()
    rgb[40:56, 50:80] = (255, 0, 0)
    inside = filled(rgb, mask, fill)[44:52, 60:70].astype(int)
    assert np.abs(inside - (255, 0, 0)).mean() > 25


def test_keep_keeps():
    rgb = picture()
    assert np.array_equal(filled(rgb, hole(), Fill.KEEP), rgb)


def test_border_colours_continue_a_gradient():
    rgb, mask = picture(), hole()
    missing = rgb.copy()
    missing[mask > 0] = 0
    result = filled(missing, mask, Fill.BORDER)
    assert np.abs(result[mask > 0].astype(int) - rgb[mask > 0]).mean() < 10


def test_border_colours_know_nothing_of_what_the_mask_covers():
    rgb, mask = picture(), hole()
    other = rgb.copy()
    other[mask > 0] = (0, 255, 0)
    assert np.array_equal(filled(rgb, mask, Fill.BORDER), filled(other, mask, Fill.BORDER))


def test_noise_is_the_same_for_the_same_seed_only():
    rgb, mask = picture(), hole()
    first = filled(rgb, mask, Fill.NOISE, seed=1)
    assert np.array_equal(first, filled(rgb, mask, Fill.NOISE, seed=1))
    assert not np.array_equal(first, filled(rgb, mask, Fill.NOISE, seed=2))


@pytest.mark.parametrize("fill", [Fill.KEEP, Fill.BORDER, Fill.BLUR])
def test_nothing_is_kept_under_transparent_pixels(fill):
    rgb, mask = picture(), hole()
    alpha = 255 - mask
    rgb[mask > 0] = (255, 0, 255)  # what an eraser leaves behind means nothing
    result = filled(rgb, mask, fill, alpha=alpha)
    inside = result[40:56, 50:80].reshape(-1, 3).astype(int)
    around = rgb[mask == 0].reshape(-1, 3).astype(int)
    assert np.abs(inside.mean(0) - around.mean(0)).max() < 40


def test_what_is_repainted_only_in_part_is_not_hidden():
    rgb = np.zeros((3, 16, 3), np.uint8)
    mask = np.array([[64], [127], [191]], np.uint8).repeat(16, 1)
    result = filled(rgb, mask, Fill.NEUTRAL)
    assert (result[:2] == 0).all() and (result[2] == 63).all()


@pytest.mark.parametrize("fill", Fill)
@pytest.mark.parametrize("size", [(1, 1), (1, 9), (7, 1), (2, 3)])
def test_every_fill_works_on_slivers_and_under_a_mask_of_everything(fill, size):
    rgb = np.full((*size, 3), 90, np.uint8)
    mask = np.full(size, 255, np.uint8)
    result = filled(rgb, mask, fill, alpha=np.zeros(size, np.uint8))
    assert result.shape == rgb.shape


def test_a_picture_of_nothing_becomes_neutral():
    assert (opaque(np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4), np.uint8)) == 127).all()


@given(st.integers(1, 33), st.integers(1, 33), st.floats(-50, 50))
def test_push_pull_spreads_one_colour_everywhere_and_keeps_the_known(height, width, value):
    values = np.full((height, width, 3), value, np.float32)
    weight = np.zeros((height, width), np.float32)
    weight[height // 2, width // 2] = 1
    values[weight == 0] = 1e6
    result = push_pull(values, weight)
    assert np.allclose(result, value, atol=1e-2)
    assert (result[height // 2, width // 2] == np.float32(value)).all()
