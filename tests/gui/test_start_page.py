"""The start page offers what one begins with, and is gone at the first sign of painting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.document.commands import SetSettings
from core.fetching.hardware import Hardware
from core.geometry import Size
from core.places import resources
from core.settings import Settings
from desktop import main
from desktop.start import presets
from desktop.window import Window
from tests.gui.conftest import STARTER, paint
from widgets.start_page import Preset, StartPage

OURS = replace(STARTER, path=resources() / "starter")
LARGE = replace(STARTER, id="large", title="Large", size=1024)


@pytest.fixture
def started(bare_window: Window) -> Window:
    """The window as the program opens it without a file."""
    bare_window.start.show()
    bare_window.start.fill()
    return bare_window


@pytest.fixture
def page(started: Window) -> StartPage:
    assert started.start.page is not None
    return started.start.page


def test_it_covers_the_canvas_and_nothing_else(started: Window, page: StartPage) -> None:
    assert page.geometry() == started.middle.rect()
    found = started.childAt(started.middle.mapTo(started, started.middle.rect().center()))
    assert found is not None
    assert page.isAncestorOf(found)
    assert started.generate_panel.isVisible()


def test_it_follows_the_window(started: Window, page: StartPage) -> None:
    started.resize(1500, 900)
    QApplication.processEvents()
    assert page.size() == started.middle.size()


def test_enter_leads_to_the_canvas_that_is_ready(
    started: Window, page: StartPage, qtbot: QtBot
) -> None:
    assert page.canvas_tile.hasFocus()
    qtbot.keyClick(page.canvas_tile, Qt.Key.Key_Space)
    assert not page.isVisible()
    assert started.canvas.hasFocus()
    paint(started, (100, 100), (200, 200))
    assert started.document.can_undo


def test_every_part_is_reached_with_the_tab_key(
    started: Window, page: StartPage, qtbot: QtBot
) -> None:
    wanted = [page.tour, page.models, page.canvas_tile, *page.presets, page.own, page.open_button,
              page.keep]  # fmt: skip
    page.tour.setFocus()
    seen = []
    for _ in wanted:
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert seen == wanted


LEADING: list[Callable[[Window], object]] = [
    lambda w: w.registry["eraser"].trigger(),
    lambda w: w.registry["brush"].trigger(),  # although it is the tool already
    lambda w: w.registry["mask_brush"].trigger(),
    lambda w: w.registry["cancel"].trigger(),
    lambda w: w.registry["add_layer"].trigger(),
    lambda w: paint(w, (10, 10), (90, 90)),
    lambda w: w.generate_panel.generate.emit(),
    lambda w: w.files.new_document(Size(64, 64)),
    lambda w: w.start_tour(),
]


@pytest.mark.parametrize("lead", LEADING)
def test_the_first_tool_or_change_leads_to_the_canvas(
    window: Window, lead: Callable[[Window], object]
) -> None:
    window.start.show()
    window.start.fill()
    lead(window)
    assert not window.start.shown


def test_a_key_of_a_tool_is_enough(started: Window, page: StartPage, qtbot: QtBot) -> None:
    started.activateWindow()
    qtbot.keyClick(page.canvas_tile, Qt.Key.Key_E)
    assert started.canvas.tool == "eraser"
    assert not page.isVisible()


def test_it_stays_while_the_prompt_is_typed(started: Window, page: StartPage) -> None:
    started.document.perform(SetSettings(prompt="a cat"))
    assert page.isVisible()


def test_a_size_makes_a_new_canvas(started: Window, page: StartPage) -> None:
    landscape = next(tile for tile in page.presets if tile.text() == "Landscape")
    landscape.click()
    assert started.document.size == Size(312, 208)
    assert not page.isVisible()


def test_the_sizes_suit_the_model(started: Window, page: StartPage) -> None:
    started.show_models([LARGE, STARTER])
    assert page.presets[0].line == "256 × 256"
    started.document.perform(SetSettings(model="large"))
    started.start.show()
    assert page.presets[0].line == "1024 × 1024"
    assert "Large" in page.suits.text()


@pytest.mark.parametrize("native", [256, 512, 768, 1024])
def test_what_a_model_paints_at_once_has_about_its_own_number_of_pixels(native: int) -> None:
    for preset in presets(native)[:4]:
        assert preset.size.width % 8 == preset.size.height % 8 == 0
        assert preset.size.area == pytest.approx(native**2, rel=0.05)


def test_recent_files_have_pictures_and_ages(
    bare_window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    there, gone = tmp_path / "there.png", tmp_path / "gone.png"
    Image.fromarray(np.full((60, 90, 3), (20, 200, 20), np.uint8)).save(there)
    bare_window.files.recent = (str(there), str(gone))
    start = bare_window.start
    start.show()
    start.fill()
    page = start.page
    assert page is not None
    qtbot.waitUntil(lambda: start._background.pending == 0, timeout=30_000)
    assert page.files[there].has_picture
    assert page.files[there].line == "just now"
    middle = page.files[there].grab().toImage().pixelColor(64, 40)
    assert (middle.red(), middle.green(), middle.blue()) == (20, 200, 20)
    assert not page.files[gone].isEnabled()
    with qtbot.waitSignal(bare_window.files.opened, timeout=30_000):
        page.files[there].click()
    assert bare_window.document.size == Size(90, 60)
    assert not page.isVisible()


def test_without_recent_files_it_says_what_will_be_there(page: StartPage) -> None:
    assert page.no_files.isVisible()
    assert not page.files


def test_the_picture_of_the_clipboard_becomes_a_canvas(
    started: Window, page: StartPage, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().clear()
    started.start.fill()
    assert not page.clipboard.isEnabled()
    QGuiApplication.clipboard().setImage(QImage(70, 50, QImage.Format.Format_RGB32))
    assert page.clipboard.isEnabled()
    with qtbot.waitSignal(started.files.opened, timeout=30_000):
        page.clipboard.click()
    assert started.document.size == Size(70, 50)
    QGuiApplication.clipboard().clear()


def test_with_the_starter_model_alone_a_larger_one_is_recommended(
    started: Window, page: StartPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("core.fetching.hardware.find", lambda: Hardware(64 << 30, 12 << 30, "A"))
    started.show_models([OURS, replace(OURS, id="starter-depth")])
    qtbot.waitUntil(lambda: "suits this machine" in page.advice.text(), timeout=30_000)
    assert "Stable Diffusion XL" in page.advice.text()
    assert "starter" in page.model.text()
    started.show_models([OURS, LARGE])
    assert not page.advice.isVisible()


def test_what_was_left_behind_is_offered(started: Window, page: StartPage) -> None:
    assert not page.recover.isVisible()
    started.start.show_left_behind(2)
    assert page.recover.isVisible()
    assert "2" in page.recover.text()


def test_it_says_when_there_is_a_picture_to_go_back_to(bare_window: Window) -> None:
    paint(bare_window, (100, 100), (200, 200))
    bare_window.registry["start_page"].trigger()
    page = bare_window.start.page
    assert page is not None
    assert page.canvas_tile.text() == "Back"
    page.canvas_tile.click()
    assert bare_window.document.can_undo


def test_it_can_be_left_out_at_the_next_start(started: Window, page: StartPage) -> None:
    assert page.keep.isChecked()
    page.keep.click()
    assert started.preferences.now().start_with == "canvas"
    assert Settings().start_with == "page"


@pytest.mark.parametrize("width", [340, 420, 520, 900])
def test_nothing_of_it_is_cut_off_on_a_narrow_canvas(width: int, qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    page = StartPage(around)
    page.show_canvas(Size(512, 512), empty=True)
    page.show_presets(
        [Preset("Landscape", Size(312, 208))] * 7, "Sizes of a model, and larger ones"
    )
    page.show_files([])
    page.show_model("You paint with the starter model: a small one.", "Others suit you better.")
    page.resize(width, 500)
    around.show()
    QApplication.processEvents()
    inside = page.viewport().rect()
    for one in (page.tour, page.models, page.open_button, page.keep, page.model, page.advice,
                page.suits, page.canvas_tile, *page.presets):  # fmt: skip
        seen = QRect(one.mapTo(page.viewport(), QPoint(0, 0)), one.size())
        assert seen.left() >= 0 and seen.right() <= inside.right(), one.accessibleName()
        if isinstance(one, QLabel):
            assert one.height() >= one.heightForWidth(one.width()), one.text()


@pytest.mark.parametrize("first_time", [True, False])
def test_the_program_begins_with_what_was_chosen(bare_window: Window, first_time: bool) -> None:
    bare_window.settings = Settings(start_with="canvas")
    main.greet(bare_window, first_time=first_time)
    assert not bare_window.start.shown
    assert bare_window.banner.text
    bare_window.settings = Settings()
    main.greet(bare_window, first_time=first_time)
    assert bare_window.start.shown


def test_a_tip_is_on_it_when_tips_are_wanted(bare_window: Window) -> None:
    bare_window.start.show()
    page = bare_window.start.page
    assert page is not None
    assert page.tip.text()
    assert bare_window.preferences.now().next_tip == 1


def test_no_tip_when_none_is_wanted(bare_window: Window) -> None:
    bare_window.preferences.set_tips(False)
    bare_window.start.show()
    assert bare_window.start.page is not None
    assert not bare_window.start.page.tip.text()
