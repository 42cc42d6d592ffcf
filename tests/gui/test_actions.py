"""Every action is in one list; keys do what artists expect, and nothing while they type."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.actions import ACTIONS, MENUS
from desktop.gestures import HELD
from desktop.shortcuts import Shortcuts
from desktop.shortcuts_dialog import ShortcutsDialog
from desktop.window import Window
from tests.gui.conftest import paint

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def is_red(window: Window, x: int, y: int) -> bool:
    return tuple(window.document.flatten()[y, x]) == (255, 0, 0, 255)


def test_ids_are_unique_and_every_action_says_what_it_does() -> None:
    assert all(count == 1 for count in Counter(action.id for action in ACTIONS).values())
    assert all(action.help and action.menu in MENUS for action in ACTIONS)


def test_no_key_means_two_things() -> None:
    keys = Counter(QKeySequence(key).toString() for action in ACTIONS for key in action.keys)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize(
    ("key", "id"),
    [
        ("B", "brush"), ("E", "eraser"), ("Q", "mask_brush"), ("X", "swap_colours"),
        ("D", "default_colours"), ("[", "smaller"), ("]", "larger"), ("Ctrl+Z", "undo"),
        ("Ctrl+Shift+Z", "redo"), ("Ctrl+Y", "redo"), ("Ctrl+A", "select_all"),
        ("Ctrl+D", "deselect"), ("Tab", "hide_docks"), ("Ctrl+0", "fit"),
        ("Ctrl+1", "actual_size"), ("Ctrl+Return", "generate"), ("Esc", "cancel"),
        ("Ctrl+S", "save"), ("Ctrl+O", "open"), ("Ctrl+N", "new"), ("Ctrl+J", "layer_via_copy"),
        ("Ctrl+E", "merge_down"),
    ],
)  # fmt: skip
def test_keys_on_which_painting_programs_agree(window: Window, key: str, id: str) -> None:
    assert QKeySequence(key) in window.registry[id].shortcuts()


def test_every_action_is_in_a_menu(window: Window) -> None:
    shown = {
        action.objectName()
        for menu in window.menuBar().actions()
        for inner in (menu.menu(), *menu.menu().findChildren(QMenu))
        for action in inner.actions()
    }
    assert {action.id for action in ACTIONS} <= shown


def test_letters_choose_tools_while_the_canvas_has_the_focus(window: Window) -> None:
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_E)
    assert window.canvas.tool == "eraser"
    QTest.keyClick(window.canvas, Qt.Key.Key_B)
    assert window.canvas.tool == "brush"


def test_letters_typed_into_a_prompt_are_letters(window: Window) -> None:
    prompt = window.generate_panel.prompt
    prompt.setFocus()
    QTest.keyClicks(prompt, "bex dq [1]")
    assert prompt.toPlainText() == "bex dq [1]"
    assert window.canvas.tool == "brush"
    assert window.document.settings.prompt == "bex dq [1]"


def test_ctrl_a_in_a_prompt_selects_the_text_and_not_the_canvas(window: Window) -> None:
    prompt = window.generate_panel.prompt
    prompt.setFocus()
    QTest.keyClicks(prompt, "a cat")
    QTest.keyClick(prompt, Qt.Key.Key_A, CTRL)
    assert prompt.textCursor().selectedText() == "a cat"
    assert window.document.selection is None


def test_undo_in_a_prompt_is_the_documents(window: Window, qtbot: QtBot) -> None:
    paint(window, (100, 100), (200, 200))
    assert is_red(window, 150, 150)
    prompt = window.generate_panel.prompt
    prompt.setFocus()
    QTest.keyClicks(prompt, "a frog")
    QTest.keyClick(prompt, Qt.Key.Key_Z, CTRL)
    assert prompt.toPlainText() == ""
    QTest.keyClick(prompt, Qt.Key.Key_Z, CTRL)
    assert not is_red(window, 150, 150)
    qtbot.wait(1)
    QTest.keyClick(prompt, Qt.Key.Key_Z, CTRL | SHIFT)
    QTest.keyClick(prompt, Qt.Key.Key_Y, CTRL)
    assert prompt.toPlainText() == "a frog"


def test_a_letter_on_a_slider_is_still_a_tool(window: Window) -> None:
    slider = window.tool_options.hardness
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_E)
    assert window.canvas.tool == "eraser"


def test_tab_hides_the_panels_from_the_canvas_only(window: Window) -> None:
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Tab)
    assert window.docks["layers"].isHidden()
    assert window.docks.all_hidden
    QTest.keyClick(window.canvas, Qt.Key.Key_Tab)
    assert not window.docks["layers"].isHidden()
    prompt = window.generate_panel.prompt
    prompt.setFocus()
    QTest.keyClick(prompt, Qt.Key.Key_Tab)
    assert not window.docks["layers"].isHidden()
    assert window.focusWidget() is window.generate_panel.negative


def test_brackets_and_colours(window: Window) -> None:
    window.canvas.setFocus()
    before = window.canvas.brush().size
    QTest.keyClick(window.canvas, "]")
    assert window.canvas.brush().size > before
    assert window.tool_options.brush_size.value() == window.canvas.brush().size
    QTest.keyClick(window.canvas, Qt.Key.Key_X)
    assert window.canvas.foreground.name() == "#ffffff"
    QTest.keyClick(window.canvas, Qt.Key.Key_D)
    assert window.canvas.foreground.name() == "#000000"


def test_ctrl_enter_generates_from_the_prompt(window: Window, qtbot: QtBot) -> None:
    prompt = window.generate_panel.prompt
    prompt.setFocus()
    QTest.keyClicks(prompt, "a cat")
    with qtbot.waitSignal(window.controller.finished):
        QTest.keyClick(prompt, Qt.Key.Key_Return, CTRL)
    assert prompt.toPlainText() == "a cat"


def test_actions_that_make_no_sense_now_are_off(bare_window: Window) -> None:
    window = bare_window
    window.registry.refresh()
    for id in ("undo", "redo", "deselect", "apply", "discard", "cancel_all"):
        assert not window.registry[id].isEnabled(), id
    window.select.all()
    window.registry.refresh()
    assert window.registry["deselect"].isEnabled()
    assert window.registry["undo"].isEnabled()


def test_the_overview_lists_every_action_and_filters(window: Window, qtbot: QtBot) -> None:
    dialog = ShortcutsDialog(window, Shortcuts(), lambda _: None, HELD)
    qtbot.addWidget(dialog)

    def shown() -> list[str]:
        tree = dialog.tree
        groups = (tree.topLevelItem(i) for i in range(tree.topLevelItemCount()))
        return [
            group.child(row).text(0)
            for group in groups
            for row in range(group.childCount())
            if not group.child(row).isHidden()
        ]

    assert len(shown()) == len(ACTIONS) + len(HELD)
    dialog.filter.setText("merge")
    assert shown() == ["Copy Merged", "Merge Down", "Merge Visible"]
