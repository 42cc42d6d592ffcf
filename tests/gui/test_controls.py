"""Sliders, fields and colours: dragged, typed into or moved by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.geometry import Size
from core.request import InpaintSettings
from widgets.colour_panel import ColourPanel
from widgets.inpaint_panel import InpaintPanel
from widgets.progress_row import time_left
from widgets.prompt_edit import PromptEdit
from widgets.seed_field import SeedField
from widgets.size_field import SizeField, shapes
from widgets.value_slider import ValueSlider


@pytest.fixture
def slider(qtbot: QtBot) -> ValueSlider:
    slider = ValueSlider("Opacity", 0, 100, 50, unit=" %")
    qtbot.addWidget(slider)
    slider.resize(200, 26)
    slider.show()
    return slider


class TestValueSlider:
    def test_a_drag_sets_the_value_where_the_pointer_is(self, slider: ValueSlider) -> None:
        told: list[float] = []
        slider.picked.connect(told.append)
        edit = slider.lineEdit()
        QTest.mousePress(edit, Qt.MouseButton.LeftButton, pos=QPoint(100, 10))
        QTest.mouseMove(edit, QPoint(150, 10))
        QTest.mouseRelease(edit, Qt.MouseButton.LeftButton, pos=QPoint(150, 10))
        assert 74 <= slider.value() <= 82
        assert told[-1] == slider.value()

    def test_arrows_step_and_numbers_are_typed(self, slider: ValueSlider) -> None:
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_Right)
        assert slider.value() == 51
        QTest.keyClick(slider, Qt.Key.Key_Return)
        QTest.keyClicks(slider, "7")
        QTest.keyClick(slider, Qt.Key.Key_Return)
        assert slider.value() == 7

    def test_a_number_begins_typing_at_once(self, slider: ValueSlider) -> None:
        slider.setFocus()
        QTest.keyClicks(slider, "33")
        QTest.keyClick(slider, Qt.Key.Key_Return)
        assert slider.value() == 33

    def test_escape_takes_back_what_was_typed(self, slider: ValueSlider) -> None:
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_Return)
        QTest.keyClicks(slider, "9")
        QTest.keyClick(slider, Qt.Key.Key_Escape)
        assert slider.value() == 50

    def test_what_the_program_sets_is_not_told(self, slider: ValueSlider) -> None:
        told: list[float] = []
        slider.picked.connect(told.append)
        slider.show_value(12)
        assert slider.value() == 12
        assert told == []

    def test_the_wheel_scrolls_the_panel_unless_the_slider_is_in_use(
        self, slider: ValueSlider
    ) -> None:
        slider.clearFocus()
        assert slider.value() == 50

    def test_a_curve_gives_small_values_room(self, qtbot: QtBot) -> None:
        size = ValueSlider("Size", 1, 1000, 125, curve=3)
        qtbot.addWidget(size)
        assert 0.45 < size._portion() < 0.55


class TestPrompt:
    def test_ten_thousand_words_and_emoji_are_taken_as_they_are(self, qtbot: QtBot) -> None:
        prompt = PromptEdit("Prompt", "")
        qtbot.addWidget(prompt)
        told: list[str] = []
        prompt.edited.connect(told.append)
        text = "🦊 fox " * 10_000
        prompt.setPlainText(text)
        assert told[-1] == text

    def test_grows_with_its_text_up_to_a_limit(self, qtbot: QtBot) -> None:
        prompt = PromptEdit("Prompt", "", lines=2, most_lines=5)
        qtbot.addWidget(prompt)
        prompt.resize(300, 60)
        prompt.show()
        small = prompt.sizeHint().height()
        prompt.setPlainText("line\n" * 4)
        grown = prompt.sizeHint().height()
        prompt.setPlainText("line\n" * 40)
        assert small < grown <= prompt.sizeHint().height() < small * 4

    def test_what_the_document_says_keeps_the_cursor(self, qtbot: QtBot) -> None:
        prompt = PromptEdit("Prompt", "")
        qtbot.addWidget(prompt)
        prompt.setPlainText("a cat")
        cursor = prompt.textCursor()
        cursor.setPosition(3)
        prompt.setTextCursor(cursor)
        prompt.show_text("a cow")
        assert prompt.textCursor().position() == 3


class TestSeed:
    def test_typing_fixes_it_and_the_die_frees_it(self, qtbot: QtBot) -> None:
        seed = SeedField()
        qtbot.addWidget(seed)
        told: list[object] = []
        seed.picked.connect(told.append)
        QTest.keyClicks(seed._field, "1234")
        QTest.keyClick(seed._field, Qt.Key.Key_Return)
        seed.die.click()
        assert told == [1234, None]
        seed.die.click()
        assert told[-1] == 1234

    def test_letters_are_no_seed_and_too_much_is_the_most(self, qtbot: QtBot) -> None:
        seed = SeedField()
        qtbot.addWidget(seed)
        told: list[object] = []
        seed.picked.connect(told.append)
        QTest.keyClicks(seed._field, "x9999999999")
        QTest.keyClick(seed._field, Qt.Key.Key_Return)
        assert told == [2**32 - 1]


class TestSize:
    def test_offers_shapes_that_suit_the_model(self) -> None:
        assert Size(256, 256) in shapes(256)
        assert all(w % 8 == h % 8 == 0 for w, h in shapes(512))
        assert all(0.85 < w * h / 512**2 < 1.15 for w, h in shapes(512))

    def test_a_chosen_shape_is_told_and_automatic_is_none(self, qtbot: QtBot) -> None:
        field = SizeField()
        qtbot.addWidget(field)
        told: list[object] = []
        field.picked.connect(told.append)
        field._choice.setCurrentIndex(1)
        field._choice.activated.emit(1)
        field._choice.setCurrentIndex(0)
        field._choice.activated.emit(0)
        assert told == [Size(256, 256), None]

    def test_an_own_size_stays_shown(self, qtbot: QtBot) -> None:
        field = SizeField()
        qtbot.addWidget(field)
        field.show_size(Size(200, 312))
        assert field._choice.currentText() == "Own size…"
        assert field._width.value() == 200


def test_inpaint_settings_are_told_as_a_whole(qtbot: QtBot) -> None:
    panel = InpaintPanel()
    qtbot.addWidget(panel)
    told: list[InpaintSettings] = []
    panel.edited.connect(told.append)
    panel.show_settings(InpaintSettings(grow=4, feather=20))
    panel.show()
    assert panel._grow.value() == 4
    panel._match.click()
    assert told == [InpaintSettings(grow=4, feather=20, match_colours=False)]


class TestColours:
    @pytest.fixture
    def panel(self, qtbot: QtBot) -> ColourPanel:
        panel = ColourPanel()
        qtbot.addWidget(panel)
        panel.resize(240, 220)
        panel.show()
        return panel

    def test_a_code_or_a_name_is_a_colour(self, panel: ColourPanel) -> None:
        told: list[str] = []
        panel.picked.connect(lambda colour: told.append(colour.name()))
        for text in ("#336699", "ff8800", "teal", "nonsense"):
            panel._code.setText(text)
            panel._code.editingFinished.emit()
        assert told == ["#336699", "#ff8800", "#008080"]

    def test_a_click_in_the_square_chooses(self, panel: ColourPanel) -> None:
        told: list[QColor] = []
        panel.picked.connect(told.append)
        corner = QPoint(panel.square.width() - 1, 0)
        QTest.mouseClick(panel.square, Qt.MouseButton.LeftButton, pos=corner)
        assert told[-1].saturationF() > 0.99
        assert told[-1].valueF() > 0.99

    def test_a_grey_keeps_the_hue_for_the_next_colour(self, panel: ColourPanel) -> None:
        panel.show_colours(QColor("#00ff00"), QColor("white"))
        panel.show_colours(QColor("#808080"), QColor("white"))
        assert panel.hue.x_portion == pytest.approx(1 / 3, abs=0.01)

    def test_arrows_move_the_hue(self, panel: ColourPanel) -> None:
        told: list[QColor] = []
        panel.picked.connect(told.append)
        panel.show_colours(QColor("#ff0000"), QColor("white"))
        QTest.keyClick(panel.hue, Qt.Key.Key_Right)
        assert told[-1].hueF() > 0


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.3, "almost done"), (4.4, "4 s left"), (150, "2 min left")]
)
def test_time_left_in_words(seconds: float, text: str) -> None:
    assert time_left(seconds) == text
