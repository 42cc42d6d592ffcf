"""Layers, masks, regions and sketches in one list; each change is a step that can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from core.document.commands import FillLayer, SetLayer, SetSelection
from core.document.document import Document
from core.document.layers import LayerMask, MaskLayer, RasterLayer, RegionLayer, SketchLayer
from core.document.selection import Selection
from core.files.openraster import open_document, save_document
from core.geometry import Point, Rect
from core.pixels.adjustments import Blur, ColorBalance, Curves, Levels
from core.pixels.blend import BlendMode
from core.pixels.brush import Brush
from core.pixels.dynamics import LINE
from desktop.window import Window
from tests.gui.conftest import paint
from widgets.layer_model import about
from widgets.layer_row import LayerRow


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


def test_a_click_below_the_last_row_leaves_the_active_layer_chosen(bare_window: Window) -> None:
    view = bare_window.layers.list
    view.selectAll()
    below = QPoint(20, view.viewport().height() - 5)
    assert not view.indexAt(below).isValid()
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=below)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=below)
    chosen = [index.data() for index in view.selectionModel().selectedIndexes()]
    assert chosen == [bare_window.document.active.name]


def test_what_an_adjustment_does_is_said_once(bare_window: Window) -> None:
    bare_window.layers.add_adjustment("levels")
    document = bare_window.document
    assert about(document.active) == ""
    document.perform(SetLayer(document.active.id, name="Night"))
    assert about(document.active) == "Levels"


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


class TestGroups:
    @pytest.fixture
    def three(self, bare_window: Window) -> Window:
        """Above the background: One, Two, Three, and Three is active."""
        window = bare_window
        window.document.perform(SetLayer(window.document.layers[1].id, name="One"))
        for name in ("Two", "Three"):
            window.layers.add_raster()
            window.document.perform(SetLayer(window.document.active.id, name=name))
        return window

    def choose(self, window: Window, *rows: int) -> None:
        view, flag = window.layers.list, QItemSelectionModel.SelectionFlag
        view.setCurrentIndex(view.model().index(rows[0], 0))
        for row in rows[1:]:
            view.selectionModel().select(view.model().index(row, 0), flag.Select)

    def depths(self, window: Window) -> list[tuple[str, int]]:
        model = window.layers.list.model()
        layers = [model.layer_at_row(row) for row in range(model.rowCount())]
        return [(layer.name, model.depth_of(layer)) for layer in layers]

    def test_what_is_chosen_becomes_a_group_and_layers_again(self, three: Window) -> None:
        self.choose(three, 0, 1)
        do(three, "group")
        grouped = [("Group", 0), ("Three", 1), ("Two", 1), ("One", 0), ("Background", 0)]
        assert self.depths(three) == grouped
        do(three, "ungroup")
        assert names(three) == ["Three", "Two", "One", "Background"]
        three.edit.undo()
        assert self.depths(three) == grouped
        three.edit.undo()
        assert names(three) == ["Three", "Two", "One", "Background"]

    def test_a_group_folds_and_opens_for_what_becomes_active(self, three: Window) -> None:
        self.choose(three, 0, 1)
        do(three, "group")
        view = three.layers.list
        row = view.visualRect(view.model().index(0, 0))
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton,
                         pos=view.itemDelegate().fold(row, 0).center())  # fmt: skip
        assert names(three) == ["Group", "One", "Background"]
        inner = next(layer for layer in three.document.layers if layer.name == "Two")
        three.document.activate(inner.id)
        assert names(three) == ["Group", "Three", "Two", "One", "Background"]

    def test_layers_are_dragged_into_a_group_and_out_again(self, three: Window) -> None:
        self.choose(three, 0)
        do(three, "group")
        model = three.layers.list.model()
        data = model.mimeData([model.index(3, 0)])
        model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, model.index(0, 0))
        inside = [("Group", 0), ("One", 1), ("Three", 1), ("Two", 0), ("Background", 0)]
        assert self.depths(three) == inside
        data = model.mimeData([model.index(1, 0)])
        model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
        assert self.depths(three)[:2] == [("One", 0), ("Group", 0)]

    def test_several_are_dragged_in_their_order_as_one_step(self, three: Window) -> None:
        self.choose(three, 2)
        do(three, "group")
        model = three.layers.list.model()
        before = self.depths(three)
        assert before == [("Three", 0), ("Two", 0), ("Group", 0), ("One", 1), ("Background", 0)]
        data = model.mimeData([model.index(0, 0), model.index(1, 0)])
        model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, model.index(2, 0))
        inside = [("Group", 0), ("Three", 1), ("Two", 1), ("One", 1), ("Background", 0)]
        assert self.depths(three) == inside
        data = model.mimeData([model.index(1, 0), model.index(2, 0)])
        model.dropMimeData(data, Qt.DropAction.MoveAction, 4, 0, QModelIndex())
        assert names(three) == ["Group", "One", "Three", "Two", "Background"]
        three.edit.undo()
        assert self.depths(three) == inside
        three.edit.undo()
        assert self.depths(three) == before

    def test_the_eye_is_of_all_that_are_chosen_and_leaves_them_chosen(self, three: Window) -> None:
        self.choose(three, 0, 1)
        click(three, 1, "eye")
        assert [layer.visible for layer in three.document.layers] == [True, True, False, False]
        assert len(three.layers.chosen_ids) == 2
        click(three, 3, "eye")
        assert [layer.visible for layer in three.document.layers] == [False, True, False, False]
        assert len(three.layers.chosen_ids) == 2

    def test_a_mask_gives_back_the_selection_that_it_was_made_of(self, three: Window) -> None:
        chosen = Selection.ellipse(three.document.size, Rect(40, 30, 200, 120))
        three.document.perform(SetSelection(chosen))
        do(three, "add_layer_mask")
        found = Selection.from_layer(three.document.active)
        whole = three.document.canvas
        assert (found.read(whole) == chosen.read(whole)).all()

    def test_moving_up_leaves_the_group_at_its_top(self, three: Window) -> None:
        self.choose(three, 0, 1)
        do(three, "group")
        self.choose(three, 1)
        do(three, "raise")
        assert self.depths(three)[:3] == [("Three", 0), ("Group", 0), ("Two", 1)]

    def test_what_is_chosen_is_hidden_deleted_and_copied_together(self, three: Window) -> None:
        self.choose(three, 0, 1)
        three.layers._set(opacity=0.5)
        assert [layer.opacity for layer in three.document.layers] == [1, 1, 0.5, 0.5]
        do(three, "duplicate")
        assert len(three.document.layers) == 6
        three.edit.undo()
        self.choose(three, 0, 1)
        do(three, "delete_layer")
        assert names(three) == ["One", "Background"]
        three.edit.undo()
        assert names(three) == ["Three", "Two", "One", "Background"]

    def test_several_move_up_and_down_together_and_stay_chosen(self, three: Window) -> None:
        self.choose(three, 2, 1)
        steps = len(three.document.history.done)
        do(three, "raise")
        assert names(three) == ["Two", "One", "Three", "Background"]
        assert len(three.document.history.done) == steps + 1
        assert len(three.layers.chosen_ids) == 2
        do(three, "raise")
        assert names(three) == ["Two", "One", "Three", "Background"], "the top is the top"
        for _ in range(2):
            do(three, "lower")
        assert names(three) == ["Three", "Background", "Two", "One"]
        do(three, "lower")
        assert names(three) == ["Three", "Background", "Two", "One"]
        for _ in range(3):
            three.edit.undo()
        assert names(three) == ["Three", "Two", "One", "Background"]

    def test_several_leave_their_group_in_their_order(self, three: Window) -> None:
        self.choose(three, 0, 1, 2)
        do(three, "group")
        self.choose(three, 1, 2)
        do(three, "raise")
        assert self.depths(three)[:4] == [("Three", 0), ("Two", 0), ("Group", 0), ("One", 1)]
        three.edit.undo()
        self.choose(three, 2, 3)
        do(three, "lower")
        assert self.depths(three)[:4] == [("Group", 0), ("Three", 1), ("Two", 0), ("One", 0)]

    def test_several_get_masks_and_lose_them_again_in_one_step_each(self, three: Window) -> None:
        document = three.document
        document.perform(SetSelection(Selection.rectangle(document.size, Rect(0, 0, 90, 90))))
        for layer in document.layers[2:]:
            document.perform(FillLayer(layer.id, (255, 0, 0)))
        self.choose(three, 0, 1)
        steps = len(document.history.done)
        do(three, "add_layer_mask")
        masks = [layer for layer in document.layers if isinstance(layer, LayerMask)]
        assert [document.layer(mask.inside).name for mask in masks] == ["Two", "Three"]
        assert len(document.history.done) == steps + 1
        self.choose(three, 1, 3)
        do(three, "apply_layer_mask")
        assert names(three) == ["Three", "Two", "One", "Background"]
        assert [layer.bounds() for layer in document.layers[2:]] == [Rect(0, 0, 90, 90)] * 2
        three.edit.undo()
        three.edit.undo()
        assert not any(isinstance(layer, LayerMask) for layer in document.layers)
        assert len(document.history.done) == steps

    def test_locks_and_modes_are_of_all_that_are_chosen(self, three: Window) -> None:
        self.choose(three, 0, 1)
        layers = three.document.layers
        for action, what in (("lock_alpha", "alpha_locked"), ("lock_layer", "locked")):
            do(three, action)
            found = [getattr(layer, what) for layer in three.document.layers]
            assert found == [False, False, True, True]
            three.edit.undo()
        three.layers._set(blend=BlendMode.SCREEN)
        assert [one.blend is BlendMode.SCREEN for one in three.document.layers[2:]] == [True, True]
        three.edit.undo()
        assert [one.blend for one in three.document.layers] == [one.blend for one in layers]

    def test_an_adjustment_is_changed_of_those_of_its_kind_alone(self, three: Window) -> None:
        for kind in ("levels", "blur", "blur"):
            three.layers.add_adjustment(kind)
        self.choose(three, 0, 1, 2)
        three.document.activate(three.document.layers[-1].id)
        self.choose(three, 2, 1, 0)
        three.layers._adjustment.edited.emit(Blur(radius=40))
        found = [one.adjustment for one in three.document.layers[-3:]]
        assert found == [Levels(), Blur(radius=40), Blur(radius=40)]

    def test_each_channel_has_a_curve_of_its_own(self, three: Window) -> None:
        three.layers.add_adjustment("curves")
        editor = three.layers.adjustment.curves
        assert editor is not None
        blue = editor.channel.findData("blue")
        editor.channel.setCurrentIndex(blue)
        bent = ((0.0, 0.3), (1.0, 1.0))
        editor.curve.edited.emit(bent)
        assert three.document.layers[-1].adjustment == Curves(blue=bent)
        assert editor.channel.itemText(blue) == "Blue •"
        assert editor.curve.points == bent
        editor.channel.setCurrentIndex(0)
        assert editor.curve.points == LINE

    def test_one_part_of_the_light_is_balanced_at_a_time(self, three: Window) -> None:
        three.layers.add_adjustment("color_balance")
        editor = three.layers.adjustment.balance
        assert editor is not None
        fields = editor.form.fields
        shown = [name for name, field in fields.items() if not field.isHidden()]
        assert shown == ["midtones_red", "midtones_green", "midtones_blue", "keep_light"]
        dark = editor.part.findData("shadows")
        editor.part.setCurrentIndex(dark)
        assert not fields["shadows_red"].isHidden()
        assert fields["midtones_red"].isHidden()
        fields["shadows_red"].picked.emit(30)
        assert three.document.layers[-1].adjustment == ColorBalance(shadows_red=30)
        assert editor.part.itemText(dark) == "Shadows •"

    def test_what_is_chosen_is_transformed_on_the_canvas(self, three: Window) -> None:
        assert three.canvas.chosen_layers == (three.document.active.id,)
        self.choose(three, 1, 2)
        assert three.canvas.chosen_layers == tuple(
            layer.id for layer in three.document.layers if layer.name in ("One", "Two")
        )
        self.choose(three, 3)
        assert three.canvas.chosen_layers == (three.document.layers[0].id,)

    def test_a_mask_hides_with_black_and_shows_with_white(self, three: Window) -> None:
        document = three.document
        document.perform(FillLayer(document.active.id, (255, 0, 0)))
        do(three, "add_layer_mask")
        mask = document.active
        assert isinstance(mask, LayerMask)
        at = Rect(100, 100, 1, 1)
        for color, red in (((0, 0, 0), False), ((255, 255, 255), True)):
            stroke = document.begin_stroke(mask.id, Brush(size=30, hardness=1, color=color),
                                           Point(100, 100))  # fmt: skip
            stroke.finish()
            assert (document.composite(at)[0, 0].tolist() == [255, 0, 0, 255]) == red
        document.undo()
        do(three, "apply_layer_mask")
        assert document.active.name == "Three"
        assert document.composite(at)[0, 0].tolist() == [255, 255, 255, 255]

    def test_what_cannot_lie_in_a_group_is_refused_in_words(self, three: Window) -> None:
        do(three, "add_mask")
        do(three, "group")
        assert "cannot lie in a group" in three.banner.text

    def test_merging_looks_the_same(self, three: Window) -> None:
        document = three.document
        for number, layer in enumerate(document.layers[1:]):
            paint_on(document, layer.id, number)
        self.choose(three, 0, 1)
        three.layers._set(blend=BlendMode.MULTIPLY)
        do(three, "group")
        do(three, "add_layer_mask")
        paint_on(document, document.active.id, 1)
        before = document.composite(document.canvas)
        for action in ("merge_visible", "flatten"):
            do(three, action)
            assert len(document.layers) == 1
            off = document.composite(document.canvas).astype(int) - before
            assert abs(off).max() <= 1
            three.edit.undo()


def paint_on(document: Document, layer_id: str, number: int) -> None:
    color = ((200, 30, 30), (30, 30, 30), (30, 60, 200))[number]
    brush = Brush(size=90, hardness=0.3, color=color)
    stroke = document.begin_stroke(layer_id, brush, Point(60 + 40 * number, 80))
    stroke.to(300, 120 + 60 * number)
    stroke.finish()


def do(window: Window, id: str) -> None:
    """An action, once the window has seen that it can be done."""
    QApplication.processEvents()
    assert window.registry[id].isEnabled()
    window.registry[id].trigger()


def test_a_row_shows_that_its_transparency_is_locked(bare_window: Window, qtbot: QtBot) -> None:
    view = bare_window.layers.list
    layer = bare_window.document.layers[0].id

    def row() -> object:
        QApplication.processEvents()
        delegate, rect = view.itemDelegate(), view.visualRect(view.model().index(1, 0))
        assert isinstance(delegate, LayerRow)
        return view.viewport().grab(delegate.lock(rect).translated(-22, 0)).toImage()

    plain = row()
    bare_window.document.perform(SetLayer(layer, alpha_locked=True))
    assert row() != plain
    bare_window.edit.undo()
    assert row() == plain


def clicked(window: Window, row: int, part: str, keys: Qt.KeyboardModifier) -> None:
    view = window.layers.list
    rect = view.visualRect(view.model().index(row, 0))
    delegate = view.itemDelegate()
    assert isinstance(delegate, LayerRow)
    layer = window.document.layers[::-1][row]
    at = delegate.eye(rect) if part == "eye" else delegate.picture(rect, layer, view.model())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, at.center())


def test_a_click_with_alt_on_an_eye_shows_a_layer_alone_and_again_all(bare_window: Window) -> None:
    document = bare_window.document
    bare_window.layers.add_raster()
    hidden = document.layers[1]
    document.perform(SetLayer(hidden.id, visible=False))
    count = len(document.history.done)
    alt = Qt.KeyboardModifier.AltModifier
    clicked(bare_window, 0, "eye", alt)
    assert [layer.visible for layer in document.layers] == [False, False, True]
    clicked(bare_window, 0, "eye", alt)
    assert [layer.visible for layer in document.layers] == [True, False, True]
    assert len(document.history.done) == count + 2
    document.undo()
    document.undo()
    assert [layer.visible for layer in document.layers] == [True, False, True]
    document.activate(hidden.id)
    bare_window.registry["show_alone"].trigger()
    assert [layer.visible for layer in document.layers] == [False, True, False]


def test_of_a_group_that_is_shown_alone_all_that_lies_in_it_stays(bare_window: Window) -> None:
    document = bare_window.document
    bare_window.layers.group()
    group = document.active
    bare_window.layers.show_alone()
    shown = {layer.name: layer.visible for layer in document.layers}
    assert shown == {"Background": False, "Layer 1": True, group.name: True}


def test_a_click_with_control_on_a_picture_selects_what_it_covers(
    bare_window: Window, qtbot: QtBot
) -> None:
    document, finder = bare_window.document, bare_window.canvas.finder
    layer = document.layers[1]
    document.perform(FillLayer(layer.id, (9, 9, 9), Rect(30, 40, 50, 60)))
    bare_window.layers.add_raster()
    document.perform(FillLayer(document.active.id, (9, 9, 9), Rect(50, 40, 50, 60)))
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    clicked(bare_window, 1, "picture", control)
    qtbot.waitUntil(lambda: not finder.searching)
    assert document.selection.bounds() == Rect(30, 40, 50, 60)
    assert document.active is document.layers[2], "what is active stays so"
    clicked(bare_window, 0, "picture", control | shift)
    qtbot.waitUntil(lambda: not finder.searching)
    assert document.selection.bounds() == Rect(30, 40, 70, 60)
    clicked(bare_window, 0, "picture", control | Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not finder.searching)
    assert document.selection.bounds() == Rect(30, 40, 20, 60)


def test_keys_choose_the_layer_above_and_below(bare_window: Window) -> None:
    document = bare_window.document
    bare_window.registry["layer_below"].trigger()
    assert document.active.name == "Background"
    bare_window.registry["layer_below"].trigger()
    assert document.active.name == "Background", "below it there is none"
    bare_window.registry["layer_above"].trigger()
    assert document.active.name == "Layer 1"
    assert not document.can_undo


def test_a_layer_is_turned_into_another_kind_and_back(bare_window: Window, qtbot: QtBot) -> None:
    window = bare_window
    window.layers.add_raster()
    assert not window.registry["become_raster"].isEnabled()
    paint_on(window.document, window.document.active.id, 1)  # type: ignore[union-attr]
    before = window.document.active
    for kind, made in (("mask", MaskLayer), ("region", RegionLayer), ("raster", RasterLayer)):
        do(window, f"become_{kind}")
        qtbot.waitUntil(lambda made=made: isinstance(window.document.active, made))
    assert before is not None
    assert window.document.active is not None
    assert window.document.active.bounds() == before.bounds()
    for _ in range(3):
        window.edit.undo()
    assert window.document.layer(before.id) is before
