"""A generated layer keeps its recipe, says when it is out of date, and is made again in place."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.document.commands import AddLayer, FillLayer, RemoveLayer, SetLayer, SetSettings
from core.document.layers import RasterLayer
from core.document.transforming import transform
from core.files.openraster import open_document
from core.geometry import Point
from core.pixels.brush import Brush
from core.pixels.tiles import TileGrid
from core.pixels.warp import reach
from desktop.applying import name_again
from desktop.window import Window
from tests.gui.conftest import paint, paint_mask
from tests.gui.painter import FlatPainter
from widgets.canvas.transform_box import Frame
from widgets.layer_row import LayerRow

GENEROUS = 30_000


def stale(window: Window) -> list[str]:
    found = window.generating.regenerating.found
    return [line for lines in found.values() for line in lines]


@pytest.fixture
def inpainted(window: Window, qtbot: QtBot) -> Window:
    """A blue background, a mask, and a layer that was made under it."""
    window.document.perform(FillLayer(window.document.layers[0].id, (10, 120, 200)))
    paint_mask(window, (300, 200), size=100)
    window.document.perform(SetSettings(prompt="a cat", batch=1, seed=7))
    with qtbot.waitSignal(window.controller.finished, timeout=GENEROUS):
        window.generate()
    window.apply_candidate()
    return window


def made(window: Window) -> RasterLayer:
    return next(
        layer
        for layer in window.document.layers
        if isinstance(layer, RasterLayer) and layer.origin is not None
    )


def layer_middle(layer: RasterLayer) -> Point:
    return layer.pixels.bounds().centre


def wait_for_again(window: Window, qtbot: QtBot, before: RasterLayer) -> None:
    qtbot.waitUntil(lambda: made(window).origin is not before.origin, timeout=GENEROUS)


def test_painting_below_marks_it_and_undo_takes_the_mark_away(
    inpainted: Window, qtbot: QtBot
) -> None:
    window = inpainted
    background = window.document.layers[0]
    assert stale(window) == []
    window.document.activate(background.id)
    paint(window, (320, 210), (330, 220))
    line = f"“{background.name}” was painted on or made again."
    qtbot.waitUntil(lambda: stale(window) == [line], timeout=GENEROUS)
    index = window.layers.list.model().index(window.layers._model.row_of(made(window).id))
    assert line in index.data(Qt.ItemDataRole.ToolTipRole)
    assert window.layers._model.about(made(window)) == "Out of date"
    window.edit.undo()
    qtbot.waitUntil(lambda: stale(window) == [], timeout=GENEROUS)


def test_what_lies_above_it_or_far_from_it_changes_nothing(inpainted: Window, qtbot: QtBot) -> None:
    window = inpainted
    looked = window.generating.regenerating
    window.layers.add_raster()  # above it
    paint(window, (320, 210), (330, 220))
    window.document.activate(window.document.layers[0].id)
    paint(window, (20, 500), (30, 505), size=5)  # far from what the model saw
    looked._look()
    qtbot.waitUntil(lambda: looked._background.pending == 0, timeout=GENEROUS)
    assert stale(window) == []


def test_the_arrow_in_its_row_makes_it_again_as_one_step(
    inpainted: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    window = inpainted
    layer = made(window)
    name, count = layer.name, len(window.document.layers)
    before = layer.pixels.to_array().copy()
    window.document.perform(SetLayer(layer.id, opacity=0.5))
    window.document.perform(FillLayer(window.document.layers[0].id, (200, 120, 20)))
    qtbot.waitUntil(lambda: stale(window) != [], timeout=GENEROUS)
    rows, model = window.layers.list, window.layers._model
    delegate = rows.itemDelegate()
    assert isinstance(delegate, LayerRow)
    row = rows.visualRect(model.index(model.row_of(layer.id)))
    at: QPoint = delegate.again(row).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=at)
    wait_for_again(window, qtbot, layer)
    again = made(window)
    assert (again.id, again.name, again.opacity) == (layer.id, name, 0.5)
    assert len(window.document.layers) == count
    asked, first = painter.requests[-1], painter.requests[0]
    assert (asked.prompt, asked.seed, asked.batch) == ("a cat", 7, 1)
    assert asked.mask == first.mask and asked.inpaint == first.inpaint
    # It was made from what lies below it now, and not from itself.
    middle = asked.source.array.shape[0] // 2
    assert tuple(asked.source.array[middle, asked.source.array.shape[1] // 2, :3]) == (200, 120, 20)
    qtbot.waitUntil(lambda: stale(window) == [], timeout=GENEROUS)
    assert window.document.undo_text == "Make again"
    window.edit.undo()
    assert np.array_equal(made(window).pixels.to_array(), before)
    assert made(window).origin is layer.origin
    window.edit.redo()
    assert made(window).origin is again.origin


def test_up_to_date_it_is_made_again_with_another_seed(
    inpainted: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    window = inpainted
    layer = made(window)
    window.document.activate(layer.id)
    window.registry.refresh()
    window.registry["make_again"].trigger()
    wait_for_again(window, qtbot, layer)
    assert painter.requests[-1].seed != 7
    assert made(window).origin.settings.seed == painter.requests[-1].seed


def test_same_again_with_another_prompt_seed_and_mask(
    inpainted: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    window = inpainted
    layer = made(window)
    assert layer.name == "a cat"
    window.document.perform(RemoveLayer(window.document.layers[-1].id))  # the mask
    paint_mask(window, (100, 100), size=60)
    window.document.activate(layer.id)
    dialog = window.generating.regenerating.again_with()
    qtbot.addWidget(dialog)
    assert dialog.prompt.toPlainText() == "a cat"
    dialog.prompt.selectAll()
    qtbot.keyClicks(dialog.prompt, "a dog")
    dialog.seed._field.setText("11")
    dialog.seed._field.editingFinished.emit()
    dialog.move_mask.setChecked(True)
    dialog.buttons.button(dialog.buttons.StandardButton.Ok).click()
    wait_for_again(window, qtbot, layer)
    asked = painter.requests[-1]
    assert (asked.prompt, asked.seed) == ("a dog", 11)
    assert made(window).pixels.bounds().contains_point(100, 100)
    assert not made(window).pixels.bounds().contains_point(300, 200)
    assert window.document.settings.prompt == "a cat"  # the panel is left alone
    assert made(window).name == "a dog", "it is no cat any more"
    window.edit.undo()
    assert made(window).name == "a cat"


@pytest.mark.parametrize(
    ("name", "others", "becomes"),
    [("a cat 3", (), "a dog"), ("a cat", ("a dog",), "a dog 2"), ("Minka", (), None),
     ("a cat and me", (), None)],
)  # fmt: skip
def test_a_name_that_the_artist_gave_stays(
    name: str, others: tuple[str, ...], becomes: str | None, inpainted: Window
) -> None:
    document, layer = inpainted.document, made(inpainted)
    assert layer.origin is not None
    document.perform(SetLayer(layer.id, name=name))
    for other in others:
        document.perform(AddLayer(RasterLayer.empty(document.size, other), 0))
    words = replace(layer.origin.settings, prompt="a dog")
    assert name_again(document.state, layer.id, replace(layer.origin, settings=words)) == becomes
    assert name_again(document.state, layer.id, layer.origin) is None


def test_the_mask_is_kept_when_its_layer_is_gone(
    inpainted: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    window = inpainted
    layer = made(window)
    window.document.perform(RemoveLayer(window.document.layers[-1].id))
    window.generating.regenerating.again(layer.id)
    wait_for_again(window, qtbot, layer)
    assert painter.requests[-1].mask == painter.requests[0].mask
    assert stale(window) == []


def test_a_mask_that_was_painted_on_makes_it_out_of_date(
    inpainted: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    window = inpainted
    layer, mask = made(window), window.document.layers[-1]
    stroke = window.document.begin_stroke(mask.id, Brush(size=60, hardness=1), Point(340, 230))
    stroke.finish()
    qtbot.waitUntil(lambda: stale(window) == [f"The mask “{mask.name}” was painted on."],
                    timeout=GENEROUS)  # fmt: skip
    window.generating.regenerating.again(layer.id)
    wait_for_again(window, qtbot, layer)
    assert painter.requests[-1].mask != painter.requests[0].mask
    qtbot.waitUntil(lambda: stale(window) == [], timeout=GENEROUS)


def test_the_pen_is_not_interrupted(inpainted: Window, painter: FlatPainter, qtbot: QtBot) -> None:
    window = inpainted
    layer = made(window)
    painter.go.clear()
    window.generating.regenerating.again(layer.id)
    qtbot.waitUntil(lambda: len(painter.requests) == 2, timeout=GENEROUS)
    background = window.document.layers[0]
    stroke = window.document.begin_stroke(background.id, Brush(size=20), Point(30, 30))
    painter.go.set()
    qtbot.waitUntil(
        lambda: all(c.ready for c in window.candidates.model.candidates), timeout=GENEROUS
    )
    qtbot.waitUntil(lambda: window.background.pending == 0, timeout=GENEROUS)
    assert window.document.stroke is stroke
    assert made(window).origin is layer.origin
    stroke.finish()
    wait_for_again(window, qtbot, layer)


def test_it_is_found_again_in_a_saved_file(inpainted: Window, tmp_path: Path, qtbot: QtBot) -> None:
    window = inpainted
    window.document.perform(FillLayer(window.document.layers[0].id, (200, 120, 20)))
    qtbot.waitUntil(lambda: stale(window) != [], timeout=GENEROUS)
    before, id = stale(window), window.document.state.id
    window.files.path = tmp_path / "kept.ora"
    with qtbot.waitSignal(window.files.saved, timeout=GENEROUS):
        window.files.save()
    opened = open_document(tmp_path / "kept.ora").document
    assert opened.state.id == id
    kept = next(one for one in opened.layers if one.id == made(window).id)
    old = made(window).origin
    assert kept.origin is not old
    for name in ("settings", "mode", "rect", "size", "mask", "variation", "made_on", "parts"):
        assert getattr(kept.origin, name) == getattr(old, name), name
    window._show_document(opened, tmp_path / "kept.ora")
    qtbot.waitUntil(lambda: stale(window) == before, timeout=GENEROUS)
    assert not opened.modified


def test_a_locked_layer_is_left_alone_and_says_why(
    inpainted: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    window = inpainted
    layer = made(window)
    window.document.perform(SetLayer(layer.id, locked=True))
    window.generating.regenerating.again(layer.id)
    qtbot.waitUntil(lambda: "is locked" in window.banner.text, timeout=GENEROUS)
    assert made(window).origin is layer.origin
    assert all(c.ready for c in window.candidates.model.candidates)


def test_turned_it_is_made_again_in_its_turned_place(
    inpainted: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    window = inpainted
    document, layer = window.document, made(window)
    before = layer.pixels.bounds()
    # Below it a line that leans as far as it will: within its corners it is upright.
    lean = math.radians(30)
    line = np.zeros((document.size.height, document.size.width, 4), np.uint8)
    middle = before.centre
    ends = [
        (round(middle.x - 900 * math.sin(lean) * d), round(middle.y + 900 * math.cos(lean) * d))
        for d in (-1, 1)
    ]
    cv2.line(line, *ends, (255, 255, 255, 255), 9)
    document.perform(AddLayer(RasterLayer(id="line", pixels=TileGrid.from_array(line)), index=1))
    frame = Frame.around(before).turned(lean)
    document.perform(transform(document.state, (layer.id,), before, frame.quad))
    turned = made(window)
    assert turned.origin.quad and turned.origin.place == reach(turned.origin.quad)
    qtbot.waitUntil(lambda: "It was moved." in stale(window), timeout=GENEROUS)
    window.generating.regenerating.again(layer.id)
    wait_for_again(window, qtbot, turned)
    asked = painter.requests[-1]
    white = (asked.source.array[..., :3] > 200).all(2)
    rows, columns = np.nonzero(white)
    assert np.ptp(rows) > asked.source.size.height * 0.95
    assert np.ptp(columns) <= 11, "the line is upright in what it is made from"
    first = painter.requests[0]
    share = [one.mask.array.mean() for one in (first, asked)]
    assert share[1] == pytest.approx(share[0], rel=0.05), "and so is the mask"
    # What came of it lies within the same corners as what was there.
    now, there = (one.pixels.to_array()[..., 3] > 128 for one in (made(window), turned))
    assert (now & there).sum() > 0.95 * (now | there).sum()
    again = made(window).origin
    assert np.allclose(reach(again.quad), reach(turned.origin.quad), atol=3)
    qtbot.waitUntil(lambda: stale(window) == [], timeout=GENEROUS)
    # Turned back it is as it was: upright, of an upright mask.
    whole = made(window).pixels.bounds()
    back = Frame.around(whole).turned(-lean)
    document.perform(transform(document.state, (layer.id,), whole, back.quad))
    assert not made(window).origin.quad
    document.undo()
    document.undo()
    assert made(window).origin is turned.origin


def test_while_a_turned_one_is_made_it_is_seen_growing_in_its_place(
    inpainted: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    window = inpainted
    document, layer = window.document, made(window)
    before = layer.pixels.bounds()
    frame = Frame.around(before).turned(0.7).moved(150, 20)
    document.perform(transform(document.state, (layer.id,), before, frame.quad))
    painter.go.clear()
    window.generating.regenerating.again(layer.id)
    shown = window.canvas.overlay
    qtbot.waitUntil(lambda: shown.showing, timeout=GENEROUS)
    placed = window.canvas.scene.placed
    assert placed is not None
    there = reach(made(window).origin.quad)
    assert there.inflated(2).contains(placed.rect)
    seen = placed.read(0, placed.rect)[..., 3]
    middle = layer_middle(made(window))
    assert seen[round(middle.y) - placed.rect.y, round(middle.x) - placed.rect.x] > 200
    assert seen[0, 0] == seen[-1, -1] == 0
    painter.go.set()
    qtbot.waitUntil(lambda: not window.controller.busy, timeout=GENEROUS)
