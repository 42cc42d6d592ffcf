"""The transform tool, as a hand uses it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.document.commands import AddLayer, AddLayerMask, GroupLayers, SetLayer, SetSelection
from core.document.layers import RasterLayer
from core.document.selection import Selection
from core.geometry import Point, Rect
from core.pixels.tiles import TileGrid
from core.pixels.warp import along, corners
from tests.gui.canvas.conftest import Studio
from widgets.canvas.tools.transform import TransformTool
from widgets.canvas.transform_box import Frame, Grip, Part
from widgets.transform_options import TransformOptions

BOX = Rect(100, 80, 100, 60)


@pytest.fixture
def boxed(studio: Studio) -> Studio:
    """A layer with a red box, its left half green, above the picture."""
    grid = TileGrid(studio.document.size, 4)
    pixels = np.zeros((BOX.height, BOX.width, 4), np.uint8)
    pixels[:] = (255, 0, 0, 255)
    pixels[:, :50] = (0, 255, 0, 255)
    grid.write(BOX, pixels)
    studio.document.perform(AddLayer(RasterLayer(id="box", name="Box", pixels=grid)))
    studio.view.set_tool("transform")
    return studio


def tool(studio: Studio) -> TransformTool:
    return next(one for one in studio.view.tools if isinstance(one, TransformTool))


def apply(studio: Studio, qtbot: QtBot) -> None:
    studio.hand.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not studio.view.pixel_work.busy)
    studio.settle()


def bounds(studio: Studio) -> Rect:
    return studio.document.layer("box").bounds()


def test_dragged_inside_it_moves_and_is_shown_moved(boxed: Studio, qtbot: QtBot) -> None:
    steps = len(boxed.document.history.done)
    boxed.hand.drag([(150, 110), (170, 120), (190, 150)])
    assert boxed.seen_at(150, 140) == (0, 255, 0)
    assert boxed.seen_at(105, 85) != (0, 255, 0), "it is not shown where it was"
    assert bounds(boxed) == BOX, "nothing is changed before it is done"
    apply(boxed, qtbot)
    assert bounds(boxed) == BOX.moved(40, 40)
    assert boxed.seen_at(150, 140) == (0, 255, 0)
    assert len(boxed.document.history.done) == steps + 1
    assert boxed.document.undo_text == "Transform"
    boxed.document.undo()
    assert bounds(boxed) == BOX


def test_a_corner_scales_and_keeps_the_opposite_one(boxed: Studio, qtbot: QtBot) -> None:
    boxed.hand.drag([(200, 140), (250, 170), (300, 200)])
    apply(boxed, qtbot)
    assert bounds(boxed) == Rect(100, 80, 200, 120)
    assert boxed.pixel(290, 190) == (255, 0, 0, 255)
    assert boxed.pixel(110, 190) == (0, 255, 0, 255)


def test_shift_keeps_proportions(boxed: Studio, qtbot: QtBot) -> None:
    boxed.hand.drag([(200, 140), (300, 150)], modifiers=Qt.KeyboardModifier.ShiftModifier)
    apply(boxed, qtbot)
    assert bounds(boxed) == Rect(100, 80, 200, 120)


def test_dragged_outside_it_turns(boxed: Studio, qtbot: QtBot) -> None:
    boxed.hand.drag(
        [(260, 110), (150, 220)], modifiers=Qt.KeyboardModifier.ShiftModifier
    )  # from the right of its middle to below it: a quarter
    apply(boxed, qtbot)
    assert bounds(boxed) == Rect(120, 60, 60, 100)
    assert boxed.pixel(150, 70) == (0, 255, 0, 255)


def test_with_control_a_corner_goes_by_itself(boxed: Studio, qtbot: QtBot) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    boxed.hand.drag([(200, 80), (230, 40)], modifiers=control)
    frame = tool(boxed)._frame
    assert frame is not None
    assert frame.quad[0] == Point(100, 80) and frame.quad[3] == Point(100, 140)
    apply(boxed, qtbot)
    found = bounds(boxed)
    assert (found.x, found.bottom) == (100, 140)
    assert found.right > 225 and found.y < 46


def test_a_corner_is_not_drawn_over_the_others(boxed: Studio, qtbot: QtBot) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    boxed.hand.drag([(200, 80), (120, 100), (20, 200)], modifiers=control)
    apply(boxed, qtbot)
    assert not bounds(boxed).is_empty


def test_escape_drops_it_and_another_tool_keeps_it(boxed: Studio, qtbot: QtBot) -> None:
    boxed.hand.drag([(150, 110), (190, 150)])
    boxed.hand.key(Qt.Key.Key_Escape)
    assert boxed.seen_at(105, 85) == (0, 255, 0)
    boxed.hand.drag([(150, 110), (190, 150)])
    boxed.view.set_tool("brush")
    qtbot.waitUntil(lambda: not boxed.view.pixel_work.busy)
    assert bounds(boxed) == BOX.moved(40, 40)


def test_only_what_is_selected_is_transformed_and_stays_selected(
    boxed: Studio, qtbot: QtBot
) -> None:
    half = Rect(150, 80, 50, 60)
    boxed.document.perform(SetSelection(Selection.rectangle(boxed.document.size, half)))
    boxed.hand.drag([(175, 110), (235, 110)])
    apply(boxed, qtbot)
    assert boxed.pixel(120, 100) == (0, 255, 0, 255)
    assert boxed.pixel(160, 100)[3] == 0
    assert boxed.pixel(220, 100) == (255, 0, 0, 255)
    selection = boxed.document.selection
    assert selection is not None and selection.bounds() == half.moved(60, 0)
    boxed.document.undo()
    assert boxed.document.selection.bounds() == half


def ants(studio: Studio) -> tuple[float, float, float, float]:
    """Where the selection's ants are, as edges in canvas pixels."""
    studio.settle()
    shown = studio.view._marks.ants_region(1.0).boundingRect()
    left, top = studio.view.transform.to_canvas(shown.topLeft().toPointF())
    return left, top, left + shown.width(), top + shown.height()


