"""Reference pictures lie on or beside the canvas, are kept with it, and are never part of it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document.commands import ResizeCanvas, SetReferences
from core.document.document import Change, Document, Kind
from core.document.references import (
    MOST_PIXELS,
    Reference,
    of_json,
    reference_of,
    replaced,
    to_json,
)
from core.files.openraster import open_document, save_document
from core.geometry import Rect, Size
from core.recovery.journal import Journal
from core.recovery.place import left_behind
from core.recovery.recover import recover
from core.request import Pixels


def picture(width: int = 40, height: int = 20, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)


def pinned(*references: Reference) -> Document:
    document = Document.of_picture(np.full((64, 64, 4), 255, np.uint8))
    document.perform(SetReferences(references, "Add reference"))
    return document


PLACED = Reference(Pixels(picture()), 90.5, 30.25, 1.75, 33.0, 0.6, True, "Cat")

numbers = st.floats(-1e4, 1e4)


@given(numbers, numbers, st.floats(0.01, 50), st.floats(0, 359.9), st.floats(0, 40))
def test_a_place_on_the_canvas_is_found_again_in_the_picture(
    x: float, y: float, scale: float, angle: float, at: float
) -> None:
    reference = Reference(PLACED.pixels, x, y, scale, angle)
    back = reference.to_picture(reference.to_canvas(at, at / 2))
    assert math.dist(back, (at, at / 2)) < 1e-3


def test_new_ones_lie_beside_the_canvas_and_not_over_each_other() -> None:
    canvas = Size(640, 480)
    pinned: list[Reference] = []
    for seed in range(7):
        pinned.append(reference_of(picture(400, 300 + 40 * seed, seed), "Cat", canvas, pinned))
    everything = [Rect.of_size(canvas), *(one.bounds for one in pinned)]
    for place, one in enumerate(everything):
        for other in everything[place + 1 :]:
            assert one.intersected(other).is_empty
    assert all(one.bounds.bottom <= 480 and one.bounds.height <= 241 for one in pinned)


def test_a_huge_picture_is_kept_only_as_large_as_it_is_of_use() -> None:
    reference = reference_of(np.zeros((10, 3 * MOST_PIXELS, 4), np.uint8), "", Size(64, 64))
    assert reference.pixels.size == (MOST_PIXELS, 3)


def test_its_colours_are_its_own_however_it_is_turned() -> None:
    for angle in (0.0, 90.0, 123.0):
        reference = Reference(PLACED.pixels, 30, 40, 2.0, angle, 0.3)
        at = reference.to_canvas(7.5, 3.5)
        red, green, blue, alpha = (int(v) for v in reference.pixels.array[3, 7])
        assert reference.colour_at(at) == ((red, green, blue) if alpha else None)
        assert reference.colour_at(reference.to_canvas(-1, 3)) is None


def test_the_picture_is_the_same_with_and_without_them() -> None:
    document = Document.of_picture(picture(64, 64, 5))
    before = document.flatten()
    document.perform(SetReferences((Reference(PLACED.pixels, 32, 32, 4.0),)))
    assert np.array_equal(document.flatten(), before)
    assert np.array_equal(document.snapshot().flatten(), before)


def test_what_is_done_to_them_is_undone_to_the_bit() -> None:
    document = pinned(PLACED)
    told: list[Change] = []
    document.changed.connect(told.append)
    moved = replaced(document.references, PLACED.placed(1, 2, 3, 400))
    document.perform(SetReferences(moved, "Move reference"))
    assert document.references[0].angle == 40
    assert document.undo_text == "Move reference"
    document.undo()
    assert document.references == (PLACED,)
    document.undo()
    assert document.references == ()
    document.redo()
    document.redo()
    assert document.references == moved
    assert all(change.kinds == {Kind.REFERENCES} for change in told)


def test_the_history_counts_the_pixels_of_what_was_removed() -> None:
    document = pinned(PLACED)
    assert document.history.nbytes == 0
    document.perform(SetReferences(()))
    assert document.history.nbytes == PLACED.pixels.array.nbytes
    document.undo()
    assert document.history.nbytes == 0


def test_nothing_is_a_step_when_nothing_changes() -> None:
    document = pinned(PLACED)
    moment = document.moment
    document.perform(SetReferences(document.references))
    assert document.moment == moment


def test_they_stay_where_they_are_beside_the_picture_when_the_canvas_grows() -> None:
    document = pinned(PLACED)
    document.perform(ResizeCanvas(Rect(-10, -20, 100, 100)))
    assert (document.references[0].x, document.references[0].y) == (100.5, 50.25)
    document.undo()
    assert document.references == (PLACED,)


def test_they_are_saved_with_the_project(tmp_path: Path) -> None:
    twice = Reference(PLACED.pixels, 1, 2, name="The same picture again")
    save_document(tmp_path / "a.ora", pinned(PLACED, twice).snapshot())
    assert open_document(tmp_path / "a.ora").document.references == (PLACED, twice)


def test_a_project_without_them_says_nothing_of_them(tmp_path: Path) -> None:
    save_document(tmp_path / "a.ora", pinned().snapshot())
    assert b"references" not in (tmp_path / "a.ora").read_bytes()
    assert open_document(tmp_path / "a.ora").document.references == ()


def test_they_come_back_after_a_crash(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.write(pinned(PLACED).snapshot(), None)
    journal.release()
    (left,) = left_behind(tmp_path)
    assert recover(left).document.references == (PLACED,)


@pytest.mark.parametrize(
    "wrong",
    [{"x": "far"}, {"scale": float("nan")}, {"picture": "gone"}, {"name": None, "y": None}, {}],
)
def test_one_that_is_damaged_is_left_out_and_the_rest_is_there(wrong: dict[str, object]) -> None:
    kept: dict[str, Pixels] = {}

    def write(pixels: Pixels) -> str:
        kept[pixels.digest] = pixels
        return pixels.digest

    value = to_json(PLACED, write)
    assert of_json(value, kept.__getitem__) == PLACED
    with pytest.raises((ValueError, TypeError, LookupError)):
        of_json(value | wrong if wrong else {}, kept.__getitem__)
