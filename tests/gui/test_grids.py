"""Two things differ over some values: pictures arrive in a table, and each can be used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.document.commands import FillLayer, SetSettings
from core.document.layers import RasterLayer
from core.files.pictures import open_picture
from desktop.grids import Grid
from desktop.window import Window
from tests.gui.conftest import paint_mask
from tests.gui.painter import COLOURS, FlatPainter
from widgets.grid.dialog import GridDialog

GENEROUS = 30_000


@pytest.fixture
def dialog(window: Window, qtbot: QtBot) -> GridDialog:
    """What is asked, for a mask on a blue canvas."""
    window.document.perform(FillLayer(window.document.layers[0].id, (10, 120, 200)))
    paint_mask(window, (300, 200), size=100)
    window.document.perform(SetSettings(prompt="a cat", seed=7, batch=4))
    qtbot.waitUntil(lambda: window.generate_panel.summary.startswith("Inpaint"), timeout=GENEROUS)
    grids = window.generating.grids
    window.registry["grid"].trigger()
    qtbot.waitUntil(lambda: grids.dialog is not None, timeout=GENEROUS)
    assert grids.dialog is not None
    return grids.dialog


def write(dialog: GridDialog, across: str, columns: str, down: str, rows: str) -> None:
    for field, what, values in ((dialog.across, across, columns), (dialog.down, down, rows)):
        field.what.setCurrentIndex(field.what.findText(what))
        field.values.setText(values)


def make(window: Window, dialog: GridDialog) -> Grid:
    dialog.buttons.button(dialog.buttons.StandardButton.Ok).click()
    (grid,) = window.generating.grids.running
    return grid


def test_it_is_said_what_all_pictures_have_in_common(dialog: GridDialog) -> None:
    said = [label.text() for label in dialog.findChildren(QLabel)]
    (about,) = (text for text in said if text.startswith("Inpaint"))
    assert "pictures" not in about.splitlines()[0]
    assert "px" in about.splitlines()[0]


def test_it_is_said_before_how_many_pictures_and_what_is_wrong(dialog: GridDialog) -> None:
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    write(dialog, "Steps", "2, 3, 4", "Grow", "0, 8")
    assert dialog.summary.text().startswith("3 × 2, in all 6")
    assert ok.isEnabled()
    write(dialog, "Steps", "2, x", "Grow", "0, 8")
    assert "“x” is not a number" in dialog.summary.text() and not ok.isEnabled()
    write(dialog, "Steps", "2", "Steps", "3")
    assert "both Steps" in dialog.summary.text() and not ok.isEnabled()
    write(dialog, "Steps", "2, 3", "Nothing", "")
    assert dialog.summary.text().startswith("2 × 1, in all 2")
    dialog.reject()


def test_pictures_arrive_and_the_chosen_one_becomes_a_layer_that_can_be_made_again(
    window: Window, painter: FlatPainter, dialog: GridDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    write(dialog, "Steps", "2, 3", "Word of the prompt", "cat, dog")
    grid = make(window, dialog)
    shown = grid.window
    qtbot.waitUntil(lambda: len(grid.made) == 4, timeout=GENEROUS)
    assert {(one.steps, one.prompt, one.seed, one.batch) for one in painter.requests} == {
        (2, "a cat", 7, 1), (3, "a cat", 7, 1), (2, "a dog", 7, 1), (3, "a dog", 7, 1),
    }  # fmt: skip
    assert window.candidates.model.candidates == []  # the strip is left alone
    assert shown.progress.format() == "All 4 are there"
    assert not shown.apply_button.isEnabled()
    place = shown.table._cell((1, 0)).center()
    QTest.mouseClick(shown.table, Qt.MouseButton.LeftButton, pos=place)
    assert shown.about.text() == "Steps: 2\nWord of the prompt: dog"
    shown.apply_button.click()
    layer = window.document.active
    assert isinstance(layer, RasterLayer) and layer.name == "a dog"
    assert layer.origin is not None and layer.origin.settings.prompt == "a dog"
    assert tuple(layer.pixels.to_array()[200, 300, :3]) == COLOURS[0]
    window.edit.undo()
    shown.use_button.click()
    assert (window.document.settings.prompt, window.document.settings.steps) == ("a dog", 2)
    qtbot.waitUntil(lambda: window.generating.gallery.kept == 4, timeout=GENEROUS)
    # As a file: the pictures with their labels, on white.
    from widgets.grid.table import grid_picture

    pictures = {place: one.shown for place, one in grid.made.items() if one.shown is not None}
    picture = grid_picture(grid.labels, pictures)
    window.exports._write(tmp_path / "grid.png", lambda: picture, None)
    qtbot.waitUntil((tmp_path / "grid.png").exists, timeout=GENEROUS)
    side = next(iter(pictures.values())).shape[0]
    assert min(picture.shape[:2]) > 2 * side
    assert tuple(picture[-1, -1]) == (255, 255, 255, 255)
    assert (picture[: side // 8, :, :3] < 128).any()  # what differs is written above
    qtbot.waitUntil(lambda: window.background.pending == 0, timeout=GENEROUS)
    assert np.array_equal(open_picture(tmp_path / "grid.png").pixels.array, picture)
    shown.close()
    assert window.generating.grids.running == []


def test_it_is_cancelled_as_one(
    window: Window, painter: FlatPainter, dialog: GridDialog, qtbot: QtBot
) -> None:
    write(dialog, "Seed", "1, 2, 3", "Steps", "2, 3")
    painter.go.clear()
    grid = make(window, dialog)
    qtbot.waitUntil(lambda: len(painter.requests) == 1, timeout=GENEROUS)
    qtbot.waitUntil(lambda: len(window.queue.model.jobs) == 6, timeout=GENEROUS)
    grid.window.cancel_button.click()
    qtbot.waitUntil(lambda: not grid._left, timeout=GENEROUS)
    qtbot.waitUntil(lambda: window.queue.model.jobs == (), timeout=GENEROUS)
    assert len(painter.requests) == 1  # no other began in between
    assert grid.window.progress.format() == "Stopped after 0 of 6"
    assert not grid.window.cancel_button.isEnabled()
    assert not grid.window.save_button.isEnabled()


def test_closing_its_window_stops_it(
    window: Window, painter: FlatPainter, dialog: GridDialog, qtbot: QtBot
) -> None:
    write(dialog, "Seed", "1, 2, 3", "Nothing", "")
    painter.go.clear()
    grid = make(window, dialog)
    qtbot.waitUntil(lambda: len(painter.requests) == 1, timeout=GENEROUS)
    grid.window.close()
    qtbot.waitUntil(lambda: not window.controller.busy, timeout=GENEROUS)
    assert len(painter.requests) == 1