def test_the_outline_goes_along_while_it_is_dragged_and_is_there_then(
    boxed: Studio, qtbot: QtBot
) -> None:
    document, around = boxed.document, Rect(80, 60, 140, 100)
    document.perform(SetSelection(Selection.rectangle(document.size, around)))
    begin = document.selection
    steps = len(document.history.done)
    assert ants(boxed) == pytest.approx((80, 60, 220, 160), abs=66)
    boxed.hand.press(150, 110)
    boxed.hand.move(210, 150)
    drawn = boxed.seen()
    for x, y in ((140, 120), (280, 150), (200, 100)):  # below, the numbers are
        there = boxed.hand.place(x, y)
        left, top = int(there.x()) - 6, int(there.y()) - 6
        spot = drawn[top : top + 13, left : left + 13].reshape(-1, 3).tolist()
        assert [0, 0, 0] in spot and [255, 255, 255] in spot, "ants march there"
    boxed.hand.release(210, 150)
    apply(boxed, qtbot)
    assert document.selection.bounds() == around.moved(60, 40), (
        "all of it, not where paint is alone"
    )
    assert len(document.history.done) == steps + 1
    document.undo()
    assert document.selection is begin and bounds(boxed) == BOX


def test_a_turned_and_scaled_selection_covers_what_it_covered(boxed: Studio, qtbot: QtBot) -> None:
    """It is as soft, and covers as much of what was drawn, as before."""
    document = boxed.document
    document.perform(SetSelection(Selection.ellipse(document.size, Rect(60, 40, 180, 140))))
    area = float(document.selection.read(document.canvas).sum())
    hand = tool(boxed)
    hand.turn(boxed.view, 30)
    apply(boxed, qtbot)
    assert document.selection.read(document.canvas).sum() == pytest.approx(area, rel=0.01)
    selected = document.selection.read(document.canvas)
    pixels = document.layer("box").grid.read(document.canvas)[..., 3]
    assert pixels[selected < 8].max() < 32, "all that was turned is selected"
    boxed.hand.key(Qt.Key.Key_Escape)
    hand.flip(boxed.view, across=True)
    apply(boxed, qtbot)
    pixels = document.layer("box").grid.read(document.canvas)[..., 3]
    selected = document.selection.read(document.canvas)
    assert pixels[selected < 8].max() < 32


def test_escape_leaves_the_outline_where_it_was(boxed: Studio) -> None:
    around = Rect(80, 60, 140, 100)
    boxed.document.perform(SetSelection(Selection.rectangle(boxed.document.size, around)))
    boxed.hand.leave()
    before = ants(boxed)
    boxed.hand.drag([(150, 110), (250, 200)])
    assert ants(boxed) != before
    boxed.hand.key(Qt.Key.Key_Escape)
    assert ants(boxed) == before


def test_what_would_lie_beyond_the_horizon_does_not_go_along() -> None:
    rect, whole = Rect(100, 100, 100, 100), Rect(0, 0, 2000, 2000)
    steep = (Point(140, 100), Point(160, 100), Point(200, 200), Point(100, 200))
    assert along(whole, rect, steep) == (rect, steep)
    moved = tuple(Point(x + 30.0, y - 7.0) for x, y in corners(rect))
    assert along(whole, rect, moved) == (whole, [Point(x + 30, y - 7) for x, y in corners(whole)])


