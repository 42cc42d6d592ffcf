"""The crop tool, as a hand uses it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.document.commands import SetSelection
from core.document.selection import Selection
from core.geometry import Point, Rect, Size
from tests.gui.canvas.conftest import Studio
from widgets.canvas.boxes import Handle
from widgets.canvas.crop_frame import dragged, fitted, spanned
from widgets.canvas.tools.crop import CropTool
from widgets.crop_options import CropOptions

RATIO = st.floats(0.3, 3)


@pytest.fixture
def cropping(studio: Studio) -> Studio:
    studio.view.set_tool("crop")
    return studio


def tool(studio: Studio) -> CropTool:
    return next(one for one in studio.view.tools if isinstance(one, CropTool))


def enter(studio: Studio, qtbot: QtBot) -> None:
    studio.hand.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not studio.view.pixel_work.busy, timeout=20_000)
    studio.settle()


def test_a_frame_that_is_drawn_becomes_the_canvas_and_undo_brings_it_back(
    cropping: Studio, qtbot: QtBot
) -> None:
    cropping.hand.drag([(50, 40), (90, 80), (250, 140)])
    assert cropping.document.size == Size(400, 300), "nothing is changed before it is done"
    enter(cropping, qtbot)
    assert cropping.document.size == Size(200, 100)
    assert cropping.document.undo_text == "Crop"
    cropping.document.undo()
    assert cropping.document.size == Size(400, 300)
    assert cropping.document.flatten()[5, 5].tolist() == [200, 200, 200, 255]


def test_what_lies_outside_is_dark_and_what_is_inside_is_not(cropping: Studio) -> None:
    cropping.hand.drag([(50, 40), (90, 80), (250, 140)])
    assert cropping.seen_at(150, 130) == (200, 200, 200)
    assert max(cropping.seen_at(30, 200)) < 120


def test_handles_move_one_side_and_dragging_inside_moves_all(
    cropping: Studio, qtbot: QtBot
) -> None:
    cropping.hand.drag([(50, 40), (90, 80), (250, 140)])
    cropping.hand.drag([(250, 90), (280, 95), (300, 100)])
    assert tool(cropping).frame(cropping.view) == Rect(50, 40, 250, 100)
    cropping.hand.drag([(150, 90), (160, 95), (170, 110)])
    assert tool(cropping).frame(cropping.view) == Rect(70, 60, 250, 100)
    enter(cropping, qtbot)
    assert cropping.document.size == Size(250, 100)


def test_escape_drops_the_frame_and_crops_nothing(cropping: Studio) -> None:
    cropping.hand.drag([(50, 40), (90, 80), (250, 140)])
    assert cropping.view.busy
    cropping.hand.key(Qt.Key.Key_Escape)
    assert not cropping.view.busy
    assert tool(cropping).frame(cropping.view) == cropping.document.canvas
    assert cropping.document.size == Size(400, 300)


def test_it_begins_around_what_is_selected(studio: Studio, qtbot: QtBot) -> None:
    document = studio.document
    document.perform(SetSelection(Selection.rectangle(document.size, Rect(30, 20, 90, 70))))
    studio.view.set_tool("crop")
    enter(studio, qtbot)
    assert document.size == Size(90, 70)


def test_a_frame_beyond_the_canvas_extends_it(cropping: Studio, qtbot: QtBot) -> None:
    cropping.hand.drag([(400, 150), (450, 150), (470, 150)])
    enter(cropping, qtbot)
    assert cropping.document.size == Size(470, 300)


def test_a_side_is_drawn_to_the_edge_of_the_canvas(cropping: Studio) -> None:
    cropping.hand.drag([(50, 40), (90, 80), (250, 140)])
    cropping.hand.drag([(250, 90), (350, 90), (397, 90)])
    assert tool(cropping).frame(cropping.view).right == 400


def test_what_is_outside_is_cut_off_where_that_is_wished(cropping: Studio, qtbot: QtBot) -> None:
    tool(cropping).keep = False
    cropping.hand.drag([(50, 40), (90, 80), (250, 140)])
    enter(cropping, qtbot)
    layer = cropping.document.layers[0]
    assert layer.bounds() == Rect(0, 0, 200, 100)


def test_the_options_show_and_set_the_numbers(cropping: Studio, qtbot: QtBot) -> None:
    options = CropOptions()
    qtbot.addWidget(options)
    options.serve(cropping.view)
    cropping.hand.drag([(50, 40), (90, 80), (250, 140)])
    assert (options.width_field.value(), options.height_field.value()) == (200, 100)
    options.width_field.setValue(120)
    assert tool(cropping).frame(cropping.view) == Rect(90, 40, 120, 100)
    options.ratio.setCurrentIndex(options.ratio.findData(1.0))
    options.ratio.activated.emit(0)
    assert tool(cropping).frame(cropping.view).size == Size(100, 100)
    options.height_field.setValue(50)
    assert tool(cropping).frame(cropping.view).size == Size(50, 50)
    assert options.width_field.value() == 50
    options.drop.click()
    assert tool(cropping).frame(cropping.view) == cropping.document.canvas


def test_the_frame_is_forgotten_when_another_tool_is_taken(cropping: Studio) -> None:
    cropping.hand.drag([(50, 40), (90, 80), (250, 140)])
    cropping.view.set_tool("brush")
    assert not cropping.view.busy
    assert cropping.seen_at(30, 200) == (200, 200, 200)


@given(st.sampled_from(list(Handle)), st.floats(-900, 900), st.floats(-900, 900), RATIO)
def test_a_ratio_is_kept_whatever_is_dragged(
    handle: Handle, dx: float, dy: float, ratio: float
) -> None:
    start = fitted(Rect(100, 100, 800, 600), ratio)
    frame = dragged(start, handle, dx, dy, ratio)
    assert frame.width >= 1 and frame.height >= 1
    assert abs(frame.width - frame.height * ratio) <= 1 + ratio


@given(st.floats(-900, 900), st.floats(-900, 900), RATIO)
def test_a_new_frame_begins_where_it_was_pressed(x: float, y: float, ratio: float) -> None:
    frame = spanned(Point(10, 10), Point(x, y), ratio)
    assert 10 in (frame.x, frame.right)
    assert 10 in (frame.y, frame.bottom)


def test_undo_takes_the_frames_last_change_back_and_redo_does_it_again(
    cropping: Studio, qtbot: QtBot
) -> None:
    view = cropping.view
    assert not view.undo_begun(), "the document's own step is undone"
    cropping.hand.drag([(50, 40), (90, 80), (250, 140)])
    first = tool(cropping).frame(view)
    tool(cropping).set_size(view, width=100)
    assert view.undo_begun() and tool(cropping).frame(view) == first
    assert view.undo_begun() and tool(cropping).frame(view) == cropping.document.canvas
    assert view.redo_begun() and tool(cropping).frame(view) == first
    enter(cropping, qtbot)
    assert cropping.document.size == first.size
    assert not view.undo_begun() and not view.redo_begun()
