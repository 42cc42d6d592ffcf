"""Every picture is kept with its recipe, found again, and used again; nothing is lost by a slip."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from core import places
from core.document.commands import SetSettings
from core.errors import UserError
from core.files.openraster import open_document, save_document
from core.gallery.store import FILE, Gallery
from desktop.window import Window
from tests.gallery.pictures import made
from tests.gui.painter import COLOURS
from widgets.gallery.model import AT_ONCE, GalleryModel
from widgets.gallery.panel import GalleryPanel


@pytest.fixture
def gallery(generated: Window, qtbot: QtBot) -> GalleryPanel:
    """The panel in sight, with the two pictures of a batch."""
    dock = generated.generating.gallery
    panel = dock.panel
    generated.docks["gallery"].raise_()
    qtbot.waitUntil(lambda: panel.isVisible() and len(panel.model.entries) == 2)
    return panel


def choose(panel: GalleryPanel, row: int) -> None:
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    panel.grid.selectionModel().setCurrentIndex(panel.model.index(row), flag)


def test_results_are_kept_also_when_they_are_discarded(window: Window, qtbot: QtBot) -> None:
    window.document.perform(SetSettings(prompt="a cat"))
    with qtbot.waitSignal(window.controller.finished):
        window.generate()
    for candidate in list(window.controller.candidates.values()):
        window.controller.candidates.discard(candidate)
    qtbot.waitUntil(lambda: window.generating.gallery.kept == 2)
    window.shut_down()
    found = Gallery(places.data() / "gallery")
    assert sorted(entry.seed for entry in found.find()) == [7, 8]
    found.close()


def test_a_gallery_that_takes_nothing_is_told_until_it_does_again(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> int:
        raise UserError("The gallery could not take a picture: the disk is full.", "Make room.")

    window.document.perform(SetSettings(prompt="a cat"))
    with monkeypatch.context() as full:
        full.setattr(Gallery, "add", no_room)
        with qtbot.waitSignal(window.controller.finished):
            window.generate()
        qtbot.waitUntil(lambda: "the disk is full. Make room." in window.banner.text)
    assert len(window.controller.candidates.values()) == 2, "they are in the window all the same"
    with qtbot.waitSignal(window.controller.finished):
        window.generate()
    qtbot.waitUntil(lambda: window.generating.gallery.kept == 2)
    assert window.banner.text == ""


def test_a_picture_becomes_a_layer_where_it_was_made(
    generated: Window, gallery: GalleryPanel, qtbot: QtBot
) -> None:
    choose(gallery, 1)
    gallery.layer_button.click()
    before = len(generated.document.layers)
    qtbot.waitUntil(lambda: len(generated.document.layers) == before + 1)
    assert tuple(generated.document.flatten()[100, 100, :3]) in COLOURS
    assert generated.document.active is not None
    assert generated.document.active.name == "a cat on a beach"
    generated.document.undo()
    assert len(generated.document.layers) == before


def test_its_recipe_comes_back_to_the_panel(
    generated: Window, gallery: GalleryPanel, qtbot: QtBot
) -> None:
    generated.document.perform(SetSettings(prompt="a dog", seed=99, steps=9))
    choose(gallery, 1)
    gallery.recipe_button.click()
    qtbot.waitUntil(lambda: generated.document.settings.prompt == "a cat on a beach")
    assert generated.document.settings.steps == 4
    assert generated.document.settings.seed == gallery.model.entries[1].seed


def test_the_same_again_changes_one_thing_only(
    generated: Window, gallery: GalleryPanel, qtbot: QtBot
) -> None:
    first = next(iter(generated.controller.candidates.values())).request
    generated.document.perform(SetSettings(prompt="a dog", steps=9))
    row = next(row for row, entry in enumerate(gallery.model.entries) if entry.seed == first.seed)
    choose(gallery, row)
    with qtbot.waitSignal(generated.controller.finished):
        gallery.again_with_prompt.emit(gallery.model.entries[row])
    again = list(generated.controller.candidates.values())[-1].request
    assert (again.prompt, again.seed, again.steps) == ("a dog", first.seed, first.steps)
    qtbot.waitUntil(lambda: len(gallery.model.entries) == 3)
    with qtbot.waitSignal(generated.controller.finished):
        gallery.again_with_seed.emit(gallery.model.entries[0])
    other = list(generated.controller.candidates.values())[-1].request
    assert other.prompt == "a dog" and other.seed != first.seed


def test_what_is_removed_comes_back_with_undo(gallery: GalleryPanel, qtbot: QtBot) -> None:
    kept = [entry.id for entry in gallery.model.entries]
    choose(gallery, 0)
    gallery.grid.setFocus()
    qtbot.keyClick(gallery.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: [entry.id for entry in gallery.model.entries] == kept[1:])
    gallery.undo_button.click()
    qtbot.waitUntil(lambda: [entry.id for entry in gallery.model.entries] == kept)
    assert not gallery.undo_button.isVisible()


def test_words_and_favourites_find_pictures(
    generated: Window, gallery: GalleryPanel, qtbot: QtBot
) -> None:
    other = Gallery(places.data() / "gallery")
    other.add(made("a ship", at=time.time(), model="other"))
    other.close()
    qtbot.keyClicks(gallery.words, "SHIP")
    qtbot.waitUntil(lambda: [entry.prompt for entry in gallery.model.entries] == ["a ship"])
    assert gallery.models.isVisible()
    choose(gallery, 0)
    gallery.star_button.click()
    qtbot.waitUntil(lambda: gallery.model.entries[0].favourite)
    gallery.words.clear()
    qtbot.waitUntil(lambda: len(gallery.model.entries) == 3)
    gallery.only_favourites.click()
    qtbot.waitUntil(lambda: [entry.prompt for entry in gallery.model.entries] == ["a ship"])


def test_a_document_shows_its_own_history_when_it_is_opened_again(
    generated: Window, gallery: GalleryPanel, tmp_path: Path, qtbot: QtBot
) -> None:
    window = generated
    other = Gallery(places.data() / "gallery")
    other.add(made("a ship", at=time.time()))
    other.close()
    gallery.search()
    qtbot.waitUntil(lambda: len(gallery.model.entries) == 3)
    gallery.only_document.click()
    qtbot.waitUntil(lambda: len(gallery.model.entries) == 2)
    save_document(tmp_path / "kept.ora", window.document.snapshot())
    window.document.mark_saved()
    window.files.new_document(window.document.size)
    qtbot.waitUntil(lambda: gallery.model.entries == [])
    window._show_document(open_document(tmp_path / "kept.ora").document, tmp_path / "kept.ora")
    qtbot.waitUntil(lambda: len(gallery.model.entries) == 2)
    assert {entry.prompt for entry in gallery.model.entries} == {"a cat on a beach"}


def test_a_long_gallery_reads_only_the_thumbnails_that_are_in_sight(qtbot: QtBot) -> None:
    panel = GalleryPanel()
    qtbot.addWidget(panel)
    asked: list[list[int]] = []
    panel.model.wanted.connect(asked.append)
    panel.resize(300, 500)
    panel.show()
    from core.gallery.entry import Entry

    entries = [Entry(n, 0.0, f"picture {n}", "starter", (), n, False) for n in range(10_000)]
    panel.show_found(entries, ["starter"], [])
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert len(asked[0]) <= AT_ONCE and max(asked[0]) < 100
    bar = panel.grid.verticalScrollBar()
    for part in range(1, 11):  # what is scrolled past is not read while an answer is awaited
        bar.setValue(bar.maximum() * part // 10)
        panel.grid.viewport().repaint()
    assert len(asked) == 1
    panel.model.put_thumbnails(dict.fromkeys(asked[0]))
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert min(asked[1]) > 9_900
    assert panel.model.data(panel.model.index(9_999), GalleryModel.ENTRY).id == 9_999


def test_that_a_damaged_gallery_was_put_aside_is_told_once(window: Window, qtbot: QtBot) -> None:
    folder = places.data() / "gallery"
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes(b"no database" * 1000)
    window.generating.gallery.panel.show_document("")
    window.docks["gallery"].show()
    window.docks["gallery"].raise_()
    qtbot.waitUntil(lambda: "damaged" in window.banner.text)
    assert "damaged-" in window.banner.text, "where it was put"
    window.banner.dismiss()
    window.document.perform(SetSettings(prompt="a cat"))
    window.generate()
    qtbot.waitUntil(lambda: window.generating.gallery.kept == 2)
    assert window.banner.text == ""
