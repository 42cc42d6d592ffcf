"""The window speaks Korean: what is translated is whole, and what is said is found again."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.places import resources
from core.settings import LANGUAGES, Settings
from desktop import main
from desktop.language import speak
from desktop.window import Window
from tests.gui.conftest import speaking_korean
from widgets import words
from widgets.words import pattern_of, plain, told, tr

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))
import translations

KOREAN = resources() / words.FOLDER / "underpaint_ko.qm"


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return translations.every_text()


@pytest.fixture(scope="module")
def korean() -> dict[str, str]:
    return translations.translations("ko")


@pytest.fixture
def in_korean(qapp: QApplication) -> Iterator[None]:
    with speaking_korean(qapp):
        yield


def test_every_text_has_korean(texts: dict[str, str], korean: dict[str, str]) -> None:
    """Run `make translations` and fill in what it lists."""
    missing = [f"{part}: {text}" for text, part in texts.items() if not korean.get(text)]
    assert not missing, missing


def test_nothing_is_translated_that_is_said_no_more(
    texts: dict[str, str], korean: dict[str, str]
) -> None:
    """Run `make translations`, which takes it out."""
    assert not [text for text in korean if text not in texts]


def test_every_part_of_the_program_is_looked_through(texts: dict[str, str]) -> None:
    for said in (
        "&File",  # a menu
        "Edges weaker than this are dropped.",  # a parameter of a control map
        "the disk is full",  # a part of an error
        "There is no file {name}.",  # an error
        "{name} was painted on or made again.",  # why a layer is out of date
        "Photoshop, with layers",  # a choice of the export dialog
        "Recipe inside",
        "Waiting for its turn after step {step} of {steps}",  # a training
        "Charcoal",  # a brush
        "Add mask",  # a step of the undo list
    ):
        assert said in texts, said
    assert not [text for text in texts if text.startswith(("SELECT", "_", "*."))]


def test_a_translation_names_the_same_values(korean: dict[str, str]) -> None:
    for text, shown in korean.items():
        if shown and "{" in text:
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", shown)), text


def test_menus_have_keys_of_their_own(korean: dict[str, str]) -> None:
    """The letter after & opens it: English menus and ours have one each."""
    for text, shown in korean.items():
        if shown and re.search(r"&\w", text) and "&&" not in text:
            assert len(re.findall(r"&\w", shown)) == 1, text


def test_what_the_window_loads_is_what_was_translated(korean: dict[str, str]) -> None:
    loaded = QTranslator()
    assert loaded.load(str(KOREAN))
    for text, shown in korean.items():
        if shown:
            assert loaded.translate(words.CONTEXT, text) == shown, text


def test_a_window_in_korean(in_korean: None, qtbot: QtBot) -> None:
    main.application()
    window = Window(Settings())
    qtbot.addWidget(window)
    try:
        menus = [action.text() for action in window.menuBar().actions()]
        assert menus[0] == "파일(&F)"
        assert all(re.search("[가-힣]", menu) for menu in menus)
        assert window.registry["save"].text() == "저장(&S)"
        assert "(Ctrl+S)" in window.registry["save"].toolTip()
        assert plain(window.registry["open"].text()) == "열기"
    finally:
        window.shut_down()


def test_english_is_spoken_where_there_is_nothing_else(qapp: QApplication) -> None:
    assert speak(qapp, "en") == "en"
    assert tr("&File") == "&File"
    assert told("The layer is not there any more.") == "The layer is not there any more."


def test_every_language_of_the_settings_is_there() -> None:
    for name in set(LANGUAGES) - {"system", "en"}:
        assert (resources() / words.FOLDER / f"underpaint_{name}.qm").is_file()


def test_the_language_is_chosen_in_the_menu_and_kept(bare_window: Window) -> None:
    bare_window.registry["language_ko"].trigger()
    assert bare_window.preferences.now().language == "ko"
    assert "started again" in bare_window.banner.text


def test_a_sentence_with_a_name_in_it_is_known_by_its_pattern() -> None:
    found = pattern_of("“{name}” is locked, and {name} stays.").fullmatch(
        "“A b” is locked, and A b stays."
    )
    assert found is not None
    assert found["name"] == "A b"
    assert pattern_of("{path} (x).").fullmatch("C:\\[a] (x).") is not None


def test_parts_of_a_sentence_are_translated_and_names_are_not(in_korean: None) -> None:
    assert told("There is nothing on this layer that could be copied.") == (
        "이 레이어에 복사할 것이 없습니다."
    )
    assert told("The layer “Background” is empty.") == "“Background” 레이어가 비어 있습니다."


def test_a_file_is_named_in_every_sentence_about_one(in_korean: None) -> None:
    about = [text for text in (pattern.source for pattern in words._patterns())
             if text.startswith("{shown} ")]  # fmt: skip
    assert len(about) > 15
    for text in about:
        said = re.sub(r"\{\w+\}", "the disk is full", text.replace("{shown}", "~/cat.png"))
        assert told(said) != said, text
        assert "~/cat.png" in told(said)


def test_several_sentences_are_told_one_by_one(in_korean: None) -> None:
    shown = told("There is no file cat.png. Check the name and the folder.\nIt is too large.")
    assert shown == "cat.png 파일이 없습니다. 이름과 폴더를 확인하세요.\n너무 큽니다."


def test_a_field_of_a_recipe_stays_as_it_is_written(in_korean: None) -> None:
    assert told("regions[1].box: It covers nothing.") == "regions[1].box: 아무것도 덮지 않습니다."


def test_numbers_without_names_are_put_in_their_order(in_korean: None) -> None:
    shown = told("It knows 49,408 words, and the model's own 2,000.")
    assert shown == "낱말을 49,408개 아는데 모델의 것은 2,000개입니다."


def test_several_things_that_are_told_together(in_korean: None) -> None:
    text = "Paint over the whole canvas (512×512 px) with “Starter (new)” at 512 px, 4 pictures"
    shown = "“Starter (new)” 모델로 캔버스 전체(512×512 px)를 512 px, 그림 4장에서 덧그리기"
    assert told(text) == shown


def test_what_is_only_added_at_times(in_korean: None) -> None:
    new = "Paint a new picture of 256×256 px with “Starter (new)”"
    assert told(new) == "“Starter (new)” 모델로 256×256 px의 새 그림 그리기"
    assert (
        told(f"{new}, 4 pictures") == "“Starter (new)” 모델로 256×256 px의 새 그림 그리기, 그림 4장"
    )


def test_a_short_pattern_is_not_taken_for_a_sentence() -> None:
    assert pattern_of("Add {title}").fullmatch("Add Depth2Image")
    assert not pattern_of("Add {title}").fullmatch("Add one: there is none; or two.")
    assert not pattern_of("There is no file {name}.").fullmatch("There is no file a. Look again.")


def test_what_nobody_translated_stays_as_it_is(in_korean: None) -> None:
    assert told("Nobody has ever said this. Nor this.") == "Nobody has ever said this. Nor this."
    assert QCoreApplication.translate(words.CONTEXT, "nor this") == "nor this"


def test_what_cannot_be_done_is_said_in_korean(in_korean: None) -> None:
    assert told("The layer is not there any more.") == "레이어가 이제 없습니다."
    assert told("“Sky” is locked. Unlock it in the layer list to change it.") == (
        "“Sky”이(가) 잠겨 있습니다. 바꾸려면 레이어 목록에서 잠금을 푸세요."
    )
