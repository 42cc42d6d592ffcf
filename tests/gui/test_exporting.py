"""The export dialog says what will be, before it is; and export again does what was done."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from core.document.commands import SetSelection
from core.document.selection import Selection
from core.files import icc
from core.files.export import Export
from core.files.pictures import open_picture
from core.files.psd_reading import open_psd
from core.geometry import Rect, Size
from desktop import export_dialog
from desktop.export_dialog import ExportDialog
from desktop.window import Window
from tests.gui.conftest import paint


def opened(window: Window, qtbot: QtBot) -> ExportDialog:
    window.registry["export"].trigger()
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    measured(dialog, qtbot)
    return dialog


def measured(dialog: ExportDialog, qtbot: QtBot) -> str:
    """What is told once the file has been made to be looked at."""
    qtbot.waitUntil(lambda: dialog.told.text() not in ("", "Measuring…"), timeout=60_000)
    return dialog.told.text()


def choose(box: object, value: str) -> None:
    box.setCurrentIndex(box.findData(value))


def saved(window: Window, dialog: ExportDialog, path: Path, qtbot: QtBot) -> None:
    dialog.accept_button.click()
    target = window.findChild(QFileDialog)
    target.selectFile(str(path))
    with qtbot.waitSignal(window.exports.exported, timeout=60_000):
        target.accept()


def test_size_and_pixels_are_told_before_anything_is_written(
    bare_window: Window, qtbot: QtBot
) -> None:
    paint(bare_window, (100, 100), (300, 300))
    dialog = opened(bare_window, qtbot)
    assert "512 × 512 px" in dialog.told.text()
    dialog.scale.setValue(50)
    assert "256 × 256 px" in measured(dialog, qtbot)
    choose(dialog.ending, ".jpg")
    dialog.quality.setValue(95)
    fine = measured(dialog, qtbot)
    dialog.quality.setValue(5)
    assert measured(dialog, qtbot) != fine
    assert dialog.preview.shown.toTuple() == (256, 256)
    dialog.reject()


def test_only_what_the_format_knows_is_offered(bare_window: Window, qtbot: QtBot) -> None:
    dialog = opened(bare_window, qtbot)
    assert not dialog.quality.isVisible()
    assert dialog.recipe.isVisible()
    choose(dialog.ending, ".avif")
    assert dialog.quality.isVisible()
    assert not dialog.recipe.isVisible()
    choose(dialog.ending, ".psd")
    assert not dialog.what.isVisible()
    dialog.reject()


def test_other_colours_and_more_bits_are_measured_like_everything_else(
    bare_window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(bare_window, qtbot)
    plain = dialog.told.text()
    assert dialog.profile.isVisible() and dialog.bits.isVisible()
    choose(dialog.colours, "display_p3")
    assert not dialog.profile.isVisible(), "another profile is always inside"
    measured(dialog, qtbot)
    choose(dialog.bits, "16")
    assert measured(dialog, qtbot) != plain
    choose(dialog.ending, ".jpg")
    assert not dialog.bits.isVisible() and dialog.export.depth == "8"
    choose(dialog.ending, ".png")
    choose(dialog.colours, "file")
    assert dialog.colour_file.isVisible() and not dialog.accept_button.isEnabled()
    (tmp_path / "no.icc").write_text("nothing")
    dialog._profile_chosen(str(tmp_path / "no.icc"))
    assert "no colour profile" in measured(dialog, qtbot)
    assert not dialog.accept_button.isEnabled()
    (tmp_path / "own.icc").write_bytes(icc.adobe_rgb())
    dialog._profile_chosen(str(tmp_path / "own.icc"))
    assert "512 × 512 px" in measured(dialog, qtbot)
    assert dialog.accept_button.isEnabled()
    saved(bare_window, dialog, tmp_path / "wide.png", qtbot)
    with Image.open(tmp_path / "wide.png") as image:
        assert image.info["icc_profile"] == icc.adobe_rgb()
    again = opened(bare_window, qtbot)
    assert again.export.colours in ("file", "srgb")
    again.reject()


def test_without_a_selection_its_bounds_cannot_be_exported(
    bare_window: Window, qtbot: QtBot
) -> None:
    dialog = opened(bare_window, qtbot)
    choose(dialog.what, "selection")
    assert not dialog.accept_button.isEnabled()
    assert "Nothing is selected" in dialog.told.text()
    choose(dialog.what, "picture")
    assert dialog.accept_button.isEnabled()
    dialog.reject()


def test_what_was_chosen_is_exported_and_again_without_a_question(
    bare_window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    window = bare_window
    chosen = Selection.rectangle(window.document.size, Rect(10, 20, 40, 30))
    window.document.perform(SetSelection(chosen))
    dialog = opened(window, qtbot)
    choose(dialog.what, "selection")
    dialog.scale.setValue(200)
    saved(window, dialog, tmp_path / "part.png", qtbot)
    assert open_picture(tmp_path / "part.png").pixels.size == Size(80, 60)
    (tmp_path / "part.png").unlink()
    with qtbot.waitSignal(window.exports.exported, timeout=60_000):
        window.registry["export_again"].trigger()
    assert open_picture(tmp_path / "part.png").pixels.size == Size(80, 60)


def test_the_choice_is_found_again_when_the_document_is_opened_again(
    bare_window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    window = bare_window
    with qtbot.waitSignal(window.files.saved, timeout=60_000):
        window.files.save_to(tmp_path / "cat.ora")
    export = Export(ending=".jpg", quality=40, scale=25)
    with qtbot.waitSignal(window.exports.exported, timeout=60_000):
        window.exports.export_to(tmp_path / "web.jpg", export)
    with qtbot.waitSignal(window.files.opened, timeout=60_000):
        window.files.open_path(tmp_path / "cat.ora")
    last = window.exports.last
    assert last is not None
    assert (last.export, last.target) == (export, tmp_path / "web.jpg")
    dialog = opened(window, qtbot)
    assert dialog.export == export
    dialog.reject()


def test_layers_go_into_a_photoshop_file(bare_window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    paint(bare_window, (100, 100), (300, 300))
    names = [layer.name for layer in bare_window.document.layers]
    dialog = opened(bare_window, qtbot)
    choose(dialog.ending, ".psd")
    saved(bare_window, dialog, tmp_path / "out.psd", qtbot)
    found = open_psd(tmp_path / "out.psd").document
    assert [layer.name for layer in found.layers] == names
    assert (found.flatten() == bare_window.document.flatten()).all()


@pytest.mark.parametrize("ending", [".psd", ".psb"])
def test_a_name_decides_the_format(
    bare_window: Window, tmp_path: Path, qtbot: QtBot, ending: str
) -> None:
    with qtbot.waitSignal(bare_window.exports.exported, timeout=60_000):
        bare_window.exports.export_to(tmp_path / f"out{ending}")
    assert (tmp_path / f"out{ending}").read_bytes()[:4] == b"8BPS"


def test_closing_does_not_wait_for_the_preview(
    bare_window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = Event(), Event()

    def slowly(*about: object) -> np.ndarray:
        begun.set()
        go_on.wait(60)
        return np.zeros((4, 4, 4), np.uint8)

    monkeypatch.setattr(export_dialog, "pixels_of", slowly)
    bare_window.registry["export"].trigger()
    dialog = bare_window.findChild(ExportDialog)
    try:
        qtbot.waitUntil(begun.is_set, timeout=60_000)
        with qtbot.waitSignal(dialog.destroyed, timeout=60_000):
            dialog.reject()
    finally:
        go_on.set()
