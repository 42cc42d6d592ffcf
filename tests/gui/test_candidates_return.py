"""Candidates are not lost when the program is: they come back with the document they were made
for."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core import places
from core.document.commands import SetSettings
from core.document.layers import RasterLayer
from core.gallery.store import FILE
from core.parameters import Json
from core.recovery.orphans import find
from core.recovery.place import root
from core.recovery.recover import recover
from core.request import Pixels
from desktop.window import Window
from tests.gui.conftest import paint
from widgets.candidate_model import Growth

ROOT = Path(__file__).parents[2]


def told(window: Window) -> Json:
    """What the strip has, and how the canvas looks."""
    return {
        "candidates": [
            [
                one.seed,
                one.growth.value,
                None if one.rect is None else list(one.rect),
                None if one.pixels is None else Pixels(one.pixels).digest,
                one.request.prompt,
            ]
            for one in window.candidates.model.candidates
        ],
        "canvas": Pixels(window.document.flatten()).digest,
    }


@pytest.fixture
def settle(window: Window, qtbot: QtBot) -> Callable[[], None]:
    """Waits until all threads have answered."""

    def pending() -> int:
        gallery = window.generating.gallery._background.pending
        return gallery + window.autosave.background.pending + window.background.pending

    return lambda: qtbot.waitUntil(lambda: not pending())


@pytest.fixture
def made(generated: Window, settle: Callable[[], None]) -> Window:
    """The window with two candidates that are in the gallery, and a document that was saved."""
    settle()
    generated.document.mark_saved()
    return generated


def keep(window: Window, settle: Callable[[], None]) -> int:
    """Autosaves now; returns how many candidates the newest autosave has, -1 without one."""
    window.autosave.keep()
    settle()
    kept = window.autosave._kept
    assert kept is not None
    if kept.journal is None or not list(root().glob("*/*.json")):
        return -1
    kept.journal.release()
    (orphan,) = find().orphans
    recovered = recover(orphan.place)
    kept.journal = recovered.journal
    return sum(len(job.candidates) for job in recovered.candidates)


def test_killed_they_are_in_the_strip_again_as_they_were(window: Window, qtbot: QtBot) -> None:
    child = subprocess.run(
        [sys.executable, "-m", "tests.gui.killed_with_candidates"], cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=300,
        check=False,
    )  # fmt: skip
    assert child.returncode == -signal.SIGKILL, child.stderr[-2000:]
    before = json.loads(child.stdout.splitlines()[-1])
    assert [growth for _, growth, *_ in before["candidates"]] == ["applied", "ready", "ready"]

    window.recovery.look()
    qtbot.waitUntil(lambda: window.recovery.dialog is not None)
    dialog = window.recovery.dialog
    assert dialog is not None
    QTest.mouseClick(dialog._rows[dialog.offers[0]].recover, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.candidates.model.candidates) == 3)
    assert told(window) == before
    assert "Candidates are back: 3" in window.statusBar().currentMessage()

    # They are of use: a layer that can be made again, and variations.
    last = list(window.controller.candidates.values())[-1]
    window.apply_candidate(last)
    layer = window.document.active
    assert isinstance(layer, RasterLayer) and layer.origin is not None
    assert layer.origin.mask is not None and layer.origin.settings.prompt == "a cat"
    assert layer.origin.made_on == layer.origin.rect, "it is told when what is below changes"
    with qtbot.waitSignal(window.controller.finished):
        window.generating.vary(last)
    assert len(window.candidates.model.candidates) == 6


def test_they_are_kept_by_themselves_once_they_are_there(
    window: Window, qtbot: QtBot, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop import autosave

    monkeypatch.setattr(autosave, "AFTER_CANDIDATES", 0.05)
    window.document.perform(SetSettings(prompt="a cat"))
    window.generate()
    kept = window.autosave._kept
    assert kept is not None
    qtbot.waitUntil(lambda: len(kept.candidates) == 2)


def test_a_document_that_was_saved_comes_back_for_those_that_wait(
    made: Window, settle: Callable[[], None]
) -> None:
    assert keep(made, settle) == 2


def test_when_all_were_decided_on_there_is_nothing_to_recover(
    made: Window, settle: Callable[[], None]
) -> None:
    first, second = made.controller.candidates.values()
    made.controller.candidates.discard(first)
    made.apply_candidate(second)
    assert keep(made, settle) == 1, "the layer is not saved yet"
    made.document.mark_saved()
    made.autosave.look_again()
    assert keep(made, settle) == -1


def test_saved_while_it_is_kept_they_are_kept_anew(
    made: Window, settle: Callable[[], None], tmp_path: Path
) -> None:
    paint(made, (100, 100))
    made.autosave.keep()  # what is written now is older than the file
    made.files.save_to(tmp_path / "cat.ora")
    settle()
    settle()
    assert keep(made, settle) == 2
    (orphan,) = find().orphans or [None]
    assert orphan is None, "it belongs to this window"
    kept = made.autosave._kept
    assert kept is not None and kept.journal is not None
    kept.journal.release()
    assert find().orphans[0].path == tmp_path / "cat.ora"


def test_those_of_another_document_are_not_its_own(
    made: Window, settle: Callable[[], None]
) -> None:
    made.files.open_pixels(made.document.flatten(), "Another")
    settle()
    paint(made, (100, 100))
    assert keep(made, settle) == 0


def test_what_the_gallery_does_not_have_any_more_is_left_out(
    made: Window, settle: Callable[[], None], qtbot: QtBot
) -> None:
    jobs = made.controller.candidates.kept_of(made.document)
    for candidate in list(made.controller.candidates.values()):
        made.controller.candidates.discard(candidate)
    with sqlite3.connect(places.data() / "gallery" / FILE) as database:
        lost, other = (one.entry for one in jobs[0].candidates)
        database.execute("DELETE FROM contents WHERE id = ?", (lost,))
    made.generating.gallery.bring_back(jobs, made.document)
    settle()
    (candidate,) = made.controller.candidates.values()
    assert (candidate.seed, candidate.growth) == (8, Growth.READY)
    assert "1 of 2" in made.statusBar().currentMessage()
    with sqlite3.connect(places.data() / "gallery" / FILE) as database:
        database.execute("UPDATE entries SET document = 'another' WHERE id = ?", (other,))
    made.controller.candidates.discard(candidate)
    made.generating.gallery.bring_back(jobs, made.document)
    settle()
    assert not list(made.controller.candidates.values()), "a number of another gallery"
