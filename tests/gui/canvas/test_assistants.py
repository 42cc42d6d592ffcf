"""Strokes keep to vanishing points and parallel lines."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.document.assistants import Assistant, ParallelLines, VanishingPoint
from core.document.commands import SetGuides
from core.geometry import Point
from core.pixels.brush import Brush
from core.pixels.shapes import Form
from core.pixels.symmetry import Symmetry
from tests.gui.canvas.conftest import Studio

ALT = Qt.KeyboardModifier.AltModifier
FAR = VanishingPoint(Point(380.0, 150.0))
SLANTED = ParallelLines(Point(20.0, 20.0), Point(50.0, 60.0))


@pytest.fixture
def drawing(studio: Studio) -> Studio:
    studio.view.set_tool("brush")
    studio.view.set_brush(Brush(size=5, hardness=1.0, spacing=0.1), "brush")
    return studio


def lead(studio: Studio, *assistants: Assistant) -> None:
    studio.document.perform(SetGuides(studio.document.guides.with_assistants(assistants)))


def painted(studio: Studio, draw: list[tuple[float, float]]) -> np.ndarray:
    """The (x, y) of all pixels that a drag paints."""
    before = studio.document.flatten()
    studio.hand.drag(draw)
    ys, xs = np.nonzero((studio.document.flatten() != before).any(axis=2))
    return np.stack([xs + 0.5, ys + 0.5], axis=1)


def off_line(places: np.ndarray, start: tuple[float, float], end: tuple[float, float]) -> float:
    """How far the pixel lies from a line that is the farthest from it."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    away = (places[:, 0] - start[0]) * dy - (places[:, 1] - start[1]) * dx
    return float(np.abs(away).max() / math.hypot(dx, dy))


SHAKY = [(60, 60), (66, 61), (80, 70), (110, 66), (140, 92), (180, 80)]


def test_a_stroke_runs_towards_the_vanishing_point(drawing: Studio) -> None:
    free = painted(drawing, SHAKY)
    assert off_line(free, (60, 60), FAR.at) > 6
    drawing.document.undo()
    lead(drawing, FAR)
    led = painted(drawing, SHAKY)
    assert off_line(led, (60, 60), FAR.at) < 4, "no wider than the brush"
    assert np.ptp(led[:, 0]) > 100
    assert drawing.document.undo_text == "Brush stroke"


def test_of_several_it_takes_the_one_that_it_sets_out_along(drawing: Studio) -> None:
    lead(drawing, FAR, SLANTED)
    led = painted(drawing, [(60, 60), (64, 66), (80, 80), (100, 120), (130, 150)])
    assert off_line(led, (60, 60), (90, 100)) < 4
    drawing.document.undo()
    led = painted(drawing, SHAKY)
    assert off_line(led, (60, 60), FAR.at) < 4


def test_across_all_of_them_it_is_free_and_so_it_is_when_turned_off(drawing: Studio) -> None:
    path: list[tuple[float, float]] = [(60, 60), (60, 70), (64, 100), (58, 140)]
    free = painted(drawing, path)
    drawing.document.undo()
    lead(drawing, FAR)
    assert np.array_equal(painted(drawing, path), free)
    drawing.document.undo()
    drawing.document.undo()
    free = painted(drawing, SHAKY)
    drawing.document.undo()
    lead(drawing, FAR)
    drawing.view.assisting.on = False
    assert np.array_equal(painted(drawing, SHAKY), free)
    drawing.document.undo()
    drawing.view.assisting.on = True
    drawing.view.lines.show(guides=False)
    assert np.array_equal(painted(drawing, SHAKY), free), "what is not seen leads nothing"


def test_a_click_is_a_dot(drawing: Studio) -> None:
    lead(drawing, FAR)
    places = painted(drawing, [(60, 60), (61, 60)])
    assert np.ptp(places[:, 0]) <= 6


@pytest.mark.parametrize("zoom", [0.5, 2.0])
def test_led_strokes_are_mirrored_too_at_any_zoom(drawing: Studio, zoom: float) -> None:
    drawing.view.zoom_to(zoom)
    drawing.view.mirror()
    drawing.view.set_symmetry(Symmetry(across=True))
    lead(drawing, FAR)
    places = painted(drawing, SHAKY)
    left = places[places[:, 0] < 200]
    right = places[places[:, 0] > 200]
    assert off_line(left, (60, 60), FAR.at) < 4
    assert off_line(right, (340, 60), (20, 150)) < 4


