"""The panel of undo steps: what was done is listed, and a click leads to how it was then."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from core.document.commands import AddLayer, FillLayer, RemoveLayer
from core.document.document import Change, Kind
from core.document.layers import RasterLayer
from core.geometry import Size
from core.settings import Settings
from desktop.window import Window
from widgets.undo_panel import UndoPanel

RED, BLUE = (200, 0, 0), (0, 0, 200)


def rows(panel: UndoPanel) -> list[str]:
    return [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]


@pytest.fixture
def panel(bare_window: Window, qtbot: QtBot) -> UndoPanel:
    """In sight, with three steps."""
    window, document = bare_window, bare_window.document
    window.docks["undo"].show()
    window.docks["undo"].raise_()
    qtbot.waitUntil(lambda: window.undo_steps.panel.model.follows)
    document.perform(AddLayer(replace(RasterLayer.empty(document.size), name="Sky", id="sky")))
    document.perform(FillLayer("sky", RED))
    document.perform(FillLayer("sky", BLUE))
    panel = window.undo_steps.panel
    QAbstractItemModelTester(
        panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal, panel
    )
    qtbot.waitUntil(lambda: panel.model.rowCount() == 4)
    return panel


def test_it_is_asked_for_in_the_view_menu(bare_window: Window) -> None:
    assert bare_window.docks["undo"].isHidden()
    bare_window.docks["undo"].toggleViewAction().trigger()
    assert not bare_window.docks["undo"].visibleRegion().isEmpty(), "it lies in front"
    bare_window.docks.reset()
    assert bare_window.docks["undo"].isHidden()


def test_a_layout_from_before_there_was_one_does_not_show_it(bare_window: Window) -> None:
    bare_window.removeDockWidget(bare_window.docks["undo"])
    window = Window(replace(Settings(), window_layout=bare_window.docks.state()))
    assert not window.docks["navigator"].isHidden()
    assert window.docks["undo"].isHidden()
    window.shut_down()
    window.deleteLater()


def test_steps_are_listed_and_the_present_one_is_chosen(panel: UndoPanel) -> None:
    assert rows(panel) == ["Beginning", "Add layer", "Fill", "Fill"]
    assert panel.list.currentIndex().row() == 3


def test_a_click_leads_there_and_back(bare_window: Window, panel: UndoPanel, qtbot: QtBot) -> None:
    document, told = bare_window.document, list[Change]()
    red_at = 2
    document.changed.connect(told.append)
    place = panel.list.visualRect(panel.model.index(red_at, 0)).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert tuple(document.flatten()[5, 5, :3]) == RED
    qtbot.waitUntil(lambda: panel.list.currentIndex().row() == red_at)
    assert len(rows(panel)) == 4, "what is undone can be had back"
    qtbot.keyClick(panel.list, Qt.Key.Key_Home)
    assert len(document.layers) < 2 or not document.state.has_layer("sky")
    qtbot.keyClick(panel.list, Qt.Key.Key_End)
    assert tuple(document.flatten()[5, 5, :3]) == BLUE
    assert len(told) == 3, "the picture is shown once for each jump"
    assert Kind.LAYERS in told[-1].kinds


def test_undo_elsewhere_is_followed(bare_window: Window, panel: UndoPanel, qtbot: QtBot) -> None:
    bare_window.edit.undo()
    qtbot.waitUntil(lambda: panel.list.currentIndex().row() == 2)
    assert [panel.model.is_undone(row) for row in range(4)] == [False, False, False, True]
    bare_window.document.perform(RemoveLayer("sky"))
    qtbot.waitUntil(lambda: rows(panel)[3:] == ["Remove layer"])
    assert panel.list.currentIndex().row() == 3


def test_where_it_was_saved_is_marked(bare_window: Window, panel: UndoPanel, qtbot: QtBot) -> None:
    bare_window.document.mark_saved()
    bare_window.document.perform(FillLayer("sky", RED))
    qtbot.waitUntil(lambda: panel.model.rowCount() == 5)
    marked = [row for row in range(5) if panel.model.is_saved(row)]
    assert marked == [3]


def test_what_is_forgotten_goes_from_the_top(
    bare_window: Window, panel: UndoPanel, qtbot: QtBot
) -> None:
    bare_window.document.history.cap = 1
    bare_window.document.perform(FillLayer("sky", RED))
    qtbot.waitUntil(lambda: rows(panel) == ["Beginning", "Fill"])


def test_another_document_has_other_steps_and_the_first_is_let_go(
    bare_window: Window, panel: UndoPanel, qtbot: QtBot
) -> None:
    before = weakref.ref(bare_window.document.history)
    bare_window.document.mark_saved()
    bare_window.files.new_document(Size(64, 64))
    assert rows(panel) == ["Beginning"]
    gc.collect()
    assert before() is None


def test_hidden_it_follows_nothing(bare_window: Window, panel: UndoPanel, qtbot: QtBot) -> None:
    bare_window.docks["undo"].hide()
    qtbot.waitUntil(lambda: not panel.model.follows)
    bare_window.document.perform(FillLayer("sky", RED))
    bare_window.docks["undo"].show()
    bare_window.docks["undo"].raise_()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 5)
