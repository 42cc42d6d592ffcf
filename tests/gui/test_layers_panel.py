"""Layers, masks, regions and sketches in one list; each change is a step that can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.document.commands import SetLayer
from core.document.layers import MaskLayer, RasterLayer, RegionLayer, SketchLayer
from core.files.openraster import open_document, save_document
from core.pixels.blend import BlendMode
from desktop.window import Window
from tests.gui.conftest import paint
from widgets.layer_list import LayerRow


def names(window: Window) -> list[str]:
    """As the list shows them: topmost first."""
    model = window.layers.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def click(window: Window, row: int, part: str) -> None:
    view = window.layers.list
    rect = view.visualRect(view.model().index(row, 0))
    delegate = view.itemDelegate()
    assert isinstance(delegate, LayerRow)
    at = {"eye": delegate.eye(rect), "lock": delegate.lock(rect)}.get(part, rect).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_shows_the_topmost_layer_first_and_the_active_one_chosen(bare_window: Window) -> None:
    assert names(bare_window) == ["Layer 1", "Background"]
    assert bare_window.layers.list.currentIndex().row() == 0


def test_clicking_a_row_makes_it_active(bare_window: Window) -> None:
    click(bare_window, 1, "name")
    assert bare_window.document.active.name == "Background"
    assert not bare_window.document.modified


@pytest.mark.parametrize(
    ("id", "kind"),
    [
        ("add_layer", RasterLayer), ("add_mask", MaskLayer),
        ("add_region", RegionLayer), ("add_sketch", SketchLayer),
    ],
)  # fmt: skip
def test_every_kind_can_be_added_and_undone(bare_window: Window, id: str, kind: type) -> None:
    bare_window.registry[id].trigger()
    assert isinstance(bare_window.document.active, kind)
    bare_window.edit.undo()
    assert names(bare_window) == ["Layer 1", "Background"]


def test_the_eye_hides_and_the_lock_locks(bare_window: Window) -> None:
    click(bare_window, 0, "eye")
    assert not bare_window.document.layers[1].visible
    click(bare_window, 0, "eye")
    assert bare_window.document.layers[1].visible
    click(bare_window, 0, "lock")
    assert bare_window.document.layers[1].locked
    bare_window.edit.undo()
    assert not bare_window.document.layers[1].locked


def test_space_hides_the_chosen_layer(bare_window: Window) -> None:
    view = bare_window.layers.list
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert not bare_window.document.layers[1].visible


def test_a_double_click_renames(bare_window: Window, qtbot: QtBot) -> None:
    view = bare_window.layers.list
    rect = view.visualRect(view.model().index(0, 0))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    editor = view.findChild(QLineEdit)
    assert editor is not None
    editor.setText("Sky")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bare_window.document.layers[1].name == "Sky")
    bare_window.edit.undo()
    assert names(bare_window) == ["Layer 1", "Background"]


def test_dragging_a_row_reorders(bare_window: Window) -> None:
    bare_window.layers.add_raster()
    assert names(bare_window) == ["Layer", "Layer 1", "Background"]
    model = bare_window.layers.list.model()
    data = model.mimeData([model.index(0, 0)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, 3, 0, QModelIndex())
    assert names(bare_window) == ["Layer 1", "Background", "Layer"]
    model.dropMimeData(data, Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    assert names(bare_window) == ["Layer 1", "Layer", "Background"]
    bare_window.edit.undo()
    assert names(bare_window) == ["Layer 1", "Background", "Layer"]


def test_up_and_down_move_the_active_layer(bare_window: Window) -> None:
    bare_window.registry["lower"].trigger()
    assert names(bare_window) == ["Background", "Layer 1"]
    bare_window.registry["lower"].trigger()
    assert names(bare_window) == ["Background", "Layer 1"]
    bare_window.registry["raise"].trigger()
    assert names(bare_window) == ["Layer 1", "Background"]


def test_opacity_and_blend_mode(bare_window: Window) -> None:
    panel = bare_window.layers
    panel._opacity.setFocus()
    panel._opacity.setValue(40)
    panel._blend.setCurrentIndex(panel._blend.findData(BlendMode.MULTIPLY))
    panel._blend.activated.emit(panel._blend.currentIndex())
    layer = bare_window.document.active
    assert isinstance(layer, RasterLayer)
    assert (layer.opacity, layer.blend) == (0.4, BlendMode.MULTIPLY)
    bare_window.edit.undo()
    bare_window.edit.undo()
    assert panel._opacity.value() == 100
    assert panel._blend.currentText() == "Normal"


def test_duplicate_merge_and_delete(bare_window: Window) -> None:
    paint(bare_window, (100, 100), (200, 200))
    bare_window.registry["duplicate"].trigger()
    assert names(bare_window) == ["Layer 1 copy", "Layer 1", "Background"]
    bare_window.registry["merge_down"].trigger()
    assert names(bare_window) == ["Layer 1", "Background"]
    bare_window.layers.list.setFocus()
    QTest.keyClick(bare_window.layers.list, Qt.Key.Key_Delete)
    assert names(bare_window) == ["Background"]


def test_a_locked_layer_is_not_deleted_and_says_why(bare_window: Window) -> None:
    active = bare_window.document.active
    bare_window.document.perform(SetLayer(active.id, locked=True))
    bare_window.registry["delete_layer"].trigger()
    assert names(bare_window) == ["Layer 1", "Background"]
    assert "locked" in bare_window.banner.text


def test_a_region_is_given_its_prompt_in_the_panel(bare_window: Window) -> None:
    panel = bare_window.layers
    assert panel._region.isHidden()
    bare_window.registry["add_region"].trigger()
    assert panel._region.isVisible()
    assert bare_window.focusWidget() is panel._region.prompt
    QTest.keyClicks(panel._region.prompt, "a red balloon")
    region = bare_window.document.active
    assert isinstance(region, RegionLayer)
    assert region.prompt == "a red balloon"
    bare_window.edit.undo()
    assert panel._region.prompt.toPlainText() == ""


def test_two_regions_have_two_colours(bare_window: Window) -> None:
    bare_window.layers.add_region()
    bare_window.layers.add_region()
    regions = [layer for layer in bare_window.document.layers if isinstance(layer, RegionLayer)]
    assert regions[0].color != regions[1].color


def test_thumbnails_follow_painting_a_little_later(bare_window: Window, qtbot: QtBot) -> None:
    view, document = bare_window.layers.list, bare_window.document
    model = view.model()
    before = model.thumbnail_of(document.active, 1.0).toImage()
    paint(bare_window, (50, 50), (450, 450), size=120)
    qtbot.waitUntil(lambda: model.thumbnail_of(document.active, 1.0).toImage() != before)
    red = model.thumbnail_of(document.active, 1.0).toImage().pixelColor(QPoint(17, 17))
    assert red.red() > 200
    assert red.green() < 60


def test_how_a_region_takes_part_is_set_undone_and_saved(window: Window, tmp_path: Path) -> None:
    window.layers.add_region()
    region = window.document.active
    assert isinstance(region, RegionLayer)
    form = window.layers._region._form
    assert form is not None
    assert list(form.fields) == ["strength", "seed", "start", "end"]
    form.fields["strength"].picked.emit(0.5)
    form.fields["seed"].box.click()
    active = window.document.active
    assert isinstance(active, RegionLayer)
    assert (active.strength, active.seed) == (0.5, 0)
    file = tmp_path / "picture.ora"
    save_document(file, window.document.snapshot())
    saved = open_document(file).document.layers[-1]
    assert isinstance(saved, RegionLayer)
    assert (saved.strength, saved.seed, saved.start, saved.end) == (0.5, 0, 0.0, 1.0)
    window.edit.undo()
    window.edit.undo()
    assert window.document.active.strength == 1.0
