"""The picture editor: a picture is cropped and its subject marked, as one paints on the canvas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from core.errors import FileError
from core.files.pictures import png, save_picture
from core.geometry import Point, Rect
from core.training import data_set_editing
from core.training.data_set import look
from core.training.data_set_beside import read_mask
from core.training.folders import crop_file, mask_file
from desktop import main
from tests.gui.canvas.conftest import Hand
from tests.gui.data_sets import Desk
from widgets.canvas.boxes import Handle
from widgets.training import crop_box, data_set_seeing
from widgets.training.picture_editor import Mode, PictureEditor

WHOLE = Rect(0, 0, 400, 300)
RIGHT = Qt.MouseButton.RightButton
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The panel with three grey pictures of 400×300 px."""
    main.application()
    monkeypatch.setattr(data_set_seeing, "_DELAY", 0)
    for i in range(3):
        (tmp_path / "set").mkdir(exist_ok=True)
        save_picture(tmp_path / "set" / f"{i}.png", np.full((300, 400, 3), 100 + i, np.uint8))
    desk = Desk(qtbot, tmp_path / "set")
    yield desk
    desk.panel.editing.editor and desk.panel.editing.editor.reject_now()
    desk.panel.shut_down()
    desk.panel.deleteLater()
    QApplication.processEvents()


def applied(desk: Desk, editor: PictureEditor) -> None:
    editor.apply_button.click()
    desk.settle()


def file_of(desk: Desk, row: int = 0) -> Path:
    return desk.folder / f"{row}.png"


# Marking the subject


def test_the_subject_is_marked_with_the_mask_brush_and_saved_beside_the_picture(
    desk: Desk,
) -> None:
    content = file_of(desk).read_bytes()
    editor = desk.edit(0, Mode.MARK)
    hand = Hand(editor.canvas)
    editor.brush_size.setFocus()
    editor.brush_size.setValue(60)
    hand.drag([(100, 100), (200, 100)])
    hand.drag([(150, 100), (150, 101)], RIGHT)
    editor.erase_action.trigger()
    hand.drag([(200, 100), (201, 100)])
    applied(desk, editor)
    mask = read_mask(file_of(desk))
    assert mask.shape == (300, 400)
    assert mask[100, 90] == 255
    assert mask[100, 150] == 0 and mask[100, 200] == 0 and mask[250, 350] == 0
    assert file_of(desk).read_bytes() == content
    assert desk.panel.model.entries[0].masked
    assert desk.panel.editing.editor is None
    desk.panel.undo()
    desk.settle()
    assert not mask_file(file_of(desk)).exists()


def test_what_is_marked_is_shown_in_the_red_of_mask_layers(desk: Desk) -> None:
    editor = desk.edit(0, Mode.MARK)
    canvas = editor.canvas
    stroke = canvas.document.begin_stroke("subject", canvas.brush(), Point(200, 150))
    stroke.finish()
    canvas._settle.stop()
    canvas._find_effective()
    at = Hand(canvas).place(200.5, 150.5)
    image = canvas.grab().toImage()
    shown = image.pixelColor(at.toPoint())
    assert shown.red() > shown.green() + 60
    corner = image.pixelColor(Hand(canvas).place(20.5, 20.5).toPoint())
    assert corner.red() == corner.green() == 100


def test_keys_choose_the_tool_and_the_size(desk: Desk, qtbot: QtBot) -> None:
    editor = desk.edit(0, Mode.MARK)
    canvas = editor.canvas
    qtbot.waitUntil(editor.isActiveWindow)
    size = canvas.brush().size
    assert size == 38, "an eighth of the picture"
    QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert canvas.brush().size > size
    assert editor.brush_size.value() == canvas.brush().size
    for key, tool in (
        (Qt.Key.Key_E, "eraser"), (Qt.Key.Key_Q, "mask_brush"), (Qt.Key.Key_C, "crop"),
        (Qt.Key.Key_M, "mask_brush"),
    ):  # fmt: skip
        QTest.keyClick(canvas, key)
        assert canvas.tool == tool
    assert editor.brush_action.isChecked() and not editor.crop_action.isChecked()


