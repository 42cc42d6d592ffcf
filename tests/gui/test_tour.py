"""The first tour points at what it is about, waits for the artist to do it, and can be left."""

from __future__ import annotations

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.document.commands import SetSettings
from core.settings import Settings
from desktop import main
from desktop.possible import has_candidate, is_generating
from desktop.tips import show_tip, tips
from desktop.tour import _LOOKING, _REST, Tour
from desktop.window import Window
from tests.gui.conftest import paint, paint_mask
from widgets.tour_card import TourCard, _beside

OFTEN = 15
"""Milliseconds from one look at what was done to the next: what rests is counted in looks, so
nobody waits here for as long as an artist needs."""


@pytest.fixture
def tour(window: Window) -> Tour:
    window.registry["tour"].trigger()
    assert window.tour is not None
    window.tour._timer.setInterval(OFTEN)
    return window.tour


def test_ten_steps_each_done_by_the_artist(
    tour: Tour, window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    def done(place: int) -> None:
        qtbot.waitUntil(lambda: tour.place == place, timeout=30_000)

    assert len(tour.steps) == 10
    window.canvas.set_colours(QColor(40, 90, 200), QColor(255, 255, 255))
    done(1)
    paint(window, (100, 100), (200, 120))
    done(2)
    window.document.perform(SetSettings(prompt="a cat on a beach"))
    done(3)
    window.generate()
    done(4)
    done(5)
    window.apply_candidate()
    done(6)
    window.edit.undo()
    qtbot.wait(2 * _REST * OFTEN)
    assert tour.place == 6, "what was made is masked next, so it is brought back first"
    window.edit.redo()
    done(7)
    paint_mask(window, (100, 100), (150, 150))
    done(8)
    window.generate()
    qtbot.waitUntil(lambda: has_candidate(window) and not is_generating(window), timeout=30_000)
    assert tour.place == 8, "it is not yet in the picture"
    window.apply_candidate()
    done(9)
    with qtbot.waitSignal(window.files.saved, timeout=30_000):
        window.files.save_to(tmp_path / "first.ora")
    qtbot.waitUntil(lambda: tour.card.next_button.text() == "Finish")
    tour.card.next_button.click()
    assert window.tour is None


def test_every_step_points_at_something_that_is_in_sight(tour: Tour, window: Window) -> None:
    for place in range(len(tour.steps)):
        tour.go_to(place)
        target = tour.step.where(window)
        assert target is not None and target.isVisible(), tour.step.title
        about = QRect(target.mapTo(window, target.rect().topLeft()), target.size())
        assert tour.card.frame.isVisible()
        assert tour.card.frame.geometry().intersects(about)
        assert window.rect().contains(tour.card.geometry())
        if target is not window.canvas:
            assert not tour.card.geometry().intersects(about), tour.step.title


def test_it_can_be_left_at_any_step_and_started_again(tour: Tour, window: Window) -> None:
    tour.go_to(4)
    tour.card.close_button.click()
    assert window.tour is None
    window.registry["tour"].trigger()
    assert window.tour is not None
    assert window.tour.place == 0


def test_steps_can_be_skipped_and_gone_back_to(tour: Tour) -> None:
    assert not tour.card.back_button.isEnabled()
    tour.card.next_button.click()
    tour.card.next_button.click()
    assert tour.place == 2
    tour.card.back_button.click()
    assert tour.place == 1


def test_a_step_that_was_done_before_is_waited_for_again_when_gone_back_to(
    tour: Tour, window: Window
) -> None:
    window.canvas.set_colours(QColor(40, 90, 200), QColor(255, 255, 255))
    _look_until_it_rests(tour)
    assert tour.place == 1
    tour.go_to(0)
    _look_until_it_rests(tour)
    assert tour.place == 0


def test_it_goes_on_when_the_sentence_is_typed_not_at_its_first_letter(
    tour: Tour, window: Window
) -> None:
    tour.go_to(2)
    sentence = "a cat on a beach"
    for end in range(1, len(sentence) + 1):
        window.document.perform(SetSettings(prompt=sentence[:end]))
        for _ in range(3):
            tour.look()
        assert tour.place == 2
    assert tour.card.next_button.text() == "Next"
    _look_until_it_rests(tour)
    assert tour.place == 3


def test_there_is_time_to_look_at_the_candidates(tour: Tour, window: Window, qtbot: QtBot) -> None:
    window.document.perform(SetSettings(prompt="a cat on a beach"))
    window.generate()
    qtbot.waitUntil(lambda: has_candidate(window) and not is_generating(window), timeout=30_000)
    tour.go_to(4)
    tour.look()
    assert tour.card.next_button.text() == "Next"
    _look_until_it_rests(tour)
    assert tour.place == 4
    for _ in range(_LOOKING):
        tour.look()
    assert tour.place == 5


def _look_until_it_rests(tour: Tour) -> None:
    for _ in range(_REST + 2):
        tour.look()


def test_the_first_start_offers_the_tour(bare_window: Window) -> None:
    bare_window.welcome()
    bare_window.banner.choice.click()
    assert bare_window.tour is not None
    assert bare_window.banner.text == ""
    bare_window.tour.leave()


def test_each_start_shows_another_tip(bare_window: Window) -> None:
    seen = set()
    for _ in tips():
        show_tip(bare_window)
        seen.add(bare_window.banner.text)
    assert len(seen) == len(tips())


def test_tips_are_dismissed_once_and_for_all(bare_window: Window) -> None:
    show_tip(bare_window)
    bare_window.banner.choice.click()
    show_tip(bare_window)
    assert bare_window.banner.text == ""
    assert not bare_window.preferences.now().tips
    bare_window.registry["tips"].trigger()
    show_tip(bare_window)
    assert bare_window.banner.text != ""


def test_a_message_without_a_choice_has_no_button(bare_window: Window) -> None:
    show_tip(bare_window)
    bare_window.banner.tell("Saved.")
    assert not bare_window.banner.choice.isVisible()


def test_the_card_covers_nothing_that_it_is_about() -> None:
    room = QRect(0, 0, 1280, 800)
    for about in (QRect(0, 100, 290, 200), QRect(990, 300, 290, 400), QRect(300, 700, 700, 90)):
        corner = _beside(about, QRect(0, 0, 300, 180).size(), room)
        assert not QRect(corner, QRect(0, 0, 300, 180).size()).intersects(about)


def test_the_card_covers_nothing_that_is_needed_besides_where_that_can_be() -> None:
    room, size = QRect(0, 0, 1280, 800), QRect(0, 0, 260, 150).size()
    panel, mask, strip = (QRect(30, 110, 290, 690), QRect(500, 130, 290, 130),
                          QRect(330, 650, 630, 140))  # fmt: skip
    card = QRect(_beside(panel, size, room, [mask, strip]), size)
    assert room.contains(card)
    assert not any(card.intersects(one) for one in (panel, mask, strip))
    everything = [QRect(0, 0, 1280, 800)]
    assert _beside(panel, size, room, everything) == _beside(panel, size, room)


def test_the_pictures_can_be_chosen_from_while_the_tour_asks_for_one(
    generated: Window, qtbot: QtBot
) -> None:
    window = generated
    window.resize(1280, 800)
    window.registry["tour"].trigger()
    tour = window.tour
    assert tour is not None
    tour.go_to(5)
    strip = window.candidates.strip

    def place() -> QRect:
        return QRect(strip.mapTo(window, QPoint(0, 0)), strip.size())

    qtbot.waitUntil(strip.isVisible)
    qtbot.waitUntil(lambda: not tour.card.geometry().intersects(place()))


def test_the_window_can_be_closed_in_the_middle_of_it(qtbot: QtBot) -> None:
    main.application()
    window = Window(Settings())
    window.show()
    window.start_tour()
    assert window.tour is not None
    window.tour.go_to(3)
    window.hide()
    window.shut_down()
    assert window.tour is None
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def test_what_it_points_at_may_be_deleted_and_so_may_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    target = QWidget(window)
    window.resize(600, 400)
    card = TourCard(window)
    window.show()
    card.show_step("1 of 2", "Title", "Text", target, first=True, last=False)
    assert card.frame.isVisible()
    shiboken6.delete(target)
    window.resize(620, 400)
    assert card.isVisible() and not card.frame.isVisible()
    assert window.rect().contains(card.geometry())
    shiboken6.delete(window)
    card._place()  # as an event of the window that goes would have it
    card.close_all()
