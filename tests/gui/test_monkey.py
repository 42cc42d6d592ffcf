"""Whatever is done in whatever order: the document stays whole, and every step goes back.

UNDERPAINT_MONKEY=20000 for a long one, in place of a few hundred actions.
"""

from __future__ import annotations

import os
import random

import psutil
import pytest
from pytestqt.exceptions import capture_exceptions, format_captured_exceptions
from pytestqt.qtbot import QtBot

from core.document.document import Document
from desktop.candidates import KEPT_BYTES
from desktop.window import Window
from tests.document.steps import counted_bytes, looks
from tests.gui.monkey import Monkey

ACTIONS = int(os.environ.get("UNDERPAINT_MONKEY", "150"))
LOOKED_AT = 50
"""So many actions apart the document is looked at."""
BESIDE = 400 << 20
"""Bytes that the program may hold beside what has a cap of its own: documents, composites."""
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
def test_a_monkey_breaks_nothing(window: Window, qtbot: QtBot, seed: int) -> None:
    monkey, begun = Monkey(window, random.Random(seed)), psutil.Process().memory_info().rss
    try:
        for number in range(1, ACTIONS + 1):
            with capture_exceptions() as raised:
                monkey.act()
            assert not raised, format_captured_exceptions(raised)
            if number % LOOKED_AT == 0 or number == ACTIONS:
                document = window.document
                document.finish_stroke()
                whole(document)
                undone = len(document.history.undone)
                goes_back(document) if not undone else None
                qtbot.wait(1)
    except BaseException:
        print(f"seed {seed}:", *monkey.done[-60:], sep="\n")
        raise
    window.controller.cancel_all()
    held = psutil.Process().memory_info().rss - begun
    allowed = window.document.history.cap + KEPT_BYTES + BESIDE
    assert held <= allowed, f"{held >> 20} MB more than at first"
