"""Selections of any shape, and their algebra."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.document.layers import MaskLayer, RasterLayer, RegionLayer
from core.document.selection import Selection
from core.geometry import EMPTY, Point, Rect, Size
from core.pixels.ellipse import covered
from core.pixels.polygon import pieces
from core.pixels.tiles import TileGrid

Array = npt.NDArray[np.uint8]

SIZE = Size(300, 270)
ALL = Rect.of_size(SIZE)
RECTS = st.builds(
    Rect, st.integers(-50, 290), st.integers(-50, 260), st.integers(1, 320), st.integers(1, 290)
)


def soft(seed: int) -> Selection:
    """A random soft one with holes."""
    rng = np.random.default_rng(seed)
    array = rng.integers(0, 256, (SIZE.height, SIZE.width), dtype=np.uint8)
    array[rng.random(array.shape) < 0.5] = 0
    if seed % 3 == 0:
        array[:256, :256] = 255
    return Selection.from_array(SIZE, array)


ANY = st.one_of(
    st.integers(0, 99).map(soft),
    RECTS.map(lambda rect: Selection.rectangle(SIZE, rect)),
    RECTS.map(lambda rect: Selection.ellipse(SIZE, rect)),
    st.just(Selection.all(SIZE)),
    st.just(Selection(TileGrid(SIZE, 1))),
)


def values(selection: Selection) -> Array:
    return selection.read(ALL)


@given(ANY, ANY)
def test_union_difference_and_intersection_are_what_they_say(a: Selection, b: Selection) -> None:
    x, y = values(a), values(b)
    assert np.array_equal(values(a.added(b)), np.maximum(x, y))
    assert np.array_equal(values(a.intersected(b)), np.minimum(x, y))
    assert np.array_equal(values(a.subtracted(b)), np.minimum(x, 255 - y))


@given(ANY)
def test_inverting_twice_changes_nothing(a: Selection) -> None:
    assert np.array_equal(values(a.inverted()), 255 - values(a))
    assert np.array_equal(values(a.inverted().inverted()), values(a))


@given(ANY, ANY)
def test_inversion_turns_union_into_intersection(a: Selection, b: Selection) -> None:
    left = a.added(b).inverted()
    right = a.inverted().intersected(b.inverted())
    assert np.array_equal(values(left), values(right))


@given(ANY)
def test_a_selection_never_reaches_beyond_the_canvas(a: Selection) -> None:
    for one in (a, a.inverted(), a.added(Selection.all(SIZE)), a.moved(40, -30)):
        assert ALL.contains(one.coverage.bounds())
        assert one.bounds() == one.coverage.bounds()


@given(ANY, st.integers(-310, 310), st.integers(-280, 280))
def test_moving_loses_only_what_leaves_the_canvas(a: Selection, dx: int, dy: int) -> None:
    around = np.pad(values(a), ((280, 280), (310, 310)))
    expected = around[280 - dy : 280 - dy + SIZE.height, 310 - dx : 310 - dx + SIZE.width]
    assert np.array_equal(values(a.moved(dx, dy)), expected)


def test_no_operation_changes_its_operands() -> None:
    a, b = soft(1), soft(2)
    x, y = values(a), values(b)
    a.added(b).coverage.writable((0, 0))[:] = 7
    a.subtracted(b).coverage.writable((0, 0))[:] = 7
    Selection.all(SIZE).coverage.writable((0, 0))[:] = 7
    assert np.array_equal(values(a), x) and np.array_equal(values(b), y)
    assert (values(Selection.all(SIZE)) == 255).all()


@given(RECTS)
def test_a_rectangle_is_sharp_and_clipped(rect: Rect) -> None:
    expected = np.zeros((SIZE.height, SIZE.width), np.uint8)
    expected[rect.intersected(ALL).slices] = 255
    assert np.array_equal(values(Selection.rectangle(SIZE, rect)), expected)


@pytest.mark.parametrize("rect", [Rect(20, 30, 200, 100), Rect(50, 50, 9, 120), Rect(3, 3, 4, 4)])
def test_an_ellipse_covers_its_area_and_touches_its_sides(rect: Rect) -> None:
    ellipse = Selection.ellipse(SIZE, rect)
    area = values(ellipse).sum() / 255
    assert area == pytest.approx(math.pi / 4 * rect.area, rel=0.05)
    assert rect.inflated(1).contains(ellipse.bounds())
    assert ellipse.bounds().contains(rect.inflated(-1))
    mirrored = values(ellipse)[rect.slices]
    assert np.array_equal(mirrored, mirrored[::-1]) and np.array_equal(mirrored, mirrored[:, ::-1])


def test_a_polygon_is_filled_and_its_edge_is_smooth() -> None:
    triangle = [Point(10, 10), Point(210, 10), Point(10, 210)]
    array = values(Selection.polygon(SIZE, triangle))
    assert array.sum() / 255 == pytest.approx(200 * 200 / 2, rel=0.001)
    assert array[50, 50] == 255 and array[200, 200] == 0
    assert set(np.unique(array)) - {0, 255}, "the slanted side is antialiased"
    straight = values(Selection.polygon(SIZE, [Point(*p) for p in square(20, 80)]))
    assert np.array_equal(straight, values(Selection.rectangle(SIZE, Rect(20, 20, 60, 60))))
    half = values(Selection.polygon(SIZE, [Point(*p) for p in square(20.5, 80.5)]))
    assert half[50, 20] == half[20, 50] == half[80, 50] == 128 and half[50, 81] == 0


def square(start: float, end: float) -> list[tuple[float, float]]:
    return [(start, start), (end, start), (end, end), (start, end)]


def test_a_line_that_crosses_itself_leaves_a_hole() -> None:
    star = [
        Point(150 + 100 * math.sin(a), 130 - 100 * math.cos(a))
        for a in (i * 4 * math.pi / 5 for i in range(5))
    ]
    array = values(Selection.polygon(SIZE, star))
    assert array[130, 150] == 0
    assert array[60, 150] == 255


def test_a_polygon_may_reach_over_tiles_and_beyond_the_canvas() -> None:
    array = values(Selection.polygon(SIZE, [Point(*p) for p in square(-100, 1000)]))
    assert (array == 255).all()
    assert Selection.polygon(SIZE, [Point(1, 1), Point(2, 2)]).is_empty


def test_all_of_a_huge_canvas_takes_next_to_no_memory() -> None:
    size = Size(16_384, 16_384)
    everything = Selection.all(size)
    assert everything.coverage.nbytes == 256 * 256
    assert everything.bounds() == Rect.of_size(size)
    hole = everything.subtracted(Selection.rectangle(size, Rect(300, 300, 10, 10)))
    assert hole.coverage.nbytes == 2 * 256 * 256
    assert everything.inverted().is_empty


def test_masks_and_selections_become_each_other() -> None:
    chosen = soft(4)
    mask = MaskLayer(coverage=chosen.coverage.snapshot())
    assert np.array_equal(values(Selection.from_layer(mask)), values(chosen))


def test_what_a_picture_covers_can_be_selected() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (270, 300, 4), dtype=np.uint8)
    grid = TileGrid.from_array(pixels)
    grid.write(Rect(-50, -50, 50, 50), np.full((50, 50, 4), 255, np.uint8))
    chosen = Selection.from_layer(RasterLayer(pixels=grid))
    assert np.array_equal(values(chosen), pixels[..., 3])
    assert ALL.contains(chosen.coverage.bounds())


def test_a_box_has_no_coverage_to_select() -> None:
    with pytest.raises(ValueError, match="box"):
        Selection.from_layer(RegionLayer(box=Rect(1, 2, 3, 4)))


def test_a_mask_from_elsewhere_lands_where_it_is_put() -> None:
    array = np.full((40, 50), 99, np.uint8)
    chosen = Selection.from_array(SIZE, array, -10, 250)
    assert chosen.bounds() == Rect(0, 250, 40, 20)
    assert Selection.from_array(SIZE, array, 900, 0).bounds() == EMPTY


@given(RECTS)
def test_an_ellipse_found_by_tiles_is_the_whole_one(rect: Rect) -> None:
    expected = np.zeros((SIZE.height, SIZE.width), np.uint8)
    part = rect.intersected(ALL)
    if not part.is_empty:
        expected[part.slices] = covered(part, rect)
    assert np.array_equal(values(Selection.ellipse(SIZE, rect)), expected)


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.floats(-60, 360, width=32), st.floats(-60, 330, width=32)),
        min_size=3, max_size=9,
    )
)  # fmt: skip
def test_a_polygon_found_by_tiles_is_the_whole_one(corners: list[tuple[float, float]]) -> None:
    whole = next(pieces(np.array(corners, np.float64), ALL, SIZE.width))
    found = values(Selection.polygon(SIZE, [Point(*corner) for corner in corners]))
    assert np.abs(found.astype(int) - whole).max() <= 1, "a sum of fractions rounds either way"


def test_large_shapes_keep_what_is_even_once() -> None:
    size = Size(4096, 4096)
    rim = 4 * 16 * 256 * 256
    assert Selection.ellipse(size, Rect.of_size(size)).coverage.nbytes < rim
    corners = [Point(3, 3), Point(4000, 40), Point(2000, 4050)]
    assert Selection.polygon(size, corners).coverage.nbytes < rim
