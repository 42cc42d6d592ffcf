"""Dragging what is selected: its outline, or its pixels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.document.commands import AddLayer, SetLayer, SetSelection
from core.document.document import Document
from core.document.layers import RasterLayer
from core.document.selection import Combine, Selection
from core.geometry import Rect, Size
from core.pixels.tiles import TileGrid
from tests.gui.canvas.conftest import Studio
from widgets.canvas.tools import move

BOX = Rect(100, 80, 100, 60)
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def chosen(studio: Studio) -> Studio:
    """A red layer above the picture of which a box is selected."""
    grid = TileGrid.from_array(np.full((300, 400, 4), (255, 0, 0, 255), np.uint8))
    studio.document.perform(AddLayer(RasterLayer(id="red", pixels=grid)))
    studio.document.perform(SetSelection(Selection.rectangle(studio.document.size, BOX)))
    studio.view.set_tool("rectangle_select")
    return studio


def selected(studio: Studio) -> Rect:
    assert studio.document.selection is not None
    return studio.document.selection.bounds()


def steps(studio: Studio) -> int:
    return len(studio.document.history.done)


@pytest.mark.parametrize("tool", ["rectangle_select", "ellipse_select", "lasso_select"])
def test_dragged_inside_the_outline_moves_and_no_pixel_does(chosen: Studio, tool: str) -> None:
    chosen.view.set_tool(tool)
    before, count = chosen.document.flatten(), steps(chosen)
    chosen.hand.drag([(150, 110), (170, 120), (190, 150)])
    assert selected(chosen) == BOX.moved(40, 40)
    assert steps(chosen) == count + 1 and chosen.document.undo_text == "Move selection"
    assert np.array_equal(chosen.document.flatten(), before)
    chosen.document.undo()
    assert selected(chosen) == BOX


def test_the_outline_is_seen_where_it_is_dragged(chosen: Studio) -> None:
    chosen.settle()
    rest = chosen.seen()
    chosen.hand.press(150, 110)
    chosen.hand.move(170, 120)
    chosen.hand.move(200, 160)
    chosen.view._on_frame()
    dragged = chosen.seen()
    corner = chosen.hand.place(BOX.x + 50, BOX.y + 50)
    y = int(corner.y())
    x = int(corner.x()) + 5
    assert (dragged[y, x : x + 40] != rest[y, x : x + 40]).any(), "ants march along the new edge"
    chosen.view.cancel()
    assert selected(chosen) == BOX
    chosen.hand.release(200, 160)
    assert selected(chosen) == BOX, "it was taken back"


def test_shift_while_dragging_keeps_it_on_one_axis(chosen: Studio) -> None:
    chosen.hand.press(150, 110)
    chosen.hand.move(190, 120, modifiers=SHIFT)
    chosen.hand.release(190, 120, modifiers=SHIFT)
    assert selected(chosen) == BOX.moved(40, 0)


def test_a_click_inside_is_still_the_tools_own(chosen: Studio, qtbot: QtBot) -> None:
    chosen.view.set_tool("magic_wand")
    chosen.hand.drag([(150, 110), (151, 110)])
    qtbot.waitUntil(lambda: not chosen.view.finder.searching, timeout=20_000)
    assert selected(chosen) == chosen.document.canvas, "the wand has chosen all that is red"
    chosen.view.set_tool("rectangle_select")
    chosen.hand.drag([(150, 110), (151, 110)])
    assert chosen.document.selection is None


@pytest.mark.parametrize("keys", [SHIFT, ALT])
def test_keys_that_add_and_take_away_do_so_inside_as_well(
    chosen: Studio, keys: Qt.KeyboardModifier
) -> None:
    chosen.hand.drag([(150, 110), (170, 120), (300, 200)], modifiers=keys)
    assert selected(chosen).x == BOX.x
    assert chosen.document.undo_text != "Move selection"


def test_the_option_to_add_draws_inside_as_well(chosen: Studio) -> None:
    chosen.view.set_selecting(combine=Combine.ADD)
    chosen.hand.drag([(150, 110), (170, 120), (300, 200)])
    assert selected(chosen) == Rect(100, 80, 200, 120)


def test_with_ctrl_the_selected_pixels_move_as_one_step(chosen: Studio) -> None:
    count = steps(chosen)
    before = chosen.document.layer("red").grid
    assert before is not None
    pixels = before.to_array()
    chosen.hand.drag([(150, 110), (170, 120), (350, 250)], modifiers=CTRL)
    assert steps(chosen) == count + 1
    assert selected(chosen) == BOX.moved(200, 140)
    assert chosen.pixel(150, 110) == (0, 0, 0, 0), "a hole is left"
    assert chosen.view.tool == "rectangle_select"
    chosen.document.undo()
    after = chosen.document.layer("red").grid
    assert after is not None and np.array_equal(after.to_array(), pixels)


def test_a_locked_layer_is_not_moved_and_it_is_said(chosen: Studio) -> None:
    chosen.document.perform(SetLayer("red", locked=True))
    said: list[str] = []
    chosen.view.message.connect(said.append)
    before = chosen.document.flatten()
    chosen.hand.drag([(150, 110), (170, 120), (350, 250)], modifiers=CTRL)
    assert said and "locked" in said[0]
    assert np.array_equal(chosen.document.flatten(), before)
    assert selected(chosen) == BOX


def test_arrow_keys_move_the_outline_and_those_that_follow_are_one_step(chosen: Studio) -> None:
    count = steps(chosen)
    for _ in range(3):
        chosen.hand.key(Qt.Key.Key_Right)
    chosen.hand.key(Qt.Key.Key_Down, modifiers=SHIFT)
    assert selected(chosen) == BOX.moved(3, 10)
    assert steps(chosen) == count + 1
    chosen.document.undo()
    assert selected(chosen) == BOX


@pytest.mark.parametrize("with_selection", [True, False])
def test_much_is_moved_in_the_background_to_the_same_pixels(
    open_studio: Callable[..., Studio],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    with_selection: bool,
) -> None:
    rng = np.random.default_rng(1)
    picture = rng.integers(0, 256, (300, 400, 4), dtype=np.uint8)
    found = []
    for most in (1 << 40, 0):
        monkeypatch.setattr(move, "_MOST", most)
        studio = open_studio(Document.of_picture(picture))
        size = Size(400, 300)
        if with_selection:
            chosen = Selection.ellipse(size, Rect(50, 60, 200, 150))
            studio.document.perform(SetSelection(chosen))
        studio.view.set_tool("move")
        count = steps(studio)
        studio.hand.drag([(150, 110), (170, 120), (183, 151)])
        qtbot.waitUntil(lambda view=studio.view: not view.pixel_work.busy, timeout=20_000)  # type: ignore[misc]
        studio.hand.key(Qt.Key.Key_Left)
        qtbot.waitUntil(lambda view=studio.view: not view.pixel_work.busy, timeout=20_000)  # type: ignore[misc]
        assert steps(studio) == count + 2
        assert not studio.view.busy
        found.append(studio.document.flatten())
        assert not with_selection or selected(studio) == Rect(50, 60, 200, 150).moved(32, 41)
        studio.document.undo()
        studio.document.undo()
        assert np.array_equal(studio.document.layers[0].grid.to_array()[..., 3], picture[..., 3])  # type: ignore[union-attr]
    assert np.array_equal(*found)


@pytest.mark.parametrize("most", [None, 1])
def test_several_layers_move_together_and_the_selection_once(
    chosen: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, most: int | None
) -> None:
    if most is not None:  # as if it were much: in the background
        monkeypatch.setattr(move, "_MOST", most)
    document = chosen.document
    grid = TileGrid(document.size, 4)
    grid.write(Rect(120, 90, 20, 20), np.full((20, 20, 4), (0, 0, 255, 255), np.uint8))
    document.perform(AddLayer(RasterLayer(id="blue", pixels=grid)))
    chosen.view.choose_layers(("red", "blue"))
    chosen.view.set_tool("move")
    count, before = steps(chosen), document.flatten()
    chosen.hand.press(150, 110)
    chosen.hand.move(180, 130)
    chosen.hand.move(200, 150)
    chosen.settle()
    assert chosen.seen_at(180, 140) == (0, 0, 255), "the drag is shown"
    chosen.hand.release(200, 150)
    qtbot.waitUntil(lambda: not chosen.view.pixel_work.busy)
    assert selected(chosen) == BOX.moved(50, 40)
    assert document.layer("blue").bounds() == Rect(170, 130, 20, 20)
    assert document.layer("red").grid.read(Rect(105, 85, 1, 1))[0, 0, 3] == 0
    assert steps(chosen) == count + 1 and document.undo_text == "Move layers"
    chosen.hand.key(Qt.Key.Key_Right)
    chosen.hand.key(Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: not chosen.view.pixel_work.busy)
    assert document.layer("blue").bounds() == Rect(172, 130, 20, 20)
    assert steps(chosen) == count + 2
    document.undo()
    document.undo()
    assert np.array_equal(document.flatten(), before)
    assert selected(chosen) == BOX


@pytest.fixture
def layered(studio: Studio) -> Studio:
    """Red at the left and blue at the right, on layers of their own; the move tool in hand."""
    for name, x, colour in (("red", 40, (255, 0, 0, 255)), ("blue", 240, (0, 0, 255, 255))):
        grid = TileGrid(studio.document.size, 4)
        grid.write(Rect(x, 80, 60, 60), np.full((60, 60, 4), colour, np.uint8))
        studio.document.perform(AddLayer(RasterLayer(id=name, name=name, pixels=grid)))
    studio.view.set_tool("move")
    return studio


def test_with_control_the_layer_that_is_seen_there_is_chosen_and_moved(layered: Studio) -> None:
    assert layered.document.active.id == "blue"
    layered.hand.drag([(60, 100), (80, 110), (90, 120)], modifiers=CTRL)
    assert layered.document.active.id == "red"
    assert layered.document.layer("red").bounds() == Rect(70, 100, 60, 60)
    assert layered.document.layer("blue").bounds() == Rect(240, 80, 60, 60)


def test_with_alt_a_copy_is_moved_and_both_are_seen_meanwhile(
    layered: Studio, qtbot: QtBot
) -> None:
    before, count = layered.document.flatten(), steps(layered)
    layered.hand.press(250, 100, modifiers=ALT)
    layered.hand.move(260, 140, modifiers=ALT)
    layered.hand.move(270, 180, modifiers=ALT)
    layered.view._on_frame()
    assert layered.seen_at(245, 85) == layered.seen_at(265, 165) == (0, 0, 255)
    layered.hand.release(270, 180, modifiers=ALT)
    qtbot.waitUntil(lambda: not layered.view.pixel_work.busy)
    assert layered.document.layer("blue").bounds() == Rect(240, 80, 60, 60)
    copy = layered.document.active
    assert copy.name == "blue copy" and copy.bounds() == Rect(260, 160, 60, 60)
    assert layered.seen_at(245, 85) == layered.seen_at(265, 165) == (0, 0, 255)
    assert steps(layered) == count + 1 and layered.document.undo_text == "Move a copy"
    layered.document.undo()
    assert np.array_equal(layered.document.flatten(), before)


def test_a_copy_of_what_is_selected_is_moved_alone(layered: Studio, qtbot: QtBot) -> None:
    part = Rect(250, 90, 20, 20)
    layered.document.perform(SetSelection(Selection.rectangle(layered.document.size, part)))
    layered.hand.drag([(255, 95), (275, 95), (315, 95)], modifiers=ALT)
    qtbot.waitUntil(lambda: not layered.view.pixel_work.busy)
    assert layered.document.active.bounds() == part.moved(60, 0)
    assert selected(layered) == part.moved(60, 0)
    assert layered.document.layer("blue").bounds() == Rect(240, 80, 60, 60)


def test_digits_are_the_opacity_of_the_layer_where_no_brush_is_in_hand(layered: Studio) -> None:
    count = steps(layered)
    layered.hand.key(Qt.Key.Key_4, "4")
    assert layered.document.active.opacity == 0.4
    layered.hand.key(Qt.Key.Key_5, "5")
    assert layered.document.active.opacity == 0.45
    assert steps(layered) == count + 1, "typed together they are one step"
    layered.document.undo()
    assert layered.document.active.opacity == 1
    layered.view.set_tool("brush")
    layered.hand.key(Qt.Key.Key_7, "7")
    assert layered.view.brush().opacity == 0.7 and layered.document.active.opacity == 1


@pytest.mark.parametrize("scale", [1.0, 0.4, 0.2])
def test_what_lies_off_the_canvas_comes_in_while_it_is_dragged(
    studio: Studio, scale: float
) -> None:
    grid = TileGrid(studio.document.size, 4)
    grid.write(Rect(-300, 0, 400, 300), np.full((300, 400, 4), (255, 0, 0, 255), np.uint8))
    studio.document.perform(AddLayer(RasterLayer(id="red", pixels=grid)))
    studio.view.set_tool("move")
    studio.view.zoom_to(scale)
    studio.settle()
    studio.hand.press(50, 100)
    studio.hand.move(100, 100)
    studio.hand.move(250, 100)
    studio.view._on_frame()
    seen = studio.seen()
    place = studio.hand.place(120, 200)
    assert tuple(seen[int(place.y()), int(place.x())][:3]) == (255, 0, 0)
    studio.view.cancel()
