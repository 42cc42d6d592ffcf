"""Masks grow and shrink as an artist expects, grey ones too."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from core.pixels.morphology import grown, shrunk

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


def test_no_radius_changes_nothing() -> None:
    mask = blobs(1)
    assert np.array_equal(grown(mask, 0), mask)
    assert grown(mask, 0) is not mask
