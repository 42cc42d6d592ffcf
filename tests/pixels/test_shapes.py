"""Shapes cover what they enclose, with smooth edges."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from core.geometry import Point, Rect
from core.pixels.shapes import Form, Shape
from core.pixels.symmetry import Symmetry

CANVAS = Rect(0, 0, 200, 160)


def area(shape: Shape) -> float:
    """Pixels that are covered, in sum."""
    return float(shape.coverage(CANVAS).astype(float).sum() / 255)


def test_rectangles_are_exact_and_in_any_direction() -> None:
    shape = Shape(Form.RECTANGLE, Point(20, 30), Point(120, 90))
    coverage = shape.coverage(CANVAS)
    assert (coverage[30:90, 20:120] == 255).all()
    assert area(shape) == 100 * 60
    back = Shape(Form.RECTANGLE, Point(120, 30), Point(20, 90))
    assert np.array_equal(back.coverage(CANVAS), coverage)
    half = Shape(Form.RECTANGLE, Point(20.5, 30), Point(120, 90)).coverage(CANVAS)
    assert (half[30:90, 20] == 128).all()


def test_an_ellipse_has_its_area_and_a_smooth_edge() -> None:
    shape = Shape(Form.ELLIPSE, Point(20, 30), Point(160, 130))
    assert area(shape) == pytest.approx(math.pi * 70 * 50, rel=0.003)
    values = np.unique(shape.coverage(CANVAS))
    assert len(values) > 30, "its edge has many greys"


@pytest.mark.parametrize("form", [Form.RECTANGLE, Form.ELLIPSE])
def test_an_outline_is_as_wide_as_it_says_and_hollow(form: Form) -> None:
    shape = Shape(form, Point(40, 40), Point(140, 120), outline=8)
    coverage = shape.coverage(CANVAS)
    assert not coverage[80, 90]
    row = coverage[80].astype(float) / 255
    assert row[:90].sum() == pytest.approx(8, abs=0.1)
    assert row[90:].sum() == pytest.approx(8, abs=0.1)


def test_an_outline_wider_than_its_form_fills_it() -> None:
    shape = Shape(Form.ELLIPSE, Point(80, 70), Point(100, 90), outline=40)
    assert shape.coverage(CANVAS)[80, 90] == 255


def test_a_line_is_as_wide_everywhere_and_its_ends_are_round() -> None:
    shape = Shape(Form.LINE, Point(30, 30), Point(150, 110), outline=10)
    length = math.hypot(120, 80)
    assert area(shape) == pytest.approx(length * 10 + math.pi * 25, rel=0.01)
    assert area(Shape(Form.LINE, Point(30, 30), Point(150, 110))) == pytest.approx(length, rel=0.03)


@pytest.mark.parametrize("form", list(Form))
def test_parts_that_meet_are_one_shape_and_its_reach_holds_it(form: Form) -> None:
    shape = Shape(form, Point(33.3, 41.2), Point(150.9, 99.7), outline=7)
    whole = shape.coverage(CANVAS)
    assert np.array_equal(whole[50:90, 60:170], shape.coverage(Rect(60, 50, 110, 40)))
    outside = whole.copy()
    outside[shape.reach().slices] = 0
    assert not outside.any()


@pytest.mark.parametrize("form", list(Form))
def test_mirrored_they_cover_the_mirrored_pixels_to_the_bit(form: Form) -> None:
    shape = Shape(form, Point(20, 30), Point(71, 83), outline=7)
    symmetry = Symmetry(across=True, down=True)
    images = symmetry.images(CANVAS.centre)
    placed = [shape.placed(one).coverage(CANVAS) for one in images]
    first = placed[0]
    wanted = [first, first[::-1], first[:, ::-1], first[::-1, ::-1]]
    assert len(placed) == 4
    assert all(any(np.array_equal(one, want) for one in placed) for want in wanted)


@pytest.mark.parametrize("form", list(Form))
def test_turned_by_a_quarter_they_cover_the_turned_pixels(form: Form) -> None:
    square = Rect(0, 0, 160, 160)
    shape = Shape(form, Point(20, 30), Point(70, 60), outline=6)
    first = shape.coverage(square).astype(int)
    placed = [
        shape.placed(one).coverage(square).astype(int)
        for one in Symmetry(rays=4).images(square.centre)
    ]
    for quarter in range(4):
        turned = np.rot90(first, -quarter)
        assert min(np.abs(one - turned).max() for one in placed) <= 1


@pytest.mark.parametrize("outline", [0, 9])
@pytest.mark.parametrize("form", [Form.RECTANGLE, Form.ELLIPSE])
@pytest.mark.parametrize("angle", [10.0, 37.0, 45.0, 81.0])
def test_turned_they_keep_their_area_and_stay_within_reach(
    form: Form, angle: float, outline: float
) -> None:
    plain = Shape(form, Point(60, 60), Point(140, 100), outline)
    turned = replace(plain, angle=angle)
    assert area(turned) == pytest.approx(area(plain), rel=0.01)
    within = np.zeros((CANVAS.height, CANVAS.width), bool)
    within[turned.reach().intersected(CANVAS).slices] = True
    assert not turned.coverage(CANVAS)[~within].any()


def test_turned_it_covers_what_a_turned_pixel_picture_does() -> None:
    """A rectangle turned by 30 degrees, against one that is put together of many small pixels."""
    shape = Shape(Form.RECTANGLE, Point(60, 60), Point(140, 100), angle=30)
    many = 8
    side = np.arange(200 * many) / many + 0.5 / many
    x, y = np.meshgrid(side, side[: 160 * many])
    cos, sin = math.cos(math.radians(30)), math.sin(math.radians(30))
    u, v = (x - 100) * cos + (y - 80) * sin, (y - 80) * cos - (x - 100) * sin
    inside = (np.abs(u) <= 40) & (np.abs(v) <= 20)
    exact = inside.reshape(160, many, 200, many).mean(axis=(1, 3))
    off = np.abs(shape.coverage(CANVAS) / 255 - exact)
    assert off.max() < 0.3, "at its corners"
    assert off.mean() < 0.001
