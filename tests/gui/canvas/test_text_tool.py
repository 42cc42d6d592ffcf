"""The text tool, as a hand and a keyboard use it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from core.document.commands import MoveLayerPixels, SetLayer
from core.document.layers import RasterLayer
from core.document.transforming import transform
from core.document.written import writing_of
from core.files import ora_writing
from core.files.openraster import open_document, save_document
from core.geometry import Point, Rect
from tests.gui.canvas.conftest import Studio
from widgets.canvas.lettering import Align, Lettering, drawn
from widgets.canvas.tools.text import TextTool
from widgets.canvas.transform_box import Frame
from widgets.text_dialog import TextDialog

CANVAS = Rect(0, 0, 400, 300)
RED = QColor(255, 0, 0)


@pytest.fixture
def asked(studio: Studio) -> Studio:
    """After a click with the text tool."""
    studio.view.set_colours(RED, QColor(0, 0, 255))
    studio.view.set_tool("text")
    studio.hand.drag([(60, 150)])
    return studio


def dialog(studio: Studio) -> TextDialog:
    tool = next(one for one in studio.view.tools if isinstance(one, TextTool))
    assert tool._dialog is not None
    return tool._dialog


def test_what_is_typed_is_shown_and_becomes_a_layer(asked: Studio) -> None:
    before = asked.seen()
    dialog(asked).text.setPlainText("HILL")
    shown = asked.seen()
    assert (shown != before).any(), "it is shown before it is there"
    assert not asked.document.can_undo
    dialog(asked).accept()
    layer = asked.document.active
    assert layer is not None and layer.name == "HILL"
    bounds = layer.bounds()
    assert abs(bounds.x - 60) < 12 and abs(bounds.bottom - 150) < 6
    after = asked.seen()
    assert np.abs(after.astype(int) - shown).mean() < 1, "it looks as it was shown"
    assert asked.document.undo_text == "Add text"


def test_dragged_it_comes_elsewhere_and_cancelled_it_leaves_nothing(asked: Studio) -> None:
    dialog(asked).text.setPlainText("HILL")
    asked.hand.drag([(80, 140), (120, 200)])
    dialog(asked).accept()
    bounds = asked.document.active.bounds()
    assert abs(bounds.x - 100) < 12 and abs(bounds.bottom - 210) < 6
    steps = len(asked.document.history.done)
    before = asked.seen()
    asked.hand.drag([(60, 60)])
    dialog(asked).text.setPlainText("NO")
    dialog(asked).reject()
    assert len(asked.document.history.done) == steps
    assert np.array_equal(asked.seen(), before)


def test_what_is_typed_after_a_press_on_the_canvas_is_text_and_no_shortcut(
    asked: Studio, qtbot: QtBot
) -> None:
    box = dialog(asked)
    window = asked.view.window()
    window.activateWindow()  # as a window manager does when the canvas is pressed
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    asked.hand.drag([(60, 150), (90, 130)])
    qtbot.waitUntil(lambda: QApplication.activeWindow() is box)
    assert box.focusWidget() is box.text
    box.reject()


def test_another_tool_keeps_what_was_typed(asked: Studio) -> None:
    dialog(asked).text.setPlainText("HILL")
    asked.view.set_tool("brush")
    assert asked.document.active.name == "HILL"


def test_text_off_the_canvas_is_refused_in_words(asked: Studio) -> None:
    said: list[str] = []
    asked.view.message.connect(said.append)
    dialog(asked).text.setPlainText("HILL")
    asked.hand.drag([(0, 0), (0, 2000)])
    dialog(asked).accept()
    assert said and "off the canvas" in said[0]
    assert not asked.document.can_undo


def test_an_empty_text_is_no_layer(asked: Studio) -> None:
    box = dialog(asked)
    box.accept()
    assert box.result() == QDialog.DialogCode.Accepted
    assert not asked.document.can_undo


@pytest.mark.parametrize("align", list(Align))
def test_lines_are_set_around_their_place(qapp: object, align: Align) -> None:
    found = drawn(Lettering("H\nHHHH", size=40, align=align).path(Point(200, 100)), RED, CANVAS)
    assert found is not None
    rect, pixels = found
    columns = np.flatnonzero(pixels[..., 3].any(0)) + rect.x
    middle = (columns[0] + columns[-1]) / 2
    expected = {Align.LEFT: middle > 220, Align.MIDDLE: abs(middle - 200) < 4,
                Align.RIGHT: middle < 180}  # fmt: skip
    assert expected[align]
    assert (pixels[..., 0] == pixels[..., 3]).all(), "red, premultiplied"


@pytest.fixture
def written(asked: Studio) -> Studio:
    """A red HILL on a layer of its own."""
    dialog(asked).text.setPlainText("HILL")
    dialog(asked).accept()
    return asked


def again(studio: Studio, x: float | None = None, y: float | None = None) -> TextDialog:
    """A click on the letters, by default in their middle."""
    middle = studio.document.active.bounds().centre
    studio.hand.drag([(middle.x if x is None else x, middle.y if y is None else y)])
    return dialog(studio)


def test_a_click_on_letters_asks_for_them_again(written: Studio) -> None:
    document = written.document
    layer, steps = document.active, len(document.history.done)
    written.view.set_colours(QColor(0, 0, 0), QColor(0, 0, 255))
    shown = written.seen()
    asked_again = again(written)
    assert asked_again.text.toPlainText() == "HILL"
    assert written.view.foreground == RED, "their colour is in the hand"
    assert np.abs(written.seen().astype(int) - shown).mean() < 1
    asked_again.text.setPlainText("DALE")
    during = written.seen()
    assert (during != shown).any()
    assert len(document.history.done) == steps
    asked_again.accept()
    now = document.active
    assert (now.id, now.name) == (layer.id, "DALE") and len(document.layers) == 2
    assert np.abs(written.seen().astype(int) - during).mean() < 1
    assert len(document.history.done) == steps + 1 and document.undo_text == "Edit text"
    document.undo()
    assert np.array_equal(written.seen(), shown)
    assert again(written).text.toPlainText() == "HILL"


def test_cancelled_or_left_alone_letters_stay_as_they_are(written: Studio) -> None:
    shown, steps = written.seen(), len(written.document.history.done)
    again(written).text.setPlainText("DALE")
    dialog(written).reject()
    assert np.array_equal(written.seen(), shown)
    again(written).accept()
    assert np.array_equal(written.seen(), shown)
    assert len(written.document.history.done) == steps


def test_letters_that_were_moved_turned_and_scaled_are_written_anew_where_they_lie(
    written: Studio,
) -> None:
    document = written.document
    layer = document.active
    document.perform(MoveLayerPixels(layer.id, 40, -60))
    rect = document.active.bounds()
    frame = Frame.around(rect).turned(math.radians(30)).moved(20, 30)
    document.perform(transform(document.state, (layer.id,), rect, frame.quad))
    before = document.active.grid.to_array().astype(int)
    written.view.set_colours(QColor(0, 0, 255), QColor(0, 0, 255))
    asked_again = again(written)
    written.view.set_colours(QColor(0, 0, 255), QColor(0, 0, 0))
    asked_again.accept()
    after = document.active.grid.to_array().astype(int)
    off = np.abs(after[..., 3] - before[..., 3])
    assert after[..., 2].sum() > 0 == after[..., 0].sum(), "blue"
    assert off.sum() < 0.25 * before[..., 3].sum(), "the same letters in the same place"
    again(written).text.setPlainText("HILLS AND DALES")
    dialog(written).accept()
    wide, tall = document.active.bounds().size
    assert wide > 1.6 * rect.width and tall > 1.3 * rect.height, "along the turned line"


def test_dragged_while_they_are_written_anew_they_come_elsewhere(written: Studio) -> None:
    bounds = written.document.active.bounds()
    again(written)
    written.hand.drag([(80, 140), (100, 170), (110, 180)])
    dialog(written).accept()
    assert written.document.active.bounds() == bounds.moved(30, 40)


def test_letters_that_were_painted_on_are_a_picture(written: Studio) -> None:
    layer = written.document.active
    written.stroke(layer.id, (70, 140), (90, 145), size=8, color=(0, 0, 255))
    assert again(written).text.toPlainText() == ""
    dialog(written).reject()
    written.document.undo()
    assert again(written).text.toPlainText() == "HILL"


def test_without_letters_their_layer_goes(written: Studio) -> None:
    again(written).text.setPlainText("")
    dialog(written).accept()
    assert len(written.document.layers) == 1
    written.document.undo()
    assert written.document.active.name == "HILL"


def test_letters_on_a_locked_layer_stay_and_it_is_said(written: Studio) -> None:
    said: list[str] = []
    written.view.message.connect(said.append)
    document = written.document
    document.perform(SetLayer(document.active.id, locked=True))
    middle = document.active.bounds().centre
    written.hand.drag([(middle.x, middle.y)])
    assert said and "locked" in said[0]
    tool = next(one for one in written.view.tools if isinstance(one, TextTool))
    assert tool._dialog is None


def test_a_file_keeps_what_is_written(written: Studio, tmp_path: Path) -> None:
    document = written.document
    save_document(tmp_path / "hill.ora", document.snapshot())
    opened = open_document(tmp_path / "hill.ora").document.layers[-1]
    assert isinstance(opened, RasterLayer)
    assert writing_of(opened) == writing_of(document.active)
    assert writing_of(opened).text == "HILL"


@pytest.mark.parametrize(
    "damage",
    [
        {"size": "large"}, {"color": [1]}, {"quad": [[0, 0]]}, {"at": [float("nan"), 0]},
        {"bounds": None}, {"frame": [0, 0, 0, 0]}, {"quad": [[0, 0], [1, 1], [0, 0], [1, 1]]},
    ],
)  # fmt: skip
def test_of_a_damaged_text_the_letters_are_left(written: Studio, damage: dict) -> None:
    value = ora_writing.to_json(written.document.active.writing)
    assert ora_writing.of_json(value) == written.document.active.writing
    assert ora_writing.of_json(value | damage) is None
    assert ora_writing.of_json("HILL") is None
