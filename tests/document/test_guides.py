"""Guides and the grid are kept with the document, go along with it, and survive any file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document.assistants import (
    ParallelLines,
    VanishingPoint,
    direction_for,
    on_line,
)
from core.document.canvas_commands import resize_canvas
from core.document.commands import SetGuides
from core.document.document import Document
from core.document.guides import MOST, NONE, Axis, Grid, Guides, of_json, to_json
from core.document.layers import RasterLayer
from core.document.reshaping import flip, image_size, turn
from core.document.state import Kind
from core.files.openraster import open_document, save_document
from core.geometry import Point, Rect, Size

SIZE = Size(300, 200)
POINT = VanishingPoint(Point(-500.0, 40.0))
PARALLELS = ParallelLines(Point(0.0, 0.0), Point(30.0, 40.0))
LINES = Guides(
    (10.0, 150.5), (20.0,), locked=True, grid=Grid(32, 16, 2, 3, 5), assistants=(POINT, PARALLELS)
)


def drawn(guides: Guides = LINES) -> Document:
    return Document(SIZE, (RasterLayer.empty(SIZE),), guides=guides)


def test_they_are_saved_and_opened_with_the_document(tmp_path: Path) -> None:
    save_document(tmp_path / "a.ora", drawn().snapshot())
    assert open_document(tmp_path / "a.ora").document.guides == LINES


def test_a_document_without_any_says_nothing_of_them(tmp_path: Path) -> None:
    save_document(tmp_path / "a.ora", drawn(NONE).snapshot())
    assert open_document(tmp_path / "a.ora").document.guides == NONE


def test_adding_one_is_a_step_and_changes_no_pixel() -> None:
    document = drawn()
    seen: list[frozenset[Kind]] = []
    document.changed.connect(lambda change: seen.append(change.kinds))
    document.perform(SetGuides(document.guides.added(Axis.VERTICAL, 40), text="Add guide"))
    assert seen == [frozenset({Kind.GUIDES})]
    assert document.undo_text == "Add guide"
    document.undo()
    assert document.guides == LINES


def test_one_is_never_twice_in_a_place() -> None:
    assert LINES.added(Axis.VERTICAL, 10.0) == LINES
    assert LINES.moved_to(Axis.VERTICAL, 10.0, 150.5).vertical == (150.5,)
    many = NONE
    for number in range(MOST + 5):
        many = many.added(Axis.HORIZONTAL, number)
    assert len(many.horizontal) == MOST


def test_they_go_along_when_the_canvas_is_cropped() -> None:
    document = drawn()
    document.perform(resize_canvas(document.snapshot(), Rect(8, 4, 100, 100)))
    assert document.guides.vertical == (2.0, 142.5)
    assert document.guides.horizontal == (16.0,)
    assert (document.guides.grid.x, document.guides.grid.y) == (27.0, 1.0)
    assert document.guides.assistants[0] == VanishingPoint(Point(-508.0, 36.0))
    document.undo()
    assert document.guides == LINES


def test_they_are_stretched_turned_and_mirrored_with_the_picture() -> None:
    document = drawn()
    document.perform(image_size(document.snapshot(), Size(600, 100)))
    assert document.guides.vertical == (20.0, 301.0)
    assert document.guides.horizontal == (10.0,)
    document.undo()
    document.perform(turn(document.snapshot(), 1))
    assert document.guides.vertical == (SIZE.height - 20.0,)
    assert document.guides.horizontal == (10.0, 150.5)
    assert (document.guides.grid.across, document.guides.grid.down) == (16, 32)
    document.undo()
    document.perform(flip(document.snapshot(), across=True))
    assert document.guides.vertical == (290.0, 149.5)
    assert document.guides.horizontal == (20.0,)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_turned_all_around_they_are_where_they_were(quarters: int) -> None:
    size = SIZE
    turned = LINES
    for _ in range(4):
        turned = turned.turned(size, quarters)
        size = size if quarters == 2 else Size(size.height, size.width)
    assert turned == LINES


def test_a_turned_grid_has_its_lines_where_the_turned_pixels_are() -> None:
    """A picture with the grid's lines painted in, turned: the grid still lies on them."""
    grid = Grid(32, 16, 1, 3, 5)
    painted = np.zeros((SIZE.height, SIZE.width), bool)
    painted[:, 3::32] = True
    turned = np.rot90(painted, -1)
    spun = Guides(grid=grid).turned(SIZE, 1).grid
    rows = np.flatnonzero(turned.all(axis=1))
    assert rows[0] == spun.y % spun.down
    assert set(np.diff(rows)) == {spun.down}


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "vertical",
                    "horizontal",
                    "locked",
                    "grid",
                    "spacing",
                    "subdivisions",
                    "origin",
                    "assistants",
                    "kind",
                    "points",
                ]
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@given(anything)
def test_whatever_a_file_says_of_them_it_opens(value: object) -> None:
    read = of_json(value)
    assert of_json(json.loads(json.dumps(to_json(read)))) == read
    for axis in Axis:
        assert read.grid.spacing(axis) >= 1


@pytest.mark.parametrize("change", ["kind", "points"])
def test_assistants_that_cannot_be_are_none(change: str) -> None:
    value = to_json(LINES)
    value["assistants"][0][change] = "nonsense"
    assert of_json(value) == NONE


def test_a_stroke_keeps_to_the_line_that_it_sets_out_along() -> None:
    start = Point(100.0, 40.0)
    both = (POINT, PARALLELS)
    to_the_point = direction_for(both, start, Point(80.0, 42.0))
    assert to_the_point == (-1.0, 0.0)
    parallel = direction_for(both, start, Point(95.0, 32.0))
    assert parallel is not None
    assert (parallel.x, parallel.y) == pytest.approx((0.6, 0.8))
    assert direction_for((POINT,), start, Point(100.0, 90.0)) is None, "across it is free"
    assert direction_for((), start, Point(100.0, 90.0)) is None


@given(st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_the_place_on_the_line_is_the_nearest_one(x: float, y: float) -> None:
    start, along = Point(5.0, 7.0), Point(0.6, 0.8)
    at = on_line(start, along, Point(x, y))
    assert (at.x - start.x) * along.y == pytest.approx((at.y - start.y) * along.x, abs=1e-6)
    assert (x - at.x) * along.x + (y - at.y) * along.y == pytest.approx(0, abs=1e-6)
