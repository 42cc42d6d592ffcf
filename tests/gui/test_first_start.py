"""Without a network the program starts as with one: the starter model paints, nothing waits."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import places
from core.document.commands import SetSettings
from core.fetching.fetches import State
from core.settings import Settings
from desktop import main
from desktop.window import Window

MINUTES = 5 * 60_000


class DeadNetwork:
    """Takes every connection and never answers: whoever waits for it waits for ever."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.taken: list[socket.socket] = []
        self._thread = threading.Thread(target=self._take)
        self._thread.start()

    def _take(self) -> None:
        while True:
            try:
                self.taken.append(self._socket.accept()[0])
            except OSError:
                return

    def close(self) -> None:
        for one in self.taken:
            one.close()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[DeadNetwork]:
    made = DeadNetwork()
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy",
                 "HF_ENDPOINT"):  # fmt: skip
        monkeypatch.setenv(name, made.address)
    yield made
    made.close()


def start(qtbot: QtBot) -> Window:
    """The window exactly as the program opens it for the first time."""
    main.application()
    window = Window(Settings())
    with qtbot.waitSignal(window.painted):
        window.show()
    window.welcome()
    main.begin(window, window.settings)
    qtbot.waitUntil(lambda: window.can_generate, timeout=MINUTES)
    return window


def end(window: Window) -> None:
    window.hide()
    window.shut_down()
    window.deleteLater()
    QApplication.processEvents()


@pytest.mark.slow
@pytest.mark.model
def test_the_first_picture_needs_no_network(network: DeadNetwork, qtbot: QtBot) -> None:
    window = start(qtbot)
    window.document.perform(SetSettings(prompt="a cat on a beach", steps=1, batch=1, seed=1))
    with qtbot.waitSignal(window.controller.finished, timeout=MINUTES):
        window.generate()
    window.models.open()
    disk = window.models.shown.disk
    qtbot.waitUntil(lambda: bool(disk.model.entries), timeout=MINUTES)
    end(window)
    assert not network.taken, "something has asked the network"


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
