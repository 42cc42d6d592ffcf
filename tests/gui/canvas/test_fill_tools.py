"""The fill and gradient tools, as a hand uses them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from core.document.commands import SetLayer, SetSelection
from core.document.document import Document
from core.document.filling import Filling
from core.document.layers import RasterLayer
from core.document.selection import Selection
from core.geometry import Rect, Size
from core.pixels.gradient import GradientShape, GradientStyle, Repeat
from core.pixels.ramp import Ramp, Source, Stop
from core.pixels.shapes import Form
from core.pixels.tiles import TileGrid
from tests.gui.canvas.conftest import Studio
from widgets.canvas.levels import Deadline, Levels

RIGHT = Qt.MouseButton.RightButton


@pytest.fixture
def coloured(studio: Studio) -> Studio:
    studio.view.set_colours(QColor(255, 0, 0), QColor(0, 0, 255))
    studio.view.filling = Filling()
    return studio


def done(studio: Studio, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not studio.view.pixel_work.busy)
    studio.settle()


def test_a_click_fills_with_the_colour_and_a_right_one_with_the_second(
    coloured: Studio, qtbot: QtBot
) -> None:
    coloured.view.set_tool("bucket_fill")
    coloured.hand.press(100, 100)
    coloured.hand.release(100, 100)
    done(coloured, qtbot)
    assert coloured.pixel(10, 10) == (255, 0, 0, 255)
    assert coloured.seen_at(50, 50) == (255, 0, 0)
    coloured.hand.press(100, 100, RIGHT)
    coloured.hand.release(100, 100, RIGHT)
    done(coloured, qtbot)
    assert coloured.pixel(10, 10) == (0, 0, 255, 255)
    assert coloured.document.undo_text == "Fill"
    coloured.document.undo()
    coloured.document.undo()
    assert not coloured.document.can_undo


def test_a_line_lays_a_gradient_and_escape_takes_it_back(coloured: Studio, qtbot: QtBot) -> None:
    coloured.view.set_tool("gradient")
    coloured.hand.press(50, 100)
    coloured.hand.move(200, 110)
    assert coloured.view.busy
    coloured.view.cancel()
    coloured.hand.release(200, 110)
    done(coloured, qtbot)
    assert not coloured.document.can_undo
    coloured.hand.drag([(100, 100), (200, 130), (300, 100)])
    done(coloured, qtbot)
    first, last = coloured.pixel(90, 100), coloured.pixel(310, 100)
    assert (first, last) == ((255, 0, 0, 255), (0, 0, 255, 255))
    middle = coloured.pixel(200, 100)
    assert 120 <= middle[0] <= 135 and 120 <= middle[2] <= 135
    coloured.document.undo()
    fading = Ramp((Stop(0, source=Source.FOREGROUND), Stop(1, (255, 0, 0), 0.0)))
    coloured.view.set_gradient(GradientStyle(fading))
    before = coloured.pixel(350, 100)
    coloured.hand.drag([(100, 100), (300, 100)])
    done(coloured, qtbot)
    assert coloured.pixel(350, 100) == before
    assert coloured.pixel(90, 100) == (255, 0, 0, 255)


def test_shift_keeps_the_line_straight(coloured: Studio, qtbot: QtBot) -> None:
    coloured.view.set_tool("gradient")
    shift = Qt.KeyboardModifier.ShiftModifier
    coloured.hand.drag([(100, 100), (300, 110)], modifiers=shift)
    done(coloured, qtbot)
    grid = coloured.document.active.grid
    column = grid.read(Rect(200, 0, 1, 300))[:, 0, 0].astype(int)
    assert column.max() - column.min() <= 2


@pytest.mark.parametrize("tool", ["bucket_fill", "gradient", "shape"])
def test_a_locked_layer_is_refused_in_words(coloured: Studio, qtbot: QtBot, tool: str) -> None:
    active = coloured.document.active
    coloured.document.perform(SetLayer(active.id, locked=True))
    said: list[str] = []
    coloured.view.message.connect(said.append)
    coloured.view.set_tool(tool)
    coloured.hand.drag([(100, 100), (200, 100)])
    done(coloured, qtbot)
    assert said and "locked" in said[0]


def test_shapes_are_drawn_from_corner_to_corner(coloured: Studio, qtbot: QtBot) -> None:
    coloured.view.set_tool("shape")
    coloured.hand.press(50, 60)
    coloured.hand.move(150, 160)
    assert coloured.seen_at(100, 100) == (255, 0, 0), "it is shown before it is there"
    assert not coloured.document.can_undo
    coloured.hand.release(150, 160)
    done(coloured, qtbot)
    assert coloured.pixel(50, 60) == coloured.pixel(149, 159) == (255, 0, 0, 255)
    assert coloured.pixel(150, 160) != (255, 0, 0, 255)
    assert coloured.document.undo_text == "Draw rectangle"
    coloured.document.undo()
    coloured.view.shape = replace(coloured.view.shape, form=Form.ELLIPSE, outline=6)
    shift = Qt.KeyboardModifier.ShiftModifier
    coloured.hand.drag([(100, 100), (200, 130)], modifiers=shift)
    done(coloured, qtbot)
    assert coloured.pixel(150, 100) == (255, 0, 0, 255), "a circle, as wide as it is high"
    assert coloured.pixel(150, 199) == (255, 0, 0, 255)
    assert coloured.pixel(150, 150) != (255, 0, 0, 255)


def test_a_gradient_is_seen_before_it_is_there_and_is_then_what_was_seen(
    coloured: Studio, qtbot: QtBot
) -> None:
    shown = coloured.seen()
    coloured.view.set_tool("gradient")
    coloured.hand.press(60, 100)
    coloured.hand.move(300, 130)
    qtbot.waitUntil(lambda: coloured.view.scene.shift is not None)
    drawn = coloured.seen()
    assert coloured.seen_at(20, 20) == (255, 0, 0) and coloured.seen_at(390, 250) == (0, 0, 255)
    assert not coloured.document.can_undo
    coloured.hand.release(300, 130)
    done(coloured, qtbot)
    coloured.hand.leave()
    differs = (coloured.seen() != drawn).any(2)
    ys, xs = np.nonzero(differs)
    place = coloured.hand.place(180, 115)
    assert (abs(xs - place.x()) < 150).all() and (abs(ys - place.y()) < 40).all(), "but the line"
    assert coloured.view.scene.shift is None
    coloured.document.undo()
    assert np.array_equal(coloured.seen(), shown)


def test_a_gradient_stays_in_the_selection_and_where_paint_is_on_a_layer_that_is_alpha_locked(
    open_studio: Callable[..., Studio], qtbot: QtBot
) -> None:
    size = Size(300, 280)
    round_ = Selection.ellipse(size, Rect(60, 50, 180, 190))
    pixels = np.zeros((280, 300, 4), np.uint8)
    pixels[20:200, 30:200] = (0, 90, 0, 90)
    layer = RasterLayer(pixels=TileGrid.from_array(pixels), alpha_locked=True)
    studio = open_studio(Document(size, [layer]))
    studio.document.perform(SetSelection(round_))
    before = layer.pixels.read(Rect.of_size(size))
    studio.view.set_gradient(GradientStyle(shape=GradientShape.RADIAL, repeat=Repeat.MIRRORED))
    studio.view.set_tool("gradient")
    studio.hand.press(150, 140)
    studio.hand.move(180, 140)
    qtbot.waitUntil(lambda: studio.view.scene.shift is not None)
    shift = studio.view.scene.shift
    shown = shift.read(layer.id, Levels(layer.pixels), 0, Rect.of_size(size), Deadline(1e12))
    studio.hand.release(180, 140)
    done(studio, qtbot)
    after = layer.pixels.read(Rect.of_size(size))
    assert np.array_equal(after, shown), "what was shown while it was drawn"
    assert np.array_equal(after[..., 3], before[..., 3])
    changed = (after != before).any(2)
    assert changed.sum() > 5000
    assert not changed[round_.read(Rect.of_size(size)) == 0].any()
    studio.document.undo()
    assert np.array_equal(layer.pixels.read(Rect.of_size(size)), before)


@pytest.mark.parametrize("zoom", [0.3, 0.62, 1.0, 2.5])
def test_while_it_is_drawn_it_looks_as_it_will_at_every_size(
    open_studio: Callable[..., Studio], qtbot: QtBot, zoom: float
) -> None:
    size = Size(900, 700)
    studio = open_studio(Document(size, [RasterLayer(pixels=TileGrid(size, 4))]))
    studio.view.zoom_to(zoom)
    studio.view.set_colours(QColor(240, 20, 0), QColor(0, 60, 250))
    studio.view.set_tool("gradient")
    studio.hand.press(300, 300)
    studio.hand.move(620, 420)
    qtbot.waitUntil(lambda: studio.view.scene.shift is not None)
    drawn = studio.seen().astype(int)
    studio.hand.release(620, 420)
    done(studio, qtbot)
    apart = np.abs(studio.seen().astype(int) - drawn).max(2)
    assert np.percentile(apart, 95) <= 2, "but where the line is"


def test_the_ends_of_a_gradient_are_moved_after_it_is_laid_as_the_same_step(
    coloured: Studio, qtbot: QtBot
) -> None:
    coloured.view.set_tool("gradient")
    white = coloured.seen()
    coloured.hand.drag([(100, 100), (200, 130), (300, 100)])
    done(coloured, qtbot)
    laid = coloured.document.flatten()
    coloured.hand.press(301, 101)
    coloured.hand.release(301, 101)
    done(coloured, qtbot)
    assert np.array_equal(coloured.document.flatten(), laid), "a click moves nothing"
    coloured.hand.drag([(300, 100), (250, 120), (200, 100)])
    done(coloured, qtbot)
    assert coloured.pixel(210, 100) == (0, 0, 255, 255)
    assert coloured.pixel(90, 100) == (255, 0, 0, 255)
    coloured.hand.drag([(100, 100), (120, 100), (150, 100)])
    done(coloured, qtbot)
    assert coloured.pixel(140, 100) == (255, 0, 0, 255)
    assert coloured.pixel(210, 100) == (0, 0, 255, 255)
    coloured.document.undo()
    assert not coloured.document.can_undo
    coloured.hand.hover(5, 5)
    assert np.array_equal(coloured.seen(), white), "nothing of the line is left"
    coloured.document.redo()
    assert coloured.pixel(140, 100) == (255, 0, 0, 255)


def test_escape_while_an_end_is_moved_leaves_what_was_laid(coloured: Studio, qtbot: QtBot) -> None:
    coloured.view.set_tool("gradient")
    coloured.hand.drag([(100, 100), (200, 130), (300, 100)])
    done(coloured, qtbot)
    laid = coloured.document.flatten()
    coloured.hand.press(300, 100)
    coloured.hand.move(200, 200)
    qtbot.waitUntil(lambda: coloured.view.scene.shift is not None)
    coloured.view.cancel()
    coloured.hand.release(200, 200)
    done(coloured, qtbot)
    assert np.array_equal(coloured.document.flatten(), laid)
    coloured.hand.drag([(300, 100), (250, 120), (200, 100)])  # it can still be taken
    done(coloured, qtbot)
    assert coloured.pixel(210, 100) == (0, 0, 255, 255)
    coloured.document.undo()
    assert not coloured.document.can_undo


@pytest.mark.parametrize("then", ["enter", "tool", "stroke"])
def test_once_something_else_is_done_a_line_from_there_is_another_gradient(
    coloured: Studio, qtbot: QtBot, then: str
) -> None:
    coloured.view.set_tool("gradient")
    coloured.hand.drag([(100, 100), (300, 100)])
    done(coloured, qtbot)
    line = coloured.seen()
    steps = 1
    if then == "enter":
        coloured.hand.key(Qt.Key.Key_Return)
    elif then == "tool":
        coloured.view.set_tool("brush")
        coloured.view.set_tool("gradient")
    else:
        active = coloured.document.active
        assert active is not None
        coloured.stroke(active.id, (20, 20), (60, 60))
        coloured.hand.hover(5, 5)
        steps += 1
    assert (coloured.seen() != line).any(), "its line is gone"
    coloured.hand.drag([(300, 100), (200, 200)])
    done(coloured, qtbot)
    assert len(coloured.document.history.done) == steps + 1
    assert coloured.pixel(310, 90) == (255, 0, 0, 255)
