"""What hands do with the tools."""

from __future__ import annotations

import pkgutil
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import widgets.canvas.tools as tools
from core.document.commands import AddLayer, FillLayer, SetLayer
from core.document.document import Document
from core.document.layers import MaskLayer, RasterLayer, RegionLayer, SketchLayer
from core.geometry import Point, Rect
from core.pixels.brush import PRESSURE_SIZE, Brush
from core.pixels.dynamics import Dynamic, Source, Target
from widgets.canvas.tools import tool_kinds

GREY = (200, 200, 200, 255)
BLACK = (0, 0, 0, 255)
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
RIGHT = Qt.MouseButton.RightButton


def coverage(document: Document, kind: type = MaskLayer) -> np.ndarray:
    layer = next(layer for layer in document.layers if isinstance(layer, kind))
    return layer.grid.to_array()


# All tools --------------------------------------------------------------------------------------


def test_every_file_in_the_folder_is_a_tool() -> None:
    files = {module.name for module in pkgutil.iter_modules(tools.__path__)}
    assert {kind.id for kind in tool_kinds()} == files
    assert len({kind.shortcut for kind in tool_kinds()}) == len(files)
    for kind in tool_kinds():
        assert kind.title and kind.help.endswith(".") and kind.__doc__


@pytest.mark.parametrize("tool", [kind.id for kind in tool_kinds()])
def test_every_tool_survives_any_gesture(studio: Any, tool: str) -> None:
    """Presses without moves, releases without presses, Escape at any time, no layer at all."""
    view, hand = studio.view, studio.hand
    view.set_tool(tool)
    hand.release(10, 10)
    hand.press(50, 50)
    hand.release(50, 50)
    hand.press(60, 60)
    hand.move(90, 90)
    hand.key(Qt.Key.Key_Escape)
    hand.move(120, 90)
    hand.release(120, 90)
    hand.drag([(-500, -500), (2000, 2000)])
    hand.press(60, 60)
    hand.move(90, 90)
    view.set_tool("eraser" if tool == "brush" else "brush")
    hand.release(100, 100)
    view.set_tool(tool)
    studio.document.activate(None)
    hand.drag([(10, 10), (80, 80)])
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Down):
        hand.key(key)
    hand.key(Qt.Key.Key_Escape)
    studio.seen()
    assert not view.busy


# Brushes ----------------------------------------------------------------------------------------


def test_a_stroke_is_painted_and_undone_as_one_step(studio: Any, qtbot: QtBot) -> None:
    document = studio.document
    studio.hand.drag([(60, 60), (100, 60), (140, 60)])
    assert studio.pixel(100, 60) == BLACK
    assert studio.seen_at(100, 60) == (0, 0, 0)
    document.undo()
    assert studio.pixel(100, 60) == GREY
    assert studio.seen_at(100, 60) == (200, 200, 200)
    assert not document.can_undo
    document.redo()
    assert studio.seen_at(100, 60) == (0, 0, 0)


def test_a_stroke_is_seen_while_it_is_painted(studio: Any) -> None:
    studio.hand.press(60, 60)
    studio.hand.move(120, 60)
    for _ in range(3):
        studio.view._on_frame()
    assert studio.seen_at(90, 60) == (0, 0, 0)
    assert not studio.document.history.done
    studio.hand.release(120, 60)
    assert len(studio.document.history.done) == 1


def test_escape_takes_back_the_stroke_that_is_being_painted(studio: Any) -> None:
    studio.hand.press(60, 60)
    studio.hand.move(120, 60)
    studio.view._on_frame()
    studio.hand.key(Qt.Key.Key_Escape)
    studio.hand.release(120, 60)
    assert studio.pixel(90, 60) == GREY
    assert not studio.document.can_undo


def test_choosing_another_tool_in_mid_stroke_keeps_what_is_painted(studio: Any) -> None:
    studio.hand.press(60, 60)
    studio.hand.move(120, 60)
    studio.view.set_tool("eraser")
    studio.hand.release(120, 60)
    assert studio.pixel(90, 60) == BLACK
    assert len(studio.document.history.done) == 1


def test_shift_connects_to_the_end_of_the_last_stroke(studio: Any) -> None:
    hand = studio.hand
    hand.drag([(50, 50), (60, 50)])
    hand.hover(60, 150, modifiers=SHIFT)
    hand.press(60, 150, modifiers=SHIFT)
    hand.release(60, 150, modifiers=SHIFT)
    assert studio.pixel(60, 100) == BLACK
    studio.document.undo()
    assert studio.pixel(60, 100) == GREY
    assert studio.pixel(55, 50) == BLACK


