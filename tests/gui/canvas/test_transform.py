"""Where the canvas lies on screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from core.geometry import Rect, Size
from widgets.canvas.transform import (
    MAX_ZOOM,
    MIN_ZOOM,
    ViewTransform,
    fitted,
    rect_at_level,
    stepped,
)

zooms = st.floats(MIN_ZOOM, MAX_ZOOM)
offsets = st.floats(-5000, 5000)
ratios = st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0])
transforms = st.builds(ViewTransform, zooms, offsets, offsets, ratios)
places = st.builds(QPointF, st.floats(0, 3000), st.floats(0, 2000))


@given(transforms, places)
def test_widget_and_canvas_places_map_onto_each_other(
    transform: ViewTransform, place: QPointF
) -> None:
    back = transform.to_widget(*transform.to_canvas(place))
    assert back.x() == pytest.approx(place.x(), abs=1e-6)
    assert back.y() == pytest.approx(place.y(), abs=1e-6)


@given(transforms, places, zooms)
def test_zooming_keeps_the_pixel_under_the_cursor(
    transform: ViewTransform, place: QPointF, zoom: float
) -> None:
    before = transform.to_canvas(place)
    zoomed = transform.zoomed(zoom, place)
    after = zoomed.to_widget(*before)
    # Both corners are rounded to the screen's grid: half a pixel each, the first one enlarged.
    slack = 0.5 * (1 + max(1.0, zoomed.zoom / transform.zoom)) / transform.ratio + 1e-6
    assert abs(after.x() - place.x()) <= slack
    assert abs(after.y() - place.y()) <= slack


def test_zooming_in_and_out_again_at_one_place_does_not_drift() -> None:
    place = QPointF(123.4, 77.7)
    start = transform = ViewTransform(0.37, 11.3, 4.9)
    for step in [1] * 20 + [-1] * 20:
        transform = transform.zoomed(transform.zoom * 2 ** (step / 3), place)
    assert transform.x == pytest.approx(start.x, abs=0.01)
    assert transform.y == pytest.approx(start.y, abs=0.01)


@given(zooms)
def test_drawing_never_enlarges_a_smaller_level_and_never_shrinks_by_more_than_half(
    zoom: float,
) -> None:
    transform = ViewTransform(zoom)
    if zoom <= 1:
        assert 0.5 < transform.residual <= 1 + 1e-6
    else:
        assert transform.level == 0


def test_pixels_are_crisp_from_200_percent_on_and_where_they_match_the_screen() -> None:
    assert not ViewTransform(2.0).smooth
    assert not ViewTransform(16.0).smooth
    assert ViewTransform(1.5).smooth
    assert ViewTransform(0.7).smooth
    assert not ViewTransform(1.0).smooth
    assert not ViewTransform(0.25).smooth


@given(st.floats(MIN_ZOOM, MAX_ZOOM), st.integers(-3, 3))
def test_the_wheel_never_steps_over_100_percent(zoom: float, steps: int) -> None:
    after = stepped(zoom, steps)
    assert not (zoom < 0.999 and after > 1.001)
    assert not (zoom > 1.001 and after < 0.999)


@given(
    st.builds(Size, st.integers(1, 16384), st.integers(1, 16384)),
    st.builds(Size, st.integers(50, 3000), st.integers(50, 2000)),
    ratios,
)
def test_fit_shows_the_whole_canvas_in_the_middle(size: Size, view: Size, ratio: float) -> None:
    transform = fitted(size, view, ratio)
    if transform.zoom <= MIN_ZOOM:
        return
    box = transform.rect_to_widget(Rect.of_size(size))
    assert box.left() >= -1 and box.top() >= -1
    assert box.right() <= view.width + 1 and box.bottom() <= view.height + 1
    assert box.center().x() == pytest.approx(view.width / 2, abs=1)
    assert box.center().y() == pytest.approx(view.height / 2, abs=1)


@given(transforms, st.builds(Rect, *[st.integers(0, 900)] * 2, *[st.integers(1, 300)] * 2))
def test_what_is_repainted_covers_every_screen_pixel_that_shows_a_change(
    transform: ViewTransform, rect: Rect
) -> None:
    dirty = transform.dirty(rect)
    assert dirty.contains(transform.rect_to_widget(rect).toAlignedRect())


@given(transforms, st.builds(Size, st.integers(1, 2000), st.integers(1, 2000)))
def test_the_canvas_cannot_be_lost_out_of_sight(transform: ViewTransform, size: Size) -> None:
    view = Size(800, 600)
    held = transform.held(size, QRectF(0, 0, view.width, view.height))
    box = held.rect_to_widget(Rect.of_size(size))
    assert box.right() >= 0 and box.bottom() >= 0
    assert box.left() <= view.width and box.top() <= view.height


@given(
    st.builds(Rect, *[st.integers(-500, 500)] * 2, *[st.integers(1, 300)] * 2), st.integers(0, 6)
)
def test_a_level_holds_every_pixel_of_a_rectangle(rect: Rect, level: int) -> None:
    small = rect_at_level(rect, level)
    step = 1 << level
    assert small.x * step <= rect.x < (small.x + 1) * step
    assert (small.right - 1) * step < rect.right <= small.right * step
