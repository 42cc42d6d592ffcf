"""Panels come back to where they were, by a name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from core.settings import MOST_WORKSPACES, Settings
from desktop.docks import DockTitle
from desktop.window import Window
from desktop.workspaces import from_settings


def test_a_workspace_brings_the_panels_back(bare_window: Window) -> None:
    window = bare_window
    window.docks["generate"].hide()
    window.workspaces.keep("  Only   paint & brush ")
    window.docks["generate"].show()
    window.docks["layers"].hide()
    window.workspaces.show("Only paint & brush")
    assert window.docks["generate"].isHidden()
    assert not window.docks["layers"].isHidden()


def test_it_is_there_at_the_next_start(bare_window: Window) -> None:
    bare_window.docks["colour"].hide()
    bare_window.workspaces.keep("Writing")
    kept = bare_window.preferences.now().workspaces
    again = Window(replace(Settings(), workspaces=kept))
    again.workspaces.show("Writing")
    assert again.docks["colour"].isHidden()
    again.shut_down()
    again.deleteLater()


def test_the_menu_lists_them_and_deletes_them(bare_window: Window) -> None:
    menu = QMenu(bare_window)
    bare_window.workspaces.fill(menu)
    assert menu.actions()[0].text() == "Nothing saved yet"
    bare_window.workspaces.keep("One & two")
    bare_window.workspaces.fill(menu)
    assert menu.actions()[0].text() == "One && two"
    menu.actions()[0].trigger()
    menu.actions()[-1].menu().actions()[0].trigger()
    assert bare_window.workspaces.kept == {}


def test_the_oldest_goes_when_there_are_too_many(bare_window: Window) -> None:
    for number in range(MOST_WORKSPACES + 1):
        bare_window.workspaces.keep(f"Number {number}")
    assert len(bare_window.workspaces.kept) == MOST_WORKSPACES
    assert "Number 0" not in bare_window.workspaces.kept


@pytest.mark.parametrize("text", ["", "nonsense", "[1]", '{"a": 1}', "null"])
def test_broken_settings_do_no_harm(text: str) -> None:
    assert from_settings(text) == {}


def test_one_that_cannot_be_used_is_said_and_gone(bare_window: Window) -> None:
    bare_window.workspaces.kept["Old"] = "bm9uc2Vuc2U="
    bare_window.workspaces.show("Old")
    assert "Old" not in bare_window.workspaces.kept
    assert "Old" in bare_window.statusBar().currentMessage()


@pytest.mark.parametrize(("name", "way"), [("generate", 1), ("layers", -1)])
def test_a_panel_that_is_detached_is_seen_to_be_and_goes_back(
    bare_window: Window, name: str, way: int
) -> None:
    window, dock = bare_window, bare_window.docks[name]
    title = dock.titleBarWidget()
    assert isinstance(title, DockTitle)
    before, height = dock.mapToGlobal(QPoint(0, 0)), dock.height()
    assert title._float.toolTip().startswith("Detach")
    title._float.click()
    assert dock.isFloating() and title._float.toolTip().startswith("Put")
    assert (dock.pos().x() - before.x()) * way > 20, "it lies nearer to the middle"
    assert dock.height() <= height
    title._float.click()
    assert not dock.isFloating() and dock.window() is window
