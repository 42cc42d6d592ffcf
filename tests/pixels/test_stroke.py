"""The film of paint of one stroke: how dabs gather, and how it lies over pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.geometry import Rect
from core.pixels.brush import PRESSURE_OPACITY, Brush
from core.pixels.feel import Dab, Feel
from core.pixels.path import DabPath
from core.pixels.smoothing import Touch
from core.pixels.stamp import stamp
from core.pixels.stroke import StrokeBuffer, laid_over
from core.pixels.tiles import tiles_over

Array = npt.NDArray[np.uint8]

CANVAS = Rect(0, 0, 600, 300)


def dab(buffer: StrokeBuffer, x: float, y: float, pressure: float = 1.0) -> None:
    buffer.dab(Feel(buffer.brush).mark(Dab(x, y, pressure)))


def film(buffer: StrokeBuffer) -> Array:
    """The coverage of the whole canvas."""
    dirty = buffer.take_dirty()
    result = np.zeros((CANVAS.height, CANVAS.width), np.uint8)
    for key, part in tiles_over(CANVAS):
        if key in dirty:
            result[part.slices] = buffer.coverage(key, part)
    return result


def test_a_dab_is_its_stamp() -> None:
    buffer = StrokeBuffer(CANVAS, Brush(size=41, hardness=0.5))
    dab(buffer, 250.5, 100.5)
    mark = stamp(41, 0.5)
    reach = len(mark) // 2
    result = film(buffer)
    place = Rect(250 - reach, 100 - reach, len(mark), len(mark))
    assert np.array_equal(result[place.slices], mark)
    result[place.slices] = 0
    assert not result.any()


def test_a_dab_between_pixels_lies_between_pixels() -> None:
    for x, y in [(100.0, 100.0), (100.25, 100.75), (99.9, 100.4)]:
        buffer = StrokeBuffer(CANVAS, Brush(size=20, hardness=0.5))
        dab(buffer, x, y)
        result = film(buffer).astype(np.float64)
        rows, columns = np.mgrid[: CANVAS.height, : CANVAS.width] + 0.5
        centre = (result * columns).sum() / result.sum(), (result * rows).sum() / result.sum()
        assert centre == pytest.approx((x, y), abs=0.2)


@pytest.mark.parametrize("flow", [1.0, 0.99, 0.5])
def test_dabs_on_one_spot_never_exceed_one_dab_at_full_flow(flow: float) -> None:
    once = StrokeBuffer(CANVAS, Brush(size=60, hardness=0.0))
    often = StrokeBuffer(CANVAS, Brush(size=60, hardness=0.0, flow=flow))
    dab(once, 100.5, 100.5)
    for _ in range(80):
        dab(often, 100.5, 100.5)
    assert np.array_equal(film(once), film(often))


def test_low_flow_builds_up_to_the_full_dab_and_does_not_stall() -> None:
    buffer = StrokeBuffer(CANVAS, Brush(size=60, hardness=1.0, flow=0.01))
    levels = []
    for _ in range(10):
        for _ in range(100):
            dab(buffer, 100.5, 100.5)
        levels.append(int(film(buffer)[100, 100]))
    assert levels == sorted(levels)
    assert 150 < levels[0] < 175  # 1 - 0.99¹⁰⁰ = 63 %
    assert levels[-1] == 255


def test_pressure_thins_the_paint() -> None:
    buffer = StrokeBuffer(CANVAS, Brush(size=30, hardness=1.0, dynamics=(PRESSURE_OPACITY,)))
    dab(buffer, 100.5, 100.5, 0.5)
    assert film(buffer)[100, 100] == 128


@pytest.mark.parametrize("hardness", [0.0, 0.5, 0.9, 1.0])
def test_a_stroke_at_the_default_spacing_shows_no_ripples(hardness: float) -> None:
    brush = Brush(size=100, hardness=hardness)
    buffer = StrokeBuffer(CANVAS, brush)
    path = DabPath(brush, Touch(100.5, 150.5))
    for place in path.to(Touch(500.5, 150.5)):
        dab(buffer, place.x, place.y)
    rows = film(buffer)[:, 200:400].astype(int)
    soft_edges = 4 if hardness < 0.9 else 24  # an edge of a pixel or two may waver by 1/10
    assert (rows.max(axis=1) - rows.min(axis=1)).max() <= soft_edges


@given(st.lists(st.tuples(st.floats(-80, 680), st.floats(-80, 380)), min_size=1, max_size=6))
def test_dabs_across_the_border_are_cut_off_there(places: list[tuple[float, float]]) -> None:
    buffer = StrokeBuffer(CANVAS, Brush(size=70))
    for x, y in places:
        dab(buffer, x, y)
    for key, part in buffer.take_dirty().items():
        assert CANVAS.contains(part)
        assert dict(tiles_over(CANVAS))[key].contains(part)
    assert buffer.take_dirty() == {}


@given(
    st.integers(0, 255), st.integers(0, 255), st.floats(0, 1), st.booleans(), st.integers(0, 255)
)
def test_paint_over_pixels_is_rounded_once(
    below: int, coverage: int, opacity: float, erase: bool, colour: int
) -> None:
    pixels = np.full((1, 1, 4), below, np.uint8)
    pixels[..., 3] = max(below, 200)
    strength = np.rint(coverage * int(opacity * 255 + 0.5) / 255) / 255
    paint = np.array([colour, 0, 255, 255]) * (0 if erase else 1)
    expected = pixels[0, 0] * (1 - strength) + paint * strength
    result = laid_over(
        pixels,
        np.full((1, 1), coverage, np.uint8),
        color=(colour, 0, 255),
        erase=erase,
        opacity=opacity,
    )
    assert result[0, 0].tolist() == pytest.approx(expected.tolist(), abs=0.5 + 1e-9)
    assert (result[..., :3] <= result[..., 3:]).all()


def test_no_paint_changes_nothing_and_full_paint_is_the_colour() -> None:
    rng = np.random.default_rng(3)
    alpha = rng.integers(0, 256, (50, 50, 1), dtype=np.uint8)
    pixels = np.concatenate((np.minimum(rng.integers(0, 256, (50, 50, 3)), alpha), alpha), axis=2)
    pixels = pixels.astype(np.uint8)
    full, none = np.full((50, 50), 255, np.uint8), np.zeros((50, 50), np.uint8)
    assert np.array_equal(laid_over(pixels, none, color=(1, 2, 3)), pixels)
    assert np.array_equal(laid_over(pixels, full, color=(1, 2, 3), opacity=0.0), pixels)
    assert (laid_over(pixels, full, color=(1, 2, 3)) == (1, 2, 3, 255)).all()
    assert not laid_over(pixels, full, erase=True).any()


def test_masks_are_painted_white_and_erased() -> None:
    mask = np.array([[0, 100, 255]], np.uint8)
    half = np.full((1, 3), 128, np.uint8)
    assert laid_over(mask, half).tolist() == [[128, 178, 255]]
    assert laid_over(mask, half, erase=True).tolist() == [[0, 50, 127]]


@pytest.mark.parametrize("opacity", [0.1, 0.3, 1.0])
def test_a_large_soft_dab_shows_no_bands(opacity: float) -> None:
    """Each level is there once, next to its neighbours: no finer fade can be had in 8 bits."""
    canvas = Rect(0, 0, 900, 300)
    buffer = StrokeBuffer(canvas, Brush(size=800, hardness=0.0))
    dab(buffer, 450.5, 150.5)
    row = []
    for key, part in tiles_over(Rect(0, 150, 450, 1)):
        below = np.zeros((1, part.width, 4), np.uint8)
        row += laid_over(below, buffer.coverage(key, part), opacity=opacity)[0, :, 3].tolist()
    steps = np.diff(row)
    assert steps.min() >= 0 and steps.max() <= (1 if opacity < 1 else 2)
    assert len(set(row)) > 250 * opacity
