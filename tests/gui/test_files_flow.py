"""Opening, saving, dropping and pasting: nothing is lost, and recipes come back."""

from __future__ import annotations

import errno
import gc
import os
import weakref
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms
from psd_tools.constants import BlendMode
from PySide6.QtCore import QMimeData, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core import garbage
from core.document.commands import SetSettings
from core.document.layers import MaskLayer
from core.files.openraster import open_document
from core.files.pictures import open_picture, read_recipe_of
from core.geometry import Size
from core.settings import load_settings
from desktop.export_dialog import ExportDialog
from desktop.window import Window
from tests.files.psd_files import Theirs, written
from tests.gui.conftest import paint, paint_mask
from tests.gui.painter import FlatPainter


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    pixels = np.full((120, 200, 3), (20, 90, 160), np.uint8)
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture
def settle(window: Window, qtbot: QtBot) -> Callable[[], None]:
    """Waits until the background has answered."""

    def wait() -> None:
        qtbot.waitUntil(lambda: window.background.pending == 0)

    return wait


def dropped(window: Window, path: Path, *, over: QWidget | None = None) -> None:
    """Drops a file on the canvas, or on another part of the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    place = over or window.canvas
    event = QDropEvent(
        place.mapTo(window, place.rect().center()).toPointF(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_a_picture_opens_as_a_document(
    window: Window, picture: Path, settle: Callable[[], None]
) -> None:
    window.files.open_path(picture)
    settle()
    assert window.document.size == Size(200, 120)
    assert window.canvas.document is window.document
    assert window.layers.list.model().rowCount() == 1
    assert not window.document.modified
    assert "photo.png" in window.windowTitle()
    assert window.files.recent == (str(picture),)


def test_a_picture_dropped_on_the_canvas_becomes_a_layer(
    window: Window, picture: Path, settle: Callable[[], None]
) -> None:
    before = len(window.document.layers)
    dropped(window, picture)
    settle()
    assert len(window.document.layers) == before + 1
    assert window.document.active.name == "photo"
    window.edit.undo()
    assert len(window.document.layers) == before


def test_dropped_beside_the_canvas_it_opens(
    window: Window, picture: Path, settle: Callable[[], None]
) -> None:
    dropped(window, picture, over=window.layers)
    settle()
    assert window.document.size == Size(200, 120)


def test_what_cannot_be_opened_says_so_and_changes_nothing(
    window: Window, tmp_path: Path, settle: Callable[[], None]
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n rubbish")
    document = window.document
    window.files.open_path(broken)
    settle()
    assert window.document is document
    assert "broken.png" in window.banner.text


def test_a_project_comes_back_with_all_its_layers(
    window: Window, tmp_path: Path, settle: Callable[[], None]
) -> None:
    paint(window, (100, 100), (200, 200))
    paint_mask(window, (300, 300))
    window.document.perform(SetSettings(prompt="a red balloon", seed=5))
    path = tmp_path / "work.ora"
    window.files.save_to(path)
    settle()
    assert not window.document.modified
    before, names = window.document.flatten(), [layer.name for layer in window.document.layers]
    window.files.new_document(Size(64, 64))
    window.files.open_path(path)
    settle()
    assert [layer.name for layer in window.document.layers] == names
    assert np.array_equal(window.document.flatten(), before)
    assert isinstance(window.document.layers[-1], MaskLayer)
    assert window.generate_panel.prompt.toPlainText() == "a red balloon"
    assert not window.document.modified


def test_painting_while_it_is_saved_stays_unsaved(
    window: Window, tmp_path: Path, settle: Callable[[], None]
) -> None:
    paint(window, (100, 100))
    window.files.save_to(tmp_path / "work.ora")
    paint(window, (200, 200))
    settle()
    assert window.document.modified


def test_a_save_that_fails_loses_nothing_and_says_why(
    window: Window, tmp_path: Path, settle: Callable[[], None]
) -> None:
    paint(window, (100, 100))
    window.files.save_to(tmp_path / "no such folder" / "work.ora")
    settle()
    assert window.document.modified
    assert window.banner.text


def test_an_exported_picture_carries_the_recipe_and_gives_it_back(
    generated: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    window = generated
    window.apply_candidate()
    path = tmp_path / "out.png"
    with qtbot.waitSignal(window.exports.exported):
        window.exports.export_to(path)
    assert open_picture(path).pixels.size == window.document.size
    recipe = read_recipe_of(path)
    assert recipe is not None
    assert (recipe["prompt"], recipe["seed"]) == ("a cat on a beach", 7)
    window.document.perform(SetSettings(prompt="something else", seed=None, steps=30))
    dropped(window, path)
    qtbot.waitUntil(lambda: window.document.settings.prompt == "a cat on a beach")
    assert (window.document.settings.seed, window.document.settings.steps) == (7, 4)
    assert "recipe" in window.banner.text
    window.edit.undo()
    assert window.document.settings.prompt == "something else"


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".avif", ".tif"])
def test_every_format_is_written(window: Window, tmp_path: Path, suffix: str, qtbot: QtBot) -> None:
    path = tmp_path / f"out{suffix}"
    with qtbot.waitSignal(window.exports.exported):
        window.exports.export_to(path)
    assert open_picture(path).pixels.size == Size(512, 512)


def test_a_candidate_can_be_saved_by_itself(
    generated: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    window = generated
    candidate = window.candidates.model.candidates[1]
    window.candidates.save.emit(candidate)
    dialog = window.findChild(QFileDialog)
    dialog.selectFile(str(tmp_path / "one.png"))
    with qtbot.waitSignal(window.exports.exported):
        dialog.accept()
    assert read_recipe_of(tmp_path / "one.png")["seed"] == 8


def test_a_large_picture_is_placed_without_holding_up_the_window(
    window: Window, settle: Callable[[], None]
) -> None:
    before = len(window.document.layers)
    window.files.place_pixels(np.full((1500, 1500, 4), 255, np.uint8), "Large")
    assert len(window.document.layers) == before
    settle()
    assert window.document.active.name == "Large"


class TestUnsavedChanges:
    def question(self, window: Window) -> QMessageBox:
        found = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
        assert len(found) == 1
        return found[0]

    def test_are_asked_about_before_they_would_be_lost(self, window: Window) -> None:
        paint(window, (100, 100))
        document = window.document
        window.files.new_document(Size(64, 64))
        question = self.question(window)
        assert window.document is document
        question.button(QMessageBox.StandardButton.Cancel).click()
        assert window.document is document

    def test_can_be_discarded(self, window: Window) -> None:
        paint(window, (100, 100))
        window.files.new_document(Size(64, 64))
        self.question(window).button(QMessageBox.StandardButton.Discard).click()
        assert window.document.size == Size(64, 64)

    def test_are_saved_first_when_wanted(
        self, window: Window, tmp_path: Path, settle: Callable[[], None]
    ) -> None:
        window.files.save_to(tmp_path / "work.ora")
        settle()
        paint(window, (100, 100))
        window.files.new_document(Size(64, 64))
        self.question(window).button(QMessageBox.StandardButton.Save).click()
        settle()
        assert window.document.size == Size(64, 64)
        assert (tmp_path / "work.ora").stat().st_size > 0

    def test_keep_the_window_open_until_it_is_answered(self, window: Window) -> None:
        paint(window, (100, 100))
        assert not window.close()
        assert window.isVisible()
        self.question(window).button(QMessageBox.StandardButton.Discard).click()
        assert not window.isVisible()

    def test_are_asked_about_when_they_are_made_while_another_picture_is_read(
        self, window: Window, picture: Path, settle: Callable[[], None]
    ) -> None:
        document = window.document
        window.files.open_path(picture)
        paint(window, (100, 100))
        settle()
        assert window.document is document
        self.question(window).button(QMessageBox.StandardButton.Discard).click()
        assert window.document.size == Size(200, 120)

    def test_none_means_no_question(self, window: Window) -> None:
        window.document.mark_saved()
        assert window.close()


def test_dropped_on_the_generate_panel_only_the_recipe_is_taken(
    generated: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    window = generated
    window.apply_candidate()
    path = tmp_path / "out.webp"
    with qtbot.waitSignal(window.exports.exported):
        window.exports.export_to(path)
    window.document.perform(SetSettings(prompt="something else"))
    before = len(window.document.layers)
    dropped(window, path, over=window.generate_panel)
    qtbot.waitUntil(lambda: window.document.settings.prompt == "a cat on a beach")
    assert len(window.document.layers) == before


def test_a_picture_without_a_recipe_says_so(
    window: Window, picture: Path, settle: Callable[[], None]
) -> None:
    dropped(window, picture, over=window.generate_panel)
    settle()
    assert "photo.png carries no recipe" in window.banner.text


class TestAFileThatAnotherHasWritten:
    @pytest.fixture
    def path(self, window: Window, tmp_path: Path, settle: Callable[[], None]) -> Path:
        path = tmp_path / "work.ora"
        window.files.save_to(path)
        settle()
        return path

    def changed(
        self, window: Window, path: Path, settle: Callable[[], None]
    ) -> tuple[bytes, QMessageBox]:
        """Another window saves it; then it is saved in this one."""
        content = path.read_bytes() + b"of another"
        path.write_bytes(content)
        paint(window, (100, 100))
        window.files.save()
        settle()
        found = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
        assert len(found) == 1
        assert "work.ora was changed by another" in found[0].text()
        assert path.read_bytes() == content
        assert window.document.modified
        return content, found[0]

    def press(self, question: QMessageBox, text: str) -> None:
        next(button for button in question.buttons() if text in button.text()).click()

    def test_stays_and_the_next_version_is_saved(
        self, window: Window, path: Path, settle: Callable[[], None]
    ) -> None:
        content, question = self.changed(window, path, settle)
        self.press(question, "Next")
        settle()
        settle()
        assert path.read_bytes() == content
        assert window.files.path == path.with_name("work-001.ora")
        assert open_document(path.with_name("work-001.ora")).document.layers
        assert not window.document.modified

    def test_can_be_overwritten_and_is_not_asked_about_again(
        self, window: Window, path: Path, settle: Callable[[], None]
    ) -> None:
        _, question = self.changed(window, path, settle)
        self.press(question, "Overwrite")
        settle()
        assert open_document(path).document.layers
        paint(window, (50, 50))
        window.files.save()
        settle()
        assert not window.document.modified

    def test_is_noticed_too_when_it_was_opened_here(
        self, window: Window, path: Path, settle: Callable[[], None]
    ) -> None:
        window.files.open_path(path)
        settle()
        _, question = self.changed(window, path, settle)
        question.button(QMessageBox.StandardButton.Cancel).click()
        assert window.document.modified

    def test_that_is_gone_is_saved_again(
        self, window: Window, path: Path, settle: Callable[[], None]
    ) -> None:
        path.unlink()
        window.files.save()
        settle()
        assert open_document(path).document.layers


def test_each_version_gets_a_name_of_its_own(
    window: Window, tmp_path: Path, settle: Callable[[], None]
) -> None:
    window.files.save_to(tmp_path / "cat.ora")
    settle()
    for _ in range(2):
        window.registry["save_next"].trigger()
        settle()
        settle()
    assert sorted(file.name for file in tmp_path.glob("*.ora")) == [
        "cat-001.ora",
        "cat-002.ora",
        "cat.ora",
    ]
    assert window.files.path == tmp_path / "cat-002.ora"


def test_export_again_goes_to_the_same_file_without_asking(
    window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "out.png"
    with qtbot.waitSignal(window.exports.exported):
        window.exports.export_to(path)
    before = path.read_bytes()
    paint(window, (100, 100))
    with qtbot.waitSignal(window.exports.exported):
        window.registry["export_again"].trigger()
    assert path.read_bytes() != before
    assert window.findChild(QFileDialog) is None


def test_export_again_asks_where_in_another_picture(window: Window, tmp_path: Path) -> None:
    window.exports.export_to(tmp_path / "out.png")
    window.document.mark_saved()
    window.files.new_document(Size(64, 64))
    window.registry["export_again"].trigger()
    assert window.findChild(ExportDialog) is not None


def test_colours_that_were_converted_are_told(
    window: Window, tmp_path: Path, settle: Callable[[], None]
) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    path = tmp_path / "wide.png"
    Image.new("RGB", (20, 10), (9, 99, 200)).save(path, icc_profile=lab)
    window.files.open_path(path)
    settle()
    assert "wide.png were converted from" in window.banner.text


def test_a_photoshop_file_opens_with_its_layers_and_says_what_it_lost(
    window: Window, tmp_path: Path, settle: Callable[[], None]
) -> None:
    path = tmp_path / "theirs.psd"
    planes = np.full((3, 20, 30), 90, np.uint8)
    first = Theirs(planes, name="First")
    second = Theirs(planes, name="Second", blend=BlendMode.DISSOLVE)
    path.write_bytes(written([first, second], width=30, height=20))
    window.files.open_path(path)
    settle()
    assert [layer.name for layer in window.document.layers] == ["First", "Second"]
    assert "dissolve" in window.banner.text
    assert not window.document.modified
    window.files.save()  # asks for a project's name: nothing here writes over a Photoshop file
    assert window.findChild(QFileDialog) is not None


@pytest.fixture
def nobody_looks_for_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes then goes at once, and not minutes later with hundreds of MB of tiles."""
    assert not gc.isenabled()
    monkeypatch.setattr(garbage, "look", lambda: None)


