"""A turned or mirrored view shows the same picture, and the hand paints where it points."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt

from core.document.commands import SetSelection
from core.document.document import Document
from core.document.selection import Selection
from core.geometry import Rect, Size
from tests.gui.canvas.conftest import PLAIN, Studio
from widgets.canvas.boxes import Handle
from widgets.canvas.turn import Turn

SHIFT = Qt.KeyboardModifier.ShiftModifier
MIDDLE = Qt.MouseButton.MiddleButton
places = st.floats(-3000, 3000)
turns = st.builds(Turn, st.floats(0, 359.9), st.booleans(), st.just(320.0), st.just(240.0))


@given(turns, places, places)
def test_there_and_back_is_the_same_place(turn: Turn, x: float, y: float) -> None:
    back = turn.to_upright(turn.to_screen(QPointF(x, y)))
    assert (back.x(), back.y()) == pytest.approx((x, y), abs=1e-6)


@given(turns, st.floats(-90, 90), places, places)
def test_a_mirrored_view_turns_the_way_it_is_seen(
    turn: Turn, degrees: float, x: float, y: float
) -> None:
    seen = turn.to_screen(QPointF(x, y))
    further = Turn(degrees % 360.0, False, turn.x, turn.y).to_screen(seen)
    there = turn.by(degrees).to_screen(QPointF(x, y))
    assert (there.x(), there.y()) == pytest.approx((further.x(), further.y()), abs=1e-5)


@given(turns, places, places)
def test_mirroring_flips_what_is_seen(turn: Turn, x: float, y: float) -> None:
    before, after = turn.to_screen(QPointF(x, y)), turn.flipped().to_screen(QPointF(x, y))
    assert after.x() == pytest.approx(2 * turn.x - before.x(), abs=1e-6)
    assert after.y() == pytest.approx(before.y(), abs=1e-6)


@pytest.mark.parametrize("zoom", [0.25, 1.0, 4.0])
def test_a_mirrored_view_is_the_upright_one_flipped(
    open_studio: Callable[..., Studio], noisy_document: Document, zoom: float
) -> None:
    studio = open_studio(noisy_document, zoom)
    before = studio.seen()
    studio.view.mirror()
    off = np.abs(studio.seen().astype(int) - before[:, ::-1])
    # At 25 % a weight may be rounded the other way.
    assert off.max() <= 3
    studio.view.mirror()
    assert np.array_equal(studio.seen(), before)


@pytest.mark.parametrize("zoom", [1.0, 4.0])
def test_a_quarter_turn_is_crisp(
    open_studio: Callable[..., Studio], noisy_document: Document, zoom: float
) -> None:
    studio = open_studio(noisy_document, zoom, (500, 500))
    before = studio.seen()
    for _ in range(6):
        studio.view.rotate_right()
    assert studio.view.turn.angle == 90
    assert np.abs(studio.seen().astype(int) - np.rot90(before, -1)).max() <= 1


@pytest.mark.parametrize(("steps", "mirrored"), [(1, False), (3, True), (9, True)])
def test_paint_goes_where_the_pen_is(studio: Studio, steps: int, mirrored: bool) -> None:
    view = studio.view
    for _ in range(steps):
        view.rotate_right()
    if mirrored:
        view.mirror()
    studio.hand.drag([(150, 120), (250, 120)])
    assert studio.pixel(200, 120) == (0, 0, 0, 255)
    assert studio.pixel(200, 160) == (200, 200, 200, 255)
    assert studio.seen_at(200, 120) == (0, 0, 0)


def test_what_was_repainted_alone_is_what_a_whole_repaint_shows(studio: Studio) -> None:
    """Only the places that changed are painted anew: nothing may stay behind or be missing."""
    studio.view.rotate_left()
    studio.view.mirror()
    studio.settle()
    studio.hand.drag([(100, 80), (200, 140), (300, 90)])
    studio.document.perform(
        SetSelection(Selection.rectangle(studio.document.size, Rect(9, 9, 99, 40)))
    )
    studio.hand.leave()
    after = studio.seen()
    studio.view.update()
    assert np.abs(studio.seen().astype(int) - after).max() <= 3


def test_a_selection_is_drawn_over_what_it_selects(studio: Studio) -> None:
    for _ in range(2):
        studio.view.rotate_right()
    studio.view.set_tool("rectangle_select")
    studio.hand.drag([(100, 100), (220, 180)])
    selection = studio.document.selection
    assert selection is not None
    assert selection.bounds() == Rect(100, 100, 120, 80)
    studio.hand.leave()
    assert studio.seen_at(160, 140) == (200, 200, 200)


def test_arrows_and_the_middle_button_move_what_is_seen(studio: Studio) -> None:
    view, hand = studio.view, studio.hand
    for _ in range(3):
        view.rotate_right()
    view.mirror()
    before = hand.place(200, 150)
    hand.key(Qt.Key.Key_Right)
    moved = hand.place(200, 150) - before
    assert (moved.x(), moved.y()) == pytest.approx((-64, 0), abs=1)
    hand.wheel(before, 2)
    assert view.zoom > 1
    assert view.turn.angle != 0


def test_the_wheel_keeps_what_lies_under_the_pointer(studio: Studio) -> None:
    for _ in range(4):
        studio.view.rotate_left()
    at = studio.hand.place(120, 90)
    studio.hand.wheel(at, 3)
    after = studio.hand.place(120, 90)
    assert (after.x(), after.y()) == pytest.approx((at.x(), at.y()), abs=2)


def test_shift_and_the_middle_button_turn_by_hand_and_rest_at_right_angles(studio: Studio) -> None:
    view, hand = studio.view, studio.hand
    right, down = QPointF(620, 240), QPointF(322, 470)
    hand.mouse(QEvent.Type.MouseButtonPress, right, MIDDLE, MIDDLE, SHIFT)
    hand.mouse(QEvent.Type.MouseMove, QPointF(560, 400), modifiers=SHIFT, buttons=MIDDLE)
    assert 30 < view.turn.angle < 40
    hand.mouse(QEvent.Type.MouseMove, down, modifiers=SHIFT, buttons=MIDDLE)
    hand.mouse(QEvent.Type.MouseButtonRelease, down, MIDDLE, modifiers=PLAIN)
    assert view.turn.angle == 90


def test_fit_shows_all_of_a_turned_canvas(studio: Studio) -> None:
    for _ in range(6):
        studio.view.rotate_right()
    studio.view.zoom_to_fit()
    for x, y in ((0, 0), (400, 0), (0, 300), (400, 300)):
        assert studio.view.rect().contains(studio.hand.place(x, y).toPoint())


def test_another_document_is_seen_as_the_last_one(studio: Studio) -> None:
    """A mirrored view is a way of looking, not a property of the picture."""
    studio.view.mirror()
    studio.view.set_document(Document(Size(64, 64), []))
    assert studio.view.turn.mirrored
    studio.view.set_upright()
    assert not studio.view.turn.on


def test_cursors_point_as_handles_move() -> None:
    across = Handle.RIGHT.cursor
    assert Turn(90).cursor(across) is Handle.TOP.cursor
    assert Turn(45).cursor(across) is Handle.TOP_LEFT.cursor
    assert Turn(0, True).cursor(Handle.TOP_LEFT.cursor) is Handle.TOP_RIGHT.cursor
