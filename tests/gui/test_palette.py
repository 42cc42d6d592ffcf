"""The command palette finds what one wants to do by a few letters, and does it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.actions import ACTIONS
from desktop.palette import Palette
from desktop.window import Window
from widgets import fuzzy


@pytest.fixture
def palette(bare_window: Window) -> Palette:
    bare_window.registry["palette"].trigger()
    palette = bare_window.findChild(Palette)
    assert palette is not None
    return palette


def names(*ids: str) -> list[str]:
    return [action.plain_text for action in ACTIONS if action.id in ids]


@given(st.text(max_size=12), st.text(max_size=30))
def test_letters_fit_exactly_when_they_come_in_their_order(typed: str, name: str) -> None:
    found = fuzzy.fit(typed, name)
    folded = name.casefold()
    fits = all(word in folded or fuzzy._in_order(word, folded) for word in typed.casefold().split())
    assert (found is not None) == fits


@pytest.mark.parametrize(
    ("typed", "best"),
    [("grow", "grow_selection"), ("mirv", "mirror_view"), ("duplic", "duplicate"),
     ("view mirror", "mirror_view"), ("rotate l", "rotate_left"), ("qm", "quick_mask")],
)  # fmt: skip
def test_a_few_letters_bring_the_action_to_the_top(palette: Palette, typed: str, best: str) -> None:
    # What cannot be done now comes further down.
    for entry in palette._entries:
        entry.action.setEnabled(True)
    QTest.keyClicks(palette.field, typed)
    assert palette.found[0] == names(best)[0]


def test_with_nothing_typed_everything_is_listed(palette: Palette) -> None:
    assert len(palette.found) >= len(ACTIONS) - 1
    assert "Layers Panel" in palette.found


def test_enter_does_it_and_the_palette_is_gone(bare_window: Window, palette: Palette) -> None:
    QTest.keyClicks(palette.field, "eraser")
    assert palette.isVisible()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert bare_window.canvas.tool == "eraser"
    assert not palette.isVisible()
    bare_window.registry["palette"].trigger()
    again = bare_window.findChildren(Palette)[-1]
    assert again.found[0] == "Eraser"


def test_arrows_choose_and_go_around(palette: Palette) -> None:
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentRow() == palette.list.count() - 1
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 0


def test_what_cannot_be_done_is_listed_says_so_and_does_nothing(
    bare_window: Window, palette: Palette
) -> None:
    QTest.keyClicks(palette.field, "redo")
    assert palette.help.text().startswith("Cannot be done now")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_escape_leaves_everything_as_it_was(bare_window: Window, palette: Palette) -> None:
    QTest.keyClicks(palette.field, "eraser")
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert bare_window.canvas.tool == "brush"
    assert bare_window.focusWidget() is bare_window.canvas


def test_nothing_that_fits_is_said(palette: Palette) -> None:
    QTest.keyClicks(palette.field, "zzqqxx")
    assert palette.found == []
    assert palette.help.text().startswith("Nothing fits")


def test_there_is_only_one_even_if_another_window_had_the_focus(
    bare_window: Window, palette: Palette, qtbot: QtBot
) -> None:
    palette.field.clearFocus()
    palette.show()
    bare_window.registry["palette"].trigger()
    qtbot.waitUntil(lambda: len(bare_window.findChildren(Palette)) == 1)
    assert bare_window.findChildren(Palette) != [palette]
