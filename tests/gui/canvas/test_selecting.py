"""What hands do with the tools that select, and with the quick mask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.document.commands import FillLayer, ResizeCanvas, SetSelection
from core.document.document import Document
from core.document.layers import MaskLayer
from core.document.selection import Combine, Selection
from core.document.wand import Wand
from core.errors import UserError
from core.geometry import Point, Rect, Size
from core.pixels.brush import Brush
from widgets.canvas.finding import AT_ONCE

SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
PLAIN = Qt.KeyboardModifier.NoModifier
RIGHT = Qt.MouseButton.RightButton

Array = npt.NDArray[np.uint8]

DRAWN = Rect(100, 80, 120, 90)
BEFORE = Rect(160, 60, 140, 80)
CORNERS = [(100, 80), (220, 80), (220, 170), (100, 170)]


def chosen(studio: Any) -> Array:
    """The selection's coverage of the whole canvas; zeros when nothing is selected."""
    document = studio.document
    if document.selection is None:
        return np.zeros((document.size.height, document.size.width), np.uint8)
    return document.selection.read(document.canvas)


def drawn_by(tool: str, studio: Any, keys: Qt.KeyboardModifier) -> Array:
    """Draws the same shape with each tool, the keys held at the press; what it is alone."""
    hand, size = studio.hand, studio.document.size
    studio.view.set_tool(tool)
    if tool == "polygon_select":
        for corner in CORNERS:
            hand.press(*corner, modifiers=keys)
            hand.release(*corner, modifiers=keys)
            keys = PLAIN
        hand.key(Qt.Key.Key_Return)
        shape = Selection.polygon(size, [Point(*corner) for corner in CORNERS])
    elif tool == "lasso_select":
        hand.drag(CORNERS, modifiers=keys)
        shape = Selection.polygon(size, [Point(*corner) for corner in CORNERS])
    elif tool == "magic_wand":
        hand.drag([(150, 120)], modifiers=keys)
        shape = Selection.rectangle(size, DRAWN)
    else:
        hand.drag([(100, 80), (220, 170)], modifiers=keys)
        kind = Selection.ellipse if tool == "ellipse_select" else Selection.rectangle
        shape = kind(size, DRAWN)
    return shape.read(Rect.of_size(size))


TOOLS = ("rectangle_select", "ellipse_select", "lasso_select", "polygon_select", "magic_wand")


@pytest.mark.parametrize("tool", TOOLS)
def test_each_tool_joins_the_selection_in_each_way_as_one_step(
    studio: Any, qtbot: QtBot, tool: str
) -> None:
    document, view = studio.document, studio.view
    document.perform(FillLayer(document.layers[0].id, (10, 10, 90), rect=DRAWN))
    document.perform(SetSelection(Selection.rectangle(document.size, BEFORE)))
    before = chosen(studio)
    keys = {
        Combine.REPLACE: PLAIN,
        Combine.ADD: SHIFT,
        Combine.SUBTRACT: ALT,
        Combine.INTERSECT: SHIFT | ALT,
    }
    for how in Combine:
        for by_key in (True, False):
            steps = len(document.history.done)
            view.set_selecting(combine=Combine.REPLACE if by_key else how)
            shape = drawn_by(tool, studio, keys[how] if by_key else PLAIN)
            qtbot.waitUntil(lambda: not view.finder.searching)
            expected = {
                Combine.REPLACE: shape,
                Combine.ADD: np.maximum(before, shape),
                Combine.SUBTRACT: np.minimum(before, 255 - shape),
                Combine.INTERSECT: np.minimum(before, shape),
            }[how]
            assert np.array_equal(chosen(studio), expected), how
            assert len(document.history.done) == steps + 1
            document.undo()
            assert np.array_equal(chosen(studio), before)
            document.redo()
            assert np.array_equal(chosen(studio), expected)
            document.undo()


