"""The measure tool: what a line says, and a picture made level by it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.document.document import Document
from core.geometry import Point, Size
from tests.gui.canvas.conftest import Studio
from widgets.canvas.tools.measure import MeasureTool
from widgets.measure_options import MeasureOptions


@pytest.fixture
def measuring(studio: Studio) -> Studio:
    studio.view.set_tool("measure")
    return studio


def tool(studio: Studio) -> MeasureTool:
    return next(one for one in studio.view.tools if isinstance(one, MeasureTool))


def test_a_line_tells_its_length_and_angle_and_changes_nothing(
    measuring: Studio, qtbot: QtBot
) -> None:
    options = MeasureOptions()
    qtbot.addWidget(options)
    options.serve(measuring.view)
    assert not options.straighten.isEnabled()
    measuring.hand.drag([(100, 200), (120, 190), (140, 170)])
    assert tool(measuring).length == pytest.approx(50, abs=0.01)
    assert tool(measuring).angle == pytest.approx(math.degrees(math.atan2(30, 40)), abs=0.01)
    assert options.told.text().startswith("50.0 px, 36.9°")
    assert options.straighten.isEnabled()
    assert not measuring.document.history.done


def test_the_line_stays_with_other_presses_until_it_is_dismissed(measuring: Studio) -> None:
    measuring.hand.drag([(100, 200), (120, 190), (140, 170)])
    measuring.hand.drag([(140, 170), (150, 180), (200, 200)])
    assert tool(measuring).drawn == (Point(100, 200), Point(200, 200)), "its end was dragged"
    measuring.hand.key(Qt.Key.Key_Escape)
    assert tool(measuring).drawn is None
    assert not measuring.view.busy


def test_shift_draws_in_steps(measuring: Studio) -> None:
    keys = Qt.KeyboardModifier.ShiftModifier
    measuring.hand.press(100, 200)
    measuring.hand.move(150, 203, modifiers=keys)
    measuring.hand.release(150, 203, modifiers=keys)
    assert tool(measuring).angle == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("start", "end"), [((0, 135), (200, 155)), ((200, 155), (0, 135)), ((110, 50), (100, 150))]
)
def test_along_a_slanted_horizon_the_picture_becomes_level(
    open_studio: object, qtbot: QtBot, start: tuple[int, int], end: tuple[int, int]
) -> None:
    """Drawn either way, and across along a mast as well."""
    y, x = np.mgrid[0:300, 0:400]
    picture = np.full((300, 400, 4), 255, np.uint8)
    picture[y > 135 + x * 0.1] = (0, 0, 0, 255)
    studio: Studio = open_studio(Document.of_picture(picture))  # type: ignore[operator]
    studio.view.set_tool("measure")
    studio.hand.drag([start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end])
    studio.hand.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not studio.view.pixel_work.busy, timeout=20_000)
    made = studio.document.flatten()
    assert (made[..., 3] == 255).all(), "no empty corner is left"
    assert np.ptp((made[..., 0] > 127).sum(axis=0)) <= 1
    assert studio.document.undo_text == "Straighten"
    assert tool(studio).drawn is None
    studio.document.undo()
    assert studio.document.size == Size(400, 300)
    assert np.array_equal(studio.document.flatten(), picture)
