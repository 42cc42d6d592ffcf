"""What artists see of a document, and how they move around in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.document.commands import (
    AddLayer,
    FillLayer,
    ResizeCanvas,
    SetLayer,
    SetSelection,
    SetSettings,
)
from core.document.document import Document
from core.document.layers import MaskLayer, RasterLayer, RegionLayer, SketchLayer
from core.document.selection import Selection
from core.geometry import Point, Rect, Size
from core.pixels.brush import Brush
from core.pixels.tiles import TileGrid
from widgets.canvas import colours

GREY = (200, 200, 200)
Opener = Callable[..., Any]


def near(one: tuple[int, ...], other: tuple[int, ...], by: int = 3) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def stroke(document: Document, layer: str, *points: tuple[float, float], **brush: Any) -> None:
    drawn = document.begin_stroke(layer, Brush(**brush), Point(*points[0]))
    for point in points[1:]:
        drawn.to(*point)
    drawn.finish()


def add_mask(document: Document, rect: Rect) -> MaskLayer:
    mask = MaskLayer(coverage=Selection.rectangle(document.size, rect).coverage.snapshot())
    document.perform(AddLayer(mask, len(document.layers)))
    return mask


# The picture ------------------------------------------------------------------------------------


def test_at_100_percent_every_pixel_is_shown_as_it_is(
    open_studio: Opener, noisy_document: Document
) -> None:
    studio = open_studio(noisy_document, zoom=1.0, size=(700, 500))
    seen = studio.seen()
    corner = studio.view.transform.corner
    x, y = int(corner.x), int(corner.y)
    shown = seen[y : y + 433, x : x + 601]
    expected = noisy_document.composite(noisy_document.canvas)[..., :3]
    assert np.abs(shown.astype(int) - expected).max() <= 2


def test_from_200_percent_on_pixels_are_crisp_squares(
    open_studio: Opener, noisy_document: Document
) -> None:
    studio = open_studio(noisy_document, zoom=5.0)
    view = studio.view
    seen = studio.seen()
    middle = view.transform.to_canvas(QPointF(320, 240))
    expected = noisy_document.composite(noisy_document.canvas)[..., :3].astype(int)
    for dx, dy in ((0, 0), (7, 3), (-11, 8)):
        column, row = int(middle.x) + dx, int(middle.y) + dy
        place = view.transform.to_widget(column, row)
        block = seen[int(place.y()) : int(place.y()) + 5, int(place.x()) : int(place.x()) + 5]
        assert np.abs(block.astype(int) - expected[row, column]).max() <= 2


def test_below_100_percent_the_picture_is_averaged_not_sampled(open_studio: Opener) -> None:
    lines = np.full((512, 512, 4), 255, np.uint8)
    lines[:, ::2, :3] = 0
    studio = open_studio(Document.of_picture(lines), zoom=0.25)
    assert near(studio.seen_at(256, 256), (128, 128, 128))


def test_a_transparent_picture_shows_a_checkerboard_and_its_border(open_studio: Opener) -> None:
    size = Size(100, 100)
    studio = open_studio(Document(size, (RasterLayer.empty(size),)))
    seen = studio.seen()
    corner = studio.view.transform.corner
    x, y = int(corner.x), int(corner.y)
    inside = {tuple(pixel) for pixel in seen[y : y + 100, x : x + 100].reshape(-1, 3)}
    dark, light = colours.CHECKER_DARK, colours.CHECKER_LIGHT
    expected = {(c.red(), c.green(), c.blue()) for c in (dark, light)}
    assert {tuple(int(v) for v in pixel) for pixel in inside} == expected
    assert tuple(seen[y - 1, x + 50]) == (0, 0, 0)
    surround = colours.SURROUND
    assert tuple(seen[y - 20, x + 50]) == (surround.red(), surround.green(), surround.blue())


@pytest.mark.parametrize("zoom", [0.21, 0.25, 0.7, 1.0, 1.37, 2.52, 8.0])
def test_partial_repaints_leave_the_screen_as_a_whole_repaint_would(
    open_studio: Opener, noisy_document: Document, zoom: float
) -> None:
    studio = open_studio(noisy_document, zoom=zoom)
    view = studio.view
    layer = noisy_document.layers[1].id
    middle = view.transform.to_canvas(QPointF(320, 240))
    reach = 60 / zoom
    add_mask(noisy_document, Rect(int(middle.x), int(middle.y), int(reach) + 1, int(reach) + 1))
    studio.settle()
    stroke(
        noisy_document,
        layer,
        (middle.x - reach, middle.y - reach),
        (middle.x + reach, middle.y + reach / 2),
        size=max(3.0, 25 / zoom),
        color=(255, 0, 0),
    )
    for _ in range(5):
        studio.settle()
    # What Qt kept on screen after only dirty parts were repainted:
    store = view.screen().grabWindow(view.winId()).toImage()
    whole = view.grab().toImage()
    if store.isNull():
        pytest.skip("this platform does not say what is on screen")
    close = sum(
        near(QColor(store.pixel(x, y)).getRgb(), QColor(whole.pixel(x, y)).getRgb(), 12)
        for x in range(0, 640, 7)
        for y in range(0, 480, 5)
    )
    total = len(range(0, 640, 7)) * len(range(0, 480, 5))
    assert close >= total - 2


class Watcher(QObject):
    """Notes which parts of a widget are repainted."""

    def __init__(self) -> None:
        super().__init__()
        self.regions: list[QRegion] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.regions.append(QRegion(event.region()))
        return False

    @property
    def area(self) -> int:
        return sum(r.width() * r.height() for region in self.regions for r in region)


def test_only_the_dirty_part_is_repainted(studio: Any) -> None:
    watcher = Watcher()
    studio.view.installEventFilter(watcher)
    studio.hand.drag([(100, 100), (120, 110), (140, 100)])
    studio.settle()
    assert 0 < watcher.area < 6 * 80 * 60
    assert all(region.boundingRect().width() < 200 for region in watcher.regions)
    watcher.regions.clear()
    studio.document.undo()
    studio.settle()
    assert 0 < watcher.area <= 262 * 262
    studio.view.removeEventFilter(watcher)


def test_nothing_is_repainted_while_nothing_happens(studio: Any, qtbot: QtBot) -> None:
    watcher = Watcher()
    studio.view.installEventFilter(watcher)
    qtbot.wait(300)
    assert not watcher.regions
    studio.view.removeEventFilter(watcher)


def test_a_burst_of_moves_is_flushed_once_a_frame(
    studio: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushes = []
    studio.document.changed.connect(flushes.append)
    hand = studio.hand
    hand.press(50, 50)
    for step in range(100):
        hand.move(50 + step, 60)
    studio.settle()
    assert len(flushes) <= 3
    hand.release(149, 60)
    assert studio.pixel(120, 60) == (0, 0, 0, 255)


def test_hidden_layers_opacity_and_order_are_seen_at_once(studio: Any) -> None:
    document = studio.document
    red = RasterLayer.empty(document.size, "Red")
    document.perform(AddLayer(red))
    document.perform(FillLayer(red.id, (255, 0, 0)))
    assert near(studio.seen_at(200, 150), (255, 0, 0))
    document.perform(SetLayer(red.id, opacity=0.5))
    assert near(studio.seen_at(200, 150), (228, 100, 100))
    document.perform(SetLayer(red.id, visible=False))
    assert near(studio.seen_at(200, 150), GREY)
    document.undo()
    document.undo()
    assert near(studio.seen_at(200, 150), (255, 0, 0))


def test_sketches_lie_over_every_picture(studio: Any) -> None:
    document = studio.document
    sketch = SketchLayer.empty(document.size)
    document.perform(AddLayer(sketch, 0))
    document.perform(FillLayer(sketch.id, (0, 0, 255), rect=Rect(0, 0, 50, 50)))
    assert near(studio.seen_at(20, 20), (0, 0, 255))


def test_a_resized_canvas_is_shown_as_it_is_now(studio: Any) -> None:
    studio.document.perform(ResizeCanvas(Rect(-50, 0, 450, 300)))
    assert not near(studio.seen_at(20, 100), GREY)
    assert near(studio.seen_at(60, 100), GREY)
    studio.document.undo()
    assert near(studio.seen_at(20, 100), GREY)


def test_another_document_takes_the_place_of_the_first(studio: Any) -> None:
    old = studio.document
    other = Document.of_picture(np.full((64, 64, 4), (255, 0, 0, 255), np.uint8))
    studio.view.set_document(other)
    assert studio.view.document is other
    assert near(studio.seen_at(32, 32), (255, 0, 0))
    old.perform(FillLayer(old.layers[0].id, (0, 255, 0)))
    assert near(studio.seen_at(32, 32), (255, 0, 0))


def test_a_large_document_is_shown_piece_by_piece_and_then_whole(open_studio: Opener) -> None:
    size = Size(8192, 8192)
    tile = np.full((256, 256, 4), (10, 200, 30, 255), np.uint8)
    grid = TileGrid(size, 4)
    for column in range(32):
        for row in range(32):
            grid.share((column, row), tile)
    studio = open_studio(Document(size, (RasterLayer(pixels=grid),)), zoom=None)
    studio.view.patience = 0.002
    studio.view.zoom_to_fit()
    assert near(studio.seen_at(8000, 8000), (10, 200, 30))
    assert near(studio.seen_at(100, 100), (10, 200, 30))


# Zoom and pan -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "modifiers", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier]
)
def test_the_wheel_zooms_at_the_cursor(studio: Any, modifiers: Qt.KeyboardModifier) -> None:
    view = studio.view
    at = QPointF(250, 200)
    before = view.transform.to_canvas(at)
    for notches in (1, 1, 1, -2, 4, -1):
        studio.hand.wheel(at, notches, modifiers)
        after = view.transform.to_canvas(at)
        assert abs(after.x - before.x) <= 1.0 and abs(after.y - before.y) <= 1.0
    assert view.zoom > 1


def test_space_and_the_middle_button_pan(studio: Any) -> None:
    view, hand = studio.view, studio.hand
    x = view.transform.x
    hand.key_down(Qt.Key.Key_Space, " ")
    assert view.cursor().shape() == Qt.CursorShape.OpenHandCursor
    start = QPointF(300, 200)
    left = Qt.MouseButton.LeftButton
    hand.mouse(QEvent.Type.MouseButtonPress, start, left, left)
    assert view.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    hand.mouse(QEvent.Type.MouseMove, start + QPointF(30, 10), buttons=left)
    hand.mouse(QEvent.Type.MouseButtonRelease, start + QPointF(30, 10), left)
    hand.key_up(Qt.Key.Key_Space)
    assert view.transform.x == x + 30
    assert not studio.document.can_undo
    middle = Qt.MouseButton.MiddleButton
    hand.mouse(QEvent.Type.MouseButtonPress, start, middle, middle)
    hand.mouse(QEvent.Type.MouseMove, start - QPointF(10, 0), buttons=middle)
    hand.mouse(QEvent.Type.MouseButtonRelease, start - QPointF(10, 0), middle)
    assert view.transform.x == x + 20


def test_fit_follows_the_window_until_the_artist_zooms(open_studio: Opener, qtbot: QtBot) -> None:
    studio = open_studio(zoom=None)
    view = studio.view
    small = view.zoom
    view.resize(1200, 900)
    studio.settle()
    assert view.zoom > small
    view.zoom_to_actual_size()
    middle = view.transform.to_canvas(QPointF(600, 450))
    view.resize(900, 700)
    studio.settle()
    assert view.zoom == 1.0
    kept = view.transform.to_canvas(QPointF(450, 350))
    assert abs(kept.x - middle.x) <= 1 and abs(kept.y - middle.y) <= 1


def test_keys_pan_and_zoom(studio: Any, qtbot: QtBot) -> None:
    view, hand = studio.view, studio.hand
    x = view.transform.x
    hand.key(Qt.Key.Key_Left)
    assert view.transform.x == x + 64
    with qtbot.waitSignal(view.zoomChanged):
        hand.key(Qt.Key.Key_Plus, "+")
    assert view.zoom > 1
    hand.key(Qt.Key.Key_Minus, "-")
    assert view.zoom == 1.0


def test_the_canvas_can_be_reached_and_is_named(studio: Any) -> None:
    view = studio.view
    assert view.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert view.accessibleName() == "Canvas"
    view.set_tool("mask_brush")
    assert "Mask brush" in view.accessibleDescription()
    by_tab = QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason)
    QApplication.sendEvent(view, by_tab)
    edge = studio.seen()[1, 320]
    focus = colours.FOCUS
    assert near(tuple(int(v) for v in edge), (focus.red(), focus.green(), focus.blue()), 40)


# Masks, selection, regions, context -------------------------------------------------------------


@pytest.mark.parametrize("grey", [0, 60, 128, 200, 255])
def test_a_mask_is_seen_over_any_grey(open_studio: Opener, grey: int) -> None:
    picture = np.full((300, 400, 4), 255, np.uint8)
    picture[..., :3] = grey
    studio = open_studio(Document.of_picture(picture))
    add_mask(studio.document, Rect(100, 80, 120, 120))
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
    add_mask(studio.document, Rect(100, 80, 120, 120))
    seen = studio.seen().astype(int)
    place = studio.hand.place(100, 140)
    row = seen[int(place.y()), int(place.x()) - 4 : int(place.x()) + 5]
    assert np.abs(np.diff(row, axis=0)).max() > 80


def test_grow_and_feather_are_seen_before_generating(studio: Any) -> None:
    document = studio.document
    add_mask(document, Rect(100, 80, 120, 120))
    inpaint = document.settings.inpaint
    document.perform(SetSettings(inpaint=replace(inpaint, grow=0, feather=0)))
    assert near(studio.seen_at(90, 140), GREY)
    plain = studio.seen_at(104, 140)
    document.perform(SetSettings(inpaint=replace(inpaint, grow=20, feather=0)))
    assert not near(studio.seen_at(90, 140), GREY, 20)
    document.perform(SetSettings(inpaint=replace(inpaint, grow=0, feather=40)))
    assert studio.seen_at(104, 140)[1] > plain[1] + 20


def test_a_mask_being_painted_is_seen_before_its_edge_is_found(studio: Any) -> None:
    mask = add_mask(studio.document, Rect(0, 0, 10, 10))
    studio.settle()
    studio.view._settle.stop()
    stroke(studio.document, mask.id, (200, 150), size=40, hardness=1)
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
    add_mask(studio.document, Rect(150, 110, 60, 60))
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
    view.show_preview(preview, Rect(100, 80, 128, 128), mask)
    assert view.showing
    assert near(studio.seen_at(200, 140), (20, 220, 40))
    assert near(studio.seen_at(120, 140), GREY)
    assert near(studio.seen_at(60, 60), GREY)
    assert not studio.document.can_undo
    view.show_nothing()
    assert near(studio.seen_at(200, 140), GREY)


def test_the_latest_preview_is_the_one_seen(studio: Any) -> None:
    view = studio.view
    for value in range(0, 250, 10):
        view.show_preview(np.full((8, 8, 3), value, np.uint8), Rect(100, 80, 128, 128))
    assert near(studio.seen_at(160, 140), (240, 240, 240))


def test_no_tint_lies_over_what_a_job_shows(studio: Any) -> None:
    add_mask(studio.document, Rect(100, 80, 128, 128))
    assert studio.seen_at(160, 140)[1] < 150
    mask = np.full((128, 128), 255, np.uint8)
    studio.view.show_preview(np.full((8, 8, 3), 90, np.uint8), Rect(100, 80, 128, 128), mask)
    assert near(studio.seen_at(160, 140), (90, 90, 90))


def test_a_preview_is_smooth_where_it_is_stretched(studio: Any) -> None:
    preview = np.zeros((2, 2, 3), np.uint8)
    preview[:, 1] = 255
    studio.view.show_preview(preview, Rect(0, 0, 200, 200))
    row = [studio.seen_at(x, 100)[0] for x in range(40, 160, 20)]
    assert row == sorted(row) and len(set(row)) >= 4


@pytest.mark.parametrize("zoom", [0.25, 1.0, 4.0])
def test_a_candidate_is_seen_in_place_at_any_zoom(open_studio: Opener, zoom: float) -> None:
    studio = open_studio(zoom=zoom)
    pixels = np.full((120, 120, 4), (10, 60, 220, 255), np.uint8)
    pixels[:, :40, 3] = 0
    studio.view.show_candidate(pixels, Rect(140, 90, 120, 120))
    assert near(studio.seen_at(220, 150), (10, 60, 220))
    assert near(studio.seen_at(160, 150), GREY)


def test_holding_a_key_compares_with_the_canvas(studio: Any) -> None:
    view, hand = studio.view, studio.hand
    pixels = np.full((100, 100, 4), (10, 60, 220, 255), np.uint8)
    view.show_candidate(pixels, Rect(100, 100, 100, 100))
    hand.key_down(Qt.Key.Key_C, "c")
    assert view.comparing
    assert near(studio.seen_at(150, 150), GREY)
    hand.key_up(Qt.Key.Key_C)
    assert near(studio.seen_at(150, 150), (10, 60, 220))
    view.show_nothing()
    hand.key_down(Qt.Key.Key_C, "c")
    assert not view.comparing


def test_painting_goes_on_while_a_preview_is_shown(studio: Any) -> None:
    studio.view.show_preview(np.full((8, 8, 3), 90, np.uint8), Rect(0, 0, 100, 300))
    studio.hand.drag([(250, 100), (300, 100)])
    assert studio.pixel(275, 100) == (0, 0, 0, 255)
    assert near(studio.seen_at(275, 100), (0, 0, 0))
    assert near(studio.seen_at(50, 100), (90, 90, 90))