def test_marks_are_inverted_and_cleared_and_each_step_is_undone_and_redone(desk: Desk) -> None:
    editor = desk.edit(0, Mode.MARK)
    document = editor.canvas.document
    Hand(editor.canvas).drag([(100, 100), (120, 100)])
    marked = editor.editing.marks.mask
    editor.invert_action.trigger()
    assert np.array_equal(editor.editing.marks.mask, 255 - marked)
    editor.clear_action.trigger()
    assert editor.editing.marks.mask is None
    for _ in range(3):
        assert editor.undo_action.isEnabled()
        editor.undo_action.trigger()
    assert not editor.undo_action.isEnabled() and not document.modified
    editor.redo_action.trigger()
    assert np.array_equal(editor.editing.marks.mask, marked)


def test_what_lay_beside_a_picture_comes_back_to_the_byte(desk: Desk) -> None:
    mask, crop = mask_file(file_of(desk)), crop_file(file_of(desk))
    mask.write_bytes(png(np.full((30, 40), 255, np.uint8)))
    crop.write_text("[10,  10, 300, 200 ]")
    before = mask.read_bytes(), crop.read_bytes()
    editor = desk.edit(0, Mode.MARK)
    assert "has been scaled" in editor.banner.text
    editor.invert_action.trigger()
    editor.whole_action.setEnabled(True)
    editor.whole_action.trigger()
    applied(desk, editor)
    assert not mask.exists() and not crop.exists()
    desk.panel.undo()
    desk.settle()
    assert (mask.read_bytes(), crop.read_bytes()) == before


def test_while_cropping_keys_do_nothing_to_the_mask(desk: Desk) -> None:
    editor = desk.edit(0, Mode.MARK)
    Hand(editor.canvas).drag([(100, 100), (120, 100)])
    marked = editor.editing.marks.mask
    editor.set_mode(Mode.CROP)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_I):
        QTest.keyClick(editor.canvas, key)
    assert np.array_equal(editor.editing.marks.mask, marked)
    assert editor._hint.text() != ""


# Cropping


def test_handles_crop_the_picture_and_the_crop_is_saved(desk: Desk) -> None:
    editor = desk.edit(0, Mode.CROP)
    hand = Hand(editor.canvas)
    hand.drag([(0, 0), (50, 40)])
    hand.drag([(400, 170), (300, 170)])
    assert editor.canvas.crop == Rect(50, 40, 250, 260)
    hand.drag([(100, 100), (120, 90)])
    assert editor.canvas.crop == Rect(70, 30, 250, 260)
    applied(desk, editor)
    assert look(file_of(desk), 64).crop == Rect(70, 30, 250, 260)
    assert desk.panel.model.entries[0].cropped
    desk.choose(0)
    assert desk.panel.captions._about.text() == "250×260 of 400×300 px"
    editor = desk.edit(0, Mode.CROP)
    assert editor.canvas.crop == Rect(70, 30, 250, 260)
    editor.whole_action.trigger()
    applied(desk, editor)
    assert not crop_file(file_of(desk)).exists()
    desk.panel.undo()
    desk.settle()
    assert look(file_of(desk), 64).crop == Rect(70, 30, 250, 260)


def test_outside_of_the_crop_another_one_is_drawn_and_escape_takes_it_back(desk: Desk) -> None:
    editor = desk.edit(0, Mode.CROP)
    hand = Hand(editor.canvas)
    hand.drag([(0, 0), (200, 150)])
    first = editor.canvas.crop
    hand.drag([(20, 20), (150, 100)])
    assert editor.canvas.crop == Rect(20, 20, 130, 80)
    hand.press(300, 200)
    hand.move(390, 290)
    assert editor.canvas.crop == Rect(300, 200, 90, 90)
    hand.key(Qt.Key.Key_Escape)
    hand.release(390, 290)
    assert editor.canvas.crop == Rect(20, 20, 130, 80)
    hand.drag([(300, 200), (303, 201)])
    assert editor.canvas.crop == Rect(20, 20, 130, 80), "a slip of the hand is no crop"
    editor.undo_action.trigger()
    assert editor.canvas.crop == first


