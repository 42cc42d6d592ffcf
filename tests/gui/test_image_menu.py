"""The Image menu: sizes, crops, turns and flips of the whole picture."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.document.commands import SetSelection
from core.document.document import Document
from core.document.layers import RasterLayer
from core.document.selection import Selection
from core.geometry import Rect, Size
from core.pixels.resample import Resampling
from core.pixels.tiles import TileGrid
from desktop.dialogs import CanvasSizeDialog
from desktop.image_size_dialog import ImageSizeDialog
from desktop.window import Window


@pytest.fixture
def pictured(bare_window: Window) -> Window:
    """A window with a picture of 120×80 whose pixels all differ."""
    picture = np.random.default_rng(0).integers(0, 256, (80, 120, 4), dtype=np.uint8)
    picture[..., 3] = 255
    bare_window._show_document(Document.of_picture(picture), None)
    return bare_window


def done(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.canvas.pixel_work.busy, timeout=20_000)


@pytest.mark.parametrize(
    ("action", "quarters"), [("turn_right", -1), ("turn_left", 1), ("turn_over", 2)]
)
def test_the_picture_is_turned(pictured: Window, qtbot: QtBot, action: str, quarters: int) -> None:
    before = pictured.document.flatten()
    pictured.registry[action].trigger()
    done(pictured, qtbot)
    assert np.array_equal(pictured.document.flatten(), np.rot90(before, quarters))
    pictured.edit.undo()
    assert np.array_equal(pictured.document.flatten(), before)


@pytest.mark.parametrize(("action", "axis"), [("flip_across", 1), ("flip_down", 0)])
def test_the_picture_is_mirrored(pictured: Window, qtbot: QtBot, action: str, axis: int) -> None:
    before = pictured.document.flatten()
    pictured.registry[action].trigger()
    done(pictured, qtbot)
    assert np.array_equal(pictured.document.flatten(), np.flip(before, axis))


def test_it_is_cropped_to_what_is_selected(pictured: Window, qtbot: QtBot) -> None:
    size = pictured.document.size
    pictured.document.perform(SetSelection(Selection.rectangle(size, Rect(10, 20, 30, 25))))
    pictured.registry.refresh()
    pictured.registry["crop_to_selection"].trigger()
    done(pictured, qtbot)
    assert pictured.document.size == Size(30, 25)


def test_it_is_cropped_to_what_the_picture_covers(bare_window: Window, qtbot: QtBot) -> None:
    grid = TileGrid(Size(300, 200), 4)
    grid.write(Rect(40, 50, 60, 70), np.full((70, 60, 4), 255, np.uint8))
    bare_window._show_document(Document(Size(300, 200), (RasterLayer(pixels=grid),)), None)
    bare_window.registry["crop_to_content"].trigger()
    done(bare_window, qtbot)
    assert bare_window.document.size == Size(60, 70)
    bare_window.registry["crop_to_content"].trigger()
    assert bare_window.document.size == Size(60, 70)
    assert len(bare_window.document.history.done) == 1


def test_the_image_size_dialog_keeps_proportions_while_it_is_told_to(
    pictured: Window, qtbot: QtBot
) -> None:
    pictured.registry["image_size"].trigger()
    dialog = pictured.findChild(ImageSizeDialog)
    dialog.width_field.setValue(60)
    assert dialog.chosen_size == Size(60, 40) and dialog.percent.value() == 50
    dialog.percent.setValue(200)
    assert dialog.chosen_size == Size(240, 160)
    dialog.linked.setChecked(False)
    dialog.height_field.setValue(100)
    assert dialog.chosen_size == Size(240, 100)
    dialog.way.setCurrentIndex(dialog.way.findData(Resampling.NEAREST))
    dialog.accept()
    done(pictured, qtbot)
    assert pictured.document.size == Size(240, 100)
    assert pictured.document.undo_text == "Image size"


def test_the_canvas_grows_away_from_where_the_picture_stays(pictured: Window, qtbot: QtBot) -> None:
    before = pictured.document.flatten()
    pictured.registry["canvas_size"].trigger()
    dialog = pictured.findChild(CanvasSizeDialog)
    dialog.width_field.setValue(200)
    dialog.height_field.setValue(100)
    dialog.anchor.buttons[2, 0].click()
    dialog.accept()
    done(pictured, qtbot)
    assert pictured.document.size == Size(200, 100)
    assert np.array_equal(pictured.document.flatten()[:80, 80:], before)
