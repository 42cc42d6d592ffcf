"""The data set panel: whatever is done to pictures is done to their folder, and can be undone."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from core.errors import FileError
from core.files.pictures import open_picture, save_picture
from core.training import data_set_beside, data_set_removing
from core.training.data_set_adding import Added, add
from desktop import main
from tests.gui.data_sets import Desk
from tests.training.small import draw
from widgets.training import data_set_adder, data_set_looker, data_set_panel, data_set_seeing
from widgets.training.data_set_panel import DataSetPanel

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The panel with a folder that is not there yet."""
    main.application()
    monkeypatch.setattr(data_set_seeing, "_DELAY", 0)
    desk = Desk(qtbot, tmp_path / "sets" / "zorb")
    yield desk
    desk.panel.hide()
    desk.panel.shut_down()
    desk.panel.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def filled(desk: Desk, tmp_path: Path) -> Desk:
    """The same with five pictures, of which the first two have captions."""
    draw(desk.folder, 5)
    data_set_beside.write_caption(desk.folder / "00.png", "a zorb")
    data_set_beside.write_caption(desk.folder / "01.png", "a red zorb")
    desk.panel.read_again()
    desk.settle()
    desk.changes = 0
    return desk


# Pictures come in


def test_a_folder_that_is_not_there_is_an_invitation_and_is_not_made(desk: Desk) -> None:
    assert desk.panel.folder == desk.folder
    assert desk.panel.count == 0
    assert desk.panel.empty.isVisible() and not desk.panel.list.isVisible()
    assert not desk.panel.captions.isVisible()
    assert not desk.folder.exists()
    assert desk.told == []


def test_dropped_files_are_copied_told_and_chosen(desk: Desk, tmp_path: Path) -> None:
    files = draw(tmp_path / "mine", 3)
    assert desk.drop_files(files)
    assert desk.names == ["00.png", "01.png", "02.png"]
    assert desk.panel.count == 3
    assert desk.chosen == desk.names
    assert desk.changes >= 1
    assert all(file.exists() for file in files)
    assert desk.panel.list.isVisible() and not desk.panel.empty.isVisible()


def test_a_dropped_folder_gives_its_pictures_and_their_captions(desk: Desk, tmp_path: Path) -> None:
    files = draw(tmp_path / "mine", 2)
    data_set_beside.write_caption(files[1], "a zorb on a beach")
    desk.drop_files([tmp_path / "mine"])
    assert desk.captions == ["", "a zorb on a beach"]
    assert desk.panel.model.entries[1].caption == "a zorb on a beach"


def test_what_cannot_be_read_is_told_and_the_others_are_taken(desk: Desk, tmp_path: Path) -> None:
    good = draw(tmp_path / "mine", 1)
    (tmp_path / "letter.txt").write_text("no picture")
    desk.drop_files([tmp_path / "letter.txt", *good, good[0]])
    assert desk.names == ["00.png"]
    assert len(desk.told) == 1
    assert "“letter.txt” is not a picture" in desk.error().cause
    assert "“00.png” is there already" in desk.error().cause
    assert "It opens PNG" in desk.error().remedy


def image(side: int = 40) -> QImage:
    made = QImage(side, side, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.red)
    return made


def test_pixels_are_dropped_and_pasted(desk: Desk) -> None:
    data = QMimeData()
    data.setImageData(image())
    assert desk.drop(data)
    QGuiApplication.clipboard().setImage(image(30))
    desk.key(desk.panel, Qt.Key.Key_V, CONTROL)
    assert desk.names == ["pasted.png", "pasted 2.png"]
    pixels = open_picture(desk.folder / "pasted.png").pixels.array
    assert pixels.shape == (40, 40, 4)
    assert (pixels == (255, 0, 0, 255)).all()
    QGuiApplication.clipboard().setText("no picture")
    desk.key(desk.panel, Qt.Key.Key_V, CONTROL)
    assert desk.error().cause == "There is no picture in the clipboard."


def test_a_picture_that_comes_as_its_address_is_refused_with_what_to_do(desk: Desk) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/toy.png")])
    assert not desk.drop(data)
    assert "address of a picture" in desk.error().cause
    assert "copy it and paste it" in desk.error().remedy
    text = QMimeData()
    text.setText("hello")
    assert not desk.drop(text)


