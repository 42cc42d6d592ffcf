"""What is set for the whole program is found in one place, counts at once, and is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.settings import load_settings
from desktop import main
from desktop.preferences_dialog import PreferencesDialog
from desktop.window import Window


@pytest.fixture
def dialog(window: Window, qtbot: QtBot) -> PreferencesDialog:
    window.registry["preferences"].trigger()
    (found,) = window.findChildren(PreferencesDialog)
    qtbot.waitExposed(found)
    return found


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
