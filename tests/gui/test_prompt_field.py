"""The prompt's field: weights by keys and in sight, words that complete themselves, no waiting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from safetensors.numpy import save_file

from core.document.commands import SetSettings, SetTechniques
from core.document.drafts import Draft
from core.places import resources
from core.words.vocabulary import Entry, Source, Vocabulary, folder, gathered, tags
from desktop.window import Window
from widgets.prompt_field import PromptField
from widgets.prompt_highlight import stretches
from widgets.prompt_words import PromptWords
from widgets.utf16 import from_qt, to_qt

UP, DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down
CONTROL = Qt.KeyboardModifier.ControlModifier


class Host(QWidget):
    """A window with a field and its chips."""

    def __init__(self) -> None:
        super().__init__()
        self.field = PromptField("Prompt", "")
        self.words = PromptWords(self.field)
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.words)
        layout.addStretch()
        self.resize(300, 400)


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[PromptField]:
    host = Host()
    qtbot.addWidget(host)
    host.show()
    host.activateWindow()
    qtbot.waitActive(host)
    host.field.setFocus()
    yield host.field
    host.hide()


def chips(field: PromptField) -> PromptWords:
    host = field.window()
    assert isinstance(host, Host)
    host.words.follow()
    return host.words


def put(field: PromptField, text: str, start: int, end: int | None = None) -> None:
    field.setPlainText(text)
    field.select(start, start if end is None else end)


class TestWeights:
    @pytest.mark.parametrize(
        ("text", "start", "end", "key", "after"),
        [
            ("a red cat", 3, None, UP, "a (red:1.05) cat"),
            ("a red cat", 2, 9, DOWN, "a (red cat:0.95)"),
            ("a (red:1.05) cat", 4, None, DOWN, "a red cat"),
            ("a (red:0.95) cat", 3, 6, UP, "a red cat"),
            ("🦊🦊 (fox:1.2) 🦊", 5, None, UP, "🦊🦊 (fox:1.25) 🦊"),
        ],
    )
    def test_control_and_an_arrow_change_them(
        self, field: PromptField, text: str, start: int, end: int | None, key: Qt.Key, after: str
    ) -> None:
        put(field, text, start, end)
        QTest.keyClick(field, key, CONTROL)
        assert field.toPlainText() == after

    def test_pressed_again_they_go_on_and_back_to_nothing(self, field: PromptField) -> None:
        put(field, "a red cat", 3)
        for _ in range(3):
            QTest.keyClick(field, UP, CONTROL)
        assert field.toPlainText() == "a (red:1.15) cat"
        for _ in range(3):
            QTest.keyClick(field, DOWN, CONTROL)
        assert field.toPlainText() == "a red cat"

    def test_a_selection_stays_selected(self, field: PromptField) -> None:
        put(field, "a red cat", 2, 9)
        QTest.keyClick(field, UP, CONTROL)
        assert field.textCursor().selectedText() == "red cat"

    def test_each_change_is_told_once_and_colours_are_none(
        self, field: PromptField, qtbot: QtBot
    ) -> None:
        told: list[str] = []
        field.edited.connect(told.append)
        put(field, "a red cat\nand a (dog:1.2)", 3)
        QTest.keyClick(field, UP, CONTROL)
        qtbot.wait(350)
        assert told == ["a red cat\nand a (dog:1.2)", "a (red:1.05) cat\nand a (dog:1.2)"]

    def test_undo_is_the_documents(self, window: Window) -> None:
        field = window.generate_panel.prompt
        field.setFocus()
        put(field, "a red cat", 3)
        QTest.keyClick(field, UP, CONTROL)
        assert window.document.settings.prompt == "a (red:1.05) cat"
        window.edit.undo()
        assert "1.05" not in field.toPlainText()

    def test_they_are_seen(self, field: PromptField) -> None:
        text = "🦊 a (red:1.4) [cat], (big (hat):1.2)"
        shown = stretches(text)
        look = {text[from_qt(text, a) : from_qt(text, b)]: one for a, b, one in shown}
        lit = {word: one.background().color().alphaF() for word, one in look.items()}
        assert lit["red"] > lit["hat"] > lit["big "] > 0.1
        assert look["cat"].foreground().color().lightness() < 220
        assert look[":1.4)"].foreground().color().lightness() < 160
        assert stretches("a red cat") == []

    def test_they_are_coloured_in_the_field_across_lines(
        self, field: PromptField, qtbot: QtBot
    ) -> None:
        field.setPlainText("a (red\ncat:1.4) x")

        none = Qt.BrushStyle.NoBrush

        def lit() -> list[int]:
            block = field.document().begin()
            found = []
            while block.isValid():
                formats = block.layout().formats()
                found.append(
                    sum(f.length for f in formats if f.format.background().style() != none)
                )
                block = block.next()
            return found

        qtbot.waitUntil(lambda: lit() == [3, 3])


class TestChips:
    def test_show_words_with_their_weights(self, field: PromptField) -> None:
        field.setPlainText("a (red:1.3) cat on the [beach]")
        shown = [(chip.text, chip.note) for chip in chips(field).chips]
        assert shown == [("red", "1.3"), ("cat", ""), ("beach", "0.91")]

    def test_a_click_selects_the_word_in_the_field(self, field: PromptField) -> None:
        field.setPlainText("🦊 a (red:1.3) cat")
        words = chips(field)
        QTest.mouseClick(words, Qt.MouseButton.LeftButton, pos=words.place_of(1).center().toPoint())
        assert field.textCursor().selectedText() == "cat"
        QTest.keyClick(field, UP, CONTROL)
        assert field.toPlainText() == "🦊 a (red:1.3) (cat:1.05)"

    def test_keys_walk_and_weigh(self, field: PromptField) -> None:
        field.setPlainText("a red cat")
        words = chips(field)
        words.setFocus()
        QTest.keyClick(words, Qt.Key.Key_Right)
        QTest.keyClick(words, UP, CONTROL)
        QTest.keyClick(words, UP, CONTROL)
        assert field.toPlainText() == "a red (cat:1.1)"
        assert words.accessibleDescription() == "cat, 1.1"

    def test_without_words_there_is_nothing(self, field: PromptField) -> None:
        field.setPlainText("cat")
        assert chips(field).isVisible()
        field.setPlainText("")
        assert not chips(field).isVisible()

    def test_more_than_fit_are_counted(self, field: PromptField) -> None:
        field.setPlainText(" ".join(f"word{i}" for i in range(100)))
        words = chips(field)
        assert words._left_out > 0
        assert words.height() < 60


class TestCompletion:
    @pytest.fixture
    def typing(self, field: PromptField) -> PromptField:
        field.vocabulary = Vocabulary(
            [
                Entry("teddy bear", Source.MODEL),
                Entry("bear", Source.MODEL),
                Entry("beach ball", Source.TAG, 5),
                Entry("beehive", Source.TAG, 900),
                Entry("bears", Source.LEARNED),
            ]
        )
        return field

    def shown(self, field: PromptField) -> list[str]:
        assert field.popup is not None
        return [field.popup.item(row).text() for row in range(field.popup.count())]

    def test_tab_takes_the_first_and_what_was_typed_goes(
        self, typing: PromptField, qtbot: QtBot
    ) -> None:
        QTest.keyClicks(typing, "a te")
        qtbot.waitUntil(lambda: typing.proposing)
        assert self.shown(typing) == ["teddy bear"]
        QTest.keyClick(typing, Qt.Key.Key_Tab)
        assert typing.toPlainText() == "a teddy bear"
        assert not typing.proposing
        assert typing.hasFocus()

    def test_arrows_choose_and_enter_takes(self, typing: PromptField, qtbot: QtBot) -> None:
        typing.insertPlainText("🦊, (")
        QTest.keyClicks(typing, "Be")
        qtbot.waitUntil(lambda: typing.proposing)
        assert self.shown(typing) == ["bears", "bear", "beehive", "beach ball", "teddy bear"]
        QTest.keyClick(typing, DOWN)
        QTest.keyClick(typing, DOWN)
        QTest.keyClick(typing, Qt.Key.Key_Return)
        assert typing.toPlainText() == "🦊, (beehive"

    def test_escape_closes_it_and_nothing_else(self, window: Window, qtbot: QtBot) -> None:
        field = window.generate_panel.prompt
        field.vocabulary = Vocabulary([Entry("teddy bear")])
        field.setFocus()
        window.banner.tell("Read me.")
        QTest.keyClicks(field, "ted")
        qtbot.waitUntil(lambda: field.proposing)
        QTest.keyClick(field, Qt.Key.Key_Escape)
        assert not field.proposing
        assert window.banner.text == "Read me."
        assert field.toPlainText() == "ted"

    def test_a_line_break_and_the_tab_key_stay_what_they_are_without_it(
        self, typing: PromptField, qtbot: QtBot
    ) -> None:
        QTest.keyClicks(typing, "xyz")
        qtbot.wait(120)
        assert not typing.proposing
        QTest.keyClick(typing, Qt.Key.Key_Return)
        assert typing.toPlainText() == "xyz\n"
        assert chips(typing).isVisible()
        QTest.keyClick(typing, Qt.Key.Key_Tab)
        assert chips(typing).hasFocus()

    def test_a_word_that_is_whole_proposes_nothing(self, typing: PromptField, qtbot: QtBot) -> None:
        QTest.keyClicks(typing, "beehive")
        qtbot.wait(120)
        assert not typing.proposing

    def test_a_phrase_that_stands_there_is_not_proposed_for_its_last_word(
        self, typing: PromptField, qtbot: QtBot
    ) -> None:
        typing.vocabulary = Vocabulary([Entry("in a meadow", Source.MODEL)])
        QTest.keyClicks(typing, "a cat in a meado")
        qtbot.waitUntil(lambda: typing.proposing)
        QTest.keyClicks(typing, "w")
        qtbot.waitUntil(lambda: not typing.proposing)

    def test_a_command_closes_it_and_what_was_about_to_open(
        self, typing: PromptField, qtbot: QtBot
    ) -> None:
        QTest.keyClicks(typing, "te")
        qtbot.waitUntil(lambda: typing.proposing)
        QTest.keyClick(typing, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert not typing.proposing
        QTest.keyClicks(typing, "d")
        QTest.keyClick(typing, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.wait(120)
        assert not typing.proposing

    def test_it_lies_inside_the_window(self, typing: PromptField, qtbot: QtBot) -> None:
        QTest.keyClicks(typing, "be")
        qtbot.waitUntil(lambda: typing.proposing)
        assert typing.window().rect().contains(typing.popup.geometry())

    def test_a_click_takes(self, typing: PromptField, qtbot: QtBot) -> None:
        QTest.keyClicks(typing, "be")
        qtbot.waitUntil(lambda: typing.proposing)
        popup = typing.popup
        place = popup.visualItemRect(popup.item(1)).center()
        QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert typing.toPlainText() == "bear"


class TestWords:
    def test_the_models_words_are_known_in_the_window(self, window: Window, qtbot: QtBot) -> None:
        from dataclasses import replace

        from tests.gui.conftest import STARTER

        window.show_models([replace(STARTER, path=resources() / "starter")])
        field = window.generate_panel.prompt
        qtbot.waitUntil(lambda: field.vocabulary is not None and len(field.vocabulary) > 50)
        assert "teddy bear" in [entry.text for entry in field.vocabulary.beginning("ted")]

    def test_words_of_learned_files_and_the_files_names_are_known(
        self, window: Window, qtbot: QtBot, tmp_path: Path
    ) -> None:
        file = tmp_path / "my frog.safetensors"
        save_file({"<froggy>": np.zeros((2, 64), np.float32)}, file)
        values = {"file": str(file)}
        gone = Draft("textual_inversion", {"file": str(tmp_path / "gone.safetensors")})
        drafts = (Draft("textual_inversion", values), gone)
        window.document.perform(SetTechniques(drafts))
        field = window.generate_panel.prompt

        def known(typed: str) -> list[str]:
            if field.vocabulary is None:
                return []
            return [entry.text for entry in field.vocabulary.beginning(typed)]

        qtbot.waitUntil(lambda: known("<fr") == ["<froggy>"])
        assert known("frog") == ["<froggy>", "my frog", "<my frog>"]

    def test_lists_of_tags_are_read_and_broken_ones_passed_over(self) -> None:
        folder().mkdir(parents=True)
        (folder() / "a.csv").write_text('blue_eyes,0,1234,"b,c"\nsmile_(happy),0,99\n:_),0,3\n')
        (folder() / "b.txt").write_text("# mine\n\nred hat\n", "utf-8")
        (folder() / "c.csv").write_bytes(b"\xff\xfe\x00")
        (folder() / "d.png").write_bytes(b"x")
        (folder() / "e.txt").mkdir()
        assert [(entry.text, entry.uses) for entry in tags()] == [
            ("blue eyes", 1234), ("smile \\(happy\\)", 99), (":_)", 3), ("red hat", 0),
        ]  # fmt: skip
        found = gathered(Path("nowhere"), ["my dog"])
        assert [entry.text for entry in found.beginning("my")] == ["my dog"]
        assert [entry.text for entry in found.beginning("eye")] == ["blue eyes"]

    def test_of_a_hundred_thousand_the_usual_ones_come_first(self) -> None:
        entries = [Entry(f"tag {i % 26}{i}", Source.TAG, i) for i in range(100_000)]
        words = Vocabulary(entries)
        assert len(words.beginning("tag 1")) == 8


def test_earlier_prompts_come_back_and_what_was_being_written_too(
    field: PromptField, qtbot: QtBot
) -> None:
    alt, asked = Qt.KeyboardModifier.AltModifier, []
    earlier = ["a castle", "a tree", "a half"]
    field.offer_earlier(lambda then: (asked.append(1), then(earlier)))
    field.setFocus()
    qtbot.keyClicks(field, "a half")
    seen = []
    for key in (UP, UP, UP, DOWN, DOWN, DOWN):
        QTest.keyClick(field, key, alt)
        seen.append(field.toPlainText())
    assert seen == ["a castle", "a tree", "a tree", "a castle", "a half", "a half"]
    assert len(asked) == 1, "looked up once for one walk through them"
    QTest.keyClick(field, UP, alt)
    qtbot.keyClicks(field, " on a hill")
    QTest.keyClick(field, UP, alt)
    QTest.keyClick(field, DOWN, alt)
    assert field.toPlainText() == "a castle on a hill", "what is written anew is not lost either"


def test_the_prompts_of_pictures_are_found_again_without_the_words_of_the_style(
    generated: Window, qtbot: QtBot
) -> None:
    prompt = generated.generate_panel.prompt
    qtbot.waitUntil(lambda: generated.generating.gallery.kept == 2)
    generated.document.perform(SetSettings(prompt="a", frame="{prompt} on a beach"))
    prompt.setFocus()
    QTest.keyClick(prompt, UP, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: prompt.toPlainText() == "a cat")
    assert generated.document.settings.prompt == "a cat"


def test_typing_in_ten_thousand_words_reads_only_what_is_near(
    field: PromptField, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    from widgets import prompt_highlight

    field.vocabulary = Vocabulary([Entry("teddy bear")])
    field.setPlainText("(fox:1.1) cat " * 5_000)
    read: list[int] = []
    monkeypatch.setattr(prompt_highlight, "stretches", lambda text: read.append(len(text)) or [])
    cursor = field.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    field.setTextCursor(cursor)
    QTest.keyClicks(field, "te")
    assert read == []
    qtbot.waitUntil(lambda: field.proposing)
    qtbot.waitUntil(lambda: len(read) == 1)


@pytest.mark.parametrize("text", ["", "abc", "🦊a🦊b", "é漢"])
def test_places_are_the_same_in_both_counts(text: str) -> None:
    for at in range(len(text) + 1):
        assert from_qt(text, to_qt(text, at)) == at


def test_the_chips_make_the_window_no_higher_than_their_rows(window: Window, qtbot: QtBot) -> None:
    window.resize(1024, 640)
    before = window.minimumSizeHint().height()
    window.document.perform(SetSettings(prompt="a red cat on a beach with an owl and a frog"))
    qtbot.waitUntil(window.generate_panel.words.isVisible)
    assert window.minimumSizeHint().height() <= before + 60
    assert window.height() <= max(640, before + 60)


@pytest.mark.parametrize(
    "prompt", ["a cat", "a red cat on a beach with an owl and a frog", "one two three four " * 9]
)
def test_the_button_stays_under_the_pointer_when_the_words_of_the_prompt_appear(
    window: Window, qtbot: QtBot, prompt: str
) -> None:
    window.resize(1280, 800)
    panel = window.generate_panel
    qtbot.waitUntil(lambda: panel.words is not None)

    def height() -> int:
        for _ in range(4):
            QApplication.processEvents()
        return panel.button.mapTo(window, QPoint(0, 0)).y()

    empty = height()
    window.document.perform(SetSettings(prompt=prompt))
    typed = height()
    qtbot.waitUntil(panel.words.isVisible)
    assert abs(height() - typed) <= 1
    assert len(prompt) > 80 or abs(height() - empty) <= 1
    window.document.perform(SetSettings(prompt=""))
    qtbot.waitUntil(lambda: not panel.words.isVisible())
    assert height() == empty


def test_the_prompt_of_a_region_has_it_all_too(window: Window) -> None:
    window.layers.add_region()
    region = window.layers._region.prompt
    put(region, "a red cat", 3)
    QTest.keyClick(region, UP, CONTROL)
    assert window.document.active.prompt == "a (red:1.05) cat"
    window.document.perform(SetSettings(prompt="x"))
