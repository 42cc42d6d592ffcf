"""Nothing of Qt's dies in a thread that it does not belong to, and threads tell nothing to what is
gone."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import garbage
from desktop import collecting
from desktop.collecting import Collecting
from widgets.background import Background, Gate

ROOT = Path(__file__).parents[2]


class Cycle:
    """Garbage as soon as nobody else has it, that reference counts do not find."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "EVERY", 1)


TIMERS = """
import gc, sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop import collecting
app = QApplication([])
collecting.EVERY = 1
if sys.argv[1] == "one":
    kept = collecting.Collecting(app)
for _ in range(20):
    timer = QTimer()
    timer.start(10)
    timer.me = timer
del timer
def work():  # enough for Python to look for garbage, were it to do so here
    for _ in range(300_000):
        cycle = []
        cycle.append(cycle)
thread = threading.Thread(target=work)
thread.start()
while thread.is_alive():
    app.processEvents()
print(len([one for one in gc.get_objects() if isinstance(one, QTimer)]))
"""


def test_a_timer_that_is_garbage_ends_no_program() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", TIMERS, "one"], cwd=ROOT, capture_output=True, text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-1000:]
    assert int(ran.stdout) <= 1, "they were found: what is left is the collector's own"


def test_garbage_is_found_by_the_window_and_by_no_thread(
    soon: None, qapp: QApplication, qtbot: QtBot
) -> None:
    found_in: list[threading.Thread] = []
    one = Collecting(qapp)
    weakref.finalize(Cycle(), lambda: found_in.append(threading.current_thread()))

    def work() -> None:
        for _ in range(20_000):
            Cycle()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert not found_in
    qtbot.waitUntil(lambda: bool(found_in))
    assert found_in == [threading.main_thread()]
    one.close()


def test_a_thread_that_needs_memory_waits_until_it_was_looked_for(
    soon: None, qapp: QApplication, qtbot: QtBot
) -> None:
    one, kept = Collecting(qapp), Cycle()
    gone = weakref.ref(kept)
    gc.collect()
    del kept
    seen: list[bool] = []

    def work() -> None:
        garbage.collect()
        seen.append(gone() is None)

    thread = threading.Thread(target=work)
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive())
    assert seen == [True]
    one.close()


def test_not_under_the_pen(soon: None, qapp: QApplication, qtbot: QtBot) -> None:
    busy = [True]
    one = Collecting(qapp, lambda: busy[0])
    gone = weakref.ref(Cycle())
    for _ in range(2000):
        Cycle()
    qtbot.wait(30)
    assert gone() is not None
    busy[0] = False
    qtbot.waitUntil(lambda: gone() is None)
    one.close()


def test_python_looks_for_it_again_afterwards(qapp: QApplication) -> None:
    one = Collecting(qapp)
    assert not gc.isenabled()
    one.close()
    assert gc.isenabled()


def test_one_that_is_over_does_not_disturb_the_next(qapp: QApplication, qtbot: QtBot) -> None:
    first = Collecting(qapp)
    first.close()
    second = Collecting(qapp)
    first.deleteLater()
    QApplication.sendPostedEvents(first, 52)
    assert not gc.isenabled()
    second.close()


class _Told(QObject):
    said = Signal(object)


def test_what_is_gone_is_told_nothing_more(qtbot: QtBot) -> None:
    for _ in range(200):
        owner, heard = _Told(), []
        owner.said.connect(heard.append, Qt.ConnectionType.QueuedConnection)
        gate, emit = Gate(owner), owner.said.emit
        begun = threading.Event()

        def work(gate: Gate = gate, emit: object = emit, begun: threading.Event = begun) -> None:
            for number in range(200):
                gate.tell(emit, number)  # type: ignore[arg-type]
                begun.set()

        thread = threading.Thread(target=work)
        thread.start()
        begun.wait()
        owner.deleteLater()
        del owner
        QApplication.sendPostedEvents(None, 52)  # DeferredDelete
        thread.join()
        QApplication.processEvents()


def test_a_background_may_go_while_it_works(qtbot: QtBot) -> None:
    for _ in range(50):
        held, answered = threading.Event(), []
        background = Background()
        background.run(held.wait, done=answered.append, failed=answered.append)
        background.deleteLater()
        del background
        held.set()
        QApplication.sendPostedEvents(None, 52)
        QApplication.processEvents()
        assert answered == []
