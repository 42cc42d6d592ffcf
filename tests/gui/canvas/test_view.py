"""What artists see of a document, and how they move around in it."""

from __future__ import annotations

from collections.abc import Callable
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
)
from core.document.document import Document
from core.document.layers import RasterLayer, SketchLayer
from core.geometry import Rect, Size
from core.pixels.tiles import TileGrid
from widgets.canvas import colours
from widgets.look import colour

GREY = (200, 200, 200)
Opener = Callable[..., Any]


def near(one: tuple[int, ...], other: tuple[int, ...], by: int = 3) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


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
    surround = colour("surround")
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
    studio.add_mask(Rect(int(middle.x), int(middle.y), int(reach) + 1, int(reach) + 1))
    studio.settle()
    studio.stroke(
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


@pytest.mark.parametrize("middle", [False, True])
def test_with_control_and_space_or_the_middle_button_a_drag_zooms(
    studio: Any, middle: bool
) -> None:
    view, hand = studio.view, studio.hand
    control = Qt.KeyboardModifier.ControlModifier
    button = Qt.MouseButton.MiddleButton if middle else Qt.MouseButton.LeftButton
    if not middle:
        hand.key_down(Qt.Key.Key_Control)
        hand.key_down(Qt.Key.Key_Space, " ", control)
    zoom, held = view.transform.zoom, hand.place(150, 100)
    hand.mouse(QEvent.Type.MouseButtonPress, held, button, button, control)
    hand.mouse(QEvent.Type.MouseMove, held + QPointF(120, 0), modifiers=control, buttons=button)
    assert view.transform.zoom == pytest.approx(2 * zoom)
    kept = hand.place(150, 100) - held
    assert abs(kept.x()) <= 1 and abs(kept.y()) <= 1, "what was pressed on stays there"
    hand.mouse(QEvent.Type.MouseMove, held + QPointF(0, 120), modifiers=control, buttons=button)
    assert view.transform.zoom == pytest.approx(zoom / 2)
    hand.mouse(QEvent.Type.MouseButtonRelease, held, button, modifiers=control)
    hand.mouse(QEvent.Type.MouseMove, held + QPointF(50, 50), modifiers=control)
    assert view.transform.zoom == pytest.approx(zoom / 2)
    assert not studio.document.can_undo