def test_a_group_and_masks_on_layers_go_along(boxed: Studio, qtbot: QtBot) -> None:
    document = boxed.document
    document.perform(SetSelection(Selection.rectangle(document.size, Rect(100, 80, 20, 60))))
    document.perform(AddLayerMask("box", mask_id="mask"))
    document.perform(SetSelection(None))
    document.perform(GroupLayers(("box",), group_id="group"))
    boxed.view.set_tool("brush")
    boxed.view.set_tool("transform")
    boxed.view.ask_tool(lambda one: one.flip(boxed.view, across=True))
    apply(boxed, qtbot)
    seen = document.composite(Rect(100, 100, 100, 1))[0]
    picture = document.layers[0].grid.read(Rect(100, 100, 100, 1))[0]
    assert np.array_equal(seen[:80], picture[:80])
    assert (seen[80:] == (0, 255, 0, 255)).all()


@pytest.fixture
def two(boxed: Studio) -> Studio:
    """Another box, blue and half opaque, right of the red one and in a group; both are chosen."""
    document = boxed.document
    grid = TileGrid(document.size, 4)
    grid.write(Rect(220, 80, 40, 60), np.full((60, 40, 4), (0, 0, 255, 255), np.uint8))
    blue = RasterLayer(id="blue", pixels=grid, opacity=0.5)
    document.perform(AddLayer(blue))
    document.perform(GroupLayers(("blue",), group_id="group"))
    document.activate("box")
    boxed.view.choose_layers(("box", "group", "blue"))
    return boxed


def test_several_layers_and_groups_are_transformed_in_one_frame(two: Studio, qtbot: QtBot) -> None:
    document = two.document
    assert two.view.chosen_layers == ("box", "group"), "a group stands for what is in it"
    steps = len(document.history.done)
    two.hand.drag([(260, 140), (300, 170), (340, 200)])  # a corner of both: half as large again
    frame = tool(two)._frame
    assert frame is not None and frame.rect == Rect(100, 80, 160, 60)
    assert two.seen_at(110, 190) == (0, 255, 0)
    apply(two, qtbot)
    # What does not end with the frame has a soft edge of a pixel.
    assert bounds(two) == pytest.approx(Rect(100, 80, 150, 120), abs=1)
    assert document.layer("blue").bounds() == pytest.approx(Rect(280, 80, 60, 120), abs=1)
    assert document.layer("blue").opacity == 0.5
    assert len(document.history.done) == steps + 1
    document.undo()
    assert bounds(two) == BOX
    assert document.layer("blue").bounds() == Rect(220, 80, 40, 60)


def test_several_are_shown_as_they_meet_while_they_are_dragged(two: Studio) -> None:
    two.settle()
    before = two.seen_at(240, 110)
    two.hand.press(150, 110)
    two.hand.move(150, 115)
    two.hand.move(150, 120)
    two.settle()
    assert two.seen_at(240, 120) == pytest.approx(before, abs=70)
    assert two.seen_at(240, 120)[2] > 120
    assert two.seen_at(110, 125) == (0, 255, 0)
    two.view.cancel()


def test_of_several_what_is_selected_is_transformed(two: Studio, qtbot: QtBot) -> None:
    document = two.document
    document.perform(SetSelection(Selection.rectangle(document.size, Rect(180, 80, 60, 60))))
    two.hand.drag([(210, 110), (210, 160), (210, 200)])
    apply(two, qtbot)
    boxes = {
        "box": (Rect(100, 80, 80, 60), Rect(180, 170, 20, 60)),
        "blue": (Rect(240, 80, 20, 60), Rect(220, 170, 20, 60)),
    }
    for layer, (kept, moved) in boxes.items():
        grid = document.layer(layer).grid
        assert grid.read(kept)[..., 3].all() and grid.read(moved)[..., 3].all()
        assert document.layer(layer).bounds() == kept.united(moved)


def test_one_locked_layer_refuses_all_that_are_chosen(two: Studio) -> None:
    said: list[str] = []
    two.view.message.connect(said.append)
    two.document.perform(SetLayer("group", locked=True))
    before = bounds(two)
    two.hand.drag([(150, 110), (190, 150)])
    assert "locked" in said[-1]
    assert bounds(two) == before


def test_the_frame_follows_what_is_chosen(two: Studio) -> None:
    two.settle()
    frame = tool(two)._frame
    assert frame is not None and frame.rect == Rect(100, 80, 160, 60)
    two.view.choose_layers(("box",))
    two.settle()
    frame = tool(two)._frame
    assert frame is not None and frame.rect == BOX