@pytest.mark.parametrize("tool", TOOLS[:3])
def test_a_click_deselects_unless_it_was_to_add(studio: Any, tool: str) -> None:
    document = studio.document
    document.perform(SetSelection(Selection.rectangle(document.size, BEFORE)))
    studio.view.set_tool(tool)
    for keys in (SHIFT, ALT, SHIFT | ALT):
        studio.hand.drag([(20, 20)], modifiers=keys)
        assert document.selection is not None
    studio.hand.drag([(20, 20)])
    assert document.selection is None


def test_a_hand_that_trembles_clicks_and_selects_no_speck(studio: Any) -> None:
    studio.view.set_tool("rectangle_select")
    studio.hand.drag([(20, 20), (21, 22)])
    assert studio.document.selection is None


def test_shift_makes_a_square_and_alt_draws_from_the_centre(studio: Any) -> None:
    view, hand, document = studio.view, studio.hand, studio.document
    view.set_tool("rectangle_select")

    def dragged(keys: Qt.KeyboardModifier, held_before: Qt.KeyboardModifier = PLAIN) -> Rect:
        hand.press(150, 150, modifiers=held_before)
        hand.move(160, 160)
        hand.move(190, 170, modifiers=keys)
        hand.release(190, 170, modifiers=keys)
        assert document.selection is not None
        bounds = document.selection.bounds()
        document.perform(SetSelection(None))
        return bounds

    assert dragged(SHIFT) == Rect(150, 150, 40, 40)
    assert dragged(ALT) == Rect(110, 130, 80, 40)
    assert dragged(SHIFT | ALT) == Rect(110, 110, 80, 80)
    assert dragged(SHIFT, SHIFT) == Rect(150, 150, 40, 40), "let go, and pressed again"
    hand.press(150, 150, modifiers=SHIFT)
    hand.move(190, 170, modifiers=SHIFT)
    hand.release(190, 170, modifiers=SHIFT)
    assert document.selection is not None
    assert document.selection.bounds() == Rect(150, 150, 40, 20), "held all the time it adds"


@pytest.mark.parametrize("how", ["double click", "first point", "enter"])
def test_a_polygon_is_closed_in_any_of_three_ways(studio: Any, how: str) -> None:
    view, hand = studio.view, studio.hand
    view.set_tool("polygon_select")
    for corner in CORNERS:
        hand.drag([corner])
    assert view.busy and studio.document.selection is None
    if how == "enter":
        hand.key(Qt.Key.Key_Enter)
    else:
        hand.drag([CORNERS[-1] if how == "double click" else CORNERS[0]])
    assert not view.busy
    assert studio.document.selection is not None
    assert studio.document.selection.bounds() == DRAWN


def test_backspace_takes_a_corner_back_and_escape_all(studio: Any) -> None:
    view, hand = studio.view, studio.hand
    view.set_tool("polygon_select")
    for corner in [*CORNERS, (300, 250)]:
        hand.drag([corner])
    hand.key(Qt.Key.Key_Backspace)
    hand.key(Qt.Key.Key_Return)
    assert studio.document.selection.bounds() == DRAWN
    before = studio.seen()
    hand.drag([(30, 30)])
    hand.hover(90, 60)
    assert (studio.seen() != before).any()
    hand.key(Qt.Key.Key_Escape)
    assert not view.busy
    assert studio.document.selection.bounds() == DRAWN
    hand.drag([(30, 30)])
    hand.key(Qt.Key.Key_Backspace)
    assert not view.busy


def test_undo_takes_a_corner_back_too_and_redo_puts_it_again(studio: Any) -> None:
    view, hand = studio.view, studio.hand
    view.set_tool("polygon_select")
    for corner in [*CORNERS, (300, 250)]:
        hand.drag([corner])
    assert view.undo_begun() and view.undo_begun() and view.redo_begun()
    hand.key(Qt.Key.Key_Return)
    assert studio.document.selection.bounds() == DRAWN
    assert not view.undo_begun(), "the document's own step is undone"
    hand.drag([(30, 30)])
    assert view.undo_begun() and not view.busy
    assert not view.redo_begun()


