"""The fill and gradient tools, as a hand uses them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from core.document.commands import SetLayer
from core.document.filling import Filling
from core.geometry import Rect
from core.pixels.gradient import GradientShape
from core.pixels.shapes import Form
from tests.gui.canvas.conftest import Studio

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
    coloured.view.gradient = (GradientShape.LINEAR, True)
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
