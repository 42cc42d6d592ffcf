"""A network that is of no use: whoever asks it waits for ever, and is found out."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest


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