def test_shift_keeps_a_side_straight(studio: Any) -> None:
    studio.view.set_tool("polygon_select")
    hand = studio.hand
    hand.drag([(100, 80)])
    hand.drag([(220, 84)], modifiers=SHIFT)
    hand.drag([(226, 170)], modifiers=SHIFT)
    hand.drag([(100, 170)])
    hand.key(Qt.Key.Key_Return)
    assert studio.document.selection.bounds().intersected(Rect(0, 0, 400, 80)).is_empty
    assert studio.document.selection.bounds().right in (220, 221)


@pytest.mark.parametrize("tool", TOOLS[:4])
def test_what_is_being_drawn_is_seen_and_escape_takes_it_away(studio: Any, tool: str) -> None:
    view, hand = studio.view, studio.hand
    view.set_tool(tool)
    before = studio.seen()
    hand.press(100, 80)
    hand.move(180, 90)
    hand.move(200, 150)
    assert (studio.seen() != before).any()
    hand.key(Qt.Key.Key_Escape)
    hand.release(200, 150)
    hand.leave()
    assert not (studio.seen() != before).any()
    assert studio.document.selection is None


def test_the_wands_options_count(studio: Any, qtbot: QtBot) -> None:
    document, view, hand = studio.document, studio.view, studio.hand
    layer = document.layers[0].id
    for x in (50, 200):
        document.perform(FillLayer(layer, (10, 10, 90), rect=Rect(x, 50, 40, 40)))
    view.set_tool("magic_wand")

    def picked(wand: Wand) -> int:
        view.set_selecting(wand=wand)
        hand.drag([(60, 60)])
        qtbot.waitUntil(lambda: not view.finder.searching)
        return int((chosen(studio) == 255).sum())

    assert picked(Wand()) == 1600
    assert picked(Wand(contiguous=False)) == 3200
    assert picked(Wand(tolerance=255)) == 400 * 300


def test_large_shapes_are_found_in_the_background_in_order(
    open_studio: Callable[..., Any], qtbot: QtBot
) -> None:
    size = Size(1400, 1000)
    assert size.area > AT_ONCE
    studio = open_studio(Document.of_picture(np.full((1000, 1400, 4), 255, np.uint8)), zoom=0.25)
    studio.view.set_tool("ellipse_select")
    studio.hand.drag([(0, 0), (1400, 1000)])
    studio.hand.drag([(600, 400), (700, 500)], modifiers=ALT)
    assert studio.document.selection is None, "the window is not kept waiting"
    qtbot.waitUntil(lambda: not studio.view.finder.searching)
    whole = Selection.ellipse(size, Rect.of_size(size))
    hole = Selection.ellipse(size, Rect(600, 400, 100, 100))
    assert np.array_equal(chosen(studio), whole.subtracted(hole).read(Rect.of_size(size)))
    assert len(studio.document.history.done) == 2


def test_a_stroke_is_not_ended_by_a_selection_that_arrives(studio: Any, qtbot: QtBot) -> None:
    document, view, hand = studio.document, studio.view, studio.hand
    view.set_tool("magic_wand")
    hand.drag([(60, 60)])
    view.set_tool("brush")
    hand.press(100, 100)
    qtbot.wait(150)
    assert document.stroke is not None and document.selection is None
    hand.release(120, 100)
    qtbot.waitUntil(lambda: document.selection is not None)
    assert len(document.history.done) == 2


def test_what_is_found_for_another_canvas_size_is_not_selected(studio: Any, qtbot: QtBot) -> None:
    view, document = studio.view, studio.document
    view.set_tool("magic_wand")
    with qtbot.waitSignal(view.message) as said:
        studio.hand.drag([(60, 60)])
        document.perform(ResizeCanvas(Rect(0, 0, 90, 90)))
    assert "another size" in said.args[0]
    assert document.selection is None