def test_the_place_to_let_go_is_shown_while_pictures_are_held_over_it(
    filled: Desk, tmp_path: Path
) -> None:
    sign = filled.panel._sign
    data = QMimeData()
    data.setImageData(image())
    enter = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(filled.panel, enter)
    assert sign.isVisible() and sign.size() == filled.panel.size()
    QApplication.sendEvent(filled.panel, QDragLeaveEvent())
    assert not sign.isVisible()


def test_adding_is_stopped_and_what_is_in_stays(
    desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = draw(tmp_path / "mine", 6)
    go = threading.Semaphore(2)

    def slow(folder: Path, paths: list[Path]) -> Added:
        go.acquire()
        return add(folder, paths)

    monkeypatch.setattr(data_set_adder, "add", slow)
    desk.panel.add_files(files)
    qtbot.waitUntil(lambda: desk.panel.adder.done == 2)
    assert desk.panel.bar.text == "Adding 3 of 6…"
    assert desk.panel.bar.stop.isVisible()
    QTest.keyClick(desk.panel, Qt.Key.Key_Escape)
    go.release(9)
    desk.settle()
    assert desk.names in (["00.png", "01.png"], ["00.png", "01.png", "02.png"])
    assert not desk.panel.bar.stop.isVisible()
    assert desk.panel.adder.wanted == 0
    desk.panel.undo()
    desk.settle()
    assert desk.names == []


# Captions


def test_the_caption_of_the_chosen_picture_is_typed_and_saved(filled: Desk) -> None:
    filled.choose(0)
    assert filled.panel.captions.field.toPlainText() == "a zorb"
    filled.type("a  zorb in the sun")
    assert filled.captions[0] == "a zorb"
    filled.choose(2)
    filled.settle()
    assert filled.captions[:3] == ["a zorb in the sun", "a red zorb", ""]
    assert filled.panel.captions.field.toPlainText() == ""
    assert filled.changes == 1


def test_a_pause_in_typing_saves_and_the_cursor_stays(filled: Desk, qtbot: QtBot) -> None:
    filled.choose(2)
    filled.type("zorb")
    qtbot.waitUntil(lambda: filled.captions[2] == "zorb")
    filled.settle()
    QTest.keyClicks(filled.panel.captions.field, "s")
    assert filled.panel.captions.field.toPlainText() == "zorbs"


def test_an_empty_caption_says_which_word_belongs_into_it(filled: Desk) -> None:
    filled.choose(3)
    hint = filled.panel.captions.field
    assert "red balloon" in hint.placeholderText()
    filled.panel.set_expectations("sks", 64, 3)
    assert hint.placeholderText() == "What is seen, with “sks” in it"


def test_several_get_the_same_caption_once_the_field_is_left(filled: Desk) -> None:
    filled.choose(1, 2, 3)
    assert filled.panel.captions.field.toPlainText() == ""
    assert "different captions" in filled.panel.captions.field.placeholderText()
    filled.type("a zorb")
    filled.key(filled.panel.captions.field, Qt.Key.Key_Return)
    assert filled.captions == ["a zorb", "a zorb", "a zorb", "a zorb", ""]


def test_different_captions_are_not_lost_by_typing_and_thinking_better_of_it(
    filled: Desk,
) -> None:
    filled.choose(0, 1)
    filled.type("x")
    filled.type("")
    filled.choose(4)
    filled.settle()
    assert filled.captions == ["a zorb", "a red zorb", "", "", ""]


def test_words_are_put_before_and_after_all_chosen_captions(filled: Desk) -> None:
    filled.choose(0, 1, 2)
    words = filled.panel.captions.words
    QTest.keyClicks(words, ", at night")
    QTest.mouseClick(filled.panel.captions.after_button, Qt.MouseButton.LeftButton)
    filled.settle()
    assert filled.captions[:3] == ["a zorb, at night", "a red zorb, at night", "at night"]
    words.clear()
    filled.panel.set_expectations("<toy>", 0, 1)
    QTest.mouseClick(filled.panel.captions.before_button, Qt.MouseButton.LeftButton)
    filled.settle()
    assert filled.captions[2] == "<toy> at night"


def test_captions_are_undone(filled: Desk) -> None:
    filled.choose(0, 1)
    filled.type("x")
    filled.key(filled.panel.captions.field, Qt.Key.Key_Return)
    assert filled.captions[:2] == ["x", "x"]
    assert "Captions of 2 pictures" in filled.panel.bar.undo.toolTip()
    filled.panel.list.setFocus()
    filled.key(filled.panel.list, Qt.Key.Key_Z, CONTROL)
    assert filled.captions[:2] == ["a zorb", "a red zorb"]
    assert [one.caption for one in filled.panel.model.entries[:2]] == ["a zorb", "a red zorb"]


def test_what_was_typed_is_saved_when_another_folder_is_shown(filled: Desk, tmp_path: Path) -> None:
    filled.choose(3)
    filled.type("typed")
    filled.panel.show_folder(tmp_path / "other")
    filled.settle()
    assert (filled.folder / "03.txt").read_text() == "typed"
    assert filled.panel.count == 0
    assert not (tmp_path / "other").exists()


def test_a_caption_that_cannot_be_saved_is_told_and_the_old_one_shown(
    filled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, caption: str) -> None:
        raise FileError("The disk is full.", "Make room.")

    monkeypatch.setattr(data_set_panel, "write_caption", full)
    filled.choose(0)
    filled.type("new")
    filled.key(filled.panel.captions.field, Qt.Key.Key_Return)
    assert filled.error().cause == "The disk is full."
    assert filled.panel.model.entries[0].caption == "a zorb"
    assert not filled.panel.bar.undo.isEnabled()


# Removing


def test_delete_removes_what_is_chosen_and_undo_brings_it_back(filled: Desk) -> None:
    filled.choose(0, 2)
    filled.key(filled.panel.list, Qt.Key.Key_Delete)
    assert filled.names == ["01.png", "03.png", "04.png"]
    assert filled.chosen == ["03.png"]
    assert not (filled.folder / "00.txt").exists()
    assert filled.changes == 1
    filled.key(filled.panel.list, Qt.Key.Key_Z, CONTROL)
    assert filled.names == ["00.png", "01.png", "02.png", "03.png", "04.png"]
    assert filled.chosen == ["00.png", "02.png"]
    assert filled.captions[0] == "a zorb"
    assert not filled.panel.bar.undo.isEnabled()


def test_what_was_added_is_undone_too(filled: Desk, tmp_path: Path) -> None:
    filled.drop_files(draw(tmp_path / "mine", 2, first=20))
    assert filled.panel.count == 7
    filled.panel.undo()
    filled.settle()
    assert filled.panel.count == 5


def test_an_undo_that_fails_can_be_tried_again(
    filled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.choose(0)
    filled.panel.remove_chosen()
    filled.settle()

    def stuck(*_: object) -> None:
        raise FileError("The disk is full.", "Make room.")

    monkeypatch.setattr(data_set_removing, "move", stuck)
    filled.panel.undo()
    filled.settle()
    assert filled.error().cause == "The disk is full."
    monkeypatch.undo()
    filled.panel.undo()
    filled.settle()
    assert filled.panel.count == 5


# What is doubtful


def test_doubts_are_told_in_words_and_a_click_chooses_the_pictures(
    filled: Desk, tmp_path: Path
) -> None:
    save_picture(filled.folder / "again.png", open_picture(filled.folder / "03.png").pixels.array)
    save_picture(filled.folder / "tiny.png", np.full((20, 20, 3), 9, np.uint8))
    data_set_beside.write_caption(filled.folder / "04.png", "a dog")
    (filled.folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    filled.panel.set_expectations("zorb", 64, 10)
    filled.panel.read_again()
    filled.settle()
    shown = filled.panel.notices
    assert [one.kind for one in shown.notices] == [
        "unreadable", "word", "few", "small", "duplicates"
    ]  # fmt: skip
    assert shown.isVisible()
    for row, chosen in ((1, ["04.png"]), (3, ["tiny.png"]), (4, ["03.png", "again.png"])):
        place = shown.visualRect(shown.model().index(row, 0)).center()
        shown.scrollTo(shown.model().index(row, 0))
        place = shown.visualRect(shown.model().index(row, 0)).center()
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert filled.chosen == chosen
    tip = filled.panel.model.index(4, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "does not have the word “zorb”" in tip
    filled.panel.set_expectations("dog", 8, 1)
    filled.settle()
    assert [one.kind for one in shown.notices] == ["unreadable", "word", "duplicates"]


def test_no_doubts_take_no_room(filled: Desk) -> None:
    assert filled.panel.notices.notices == []
    assert not filled.panel.notices.isVisible()
    filled.panel.set_expectations("", 64, 10)
    filled.settle()
    assert filled.panel.notices.isVisible()
    filled.key(filled.panel.notices, Qt.Key.Key_Down)
    filled.key(filled.panel.notices, Qt.Key.Key_Return)
    assert len(filled.chosen) == 5
    filled.panel.set_expectations("", 64, 3)
    filled.settle()
    assert not filled.panel.notices.isVisible()


# In the background, and elsewhere


def test_pictures_are_opened_in_another_thread_those_in_sight_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, str]] = []
    look = data_set_looker.look

    def watched(file: Path, side: int) -> object:
        seen.append((threading.current_thread().name, file.name))
        return look(file, side)

    monkeypatch.setattr(data_set_looker, "look", watched)
    draw(desk.folder, 60, size=(64, 64))
    desk.panel.read_again()
    desk.settle()
    assert {thread for thread, _ in seen} == {"underpaint-thumbnails"}
    assert sorted(name for _, name in seen) == desk.names
    sight = desk.panel.list.rows_in_sight()
    assert [name for _, name in seen[: len(sight)]] == [desk.names[row] for row in sight]
    assert all(desk.panel.model.pixmap_of(entry.file) for entry in desk.panel.model.entries)


def test_a_defect_with_one_picture_does_not_hide_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    look = data_set_looker.look

    def broken(file: Path, side: int) -> object:
        if file.name == "01.png":
            raise ZeroDivisionError
        return look(file, side)

    monkeypatch.setattr(data_set_looker, "look", broken)
    draw(desk.folder, 3)
    desk.panel.read_again()
    desk.settle()
    shown = [desk.panel.model.pixmap_of(one.file) is not None for one in desk.panel.model.entries]
    assert shown == [True, False, True]
    (notice,) = desk.panel.notices.notices
    assert notice.text.startswith("“01.png” cannot be shown.")
    assert "could not be looked at" in caplog.text


def test_thumbnails_that_had_to_go_come_back_when_they_are_seen(
    filled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("widgets.training.data_set_model.MOST_BYTES", 1)
    model = filled.panel.model
    model.put_look(model.entries[0], data_set_looker.look(model.entries[0].file, 32), 1.0)
    assert sum(model.pixmap_of(one.file) is not None for one in model.entries) == 1
    monkeypatch.undo()
    filled.panel.list.viewed.emit()
    filled.settle()
    assert all(model.pixmap_of(one.file) is not None for one in model.entries)


def test_what_other_programs_do_to_the_folder_is_seen_when_the_window_is_back(
    filled: Desk, tmp_path: Path
) -> None:
    filled.choose(1)
    (filled.folder / "00.png").unlink()
    shutil.copy(draw(tmp_path / "mine", 1, first=30)[0], filled.folder / "new.png")
    (filled.folder / "01.txt").write_text("from elsewhere")
    QApplication.sendEvent(filled.panel, QEvent(QEvent.Type.WindowActivate))
    filled.settle()
    assert filled.names == ["01.png", "02.png", "03.png", "04.png", "new.png"]
    assert filled.chosen == ["01.png"]
    assert filled.panel.captions.field.toPlainText() == "from elsewhere"
    assert filled.changes >= 1


def test_a_picture_that_was_changed_elsewhere_gets_another_thumbnail(filled: Desk) -> None:
    model = filled.panel.model
    before = model.pixmap_of(filled.folder / "02.png").toImage()
    save_picture(filled.folder / "02.png", np.full((30, 64, 3), 200, np.uint8))
    filled.panel.read_again()
    filled.settle()
    after = model.pixmap_of(filled.folder / "02.png").toImage()
    assert after.size() != before.size()
    assert model.look_of(filled.folder / "02.png").size == (64, 30)


def test_a_panel_that_is_gone_leaves_no_thread_and_loses_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    def threads() -> set[str]:
        return {one.name for one in threading.enumerate() if "underpaint" in one.name}

    before = threads()
    draw(tmp_path / "set", 3)
    desk = Desk(qtbot, tmp_path / "set")
    assert threads() - before
    desk.choose(0)
    desk.type("typed")
    desk.panel.hide()
    desk.panel.deleteLater()
    del desk
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: threads() <= before)
    assert (tmp_path / "set" / "00.txt").read_text() == "typed"


def test_what_comes_after_the_end_finds_nothing_to_do(filled: Desk) -> None:
    filled.panel.shut_down()
    QApplication.sendEvent(filled.panel, QEvent(QEvent.Type.WindowActivate))
    filled.panel.set_expectations("other", 512, 99)
    filled.panel.seeing.review_soon()
    assert not filled.panel.seeing.busy


def test_it_opens_in_a_window_of_its_own_and_both_show_what_is_done(
    filled: Desk, qtbot: QtBot
) -> None:
    filled.panel.set_expectations("", 64, 10)
    filled.panel.bar.enlarge.click()
    window = filled.panel._large
    assert window is not None
    other: DataSetPanel = window.panel
    qtbot.waitUntil(lambda: other.count == 5 and not other.busy)
    assert [one.kind for one in other.notices.notices] == ["few"]
    assert not other.bar.enlarge.isVisible()
    other.list.choose([0])
    other.remove_chosen()
    qtbot.waitUntil(lambda: other.count == 4 and filled.panel.count == 4)
    window.close()
    assert filled.panel._large is None


# Looks and keys


@pytest.mark.parametrize("width", [260, 340, 640, 1000])
def test_nothing_lies_over_anything_else_whatever_the_width(filled: Desk, width: int) -> None:
    panel = filled.panel
    panel.set_expectations("cat", 512, 20)
    panel.resize(QSize(width, 460))
    filled.settle()
    assert panel.minimumSizeHint().width() <= 260
    assert panel.minimumSizeHint().height() <= 460
    parts = [panel.notices, panel.list, panel.captions]
    tops = [part.mapTo(panel, QPoint(0, 0)).y() for part in parts]
    bottoms = [top + part.height() for top, part in zip(tops, parts, strict=True)]
    assert all(bottom <= top for bottom, top in zip(bottoms[:-1], tops[1:], strict=True))
    assert bottoms[-1] <= panel.height()
    buttons = panel.findChildren(QPushButton) + panel.findChildren(QToolButton)
    shown = [one for one in buttons if one.isVisible() and one.parent() is panel]
    for one in shown:
        assert one.geometry().right() <= panel.width()
        assert one.width() >= one.minimumSizeHint().width()
        assert not any(one.geometry().intersects(other.geometry()) for other in shown
                       if other is not one)  # fmt: skip
    assert panel.list.columns >= 2


def test_everything_is_reached_in_its_order_and_named(filled: Desk, qtbot: QtBot) -> None:
    panel = filled.panel
    filled.choose(0)
    panel.set_expectations("cat", 512, 20)
    filled.settle()
    panel.bar.undo.setEnabled(True)
    panel.activateWindow()
    panel.setFocus()
    qtbot.waitUntil(panel.bar.add.hasFocus)
    wanted = [panel.bar.add, panel.bar.crop, panel.bar.mark, panel.bar.remove,
              panel.bar.undo, panel.bar.enlarge, panel.notices, panel.list,
              panel.captions.field, panel.captions.words, panel.captions.before_button,
              panel.captions.after_button]  # fmt: skip
    for widget in wanted:
        assert QApplication.focusWidget() is widget
        assert widget.accessibleName() or widget.text()
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    text = panel.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text.startswith("00.png, a zorb, The captions of ")


def test_rows_that_stay_keep_their_selection_when_others_come_and_go(
    filled: Desk, tmp_path: Path
) -> None:
    filled.choose(1, 3)
    (filled.folder / "02.png").unlink()
    for name in ("00a.png", "zz.png", "03a.png"):
        shutil.copy(draw(tmp_path / "mine", 1, first=30)[0], filled.folder / name)
    filled.panel.read_again()
    filled.settle()
    assert filled.names == ["00.png", "00a.png", "01.png", "03.png", "03a.png", "04.png", "zz.png"]
    assert filled.chosen == ["01.png", "03.png"]