def test_arrow_keys_move_and_resize_the_crop_as_one_step(desk: Desk) -> None:
    editor = desk.edit(0, Mode.CROP)
    Hand(editor.canvas).drag([(0, 0), (100, 100)])
    hand = Hand(editor.canvas)
    hand.key(Qt.Key.Key_Left)
    hand.key(Qt.Key.Key_Up, modifiers=Qt.KeyboardModifier.ShiftModifier)
    hand.key(Qt.Key.Key_Left, modifiers=Qt.KeyboardModifier.AltModifier)
    assert editor.canvas.crop == Rect(99, 90, 299, 200)
    editor.undo_action.trigger()
    assert editor.canvas.crop == Rect(100, 100, 300, 200)


def test_a_shape_is_kept_while_it_is_dragged(desk: Desk) -> None:
    desk.panel.set_expectations("", 256, 1)
    editor = desk.edit(0, Mode.CROP)
    shapes = [editor._shapes.itemText(i) for i in range(editor._shapes.count())]
    assert shapes[:3] == ["Free", "As the picture", "Square"]
    assert "Wide, 320 × 192" in shapes and "High, 192 × 320" in shapes
    editor._shapes.setCurrentIndex(shapes.index("Square"))
    editor._shapes.activated.emit(shapes.index("Square"))
    assert editor.canvas.crop == Rect(50, 0, 300, 300)
    Hand(editor.canvas).drag([(50, 0), (150, 10)])
    assert editor.canvas.crop.width == editor.canvas.crop.height == 290
    editor._shapes.setCurrentIndex(shapes.index("High, 192 × 320"))
    editor._shapes.activated.emit(shapes.index("High, 192 × 320"))
    crop = editor.canvas.crop
    assert abs(crop.width / crop.height - 0.6) < 0.01
    assert WHOLE.contains(crop)


def test_a_part_that_is_too_small_is_warned_about(desk: Desk) -> None:
    desk.panel.set_expectations("", 256, 1)
    editor = desk.edit(0, Mode.CROP)
    assert "much smaller" not in editor._hint.text()
    Hand(editor.canvas).drag([(0, 0), (300, 200)])
    assert editor._hint.text().startswith("100×100 px is much smaller than the model's 256 px")


@pytest.mark.parametrize("ratio", [None, 1.0, 2.5, 0.4])
@pytest.mark.parametrize("handle", list(Handle))
def test_whatever_is_dragged_stays_in_the_picture_and_in_its_shape(
    handle: Handle, ratio: float | None
) -> None:
    start = Rect(100, 90, 120, 90) if ratio is None else crop_box.shaped(WHOLE, WHOLE, ratio)
    assert WHOLE.contains(start)
    for dx, dy in ((5, 3), (-40, 60), (900, 900), (-900, -900), (700, -2), (0, 0)):
        box = crop_box.dragged(start, handle, dx, dy, WHOLE, ratio)
        assert WHOLE.contains(box)
        assert min(box.width, box.height) >= crop_box.SMALLEST - 1
        if ratio is not None and handle is not Handle.INSIDE:
            assert abs(box.width - box.height * ratio) <= max(1.0, ratio)


@pytest.mark.parametrize("ratio", [None, 1.0, 1.5])
def test_what_is_drawn_begins_where_the_pen_came_down(ratio: float | None) -> None:
    for end in ((250, 200), (20, 30), (900, 150), (100, -50)):
        box = crop_box.drawn(Point(120, 110), Point(*end), WHOLE, ratio)
        assert WHOLE.contains(box)
        corners = {(box.x, box.y), (box.right, box.y), (box.x, box.bottom), (box.right, box.bottom)}
        assert (120, 110) in corners
        if ratio is not None:
            assert abs(box.width - box.height * ratio) <= max(1.0, ratio)


# Apply and cancel


def test_cancel_changes_nothing(desk: Desk) -> None:
    editor = desk.edit(0, Mode.MARK)
    Hand(editor.canvas).drag([(100, 100), (120, 100)])
    editor.cancel_button.click()
    desk.settle()
    assert sorted(one.name for one in desk.folder.iterdir()) == ["0.png", "1.png", "2.png"]
    assert desk.panel.editing.editor is None