@pytest.mark.parametrize("error", [UserError("No layer.", "Choose one."), MemoryError()])
def test_what_cannot_be_selected_is_said(studio: Any, qtbot: QtBot, error: Exception) -> None:
    view = studio.view

    def fails(snapshot: object) -> Selection:
        raise error

    with qtbot.waitSignal(view.message) as said:
        view.finder.find(studio.document, fails)
    assert "." in said.args[0]
    assert not view.finder.searching


# The quick mask ---------------------------------------------------------------------------------


def test_the_quick_mask_shows_the_selection_in_red_and_is_painted_on(studio: Any) -> None:
    view, hand, document = studio.view, studio.hand, studio.document
    document.perform(SetSelection(Selection.rectangle(document.size, BEFORE)))
    assert view._ants.isActive()
    view.set_quick_mask(True)
    assert not view._ants.isActive()
    red, green, _ = studio.seen_at(200, 100)
    assert red > green + 80
    assert studio.seen_at(60, 250) == (200, 200, 200)
    view.set_tool("mask_brush")
    view.set_brush(Brush(size=20, hardness=1))
    hand.drag([(40, 250), (90, 250)])
    assert studio.seen_at(60, 250)[0] > studio.seen_at(60, 250)[1] + 80
    assert chosen(studio)[250, 60] == 255 and chosen(studio)[100, 200] == 255
    hand.drag([(55, 250), (56, 250)], button=RIGHT)
    assert chosen(studio)[250, 55] == 0
    view.set_tool("eraser")
    view.set_brush(Brush(size=20, hardness=1, erase=True))
    hand.drag([(200, 100), (210, 100)])
    assert chosen(studio)[100, 205] == 0
    assert not any(isinstance(layer, MaskLayer) for layer in document.layers)
    assert studio.pixel(205, 100) == (200, 200, 200, 255)
    assert len(document.history.done) == 4
    view.set_quick_mask(False)
    assert view._ants.isActive()
    assert studio.seen_at(230, 110) == (200, 200, 200)
    for _ in range(3):
        document.undo()
    assert document.selection is not None and document.selection.bounds() == BEFORE


def test_a_quick_mask_may_begin_with_nothing(studio: Any) -> None:
    studio.view.set_quick_mask(True)
    studio.hand.drag([(40, 250), (90, 250)])
    assert chosen(studio)[250, 60] > 0
    studio.document.undo()
    assert studio.document.selection is None
    studio.document.redo()
    assert chosen(studio)[250, 60] > 0


def test_a_quick_mask_at_a_small_zoom_shows_each_stroke(open_studio: Callable[..., Any]) -> None:
    studio = open_studio(Document.of_picture(np.full((1200, 1600, 4), 200, np.uint8)), zoom=0.25)
    studio.view.set_quick_mask(True)
    studio.view.set_brush(Brush(size=120, hardness=1))
    for x in (300, 900):
        studio.hand.drag([(x, 600), (x + 60, 600)])
        studio.hand.leave()
        assert studio.seen_at(x + 30, 600)[0] > studio.seen_at(x + 30, 600)[1] + 60
    studio.document.undo()
    assert len(set(studio.seen_at(930, 600))) == 1


def test_another_document_begins_without_a_quick_mask(studio: Any) -> None:
    studio.view.set_quick_mask(True)
    studio.view.set_document(Document(Size(64, 64)))
    assert not studio.view.quick_mask


def test_a_selection_that_is_tried_is_shown_by_its_ants(studio: Any) -> None:
    view, document = studio.view, studio.document
    document.perform(SetSelection(Selection.rectangle(document.size, BEFORE)))
    before = studio.seen()
    view.show_trial(Selection.rectangle(document.size, Rect(20, 200, 60, 60)))
    tried = studio.seen()
    assert (tried[:, :][...] != before).any()
    assert document.selection is not None and document.selection.bounds() == BEFORE
    view.show_trial(None)
    after = studio.seen()
    corner = view.transform.corner
    inside = (slice(int(corner.y) + 195, None), slice(int(corner.x), int(corner.x) + 90))
    assert np.array_equal(after[inside], before[inside])
