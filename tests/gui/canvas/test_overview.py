"""The navigator shows where one is, and brings one elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.document.document import Document
from tests.gui.canvas.conftest import Studio
from widgets.canvas.overview import Overview


@pytest.fixture
def overview(
    open_studio: Callable[..., Studio], noisy_document: Document, qtbot: QtBot
) -> Iterator[tuple[Studio, Overview]]:
    studio = open_studio(noisy_document, 4.0)
    overview = Overview(studio.view)
    qtbot.addWidget(overview)
    overview.resize(240, 200)
    overview.show()
    overview.show_document(studio.document)
    overview._look()
    yield studio, overview
    overview.stop()
    overview.hide()


@pytest.mark.parametrize(("turns", "mirrored"), [(0, False), (2, False), (5, True)])
def test_a_press_brings_that_place_into_the_middle(
    overview: tuple[Studio, Overview], turns: int, mirrored: bool
) -> None:
    studio, small = overview
    for _ in range(turns):
        studio.view.rotate_right()
    if mirrored:
        studio.view.mirror()
    studio.view.centre_on(80, 80)
    at = small.place(400, 300).toPoint()
    QTest.mouseClick(small, Qt.MouseButton.LeftButton, pos=at)
    place = studio.hand.place(400, 300)
    assert abs(place.x() - 320) < 25 and abs(place.y() - 240) < 25
    middle = small.frame.boundingRect().center()
    assert abs(middle.x() - at.x()) < 2 and abs(middle.y() - at.y()) < 2


def test_dragging_the_frame_moves_the_view_with_it(overview: tuple[Studio, Overview]) -> None:
    studio, small = overview
    studio.view.centre_on(200, 200)
    grip = small.frame.boundingRect().center().toPoint() + QPoint(5, 3)
    before = small.frame.boundingRect().center()
    QTest.mousePress(small, Qt.MouseButton.LeftButton, pos=grip)
    assert (small.frame.boundingRect().center() - before).manhattanLength() < 1.5
    QTest.mouseMove(small, grip + QPoint(30, 20))
    QTest.mouseRelease(small, Qt.MouseButton.LeftButton, pos=grip + QPoint(30, 20))
    moved = small.frame.boundingRect().center() - before
    assert abs(moved.x() - 30) < 2 and abs(moved.y() - 20) < 2


def test_the_frame_is_around_all_when_all_is_seen(overview: tuple[Studio, Overview]) -> None:
    studio, small = overview
    studio.view.zoom_to_fit()
    size = studio.document.size
    whole = QRectF(small.place(0, 0), small.place(size.width, size.height))
    assert small.frame.boundingRect().contains(whole)


def test_a_view_that_is_wider_than_the_overview_is_framed_at_its_edge(
    overview: tuple[Studio, Overview],
) -> None:
    studio, small = overview
    studio.view.zoom_to_fit()
    studio.view.zoom_by(-4)
    assert small.frame.boundingRect().contains(QRectF(small.rect()))
    seen = small.grab().toImage()
    across = [seen.pixelColor(x, seen.height() // 2).lightness() for x in range(5)]
    assert max(across) > 150 > across[-1]


def test_what_is_painted_is_shown_once_the_pen_rests(
    overview: tuple[Studio, Overview], qtbot: QtBot
) -> None:
    studio, small = overview
    before = small._image
    studio.stroke(studio.document.layers[2].id, (10, 10), (500, 400), size=80)
    qtbot.waitUntil(lambda: small._image is not before)
    assert small._image is not None
    assert small._image.pixelColor(small._image.rect().center()).lightness() < 40


def test_it_looks_at_nothing_while_it_is_hidden(overview: tuple[Studio, Overview]) -> None:
    studio, small = overview
    small.hide()
    studio.stroke(studio.document.layers[2].id, (10, 10), (50, 40))
    assert not small._timer.isActive()
