"""What the Edit and the Layer menu do to pixels, in the window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from core.document.commands import FillLayer, SetSelection
from core.document.outlining import Side
from core.document.selection import Selection
from core.geometry import Rect
from desktop.stroke_dialog import StrokeDialog
from desktop.window import Window
from tests.gui.canvas.conftest import Hand
from tests.gui.conftest import paint
from widgets.text_dialog import TextDialog

BOX = Rect(100, 80, 120, 90)


@pytest.fixture
def chosen(bare_window: Window) -> Window:
    """A layer that is blue, with a box of it selected."""
    document = bare_window.document
    document.perform(FillLayer(document.active.id, (10, 20, 200)))
    document.perform(SetSelection(Selection.rectangle(document.size, BOX)))
    bare_window.canvas.set_colours(QColor(255, 0, 0), QColor(0, 160, 0))
    bare_window.registry.refresh()
    return bare_window


def done(window: Window, id: str, qtbot: QtBot) -> None:
    window.registry.refresh()
    assert window.registry[id].isEnabled()
    window.registry[id].trigger()
    qtbot.waitUntil(lambda: not window.canvas.pixel_work.busy)


def test_keys_fill_with_the_first_and_the_second_colour(chosen: Window, qtbot: QtBot) -> None:
    document, canvas = chosen.document, chosen.canvas
    canvas.setFocus()
    for key, colour in (
        (Qt.KeyboardModifier.AltModifier, (255, 0, 0, 255)),
        (Qt.KeyboardModifier.ControlModifier, (0, 160, 0, 255)),
    ):
        QTest.keyClick(canvas, Qt.Key.Key_Backspace, key)
        pixels = document.active.grid.read(document.canvas)
        assert (pixels[BOX.slices] == colour).all()
        assert (pixels[0, 0] == (10, 20, 200, 255)).all()
    document.undo()
    document.undo()
    assert (document.active.grid.read(BOX) == (10, 20, 200, 255)).all()


def test_a_layer_via_copy_and_via_cut_and_of_all_that_is_seen(chosen: Window, qtbot: QtBot) -> None:
    document = chosen.document
    shown, first = document.flatten(), document.active
    done(chosen, "layer_via_copy", qtbot)
    assert document.active.bounds() == BOX and len(document.layers) == 3
    document.undo()
    document.activate(first.id)
    done(chosen, "layer_via_cut", qtbot)
    assert document.active.bounds() == BOX
    assert not document.layer(first.id).grid.read(BOX).any()
    assert np.array_equal(document.flatten(), shown)
    done(chosen, "layer_of_visible", qtbot)
    assert len(document.layers) == 4
    assert np.array_equal(document.active.grid.to_array(), shown)
    for _ in range(2):
        document.undo()
    assert document.layer(first.id).bounds() == document.canvas


def test_without_a_selection_a_layer_via_copy_is_a_duplicate(chosen: Window, qtbot: QtBot) -> None:
    chosen.document.perform(SetSelection(None))
    done(chosen, "layer_via_copy", qtbot)
    assert chosen.document.undo_text == "Duplicate layer"
    assert not chosen.registry["layer_via_cut"].isEnabled()


def test_flipping_a_layer_leaves_the_others(chosen: Window, qtbot: QtBot) -> None:
    document = chosen.document
    document.perform(SetSelection(None))
    document.perform(FillLayer(document.active.id, (250, 250, 0), Rect(0, 0, 10, 10)))
    background = document.layers[0].grid.to_array()
    done(chosen, "flip_layer_across", qtbot)
    width = document.size.width
    assert (document.active.grid.read(Rect(width - 10, 0, 10, 10)) == (250, 250, 0, 255)).all()
    done(chosen, "flip_layer_down", qtbot)
    corner = Rect(width - 10, document.size.height - 10, 10, 10)
    assert (document.active.grid.read(corner) == (250, 250, 0, 255)).all()
    assert np.array_equal(document.layers[0].grid.to_array(), background)


def stroke_dialog(window: Window) -> StrokeDialog:
    window.registry.refresh()
    window.registry["stroke_selection"].trigger()
    dialog = window.findChild(StrokeDialog)
    assert dialog is not None
    return dialog


def test_a_line_along_the_selection_is_seen_before_it_is_drawn(
    chosen: Window, qtbot: QtBot
) -> None:
    document = chosen.document
    count = len(document.history.done)
    dialog = stroke_dialog(chosen)
    dialog.pixels.setValue(6)
    dialog.side.setCurrentIndex(dialog.side.findData(Side.OUTSIDE))
    dialog.side.activated.emit(dialog.side.currentIndex())
    shown = lambda: chosen.canvas.scene.selection  # noqa: E731
    qtbot.waitUntil(lambda: shown() is not None and shown().bounds() == BOX.inflated(6))
    assert len(document.history.done) == count
    dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    qtbot.waitUntil(lambda: len(document.history.done) == count + 1)
    pixels = document.active.grid.read(document.canvas)
    red = (pixels == (255, 0, 0, 255)).all(2)
    columns = np.nonzero(red)[1]
    assert (columns.min(), columns.max()) == (BOX.x - 6, BOX.right + 5)
    assert not red[BOX.slices].any()
    assert document.selection.bounds() == BOX, "what is selected stays so"
    assert document.undo_text == "Stroke selection"
    document.undo()
    assert (document.active.grid.read(document.canvas) == (10, 20, 200, 255)).all()


def test_cancelled_no_line_is_drawn(chosen: Window, qtbot: QtBot) -> None:
    count = len(chosen.document.history.done)
    dialog = stroke_dialog(chosen)
    dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    qtbot.waitUntil(lambda: chosen.findChild(StrokeDialog) is None)
    assert len(chosen.document.history.done) == count
    assert chosen.canvas.scene.selection.bounds() == BOX


def text_dialog(window: Window) -> TextDialog:
    window.canvas.set_tool("text")
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=window.canvas.rect().center())
    dialog = window.findChild(TextDialog)
    assert dialog is not None
    dialog.activateWindow()
    dialog.text.setFocus()
    return dialog


def test_control_and_enter_keep_a_text_and_escape_drops_it_and_nothing_else_happens(
    bare_window: Window, qtbot: QtBot
) -> None:
    document = bare_window.document
    done: list[str] = []
    for id in ("generate", "cancel"):
        bare_window.registry[id].setEnabled(True)
        bare_window.registry[id].triggered.connect(lambda _=False, id=id: done.append(id))
    dialog = text_dialog(bare_window)
    qtbot.keyClicks(dialog.text, "HI")
    QTest.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert document.active.name == "HI" and document.undo_text == "Add text"
    qtbot.waitUntil(lambda: bare_window.findChild(TextDialog) is None)
    dialog = text_dialog(bare_window)
    qtbot.keyClicks(dialog.text, "NO")
    QTest.keyClick(dialog.text, Qt.Key.Key_Escape)
    assert document.active.name == "HI" and done == []


def test_undo_in_the_middle_of_a_transform_takes_its_drag_back_and_no_step(
    bare_window: Window, qtbot: QtBot
) -> None:
    window, hand = bare_window, Hand(bare_window.canvas)
    paint(window, (100, 100), (200, 200))
    undo, done = window.registry["undo"], len(window.document.history.done)
    window.canvas.set_tool("transform")
    hand.drag([(150, 150), (190, 170)])
    qtbot.waitUntil(lambda: "Transform" in undo.text())
    undo.trigger()
    assert len(window.document.history.done) == done
    qtbot.waitUntil(lambda: "Transform" not in undo.text())
    assert window.registry["redo"].isEnabled()
    undo.trigger()
    assert len(window.document.history.done) == done - 1