def test_a_document_that_was_closed_is_gone_with_all_its_steps(
    generated: Window, qtbot: QtBot, nobody_looks_for_garbage: None
) -> None:
    """Candidates that were made for it stay, and can be varied on what is open now."""
    window = generated
    paint(window, (20, 20), (200, 200))
    closed = weakref.ref(window.document)
    candidate = next(iter(window.controller.candidates.values()))
    window.document.mark_saved()
    window.files.new_document(Size(300, 200))
    qtbot.waitUntil(lambda: closed() is None)
    with qtbot.waitSignal(window.controller.finished):
        window.controller.vary(candidate)


def test_a_job_that_waits_keeps_no_document_alive_that_was_closed(
    window: Window, painter: FlatPainter, qtbot: QtBot, nobody_looks_for_garbage: None
) -> None:
    """Its pictures come as candidates all the same, and are known to be that document's."""
    painter.go.clear()
    window.document.perform(SetSettings(prompt="a cat"))
    window.generate()
    qtbot.waitUntil(lambda: window.controller.running is not None)
    closed, id = weakref.ref(window.document), window.document.state.id
    window.document.mark_saved()
    window.files.new_document(Size(300, 200))
    qtbot.waitUntil(lambda: closed() is None)
    made: list[str] = []
    window.controller.made.connect(lambda _candidate, _placement, document: made.append(document))
    painter.go.set()
    qtbot.waitUntil(lambda: made == [id, id])
    assert all(one.ready for one in window.controller.candidates.values())


