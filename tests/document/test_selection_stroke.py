"""Strokes on the selection itself, as in a quick mask."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.document.document import Change, Document, Kind
from core.document.selection import Selection
from core.geometry import Point, Rect
from core.pixels.brush import Brush
from core.pixels.feel import Dab, Feel
from core.pixels.stroke import StrokeBuffer, laid_over
from core.pixels.tiles import tiles_over
from tests.document.steps import SIZE, looks, painted_document


def stroke(document: Document, brush: Brush, *points: tuple[float, float]) -> None:
    drawn = document.begin_selection_stroke(brush, Point(*points[0]))
    for point in points[1:]:
        drawn.to(*point)
        drawn.flush()
    drawn.finish()


POINTS = st.lists(st.tuples(st.integers(-20, 320), st.integers(-20, 290)), min_size=1, max_size=4)


@given(st.lists(st.tuples(POINTS, st.booleans(), st.integers(5, 90)), min_size=1, max_size=4))
@settings(max_examples=12, deadline=None)
def test_each_stroke_is_one_step_that_is_undone_bit_by_bit(
    strokes: list[tuple[list[tuple[int, int]], bool, int]],
) -> None:
    document = painted_document()
    moments = [looks(document)]
    for points, erase, size in strokes:
        steps = len(document.history.done)
        stroke(document, Brush(size=size, hardness=0.5, erase=erase), *points)
        now = looks(document)
        assert len(document.history.done) - steps == (now != moments[-1])
        if now != moments[-1]:
            moments.append(now)
    for moment in reversed(moments):
        assert looks(document) == moment
        document.undo()
    for moment in moments:
        assert looks(document) == moment
        document.redo()


def test_a_stroke_lies_over_what_is_selected_as_paint_does() -> None:
    document = painted_document()
    brush = Brush(size=60, hardness=0.3, opacity=0.7)
    stroke(document, brush, (250, 200))
    buffer = StrokeBuffer(document.canvas, brush)
    buffer.dab(Feel(brush).mark(Dab(250, 200)))
    film = np.zeros((SIZE.height, SIZE.width), np.uint8)
    for key in buffer.take_dirty():
        for tile, part in tiles_over(document.canvas):
            if tile == key:
                film[part.slices] = buffer.coverage(key, part)
    assert document.selection is not None
    expected = laid_over(np.zeros_like(film), film, opacity=0.7)
    assert np.array_equal(document.selection.read(document.canvas), expected)


def test_what_was_selected_before_keeps_its_pixels() -> None:
    document = painted_document()
    stroke(document, Brush(size=80), (100, 100))
    before = document.selection
    snapshot = document.snapshot()
    assert before is not None
    pixels = before.read(document.canvas)
    stroke(document, Brush(size=80, erase=True), (120, 100), (150, 100))
    assert np.array_equal(before.read(document.canvas), pixels)
    assert snapshot.selection is not None
    assert np.array_equal(snapshot.selection.read(document.canvas), pixels)


def test_erasing_all_of_it_deselects() -> None:
    document = painted_document()
    stroke(document, Brush(size=20), (100, 100))
    stroke(document, Brush(size=90, hardness=1, erase=True), (100, 100))
    assert document.selection is None
    assert document.undo_text == "Erase selection"
    document.undo()
    assert document.selection is not None


def test_a_stroke_that_is_taken_back_leaves_no_step() -> None:
    document = painted_document()
    before = looks(document)
    drawn = document.begin_selection_stroke(Brush(size=40), Point(50, 50))
    drawn.to(90, 90)
    drawn.flush()
    assert looks(document) != before
    drawn.cancel()
    assert looks(document) == before
    assert not document.can_undo


def test_only_what_is_painted_is_told_to_be_seen_again() -> None:
    document = painted_document()
    stroke(document, Brush(size=20), (30, 30))
    told: list[Change] = []
    document.changed.connect(told.append)
    stroke(document, Brush(size=10, hardness=1), (200, 200))
    assert told and all(change.kinds == {Kind.SELECTION} for change in told)
    assert all(Rect(190, 190, 20, 20).contains(change.rect) for change in told)


def test_paint_respects_what_was_painted_as_selection() -> None:
    document = painted_document()
    picture = document.layers[1]
    stroke(document, Brush(size=60, hardness=0, opacity=0.5), (100, 100))
    assert document.selection is not None
    chosen = document.selection.read(document.canvas)
    drawn = document.begin_stroke(picture.id, Brush(size=2000, hardness=1), Point(100, 100))
    drawn.finish()
    assert picture.grid is not None
    alpha = picture.grid.read(document.canvas)[..., 3]
    assert np.array_equal(alpha, chosen)
    assert isinstance(document.selection, Selection)