def test_a_pens_pressure_is_felt(studio: Any) -> None:
    studio.view.set_brush(Brush(size=40, hardness=1.0, dynamics=(PRESSURE_SIZE,)))
    hand = studio.hand
    for x, pressure in ((100, 1.0), (200, 0.25)):
        assert hand.pen(QEvent.Type.TabletPress, x, 100, pressure)
        assert hand.pen(QEvent.Type.TabletMove, x, 160, pressure)
        assert hand.pen(QEvent.Type.TabletRelease, x, 160, 0.0)
    row = studio.document.composite(Rect(0, 130, 400, 1))[0, :, 0]
    assert 36 <= (row[60:150] < 100).sum() <= 44
    assert 7 <= (row[160:250] < 100).sum() <= 13


def test_a_pens_other_end_erases(studio: Any) -> None:
    hand = studio.hand
    hand.pen(QEvent.Type.TabletPress, 100, 100, 1.0, eraser=True)
    hand.pen(QEvent.Type.TabletMove, 140, 100, 1.0, eraser=True)
    hand.pen(QEvent.Type.TabletRelease, 140, 100, 0.0, eraser=True)
    assert studio.pixel(120, 100) == (0, 0, 0, 0)


def test_the_eraser_erases(studio: Any) -> None:
    studio.view.set_tool("eraser")
    studio.hand.drag([(60, 60), (140, 60)])
    assert studio.pixel(100, 60) == (0, 0, 0, 0)


def test_a_locked_layer_says_why_it_is_not_painted_on(studio: Any, qtbot: QtBot) -> None:
    layer = studio.document.layers[0]
    studio.document.perform(SetLayer(layer.id, locked=True))
    with qtbot.waitSignal(studio.view.message) as said:
        studio.hand.drag([(60, 60), (140, 60)])
    assert "locked" in said.args[0] and "Unlock" in said.args[0]
    assert studio.pixel(100, 60) == GREY
    assert not studio.view.busy


def test_brackets_change_the_brushs_size_and_its_outline_shows_it(studio: Any) -> None:
    view, hand = studio.view, studio.hand
    view.set_brush(replace(view.brush(), size=40.0))
    hand.hover(200, 150)

    def reach() -> int:
        changed = np.argwhere((studio.seen() != 200).any(axis=2) & inside)
        return int(changed[:, 1].max() - changed[:, 1].min())

    inside = np.zeros((480, 640), bool)
    corner = view.transform.corner
    inside[int(corner.y) : int(corner.y) + 300, int(corner.x) : int(corner.x) + 400] = True
    assert 38 <= reach() <= 46
    hand.key(Qt.Key.Key_BracketRight, "]")
    assert view.brush().size == 48
    assert 46 <= reach() <= 54
    hand.key(Qt.Key.Key_BracketLeft, "[")
    assert view.brush().size == 40
    view.zoom_to(2.0)
    hand.hover(200, 150)
    inside[:] = True
    assert 78 <= reach() <= 86
    hand.leave()
    assert not (studio.seen() != 200).any()


def test_each_tool_keeps_a_brush_of_its_own(studio: Any, qtbot: QtBot) -> None:
    view = studio.view
    view.set_tool("mask_brush")
    with qtbot.waitSignal(view.brushChanged) as changed:
        view.set_brush(replace(view.brush(), size=123.0))
    assert changed.args == ["mask_brush"]
    view.set_tool("brush")
    assert view.brush().size == 20
    assert view.brush("mask_brush").size == 123


# Masks and sketches -----------------------------------------------------------------------------


def test_the_mask_brush_makes_its_mask_and_leaves_the_painting_where_it_was(studio: Any) -> None:
    document = studio.document
    active = document.active
    studio.view.set_tool("mask_brush")
    studio.hand.drag([(100, 100), (160, 100)])
    assert coverage(document)[100, 130] == 255
    assert document.active is active
    assert studio.seen_at(130, 100)[0] > studio.seen_at(130, 100)[1] + 80
    studio.hand.drag([(100, 200), (160, 200)])
    assert sum(isinstance(layer, MaskLayer) for layer in document.layers) == 1


@pytest.mark.parametrize("how", ["alt", "right button"])
def test_the_mask_brush_takes_away_too(studio: Any, how: str) -> None:
    studio.view.set_tool("mask_brush")
    studio.hand.drag([(100, 100), (200, 100)])
    if how == "alt":
        studio.hand.drag([(150, 100), (151, 100)], modifiers=ALT)
    else:
        studio.hand.drag([(150, 100), (151, 100)], button=RIGHT)
    mask = coverage(studio.document)
    assert mask[100, 150] == 0 and mask[100, 90] == 255


