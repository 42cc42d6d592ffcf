"""A window that is closed is gone: nothing of it lives on, and memory comes back."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator

import psutil
import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.document.commands import SetSettings
from core.generation.events import AnyEvent
from core.generation.hosts.thread import ThreadHost
from core.generation.service import GenerationService
from core.settings import Settings
from desktop import main
from desktop.window import Window
from tests.gui.conftest import STARTER, paint
from tests.gui.painter import FlatPainter

WINDOWS = 20
ALLOWED = 60 << 20
"""Bytes by which memory may grow over all of them. It settles after some thirty windows, 30 MB
higher than after the first ones: allocators keep what they had."""


@pytest.fixture(autouse=True)
def everything_is_looked_through() -> Iterator[None]:
    """What was frozen as the tests were collected, too."""
    gc.unfreeze()
    yield
    gc.collect()
    gc.freeze()


def test_twenty_windows_that_were_used_leave_nothing_behind(qtbot: QtBot) -> None:
    main.application()
    for _ in range(6):  # what is made once for the whole program is there afterwards
        _use_one(qtbot)
    before, memory = _alive(), psutil.Process().memory_info().rss
    for _ in range(WINDOWS):
        _use_one(qtbot)
    left = _alive() - before
    assert not left["Window"]
    assert all(count < WINDOWS for count in left.values()), left
    assert sum(left.values()) < WINDOWS, left
    assert psutil.Process().memory_info().rss - memory < ALLOWED


def test_a_window_that_goes_as_it_is_painted_tells_nobody(qtbot: QtBot) -> None:
    window = Window(Settings())
    window.eventFilter(window.canvas, QEvent(QEvent.Type.Paint))
    _end(window)
    qtbot.wait(30)


def _use_one(qtbot: QtBot) -> None:
    """Paints, generates, applies, and opens what is made when it is first asked for."""

    def make(publish: Callable[[AnyEvent], object]) -> GenerationService:
        return GenerationService(ThreadHost((), engine=FlatPainter), publish)

    window = Window(Settings())
    window.show()
    qtbot.waitExposed(window)
    window.show_models([STARTER])
    window.start_service(make)
    qtbot.waitUntil(lambda: window.controller.has_service)
    window.document.perform(SetSettings(steps=2, batch=2, seed=7))
    with qtbot.waitSignal(window.controller.finished):
        window.generate()
    window.apply_candidate(next(iter(window.controller.candidates.values())))
    paint(window, (20, 20), (200, 120))
    window.models.open()
    window.docks["gallery"].raise_()
    window.docks["techniques"].raise_()
    window.brushes.load()
    window.palettes.load()
    window.start_tour()
    qtbot.wait(20)
    _end(window)


def _end(window: Window) -> None:
    window.document.mark_saved()
    window.close()
    window.shut_down()
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def _alive() -> Counter[str]:
    """What Qt still has of all that Python knows, by kind."""
    gc.collect()
    known = (one for one in gc.get_objects() if issubclass(type(one), QObject))
    return Counter(type(one).__name__ for one in known if shiboken6.isValid(one))
