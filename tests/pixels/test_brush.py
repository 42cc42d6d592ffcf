"""Stamps are round, centred where the pen is, and as large as the brush says."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pixels.brush import PRESSURE_OPACITY, PRESSURE_SIZE, Brush, Tip
from core.pixels.dynamics import Dynamic, Source, Target
from core.pixels.feel import Dab, Feel
from core.pixels.stamp import drawn_stamp, phases, quantised, stamp

SIZES = st.floats(1, 300)
HARDNESS = st.floats(0, 1)


@given(SIZES, HARDNESS)
def test_a_stamp_in_the_middle_of_a_pixel_is_the_same_from_all_sides(
    size: float, hardness: float
) -> None:
    mark = stamp(size, hardness)
    assert mark.shape[0] == mark.shape[1]
    assert mark.shape[0] % 2 == 1
    assert np.array_equal(mark, mark[::-1])
    assert np.array_equal(mark, mark[:, ::-1])
    assert np.array_equal(mark, mark.T)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 10, 40, 100, 300])
def test_a_hard_stamp_covers_the_area_of_its_disc(size: float) -> None:
    area = stamp(size, 1.0).sum() / 255
    assert area == pytest.approx(math.pi * size * size / 4, rel=0.1 if size < 4 else 0.02)


@pytest.mark.parametrize("hardness", [0.0, 0.3, 0.7, 1.0])
def test_a_stamp_reaches_as_far_as_the_brush(hardness: float) -> None:
    mark = stamp(100, hardness)
    row = mark[len(mark) // 2]
    assert row.max() == 255
    assert abs(np.count_nonzero(row) - 100) <= (12 if hardness < 0.2 else 5)


def test_harder_stamps_cover_more() -> None:
    areas = [int(stamp(60, hardness).sum()) for hardness in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert areas == sorted(areas)
    assert areas[0] < 0.6 * areas[-1]


@given(st.floats(1, 60), HARDNESS, st.integers(0, 3), st.integers(0, 3))
def test_the_centre_of_a_stamp_lies_where_its_phase_says(
    size: float, hardness: float, across: int, down: int
) -> None:
    mark = drawn_stamp(size, hardness, across / 4, down / 4).astype(np.float64)
    places = np.arange(len(mark)) - len(mark) // 2
    if mark.sum():
        x, y = (mark.sum(axis=0) @ places) / mark.sum(), (mark.sum(axis=1) @ places) / mark.sum()
        assert (x, y) == pytest.approx((across / 4, down / 4), abs=0.08)


@given(st.floats(0.5, 2000))
def test_sizes_are_rounded_by_less_than_one_can_see(size: float) -> None:
    assert quantised(size) == pytest.approx(size, rel=0.016, abs=0.07)


def test_the_brush_paints_in_exactly_its_own_size() -> None:
    assert Feel(Brush(size=301.3)).mark(Dab(0, 0, 0.2)).size == 301.3
    pen = Feel(Brush(size=301.3, dynamics=(PRESSURE_SIZE,)))
    assert pen.mark(Dab(0, 0, 1.0)).size == 301.3
    assert len({pen.mark(Dab(0, 0, i / 1000)).size for i in range(1000)}) < 250


def test_equal_stamps_are_made_once() -> None:
    assert stamp(50, 0.5, (1, 0)) is stamp(50, 0.5, (1, 0))
    assert stamp(50, 0.5) is not stamp(51, 0.5)
    assert phases(10) > phases(500)


def test_pressure_changes_what_the_brush_says_it_changes() -> None:
    plain = Feel(Brush(size=40)).mark(Dab(0, 0, 0.1))
    assert (plain.size, plain.strength) == (40, 1)
    pen = Feel(Brush(size=40, dynamics=(PRESSURE_SIZE, PRESSURE_OPACITY)))
    assert pen.mark(Dab(0, 0, 0.5)).size == pytest.approx(20, abs=0.1)
    assert pen.mark(Dab(0, 0, 0.5)).strength == 0.5
    assert pen.mark(Dab(0, 0, 0.0)).size > 0
    assert pen.mark(Dab(0, 0, 7.0)).size == 40


def test_a_pressure_curve_makes_the_pen_softer_or_firmer() -> None:
    for middle in (0.2, 0.8):
        curve = ((0.0, 0.0), (0.5, middle), (1.0, 1.0))
        feel = Feel(Brush(dynamics=(Dynamic(Target.OPACITY, Source.PRESSURE, curve),)))
        strengths = [feel.mark(Dab(0, 0, i / 50)).strength for i in range(51)]
        assert strengths[25] == pytest.approx(middle)
        assert strengths == sorted(strengths)
        assert strengths[0] == 0 and strengths[-1] == 1


@pytest.mark.parametrize("tip", list(Tip))
@pytest.mark.parametrize("size", [300.0, 700.0])
def test_large_stamps_that_are_made_of_others_look_as_if_they_were_drawn(
    tip: Tip, size: float
) -> None:
    made = stamp(size, 0.6, (0, 0), tip, 0.5, 30.0, own=False).astype(int)
    drawn = drawn_stamp(size, 0.6, 0, 0, tip, 0.5, 30.0).astype(int)
    side = max(len(made), len(drawn))
    both = [np.pad(mark, (side - len(mark)) // 2) for mark in (made, drawn)]
    assert abs(len(made) - len(drawn)) <= 4
    assert np.abs(both[0] - both[1]).mean() < 1
