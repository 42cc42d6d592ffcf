"""Words that were learned: completed in the prompt, and doubted on another model."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from safetensors.numpy import save_file

from core import places
from core.document.commands import SetSettings, SetTechniques
from core.document.drafts import Draft
from core.document.settings import PaintSettings
from core.models.learned import doubts, find_learned
from core.words.vocabulary import Source, unused_words
from desktop.learned import drafts_of, use_of
from desktop.window import Window
from tests.gui.conftest import STARTER

NAME = "unet.down_blocks.0.attentions.0.to_k"
XL = replace(STARTER, id="xl", title="Large", family="sdxl")


def learned(name: str, word: str, family: str = "sd1") -> Path:
    """A LoRA that says how it is called, among the artist's models."""
    folder = places.own_models() / "learned"
    folder.mkdir(parents=True, exist_ok=True)
    own = {"words": [word], "base": {"family": family, "title": "Its Base", "unet": ""}}
    file = folder / f"{name}.safetensors"
    save_file(
        {f"{NAME}.lora_A.weight": np.zeros((2, 4), np.float32),
         f"{NAME}.lora_B.weight": np.zeros((4, 2), np.float32)},
        file, {"underpaint": json.dumps(own)},
    )  # fmt: skip
    return file


class TestFinding:
    def test_every_learned_file_is_found_and_nothing_else(self) -> None:
        file = learned("toy", "zorb toy")
        top = places.own_models()
        save_file({"<frog>": np.zeros((2, 8), np.float32)}, top / "frog.safetensors")
        (top / "broken.safetensors").write_bytes(b"nothing")
        (top / "model" / "unet").mkdir(parents=True)
        (top / "model" / "model_index.json").write_text("{}")
        save_file({f"{NAME}.lora_A.weight": np.zeros((2, 4), np.float32)},
                  top / "model" / "unet" / "x.safetensors")  # fmt: skip
        (top / "net").mkdir()
        (top / "net" / "config.json").write_text("{}")
        save_file({"<no>": np.zeros((2, 8), np.float32)}, top / "net" / "no.safetensors")
        found = find_learned([top, top / "learned", top / "gone"])
        assert {one.path for one in found} == {file, top / "frog.safetensors"}

    def test_a_file_that_changes_is_read_again(self) -> None:
        learned("toy", "zorb toy")
        (first,) = find_learned([places.own_models()])
        assert first.about.words == ("zorb toy",)
        learned("toy", "another toy, with longer words")
        (second,) = find_learned([places.own_models()])
        assert second.about.words == ("another toy, with longer words",)

    def test_words_that_are_in_use_are_not_offered_once_more(self) -> None:
        toy, frog = learned("toy", "zorb toy"), learned("frog", "blip frog", "sdxl")
        words = unused_words([places.own_models()], [str(toy)], STARTER)
        assert [(one.text, one.file) for one in words] == [
            ("blip frog", str(frog)), ("frog", str(frog))
        ]  # fmt: skip
        assert all(one.source == Source.LEARNED for one in words)
        assert all("taught on Its Base (sdxl)" in one.note for one in words)
        assert doubts([str(toy), str(frog), "/gone"], STARTER) == [words[0].note]


