"""The techniques panel: its list and its menu, and what techniques do without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot
from safetensors.numpy import save_file

from core.document.commands import (
    AddLayerMask,
    FillLayer,
    SetSettings,
    SetTechniques,
)
from core.document.drafts import Draft
from core.document.layers import RasterLayer
from core.techniques import techniques
from desktop.window import Window
from tests.gui.asked import drafts, request_of
from tests.gui.conftest import STARTER
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
