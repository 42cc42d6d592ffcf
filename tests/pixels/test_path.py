"""Dabs lie at even distances on a smooth line through the points of the pen."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pixels.brush import Brush
from core.pixels.feel import Dab
from core.pixels.path import DabPath
from core.pixels.smoothing import Touch

BRUSH = Brush(size=20, spacing=0.1)
POINTS = st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=2, max_size=8)


def along(points: list[tuple[float, float]], brush: Brush = BRUSH) -> list[Dab]:
    path = DabPath(brush, Touch(*points[0]))
    return [dab for x, y in points[1:] for dab in path.to(Touch(x, y))]


def test_a_straight_line_is_dabbed_evenly_however_many_points_it_has() -> None:
    few = along([(0, 0), (100, 0)])
    many = along([(x, 0) for x in range(101)])
    assert [dab.x for dab in few] == pytest.approx([2 * i for i in range(1, 51)])
    assert [dab.x for dab in many] == pytest.approx([dab.x for dab in few], abs=1e-6)


@given(POINTS)
def test_dabs_are_never_further_apart_than_the_spacing(points: list[tuple[float, float]]) -> None:
    dabs = [Dab(*points[0]), *along(points)]
    for one, other in itertools.pairwise(dabs):
        assert math.dist(one[:2], other[:2]) <= 2 + 1e-6


@given(POINTS)
def test_paint_reaches_the_newest_point(points: list[tuple[float, float]]) -> None:
    dabs = [Dab(*points[0]), *along(points)]
    assert math.dist(dabs[-1][:2], points[-1]) <= 2 + 1e-6


def test_points_on_a_circle_give_the_circle() -> None:
    corners = [(100 * math.cos(a), 100 * math.sin(a)) for a in (i * math.pi / 6 for i in range(13))]
    off = [abs(math.hypot(x, y) - 100) for x, y, *_ in along(corners)]
    # Straight pieces would be 3.4 px off; the first piece knows no direction yet.
    assert max(off[30:]) < 0.2


def test_corners_stay_corners() -> None:
    for x, y, *_ in along([(0, 0), (50, 0), (50, 50)]):
        assert y == pytest.approx(0, abs=1e-9) or x == pytest.approx(50, abs=1e-9)


def test_pressing_harder_on_the_spot_paints_again() -> None:
    path = DabPath(BRUSH, Touch(5, 5, 0.2))
    assert list(path.to(Touch(5, 5, 0.1))) == []
    assert list(path.to(Touch(5, 5, 0.9))) == [Dab(5, 5, 0.9)]


def test_pressure_changes_gradually_along_the_line() -> None:
    path = DabPath(BRUSH, Touch(0, 0, 0.0))
    for dab in path.to(Touch(100, 0, 1.0)):
        assert dab.pressure == pytest.approx(dab.x / 100)
