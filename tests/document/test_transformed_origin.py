"""A generated layer that is transformed is made again where it lies then."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.document.document import Document
from core.document.layers import RasterLayer
from core.document.origin import Origin
from core.document.selection import Selection
from core.document.settings import PaintSettings
from core.document.transforming import transform
from core.files import ora_origin
from core.geometry import Point, Rect, Size
from core.pixels.tiles import TileGrid
from core.pixels.warp import carried, corners
from core.request import Mode, Pixels, Request
from desktop.compose import Composed, Placement
from desktop.laying import laid
from desktop.made_layers import picture_layer

SIZE = Size(300, 260)
RECT = Rect(40, 60, 80, 80)


def made(mode: Mode, mask: Pixels | None = None) -> Document:
    grid = TileGrid(SIZE, 4)
    grid.write(RECT, np.full((80, 80, 4), 255, np.uint8))
    origin = Origin(PaintSettings(), mode, RECT, Size(256, 256), mask, made_on=RECT)
    return Document(SIZE, [RasterLayer(id="made", pixels=grid, origin=origin)])


def origin_of(document: Document) -> Origin:
    layer = document.layer("made")
    assert isinstance(layer, RasterLayer) and layer.origin is not None
    return layer.origin


def turned(rect: Rect, angle: float) -> tuple[Point, ...]:
    middle = rect.centre
    cos, sin = math.cos(angle), math.sin(angle)
    return tuple(
        Point(middle.x + (x - middle.x) * cos - (y - middle.y) * sin,
              middle.y + (x - middle.x) * sin + (y - middle.y) * cos)
        for x, y in corners(rect)
    )  # fmt: skip


def test_made_from_words_and_scaled_it_is_made_for_its_new_place() -> None:
    document = made(Mode.TEXT_TO_IMAGE)
    document.perform(transform(document.state, ("made",), RECT, corners(Rect(10, 20, 200, 160))))
    assert origin_of(document).rect == Rect(10, 20, 200, 160)
    assert origin_of(document).size == Size(256, 256) and not origin_of(document).quad
    document.undo()
    assert origin_of(document).rect == RECT


@pytest.mark.parametrize("mode", [Mode.TEXT_TO_IMAGE, Mode.IMAGE_TO_IMAGE])
def test_turned_it_is_laid_where_its_corners_are(mode: Mode) -> None:
    document = made(mode)
    quad = turned(RECT, 0.5)
    document.perform(transform(document.state, ("made",), RECT, quad))
    origin = origin_of(document)
    assert origin.rect == RECT
    assert np.allclose(origin.quad, quad, atol=1e-3)
    composed = Composed(Request(prompt=""), Placement(RECT, Size(256, 256)), origin=origin)
    white = np.full((256, 256, 4), 255, np.uint8)
    turned_picture = laid(white, RECT, composed, document.canvas)
    assert turned_picture is not None
    again = picture_layer("", *turned_picture, SIZE)
    there = document.layer("made").grid
    assert there is not None
    off = again.pixels.read(document.canvas).astype(int) - there.read(document.canvas)
    assert np.abs(off).mean() < 1
    document.perform(transform(document.state, ("made",), RECT, turned(RECT, -0.5)))
    back = origin_of(document)
    assert np.allclose(back.quad or corners(back.rect), corners(RECT), atol=1e-3), "turned back"


def test_what_is_repainted_goes_along_with_its_mask() -> None:
    coverage = np.zeros((80, 80), np.uint8)
    coverage[20:60, 20:60] = 255
    document = made(Mode.INPAINT, Pixels(coverage))
    document.perform(transform(document.state, ("made",), RECT, corners(Rect(100, 60, 160, 160))))
    origin = origin_of(document)
    assert origin.rect == Rect(100, 60, 160, 160) and origin.mask is not None
    covered = np.argwhere(origin.mask.array > 128)
    assert covered.min(0).tolist() == [40, 40] and covered.max(0).tolist() == [119, 119]


def test_a_part_of_it_that_is_transformed_leaves_its_place_as_it_was() -> None:
    document = made(Mode.TEXT_TO_IMAGE)
    chosen = Selection.rectangle(SIZE, Rect(40, 60, 20, 20))
    document = Document(SIZE, document.layers, selection=chosen)
    part = Rect(40, 60, 20, 20)
    document.perform(transform(document.state, ("made",), part, corners(part.moved(90, 0))))
    assert origin_of(document).rect == RECT


def test_files_keep_the_corners() -> None:
    document = made(Mode.TEXT_TO_IMAGE)
    document.perform(transform(document.state, ("made",), RECT, turned(RECT, 0.3)))
    value = ora_origin.to_json(origin_of(document), lambda _: "")
    found = ora_origin.of_json(value, lambda _: Pixels(np.zeros((1, 1), np.uint8)))
    assert found is not None and found.quad == origin_of(document).quad
    assert ora_origin.of_json(value | {"quad": [[0, 0]]}, lambda _: found.mask) is None  # type: ignore[arg-type,return-value]


def test_points_are_carried_as_pixels_are() -> None:
    quad = (Point(0, 0), Point(10, 2), Point(12, 14), Point(-1, 9))
    rect = Rect(5, 5, 20, 10)
    assert np.allclose(carried(corners(rect), rect, quad), quad, atol=1e-4)
