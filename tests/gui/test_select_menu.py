"""The Select menu and the options of the tools that select, in the window."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from core.document.commands import AddLayer, FillLayer, ResizeCanvas, SetSelection
from core.document.layers import MaskLayer, RasterLayer, RegionLayer
from core.document.selection import Combine, Selection
from core.document.selection_edges import border, feather, grow, shrink
from core.geometry import Rect
from desktop.edge_dialog import EdgeDialog
from desktop.window import Window

BOX = Rect(100, 80, 120, 90)
CHANGES = {"grow": grow, "shrink": shrink, "feather": feather, "border": border}

Array = npt.NDArray[np.uint8]


def select(window: Window, rect: Rect = BOX) -> Selection:
    drawn = Selection.rectangle(window.document.size, rect)
    window.document.perform(SetSelection(drawn))
    window.registry.refresh()
    return drawn


def chosen(window: Window) -> Array:
    document = window.document
    assert document.selection is not None
    return document.selection.read(document.canvas)


def trigger(window: Window, id: str, qtbot: QtBot) -> None:
    window.registry.refresh()
    assert window.registry[id].isEnabled(), id
    window.registry[id].trigger()
    qtbot.waitUntil(lambda: not window.canvas.finder.searching)


def test_all_none_again_and_the_other_way_round(bare_window: Window, qtbot: QtBot) -> None:
    window, document = bare_window, bare_window.document
    before = select(window)
    trigger(window, "deselect", qtbot)
    assert document.selection is None
    trigger(window, "reselect", qtbot)
    assert document.selection is before
    trigger(window, "invert_selection", qtbot)
    assert np.array_equal(chosen(window), 255 - before.read(document.canvas))
    trigger(window, "select_all", qtbot)
    assert (chosen(window) == 255).all()
    assert [entry.text for entry in document.history.done] == [
        "Select", "Deselect", "Reselect", "Invert selection", "Select all",
    ]  # fmt: skip
    for _ in range(4):
        document.undo()
    assert document.selection is before


def test_what_no_longer_fits_is_not_selected_again(bare_window: Window) -> None:
    select(bare_window)
    bare_window.select.none()
    bare_window.document.perform(ResizeCanvas(Rect(0, 0, 100, 100)))
    bare_window.registry.refresh()
    assert not bare_window.registry["reselect"].isEnabled()


def test_a_layers_opacity_is_selected(bare_window: Window, qtbot: QtBot) -> None:
    window, document = bare_window, bare_window.document
    layer = RasterLayer.empty(document.size)
    document.perform(AddLayer(layer))
    document.perform(FillLayer(layer.id, (5, 5, 5), rect=BOX, opacity=0.5))
    trigger(window, "selection_from_opacity", qtbot)
    assert chosen(window)[100, 150] == 128 and chosen(window)[10, 10] == 0
    assert document.selection is not None and document.selection.bounds() == BOX


def test_masks_and_the_selection_become_each_other(bare_window: Window, qtbot: QtBot) -> None:
    window, document = bare_window, bare_window.document
    active = document.active
    assert active is not None
    select(window)
    trigger(window, "mask_from_selection", qtbot)
    assert isinstance(document.layers[-1], MaskLayer)
    select(window, Rect(10, 10, 30, 30))
    trigger(window, "mask_from_selection", qtbot)
    trigger(window, "selection_from_mask", qtbot)
    assert document.selection is not None
    assert document.selection.bounds() == Rect(10, 10, 30, 30), "the active mask alone"
    document.activate(active.id)
    trigger(window, "selection_from_mask", qtbot)
    assert document.selection.bounds() == Rect(10, 10, 210, 160), "all masks"
    document.undo()
    assert document.selection.bounds() == Rect(10, 10, 30, 30)


@pytest.fixture
def open_dialog(bare_window: Window, qtbot: QtBot):  # type: ignore[no-untyped-def]
    def opened(id: str) -> EdgeDialog:
        bare_window.registry.refresh()
        bare_window.registry[f"{id}_selection"].trigger()
        dialog = bare_window.findChild(EdgeDialog)
        assert dialog is not None
        return dialog

    return opened


@pytest.mark.parametrize("id", list(CHANGES))
def test_the_edge_is_changed_by_what_is_typed(
    bare_window: Window,
    open_dialog,  # type: ignore[no-untyped-def]
    qtbot: QtBot,
    id: str,
) -> None:
    document = bare_window.document
    before = select(bare_window)
    dialog = open_dialog(id)
    dialog.pixels.setValue(14)
    with qtbot.waitSignal(dialog.finished):
        dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
        assert document.selection is before
    expected = CHANGES[id](before, 14).read(document.canvas)
    assert np.array_equal(chosen(bare_window), expected)
    assert document.undo_text == f"{id.capitalize()} selection"
    document.undo()
    assert document.selection is before
    document.redo()
    assert np.array_equal(chosen(bare_window), expected)


def test_the_outcome_is_shown_before_it_is_taken_and_cancel_forgets_it(
    bare_window: Window,
    open_dialog,  # type: ignore[no-untyped-def]
    qtbot: QtBot,
) -> None:
    canvas, document = bare_window.canvas, bare_window.document
    before = select(bare_window)
    dialog = open_dialog("grow")
    dialog.pixels.setValue(25)

    def shown() -> Rect | None:
        selection = canvas._scene.selection
        return None if selection is None else selection.bounds()

    qtbot.waitUntil(lambda: shown() == BOX.inflated(25))
    dialog.pixels.setValue(5)
    qtbot.waitUntil(lambda: shown() == BOX.inflated(5))
    cancel = dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    cancel.click()
    assert shown() == BOX
    assert document.selection is before
    assert len(document.history.done) == 1


def test_the_number_chosen_last_is_offered_again(
    bare_window: Window,
    open_dialog,  # type: ignore[no-untyped-def]
    qtbot: QtBot,
) -> None:
    select(bare_window)
    dialog = open_dialog("feather")
    dialog.pixels.setValue(31)
    with qtbot.waitSignal(dialog.finished):
        dialog.accept()
    qtbot.waitUntil(lambda: bare_window.findChild(EdgeDialog) is None)
    assert open_dialog("feather").pixels.value() == 31


def test_what_is_selected_becomes_a_region_that_asks_for_its_prompt(
    bare_window: Window, qtbot: QtBot
) -> None:
    window, document = bare_window, bare_window.document
    select(window, Rect(10, 20, 30, 40))
    trigger(window, "region_from_selection", qtbot)
    region = document.active
    assert isinstance(region, RegionLayer) and region.box is None
    assert region.bounds() == Rect(10, 20, 30, 40)
    assert window.focusWidget() is window.layers._region.prompt
    document.undo()
    assert not any(isinstance(layer, RegionLayer) for layer in document.layers)


def test_without_a_selection_its_edge_cannot_be_changed(bare_window: Window) -> None:
    bare_window.registry.refresh()
    for id in (*(f"{id}_selection" for id in CHANGES), "reselect", "mask_from_selection",
               "region_from_selection"):  # fmt: skip
        assert not bare_window.registry[id].isEnabled(), id


def test_the_options_of_the_tool_in_hand_are_shown_and_count(bare_window: Window) -> None:
    canvas, options = bare_window.canvas, bare_window.tool_options.select
    assert not options.isVisible()
    canvas.set_tool("lasso_select")
    assert options.isVisible() and not options.tolerance.isVisible()
    options.modes[Combine.ADD].click()
    assert canvas.combine is Combine.ADD
    canvas.set_tool("magic_wand")
    assert options.tolerance.isVisible() and options.modes[Combine.ADD].isChecked()
    options.tolerance.setFocus()
    options.tolerance.setValue(90)
    for box in (options.contiguous, options.smooth, options.whole):
        box.click()
    wand = canvas.wand
    assert (wand.tolerance, wand.contiguous, wand.smooth, wand.whole) == (90, False, False, False)
    canvas.set_tool("brush")
    assert not options.isVisible()


def test_the_quick_mask_is_a_button_and_a_key(bare_window: Window, qtbot: QtBot) -> None:
    window = bare_window
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Q, Qt.KeyboardModifier.ShiftModifier)
    assert window.canvas.quick_mask
    qtbot.waitUntil(window.registry["quick_mask"].isChecked)
    button = window.tool_bar.widgetForAction(window.registry["quick_mask"])
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not window.canvas.quick_mask
    qtbot.waitUntil(lambda: not window.registry["quick_mask"].isChecked())


@pytest.mark.parametrize(
    ("key", "id"),
    [("W", "magic_wand"), ("L", "lasso_select"), ("Shift+L", "polygon_select"),
     ("M", "rectangle_select"), ("Shift+M", "ellipse_select")],
)  # fmt: skip
def test_keys_choose_the_tools(bare_window: Window, key: str, id: str) -> None:
    bare_window.canvas.setFocus()
    shift = Qt.KeyboardModifier.ShiftModifier if "+" in key else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(bare_window.canvas, Qt.Key[f"Key_{key[-1]}"], shift)
    assert bare_window.canvas.tool == id
