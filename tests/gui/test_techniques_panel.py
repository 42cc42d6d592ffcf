"""The techniques panel: forms by themselves, one timeline of undo, and requests that carry it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot
from safetensors.numpy import save_file

from core import presets
from core.document.commands import (
    AddLayer,
    AddLayerMask,
    FillLayer,
    RemoveLayer,
    SetLayer,
    SetSettings,
    SetTechniques,
)
from core.document.drafts import Draft, FromFile, FromLayer, draft_of, new_draft
from core.document.layers import RasterLayer, RegionLayer, SketchLayer
from core.files.openraster import open_document, save_document
from core.files.pictures import save_picture
from core.geometry import Rect
from core.recipe import parse_recipe, to_recipe
from core.request import InpaintSettings, Pixels, Request
from core.techniques import techniques
from core.techniques.declare import parse
from desktop.possible import can_generate
from desktop.window import Window
from tests.gui.conftest import STARTER, paint, paint_mask
from tests.gui.example_technique import examples
from tests.gui.painter import FlatPainter
from widgets.techniques.add_menu import GROUPS
from widgets.techniques.panel import TechniquesPanel

SAG = "self_attention_guidance"


@pytest.fixture(autouse=True)
def with_examples() -> Iterator[None]:
    with examples():
        yield


def language_model(folder: Path) -> None:
    """A language model, as far as anybody here looks at it."""
    folder.mkdir(parents=True)
    (folder / "config.json").write_text('{"architectures": ["GPT2LMHeadModel"]}')
    (folder / "tokenizer.json").write_text("{}")
    save_file({"x": np.zeros(1, np.float32)}, folder / "model.safetensors")


def drafts(window: Window) -> tuple[Draft, ...]:
    return window.document.settings.techniques


def request_of(window: Window, painter: FlatPainter, qtbot: QtBot) -> Request:
    with qtbot.waitSignal(window.controller.finished):
        window.generate()
    return painter.requests[-1]


class TestTheList:
    def test_nothing_of_it_is_made_before_it_is_looked_at(
        self, window: Window, qtbot: QtBot
    ) -> None:
        assert window.generating.techniques._panel is None
        window.docks["techniques"].raise_()
        qtbot.waitUntil(lambda: window.generating.techniques._panel is not None)

    def test_what_is_added_has_a_form_and_can_be_undone(
        self, window: Window, panel: TechniquesPanel
    ) -> None:
        panel.add(SAG)
        assert [card.title for card in panel.cards] == ["Self-Attention Guidance"]
        assert panel.cards[0].form.fields["scale"].slider.value() == 0.75
        assert window.document.undo_text == "Add Self-Attention Guidance"
        window.edit.undo()
        assert panel.cards == []
        window.edit.redo()
        assert len(panel.cards) == 1

    def test_what_is_added_begins_where_one_can_see_it(
        self, window: Window, panel: TechniquesPanel, qtbot: QtBot
    ) -> None:
        window.resize(1200, 600)
        panel.add(SAG)
        panel.add("attend_and_excite")
        bar = panel.area.verticalScrollBar()
        card = panel.cards[1]
        qtbot.waitUntil(lambda: card.height() > panel.area.viewport().height())
        qtbot.waitUntil(lambda: bar.value() > 0)
        top = card.mapTo(panel.area.viewport(), QPoint(0, 0)).y()
        assert 0 <= top < panel.area.viewport().height() // 2

    def test_cards_are_moved_switched_reset_and_removed(
        self, window: Window, panel: TechniquesPanel
    ) -> None:
        panel.add(SAG)
        panel.add("example")
        first, second = panel.cards
        assert not first.up.isEnabled()
        second.up.trigger()
        assert [draft.id for draft in drafts(window)] == ["example", SAG]
        assert panel.cards == [second, first]
        second.switch.click()
        assert [draft.on for draft in drafts(window)] == [False, True]
        second.form.fields["count"].picked.emit(9)
        second.back.trigger()
        assert drafts(window)[0].values == {}
        assert not drafts(window)[0].on
        second.remove_button.click()
        assert [draft.id for draft in drafts(window)] == [SAG]

    def test_every_technique_is_in_the_menu_and_grey_ones_say_why(
        self, window: Window, panel: TechniquesPanel
    ) -> None:
        panel.add("example")
        panel.add_button.fill()
        shown = panel.add_button.techniques_menu.actions()
        actions = {a.data(): a for a in shown if a.data()}
        assert set(actions) == set(techniques())
        assert not any(a.isEnabled() for a in shown if not a.data())
        groups = [i for i, a in enumerate(shown) if not a.data()]
        assert groups[0] == 0 and groups[-1] < shown.index(actions["example"])
        assert {id for ids in GROUPS.values() for id in ids} <= set(techniques())
        assert actions[SAG].isEnabled()
        assert "paper" not in actions[SAG].text()
        assert "arxiv" in actions[SAG].toolTip()
        assert not actions["other"].isEnabled()
        assert "needs a model made for it" in actions["other"].toolTip()
        panel.show_model(replace(STARTER, can=frozenset({"depth"})))
        panel.add_button.fill()
        actions = {a.data(): a for a in panel.add_button.techniques_menu.actions()}
        assert "both move the sun" in actions["other"].toolTip()
        assert "not with Example" in actions["other"].text()
        panel.cards[0].switch.click()
        panel.add_button.fill()
        actions = {a.data(): a for a in panel.add_button.techniques_menu.actions()}
        assert actions["other"].isEnabled()

    def test_one_that_needs_another_model_takes_it_along_in_one_step(
        self, window: Window, panel: TechniquesPanel
    ) -> None:
        far = replace(STARTER, id="far", family="sd2", can=frozenset({"depth"}))
        near = replace(far, id="near", title="Near", family=STARTER.family)
        broken = replace(near, id="broken", problems=("It is broken.",))
        window.show_models([STARTER, broken, far, near])
        panel.add_button.fill()
        actions = {a.data(): a for a in panel.add_button.techniques_menu.actions()}
        assert actions["other"].isEnabled()
        assert actions["other"].text().endswith("changes the model")
        assert "“Near”" in actions["other"].toolTip()
        actions["other"].trigger()
        assert [draft.id for draft in drafts(window)] == ["other"]
        assert window.document.settings.model == "near"
        assert "“Near” from now on" in window.banner.text
        window.edit.undo()
        assert drafts(window) == ()
        assert window.document.settings.model == STARTER.id

    def test_a_picture_is_any_layer_with_pixels_among_groups_masks_and_adjustments(
        self, window: Window, panel: TechniquesPanel
    ) -> None:
        window.layers.add_adjustment("levels")
        window.layers.group()
        window.document.perform(AddLayerMask(window.document.layers[0].id))
        kinds = {type(layer).__name__ for layer in window.document.layers}
        assert {"GroupLayer", "AdjustmentLayer", "LayerMask", "RasterLayer"} <= kinds
        panel.add("controlnet")
        box = panel.cards[0].form.fields["image"].box
        shown = [box.itemText(row) for row in range(box.count())]
        pixels = [one for one in window.document.layers if isinstance(one, RasterLayer)]
        assert shown[1 : 1 + len(pixels)] == [f"{one.name} (layer)" for one in reversed(pixels)]
        assert "From a file…" in shown and not any("Group" in text for text in shown)

    def test_a_card_folds_and_stays_folded_when_something_is_changed(
        self, window: Window, panel: TechniquesPanel
    ) -> None:
        panel.add(SAG)
        panel.cards[0].heading.click()
        assert not panel.cards[0].form.isVisibleTo(panel)
        panel.add("example")
        window.edit.undo()
        assert not panel.cards[0].is_open

    def test_a_technique_of_another_version_can_only_be_removed(
        self, window: Window, panel: TechniquesPanel, qtbot: QtBot
    ) -> None:
        window.document.perform(SetTechniques((Draft("telepathy", {"x": 1}),)))
        qtbot.waitUntil(lambda: "does not have it" in panel.cards[0].problem)
        assert not window.generate_panel.button.isEnabled()
        panel.cards[0].remove_button.click()
        qtbot.waitUntil(lambda: window.generate_panel.button.isEnabled())

    def test_the_action_opens_the_menu(
        self, window: Window, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        button = window.generating.techniques.panel.add_button
        opened: list[bool] = []
        # The offscreen platform cannot grab the keyboard for a menu.
        monkeypatch.setattr(button, "showMenu", lambda: opened.append(button.isVisible()))
        window.registry["add_technique"].trigger()
        assert opened == [True]
        assert button.hasFocus()


class TestFurtherModels:
    """Pix2Pix Zero has a language model speak when there is one."""

    ZERO = Draft("pix2pix_zero", {"from": "cat", "to": "dog"})

    def test_a_form_says_what_is_missing_and_where_it_belongs(
        self, window: Window, panel: TechniquesPanel, qtbot: QtBot, home: Path
    ) -> None:
        panel.add(SAG)
        panel.add("pix2pix_zero")
        other, card = panel.cards
        qtbot.waitUntil(lambda: "No language model was found" in card.lack)
        folder = home / "data/models/language"
        assert str(folder) in card.lack
        qtbot.waitUntil(card._lack.isVisible)
        assert not other._lack.isVisible()
        # It takes no room of the panel's, however long the path is.
        assert card.minimumSizeHint().width() <= panel.area.viewport().width()
        card.heading.click()
        assert not card._lack.isVisible()
        card.heading.click()
        language_model(folder / "small-gpt")
        panel.add("pix2pix_zero")
        qtbot.waitUntil(lambda: not card.lack and not panel.cards[2].lack)
        assert not card._lack.isVisible()

    def test_a_request_names_the_one_that_speaks(
        self, window: Window, painter: FlatPainter, qtbot: QtBot, home: Path
    ) -> None:
        window.document.perform(SetSettings(prompt="a cat"))
        window.document.perform(SetTechniques((self.ZERO,)))
        (technique,) = request_of(window, painter, qtbot).techniques
        assert technique.sentences == "built_in"
        language_model(home / "data/models/language/small-gpt")
        (technique,) = request_of(window, painter, qtbot).techniques
        assert (technique.sentences, technique.language_model) == ("language_model", "small-gpt")

    def test_one_that_is_asked_for_and_missing_is_told_by_the_forms_names(
        self, window: Window, painter: FlatPainter, qtbot: QtBot
    ) -> None:
        window.document.perform(SetSettings(prompt="a cat"))
        asked = self.ZERO.with_value("sentences", "language_model")
        window.document.perform(SetTechniques((asked,)))
        with qtbot.waitSignal(window.controller.failed) as failed:
            window.generate()
        assert "Pix2Pix Zero: Sentences: No language model was found" in str(failed.args[0])
        assert not painter.requests


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


class TestRegions:
    BOXES = Rect(0, 0, 64, 64), Rect(300, 300, 100, 100)

    @pytest.fixture
    def regions(self, window: Window) -> list[RegionLayer]:
        made = [
            RegionLayer(name=name, prompt=f"a {name}", box=box)
            for name, box in zip(("frog", "cat"), self.BOXES, strict=True)
        ]
        for layer in made:
            window.document.perform(AddLayer(layer))
        return made

    @pytest.fixture
    def form(self, panel: TechniquesPanel) -> dict[str, object]:
        panel.add("example")
        return panel.cards[0].form.fields

    def click(self, field: QWidget, index: int) -> None:
        place = field.chips.place_of(index).center().toPoint()
        QTest.mouseClick(field.chips, Qt.MouseButton.LeftButton, pos=place)

    def names(self, field: QWidget) -> list[tuple[str, bool]]:
        return [(chip.text, chip.on) for chip in field.chips.chips]

    def test_they_are_clicked_and_stand_in_the_request_by_number(
        self, window: Window, regions: list[RegionLayer], form: dict, painter: FlatPainter,
        qtbot: QtBot,
    ) -> None:  # fmt: skip
        field = form["places"]
        assert field.heading.text() == "Places: everywhere"
        assert set(self.names(field)) == {("frog", False), ("cat", False)}
        cat = [name for name, _ in self.names(field)].index("cat")
        self.click(field, cat)
        assert drafts(window)[0].values["places"] == [FromLayer(regions[1].id)]
        assert field.heading.text() == "Places"
        request = request_of(window, painter, qtbot)
        (number,) = request.techniques[0].places
        assert request.regions[number].prompt == "a cat"
        self.click(field, cat)
        assert drafts(window)[0].values["places"] == []
        assert request_of(window, painter, qtbot).techniques[0].places == ()

    def test_where_a_part_is_repainted_that_no_region_reaches_nothing_counts(
        self, window: Window, regions: list[RegionLayer], painter: FlatPainter, qtbot: QtBot
    ) -> None:
        """One of two is left, and what counted in the other does not count everywhere."""
        places = [[FromLayer(one.id)] for one in regions]
        window.document.perform(
            SetTechniques(tuple(Draft("example", {"places": one}) for one in places))
        )
        window.document.perform(
            SetSettings(inpaint=InpaintSettings(context=Rect(256, 256, 200, 200)))
        )
        paint(window, (10, 10), (500, 500))
        paint_mask(window, (350, 350), size=60)
        request = request_of(window, painter, qtbot)
        assert [region.prompt for region in request.regions] == ["a cat"]
        assert [one.places for one in request.techniques] == [(0,)]

    def test_one_that_is_gone_hidden_or_silent_is_told_before_the_run(
        self, window: Window, panel: TechniquesPanel, regions: list[RegionLayer], form: dict,
        qtbot: QtBot,
    ) -> None:  # fmt: skip
        id = regions[0].id
        form["places"].picked.emit([FromLayer(id)])
        window.document.perform(SetLayer(id, visible=False))
        qtbot.waitUntil(lambda: "“frog” is hidden or says nothing" in panel.cards[0].problem)
        window.document.perform(RemoveLayer(id))
        qtbot.waitUntil(lambda: "not there any more" in panel.cards[0].problem)
        assert ("A region that is gone", True) in self.names(form["places"])
        assert not can_generate(window)
        form["places"].picked.emit([1])
        qtbot.waitUntil(lambda: "region is not on the canvas" in panel.cards[0].problem)
        form["places"].picked.emit([])
        qtbot.waitUntil(lambda: panel.cards[0].problem == "")

    def test_they_are_saved_with_the_document_but_not_in_a_preset(
        self, window: Window, regions: list[RegionLayer], tmp_path: Path
    ) -> None:
        draft = Draft("example", {"places": [FromLayer(regions[0].id)], "count": 5})
        window.document.perform(SetTechniques((draft,)))
        file = tmp_path / "picture.ora"
        save_document(file, window.document.snapshot())
        assert open_document(file).document.settings.techniques == (draft,)
        assert presets.layers_in([draft])
        presets.export(tmp_path / "example.json", [draft])
        (kept,) = presets.read(tmp_path / "example.json").drafts
        assert kept.values == {"places": [], "count": 5}


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


class TestRequests:
    def test_carry_the_techniques_that_are_on_in_their_order(
        self, window: Window, panel: TechniquesPanel, painter: FlatPainter, qtbot: QtBot
    ) -> None:
        panel.add("example")
        panel.add(SAG)
        panel.add("needing")
        panel.cards[1].form.fields["scale"].picked.emit(1.5)
        panel.cards[0].form.fields["things"].picked.emit([{"prompt": "a lamp"}])
        qtbot.waitUntil(lambda: "needs a mask" in panel.cards[2].problem)
        panel.cards[2].switch.click()
        qtbot.waitUntil(lambda: can_generate(window))
        made = request_of(window, painter, qtbot).techniques
        assert [one.declaration.id for one in made] == ["example", SAG]
        assert made[1].scale == 1.5
        assert made[0].things[0].prompt == "a lamp"

    def test_a_recipe_brings_its_techniques_back_pictures_too(
        self, window: Window, panel: TechniquesPanel, painter: FlatPainter, qtbot: QtBot,
        tmp_path: Path,
    ) -> None:  # fmt: skip
        rng = np.random.default_rng(3)
        pixels = Pixels(rng.integers(0, 256, (256, 256, 4), np.uint8))
        things = [{"prompt": "a lamp", "scale": 2.0}]
        values = {"image": pixels, "things": things, "late": 3, "kind": "b"}
        drafted = (Draft("example", values), new_draft(SAG, techniques()[SAG]))
        window.document.perform(SetTechniques(drafted))
        request = request_of(window, painter, qtbot)
        again = parse_recipe(to_recipe(request, embed=True), tmp_path)
        assert again.techniques == request.techniques
        window.document.perform(SetTechniques(()))
        window.restore_recipe(again, "picture.png")
        assert drafts(window) == drafted
        assert panel.cards[0].form.fields["kind"].box.currentText() == "Second"
        assert panel.cards[0].form.fields["image"].box.currentText() == "The recipe's picture"
        assert request_of(window, painter, qtbot).techniques == request.techniques
        window.edit.undo()
        assert drafts(window) == ()

    def test_what_a_recipe_switched_off_is_off_in_the_list(self) -> None:
        kind = techniques()["example"]
        made = parse(kind, {"id": "example", "enabled": False}, "")
        assert draft_of("example", made) == Draft("example", {}, on=False)

    def test_a_draft_says_only_what_differs(self) -> None:
        kind = techniques()["example"]
        made = parse(kind, {"id": "example", "count": 5, "kind": "a"}, "")
        assert draft_of("example", made).values == {"count": 5}

    def test_they_are_saved_with_the_document(self, window: Window, tmp_path: Path) -> None:
        rng = np.random.default_rng(3)
        pixels = Pixels(rng.integers(0, 256, (20, 30, 4), np.uint8))
        mask = Pixels(rng.integers(0, 256, (20, 30), np.uint8))
        layer = window.document.layers[0].id
        window.document.perform(
            SetTechniques(
                (
                    Draft("example", {"image": pixels, "cover": mask, "things": [{}]}, on=False),
                    Draft("example", {"image": FromLayer(layer), "cover": FromFile("a.png")}),
                    Draft("telepathy", {"x": [1, {"y": None}]}),
                )
            )
        )
        file = tmp_path / "picture.ora"
        save_document(file, window.document.snapshot())
        assert open_document(file).document.settings.techniques == drafts(window)

    def test_a_technique_that_fails_says_so_in_the_banner(
        self, window: Window, panel: TechniquesPanel, qtbot: QtBot
    ) -> None:
        panel.add(SAG)
        window.document.perform(SetSettings(prompt="fail"))
        qtbot.waitUntil(lambda: can_generate(window))
        window.generate()
        qtbot.waitUntil(lambda: "It does not work. Do something else." in window.banner.text)


def test_at_a_small_height_the_list_scrolls_to_what_was_added(
    window: Window, panel: TechniquesPanel, qtbot: QtBot
) -> None:
    window.resize(1024, 600)
    for _ in range(3):
        panel.add("example")
    bar = panel.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() > 0)
    card = panel.cards[-1]
    top = card.mapTo(panel.area, QPoint(0, 0)).y()
    assert top < panel.area.height()
    # Nothing is cut off at the right: there is no bar to scroll to it.
    assert panel.area.widget().width() <= panel.area.viewport().width()


def test_the_layer_list_is_what_is_seen_first(window: Window) -> None:
    window.document.perform(FillLayer(window.document.layers[0].id, (9, 9, 9)))
    assert window.docks["techniques"].isHidden() is False
    assert window.docks["techniques"] in window.tabifiedDockWidgets(window.docks["layers"])
    assert not window.docks["layers"].visibleRegion().isEmpty()
    assert window.generating.techniques._panel is None
