"""The program's window with a painter that needs no model, and hands to use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import garbage
from core.document.commands import AddLayer, SetSettings
from core.document.layers import MaskLayer
from core.generation.events import AnyEvent
from core.generation.hosts.thread import ThreadHost
from core.generation.service import GenerationService
from core.geometry import Point
from core.models.info import ModelInfo
from core.models.library import find_models
from core.pixels.brush import Brush
from core.places import resources
from core.settings import Settings
from desktop import main, theme
from desktop.collecting import Collecting
from desktop.language import speak
from desktop.teaching import Teaching
from desktop.window import Window
from tests.gui.painter import NATIVE, FlatPainter
from tests.gui.teacher import Teacher
from widgets import words
from widgets.techniques.panel import TechniquesPanel

PATIENCE = 60_000
"""Milliseconds until what is waited for counts as not happening. pytest-qt's five seconds are too
few for a machine that does many other things."""
STARTER = ModelInfo("starter", "Starter", "sd1", Path("nowhere"), NATIVE)
BROKEN = ModelInfo("broken", "Broken", "", Path("nowhere"), problems=("unet is missing.",))


@pytest.fixture(scope="session", autouse=True)
def clipboard_is_left_empty() -> Iterator[None]:
    """Offscreen, what lies in the clipboard outlives Python, and the process would crash at its
    end."""
    yield
    if QApplication.instance() is not None:
        QApplication.clipboard().clear()


@pytest.fixture(scope="session", autouse=True)
def everything_is_waited_for() -> None:
    """Wherever a test does not say how long."""
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive"):
        getattr(QtBot, name).__kwdefaults__["timeout"] = PATIENCE


@pytest.fixture(autouse=True)
def garbage_is_looked_for_in_one_thread(qapp: QApplication) -> Iterator[None]:
    """As in the program; else what a test left behind might die in the thread of another."""
    collecting = Collecting(qapp)
    yield
    garbage.look()
    collecting.close()
    collecting.deleteLater()


@contextmanager
def speaking_korean(app: QApplication) -> Iterator[None]:
    """Everything that is made within is Korean."""
    before = set(app.findChildren(QTranslator))
    assert speak(app, "ko") == "ko"
    yield
    for translator in set(app.findChildren(QTranslator)) - before:
        app.removeTranslator(translator)
        translator.deleteLater()
    words.forget()


@pytest.fixture
def painter() -> FlatPainter:
    return FlatPainter()


@pytest.fixture
def bare_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    """The window as it is before anything that paints has started."""
    app = main.application()
    theme.choose_theme(app, "dark")
    app.setPalette(theme.palette())
    if app.styleSheet():
        app.setStyleSheet("")
    window = Window(Settings())
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield window
    window.hide()
    window.shut_down()
    window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def window(bare_window: Window, painter: FlatPainter, qtbot: QtBot) -> Window:
    """The window with a model and something that paints."""

    def make(publish: Callable[[AnyEvent], object]) -> GenerationService:
        return GenerationService(ThreadHost((), engine=lambda: painter), publish)

    bare_window.show_models([STARTER, BROKEN])
    bare_window.start_service(make)
    bare_window.document.perform(SetSettings(steps=4, batch=2, seed=7))
    bare_window.document.mark_saved()
    qtbot.waitUntil(lambda: bare_window.controller.has_service)
    return bare_window


@pytest.fixture
def panel(window: Window) -> TechniquesPanel:
    """The techniques, in sight."""
    window.docks["techniques"].raise_()
    return window.generating.techniques.panel


@pytest.fixture
def generated(window: Window, qtbot: QtBot) -> Window:
    """The window after a batch of two has been made."""
    window.document.perform(SetSettings(prompt="a cat on a beach"))
    with qtbot.waitSignal(window.controller.finished):
        window.generate()
    return window


@pytest.fixture
def teacher(bare_window: Window, qtbot: QtBot) -> Teacher:
    """What the window's service is: it teaches as the test says."""
    made: list[Teacher] = []

    def make(publish: Callable[[AnyEvent], object]) -> Teacher:
        made.append(Teacher(publish))
        return made[0]

    models = find_models([resources()])
    inpainting = replace(STARTER, id="inpainting", title="Inpainting", in_channels=9)
    bare_window.show_models([*models, inpainting, BROKEN])
    bare_window.start_service(make)
    qtbot.waitUntil(lambda: bare_window.controller.has_service)
    return made[0]


@pytest.fixture
def teaching(bare_window: Window, teacher: Teacher, qtbot: QtBot) -> Teaching:
    """The Teach window, opened, with its chart."""
    bare_window.registry["teach"].trigger()
    qtbot.waitUntil(lambda: bare_window.is_teaching_open)
    teaching = bare_window.teaching
    qtbot.waitUntil(lambda: teaching.window.progress.chart.plot is not None)
    return teaching


def paint_mask(window: Window, *points: tuple[float, float], size: float = 60) -> str:
    """Adds a mask with a stroke through `points`; returns its id."""
    mask = MaskLayer.empty(window.document.size)
    window.document.perform(AddLayer(mask, len(window.document.layers)))
    stroke = window.document.begin_stroke(mask.id, Brush(size=size, hardness=1), Point(*points[0]))
    for point in points[1:]:
        stroke.to(*point)
    stroke.finish()
    return mask.id


def paint(window: Window, *points: tuple[float, float], size: float = 40) -> None:
    """A red stroke on the active layer."""
    active = window.document.active
    assert active is not None
    brush = Brush(size=size, hardness=1, color=(255, 0, 0))
    stroke = window.document.begin_stroke(active.id, brush, Point(*points[0]))
    for point in points[1:]:
        stroke.to(*point)
    stroke.finish()
