"""A network that gives no answer holds nothing up. That the first pictures need none at all is kept
in test_starter_in_window.py."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow, QToolButton
from pytestqt.qtbot import QtBot

from core import places
from core.fetching.fetches import State
from core.settings import Settings
from desktop import main
from desktop.docks import fit_to_screen
from desktop.possible import can_generate
from desktop.window import Window
from tests.gui.dead_network import DeadNetwork, network
from widgets.screen_room import open_at

__all__ = ["network"]

MINUTES = 5 * 60_000


def start(qtbot: QtBot) -> Window:
    """The window exactly as the program opens it for the first time."""
    main.application()
    window = Window(Settings())
    with qtbot.waitSignal(window.painted):
        window.show()
    window.welcome()
    main.begin(window, window.settings)
    qtbot.waitUntil(lambda: can_generate(window), timeout=MINUTES)
    return window


def end(window: Window) -> None:
    window.hide()
    window.shut_down()
    window.deleteLater()
    QApplication.processEvents()


def test_an_old_fetch_that_gets_no_answer_holds_nothing_up(
    network: DeadNetwork, qtbot: QtBot
) -> None:
    kept = {"repo": "a/b", "revision": "main", "within": [], "title": "b", "done": 0, "size": 9,
            "brought": [], "paused": False}  # fmt: skip
    file = places.data() / "fetches.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps([kept]))
    window = start(qtbot)
    qtbot.waitUntil(lambda: bool(network.taken), timeout=MINUTES)
    (fetch,) = window.models.fetching.fetches.all
    assert fetch.state is State.ASKING
    window.models.fetching.fetches.pause(fetch.id)
    end(window)
    assert json.loads(file.read_text())[0]["paused"]


@pytest.mark.parametrize(("wider", "higher", "fills"), [(100, -60, True), (-60, 100, True),
                                                        (-60, -60, False)])  # fmt: skip
def test_a_window_that_is_larger_than_the_screen_fills_it(
    wider: int, higher: int, fills: bool, qtbot: QtBot
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    free = window.screen().availableSize()
    window.resize(free.width() + wider, free.height() + higher)
    fit_to_screen(window)
    window.show()
    assert window.isMaximized() is fills
    assert window.screen().availableGeometry().contains(window.geometry()) or not fills


@pytest.mark.parametrize("size", [(3000, 300), (300, 3000), (300, 300)])
def test_other_windows_open_no_larger_than_the_screen(size: tuple[int, int], qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    free = window.screen().availableSize()
    open_at(window, *size)
    assert window.width() <= free.width() and window.height() < free.height()
    assert window.size().toTuple() == size or 3000 in size


def test_on_a_low_screen_the_tools_that_have_no_room_are_behind_an_arrow_that_can_be_seen(
    bare_window: Window, qtbot: QtBot
) -> None:
    bare_window.resize(1024, 600)
    more = bare_window.tool_bar.findChild(QToolButton, "qt_toolbar_ext_button")
    qtbot.waitUntil(more.isVisible)
    drawn = more.icon().pixmap(12, 12).toImage()
    brightest = max(drawn.pixelColor(x, y).lightness() * drawn.pixelColor(x, y).alpha() // 255
                    for x in range(drawn.width()) for y in range(drawn.height()))  # fmt: skip
    assert brightest > 100
    assert more.accessibleName() == "More"
