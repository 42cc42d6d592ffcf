"""Rulers, guides, the grid, and what they catch."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from core.document.commands import AddLayer, SetGuides, SetSelection
from core.document.guides import Axis, Grid
from core.document.layers import RasterLayer, RegionLayer
from core.geometry import Rect
from core.pixels.tiles import TileGrid
from tests.gui.canvas.conftest import Studio
from widgets.canvas import colours
from widgets.canvas.rulers import THICKNESS, Ruler
from widgets.canvas.snapping import SnapTo
from widgets.canvas.tools.crop import CropTool
from widgets.canvas.tools.gradient import GradientTool
from widgets.canvas.tools.measure import MeasureTool
from widgets.canvas.tools.transform import TransformTool

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
LEFT = Qt.MouseButton.LeftButton
TURNS: list[Callable[[Studio], object]] = [
    lambda studio: None,
    lambda studio: studio.view.mirror(),
    lambda studio: studio.view._navigator.rotate(90),
    lambda studio: studio.view._navigator.rotate(30),
    lambda studio: studio.view.zoom_to(0.5),
    lambda studio: studio.view.zoom_to(3.0),
]


def add_guide(studio: Studio, axis: Axis, place: float) -> None:
    guides = studio.document.guides
    studio.document.perform(SetGuides(guides.added(axis, place)))


@pytest.fixture
def ruled(studio: Studio) -> Studio:
    """Rulers are shown."""
    studio.view.show_rulers(True)
    studio.settle()
    return studio


@pytest.fixture
def boxed(studio: Studio) -> Studio:
    """A red box of 40 × 30 at (100, 80), on a layer of its own that the move tool holds."""
    grid = TileGrid(studio.document.size, 4)
    grid.write(Rect(100, 80, 40, 30), np.full((30, 40, 4), (255, 0, 0, 255), np.uint8))
    studio.document.perform(AddLayer(RasterLayer(id="box", pixels=grid)))
    studio.view.set_tool("move")
    return studio


def box_at(studio: Studio) -> Rect:
    return studio.document.layer("box").bounds()


def ruler(studio: Studio, *, across: bool) -> Ruler:
    assert studio.view.rulers is not None
    return studio.view.rulers.across if across else studio.view.rulers.down


def send(studio: Studio, on: Ruler, kind: QEvent.Type, x: float, y: float, keys: object) -> None:
    """A mouse event over a canvas pixel that the ruler has because it was pressed on it."""
    at = studio.hand.place(x, y) - QPointF(on.pos())
    there = QPointF(on.mapToGlobal(at))
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else LEFT
    QApplication.sendEvent(on, QMouseEvent(kind, at, there, button, held, keys))  # type: ignore[call-overload]


def draw_out(
    studio: Studio,
    on: Ruler,
    x: float,
    y: float,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    at = QPointF(60, 5) if on.width() > on.height() else QPointF(5, 60)
    there = QPointF(on.mapToGlobal(at))
    press = QMouseEvent(QEvent.Type.MouseButtonPress, at, there, LEFT, LEFT, keys)
    QApplication.sendEvent(on, press)
    send(studio, on, QEvent.Type.MouseMove, x, y, keys)
    send(studio, on, QEvent.Type.MouseButtonRelease, x, y, keys)


# Rulers and guides


def test_a_guide_is_drawn_out_of_a_ruler_and_undone(ruled: Studio) -> None:
    draw_out(ruled, ruler(ruled, across=True), 200, 120)
    draw_out(ruled, ruler(ruled, across=False), 77, 150)
    assert ruled.document.guides.horizontal == (120.0,)
    assert ruled.document.guides.vertical == (77.0,)
    ruled.document.undo()
    assert ruled.document.guides.vertical == ()
    assert ruled.document.redo_text == "Add guide"


def test_alt_draws_the_other_direction_out(ruled: Studio) -> None:
    draw_out(ruled, ruler(ruled, across=True), 200, 120, ALT)
    assert ruled.document.guides.vertical == (200.0,)


def test_one_that_is_dropped_on_the_ruler_again_is_none(ruled: Studio) -> None:
    at = ruled.view.transform.to_canvas(QPointF(300, THICKNESS / 2))
    draw_out(ruled, ruler(ruled, across=True), *at)
    assert not ruled.document.guides
    assert not ruled.document.can_undo


def test_escape_takes_it_back(ruled: Studio) -> None:
    above = ruler(ruled, across=True)
    press = QPointF(60, 5)
    there = QPointF(above.mapToGlobal(press))
    plain = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(
        above, QMouseEvent(QEvent.Type.MouseButtonPress, press, there, LEFT, LEFT, plain)
    )
    send(ruled, above, QEvent.Type.MouseMove, 100, 100, plain)
    assert ruled.view.busy
    ruled.hand.key(Qt.Key.Key_Escape)
    send(ruled, above, QEvent.Type.MouseButtonRelease, 100, 100, plain)
    assert not ruled.document.guides
    assert not ruled.view.busy


@pytest.mark.parametrize("turn", TURNS)
def test_a_mark_lies_where_the_line_of_its_number_meets_the_ruler(
    ruled: Studio, turn: Callable[[Studio], object]
) -> None:
    turn(ruled)
    ruled.settle()
    for across in (True, False):
        one = ruler(ruled, across=across)
        which = 0 if one.measures is Axis.VERTICAL else 1
        found = list(one._marks())
        assert len(found) > 5
        for along, number, _ in found:
            assert one.number_at(along)[which] == pytest.approx(number, abs=1e-6)
        numbers = sorted(number for _, number, long in found if long == 1.0)
        places = sorted(along for along, _, long in found if long == 1.0)
        assert min(np.diff(places)) >= 61
        assert all(number == round(number) for number in numbers)


@pytest.mark.parametrize("turn", TURNS)
def test_a_guide_drawn_out_lies_under_the_pointer_however_the_view_is_turned(
    ruled: Studio, turn: Callable[[Studio], object]
) -> None:
    turn(ruled)
    ruled.settle()
    draw_out(ruled, ruler(ruled, across=True), 190, 140)
    found = dict(ruled.document.guides.lines())
    assert found in ({Axis.VERTICAL: 190.0}, {Axis.HORIZONTAL: 140.0})


@pytest.mark.parametrize("turn", TURNS)
def test_a_guide_is_seen_where_it_is_and_nowhere_else(
    studio: Studio, turn: Callable[[Studio], object]
) -> None:
    turn(studio)
    before = studio.seen()
    add_guide(studio, Axis.VERTICAL, 190)
    changed = np.argwhere((studio.seen() != before).any(axis=2))
    assert len(changed) > 300
    for y, x in changed[:: len(changed) // 40]:
        upright = studio.view.turn.to_upright(QPointF(x + 0.5, y + 0.5))
        off = studio.view.transform.to_canvas(upright).x - 190
        assert abs(off * studio.view.transform.scale) <= 2
    studio.document.undo()
    assert np.array_equal(studio.seen(), before), "nothing of it is left"


def test_with_the_move_tool_a_guide_is_moved_and_thrown_out(boxed: Studio) -> None:
    add_guide(boxed, Axis.VERTICAL, 300)
    boxed.hand.drag([(300, 50), (320, 60), (333, 90)])
    assert boxed.document.guides.vertical == (333.0,)
    assert boxed.document.undo_text == "Move guide"
    assert box_at(boxed) == Rect(100, 80, 40, 30), "the layer stays"
    boxed.hand.drag([(333, 50), (320, 60), (-900, 90)])
    assert boxed.document.guides.vertical == ()
    boxed.document.undo()
    assert boxed.document.guides.vertical == (333.0,)


def test_locked_or_hidden_guides_are_not_taken(boxed: Studio) -> None:
    add_guide(boxed, Axis.VERTICAL, 300)
    boxed.document.perform(SetGuides(boxed.document.guides.with_lock(True)))
    boxed.view.snapping.to = SnapTo(on=False)
    boxed.hand.drag([(300, 50), (320, 60), (330, 50)])
    assert boxed.document.guides.vertical == (300.0,)
    assert box_at(boxed).x == 130, "the layer is moved instead"
    boxed.document.perform(SetGuides(boxed.document.guides.with_lock(False)))
    boxed.view.lines.show(guides=False)
    boxed.hand.drag([(300, 50), (320, 60), (330, 50)])
    assert boxed.document.guides.vertical == (300.0,)


def test_brushes_paint_over_guides(studio: Studio) -> None:
    add_guide(studio, Axis.VERTICAL, 100)
    studio.view.set_tool("brush")
    studio.hand.drag([(100, 50), (100, 90)])
    assert studio.document.guides.vertical == (100.0,)
    assert studio.pixel(100, 70)[:3] == (0, 0, 0)


# The grid


def test_the_grid_is_seen_on_the_canvas_and_hidden_again(studio: Studio) -> None:
    before = studio.seen()
    studio.document.perform(SetGuides(studio.document.guides.with_grid(Grid(50, 50, 1))))
    assert np.array_equal(studio.seen(), before), "it costs nothing while it is hidden"
    studio.view.lines.show(grid=True)
    seen = studio.seen()
    corner = studio.hand.place(0, 0)
    x, y = round(corner.x()), round(corner.y())
    row = (seen[y + 25, x : x + 400] != before[y + 25, x : x + 400]).any(axis=1)
    assert np.flatnonzero(row).tolist() == list(range(0, 400, 50))
    outside = (seen != before).any(axis=2)
    outside[y : y + 301, x : x + 401] = False
    assert not outside.any()
    studio.view.lines.show(grid=False)
    assert np.array_equal(studio.seen(), before)


def test_parts_that_would_lie_too_close_are_not_drawn(studio: Studio) -> None:
    lines = studio.view.lines
    grid = Grid(64, 64, 4)
    assert lines.finest(grid, Axis.VERTICAL) == 16
    studio.view.zoom_to(0.25)
    assert lines.finest(grid, Axis.VERTICAL) == 64
    studio.view.zoom_to(0.05)
    assert lines.finest(grid, Axis.VERTICAL) == 128


# Snapping


def test_a_layer_is_caught_by_a_guide_with_any_of_its_lines(boxed: Studio) -> None:
    add_guide(boxed, Axis.VERTICAL, 200)
    boxed.hand.drag([(120, 90), (150, 90), (177, 90)])  # its right edge comes to 197
    assert box_at(boxed) == Rect(160, 80, 40, 30)
    boxed.document.undo()
    boxed.hand.drag([(120, 90), (150, 90), (203, 90)])  # its middle to 203
    assert box_at(boxed) == Rect(180, 80, 40, 30)
    boxed.document.undo()
    boxed.hand.drag([(120, 90), (150, 90), (224, 90)])  # its left edge to 204
    assert box_at(boxed) == Rect(200, 80, 40, 30)


def test_ctrl_lets_it_pass_and_so_does_the_switch(boxed: Studio) -> None:
    add_guide(boxed, Axis.VERTICAL, 200)
    boxed.hand.press(120, 90)
    boxed.hand.move(150, 90)
    boxed.hand.move(177, 90, modifiers=CTRL)
    boxed.hand.release(177, 90, modifiers=CTRL)
    assert box_at(boxed).x == 157
    boxed.document.undo()
    boxed.view.snapping.to = SnapTo(on=False)
    boxed.hand.drag([(120, 90), (150, 90), (177, 90)])
    assert box_at(boxed).x == 157


@pytest.mark.parametrize("turn", TURNS)
def test_lines_catch_from_as_far_on_the_screen_at_every_zoom_and_turn(
    boxed: Studio, turn: Callable[[Studio], object]
) -> None:
    add_guide(boxed, Axis.VERTICAL, 200)
    turn(boxed)
    boxed.settle()
    scale = boxed.view.transform.scale
    near, far = round(7 / scale), round(10 / scale) + 1
    boxed.hand.drag([(120, 90), (150, 90), (180 - near, 90)])
    assert box_at(boxed).right == 200
    boxed.document.undo()
    boxed.hand.drag([(120, 90), (150, 90), (180 - far, 90)])
    assert box_at(boxed).right == 200 - far


def test_the_line_that_has_caught_is_shown_while_it_does(boxed: Studio) -> None:
    add_guide(boxed, Axis.VERTICAL, 200)
    caught = colours.CAUGHT.getRgb()[:3]
    boxed.hand.press(120, 90)
    boxed.hand.move(150, 90)
    boxed.hand.move(177, 90)
    assert boxed.seen_at(200, 250) == caught
    boxed.hand.move(150, 90)
    assert boxed.seen_at(200, 250) != caught
    boxed.hand.move(177, 90)
    boxed.hand.release(177, 90)
    assert boxed.seen_at(200, 250) != caught


def test_the_canvas_catches_with_its_edges_and_its_middle_where_that_is_wished(
    boxed: Studio,
) -> None:
    boxed.hand.drag([(120, 90), (100, 90), (25, 90)])
    assert box_at(boxed).x == 5, "it does not, at first"
    boxed.document.undo()
    boxed.view.snapping.to = SnapTo(canvas=True)
    boxed.hand.drag([(120, 90), (100, 90), (25, 90)])
    assert box_at(boxed).x == 0
    boxed.document.undo()
    boxed.hand.drag([(120, 90), (150, 100), (197, 140)])
    assert box_at(boxed).centre == (200, 150), "the middle of 400 × 300"


def test_the_grid_catches_while_it_is_shown(boxed: Studio) -> None:
    boxed.document.perform(SetGuides(boxed.document.guides.with_grid(Grid(50, 50, 2))))
    boxed.hand.drag([(120, 90), (100, 90), (127, 90)])
    assert box_at(boxed).x == 107
    boxed.document.undo()
    boxed.view.lines.show(grid=True)
    boxed.hand.drag([(120, 90), (100, 90), (97, 94)])
    assert box_at(boxed).x == 75


def test_shapes_and_selections_begin_and_end_on_guides(studio: Studio) -> None:
    for axis, place in ((Axis.VERTICAL, 50), (Axis.VERTICAL, 150), (Axis.HORIZONTAL, 60)):
        add_guide(studio, axis, place)
    studio.view.set_tool("rectangle_select")
    studio.hand.drag([(47, 63), (100, 100), (154, 200)])
    selection = studio.document.selection
    assert selection is not None
    assert selection.bounds() == Rect(50, 60, 100, 140)
    studio.hand.drag([(100, 100), (140, 110), (196, 100)])  # its left edge comes to 146
    selection = studio.document.selection
    assert selection is not None
    assert selection.bounds().x == 150
    studio.document.perform(SetSelection(None))
    studio.view.set_tool("region_box")
    studio.hand.drag([(47, 63), (100, 100), (154, 200)])
    region = studio.document.active
    assert isinstance(region, RegionLayer)
    assert region.box == Rect(50, 60, 100, 140)
    studio.hand.drag([(100, 200), (100, 180), (100, 64)])
    assert studio.document.layer(region.id).bounds() == Rect(50, 60, 100, 8)


def test_gradients_measures_and_polygons_begin_and_end_on_guides(studio: Studio) -> None:
    for axis, place in ((Axis.VERTICAL, 50), (Axis.VERTICAL, 150), (Axis.HORIZONTAL, 60)):
        add_guide(studio, axis, place)
    studio.view.set_tool("measure")
    measure = studio.view.tool_named("measure")
    assert isinstance(measure, MeasureTool)
    studio.hand.drag([(47, 63), (100, 100), (154, 57)])
    assert measure.drawn == ((50, 60), (150, 60))
    studio.view.set_tool("gradient")
    gradient = studio.view.tool_named("gradient")
    assert isinstance(gradient, GradientTool)
    studio.hand.press(47, 63)
    studio.hand.move(154, 57)
    assert gradient._line == ((50, 60), (150, 60))
    studio.view.cancel()
    studio.hand.release(154, 57)
    studio.view.set_tool("polygon_select")
    for x, y in ((47, 63), (154, 57), (152, 200)):
        studio.hand.press(x, y)
        studio.hand.release(x, y)
    studio.hand.key(Qt.Key.Key_Return)
    selection = studio.document.selection
    assert selection is not None
    assert selection.bounds() == Rect(50, 60, 100, 140)


def test_the_frames_of_crop_and_transform_are_caught(boxed: Studio) -> None:
    add_guide(boxed, Axis.VERTICAL, 200)
    boxed.view.set_tool("transform")
    tool = boxed.view.tool_named("transform")
    assert isinstance(tool, TransformTool)
    boxed.hand.drag([(140, 110), (180, 150), (196, 150)])
    assert tool._frame is not None
    assert tool._frame.quad[2] == (200, 150)
    boxed.hand.drag([(150, 100), (250, 100), (246, 100)])  # its left edge comes to 196
    assert tool._frame is not None
    assert tool._frame.quad[0].x == 200
    boxed.view.cancel()
    boxed.view.set_tool("crop")
    crop = boxed.view.tool_named("crop")
    assert isinstance(crop, CropTool)
    boxed.hand.drag([(10, 20), (100, 100), (197, 120)])
    assert crop.frame(boxed.view) == Rect(10, 20, 190, 100)
    boxed.view.cancel()
