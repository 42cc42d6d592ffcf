"""What a painted mask becomes, and what it never becomes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.generation.mask import blend_alpha, effective_mask, grown, mask_bounds, visible_mask
from core.geometry import EMPTY, Rect
from core.request import InpaintSettings

masks = arrays.arrays(
    np.uint8,
    st.tuples(st.integers(1, 40), st.integers(1, 40)),
    elements=st.sampled_from([0, 0, 0, 1, 90, 128, 255]),
)
lengths = st.integers(0, 24)


def disc(size: int = 128, radius: int = 40) -> np.ndarray:
    y, x = np.mgrid[:size, :size]
    inside = (x - size // 2) ** 2 + (y - size // 2) ** 2 <= radius**2
    return (inside * 255).astype(np.uint8)


@given(masks, st.integers(-12, 12), lengths, lengths)
def test_nothing_fades_beyond_the_grown_mask(mask, grow, feather, blend):
    settings = InpaintSettings(grow=grow, feather=feather, blend=blend)
    shown = grown(mask, grow) > 0
    assert np.array_equal(effective_mask(mask, settings) > 0, shown)
    assert np.array_equal(blend_alpha(mask, settings) > 0, shown)


@given(masks, lengths)
def test_a_faded_mask_is_nowhere_stronger_than_the_painted_one(mask, feather):
    assert (effective_mask(mask, InpaintSettings(feather=feather)) <= mask).all()


@given(masks)
def test_without_grow_and_feather_the_mask_is_as_painted(mask):
    assert np.array_equal(effective_mask(mask, InpaintSettings(feather=0)), mask)


def test_the_edge_fades_inwards_over_the_feathers_width():
    row = effective_mask(disc(), InpaintSettings(feather=12))[64]
    edge = int(np.flatnonzero(row)[0])
    assert 1 <= row[edge] < 20 and row[edge + 13] == 255
    assert (np.diff(row[edge : edge + 14].astype(int)) >= 0).all()


def test_a_thin_stroke_keeps_a_core_that_is_repainted_wholly():
    mask = np.zeros((64, 64), np.uint8)
    mask[30:35] = 255
    assert effective_mask(mask, InpaintSettings(feather=32)).max() >= 200
    assert blend_alpha(mask, InpaintSettings(blend=32)).max() >= 200


def test_a_thin_stroke_beside_a_large_patch_keeps_its_core_too():
    mask = np.zeros((256, 256), np.uint8)
    mask[:160, 40:200] = 255
    mask[200:205] = 255
    shown = effective_mask(mask, InpaintSettings(feather=64))
    assert shown[202, 128] >= 200 and shown[80, 120] == 255


def test_a_mask_that_reaches_the_canvas_edge_does_not_fade_there():
    mask = np.zeros((64, 64), np.uint8)
    mask[:, 32:] = 255
    settings = InpaintSettings(feather=8, blend=8, grow=-4)
    assert (effective_mask(mask, settings)[:, -8:] == 255).all()
    assert (blend_alpha(mask, settings)[:, -8:] == 255).all()
    assert (effective_mask(np.full((8, 8), 255, np.uint8), settings) == 255).all()


def test_grey_is_repainted_in_part_but_not_mixed_with_the_old_picture_again():
    mask = np.full((32, 32), 128, np.uint8)
    assert (effective_mask(mask, InpaintSettings()) == 128).all()
    assert (blend_alpha(mask, InpaintSettings()) == 255).all()
    faint = np.full((32, 32), 16, np.uint8)
    assert (blend_alpha(faint, InpaintSettings()) < 80).all()


def test_bounds_are_tight():
    mask = np.zeros((50, 60), np.uint8)
    assert mask_bounds(mask) == EMPTY
    mask[10, 20] = 1
    mask[30, 40] = 255
    assert mask_bounds(mask) == Rect(20, 10, 21, 21)


@pytest.mark.parametrize("width", [0, 1, 8, 200])
def test_any_width_works_on_a_single_pixel(width):
    one = np.full((1, 1), 200, np.uint8)
    settings = InpaintSettings(feather=width, blend=width)
    assert effective_mask(one, settings)[0, 0] == 200
    assert blend_alpha(one, settings)[0, 0] == 255


def test_what_is_shown_beforehand_has_grow_feather_and_blend_in_it() -> None:
    mask = np.zeros((120, 120), np.uint8)
    mask[40:80, 40:80] = 255
    hard = InpaintSettings(grow=0, feather=0, blend=0)
    assert np.array_equal(visible_mask(mask, hard), mask)
    for change in ({"grow": 6}, {"feather": 10}, {"blend": 10}):
        settings = replace(hard, **change)
        shown = visible_mask(mask, settings)
        assert not np.array_equal(shown, mask), f"{change} is not to be seen"
        assert np.array_equal(shown > 0, effective_mask(mask, settings) > 0)
    both = visible_mask(mask, replace(hard, feather=10, blend=10))
    assert (both <= visible_mask(mask, replace(hard, blend=10))).all()
    assert both[60, 60] == 255
