"""What is taught: every kind has its form, words and pictures stay when another is chosen."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from core.models.info import ModelInfo
from core.parameters import Several, parameters
from core.training import kinds
from core.training.declare import Pictures
from core.training.draft import begun, plan_of
from core.training.trainers.custom_diffusion import CustomDiffusion
from tests.training.small import draw
from widgets.training.goals import ARTISTS, Goal, goal_of, goals
from widgets.training.teach_form import TeachForm

SD = ModelInfo("sd", "Painter", "sd1", Path("nowhere"), 512)
XL = replace(SD, id="xl", title="Large", family="sdxl", size=1024)
INPAINTING = replace(SD, id="inpainting", title="Inpainting", in_channels=9)
BROKEN = replace(SD, id="broken", title="Broken", problems=("unet is missing.",))


@pytest.fixture
def form(qtbot: QtBot, tmp_path: Path) -> TeachForm:
    form = TeachForm()
    qtbot.addWidget(form)
    form.resize(380, 700)
    form.show()
    form.show_models([SD, XL, INPAINTING, BROKEN], "sd")
    form.show_draft(begun("dreambooth", result="lora"), tmp_path, editable=True)
    qtbot.waitExposed(form)
    return form


def choose(form: TeachForm, goal: Goal) -> None:
    form.goal.setCurrentIndex(form.goal.findText(goal.title))
    form.goal.activated.emit(form.goal.currentIndex())


def offered(form: TeachForm) -> list[str]:
    return [form.model.itemText(row) for row in range(form.model.count())]


def test_artists_wishes_come_first_and_every_trainer_is_there() -> None:
    every = goals()
    assert every[: len(ARTISTS)] == ARTISTS
    assert {goal.kind for goal in every} == set(kinds())
    assert len({goal.title for goal in every}) == len(every)
    assert [goal_of(begun(goal.kind, **goal.values)) for goal in every] == list(every)


@pytest.mark.parametrize("goal", goals(), ids=lambda goal: goal.title)
def test_every_setting_of_a_kind_can_be_set_once(goal: Goal, form: TeachForm) -> None:
    choose(form, goal)
    assert form.draft.kind == goal.kind
    more, part = form.more, form.parts[0]
    more.set_open(True)
    more.make_all()
    part.captions.set_open(True)
    own = [*form.first.fields, *(name for one in more.forms for name in one.fields)]
    chosen = ["model", "steps", "sample_prompts", *goal.values]
    plan = kinds()[goal.kind]
    lists = {
        name for name, one in parameters(plan).items()
        if isinstance(one, Several) and issubclass(one.of, Pictures)
    }  # fmt: skip
    assert sorted([*own, *chosen]) == sorted(set(parameters(plan)) - lists)
    of_part = [*part.first.fields, *part.partners.fields, *part.further.fields]
    entry = next(one.of for name, one in parameters(plan).items() if name in lists)
    assert sorted(of_part) == sorted(parameters(entry))


class TestModels:
    def test_only_those_that_can_be_taught_are_offered(self, form: TeachForm) -> None:
        assert offered(form) == ["Painter", "Large"]
        choose(form, next(goal for goal in ARTISTS if goal.kind == "custom_diffusion"))
        assert offered(form) == ["Painter"]
        choose(form, next(goal for goal in goals() if goal.kind == "inpainting"))
        assert offered(form) == ["Painter", "Large", "Inpainting"]

    def test_one_that_cannot_be_taught_gives_way(self, form: TeachForm) -> None:
        form.model.setCurrentIndex(1)
        form.model.activated.emit(1)
        assert form.info == XL
        assert form.finished_draft().values["model"] == "xl"
        assert form.draft.value("gradient_checkpointing", form.info) is True
        choose(form, next(goal for goal in ARTISTS if goal.kind == "custom_diffusion"))
        assert form.info == SD

    def test_without_any_it_says_so(self, form: TeachForm) -> None:
        form.show_models([BROKEN], "sd")
        assert form.told.startswith("None of the models can be taught this.")
        assert not form.button.isEnabled()


class TestWords:
    def test_prompts_follow_the_words_until_they_are_written(self, form: TeachForm) -> None:
        form.first.fields["word"].edit.setPlainText("zorb")
        assert form.prompts.edit.toPlainText().splitlines()[0] == "a zorb"
        form.first.fields["class_word"].edit.setPlainText("toy")
        assert form.prompts.edit.toPlainText().splitlines()[0] == "a zorb toy"
        form.prompts.edit.setPlainText("two zorb toys")
        form.first.fields["word"].edit.setPlainText("blip")
        assert form.prompts.edit.toPlainText() == "two zorb toys"

    def test_words_stay_by_way_of_kinds_that_have_none(self, form: TeachForm) -> None:
        form.first.fields["word"].edit.setPlainText("zorb")
        for goal in goals():
            choose(form, goal)
        choose(form, ARTISTS[0])
        assert form.first.fields["word"].edit.toPlainText() == "zorb"
        assert form.draft.entries == [{"folder": "pictures"}]


class TestSeveralThings:
    @pytest.fixture
    def several(self, form: TeachForm) -> TeachForm:
        choose(form, next(goal for goal in ARTISTS if goal.kind == "custom_diffusion"))
        return form

    def test_each_has_words_and_pictures_of_its_own(
        self, several: TeachForm, tmp_path: Path
    ) -> None:
        several.add_button.click()
        assert len(several.parts) == 2
        first, second = several.parts
        assert first.folder != second.folder
        for part, word in ((first, "zorb"), (second, "blip")):
            draw(part.folder, 3)
            part.data_set.show_folder(part.folder)
            part.data_set.changed.emit()
            part.first.fields["word"].edit.setPlainText(word)
            part.first.fields["class_word"].edit.setPlainText("toy")
        assert several.told == (
            "Painter learns “zorb toy” and “blip toy” from 6 pictures, in 1,000 steps."
        )
        plan = plan_of(several.finished_draft(), tmp_path, several.info)
        assert isinstance(plan, CustomDiffusion)
        assert plan.sample_prompts == ("a zorb toy", "a blip toy", "a zorb toy and a blip toy")

    def test_one_is_removed_and_the_others_stay(self, several: TeachForm) -> None:
        several.add_button.click()
        several.parts[0].first.fields["word"].edit.setPlainText("zorb")
        several.parts[1].first.fields["word"].edit.setPlainText("blip")
        kept = several.parts[1]
        several.parts[0].remove_button.click()
        assert several.parts == [kept]
        assert several.draft.entries == [{"folder": "pictures 2", "word": "blip"}]
        assert not kept.remove_button.isEnabled()

    def test_it_says_which_one_has_no_pictures(self, several: TeachForm) -> None:
        draw(several.parts[0].folder, 1)
        several.parts[0].data_set.changed.emit()
        several.add_button.click()
        assert several.told.startswith("Concept 2 has no pictures yet.")


class TestFolders:
    def test_pictures_can_stay_where_they_are(self, form: TeachForm, tmp_path: Path) -> None:
        draw(tmp_path / "elsewhere", 4)
        form.surroundings.choose_folder = lambda title, then: then(tmp_path / "elsewhere")
        part = form.parts[0]
        part.captions.set_open(True)
        part.further.fields["folder"].button.click()
        assert part.data_set.folder == tmp_path / "elsewhere"
        form.first.fields["word"].edit.setPlainText("zorb")
        form.first.fields["class_word"].edit.setPlainText("toy")
        assert "from 4 pictures" in form.told
        part.further.fields["folder"].edit.setText("")
        part.further.fields["folder"].edit.editingFinished.emit()
        assert part.data_set.folder == tmp_path / "pictures"

    def test_partners_are_asked_for_beside_the_pictures(
        self, form: TeachForm, tmp_path: Path
    ) -> None:
        choose(form, next(goal for goal in goals() if goal.kind == "instruct_pix2pix"))
        (field,) = form.parts[0].partners.fields.values()
        form.surroundings.choose_folder = lambda title, then: then(tmp_path / "before")
        field.button.click()
        assert form.draft.entries == [
            {"folder": "pictures", "sources_folder": str(tmp_path / "before")}
        ]


def test_how_large_pictures_should_be_is_known_before_the_words_are(form: TeachForm) -> None:
    assert form.problem() is not None
    (part,) = form.parts
    assert part.data_set.editing.side == SD.size
    form.model.setCurrentIndex(form.model.findText(XL.title))
    form.model.activated.emit(form.model.currentIndex())
    assert part.data_set.editing.side == XL.size


def test_tab_goes_from_above_to_below(form: TeachForm, qtbot: QtBot) -> None:
    draw(form.parts[0].folder, 1)
    form.parts[0].data_set.changed.emit()
    form.first.fields["word"].edit.setPlainText("zorb")
    form.first.fields["class_word"].edit.setPlainText("toy")
    qtbot.wait(20)
    form.activateWindow()
    form.goal.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is form.goal)
    heights: list[int] = []
    seen: list[QWidget] = []
    while (widget := QApplication.focusWidget()) is not None and widget not in seen:
        seen.append(widget)
        inside = form._column.isAncestorOf(widget)
        corner = widget.mapTo(form._column, widget.rect().topLeft()) if inside else None
        heights.append(form._column.height() if corner is None else corner.y())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        if widget is form.button:
            break
    assert seen[-1] is form.button
    line = 20  # what stands in one line may be of other heights
    assert all(after >= before - line for before, after in pairwise(heights))
    assert len(seen) >= 8


def test_the_wheel_scrolls_past_what_is_taught_and_changes_nothing(
    form: TeachForm, qtbot: QtBot
) -> None:
    (bar,) = (
        area.verticalScrollBar()
        for area in form.findChildren(QScrollArea)
        if area.isAncestorOf(form.goal)
    )
    form.resize(380, 400)
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    for box in (form.goal, form.model):
        bar.setValue(0)
        chosen = box.currentIndex()
        assert box.count() > 1
        box.setFocus()
        place = box.mapTo(form, box.rect().center())
        QTest.wheelEvent(form.windowHandle(), QPointF(place), QPoint(0, -120))
        assert (box.currentIndex(), bar.value() > 0) == (chosen, True)
