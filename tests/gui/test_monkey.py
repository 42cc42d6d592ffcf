"""Whatever is done in whatever order: the document stays whole, and every step goes back.

UNDERPAINT_MONKEY=20000 for a long one, in place of a few hundred actions.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import psutil
import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.exceptions import capture_exceptions, format_captured_exceptions
from pytestqt.qtbot import QtBot

from core.document.document import Document
from desktop.actions import ACTIONS as ACTIONS_THERE_ARE
from desktop.candidates import KEPT_BYTES
from desktop.window import Window
from tests.document.steps import counted_bytes, looks
from tests.gui.monkey import LEFT_ALONE, Monkey
from tests.gui.painter import FlatPainter

ACTIONS = int(os.environ.get("UNDERPAINT_MONKEY", "150"))
ENOUGH = 15_000
"""Actions after which every one of the window's has been chosen."""
LOOKED_AT = 50
"""So many actions apart the document is looked at."""
BESIDE = 400 << 20
"""Bytes that the program may hold beside what has a cap of its own, undo and candidates: the
document, what is drawn, what is read from disks, and the libraries that do so."""
SEEDS = (1, 2) if ACTIONS <= 1000 else (int(os.environ.get("UNDERPAINT_MONKEY_SEED", "1")),)


def whole(document: Document) -> None:
    """A document that can be painted on, and saved."""
    ids = [layer.id for layer in document.layers]
    assert len(set(ids)) == len(ids)
    assert document.state.active_id is None or document.state.active_id in ids
    for layer in document.layers:
        if layer.grid is not None:
            assert layer.grid.size == document.size
    if document.selection is not None:
        assert document.selection.coverage.size == document.size
    assert document.stroke is None
    assert document.history.nbytes == counted_bytes(document)
    assert document.history.nbytes <= document.history.cap or len(document.history.done) == 1


def goes_back(document: Document) -> None:
    """Undone as far as it goes and done again it looks the same, and so does what was before."""
    there, back = looks(document), 0
    while document.can_undo:
        document.undo()
        back += 1
    first = looks(document)
    for _ in range(back):
        document.redo()
    assert looks(document) == there
    for _ in range(back):
        document.undo()
    assert looks(document) == first
    for _ in range(back):
        document.redo()


@pytest.mark.slow
@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_monkey_breaks_nothing(
    window: Window, painter: FlatPainter, qtbot: QtBot, tmp_path: Path, seed: int
) -> None:
    monkey = Monkey(window, random.Random(seed), painter, tmp_path)
    begun = held_bytes()
    try:
        for number in range(1, ACTIONS + 1):
            with capture_exceptions() as raised:
                monkey.act()
            assert not raised, format_captured_exceptions(raised)
            assert not painter.broken, painter.broken[0]
            if number % LOOKED_AT == 0 or number == ACTIONS:
                document = window.document
                document.finish_stroke()
                whole(document)
                undone = len(document.history.undone)
                goes_back(document) if not undone else None
                painter.requests.clear()  # kept for tests that look at them
                painter.begun.clear()
                qtbot.wait(1)
            if number % 1000 == 0:
                stays_small(window, number, held_bytes() - begun)
    except BaseException:
        print(f"seed {seed}:", *monkey.done[-60:], sep="\n")
        raise
    finally:
        painter.go.set()
    window.controller.cancel_all()
    monkey.answer()
    qtbot.wait(100)
    left = dialogs_left()
    assert len(set(left)) == len(left), left
    stays_small(window, ACTIONS, held_bytes() - begun)
    if ACTIONS >= ENOUGH:  # each has had its turn
        assert {one.id for one in ACTIONS_THERE_ARE} - LEFT_ALONE.keys() <= monkey.chosen.keys()


def test_a_monkey_may_choose_every_action(window: Window) -> None:
    there = {one.id for one in ACTIONS_THERE_ARE}
    assert {action.id for action, _ in window.registry} == there
    assert LEFT_ALONE.keys() <= there and all(LEFT_ALONE.values())


def dialogs_left() -> list[str]:
    """Those that are kept for the next time; what was asked and answered is thrown away."""
    there = QApplication.topLevelWidgets()
    return [
        f"{type(one).__name__} {one.windowTitle()}" for one in there if isinstance(one, QDialog)
    ]


def stays_small(window: Window, number: int, held: int) -> None:
    """Whether the program holds no more than its caps allow."""
    history, candidates = window.document.history, window.controller.candidates.nbytes
    document = sum(layer.grid.nbytes for layer in window.document.layers if layer.grid is not None)
    print(
        f"{number} actions, {held >> 20} MB more than at first: {history.nbytes >> 20} of undo, "
        f"{candidates >> 20} of candidates, {document >> 20} of layers",
        flush=True,
    )
    assert candidates <= KEPT_BYTES
    assert held <= history.cap + KEPT_BYTES + BESIDE


def held_bytes() -> int:
    return psutil.Process().memory_info().rss