def test_one_is_placed_moved_and_taken_away(drawing: Studio) -> None:
    view = drawing.view
    view.place_assistant(VanishingPoint)
    assert view.busy
    drawing.hand.drag([(100, 100), (120, 110), (150, 120)])
    assert drawing.document.guides.assistants == (VanishingPoint(Point(150, 120)),)
    assert drawing.document.undo_text == "Add assistant"
    view.place_assistant(ParallelLines)
    drawing.hand.drag([(20, 30), (40, 60), (80, 90)])
    assert drawing.document.guides.assistants[1] == ParallelLines(Point(20, 30), Point(80, 90))
    view.set_tool("move")
    drawing.hand.drag([(150, 120), (160, 100), (200, 90)])
    drawing.hand.drag([(80, 90), (90, 90), (95, 40)])
    moved = (VanishingPoint(Point(200, 90)), ParallelLines(Point(20, 30), Point(95, 40)))
    assert drawing.document.guides.assistants == moved
    drawing.hand.press(200, 90, modifiers=ALT)
    drawing.hand.release(200, 90, modifiers=ALT)
    assert drawing.document.guides.assistants == moved[1:]
    for _ in range(5):
        drawing.document.undo()
    assert drawing.document.guides.assistants == ()


def test_escape_places_none_and_too_short_a_line_is_none(drawing: Studio) -> None:
    drawing.view.place_assistant(VanishingPoint)
    drawing.hand.key(Qt.Key.Key_Escape)
    assert not drawing.view.busy
    drawing.view.place_assistant(ParallelLines)
    drawing.hand.drag([(20, 30), (21, 30)])
    assert drawing.document.guides.assistants == ()
    assert not drawing.document.can_undo


def test_they_are_seen_with_the_guides_and_leave_nothing(drawing: Studio) -> None:
    before = drawing.seen()
    lead(drawing, FAR, SLANTED)
    assert (drawing.seen() != before).any(axis=2).sum() > 3000
    drawing.view.lines.show(guides=False)
    assert np.array_equal(drawing.seen(), before)
    drawing.view.lines.show(guides=True)
    drawing.document.undo()
    assert np.array_equal(drawing.seen(), before)


def test_lines_of_the_shape_tool_keep_to_them_whichever_way_they_are_turned(
    studio: Studio, qtbot: QtBot
) -> None:
    studio.view.set_tool("shape")
    studio.view.shape = replace(studio.view.shape, form=Form.LINE, outline=3.0)
    lead(studio, FAR, SLANTED)

    def line(*points: tuple[float, float], **keys: object) -> np.ndarray:
        before = studio.document.flatten()
        studio.hand.drag(points, **keys)
        qtbot.waitUntil(lambda: not studio.view.pixel_work.busy)
        ys, xs = np.nonzero((studio.document.flatten() != before).any(axis=2))
        studio.document.undo()
        return np.stack([xs + 0.5, ys + 0.5], axis=1)

    assert off_line(line((60, 60), (200, 70), (160, 80)), (60, 60), FAR.at) < 4
    turned = line((60, 60), (200, 70), (110, 140))
    assert off_line(turned, (60, 60), (90, 100)) < 4, "parallel to the other one"
    shift = line((60, 60), (200, 70), modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert off_line(shift, (60, 60), (200, 60)) < 4, "Shift says the angle"
    studio.view.assisting.on = False
    assert off_line(line((60, 60), (200, 70)), (60, 60), (200, 70)) < 4


def test_rectangles_are_as_they_are_drawn(studio: Studio, qtbot: QtBot) -> None:
    studio.view.set_tool("shape")
    studio.view.shape = replace(studio.view.shape, form=Form.RECTANGLE, outline=0.0)
    lead(studio, FAR)
    before = studio.document.flatten()
    studio.hand.drag([(60, 60), (100, 90)])
    qtbot.waitUntil(lambda: not studio.view.pixel_work.busy)
    changed = (studio.document.flatten() != before).any(axis=2)
    assert changed.sum() == 40 * 30
