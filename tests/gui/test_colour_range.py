"""The colour range dialog, as it is clicked through."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.document.commands import SetSelection
from core.document.document import Document
from core.document.selection import Combine, Selection
from core.geometry import Rect
from desktop.colour_range_dialog import ColourRangeDialog
from desktop.window import Window

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def asking(bare_window: Window, qtbot: QtBot) -> Iterator[tuple[Window, ColourRangeDialog]]:
    """Over a picture whose left half is red, and whose right half is blue."""
    picture = np.full((80, 120, 4), (200, 30, 30, 255), np.uint8)
    picture[:, 60:, :3] = (30, 30, 200)
    bare_window._show_document(Document.of_picture(picture), None)
    bare_window.canvas.zoom_to(1.0)
    bare_window.registry["colour_range"].trigger()
    dialog = bare_window.findChild(ColourRangeDialog)
    yield bare_window, dialog
    if bare_window.findChild(ColourRangeDialog) is dialog:
        dialog.reject()


def click(window: Window, x: int, y: int, keys: Qt.KeyboardModifier | None = None) -> None:
    place = window.canvas.transform.to_widget(x + 0.5, y + 0.5).toPoint()
    keys = Qt.KeyboardModifier.NoModifier if keys is None else keys
    QTest.mouseClick(window.canvas, LEFT, keys, QPoint(place))


def taken(window: Window, dialog: ColourRangeDialog, qtbot: QtBot) -> Rect:
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        dialog.accept()
    assert window.document.selection is not None
    return window.document.selection.bounds()


def test_a_click_on_the_canvas_picks_and_ok_selects_as_one_step(
    asking: tuple[Window, ColourRangeDialog], qtbot: QtBot
) -> None:
    window, dialog = asking
    before = window.document.flatten()
    click(window, 90, 40)
    assert dialog.range.added == ((30, 30, 200),)
    assert window.document.selection is None, "nothing is changed before it is done"
    qtbot.waitUntil(lambda: not dialog.preview.pixmap().isNull(), timeout=20_000)
    assert taken(window, dialog, qtbot) == Rect(60, 0, 60, 80)
    assert window.document.undo_text == "Colour range"
    assert len(window.document.history.done) == 1
    assert np.array_equal(window.document.flatten(), before), "no brush has painted"


def test_shift_adds_and_alt_takes_away(
    asking: tuple[Window, ColourRangeDialog], qtbot: QtBot
) -> None:
    window, dialog = asking
    click(window, 90, 40)
    click(window, 20, 40, Qt.KeyboardModifier.ShiftModifier)
    assert len(dialog.range.added) == 2
    click(window, 90, 40, Qt.KeyboardModifier.AltModifier)
    assert dialog.range.taken == ((30, 30, 200),)
    assert taken(window, dialog, qtbot) == Rect(0, 0, 60, 80)


def test_it_joins_what_is_selected_as_the_options_say(
    asking: tuple[Window, ColourRangeDialog], qtbot: QtBot
) -> None:
    window, dialog = asking
    size = window.document.size
    window.document.perform(SetSelection(Selection.rectangle(size, Rect(40, 10, 40, 20))))
    window.canvas.set_selecting(combine=Combine.INTERSECT)
    click(window, 90, 40)
    assert taken(window, dialog, qtbot) == Rect(60, 10, 20, 20)


def test_cancel_leaves_all_as_it_was_and_the_canvas_to_its_tool(
    asking: tuple[Window, ColourRangeDialog], qtbot: QtBot
) -> None:
    window, dialog = asking
    click(window, 90, 40)
    dialog.reject()
    assert window.document.selection is None
    assert len(window.document.history.done) == 0
    click(window, 20, 40)
    assert len(window.document.history.done) == 1, "the brush paints again"
