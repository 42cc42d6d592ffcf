"""Paints, makes candidates, applies one, and is killed once all is kept. Run by
`test_candidates_return.py`; what it had is printed as JSON."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable

import desktop.first  # noqa: F401

# isort: split

from PySide6.QtCore import QTimer

from core.document.commands import SetSettings
from core.generation.events import AnyEvent
from core.generation.hosts.thread import ThreadHost
from core.generation.service import GenerationService
from core.settings import Settings
from desktop import autosave, main
from desktop.window import Window
from tests.gui.conftest import STARTER, paint, paint_mask
from tests.gui.painter import FlatPainter
from tests.gui.test_candidates_return import told


def run() -> None:
    autosave.AFTER = autosave.AFTER_CANDIDATES = 0.2
    app = main.application()
    window = Window(Settings())
    window.show()

    def make(publish: Callable[[AnyEvent], object]) -> GenerationService:
        return GenerationService(ThreadHost((), engine=FlatPainter), publish)

    window.show_models([STARTER])
    window.start_service(make)
    paint(window, (100, 100), (200, 200))
    paint_mask(window, (300, 300), (340, 320))
    window.document.perform(SetSettings(prompt="a cat", steps=4, batch=3, seed=7))
    window.controller.finished.connect(lambda _: applied(window))
    window.generate()
    QTimer.singleShot(120_000, app, app.quit)  # a defect: the test says that nothing was told
    app.exec()


def applied(window: Window) -> None:
    first, *_ = window.controller.candidates.values()
    window.apply_candidate(first)
    window.autosave.kept.connect(lambda _: kept(window))


def kept(window: Window) -> None:
    jobs = window.controller.candidates.kept_of(window.document)
    saved = window.autosave._kept
    assert saved is not None
    if len(saved.candidates) < 3 or saved.moment != window.document.moment:
        return
    assert len(jobs) == 1
    print(json.dumps(told(window)), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    run()
    sys.exit(1)
