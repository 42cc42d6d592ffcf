"""What a closed document took is the system's again, and nobody who paints waits for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.document.settings import PaintSettings
from core.geometry import Point, Size
from core.pixels.brush import Brush
from desktop import giving_back
from desktop.reading import empty_document
from desktop.window import Window

ROOT = Path(__file__).parents[2]
FREED = """
import random, numpy as np, psutil
from core.allocator import give_back
held = lambda: psutil.Process().memory_info().rss / 2**20
# After the first large piece was freed, glibc takes others of that size from the heap.
del (large := [np.full(16 << 20, 7, np.uint8)])[:]
begun = held()
tiles = [np.full(256 << 10, 7, np.uint8) for _ in range(1200)]
random.Random(1).shuffle(tiles)
del tiles[80:]  # what is left lies everywhere between what is gone
before = held() - begun
there = give_back()
print(there, before - len(tiles) / 4, held() - begun - len(tiles) / 4)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems' allocators do it by themselves")
def test_memory_that_was_freed_goes_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FREED], cwd=ROOT, capture_output=True, text=True, timeout=120,
        check=True,
    )  # fmt: skip
    there, before, after = done.stdout.split()
    assert there == "True"
    assert float(before) > 150, "it went back by itself"
    assert float(after) < 60


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often memory was given back."""
    times: list[str] = []
    monkeypatch.setattr(giving_back, "SETTLED", 1)
    monkeypatch.setattr(giving_back, "give_back", lambda: times.append("given back"))
    return times


def test_it_is_done_once_a_document_was_closed(
    bare_window: Window, given: list[str], qtbot: QtBot
) -> None:
    bare_window._show_document(bare_window.document, None)
    qtbot.wait(20)
    assert given == []
    bare_window._show_document(empty_document(Size(64, 64), PaintSettings()), None)
    qtbot.waitUntil(lambda: given == ["given back"])


def test_it_waits_for_the_stroke_that_is_under_way(
    bare_window: Window, given: list[str], qtbot: QtBot
) -> None:
    document = empty_document(Size(64, 64), PaintSettings())
    bare_window._show_document(document, None)
    stroke = document.begin_stroke(document.layers[0].id, Brush(), Point(5, 5))
    qtbot.wait(30)
    assert given == []
    stroke.finish()
    qtbot.waitUntil(lambda: given == ["given back"])