def test_the_sketch_brush_draws_over_the_picture_and_not_into_it(studio: Any) -> None:
    studio.view.set_tool("sketch_brush")
    studio.view.set_brush(Brush(size=10, hardness=1))
    studio.hand.drag([(100, 100), (160, 100)])
    assert isinstance(studio.document.layers[-1], SketchLayer)
    assert studio.seen_at(130, 100) == (0, 0, 0)
    assert tuple(studio.document.composite(Rect(130, 100, 1, 1))[0, 0]) == GREY


# Colours ----------------------------------------------------------------------------------------


def test_the_eyedropper_takes_the_colour_under_it(studio: Any, qtbot: QtBot) -> None:
    view = studio.view
    document = studio.document
    document.perform(FillLayer(document.layers[0].id, (10, 120, 250), rect=Rect(50, 50, 40, 40)))
    view.set_tool("eyedropper")
    with qtbot.waitSignal(view.colourPicked) as picked:
        studio.hand.drag([(70, 70)])
    assert picked.args[0] == QColor(10, 120, 250)
    assert view.foreground == QColor(10, 120, 250)
    studio.hand.drag([(200, 200)], button=RIGHT)
    assert view.background == QColor(200, 200, 200)
    assert view.foreground == QColor(10, 120, 250)


def test_alt_makes_an_eyedropper_of_the_brush_for_a_moment(studio: Any) -> None:
    view, hand = studio.view, studio.hand
    hand.hover(100, 100, modifiers=ALT)
    assert view.cursor().shape() == Qt.CursorShape.CrossCursor
    hand.drag([(100, 100), (110, 100)], modifiers=ALT)
    assert view.foreground == QColor(200, 200, 200)
    assert studio.pixel(105, 100) == GREY
    assert view.tool == "brush"
    assert not studio.document.can_undo
    view.swap_colours()
    assert view.background == QColor(200, 200, 200)
    view.reset_colours()
    assert (view.foreground, view.background) == (QColor(0, 0, 0), QColor(255, 255, 255))


def test_the_eyedropper_takes_what_is_shown_of_a_candidate(studio: Any) -> None:
    pixels = np.full((50, 50, 4), (1, 2, 3, 255), np.uint8)
    studio.view.overlay.show_candidate(pixels, Rect(100, 100, 50, 50))
    assert studio.view.colour_at(Point(120, 120)) == QColor(1, 2, 3)
    assert studio.view.colour_at(Point(-5, 120)) is None


# Selection, regions, move -----------------------------------------------------------------------


def test_rectangles_are_selected_added_taken_away_and_let_go(studio: Any) -> None:
    view, hand, document = studio.view, studio.hand, studio.document
    view.set_tool("rectangle_select")
    hand.drag([(50, 40), (150, 140)])
    assert document.selection is not None
    assert document.selection.bounds() == Rect(50, 40, 100, 100)
    hand.drag([(200, 40), (250, 90)], modifiers=SHIFT)
    assert document.selection.bounds() == Rect(50, 40, 200, 100)
    hand.drag([(200, 0), (300, 300)], modifiers=ALT)
    assert document.selection.bounds() == Rect(50, 40, 100, 100)
    hand.key(Qt.Key.Key_Right, modifiers=SHIFT)
    assert document.selection.bounds() == Rect(60, 40, 100, 100)
    hand.press(300, 250)
    hand.release(300, 250)
    assert document.selection is None


def test_paint_stays_inside_the_selection(studio: Any) -> None:
    studio.view.set_tool("rectangle_select")
    studio.hand.drag([(50, 40), (150, 140)])
    studio.view.set_tool("brush")
    studio.hand.drag([(20, 100), (250, 100)])
    assert studio.pixel(100, 100) == BLACK
    assert studio.pixel(200, 100) == GREY


def test_a_region_is_drawn_moved_resized_and_undone(studio: Any, qtbot: QtBot) -> None:
    view, hand, document = studio.view, studio.hand, studio.document

    def box() -> Rect | None:
        region = document.layers[-1]
        assert isinstance(region, RegionLayer)
        return region.box

    view.set_tool("region_box")
    with qtbot.waitSignal(view.regionDrawn) as drawn:
        hand.drag([(60, 50), (200, 180)])
    assert document.active is document.layers[-1]
    assert drawn.args == [document.layers[-1].id]
    assert box() == Rect(60, 50, 140, 130)
    hand.drag([(200, 180), (250, 200)])
    assert box() == Rect(60, 50, 190, 150)
    hand.drag([(60, 85), (80, 85)])
    assert box() == Rect(80, 50, 170, 150) or box() == Rect(80, 50, 190, 150)
    hand.key(Qt.Key.Key_Down)
    moved = box()
    assert moved is not None and moved.y == 51
    hand.drag([(60, 250), (63, 252)])
    assert sum(isinstance(layer, RegionLayer) for layer in document.layers) == 1
    while document.can_undo:
        document.undo()
    assert not any(isinstance(layer, RegionLayer) for layer in document.layers)


