"""Fingers on the canvas: one paints, two move the view, taps undo and redo; a pen comes first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.canvas.conftest import Studio
from widgets.canvas.fingers import Fingers

Places = dict[int, tuple[float, float]]


class Table:
    """A canvas, fingers on it, and a clock."""

    def __init__(self, studio: Studio) -> None:
        self.studio, self.time = studio, 10.0
        self.undone: list[str] = []
        studio.view.undoWanted.connect(lambda: self.undone.append("undo"))
        studio.view.redoWanted.connect(lambda: self.undone.append("redo"))

    @property
    def fingers(self) -> Fingers:
        return self.studio.view._fingers

    def report(
        self,
        down: Places | None = None,
        to: Places | None = None,
        up: Places | None = None,
        after: float = 0.01,
    ) -> None:
        self.time += after
        view = self.studio.view
        paints = {"paint": True, "pen": not view._pen_seen}.get(view.finger_does, False)
        places = [{i: QPointF(*at) for i, at in (some or {}).items()} for some in (down, to, up)]
        self.fingers.touched(*places, self.time, paints=paints)

    @property
    def strokes(self) -> int:
        return len(self.studio.document.history.done)


@pytest.fixture
def table(open_studio: Callable[..., Studio]) -> Table:
    return Table(open_studio())


def test_one_finger_paints(table: Table) -> None:
    table.report(down={1: (300, 200)})
    table.report(to={1: (340, 220)})
    table.report(to={1: (360, 240)})
    table.report(up={1: (360, 240)})
    assert table.strokes == 1
    at = table.studio.view.transform.to_canvas(QPointF(300, 200))
    assert table.studio.seen_at(at.x, at.y) != (200, 200, 200)


def test_a_short_touch_is_a_dab(table: Table) -> None:
    table.report(down={1: (300, 200)})
    table.report(up={1: (300, 200)})
    assert table.strokes == 1
    assert table.undone == []


def test_two_fingers_carry_the_canvas_with_them(table: Table) -> None:
    view = table.studio.view
    before = view.transform.to_canvas(QPointF(300, 200))
    table.report(down={1: (250, 200)})
    table.report(down={2: (350, 200)})
    table.report(to={1: (270, 230), 2: (370, 230)})
    table.report(to={1: (300, 250), 2: (400, 250)})
    assert view.zoom == 1.0
    after = view.transform.to_canvas(QPointF(350, 250))
    assert after == pytest.approx(before, abs=1)
    assert table.strokes == 0


def test_a_pinch_zooms_around_the_fingers(table: Table) -> None:
    view = table.studio.view
    before = view.transform.to_canvas(QPointF(320, 240))
    table.report(down={1: (270, 240), 2: (370, 240)})
    table.report(to={1: (220, 240), 2: (420, 240)})
    assert view.zoom == pytest.approx(2.0, rel=0.01)
    assert view.transform.to_canvas(QPointF(320, 240)) == pytest.approx(before, abs=1)
    assert view.turn.angle == 0


def test_fingers_that_turn_turn_the_view_but_a_pinch_does_not(table: Table) -> None:
    view = table.studio.view
    table.report(down={1: (270, 240), 2: (370, 240)})
    table.report(to={1: (271, 237), 2: (369, 243)})
    assert view.turn.angle == 0
    table.report(to={1: (285, 205), 2: (355, 275)})
    table.report(to={1: (320, 190), 2: (320, 290)})
    assert view.turn.angle == pytest.approx(45, abs=2)


def test_a_second_finger_takes_back_what_the_first_has_begun(table: Table) -> None:
    table.report(down={1: (300, 200)})
    table.report(to={1: (340, 220)})
    assert table.studio.document.stroke is not None
    table.report(down={2: (400, 220)})
    table.report(to={1: (350, 260), 2: (410, 260)})
    table.report(up={1: (350, 260)})
    table.report(to={2: (500, 300)})
    table.report(up={2: (500, 300)})
    assert table.studio.document.stroke is None
    assert table.strokes == 0
    assert table.undone == []


@pytest.mark.parametrize(("count", "wanted"), [(2, ["undo"]), (3, ["redo"]), (4, [])])
def test_taps_of_two_and_three_fingers_undo_and_redo(
    table: Table, count: int, wanted: list[str]
) -> None:
    places = {finger: (200.0 + 60 * finger, 240.0) for finger in range(count)}
    for finger, place in places.items():
        table.report(down={finger: place})
    for finger, place in places.items():
        table.report(up={finger: place})
    assert table.undone == wanted
    assert table.strokes == 0
    assert table.studio.view.zoom == 1.0


def test_a_long_touch_of_two_fingers_is_no_tap(table: Table) -> None:
    table.report(down={1: (270, 240), 2: (370, 240)})
    table.report(up={1: (270, 240), 2: (370, 240)}, after=2.0)
    assert table.undone == []


def test_once_a_pen_is_used_a_finger_moves_the_view_unless_it_shall_paint(table: Table) -> None:
    studio = table.studio
    studio.hand.pen(QEvent.Type.TabletPress, 100, 100, 0.5)
    studio.hand.pen(QEvent.Type.TabletRelease, 100, 100, 0.0)
    assert table.strokes == 1
    x = studio.view.transform.x
    table.report(down={1: (300, 200)})
    table.report(to={1: (340, 220)})
    table.report(up={1: (340, 220)})
    assert table.strokes == 1
    assert studio.view.transform.x == x + 40
    studio.view.finger_does = "paint"
    table.report(down={1: (300, 200)})
    table.report(up={1: (300, 200)})
    assert table.strokes == 2


def test_a_finger_that_shall_move_the_view_never_paints(table: Table) -> None:
    table.studio.view.finger_does = "move"
    table.report(down={1: (300, 200)})
    table.report(to={1: (340, 220)})
    table.report(up={1: (340, 220)})
    assert table.strokes == 0


def test_a_touch_that_is_taken_away_leaves_nothing(table: Table) -> None:
    table.report(down={1: (300, 200)})
    table.report(to={1: (340, 220)})
    table.fingers.lost()
    assert table.strokes == 0
    assert table.studio.document.stroke is None


def test_the_screens_own_touches_reach_the_canvas(table: Table) -> None:
    view = table.studio.view
    device = QTest.createTouchDevice(QPointingDevice.DeviceType.TouchScreen)
    QTest.touchEvent(view, device).press(0, QPoint(300, 200), view).commit()
    QTest.touchEvent(view, device).move(0, QPoint(340, 220), view).commit()
    QTest.touchEvent(view, device).release(0, QPoint(340, 220), view).commit()
    QApplication.processEvents()
    assert table.strokes == 1


def test_a_palm_does_nothing_while_the_pen_paints(table: Table) -> None:
    view, hand = table.studio.view, table.studio.hand
    hand.pen(QEvent.Type.TabletPress, 100, 100, 0.5)
    x = view.transform.x
    device = QTest.createTouchDevice(QPointingDevice.DeviceType.TouchScreen)
    QTest.touchEvent(view, device).press(0, QPoint(300, 200), view).commit()
    QTest.touchEvent(view, device).move(0, QPoint(380, 260), view).commit()
    assert view.transform.x == x
    hand.pen(QEvent.Type.TabletMove, 140, 100, 0.5)
    hand.pen(QEvent.Type.TabletRelease, 140, 100, 0.0)
    QTest.touchEvent(view, device).release(0, QPoint(380, 260), view).commit()
    assert table.strokes == 1
