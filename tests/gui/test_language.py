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
from widgets import words
from widgets.words import pattern_of, plain, told, tr

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))
import translations

DONE = (
    translations.ACTIONS, translations.TOOLS, translations.PARAMETERS, translations.WINDOW,
    translations.STEPS,
)  # fmt: skip
"""The parts of the program that are translated completely."""
FEW = 0.04
"""So much of a part may be new or gone before somebody runs `make translations`."""
KOREAN = resources() / words.FOLDER / "underpaint_ko.qm"


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return translations.every_text()


@pytest.fixture(scope="module")
def korean() -> dict[str, str]:
    return translations.translations("ko")


@pytest.fixture
def in_korean(qapp: QApplication) -> Iterator[None]:
    """Everything that is made is Korean."""
    before = set(qapp.findChildren(QTranslator))
    assert speak(qapp, "ko") == "ko"
    yield
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()
    words.speaks.cache_clear()


@pytest.mark.parametrize("part", DONE)
def test_a_part_that_is_done_has_every_text_translated(
    texts: dict[str, str], korean: dict[str, str], part: str
) -> None:
    mine = [text for text, whose in texts.items() if whose == part]
    missing = [text for text in mine if not korean.get(text)]
    assert len(missing) <= FEW * len(mine), missing


def test_nothing_is_translated_that_is_said_no_more(
    texts: dict[str, str], korean: dict[str, str]
) -> None:
    stale = [text for text in korean if text not in texts]
    assert len(stale) <= FEW * len(korean), stale


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


def test_what_nobody_translated_stays_as_it_is(in_korean: None) -> None:
    assert told("Nobody has ever said this. Nor this.") == "Nobody has ever said this. Nor this."
    assert QCoreApplication.translate(words.CONTEXT, "nor this") == "nor this"


def test_what_cannot_be_done_is_said_in_korean(in_korean: None) -> None:
    assert told("The layer is not there any more.") == "레이어가 이제 없습니다."
    assert told("“Sky” is locked. Unlock it in the layer list to change it.") == (
        "“Sky”이(가) 잠겨 있습니다. 바꾸려면 레이어 목록에서 잠금을 푸세요."
    )
