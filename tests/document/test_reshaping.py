"""The whole picture cropped, resized, turned and mirrored: every layer, and back to the bit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document.canvas_commands import ResizeCanvas, content, resize_canvas
from core.document.commands import AddLayer, Command, FillLayer, SetSelection
from core.document.document import Document
from core.document.layers import LayerMask, RasterLayer, RegionLayer
from core.document.reshaping import flip, image_size, straighten, turn
from core.document.selection import Selection
from core.document.state import State
from core.errors import UserError
from core.geometry import Rect, Size
from core.pixels.resample import Resampling, inscribed
from core.pixels.tiles import TileGrid
from tests.document.steps import SIZE, looks, painted_document

WAYS = (
    lambda state: turn(state, 1),
    lambda state: turn(state, 2),
    lambda state: turn(state, 3),
    lambda state: flip(state, across=True),
    lambda state: flip(state, across=False),
    lambda state: image_size(state, Size(410, 130)),
    lambda state: image_size(state, Size(90, 81), Resampling.SHARP),
    lambda state: straighten(state, 0.2),
    lambda state: resize_canvas(state, Rect(-30, 20, 200, 400)),
    lambda state: resize_canvas(state, Rect(30, 20, 100, 90), "Crop", cut=True),
)


def masked_document() -> Document:
    """Layers of every kind, a selection, and pixels off the canvas."""
    document = painted_document()
    document.perform(ResizeCanvas(Rect(20, 10, 260, 250)))
    mask = LayerMask.empty(document.size).replaced(inside=document.layers[0].id)
    mask.hidden.write(Rect(40, 40, 100, 70), np.full((70, 100), 200, np.uint8))
    document.perform(AddLayer(mask, 0))
    document.perform(AddLayer(RegionLayer(name="box", box=Rect(10, 20, 30, 40), prompt="a cat")))
    document.perform(SetSelection(Selection.ellipse(document.size, Rect(30, 30, 120, 90))))
    return document


@pytest.mark.parametrize("way", WAYS)
def test_undo_and_redo_of_each_are_exact(way: object) -> None:
    document = masked_document()
    before = looks(document)
    document.perform(way(document.snapshot()))  # type: ignore[operator]
    after = looks(document)
    assert after != before
    document.undo()
    assert looks(document) == before
    document.redo()
    assert looks(document) == after


def test_a_quarter_turn_turns_every_pixel_and_box() -> None:
    document = masked_document()
    picture, chosen = document.flatten(), document.selection
    assert chosen is not None
    coverage = chosen.read(document.canvas)
    document.perform(turn(document.snapshot(), 1))
    assert document.size == Size(250, 260)
    assert np.array_equal(document.flatten(), np.rot90(picture, -1))
    assert document.selection is not None
    assert np.array_equal(document.selection.read(document.canvas), np.rot90(coverage, -1))
    region = next(one for one in document.layers if one.name == "box")
    assert region.bounds() == Rect(250 - 60, 10, 40, 30)


@given(quarters=st.integers(0, 3), across=st.booleans())
def test_what_lies_off_the_canvas_comes_back(quarters: int, across: bool) -> None:
    document = masked_document()
    before = looks(document)
    document.perform(turn(document.snapshot(), quarters))
    document.perform(turn(document.snapshot(), 4 - quarters))
    document.perform(flip(document.snapshot(), across=across))
    document.perform(flip(document.snapshot(), across=across))
    assert looks(document) == before


@pytest.mark.parametrize("how", list(Resampling))
@pytest.mark.parametrize("size", [Size(777, 601), Size(31, 20), SIZE])
def test_an_even_picture_stays_even_up_to_its_edges(size: Size, how: Resampling) -> None:
    grid = TileGrid.from_array(np.full((SIZE.height, SIZE.width, 4), (10, 90, 200, 255), np.uint8))
    document = Document(SIZE, (RasterLayer(pixels=grid),))
    document.perform(image_size(document.snapshot(), size, how))
    assert document.size == size
    assert (document.flatten() == (10, 90, 200, 255)).all()


def test_nearest_doubles_every_pixel_over_the_borders_of_tiles() -> None:
    document = painted_document()
    before = document.flatten()
    size = Size(SIZE.width * 2, SIZE.height * 2)
    document.perform(image_size(document.snapshot(), size, Resampling.NEAREST))
    assert np.array_equal(document.flatten(), before.repeat(2, 0).repeat(2, 1))


def test_smooth_has_no_seams_between_tiles() -> None:
    ramp = np.full((300, 700, 4), 255, np.uint8)
    ramp[..., 0] = np.linspace(0, 255, 700)
    document = Document.of_picture(ramp)
    document.perform(image_size(document.snapshot(), Size(1100, 520)))
    row = document.flatten()[260, 4:-4, 0].astype(int)
    assert (np.diff(row) >= -1).all() and (np.diff(row) <= 2).all()


def test_straightened_a_slanted_line_is_level_and_no_corner_is_empty() -> None:
    y, x = np.mgrid[0:300, 0:400]
    slope = 0.1
    picture = np.full((300, 400, 4), 255, np.uint8)
    picture[(y - 150) > slope * (x - 200)] = (0, 0, 0, 255)
    document = Document.of_picture(picture)
    document.perform(straighten(document.snapshot(), -math.atan(slope)))
    made = document.flatten()
    assert (made[..., 3] == 255).all()
    heights = (made[..., 0] > 127).sum(axis=0)
    assert np.ptp(heights) <= 1
    assert document.size == inscribed(Size(400, 300), -math.atan(slope)).size


@given(st.integers(2, 3000), st.integers(2, 3000), st.floats(-math.pi, math.pi))
def test_the_cropped_part_lies_inside_the_turned_picture(w: int, h: int, angle: float) -> None:
    crop = inscribed(Size(w, h), angle)
    cos, sin = math.cos(-angle), math.sin(-angle)
    for x in (crop.x, crop.right):
        for y in (crop.y, crop.bottom):
            dx, dy = x - w / 2, y - h / 2
            assert -1.5 <= w / 2 + dx * cos - dy * sin <= w + 1.5
            assert -1.5 <= h / 2 + dx * sin + dy * cos <= h + 1.5


def test_what_was_painted_in_the_meantime_is_not_overwritten() -> None:
    document = masked_document()
    made = turn(document.snapshot(), 1)
    document.perform(SetSelection(None))
    document.perform(FillLayer(document.layers[1].id, (1, 2, 3)))
    before = looks(document)
    with pytest.raises(UserError, match="changed in the meantime"):
        document.perform(made)
    assert looks(document) == before


def test_a_crop_that_was_ready_is_the_same_as_one_that_was_not() -> None:
    one, other = masked_document(), masked_document()
    made: Command = resize_canvas(one.snapshot(), Rect(13, 7, 160, 140))
    one.perform(made)
    other.perform(ResizeCanvas(Rect(13, 7, 160, 140)))
    assert same(one, other)
    stale = resize_canvas(one.snapshot(), Rect(5, 5, 100, 100))
    for document in (one, other):
        document.perform(FillLayer(document.layers[1].id, (1, 2, 3)))
    one.perform(stale)
    other.perform(ResizeCanvas(Rect(5, 5, 100, 100)))
    assert same(one, other), "what was painted in between is cropped with it"


def test_a_crop_keeps_what_lies_outside_unless_it_is_to_be_cut() -> None:
    kept, cut = painted_document(), painted_document()
    inside = Rect(40, 30, 100, 80)
    before = kept.flatten()
    kept.perform(ResizeCanvas(inside))
    cut.perform(ResizeCanvas(inside, cut=True))
    assert np.array_equal(kept.flatten(), cut.flatten())
    assert all(one.bounds().intersected(cut.canvas) == one.bounds() for one in cut.layers)
    back = Rect(-40, -30, SIZE.width, SIZE.height)
    kept.perform(ResizeCanvas(back))
    assert np.array_equal(kept.flatten(), before)
    cut.perform(ResizeCanvas(back))
    empty = np.ones((SIZE.height, SIZE.width), bool)
    empty[inside.slices] = False
    assert not cut.flatten()[empty].any()


def test_the_content_is_what_visible_pictures_cover() -> None:
    size = Size(300, 300)
    layers = []
    for rect, visible in ((Rect(50, 60, 20, 10), True), (Rect(-20, 100, 60, 10), True),
                          (Rect(200, 200, 50, 50), False)):  # fmt: skip
        grid = TileGrid(size, 4)
        grid.write(rect, np.full((rect.height, rect.width, 4), 255, np.uint8))
        layers.append(RasterLayer(pixels=grid, visible=visible))
    assert content(State(size, tuple(layers))) == Rect(0, 60, 70, 50)


def same(one: Document, other: Document) -> bool:
    """Whether two documents look the same; their layers have other ids."""
    assert one.size == other.size
    assert one.selection is not None and other.selection is not None
    return (
        np.array_equal(one.flatten(), other.flatten())
        and np.array_equal(one.selection.read(one.canvas), other.selection.read(other.canvas))
        and [layer.bounds() for layer in one.layers] == [layer.bounds() for layer in other.layers]
    )
