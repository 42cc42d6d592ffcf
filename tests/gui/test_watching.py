"""While a job runs the status line says how warm the device is, where that is known."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from core import sensors
from core.document.commands import SetSettings
from core.sensors import Card
from desktop import watching
from desktop.watching import read
from desktop.window import Window
from tests.gui.painter import FlatPainter

GENEROUS = 30_000


def test_the_temperature_is_there_as_long_as_a_job_runs(
    window: Window, painter: FlatPainter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sensors, "processor", lambda: 61.4)
    window.generating.watching._timer.setInterval(20)
    painter.go.clear()
    window.document.perform(SetSettings(prompt="a cat", batch=1))
    window.generate()
    qtbot.waitUntil(lambda: window.status.device == "Test device · 61 °C", timeout=GENEROUS)
    with qtbot.waitSignal(window.controller.finished, timeout=GENEROUS):
        painter.go.set()
    qtbot.waitUntil(lambda: window.status.device == "Test device", timeout=GENEROUS)


def test_where_nothing_is_known_nothing_is_shown_nor_asked_again(
    window: Window, painter: FlatPainter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(sensors, "processor", lambda: asked.append(1))
    watch = window.generating.watching
    watch._timer.setInterval(20)
    painter.go.clear()
    window.document.perform(SetSettings(prompt="a cat", batch=1))
    window.generate()
    qtbot.waitUntil(lambda: bool(asked) and not watch._timer.isActive(), timeout=GENEROUS)
    assert asked == [1] and window.status.device == "Test device"
    painter.go.set()
    qtbot.waitUntil(lambda: not window.queue.model.jobs, timeout=GENEROUS)


def test_of_several_cards_the_one_that_paints_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    gib = 1 << 30
    cards = [Card("Large", 70.0, gib, 24 * gib, 90.0), Card("Small", 40.0, 0, 4 * gib, 1.0)]
    monkeypatch.setattr(sensors, "cards", lambda: cards)
    found = read(processor=False)
    assert (found.short, found.whole) == ("70 °C", "70 °C, 1.0 of 24.0 GB in use, 90 % busy")
    monkeypatch.setattr(sensors, "cards", list)
    assert read(processor=False) == watching.Reading()
