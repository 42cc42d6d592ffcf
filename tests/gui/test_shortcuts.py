"""Keys can be changed, taken from another program, and are there again at the next start."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.settings import SHORTCUT_PROFILES, Settings
from desktop.actions import OWN_KEYS
from desktop.gestures import HELD
from desktop.shortcuts import PROFILES, Shortcuts, from_settings, normal
from desktop.shortcuts_dialog import ShortcutsDialog
from desktop.window import Window

ids = st.sampled_from(sorted(OWN_KEYS))
keys = st.sampled_from(["B", "M", "4", "Ctrl+E", "Ctrl+Shift+Z", "F9", "Shift+Q", ";", "="])
changes = st.lists(st.tuples(ids, st.lists(keys, max_size=2)), max_size=6)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_names_actions_that_there_are_and_keys_that_there_are(profile: str) -> None:
    assert profile in SHORTCUT_PROFILES
    assert set(PROFILES[profile]) <= set(OWN_KEYS)
    assert all(normal(one) for keys in PROFILES[profile].values() for one in keys)
    given = Shortcuts(profile).keys(OWN_KEYS)
    assert all(given[id] == keys for id, keys in PROFILES[profile].items())


@given(st.sampled_from(sorted(PROFILES)), changes)
def test_whatever_is_changed_no_keys_mean_two_things(
    profile: str, changes: list[tuple[str, list[str]]]
) -> None:
    shortcuts = Shortcuts(profile)
    for id, new in changes:
        shortcuts = shortcuts.given(id, new, OWN_KEYS)
        assert shortcuts.keys(OWN_KEYS)[id] == tuple(dict.fromkeys(new))
    count = Counter(one for all_keys in shortcuts.keys(OWN_KEYS).values() for one in all_keys)
    assert set(count.values()) <= {1}
    assert from_settings(profile, shortcuts.to_settings()) == shortcuts


def test_settings_of_another_version_do_no_harm() -> None:
    shortcuts = from_settings("gimp", ["no_such_action=B", "brush", "=", "undo=nonsense+"])
    assert shortcuts.profile == "underpaint"
    given = shortcuts.keys(OWN_KEYS)
    assert given["brush"] == () and given["eraser"] == ("E",)


@pytest.fixture
def dialog(bare_window: Window, qtbot: QtBot) -> ShortcutsDialog:
    preferences = bare_window.preferences
    dialog = ShortcutsDialog(bare_window, preferences.shortcuts, preferences.set_shortcuts, HELD)
    qtbot.addWidget(dialog)
    return dialog


def test_new_keys_work_at_once_and_the_old_owner_loses_them(
    bare_window: Window, dialog: ShortcutsDialog
) -> None:
    dialog.choose("brush")
    dialog.field.setKeySequence(QKeySequence("E"))
    assert dialog.note.text() == "E belongs to “Eraser”, which will lose it."
    dialog.add.click()
    bare_window.canvas.setFocus()
    bare_window.canvas.set_tool("eraser")
    QTest.keyClick(bare_window.canvas, Qt.Key.Key_E)
    assert bare_window.canvas.tool == "brush"
    assert bare_window.registry["eraser"].shortcuts() == []
    assert "(B)" in bare_window.registry["brush"].toolTip()
    assert "(" not in bare_window.registry["eraser"].toolTip()


def test_krita_keys_turn_the_view(bare_window: Window, dialog: ShortcutsDialog) -> None:
    dialog.profile.setCurrentIndex(dialog.profile.findData("krita"))
    dialog.profile.activated.emit(dialog.profile.currentIndex())
    bare_window.canvas.setFocus()
    QTest.keyClick(bare_window.canvas, Qt.Key.Key_6)
    assert bare_window.canvas.turn.angle == 15
    QTest.keyClick(bare_window.canvas, Qt.Key.Key_M)
    assert bare_window.canvas.turn.mirrored
    assert bare_window.canvas.tool == "brush"


def test_keys_are_there_again_at_the_next_start(
    bare_window: Window, dialog: ShortcutsDialog, qtbot: QtBot
) -> None:
    dialog.choose("flatten")
    dialog.field.setKeySequence(QKeySequence("F9"))
    dialog.set.click()
    kept = bare_window.preferences.now()
    again = Window(replace(Settings(), shortcuts=kept.shortcuts))
    assert again.registry["flatten"].shortcut() == QKeySequence("F9")
    again.shut_down()
    again.deleteLater()


def test_one_or_all_are_reset(bare_window: Window, dialog: ShortcutsDialog) -> None:
    for id in ("brush", "undo"):
        dialog.choose(id)
        dialog.clear.click()
    assert bare_window.registry["brush"].shortcuts() == []
    dialog.back.click()
    assert bare_window.registry["undo"].shortcut() == QKeySequence("Ctrl+Z")
    assert dialog.all_back.isEnabled()
    dialog.all_back.click()
    assert bare_window.registry["brush"].shortcut() == QKeySequence("B")
    assert bare_window.settings.shortcuts == ()


def test_keys_that_were_taken_go_back_to_whose_they_are_when_they_are_free() -> None:
    own = OWN_KEYS
    taken = Shortcuts().given("flatten", ["Ctrl+Z", "Ctrl+Y"], own)
    assert taken.keys(own)["undo"] == ()
    assert taken.reset("flatten", own) == Shortcuts(), "as if nothing had been changed"
    other = taken.given("flatten", ["F9"], own)
    assert other.keys(own)["undo"] == ("Ctrl+Z",)
    assert other.keys(own)["redo"] == own["redo"], "in their usual order"
    given_on = taken.given("palette", ["Ctrl+Z"], own).reset("flatten", own)
    assert given_on.keys(own)["undo"] == (), "it has a new owner"
    removed = Shortcuts().given("undo", [], own).given("flatten", [], own)
    assert removed.keys(own)["undo"] == (), "what was taken away by hand stays away"
    more = Shortcuts().given("undo", ["F9"], own).given("flatten", ["F9"], own)
    assert more.reset("flatten", own).keys(own)["undo"] == (), "F9 is nobody's in the profile"


@pytest.mark.parametrize("profile", PROFILES)
def test_adjustments_have_the_keys_of_most_programs(profile: str) -> None:
    keys = Shortcuts(profile).keys(OWN_KEYS)
    assert keys["add_levels"] == ("Ctrl+L",) and keys["add_curves"] == ("Ctrl+M",)
    assert keys["add_hue_saturation"] == ("Ctrl+U",) and keys["bucket_fill"]