def test_a_region_follows_the_pointer_before_it_is_let_go(studio: Any) -> None:
    view, hand, document = studio.view, studio.hand, studio.document
    region = RegionLayer(box=Rect(60, 50, 140, 130), color=(90, 160, 240))
    document.perform(AddLayer(region))
    view.set_tool("region_box")
    before = studio.seen()
    hand.press(200, 180)
    hand.move(260, 240)
    assert (studio.seen() != before).any()
    assert document.layers[-1].box == Rect(60, 50, 140, 130)
    hand.key(Qt.Key.Key_Escape)
    hand.release(260, 240)
    assert document.layers[-1].box == Rect(60, 50, 140, 130)


def test_move_shows_the_layer_under_way_and_moves_it_once(studio: Any) -> None:
    view, hand, document = studio.view, studio.hand, studio.document
    dot = RasterLayer.empty(document.size, "Dot")
    document.perform(AddLayer(dot))
    document.perform(FillLayer(dot.id, (255, 0, 0), rect=Rect(50, 50, 20, 20)))
    steps = len(document.history.done)
    view.set_tool("move")
    hand.press(60, 60)
    hand.move(160, 90)
    view._on_frame()
    assert studio.seen_at(160, 90) == (255, 0, 0)
    assert studio.seen_at(60, 60) == (200, 200, 200)
    assert studio.pixel(60, 60) == (255, 0, 0, 255)
    hand.release(160, 90)
    assert studio.pixel(160, 90) == (255, 0, 0, 255)
    assert studio.seen_at(160, 90) == (255, 0, 0)
    assert len(document.history.done) == steps + 1
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Right)
    assert studio.pixel(171, 90) == (255, 0, 0, 255)
    assert len(document.history.done) == steps + 2
    document.undo()
    document.undo()
    assert studio.seen_at(60, 60) == (255, 0, 0)


def test_moving_a_selected_part_shows_the_rest_in_its_place(studio: Any) -> None:
    view, hand, document = studio.view, studio.hand, studio.document
    dot = RasterLayer.empty(document.size, "Dot")
    document.perform(AddLayer(dot))
    document.perform(FillLayer(dot.id, (255, 0, 0), rect=Rect(50, 50, 40, 40)))
    view.set_tool("rectangle_select")
    hand.drag([(70, 50), (90, 90)])
    view.set_tool("move")
    hand.press(80, 60)
    hand.move(180, 60)
    view._on_frame()
    under_way = [studio.seen_at(x, 60) for x in (60, 80, 180)]
    assert under_way == [(255, 0, 0), (200, 200, 200), (255, 0, 0)]
    hand.release(180, 60)
    assert [studio.seen_at(x, 60) for x in (60, 80, 180)] == under_way


def test_a_press_on_a_free_place_with_the_right_button_is_the_windows(studio: Any) -> None:
    place = studio.hand.place(100, 100)
    event = QMouseEvent(
        QEvent.Type.MouseButtonPress, place, QPointF(place), RIGHT, RIGHT,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(studio.view, event)
    assert not event.isAccepted()


def test_a_pen_that_lies_down_is_felt(studio: Any) -> None:
    """A pencil shades with its side: tilted it is wider, and it turns to where it leans."""
    curve = ((0.0, 0.2), (1.0, 1.0))
    turning = (Dynamic(Target.SIZE, Source.TILT, curve), Dynamic(Target.ROTATION, Source.LEAN))
    brush = Brush(size=60, hardness=1.0, roundness=0.2, dynamics=turning)
    studio.view.set_brush(brush)
    for x, tilt in ((60, (0.0, 0.0)), (200, (60.0, 0.0)), (320, (0.0, 60.0))):
        studio.hand.pen(QEvent.Type.TabletPress, x, 150, 1.0, tilt=tilt)
        studio.hand.pen(QEvent.Type.TabletRelease, x, 150, 0.0, tilt=tilt)
    assert studio.pixel(75, 150) == (200, 200, 200, 255)  # upright: small
    assert studio.pixel(225, 150)[0] < 50 and studio.pixel(200, 170)[0] == 200  # leans right
    assert studio.pixel(320, 175)[0] < 50 and studio.pixel(340, 150)[0] == 200  # leans down