@pytest.mark.parametrize("answer", ["Apply", "Discard", "Cancel"])
def test_closing_with_changes_asks(desk: Desk, qtbot: QtBot, answer: str) -> None:
    editor = desk.edit(0, Mode.MARK)
    Hand(editor.canvas).drag([(100, 100), (120, 100)])
    QTest.keyClick(editor.canvas, Qt.Key.Key_Escape)
    (question,) = [one for one in editor.findChildren(QMessageBox) if one.isVisible()]
    question.button(getattr(QMessageBox.StandardButton, answer)).click()
    desk.settle()
    assert mask_file(file_of(desk)).exists() == (answer == "Apply")
    assert (desk.panel.editing.editor is None) == (answer != "Cancel")


def test_where_nothing_was_changed_nothing_is_written_and_nothing_is_to_be_undone(
    desk: Desk,
) -> None:
    editor = desk.edit(1, Mode.CROP)
    applied(desk, editor)
    assert desk.panel.editing.editor is None
    assert not desk.panel.bar.undo.isEnabled()
    assert sorted(one.name for one in desk.folder.iterdir()) == ["0.png", "1.png", "2.png"]


def test_without_changes_it_closes_at_once(desk: Desk) -> None:
    editor = desk.edit(0, Mode.CROP)
    QTest.keyClick(editor.canvas, Qt.Key.Key_Escape)
    assert desk.panel.editing.editor is None
    assert not editor.isVisible()


def test_what_cannot_be_saved_stays_in_the_editor_and_can_be_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = desk.edit(0, Mode.MARK)
    Hand(editor.canvas).drag([(100, 100), (120, 100)])

    def full(*_: object) -> None:
        raise FileError("The disk is full.", "Make room.")

    monkeypatch.setattr(data_set_editing, "write_mask", full)
    applied(desk, editor)
    assert editor.isVisible() and editor.apply_button.isEnabled()
    assert editor.banner.text == "The disk is full. Make room."
    monkeypatch.undo()
    applied(desk, editor)
    assert read_mask(file_of(desk))[100, 110] == 255
    assert desk.panel.editing.editor is None


def test_one_picture_after_the_other_is_marked_in_one_window(desk: Desk) -> None:
    editor = desk.edit(0, Mode.MARK)
    for row in (0, 1):
        assert editor.file == file_of(desk, row)
        Hand(editor.canvas).drag([(100, 100), (120, 100)])
        assert editor.next_button.isVisible()
        QTest.keyClick(editor.canvas, Qt.Key.Key_Return, CONTROL)
        desk.settle()
        assert read_mask(file_of(desk, row))[100, 110] == 255
        assert desk.chosen == [f"{row + 1}.png"]
    assert desk.panel.editing.editor is editor
    assert editor.file == file_of(desk, 2)
    assert not editor.next_button.isVisible()
    assert editor.mode is Mode.MARK and not editor.is_changed


def test_another_picture_waits_until_the_changes_are_applied(desk: Desk) -> None:
    editor = desk.edit(0, Mode.MARK)
    Hand(editor.canvas).drag([(100, 100), (120, 100)])
    desk.choose(1)
    desk.panel.edit_picture(Mode.CROP)
    desk.settle()
    assert editor.file == file_of(desk, 0)
    assert "changes to “0.png” are not applied" in editor.banner.text


def test_marks_are_saved_rather_than_lost_when_all_ends(desk: Desk) -> None:
    editor = desk.edit(0, Mode.MARK)
    Hand(editor.canvas).drag([(100, 100), (120, 100)])
    desk.panel.shut_down()
    assert read_mask(file_of(desk))[100, 110] == 255


def test_a_picture_that_cannot_be_opened_is_told(desk: Desk) -> None:
    desk.choose(0)
    file_of(desk).write_bytes(b"no picture")
    desk.panel.edit_picture(Mode.CROP)
    desk.settle()
    assert "“0.png” is not a picture" in desk.error().cause
    assert desk.panel.editing.editor is None


def test_every_button_is_named_and_says_its_keys(desk: Desk) -> None:
    editor = desk.edit(0, Mode.MARK)
    for action in editor.actions():
        assert action.text() or action.shortcut() == QKeySequence("Ctrl+Return")
    for action in (editor.crop_action, editor.brush_action, editor.erase_action,
                   editor.invert_action, editor.clear_action, editor.undo_action):  # fmt: skip
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        assert keys and f"({keys})" in action.toolTip()
    assert editor.canvas.accessibleName() == "Picture"
    assert "what is learned" in editor.canvas.accessibleDescription()