def test_a_locked_layer_and_an_empty_one_are_refused_in_words(studio: Studio) -> None:
    said: list[str] = []
    studio.view.message.connect(said.append)
    document = studio.document
    document.perform(AddLayer(RasterLayer(id="empty", pixels=TileGrid(document.size, 4))))
    studio.view.set_tool("transform")
    assert "nothing to transform" in said.pop()
    studio.view.set_tool("brush")
    document.activate(document.layers[0].id)
    document.perform(SetLayer(document.layers[0].id, locked=True))
    studio.view.set_tool("transform")
    assert "locked" in said.pop()


@pytest.mark.parametrize("index", range(4))
def test_scaling_a_turned_frame_keeps_what_is_opposite(index: int) -> None:
    frame = Frame.around(BOX).turned(0.7)
    corner, opposite = frame.quad[index], frame.quad[(index + 2) % 4]
    middle = frame.middle
    out = Point(2 * corner.x - middle.x, 2 * corner.y - middle.y)
    new = frame.dragged(Grip(Part.CORNER, index), corner, out, even=False, free=False)
    assert new.quad[(index + 2) % 4] == pytest.approx(opposite)
    assert new.quad[index] == pytest.approx(out)
    assert math.dist(new.quad[0], new.quad[1]) == pytest.approx(150)
    assert math.dist(new.quad[1], new.quad[2]) == pytest.approx(90)


def test_undo_takes_a_drag_back_before_it_is_a_step_and_redo_does_it_again(
    boxed: Studio, qtbot: QtBot
) -> None:
    view, done = boxed.view, len(boxed.document.history.done)
    assert not view.undo_begun(), "the document's own step is undone"
    boxed.hand.drag([(150, 110), (190, 150)])
    tool(boxed).turn(view, 90)
    assert view.undo_text == "Transform"
    assert view.redo_begun(), "nothing comes again, and no step of the document either"
    assert view.undo_begun()
    assert boxed.seen_at(150, 140) == (0, 255, 0)
    assert view.undo_begun()
    assert boxed.seen_at(105, 85) == (0, 255, 0), "it is shown where it lies"
    assert not tool(boxed).busy
    assert view.redo_text == "Transform" and view.redo_begun()
    assert boxed.seen_at(150, 140) == (0, 255, 0)
    assert len(boxed.document.history.done) == done
    apply(boxed, qtbot)
    assert bounds(boxed) == BOX.moved(40, 40)
    assert not view.undo_begun() and not view.redo_begun()


def test_a_transform_that_was_taken_back_shows_what_is_done_to_its_layer(boxed: Studio) -> None:
    boxed.hand.drag([(150, 110), (190, 150)])
    assert boxed.view.undo_begun()
    boxed.document.perform(SetLayer("box", visible=False))
    assert not boxed.view.undo_begun(), "that step is undone next"
    assert not boxed.view.redo_begun(), "and what came before it does not come again instead of it"
    assert boxed.seen_at(105, 85) == (200, 200, 200)


@pytest.fixture
def options(boxed: Studio, qtbot: QtBot) -> TransformOptions:
    options = TransformOptions()
    qtbot.addWidget(options)
    options.serve(boxed.view)
    return options


def test_numbers_scale_and_turn_it_around_its_middle(
    boxed: Studio, options: TransformOptions, qtbot: QtBot
) -> None:
    options.across.setValue(200)
    assert options.tall.value() == 200, "in proportion"
    options.even.setChecked(False)
    options.tall.setValue(100)
    assert options.across.value() == 200
    apply(boxed, qtbot)
    assert bounds(boxed) == Rect(50, 80, 200, 60)
    assert (options.across.value(), options.angle.value()) == (100, 0), "it begins anew"
    options.angle.setValue(90)
    assert boxed.view.undo_text == "Transform"
    apply(boxed, qtbot)
    assert bounds(boxed) == Rect(120, 10, 60, 200)


def test_numbers_follow_the_hand(boxed: Studio, options: TransformOptions) -> None:
    boxed.hand.drag([(200, 140), (250, 170), (300, 200)])
    assert (options.across.value(), options.tall.value()) == (200, 200)
    tool(boxed).turn(boxed.view, 90)
    assert options.angle.value() == 90
    options.angle.setValue(30)
    assert options.across.value() == pytest.approx(200)
    boxed.hand.key(Qt.Key.Key_Escape)
    assert (options.across.value(), options.angle.value()) == (100, 0)


def test_numbers_keep_a_perspective(boxed: Studio, options: TransformOptions) -> None:
    boxed.hand.drag([(200, 80), (260, 60)], modifiers=Qt.KeyboardModifier.ControlModifier)
    before = tool(boxed).frame
    assert before is not None
    options.across.setValue(2 * options.across.value())
    after = tool(boxed).frame
    assert after is not None and after.middle == pytest.approx(before.middle)
    assert after.degrees == pytest.approx(before.degrees)
    assert after.across == pytest.approx(2 * before.across, rel=0.01)
