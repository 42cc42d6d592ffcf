"""What the panel's techniques become in a request, in recipes and in files; regions they name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core import presets
from core.document.commands import (
    AddLayer,
    RemoveLayer,
    SetLayer,
    SetSettings,
    SetTechniques,
)
from core.document.drafts import Draft, FromFile, FromLayer, draft_of, new_draft
from core.document.layers import RegionLayer
from core.files.openraster import open_document, save_document
from core.geometry import Rect
from core.recipe import parse_recipe, to_recipe
from core.request import InpaintSettings, Pixels
from core.techniques import techniques
from core.techniques.declare import parse
from desktop.possible import can_generate
from desktop.window import Window
from tests.gui.asked import drafts, request_of
from tests.gui.conftest import paint, paint_mask
from tests.gui.example_technique import examples
from tests.gui.painter import FlatPainter
from widgets.techniques.panel import TechniquesPanel

SAG = "self_attention_guidance"


@pytest.fixture(autouse=True)
def with_examples() -> Iterator[None]:
    with examples():
        yield


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
