"""Palettes: colours to click on, kept as they are changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.files.gpl import Palette, PaletteColour, write_gpl
from desktop import palettes as module
from desktop.palettes import Palettes, find_palettes, read_palette
from desktop.window import Window


@pytest.fixture
def palettes(
    bare_window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Palettes:
    monkeypatch.setattr(module, "own_folder", lambda: tmp_path / "palettes")
    palettes = bare_window.palettes
    palettes.load()
    done(bare_window, qtbot)
    return palettes


def done(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.background.pending)


def test_a_click_takes_the_colour(bare_window: Window, palettes: Palettes) -> None:
    assert palettes.name == "Basics"
    grid = palettes.panel.grid
    bare_window.docks["palettes"].raise_()
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.place(1).center())
    assert bare_window.canvas.foreground == QColor(*grid.colours[1][:3])


def test_colours_are_added_once_taken_away_and_kept(
    bare_window: Window, palettes: Palettes, qtbot: QtBot
) -> None:
    palettes.new("  My   sea ")
    for code in ("#102030", "#405060", "#102030"):
        bare_window.canvas.set_colours(QColor(code), QColor("white"))
        palettes.panel.add.click()
    assert [colour.code for colour in palettes.palette.colours] == ["#102030", "#405060"]
    palettes.panel.removed.emit(0)
    done(bare_window, qtbot)
    assert find_palettes()["My sea"][0].colours == (PaletteColour(0x40, 0x50, 0x60),)
    assert bare_window.preferences.now().palette == "My sea"


def test_a_palette_that_came_with_the_program_can_be_changed_and_had_back(
    bare_window: Window, palettes: Palettes, qtbot: QtBot
) -> None:
    before = palettes.palette
    palettes.remove(0)
    done(bare_window, qtbot)
    assert len(find_palettes()["Basics"][0].colours) == len(before.colours) - 1
    palettes.delete()
    qtbot.waitUntil(lambda: palettes.palette == before)
    assert not palettes._delete.isEnabled()


def test_another_programs_palette_comes_in_and_goes_out(
    bare_window: Window, palettes: Palettes, qtbot: QtBot, tmp_path: Path
) -> None:
    other = Palette("Basics", (PaletteColour(1, 2, 3, "Night"),))
    (tmp_path / "in.gpl").write_bytes(write_gpl(other))
    palettes.import_file(tmp_path / "in.gpl")
    qtbot.waitUntil(lambda: palettes.name == "Basics 2")
    palettes.export_file(tmp_path / "out.gpl")
    done(bare_window, qtbot)
    assert read_palette(tmp_path / "out.gpl").colours == other.colours
    assert palettes.panel.names.count() == 2


def test_what_cannot_be_imported_is_said(
    bare_window: Window, palettes: Palettes, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "in.gpl").write_bytes(b"nonsense")
    palettes.import_file(tmp_path / "in.gpl")
    qtbot.waitUntil(lambda: bare_window.banner.isVisible())
    assert palettes.name == "Basics"
