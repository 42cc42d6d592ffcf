"""A network that gives no answer holds nothing up. That the first pictures need none at all is kept
in test_starter_in_window.py."""

from __future__ import annotations

import json

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import places
from core.fetching.fetches import State
from core.settings import Settings
from desktop import main
from desktop.possible import can_generate
from desktop.window import Window
from tests.gui.dead_network import DeadNetwork, network

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
    (fetch,) = window.models.fetches.all
    assert fetch.state is State.ASKING
    window.models.fetches.pause(fetch.id)
    end(window)
    assert json.loads(file.read_text())[0]["paused"]
