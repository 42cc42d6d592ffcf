"""Corrections of a model (Model editing) can be kept, and are there for every later picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction

from core.document.commands import SetTechniques
from core.document.drafts import Draft
from core.files.corrections import MOST, Correction, corrections_file, load_edits, save_edits
from desktop.window import Window
from widgets.techniques.corrections_menu import CorrectionsMenu
from widgets.techniques.panel import TechniquesPanel

ROSE = {"from": "a rose", "to": "a blue rose", "name": "Blue roses"}
DOG = {"from": "a dog", "to": "a green dog", "enabled": False}
KEPT = Correction(source="a cat", to="a red cat")


def use(window: Window, *edits: dict[str, object]) -> None:
    window.document.perform(SetTechniques((Draft("model_editing", {"edits": list(edits)}),), "Add"))


@pytest.fixture
def menu(window: Window, panel: TechniquesPanel) -> CorrectionsMenu:
    """What stands in the card's menu of a picture with two corrections."""
    use(window, ROSE, DOG, {"from": "", "to": ""})
    return of(panel)


def of(panel: TechniquesPanel) -> CorrectionsMenu:
    menu = panel.cards[0].menu_button.menu().actions()[0].menu()
    assert isinstance(menu, CorrectionsMenu)
    menu.aboutToShow.emit()
    return menu


def entry(menu: CorrectionsMenu, text: str) -> QAction:
    return next(one for one in menu.actions() if one.text() == text)


def edits(window: Window) -> list[dict[str, object]]:
    return window.document.settings.techniques[0].values["edits"]


def test_what_is_kept_is_there_for_the_next_picture(
    menu: CorrectionsMenu, window: Window, panel: TechniquesPanel
) -> None:
    entry(menu, "&Keep These").trigger()
    assert [one.title for one in load_edits()] == ["Blue roses", "a dog → a green dog"]
    assert not load_edits()[1].enabled
    use(window, {"from": "", "to": ""})
    entry(of(panel), "Blue roses").trigger()
    assert [one["from"] for one in edits(window)] == ["a rose"]
    entry(of(panel), "&Add All").trigger()
    assert [one["from"] for one in edits(window)] == ["a rose", "a dog"]
    window.edit.undo()
    assert [one["from"] for one in edits(window)] == ["a rose"]


def test_keeping_again_changes_what_is_kept_and_repeats_nothing(
    menu: CorrectionsMenu, window: Window, panel: TechniquesPanel
) -> None:
    save_edits([KEPT])
    menu.keep()
    use(window, {**ROSE, "name": "Roses"})
    entry(of(panel), "&Keep These").trigger()
    assert [one.title for one in load_edits()] == [KEPT.title, "Roses", "a dog → a green dog"]
    assert not entry(of(panel), "&Keep These").isEnabled()
    assert not entry(of(panel), "Roses").isEnabled(), "the picture has it already"


def test_one_that_is_forgotten_stays_in_the_picture(menu: CorrectionsMenu, window: Window) -> None:
    menu.keep()
    menu.aboutToShow.emit()
    forget = entry(menu, "&Forget").menu()
    forget.actions()[0].trigger()
    assert [one.source for one in load_edits()] == ["a dog"]
    assert edits(window)[0] == ROSE


def test_they_are_shared_as_a_small_file(
    menu: CorrectionsMenu, window: Window, panel: TechniquesPanel, tmp_path: Path
) -> None:
    menu.export(tmp_path / "mine.json")
    assert (tmp_path / "mine.json").stat().st_size < 1000
    assert load_edits() == (), "giving away is not keeping"
    use(window)
    of(panel).take_in(tmp_path / "mine.json")
    assert [one["to"] for one in edits(window)] == ["a blue rose", "a green dog"]


def test_a_broken_list_is_told_and_not_replaced(
    menu: CorrectionsMenu, window: Window, panel: TechniquesPanel
) -> None:
    corrections_file().parent.mkdir(parents=True, exist_ok=True)
    corrections_file().write_text("{")
    menu.keep()
    assert "not JSON" in window.banner.text
    assert corrections_file().read_text() == "{"
    assert entry(of(panel), "No corrections are kept yet")


def test_more_than_fit_are_refused(menu: CorrectionsMenu, window: Window) -> None:
    save_edits([Correction(source=f"thing {i}", to="a cat") for i in range(MOST)])
    menu.keep()
    assert f"More than {MOST}" in window.banner.text
    assert len(load_edits()) == MOST
