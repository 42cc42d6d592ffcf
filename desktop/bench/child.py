"""What the window benches run in processes of their own: `python -m desktop.bench.child WHAT`.

Prints one line of JSON. WHAT is `empty` (a bare PySide6 window with as many docks), `window` (the
program until its window is painted) or `session` (the program, timed while it works).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable

if sys.argv[-1:] != ["empty"]:
    import desktop.first  # noqa: F401  # as the program does: before Qt

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

TICK = 10
"""Milliseconds between two ticks of the timer whose lateness is measured."""
BEGUN = "UNDERPAINT_BENCH_BEGUN"
"""The variable that says when the process was started, in seconds of `time.time`."""
DOCKS, BARS, MENUS = 7, 2, 9
SECONDS_AT_MOST = 300


def _tell(**figures: object) -> None:
    print(json.dumps(figures), flush=True)


def _since_start() -> float:
    return time.time() - float(os.environ[BEGUN])


def empty() -> None:
    """A window of PySide6 alone, with as many docks, bars and menus as the program's."""
    from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QToolBar, QWidget

    app = QApplication([])
    window = QMainWindow()
    middle = QWidget()
    window.setCentralWidget(middle)
    for number in range(DOCKS):
        dock = QDockWidget(f"Dock {number}", window)
        dock.setWidget(QWidget())
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    for number in range(BARS):
        window.addToolBar(QToolBar(f"Bar {number}"))
    for number in range(MENUS):
        window.menuBar().addMenu(f"Menu {number}")

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                middle.removeEventFilter(self)
                QTimer.singleShot(0, painted)
            return False

    def painted() -> None:
        _tell(seconds=_since_start())
        app.quit()

    watcher = FirstPaint()
    middle.installEventFilter(watcher)
    window.resize(1280, 800)
    window.show()
    app.exec()


def window() -> None:
    """The program as `underpaint` starts it, until its canvas has been painted."""
    from desktop.later import collect_later

    collect_later()
    from desktop import main as program

    def painted(_window: object, _settings: object) -> None:
        _tell(seconds=_since_start(), torch="torch" in sys.modules)
        _quit()

    program.begin = painted  # type: ignore[assignment]
    program.run()


def session() -> None:
    """The program from its first paint through a first picture, then an inpainting of it."""
    from desktop import main as program
    from desktop.window import Window

    really_begin = program.begin

    def begin(shown: Window, settings: object) -> None:
        ticks = _Ticks(shown)
        really_begin(shown, settings)  # type: ignore[arg-type]
        arrive(shown, ticks)

    def arrive(shown: Window, ticks: _Ticks) -> None:
        """Asks for nothing before the window has made it by itself, a little at a time."""
        if shown.generating_if_made is None:
            QTimer.singleShot(TICK, shown, lambda: arrive(shown, ticks))
        else:
            _Artist(shown, lambda pictures: _ended(ticks, pictures)).start()

    def _ended(ticks: _Ticks, pictures: int) -> None:
        _tell(late=ticks.late, pictures=pictures, torch="torch" in sys.modules)
        _quit()

    program.begin = begin  # type: ignore[assignment]
    program.run()


def _quit() -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert app is not None
    # Not `quit`, which asks about unsaved changes.
    app.exit(0)


class _Ticks(QObject):
    """How many milliseconds each tick of a timer on the GUI thread came late."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.late: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, (now - self._last) * 1e3 - TICK))
        self._last = now


class _Artist(QObject):
    """Makes a picture, applies it, masks a part, makes that again, applies it."""

    def __init__(self, shown: object, ended: Callable[[int], None]) -> None:
        from desktop.window import Window

        assert isinstance(shown, Window)
        super().__init__(shown)
        self._window = shown
        self._ended = ended
        self._pictures = 0
        shown.controller.finished.connect(self._finished)
        shown.controller.failed.connect(lambda error: self._give_up(str(error)))
        QTimer.singleShot(SECONDS_AT_MOST * 1000, self, lambda: self._give_up("too slow"))

    def start(self) -> None:
        """Waits until a model has been found, then presses Generate."""
        from core.document.commands import SetSettings

        planning = self._window.controller.planning
        if planning.model is None or not planning.possible:
            QTimer.singleShot(20, self, self.start)
            return
        self._window.document.perform(SetSettings(prompt="a cat on a beach", batch=2, seed=1))
        self._window.generate()

    def _finished(self, _job: int) -> None:
        self._pictures += 1
        QTimer.singleShot(200, self, self._apply)

    def _apply(self) -> None:
        controller = self._window.controller
        ready = [candidate for candidate in controller.candidates.values() if candidate.ready]
        self._window.apply_candidate(ready[-1])
        if self._pictures == 2:
            QTimer.singleShot(300, self, lambda: self._ended(self._pictures))
        else:
            QTimer.singleShot(300, self, self._mask)

    def _mask(self) -> None:
        from core.document.commands import AddLayer, SetSettings
        from core.document.layers import MaskLayer
        from core.geometry import Point
        from core.pixels.brush import Brush

        document = self._window.document
        mask = MaskLayer.empty(document.size)
        document.perform(AddLayer(mask))
        stroke = document.begin_stroke(mask.id, Brush(size=120), Point(200, 200))
        stroke.to(300, 320)
        stroke.finish()
        document.perform(SetSettings(prompt="a frog on a beach"))
        QTimer.singleShot(200, self, self._window.generate)

    def _give_up(self, why: str) -> None:
        _tell(error=why)
        _quit()


if __name__ == "__main__":
    {"empty": empty, "window": window, "session": session}[sys.argv[1]]()
