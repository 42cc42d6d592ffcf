"""Forms of techniques, made from what they declare: every kind of field, pictures and files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from core.document.commands import (
    AddLayer,
    SetSettings,
    SetTechniques,
)
from core.document.drafts import Draft, FromFile, FromLayer
from core.document.layers import RegionLayer, SketchLayer
from core.files.pictures import save_picture
from core.geometry import Rect
from desktop.possible import can_generate
from desktop.window import Window
from tests.gui.asked import drafts, request_of
from tests.gui.conftest import STARTER, paint, paint_mask
from tests.gui.example_technique import examples
from tests.gui.painter import FlatPainter
from widgets.techniques.panel import TechniquesPanel


@pytest.fixture(autouse=True)
def with_examples() -> Iterator[None]:
    with examples():
        yield


class TestForms:
    def test_an_empty_field_shows_what_counts_otherwise(self, panel: TechniquesPanel) -> None:
        panel.add("controlnet")
        field = panel.cards[0].form.fields["model"]
        assert field.edit.placeholderText() == "The first that fits"
        assert field.edit.toPlainText() == ""

    @pytest.fixture
    def form(self, window: Window, panel: TechniquesPanel) -> dict[str, object]:
        window.document.perform(SetSettings(prompt="a (red:1.2) cat, and a frog"))
        panel.add("example")
        return panel.cards[0].form.fields

    def values(self, window: Window) -> dict[str, object]:
        return dict(drafts(window)[0].values)

    def test_every_kind_of_field_sets_its_value(
        self, window: Window, panel: TechniquesPanel, form: dict
    ) -> None:
        slider = form["amount"].slider
        assert slider.suffix() == " px"
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_Right)
        form["count"].slider.setFocus()
        QTest.keyClicks(form["count"].slider, "12")
        QTest.keyClick(form["count"].slider, Qt.Key.Key_Return)
        form["sharp"].box.click()
        form["kind"].box.setCurrentIndex(1)
        form["kind"].box.activated.emit(1)
        form["note"].edit.setPlainText("soft")
        assert self.values(window) == {
            "amount": 0.55, "count": 12, "sharp": True, "kind": "b", "note": "soft",
        }  # fmt: skip

    def test_a_drag_is_one_step_of_the_timeline(self, window: Window, form: dict) -> None:
        for value in (0.6, 0.7, 0.8):
            form["amount"].picked.emit(value)
        window.edit.undo()
        assert self.values(window) == {}

    def test_words_are_clicked_or_typed(self, window: Window, form: dict) -> None:
        chips = form["words"].chips
        assert [chip.text for chip in chips.chips] == ["red", "cat", "frog"]
        for index in (2, 1):
            place = chips.place_of(index).center().toPoint()
            QTest.mouseClick(chips, Qt.MouseButton.LeftButton, pos=place)
        assert self.values(window)["words"] == ["cat", "frog"]
        assert [chip.on for chip in chips.chips] == [False, True, True]
        form["words"].edit.setText("red cat, frog")
        form["words"].edit.editingFinished.emit()
        assert self.values(window)["words"] == ["red cat", "frog"]
        assert all(chip.on for chip in chips.chips)

    def test_words_are_chosen_by_keys(self, window: Window, form: dict) -> None:
        chips = form["words"].chips
        chips.setFocus()
        QTest.keyClick(chips, Qt.Key.Key_Right)
        QTest.keyClick(chips, Qt.Key.Key_Space)
        assert self.values(window)["words"] == ["cat"]
        assert chips.accessibleDescription() == "cat, chosen"

    def test_chips_follow_the_prompt_and_the_regions(self, window: Window, form: dict) -> None:
        window.document.perform(SetSettings(prompt="an owl"))
        window.document.perform(AddLayer(RegionLayer(prompt="a red balloon", box=Rect(0, 0, 9, 9))))
        assert [chip.text for chip in form["words"].chips.chips] == ["owl", "red", "balloon"]

    def test_a_word_that_is_not_in_the_prompt_is_told_before_the_run(
        self, window: Window, panel: TechniquesPanel, form: dict, qtbot: QtBot
    ) -> None:
        form["words"].picked.emit(["zebra"])
        qtbot.waitUntil(lambda: "“zebra” is not in the prompt" in panel.cards[0].problem)
        assert "zebra" in window.generate_panel.summary
        assert not can_generate(window)
        window.document.perform(SetSettings(prompt="a ((zebra))"))
        qtbot.waitUntil(lambda: panel.cards[0].problem == "")
        assert "With Example" in window.generate_panel.summary

    def test_automatic_is_a_box_and_begins_with_what_is_usual(
        self, window: Window, form: dict
    ) -> None:
        field = form["late"]
        assert field.box.isChecked()
        assert not field.inner.isEnabled()
        field.box.click()
        assert self.values(window)["late"] == 4
        assert field.inner.isEnabled()
        field.inner.picked.emit(7)
        field.box.click()
        assert self.values(window)["late"] is None
        field.box.click()
        assert self.values(window)["late"] == 7

    def test_entries_of_a_list_are_added_named_and_removed(
        self, window: Window, panel: TechniquesPanel, form: dict
    ) -> None:
        field = form["things"]
        assert field.add_button.text() == "Add thing"
        for _ in range(3):
            field.add_button.click()
        assert not field.add_button.isEnabled()
        field.entries[1].form.fields["prompt"].edit.setPlainText("a lamp")
        field.entries[1].form.fields["scale"].picked.emit(2.0)
        assert self.values(window)["things"] == [{}, {"prompt": "a lamp", "scale": 2.0}, {}]
        field.entries[0].remove_button.click()
        assert self.values(window)["things"] == [{"prompt": "a lamp", "scale": 2.0}, {}]
        assert field.entries[0].form.fields["prompt"].edit.toPlainText() == "a lamp"
        window.edit.undo()
        assert len(field.entries) == 3

    def test_what_is_missing_names_the_entry_and_its_field(
        self, panel: TechniquesPanel, form: dict, qtbot: QtBot
    ) -> None:
        form["things"].add_button.click()
        wanted = "Thing 1: Thing: The text is empty."
        qtbot.waitUntil(lambda: panel.cards[0].problem.startswith(wanted))

    def test_fields_that_do_not_fit_each_other_are_told(
        self, panel: TechniquesPanel, form: dict, qtbot: QtBot
    ) -> None:
        form["amount"].picked.emit(2.0)
        wanted = "Amount: That is too much of it. Take less."
        qtbot.waitUntil(lambda: panel.cards[0].problem == wanted)

    def test_every_control_has_a_name_a_help_and_the_keyboard(
        self, panel: TechniquesPanel, form: dict
    ) -> None:
        form["things"].add_button.click()
        kinds = (QAbstractButton, QAbstractSpinBox, QComboBox)
        controls = [w for kind in kinds for w in panel.findChildren(kind) if w.isVisibleTo(panel)]
        assert len(controls) >= 15
        for control in controls:
            assert control.accessibleName() or control.text(), control
            assert control.toolTip(), control.accessibleName()
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control.accessibleName()
        assert form["words"].edit.accessibleName() == "Words"
        assert form["words"].chips.accessibleName() == "Words of the prompt for Words"


class TestPictures:
    @pytest.fixture
    def form(self, panel: TechniquesPanel) -> dict[str, object]:
        panel.add("example")
        return panel.cards[0].form.fields

    def choose(self, field: QWidget, title: str) -> None:
        index = next(i for i in range(field.box.count()) if field.box.itemText(i) == title)
        field.box.setCurrentIndex(index)
        field.box.activated.emit(index)

    def test_a_layer_goes_along_as_it_is_when_generate_is_pressed(
        self, window: Window, form: dict, painter: FlatPainter, qtbot: QtBot
    ) -> None:
        sketch = SketchLayer.empty(window.document.size, "Lines")
        window.document.perform(AddLayer(sketch, 2))
        qtbot.waitUntil(lambda: form["image"].box.findText("Lines (sketch)") >= 0)
        self.choose(form["image"], "Lines (sketch)")
        assert drafts(window)[0].values["image"] == FromLayer(sketch.id)
        paint(window, (256, 256), (400, 256))
        image = request_of(window, painter, qtbot).techniques[0].image
        assert image is not None
        assert image.size == (256, 256)
        assert image.array[128, 150].tolist() == [255, 0, 0, 255]
        assert image.array[10, 10, 3] == 0

    def test_a_map_lies_under_the_part_that_is_repainted(
        self, window: Window, form: dict, painter: FlatPainter, qtbot: QtBot
    ) -> None:
        sketch = SketchLayer.empty(window.document.size, "Lines")
        window.document.perform(AddLayer(sketch, 2))
        paint(window, (300, 200), (301, 200))
        window.document.perform(SetTechniques((Draft("example", {"image": FromLayer(sketch.id)}),)))
        paint_mask(window, (300, 200), size=100)
        request = request_of(window, painter, qtbot)
        assert request.source is not None
        image, mask = request.techniques[0].image, request.mask
        assert image is not None
        assert mask is not None
        assert image.size == request.source.size == mask.size
        rows, columns = np.nonzero(image.array[..., 3])
        across, down = np.nonzero(mask.array)[::-1]
        assert abs(columns.mean() - across.mean()) < 2
        assert abs(rows.mean() - down.mean()) < 2

    def test_a_mask_layer_serves_as_mask_and_as_picture(
        self, window: Window, form: dict, painter: FlatPainter, qtbot: QtBot
    ) -> None:
        layer = FromLayer(paint_mask(window, (300, 200), size=100))
        values = {"image": layer, "cover": layer}
        window.document.perform(SetTechniques((Draft("example", values),)))
        made = request_of(window, painter, qtbot).techniques[0]
        assert made.cover.array.ndim == 2
        assert made.cover.array.max() == 255
        assert np.array_equal(made.image.array[..., 0], made.cover.array)
        assert (made.image.array[..., 3] == 255).all()

    def test_a_file_is_chosen_or_dropped_and_shown(
        self, window: Window, form: dict, painter: FlatPainter, qtbot: QtBot, tmp_path: Path
    ) -> None:
        file = tmp_path / "map.png"
        save_picture(file, np.full((32, 64, 3), 90, np.uint8))
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        event = QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        form["image"].dropEvent(event)
        assert drafts(window)[0].values["image"] == FromFile(str(file))
        assert form["image"].box.currentText() == "map.png"
        assert not form["image"].picture.pixmap().isNull()
        image = request_of(window, painter, qtbot).techniques[0].image
        assert image is not None
        assert image.array[0, 0, 0] == 90

    def test_a_layer_that_is_gone_and_a_file_that_is_gone_are_told(
        self, window: Window, panel: TechniquesPanel, form: dict, qtbot: QtBot, tmp_path: Path
    ) -> None:
        window.document.perform(SetTechniques((Draft("example", {"image": FromLayer("gone")}),)))
        qtbot.waitUntil(lambda: "not there any more" in panel.cards[0].problem)
        values = {"image": FromFile(str(tmp_path / "gone.png"))}
        window.document.perform(SetTechniques((Draft("example", values),)))
        qtbot.waitUntil(lambda: panel.cards[0].problem == "")
        qtbot.waitUntil(lambda: can_generate(window))
        window.generate()
        qtbot.waitUntil(lambda: "There is no file gone.png." in window.banner.text)

    def test_a_required_picture_is_asked_for(
        self, window: Window, panel: TechniquesPanel, qtbot: QtBot
    ) -> None:
        window.show_models([replace(STARTER, can=STARTER.can | {"depth"})])
        panel.add("other")
        wanted = "Image: Nothing is chosen. Choose a layer or a file."
        qtbot.waitUntil(lambda: panel.cards[0].problem == wanted)


def test_a_file_is_chosen_typed_or_dropped(
    window: Window, panel: TechniquesPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    panel.surroundings.choose_learned = lambda title, then: then(tmp_path / "hat.safetensors")
    panel.add("learned")
    wanted = "File: No file is chosen. Choose one."
    qtbot.waitUntil(lambda: panel.cards[0].problem == wanted)
    field = panel.cards[0].form.fields["file"]
    field.button.click()
    assert drafts(window)[0].values["file"] == str(tmp_path / "hat.safetensors")
    assert field.edit.text() == "hat.safetensors"
    field.edit.editingFinished.emit()
    assert drafts(window)[0].values["file"] == str(tmp_path / "hat.safetensors")
    field.edit.setText("/elsewhere/cat.safetensors")
    field.edit.editingFinished.emit()
    assert drafts(window)[0].values["file"] == "/elsewhere/cat.safetensors"
