"""The main job on the real starter model, through the window and a child process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.document.commands import SetSettings
from core.files.pictures import open_picture, read_recipe_of
from core.settings import Settings
from desktop import main
from desktop.possible import can_generate
from desktop.window import Window
from tests.gui.conftest import paint_mask
from tests.gui.dead_network import DeadNetwork, network

__all__ = ["network"]

MINUTES = 5 * 60_000


@pytest.fixture
def window(network: DeadNetwork, qtbot: QtBot) -> Iterator[Window]:
    """The window exactly as the program opens it, on a machine without a network."""
    main.application()
    window = Window(Settings())
    with qtbot.waitSignal(window.painted):
        window.show()
    main.begin(window, window.settings)
    qtbot.waitUntil(lambda: can_generate(window))
    yield window
    window.hide()
    window.shut_down()
    window.deleteLater()
    QApplication.processEvents()
    assert not network.taken, "something has asked the network"


@pytest.mark.slow
@pytest.mark.model
def test_from_a_prompt_and_a_painted_mask_to_a_saved_picture(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    window.document.perform(SetSettings(steps=3, batch=1, seed=1))
    prompt = window.generate_panel.prompt
    prompt.setFocus()
    QTest.keyClicks(prompt, "a cat on a beach")
    seen: list[object] = []
    window.controller.preview_changed.connect(lambda p: seen.append(p) if p else None)
    with qtbot.waitSignal(window.controller.finished, timeout=MINUTES):
        QTest.keyClick(prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert seen
    assert "CPU" in window.status.device or "cuda" in window.status.device.lower()
    window.apply_candidate()

    paint_mask(window, (250, 250), (300, 260), size=110)
    before = window.document.flatten()
    untouched = window.document.mask_coverage(window.document.canvas) == 0
    window.document.perform(SetSettings(prompt="a frog on a beach", seed=2))
    qtbot.waitUntil(lambda: window.generate_panel.summary.startswith("Inpaint"))
    with qtbot.waitSignal(window.controller.finished, timeout=MINUTES):
        window.generate()
    window.apply_candidate()
    after = window.document.flatten()
    assert np.array_equal(before[untouched], after[untouched])
    assert not np.array_equal(before, after)
    window.edit.undo()
    assert np.array_equal(window.document.flatten(), before)
    window.edit.redo()

    path = tmp_path / "frog.png"
    with qtbot.waitSignal(window.exports.exported):
        window.exports.export_to(path)
    assert np.array_equal(open_picture(path).pixels.array, after)
    recipe = read_recipe_of(path)
    assert recipe is not None
    assert (recipe["prompt"], recipe["seed"]) == ("a frog on a beach", 2)
