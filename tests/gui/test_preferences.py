"""What is set for the whole program is found in one place, counts at once, and is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.files.pictures import save_picture
from core.settings import load_settings, save_settings
from desktop import main
from desktop.preferences_dialog import PreferencesDialog
from desktop.window import Window


@pytest.fixture
def dialog(window: Window, qtbot: QtBot) -> PreferencesDialog:
    window.registry["preferences"].trigger()
    (found,) = window.findChildren(PreferencesDialog)
    qtbot.waitExposed(found)
    return found


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    save_picture(path, np.full((60, 80, 4), 200, np.uint8))
    return path


def test_each_setting_is_shown_as_it_is_and_changed_at_once(
    dialog: PreferencesDialog, window: Window
) -> None:
    fields = dialog.form.fields
    assert fields["undo_mebibytes"].slider.value() == 512
    fields["undo_mebibytes"].picked.emit(64)
    assert window.document.history.cap == 64 << 20
    fields["quality"].picked.emit(80)
    assert window.files.quality == 80
    fields["previews"].picked.emit(False)
    fields["finger"].picked.emit("move")
    assert window.canvas.finger_does == "move"
    fields["host"].picked.emit("thread")
    assert "next start" in window.banner.text
    main.keep(window)
    kept = load_settings().settings
    assert (kept.undo_mebibytes, kept.quality, kept.previews) == (64, 80, False)
    assert (kept.finger, kept.host) == ("move", "thread")


def test_what_was_changed_is_kept_soon_and_not_only_at_the_end(
    window: Window, picture: Path, qtbot: QtBot
) -> None:
    """A program that is killed has lost none of it."""
    window.preferences._timer.setInterval(0)
    window.preferences.set("quality", 55)
    qtbot.waitUntil(lambda: load_settings().settings.quality == 55)
    window.files.open_path(picture)
    qtbot.waitUntil(lambda: load_settings().settings.recent_files == (str(picture),))
    assert load_settings().settings.last_folder == str(picture.parent)


def test_another_windows_settings_are_left_as_they_are(window: Window) -> None:
    window.preferences.keep()
    other = replace(load_settings().settings, theme="light", quality=70)
    save_settings(other)  # as another window of the program does
    window.preferences.set("quality", 60)
    window.preferences.keep()
    kept = load_settings().settings
    assert (kept.quality, kept.theme) == (60, "light")
    window.preferences.set("tips", False)
    window.preferences.keep()
    assert load_settings().settings.theme == "light"


def test_what_is_written_late_does_not_replace_what_is_newer(window: Window, qtbot: QtBot) -> None:
    held = Event()
    window.background.run(held.wait, done=lambda _: None, failed=window.tell)
    window.preferences.set("quality", 50)
    window.preferences._keep_beside()  # waits behind what holds the thread
    window.preferences.set("quality", 40)
    window.preferences.keep()
    held.set()
    qtbot.waitUntil(lambda: window.background.pending == 0)
    assert load_settings().settings.quality == 40


def test_the_theme_changes_while_it_is_open(dialog: PreferencesDialog, window: Window) -> None:
    before = window.palette().window().color().lightness()
    dialog.form.fields["theme"].picked.emit("light")
    assert window.palette().window().color().lightness() > before
    dialog.form.fields["theme"].picked.emit("dark")
    assert window.palette().window().color().lightness() == before


def test_folders_with_models_come_and_go(
    dialog: PreferencesDialog, window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.add_folder(tmp_path)
    dialog.add_folder(tmp_path)
    assert window.settings.models_folders == (str(tmp_path),)
    assert not dialog.remove.isEnabled()
    dialog.folders.item(0).setSelected(True)
    dialog.remove.click()
    assert window.settings.models_folders == ()
    assert dialog.folders.count() == 0
    assert tmp_path.is_dir()
    qtbot.waitUntil(lambda: window.background.pending == 0)
    assert window.controller.has_service