class TestInThePrompt:
    @pytest.fixture(autouse=True)
    def folders(self, window: Window) -> None:
        window.controller.folders = lambda: (places.own_models(),)

    def test_a_word_that_is_taken_brings_its_file(self, window: Window, qtbot: QtBot) -> None:
        file = learned("toy", "zorb toy")
        window.generating.look_for_words_again()
        field = window.generate_panel.prompt
        qtbot.waitUntil(
            lambda: field.vocabulary is not None and bool(field.vocabulary.beginning("zor"))
        )
        window.activateWindow()
        field.setFocus()
        QTest.keyClicks(field, "two zor")
        qtbot.waitUntil(lambda: field.proposing)
        assert field.popup.item(0).toolTip() == "learned, from toy.safetensors"
        QTest.keyClick(field, Qt.Key.Key_Tab)
        qtbot.waitUntil(lambda: bool(window.document.settings.techniques))
        assert window.document.settings.prompt == "two zorb toy"
        (draft,) = window.document.settings.techniques
        assert (draft.id, draft.values) == ("dreambooth", {"file": str(file)})
        # Now that it is in use, its word brings nothing more.
        qtbot.waitUntil(lambda: field.vocabulary.beginning("zor")[0].file == "")

    def test_one_that_is_typed_without_its_file_is_told_and_its_file_comes_into_use(
        self, window: Window, qtbot: QtBot
    ) -> None:
        file = learned("toy", "zorb toy")
        window.generating.look_for_words_again()
        panel = window.generate_panel
        window.document.perform(SetSettings(prompt="a toy and a (Zorb toy:1.2) on a beach"))
        qtbot.waitUntil(lambda: panel.idle is not None and panel.idle.isVisible())
        assert panel.idle is not None
        assert panel.idle.text == "“zorb toy” was taught in “toy.safetensors”, which is not in use."
        button = panel.idle.findChild(QPushButton)
        assert button is not None
        button.click()
        qtbot.waitUntil(lambda: bool(window.document.settings.techniques))
        assert window.document.settings.techniques[0].values == {"file": str(file)}
        qtbot.waitUntil(lambda: not panel.idle.isVisible())

    def test_the_name_of_a_file_alone_is_no_learned_word(
        self, window: Window, qtbot: QtBot
    ) -> None:
        learned("toy", "zorb toy")
        window.generating.look_for_words_again()
        panel = window.generate_panel
        qtbot.waitUntil(lambda: bool(panel.prompt.vocabulary.beginning("zor")))
        window.document.perform(SetSettings(prompt="a toy on a beach"))
        assert panel.idle is None or not panel.idle.isVisible()

    def test_in_a_region_as_well(self, window: Window, qtbot: QtBot) -> None:
        file = learned("toy", "zorb toy")
        window.layers.add_region()
        window.layers._region.prompt.learned_taken.emit(str(file))
        qtbot.waitUntil(lambda: bool(window.document.settings.techniques))

    def test_the_wrong_model_is_doubted_before_anything_is_painted(
        self, window: Window, qtbot: QtBot
    ) -> None:
        file = str(learned("toy", "zorb toy"))
        window.show_models([STARTER, XL])
        window.document.perform(SetTechniques((Draft("dreambooth", {"file": file}),)))
        panel = window.generate_panel
        qtbot.waitUntil(
            lambda: (
                panel.prompt.vocabulary is not None
                and bool(panel.prompt.vocabulary.beginning("zor"))
            )
        )
        assert panel.doubt is None or panel.doubt.isHidden()
        window.document.perform(SetSettings(model="xl"))
        qtbot.waitUntil(lambda: panel.doubt is not None and panel.doubt.isVisible())
        assert panel.doubt.text == (
            "“toy.safetensors” was taught on Its Base (sd1), and “Large” is of another family "
            "(sdxl): it may do nothing, or harm."
        )
        off = replace(window.document.settings.techniques[0], on=False)
        window.document.perform(SetTechniques((off,)))
        qtbot.waitUntil(lambda: panel.doubt.isHidden())


class TestUsing:
    def test_nothing_is_added_twice_and_what_was_off_is_on(self) -> None:
        file = learned("toy", "zorb toy")
        drafts = drafts_of([file])
        settings = PaintSettings(prompt="a Zorb Toy, red")
        once = dict(use_of(settings, drafts, ["zorb toy"]).fields)
        assert once["prompt"] == "a Zorb Toy, red"
        assert [one.id for one in once["techniques"]] == ["dreambooth"]
        off = replace(once["techniques"][0], on=False).with_value("weight", 0.3)
        again = dict(use_of(replace(settings, techniques=(off,)), drafts).fields)
        assert [(one.on, one.values["weight"]) for one in again["techniques"]] == [(True, 0.3)]

    def test_words_go_behind_what_is_written(self) -> None:
        for prompt, wanted in (
            ("", "<a> cat, <b> dog"),
            ("at night", "at night, <a> cat, <b> dog"),
            ("at night, ", "at night, <a> cat, <b> dog"),
            ("the <b> dog", "the <b> dog, <a> cat"),
        ):
            made = dict(use_of(PaintSettings(prompt=prompt), (), ["<a> cat", "<b> dog"]).fields)
            assert made["prompt"] == wanted
