"""What lies over the picture: masks, selection, regions, the context box, previews, candidates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from core.document.commands import (
    AddLayer,
    SetLayer,
    SetSelection,
    SetSettings,
)
from core.document.document import Document
from core.document.layers import RegionLayer
from core.document.selection import Selection
from core.geometry import Point, Rect

GREY = (200, 200, 200)
Opener = Callable[..., Any]


def near(one: tuple[int, ...], other: tuple[int, ...], by: int = 3) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


# Masks, selection, regions, context -------------------------------------------------------------


@pytest.mark.parametrize("grey", [0, 60, 128, 200, 255])
def test_a_mask_is_seen_over_any_grey(open_studio: Opener, grey: int) -> None:
    picture = np.full((300, 400, 4), 255, np.uint8)
    picture[..., :3] = grey
    studio = open_studio(Document.of_picture(picture))
    studio.add_mask(Rect(100, 80, 120, 120))
    red, green, blue = studio.seen_at(160, 140)
    assert red - max(green, blue) > 80
    assert near(studio.seen_at(300, 140), (grey, grey, grey))


@pytest.mark.parametrize("colour", [(255, 32, 48), (0, 0, 0), (255, 255, 255), (200, 10, 20)])
def test_a_masks_edge_is_seen_over_any_colour_even_its_own(
    open_studio: Opener, colour: tuple[int, int, int]
) -> None:
    picture = np.full((300, 400, 4), 255, np.uint8)
    picture[..., :3] = colour
    studio = open_studio(Document.of_picture(picture))
    studio.add_mask(Rect(100, 80, 120, 120))
    seen = studio.seen().astype(int)
    place = studio.hand.place(100, 140)
    row = seen[int(place.y()), int(place.x()) - 4 : int(place.x()) + 5]
    assert np.abs(np.diff(row, axis=0)).max() > 80


def test_grow_and_feather_are_seen_before_generating(studio: Any) -> None:
    document = studio.document
    studio.add_mask(Rect(100, 80, 120, 120))
    inpaint = document.settings.inpaint
    document.perform(SetSettings(inpaint=replace(inpaint, grow=0, feather=0)))
    assert near(studio.seen_at(90, 140), GREY)
    plain = studio.seen_at(104, 140)
    document.perform(SetSettings(inpaint=replace(inpaint, grow=20, feather=0)))
    assert not near(studio.seen_at(90, 140), GREY, 20)
    document.perform(SetSettings(inpaint=replace(inpaint, grow=0, feather=40)))
    assert studio.seen_at(104, 140)[1] > plain[1] + 20


def test_a_mask_being_painted_is_seen_before_its_edge_is_found(studio: Any) -> None:
    mask = studio.add_mask(Rect(0, 0, 10, 10))
    studio.settle()
    studio.view._settle.stop()
    studio.stroke(mask.id, (200, 150), size=40, hardness=1)
    studio.view._settle.stop()
    image = studio.view.grab().toImage()
    place = studio.hand.place(200, 150).toPoint()
    shown = QColor(image.pixel(place))
    assert shown.red() - shown.green() > 80


def test_ants_march_along_the_selection_while_it_is_in_sight(studio: Any, qtbot: QtBot) -> None:
    view, document = studio.view, studio.document
    assert not view._ants.isActive()
    document.perform(SetSelection(Selection.rectangle(document.size, Rect(100, 80, 120, 100))))
    assert view._ants.isActive()
    place = studio.hand.place(100, 80)
    line = (slice(int(place.y()), int(place.y()) + 1), slice(int(place.x()), int(place.x()) + 100))
    seen = studio.seen()
    edge = {tuple(int(v) for v in p) for p in seen[line].reshape(-1, 3)}
    assert edge == {(0, 0, 0), (255, 255, 255)}
    view._march()
    assert not np.array_equal(studio.seen()[line], seen[line])
    document.perform(SetSelection(None))
    assert not view._ants.isActive()
    assert near(studio.seen_at(150, 80), GREY)


def test_a_region_shows_its_box_and_its_prompt(studio: Any) -> None:
    document = studio.document
    region = RegionLayer(box=Rect(100, 60, 200, 150), color=(90, 160, 240))
    document.perform(AddLayer(region))
    bare = studio.seen()
    document.perform(SetLayer(region.id, prompt="a red balloon"))
    labelled = studio.seen()
    changed = np.argwhere((bare != labelled).any(axis=2))
    assert len(changed) > 50
    place = studio.hand.place(100, 60)
    rows, columns = changed.min(axis=0), changed.max(axis=0)
    assert rows[0] >= place.y() and rows[1] >= place.x()
    assert columns[0] <= place.y() + 40 and columns[1] <= place.x() + 200
    assert (labelled[:, :] == [90, 160, 240]).all(axis=2).sum() > 400


def test_the_context_box_is_seen_moved_resized_and_given_back(studio: Any, qtbot: QtBot) -> None:
    view, hand = studio.view, studio.hand
    studio.add_mask(Rect(150, 110, 60, 60))
    plain = studio.seen()
    view.show_context(Rect(120, 80, 128, 128))
    assert (studio.seen() != plain).any(axis=2).sum() > 300
    taken: list[Rect | None] = []
    view.contextChanged.connect(taken.append)
    with qtbot.waitSignal(view.contextChanged):
        hand.drag([(248, 208), (280, 250)])
    assert taken[-1] == Rect(120, 80, 160, 170)
    assert not studio.document.can_undo or studio.document.undo_text == "Add layer"
    chip = view._context.chip(view.transform, view.rect(), view.font())
    grip = view.transform.to_canvas(chip.topLeft() + QPointF(20, 10))
    with qtbot.waitSignal(view.contextChanged):
        hand.drag([grip, (grip.x - 30, grip.y + 20)])
    assert taken[-1] == Rect(90, 100, 160, 170)
    chip = view._context.chip(view.transform, view.rect(), view.font())
    reset = view.transform.to_canvas(view._context.reset_mark(chip).center())
    hand.press(*reset)
    hand.release(*reset)
    assert taken[-1] is None
    view.set_context_shown(False)
    hand.leave()
    assert not (studio.seen() != plain).any()


def test_escape_puts_the_context_box_back(studio: Any) -> None:
    view, hand = studio.view, studio.hand
    view.show_context(Rect(120, 80, 128, 128))
    taken: list[Rect | None] = []
    view.contextChanged.connect(taken.append)
    hand.press(248, 208)
    hand.move(300, 250)
    assert view.busy
    hand.key(Qt.Key.Key_Escape)
    assert not view.busy
    assert view._context.rect == Rect(120, 80, 128, 128)
    assert taken[-1] is None


# Previews and candidates ------------------------------------------------------------------------


def test_a_preview_is_seen_in_place_under_the_mask_only(studio: Any) -> None:
    view = studio.view
    mask = np.zeros((128, 128), np.uint8)
    mask[:, 64:] = 255
    preview = np.full((16, 16, 3), (20, 220, 40), np.uint8)
    view.overlay.show_preview(preview, Rect(100, 80, 128, 128), mask)
    assert view.overlay.showing
    assert near(studio.seen_at(200, 140), (20, 220, 40))
    assert near(studio.seen_at(120, 140), GREY)
    assert near(studio.seen_at(60, 60), GREY)
    assert not studio.document.can_undo
    view.overlay.show_nothing()
    assert near(studio.seen_at(200, 140), GREY)


def test_the_latest_preview_is_the_one_seen(studio: Any) -> None:
    view = studio.view
    for value in range(0, 250, 10):
        view.overlay.show_preview(np.full((8, 8, 3), value, np.uint8), Rect(100, 80, 128, 128))
    assert near(studio.seen_at(160, 140), (240, 240, 240))


def test_no_tint_lies_over_what_a_job_shows(studio: Any) -> None:
    studio.add_mask(Rect(100, 80, 128, 128))
    assert studio.seen_at(160, 140)[1] < 150
    mask = np.full((128, 128), 255, np.uint8)
    studio.view.overlay.show_preview(
        np.full((8, 8, 3), 90, np.uint8), Rect(100, 80, 128, 128), mask
    )
    assert near(studio.seen_at(160, 140), (90, 90, 90))


def test_a_mask_at_rest_shows_what_was_painted_under_it_until_it_changes(studio: Any) -> None:
    mask = studio.add_mask(Rect(100, 80, 128, 128))
    studio.view.rest_mask()
    assert near(studio.seen_at(160, 140), GREY)
    studio.stroke(mask.id, (160, 200), (170, 200))
    assert studio.seen_at(160, 140)[1] < 150
    studio.view.rest_mask()
    studio.view.set_tool("eraser")
    assert near(studio.seen_at(160, 140), GREY)
    studio.view.set_tool("mask_brush")
    assert studio.seen_at(160, 140)[1] < 150


def test_a_preview_is_smooth_where_it_is_stretched(studio: Any) -> None:
    preview = np.zeros((2, 2, 3), np.uint8)
    preview[:, 1] = 255
    studio.view.overlay.show_preview(preview, Rect(0, 0, 200, 200))
    row = [studio.seen_at(x, 100)[0] for x in range(40, 160, 20)]
    assert row == sorted(row) and len(set(row)) >= 4


@pytest.mark.parametrize("zoom", [0.25, 1.0, 4.0])
def test_a_candidate_is_seen_in_place_at_any_zoom(open_studio: Opener, zoom: float) -> None:
    studio = open_studio(zoom=zoom)
    pixels = np.full((120, 120, 4), (10, 60, 220, 255), np.uint8)
    pixels[:, :40, 3] = 0
    studio.view.overlay.show_candidate(pixels, Rect(140, 90, 120, 120))
    assert near(studio.seen_at(220, 150), (10, 60, 220))
    assert near(studio.seen_at(160, 150), GREY)


def test_holding_a_key_compares_with_the_canvas(studio: Any) -> None:
    view, hand = studio.view, studio.hand
    pixels = np.full((100, 100, 4), (10, 60, 220, 255), np.uint8)
    view.overlay.show_candidate(pixels, Rect(100, 100, 100, 100))
    hand.key_down(Qt.Key.Key_C, "c")
    assert view.overlay.comparing
    assert near(studio.seen_at(150, 150), GREY)
    hand.key_up(Qt.Key.Key_C)
    assert near(studio.seen_at(150, 150), (10, 60, 220))
    view.overlay.show_nothing()
    hand.key_down(Qt.Key.Key_C, "c")
    assert not view.overlay.comparing


@pytest.mark.parametrize("zoom", [0.25, 1.0, 3.0])
def test_a_divider_is_dragged_between_a_candidate_and_the_canvas(
    open_studio: Opener, zoom: float
) -> None:
    studio = open_studio(zoom=zoom)
    view = studio.view
    view.overlay.show_candidate(
        np.full((80, 80, 4), (10, 60, 220, 255), np.uint8), Rect(140, 90, 80, 80)
    )
    view.overlay.set_wiping(True)
    assert near(studio.seen_at(150, 120), (10, 60, 220))
    assert near(studio.seen_at(212, 120), GREY)
    before = view.document.moment
    studio.hand.drag([(180, 100), (190, 104), (216, 100)])
    assert view.document.moment == before  # nothing was painted
    assert near(studio.seen_at(200, 120), (10, 60, 220))
    assert tuple(view.colour_at(Point(200, 120)).getRgb()[:3]) == (10, 60, 220)
    studio.hand.drag([(216, 100), (100, 100)])
    assert near(studio.seen_at(180, 120), GREY)
    assert tuple(view.colour_at(Point(180, 120)).getRgb()[:3]) != (10, 60, 220)
    view.overlay.set_wiping(False)
    assert near(studio.seen_at(212, 120), (10, 60, 220))


def test_the_divider_looks_the_same_however_it_came_there(open_studio: Opener) -> None:
    view = (studio := open_studio()).view
    view.overlay.show_candidate(
        np.full((80, 80, 4), (10, 60, 220, 255), np.uint8), Rect(140, 90, 80, 80)
    )
    view.overlay.set_wiping(True)
    studio.hand.drag([(180, 100), (205, 100), (160, 100)])
    dragged = view.grab().toImage()
    view.update()
    assert dragged == view.grab().toImage()


def test_painting_goes_on_while_a_preview_is_shown(studio: Any) -> None:
    studio.view.overlay.show_preview(np.full((8, 8, 3), 90, np.uint8), Rect(0, 0, 100, 300))
    studio.hand.drag([(250, 100), (300, 100)])
    assert studio.pixel(275, 100) == (0, 0, 0, 255)
    assert near(studio.seen_at(275, 100), (0, 0, 0))
    assert near(studio.seen_at(50, 100), (90, 90, 90))


@pytest.mark.parametrize("zoom", [0.25, 1.0])
def test_right_of_the_divider_lies_another_picture(open_studio: Opener, zoom: float) -> None:
    studio = open_studio(zoom=zoom)
    view = studio.view
    blue, red = (10, 60, 220), (220, 40, 10)
    view.overlay.show_candidate(np.full((80, 80, 4), (*blue, 255), np.uint8), Rect(140, 90, 80, 80))
    view.overlay.show_other(np.full((100, 100, 4), (*red, 255), np.uint8), Rect(140, 90, 100, 100))
    assert near(studio.seen_at(212, 120), blue)  # until it is wiped
    view.overlay.set_wiping(True)
    assert near(studio.seen_at(150, 120), blue)
    assert near(studio.seen_at(212, 120), red)
    assert near(studio.seen_at(232, 180), red)
    assert tuple(view.colour_at(Point(212, 120)).getRgb()[:3]) == red
    studio.hand.drag([(180, 100), (190, 104), (216, 100)])
    assert near(studio.seen_at(200, 120), blue)
    assert near(studio.seen_at(200, 184), GREY)
    studio.hand.drag([(216, 100), (150, 100)])
    assert near(studio.seen_at(180, 120), red)
    assert near(studio.seen_at(180, 184), red)
    view.overlay.show_other(None)
    assert near(studio.seen_at(180, 120), GREY)