def test_dialogs_begin_among_the_artists_pictures_and_then_where_the_last_file_was(
    window: Window,
    picture: Path,
    settle: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pictures = tmp_path / "Pictures"
    monkeypatch.setattr(
        QStandardPaths, "standardLocations", lambda _: [str(tmp_path / "none"), str(pictures)]
    )
    assert window.files.folder == str(Path.home())
    pictures.mkdir()
    assert window.files.folder == str(pictures)
    window.files.open_path(picture)
    settle()
    assert window.files.folder == str(picture.parent)
    window.files.last_folder = str(tmp_path / "gone")
    assert window.files.folder == str(pictures)


def test_a_file_named_in_another_encoding_is_a_file_like_others(
    window: Window, picture: Path, settle: Callable[[], None], home: Path
) -> None:
    odd = picture.with_name(os.fsdecode(b"caf\xe9.png"))
    try:
        odd.write_bytes(picture.read_bytes())
    except OSError:
        pytest.skip("this disk has names of letters only")
    window.files.open_path(picture)
    settle()
    window.files.open_path(odd)
    settle()
    assert window.files.path == odd
    window.files.place_path(odd)
    settle()
    window.files.save_to(odd.with_suffix(".ora"))
    settle()
    assert open_document(odd.with_suffix(".ora")).document.layers[0].name == odd.stem
    window.preferences.keep()
    kept = load_settings()
    assert kept.message == "" and kept.settings.recent_files == (str(picture),)


def test_a_last_folder_on_a_disk_that_vanished_is_passed_over(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a network disk says that is not there any more is none of the usual errors."""
    stat = os.stat

    def vanished(path: object, *rest: object, **named: object) -> object:
        if str(path).startswith("/mnt/away"):
            raise OSError(errno.ESTALE, "Stale file handle")
        return stat(path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", vanished)
    window.files.last_folder = "/mnt/away/pictures"
    assert window.files.folder != "/mnt/away/pictures"


def test_a_file_that_is_named_from_where_the_program_runs_is_remembered_whole(
    window: Window, picture: Path, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(picture.parent)
    window.files.open_path(Path(picture.name))
    settle()
    assert window.files.path == picture
    assert (window.files.recent[0], window.files.last_folder) == (
        str(picture), str(picture.parent),
    )  # fmt: skip
    window.files.save_to(Path("cat.ora"))
    settle()
    assert window.files.path == picture.parent / "cat.ora"
