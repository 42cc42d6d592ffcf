"""Reference pictures come from files, drops and the clipboard, and serve techniques if wished."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from core.document.commands import SetTechniques
from core.document.drafts import Draft
from core.files.pictures import save_picture
from desktop.window import Window
from widgets.techniques.picture_field import PictureField


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "photo.png"
    save_picture(file, np.full((30, 60, 4), 255, np.uint8))
    return file


def drop(window: Window, path: Path, keys: Qt.KeyboardModifier) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    middle = window.canvas.mapTo(window, window.canvas.rect().center()).toPointF()
    button, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    window.dropEvent(QDropEvent(middle, copy, data, button, keys))


def test_dropped_with_shift_a_picture_is_pinned_in_sight_and_can_be_undone(
    bare_window: Window, photo: Path, qtbot: QtBot
) -> None:
    layers = len(bare_window.document.layers)
    drop(bare_window, photo, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(bare_window.document.references) == 1)
    (pinned,) = bare_window.document.references
    assert pinned.name == "photo"
    assert len(bare_window.document.layers) == layers
    assert bare_window.canvas.sees(pinned.bounds)
    assert bare_window.canvas.tool == "reference"
    assert bare_window.canvas.board.chosen == pinned.id
    bare_window.edit.undo()
    assert bare_window.document.references == ()


def test_several_files_lie_beside_each_other(
    bare_window: Window, photo: Path, qtbot: QtBot
) -> None:
    bare_window.pinning.pin_paths([photo, photo])
    qtbot.waitUntil(lambda: len(bare_window.document.references) == 2)
    one, other = bare_window.document.references
    assert one.bounds.intersected(other.bounds).is_empty


def test_the_clipboards_picture_is_pinned(bare_window: Window) -> None:
    image = QImage(12, 8, QImage.Format.Format_RGB32)
    image.fill(QColor(10, 200, 30))
    QGuiApplication.clipboard().setImage(image)
    bare_window.registry["paste_reference"].trigger()
    (pinned,) = bare_window.document.references
    assert tuple(pinned.pixels.array[4, 6]) == (10, 200, 30, 255)


def test_without_a_picture_in_the_clipboard_it_says_so(bare_window: Window) -> None:
    QGuiApplication.clipboard().setText("no picture")
    bare_window.registry["paste_reference"].trigger()
    assert "no picture in the clipboard" in bare_window.banner.text


def test_the_options_bar_changes_the_chosen_one(
    bare_window: Window, photo: Path, qtbot: QtBot
) -> None:
    bare_window.pinning.pin_paths([photo])
    qtbot.waitUntil(lambda: len(bare_window.document.references) == 1)
    options = bare_window.tool_options.reference
    assert options.isVisible()
    options.opacity.picked.emit(40)
    options.lock.click()
    (pinned,) = bare_window.document.references
    assert (pinned.opacity, pinned.locked) == (0.4, True)
    options.delete.click()
    assert bare_window.document.references == ()
    assert not options.lock.isEnabled()


def test_a_technique_can_take_a_reference_for_its_picture(
    window: Window, photo: Path, qtbot: QtBot
) -> None:
    window.document.perform(SetTechniques((Draft("depth2image"),)))
    window.pinning.pin_paths([photo])
    (field,) = window.generating.techniques.panel.findChildren(PictureField)
    qtbot.waitUntil(lambda: field.box.findText("photo (reference)") >= 0)
    field.box.activated.emit(field.box.findText("photo (reference)"))
    (draft,) = window.document.settings.techniques
    assert list(draft.values.values()) == [window.document.references[0].pixels]
