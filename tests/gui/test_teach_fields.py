"""Fields that trainings have and techniques have not: rates, folders, lists of prompts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.parameters import parameters
from core.training import kinds
from core.training.declare import Plan
from widgets.magnitude_slider import MagnitudeSlider
from widgets.techniques.fields import AutomaticField, LinesField, MagnitudeField, NumberField
from widgets.techniques.file_field import FileField
from widgets.techniques.form import Form, field_for
from widgets.techniques.surroundings import Surroundings


@pytest.fixture
def rate(qtbot: QtBot) -> MagnitudeSlider:
    slider = MagnitudeSlider("Learning rate", 1e-9, 1.0, 1e-4, reach=(1e-6, 1e-2))
    qtbot.addWidget(slider)
    slider.resize(201, 26)
    slider.show()
    return slider


class TestRates:
    def test_their_magnitude_is_the_place_along_the_bar(self, rate: MagnitudeSlider) -> None:
        QTest.mouseClick(rate.lineEdit(), Qt.MouseButton.LeftButton, pos=QPoint(45, 10))
        assert 8e-6 < rate.value() < 1.2e-5
        rate.show_value(1e-4)
        assert rate._portion() == pytest.approx(0.5)

    def test_small_ones_are_read_and_typed(self, rate: MagnitudeSlider) -> None:
        assert rate.text() == "0.0001"
        rate.setFocus()
        QTest.keyClick(rate, Qt.Key.Key_Return)
        QTest.keyClicks(rate, "2.5e-6")
        QTest.keyClick(rate, Qt.Key.Key_Return)
        assert rate.value() == 2.5e-6
        assert rate.text() == "2.5e-6"

    def test_arrows_change_them_by_a_part_of_themselves(self, rate: MagnitudeSlider) -> None:
        rate.setFocus()
        QTest.keyClick(rate, Qt.Key.Key_Up)
        assert rate.value() == 1.1e-4
        QTest.keyClick(rate, Qt.Key.Key_Down)
        assert rate.value() == 1e-4

    def test_what_is_no_number_changes_nothing(self, rate: MagnitudeSlider) -> None:
        rate.setFocus()
        QTest.keyClick(rate, Qt.Key.Key_Return)
        QTest.keyClicks(rate, "e")
        QTest.keyClick(rate, Qt.Key.Key_Return)
        assert rate.value() == 1e-4


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_rate_of_a_trainer_is_shown_as_it_is(kind: str, qtbot: QtBot) -> None:
    form = Form(kinds()[kind], Surroundings())
    qtbot.addWidget(form)
    form.show_values({})
    plan: type[Plan] = kinds()[kind]
    field = form.fields["learning_rate"]
    assert isinstance(field, MagnitudeField)
    assert field.slider.value() == parameters(plan)["learning_rate"].default


def test_prompts_are_one_in_each_line(qtbot: QtBot) -> None:
    field = field_for(parameters(Plan)["sample_prompts"], Surroundings())
    assert isinstance(field, LinesField)
    qtbot.addWidget(field)
    field.show_value(["a zorb, red", "two zorbs"])
    assert field.edit.toPlainText() == "a zorb, red\ntwo zorbs"
    told: list[object] = []
    field.picked.connect(told.append)
    field.edit.setPlainText("a zorb, red\n\n  two zorbs \n")
    assert told == []
    field.edit.setPlainText("a zorb, red\n\n")
    assert told == [["a zorb, red"]]
    field.show_value(["a zorb, red"])
    assert field.edit.toPlainText() == "a zorb, red\n\n"


def test_folders_are_chosen_as_folders(qtbot: QtBot, tmp_path: Path) -> None:
    def choose(title: str, then: Callable[[Path], object]) -> None:
        assert title == "Choose Prior folder"
        then(tmp_path)

    surroundings = Surroundings()
    surroundings.choose_folder = choose
    field = field_for(parameters(kinds()["dreambooth"])["prior_folder"], surroundings)
    assert isinstance(field, FileField)
    qtbot.addWidget(field)
    told: list[object] = []
    field.picked.connect(told.append)
    assert field.edit.placeholderText() == "No folder chosen"
    field.button.click()
    assert told == [str(tmp_path)]


def test_what_is_left_to_the_program_is_shown(qtbot: QtBot) -> None:
    """With the box “Auto” on, a field shows what it will be, and begins with it when it is off."""
    parameter = parameters(kinds()["dreambooth"])["resolution"]
    field = field_for(parameter, Surroundings())
    assert isinstance(field, AutomaticField)
    inner = field.inner
    assert isinstance(inner, NumberField)
    qtbot.addWidget(field)
    picked: list[object] = []
    field.picked.connect(picked.append)
    field.show_value(None)
    field.show_chosen(256)
    assert inner.slider.value() == 256
    assert not inner.isEnabled()
    field.box.click()
    assert picked == [256]
    field.show_value(320)
    field.show_chosen(128)
    assert inner.slider.value() == 320
    field.show_value(None)
    assert inner.slider.value() == 128
