"""Masks grow, shrink and soften as an artist expects, grey ones too."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pixels.morphology import blurred, bounds, feathered, grown, shrunk

Array = npt.NDArray[np.uint8]

SEEDS = st.integers(0, 10_000)


def blobs(seed: int) -> Array:
    """A few soft-valued rectangles on black."""
    rng = np.random.default_rng(seed)
    mask = np.zeros((40, 60), np.uint8)
    for _ in range(3):
        x, y = rng.integers(0, 55), rng.integers(0, 35)
        mask[y : y + rng.integers(1, 15), x : x + rng.integers(1, 20)] = rng.integers(1, 256)
    return mask


def grown_by_hand(mask: Array, radius: int) -> Array:
    result = mask.copy()
    height, width = mask.shape
    for dy in range(-radius, radius + 1):
        for dx in range(-radius, radius + 1):
            if dx * dx + dy * dy > (radius + 0.5) ** 2:
                continue
            source = mask[max(0, -dy) : height - max(0, dy), max(0, -dx) : width - max(0, dx)]
            target = result[max(0, dy) : height + min(0, dy), max(0, dx) : width + min(0, dx)]
            np.maximum(target, source, out=target)
    return result


@given(SEEDS, st.integers(0, 12))
def test_growing_takes_the_largest_value_within_the_radius(seed: int, radius: int) -> None:
    mask = blobs(seed)
    assert np.array_equal(grown(mask, radius), grown_by_hand(mask, radius))


@given(SEEDS, st.integers(0, 12))
def test_shrinking_is_growing_what_is_outside(seed: int, radius: int) -> None:
    mask = blobs(seed)
    assert np.array_equal(shrunk(mask, radius), 255 - grown_by_hand(255 - mask, radius))
    assert np.array_equal(grown(mask, -radius), shrunk(mask, radius))


def test_growing_by_more_than_the_picture_fills_it() -> None:
    mask = np.zeros((10, 20), np.uint8)
    mask[5, 5] = 200
    assert (grown(mask, 100) == 200).all()
    assert not shrunk(mask, 100).any()


def test_a_mask_at_the_border_of_the_picture_does_not_shrink_from_it() -> None:
    mask = np.full((30, 30), 255, np.uint8)
    mask[:, 20:] = 0
    result = shrunk(mask, 4)
    assert (result[:, :16] == 255).all()
    assert not result[:, 16:].any()


@given(SEEDS, st.integers(1, 20))
def test_feathering_adds_nothing_outside_and_never_raises_a_value(seed: int, width: int) -> None:
    mask = blobs(seed)
    result = feathered(mask, width)
    assert (result <= mask).all()
    assert not result[mask == 0].any()
    assert np.array_equal(result > 0, result > 0)


def test_feathering_fades_over_its_width_and_leaves_the_middle() -> None:
    mask = np.zeros((80, 80), np.uint8)
    mask[10:70, 10:70] = 255
    row = feathered(mask, 10)[40]
    assert (row[10:20].astype(int) >= row[9:19]).all()
    assert 0 < row[10] < 40
    assert (row[20:60] == 255).all()


def test_feathering_does_not_fade_at_the_border_of_the_picture() -> None:
    mask = np.zeros((40, 40), np.uint8)
    mask[:, :30] = 255
    result = feathered(mask, 8)
    assert (result[:, 0] == 255).all()
    assert result[20, 29] < 60
    assert (feathered(np.full((9, 9), 255, np.uint8), 8) == 255).all()


def test_blurring_spreads_an_edge_evenly_to_both_sides() -> None:
    mask = np.zeros((40, 200), np.uint8)
    mask[:, 100:] = 255
    row = blurred(mask, 20)[20].astype(int)
    assert row[99] + row[100] == pytest.approx(255, abs=2)
    assert row[85] <= 2
    assert row[114] >= 253
    assert 20 < row[93] < 60


def test_no_width_changes_nothing() -> None:
    mask = blobs(1)
    for same in (grown(mask, 0), blurred(mask, 0), feathered(mask, 0)):
        assert np.array_equal(same, mask)
        assert same is not mask


def test_bounds_hold_all_that_is_not_zero() -> None:
    mask = np.zeros((30, 50), np.uint8)
    assert bounds(mask) is None
    mask[7, 11] = mask[20, 30] = 1
    assert bounds(mask) == (11, 7, 20, 14)
