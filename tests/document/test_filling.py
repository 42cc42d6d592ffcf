"""Filling: what is enclosed and nothing else, seams and gaps closed, selections respected."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from core.document.commands import GroupLayers, MergeDown, SetLayer, SetSelection
from core.document.document import Document
from core.document.filling import Filling, patch
from core.document.laid_tiles import PutTiles, evenly, laid
from core.document.layers import LayerMask, RasterLayer, RegionLayer
from core.document.selection import Selection
from core.errors import UserError
from core.geometry import Point, Rect, Size
from core.pixels.brush import Brush
from core.pixels.tiles import TileGrid
from tests.document.steps import looks

SIZE = Size(420, 380)
ALL = Rect.of_size(SIZE)
MIDDLE = Point(200, 190)


def drawing(gap: int) -> Document:
    """A soft ring around the middle with a gap at its right side, above white paper."""
    lines = np.zeros((SIZE.height, SIZE.width, 4), np.uint8)
    cv2.circle(lines, (200, 190), 120, (0, 0, 0, 255), 6, cv2.LINE_AA)
    if gap:
        cv2.rectangle(lines, (300, 190 - gap // 2), (340, 190 + (gap - 1) // 2), (0, 0, 0, 0), -1)
    paper = np.full((SIZE.height, SIZE.width, 4), 255, np.uint8)
    return Document(
        SIZE,
        [
            RasterLayer(id="paper", pixels=TileGrid.from_array(paper)),
            RasterLayer(id="paint", pixels=TileGrid(SIZE, 4)),
            RasterLayer(id="lines", pixels=TileGrid.from_array(lines)),
        ],
        active="paint",
    )


def fill(document: Document, filling: Filling, at: Point = MIDDLE, layer: str = "paint") -> None:
    state = document.snapshot()
    red = evenly((255, 0, 0))
    document.perform(PutTiles(laid(state, layer, red, patch(state, at, filling))))


def covered(document: Document, layer: str = "paint") -> np.ndarray:
    grid = document.layer(layer).grid
    assert grid is not None
    pixels = grid.read(document.canvas)
    return pixels[..., 3] if pixels.ndim == 3 else pixels


def test_what_is_enclosed_is_filled_up_to_under_the_line_without_a_seam() -> None:
    document = drawing(gap=0)
    fill(document, Filling(grow=3))
    rows, columns = np.mgrid[: SIZE.height, : SIZE.width] + 0.5
    away = np.hypot(columns - 200.5, rows - 190.5)
    alpha = covered(document)
    assert (alpha[away < 117] == 255).all()
    assert not alpha[away > 123.5].any()
    seen = document.composite(document.canvas)
    assert (seen[away < 114] == (255, 0, 0, 255)).all()
    document.undo()
    assert not covered(document).any()


@pytest.mark.parametrize("gap", [4, 12])
def test_a_gap_leaks_until_it_is_closed(gap: int) -> None:
    document = drawing(gap)
    fill(document, Filling())
    assert covered(document)[5, 5] == 255, "it has leaked"
    document.undo()
    fill(document, Filling(gap=gap + 2))
    alpha = covered(document)
    assert alpha[190, 200] == 255 and alpha[100, 200] == 255
    assert not alpha[5, 5] and not alpha[:, 340:].any()


def test_a_place_that_is_narrower_than_the_gaps_is_filled_all_the_same() -> None:
    document = drawing(gap=0)
    fill(document, Filling(gap=60, tolerance=60), Point(200, 70))  # on the line itself
    assert covered(document)[70, 200] == 255


def test_only_what_is_selected_is_filled_and_as_far_as_it_is() -> None:
    document = drawing(gap=0)
    document.perform(SetSelection(Selection.rectangle(SIZE, Rect(0, 0, 200, 380))))
    fill(document, Filling(contiguous=False, grow=0))
    alpha = covered(document)
    assert alpha[190, 100] == 255 and alpha[5, 5] == 255
    assert not alpha[:, 200:].any()


def test_a_layer_mask_is_filled_with_what_the_colour_hides() -> None:
    document = drawing(gap=0)
    mask = LayerMask(id="mask", inside="paint", hidden=TileGrid(SIZE, 1))
    layers = document.layers
    document = Document(SIZE, [layers[0], mask, *layers[1:]], active="mask")
    fill(document, Filling(), layer="mask")
    assert covered(document, "mask")[190, 200] == 255 - 76  # red is as light as 76


def test_locked_transparency_is_kept() -> None:
    document = drawing(gap=0)
    brush = Brush(size=50, hardness=0.2, color=(0, 0, 255))
    document.begin_stroke("paint", brush, MIDDLE).finish()
    before = covered(document)
    document.perform(SetLayer("paint", alpha_locked=True))
    fill(document, Filling(tolerance=255))
    assert np.array_equal(covered(document), before)
    assert document.composite(Rect(200, 190, 1, 1))[0, 0].tolist() == [255, 0, 0, 255]


def test_what_was_painted_in_the_meantime_is_not_overwritten() -> None:
    document = drawing(gap=0)
    state = document.snapshot()
    late = laid(state, "paint", evenly((255, 0, 0)), patch(state, MIDDLE, Filling()))
    document.begin_stroke("paint", Brush(size=9), Point(20, 20)).finish()
    with pytest.raises(UserError, match="meantime"):
        document.perform(PutTiles(late))
    assert covered(document)[20, 20] and not covered(document)[190, 200]


def test_a_region_whose_box_was_moved_in_the_meantime_stays_where_it_is() -> None:
    document = Document(SIZE, [RegionLayer(id="region", box=Rect(10, 10, 50, 50))])
    state = document.snapshot()
    late = laid(state, "region", evenly((255, 255, 255)), Selection.rectangle(SIZE, ALL))
    document.perform(SetLayer("region", box=Rect(90, 90, 20, 20)))
    with pytest.raises(UserError, match="meantime"):
        document.perform(PutTiles(late))
    region = document.layer("region")
    assert isinstance(region, RegionLayer) and region.box == Rect(90, 90, 20, 20)


def test_a_group_that_was_merged_meanwhile_is_a_group_again_and_not_filled() -> None:
    document = drawing(gap=0)
    document.perform(GroupLayers(("paint",)))
    group = document.layer("paint").inside
    assert group is not None
    document.perform(MergeDown(group))
    late = laid(document.snapshot(), group, evenly((255, 0, 0)), Selection.rectangle(SIZE, ALL))
    document.undo()
    before = looks(document)
    with pytest.raises(UserError):
        document.perform(PutTiles(late))
    assert looks(document) == before


def test_off_the_canvas_nothing_is_filled() -> None:
    document = drawing(gap=0)
    fill(document, Filling(gap=8), Point(-5, 20))
    assert not document.can_undo
