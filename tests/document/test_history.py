"""Undo brings back every bit, redo does it again, and both know what they cost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeGuard

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.document.commands import (
    AddLayer,
    ApplyPixels,
    ClearLayer,
    Command,
    FillLayer,
    MoveLayer,
    MoveLayerPixels,
    RemoveLayer,
    ResizeCanvas,
    SetLayer,
    SetSelection,
    SetSettings,
)
from core.document.document import Change, Document
from core.document.edit import Edit
from core.document.layers import Layer, MaskLayer, RasterLayer
from core.document.selection import Selection, union
from core.errors import UserError
from core.geometry import Rect, Size
from core.pixels.tiles import Key, TileGrid
from tests.document.steps import (
    SIZE,
    counted_bytes,
    do_something,
    looks,
    new_document,
    paint,
    painted_document,
    pixels,
)

Array = npt.NDArray[np.uint8]

STEPS = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 2**32 - 1)), min_size=1, max_size=12)


@given(STEPS)
@settings(max_examples=60)
def test_any_steps_are_undone_and_redone_bit_by_bit(steps: list[tuple[int, int]]) -> None:
    document = painted_document()
    moments = [looks(document)]
    for what, seed in steps:
        known = len(document.history.done)
        try:
            do_something(document, what, np.random.default_rng(seed))
        except UserError:
            assert looks(document) == moments[-1], "a refused step leaves everything as it was"
        if len(document.history.done) > known:
            moments.append(looks(document))
        else:
            assert looks(document) == moments[-1]
        assert document.history.nbytes == counted_bytes(document)
    for _ in range(2):
        for moment in reversed(moments):
            assert looks(document) == moment
            assert document.history.nbytes == counted_bytes(document)
            assert document.can_undo == (moment is not moments[0])
            document.undo()
        for moment in moments:
            assert looks(document) == moment
            assert document.can_redo == (moment is not moments[-1])
            document.redo()


def shows_mask(layer: Layer) -> TypeGuard[MaskLayer]:
    return isinstance(layer, MaskLayer) and layer.visible


@given(STEPS)
@example([(17, 0), (17, 0)])
@settings(max_examples=60)
def test_a_view_that_repaints_only_what_it_is_told_to_is_right(
    steps: list[tuple[int, int]],
) -> None:
    document = painted_document()
    shown: dict[str, Array] = {}

    def render() -> dict[str, Array]:
        canvas = document.canvas
        chosen = document.selection
        masks = [layer.coverage for layer in document.layers if shows_mask(layer)]
        return {
            "picture": document.composite(canvas),
            "masks": union(masks, canvas),
            "selection": union([] if chosen is None else [chosen.coverage], canvas),
        }

    def repaint(change: Change) -> None:
        assert document.canvas.contains(change.rect)
        fresh = render()
        if fresh["picture"].shape != shown["picture"].shape:
            shown.update(fresh)
        for part in change.parts:
            assert change.rect.contains(part)
            for name, image in fresh.items():
                shown[name][part.slices] = image[part.slices]

    shown.update(render())
    document.changed.connect(repaint)
    for what, seed in steps:
        with_error = False
        try:
            do_something(document, what, np.random.default_rng(seed))
        except UserError:
            with_error = True
        for name, image in render().items():
            assert np.array_equal(shown[name], image), (what, with_error)
    far = len(document.history.done)
    single = [document.undo] * len(steps) + [document.redo] * len(steps)
    several = [partial(document.go_to, done) for done in (0, far, far // 2, 1, far - 1)]
    for move in (*single, *several):
        move()
        for name, image in render().items():
            assert np.array_equal(shown[name], image)


@given(STEPS)
@settings(max_examples=25)
def test_a_snapshot_keeps_what_it_saw(steps: list[tuple[int, int]]) -> None:
    document = painted_document()
    taken = []
    for what, seed in steps:
        try:
            do_something(document, what, np.random.default_rng(seed))
        except UserError:
            continue
        taken.append((document.snapshot(), document.flatten(), document.settings))
    for snapshot, picture, said in taken:
        assert np.array_equal(snapshot.flatten(), picture)
        assert snapshot.settings == said


@dataclass(frozen=True)
class Breaks(Command):
    """Changes all it can, then fails."""

    layer_id: str
    other_id: str
    text: str = "Break"

    def apply(self, edit: Edit) -> None:
        grid = edit.layer(self.layer_id).grid
        other = edit.layer(self.other_id).grid
        assert grid is not None and other is not None
        edit.paint(grid).write(Rect(0, 0, 280, 260), np.full((260, 280, 4), 9, np.uint8))
        edit.shift(other, 31, -17, Size(20, 20))
        edit.paint(other).clear()
        edit.remove(self.layer_id)
        edit.update(size=Size(20, 20))
        edit.select(None)
        raise MemoryError("no room")


def test_a_command_that_fails_half_way_takes_everything_back() -> None:
    document = new_document()
    rng = np.random.default_rng(5)
    ids = []
    for _ in range(2):
        document.perform(ApplyPixels("p", pixels(rng, document.canvas), document.canvas))
        assert document.active is not None
        ids.append(document.active.id)
    document.perform(SetSelection(Selection.all(SIZE)))
    before = looks(document)
    told: list[Change] = []
    document.changed.connect(told.append)
    with pytest.raises(MemoryError):
        document.perform(Breaks(*ids))
    assert looks(document) == before
    assert document.undo_text == "Select"
    assert told == []
    document.undo()
    document.redo()
    assert looks(document) == before


@given(STEPS, st.lists(st.integers(-1, 13), min_size=1, max_size=5))
@settings(max_examples=40)
def test_any_moment_is_gone_to_bit_by_bit_in_one_go(
    steps: list[tuple[int, int]], visits: list[int]
) -> None:
    document = painted_document()
    first = len(document.history.done)
    moments = [looks(document)]
    for what, seed in steps:
        known = len(document.history.done)
        with suppress(UserError):
            do_something(document, what, np.random.default_rng(seed))
        if len(document.history.done) > known:
            moments.append(looks(document))
    for visit in visits:
        wanted = max(0, min(visit, len(moments) - 1))
        told: list[Change] = []
        stop = document.changed.connect(told.append)
        document.go_to(first + wanted)
        stop()
        assert looks(document) == moments[wanted]
        assert document.history.nbytes == counted_bytes(document)
        assert len(told) <= 1


@pytest.mark.parametrize("fails_at", range(1, 8))
def test_an_undo_for_which_there_is_no_memory_changes_nothing(
    fails_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = painted_document()
    paint(document, document.layers[0], np.random.default_rng(3))
    before, kept = looks(document), document.history.nbytes
    calls, writable = iter(range(1, 10_000)), TileGrid.writable

    def short(grid: TileGrid, key: Key) -> Array:
        if next(calls) == fails_at:
            raise MemoryError
        return writable(grid, key)

    monkeypatch.setattr(TileGrid, "writable", short)
    failed = 0
    try:
        document.undo()
    except MemoryError:
        failed = 1
    monkeypatch.undo()
    if failed:
        assert looks(document) == before
        assert document.history.nbytes == kept == counted_bytes(document)
        document.undo()
    document.redo()
    assert looks(document) == before


def test_the_oldest_steps_are_forgotten_when_history_is_full() -> None:
    rng = np.random.default_rng(6)
    document = Document.of_picture(pixels(rng, Rect.of_size(SIZE)))
    document.history.cap = 1 << 20
    moments = [looks(document)]
    for i in range(30):
        where = Rect(10 * (i % 9), 7 * (i % 11), 100, 100)
        document.perform(FillLayer(document.layers[0].id, (i, 0, 0), rect=where))
        moments.append(looks(document))
        assert document.history.nbytes <= 1 << 20
        assert document.history.nbytes == counted_bytes(document)
    kept = len(document.history.done)
    assert 5 < kept < 30
    for moment in reversed(moments[-kept - 1 :]):
        assert looks(document) == moment
        document.undo()
    assert not document.can_undo


def test_the_newest_step_can_be_undone_however_large_it_is() -> None:
    document = new_document(history_bytes=1)
    document.perform(AddLayer(RasterLayer.empty(SIZE)))
    document.perform(FillLayer(document.layers[0].id, (1, 2, 3)))
    document.perform(RemoveLayer(document.layers[0].id))
    document.undo()
    assert document.composite(Rect(0, 0, 1, 1))[0, 0].tolist() == [1, 2, 3, 255]


def test_moving_a_layer_costs_no_memory() -> None:
    document = new_document()
    picture = pixels(np.random.default_rng(1), document.canvas)
    document.perform(ApplyPixels("p", picture, document.canvas))
    used = document.history.nbytes
    document.perform(MoveLayerPixels(document.layers[0].id, 13, -7))
    document.perform(ResizeCanvas(Rect(-50, -20, 500, 400)))
    assert document.history.nbytes == used


def test_edits_of_one_thing_that_follow_closely_are_one_step() -> None:
    now = [0.0]
    document = Document(SIZE, clock=lambda: now[0])
    document.perform(AddLayer(RasterLayer.empty(SIZE)))
    id_ = document.layers[0].id
    for text in ("a", "a c", "a cat"):
        now[0] += 0.5
        document.perform(SetSettings(prompt=text))
    for opacity in (0.9, 0.5, 0.1):
        now[0] += 0.5
        document.perform(SetLayer(id_, opacity=opacity))
    assert [entry.text for entry in document.history.done] == [
        "Add layer",
        "Change prompt",
        "Change layer opacity",
    ]
    document.undo()
    assert document.layers[0].opacity == 1.0
    document.undo()
    assert document.settings.prompt == ""
    document.redo()
    assert document.settings.prompt == "a cat"


def test_after_a_pause_or_a_save_an_edit_is_a_step_of_its_own() -> None:
    now = [0.0]
    document = Document(SIZE, clock=lambda: now[0])
    document.perform(SetSettings(prompt="a"))
    now[0] += 30
    document.perform(SetSettings(prompt="ab"))
    document.mark_saved()
    document.perform(SetSettings(prompt="abc"))
    assert len(document.history.done) == 3
    document.undo()
    assert not document.modified


def test_nudges_are_one_step_and_drags_are_not() -> None:
    document = Document(SIZE, clock=lambda: 0.0)
    document.perform(ApplyPixels("p", np.full((9, 9, 4), 255, np.uint8), Rect(10, 10, 9, 9)))
    id_ = document.layers[0].id
    for _ in range(5):
        document.perform(MoveLayerPixels(id_, 1, 0, nudge=True))
    assert document.layers[0].bounds() == Rect(15, 10, 9, 9)
    document.perform(MoveLayerPixels(id_, 0, 7))
    assert [entry.text for entry in document.history.done] == ["Apply result", "Move", "Move"]
    document.undo()
    document.undo()
    assert document.layers[0].bounds() == Rect(10, 10, 9, 9)
    document.redo()
    assert document.layers[0].bounds() == Rect(15, 10, 9, 9)


def test_nudges_of_a_selection_merge_into_one_exact_step() -> None:
    document = Document(SIZE, clock=lambda: 0.0)
    picture = pixels(np.random.default_rng(2), document.canvas)
    document.perform(ApplyPixels("p", picture, document.canvas))
    document.perform(SetSelection(Selection.ellipse(SIZE, Rect(30, 40, 60, 50))))
    before = looks(document)
    for _ in range(6):
        document.perform(MoveLayerPixels(document.layers[0].id, 20, 9, nudge=True))
    after = looks(document)
    assert len(document.history.done) == 3
    document.undo()
    assert looks(document) == before
    document.redo()
    assert looks(document) == after


def test_a_new_step_forgets_what_was_undone() -> None:
    document = new_document()
    document.perform(SetSettings(prompt="a"))
    document.perform(SetSettings(steps=30))
    document.undo()
    document.perform(SetSettings(batch=4))
    assert not document.can_redo
    assert document.redo_text == ""
    assert [entry.text for entry in document.history.done] == ["Change prompt", "Change batch"]


def test_it_is_known_whether_anything_differs_from_what_was_saved() -> None:
    document = new_document()
    known = [document.modified]
    steps: list[Callable[[], None]] = [
        lambda: document.perform(SetSettings(prompt="a")),
        document.mark_saved,
        document.undo,
        document.redo,
        document.undo,
        lambda: document.perform(SetSettings(prompt="b")),
        document.undo,  # what was saved can no longer be reached
    ]
    for step in steps:
        step()
        known.append(document.modified)
    assert known == [False, True, False, True, False, True, True, True]


def test_what_changes_nothing_is_no_step_and_tells_nobody() -> None:
    document = new_document()
    document.perform(AddLayer(RasterLayer.empty(SIZE, "Paint")))
    id_ = document.layers[0].id
    document.mark_saved()
    told: list[Change] = []
    document.changed.connect(told.append)
    document.perform(SetLayer(id_, name="Paint", opacity=1.0))
    document.perform(SetSettings(steps=document.settings.steps))
    document.perform(SetSelection(None))
    document.perform(MoveLayerPixels(id_, 0, 0))
    document.perform(ClearLayer(id_))
    document.perform(MoveLayer(id_, 0))
    assert told == []
    assert not document.modified
    assert len(document.history.done) == 1


def test_undo_and_redo_with_nothing_to_do_do_nothing() -> None:
    document = new_document()
    document.undo()
    document.redo()
    assert not document.can_undo and not document.can_redo
    assert document.undo_text == document.redo_text == ""


def test_which_layer_is_active_is_no_step_and_undo_leaves_it_alone() -> None:
    document = new_document()
    for name in ("one", "two"):
        document.perform(AddLayer(RasterLayer.empty(SIZE, name)))
    one, two = document.layers
    document.perform(FillLayer(two.id))
    document.activate(one.id)
    document.undo()
    assert document.active is one
    document.undo()
    assert document.layers == (one,)
    document.redo()
    assert document.active is not None and document.active.name == "two"
