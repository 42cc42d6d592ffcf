"""Symmetry: where a stroke is painted besides where it is."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.geometry import Point
from core.pixels.symmetry import Symmetry

MIDDLE = Point(100, 80)


@pytest.mark.parametrize(
    ("symmetry", "count"),
    [
        (Symmetry(), 1), (Symmetry(across=True), 2), (Symmetry(down=True), 2),
        (Symmetry(across=True, down=True), 4), (Symmetry(rays=5), 5),
        (Symmetry(across=True, rays=6), 12), (Symmetry(across=True, down=True, rays=2), 4),
    ],
)  # fmt: skip
def test_each_place_is_painted_once(symmetry: Symmetry, count: int) -> None:
    assert len(symmetry.images(MIDDLE)) == count
    assert symmetry.images(MIDDLE)[0].place(3, 4) == pytest.approx((3, 4))


@given(st.booleans(), st.booleans(), st.integers(1, 24), st.floats(0, 200), st.floats(0, 200))
def test_all_images_are_as_far_from_the_centre(
    across: bool, down: bool, rays: int, x: float, y: float
) -> None:
    for image in Symmetry(across, down, rays).images(MIDDLE):
        there = image.place(x, y)
        assert math.dist(there, MIDDLE) == pytest.approx(math.dist((x, y), MIDDLE), abs=1e-6)


@given(st.booleans(), st.booleans(), st.integers(1, 7), st.floats(0, 360))
def test_a_dab_is_turned_as_its_line_is(across: bool, down: bool, rays: int, angle: float) -> None:
    along = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    for image in Symmetry(across, down, rays).images(MIDDLE):
        (x0, y0), (x1, y1) = image.place(50, 50), image.place(50 + along[0], 50 + along[1])
        turned = math.degrees(math.atan2(y1 - y0, x1 - x0))
        assert math.remainder(image.angle(angle) - turned, 360) == pytest.approx(0, abs=1e-6)


def test_the_mirror_stands_where_it_was_put() -> None:
    image = Symmetry(across=True, centre=Point(10, 0)).images(MIDDLE)[1]
    assert image.place(4, 7) == pytest.approx((16, 7))
