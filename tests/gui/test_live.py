"""Live painting: the model paints along under the pen, and nothing of it is in the way."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.document.commands import AddLayer, SetLayer, SetSelection, SetSettings
from core.document.drafts import Draft
from core.document.layers import RasterLayer, SketchLayer
from core.document.selection import Selection
from core.document.settings import PaintSettings
from core.generation.mask import mask_bounds
from core.geometry import Point, Rect, Size
from core.request import Mode
from desktop.files import empty_document
from desktop.live import Live
from desktop.window import Window
from tests.gui.conftest import paint, paint_mask
from tests.gui.painter import COLOURS, FlatPainter
from widgets.canvas.beside import Beside
from widgets.live_panel import LivePanel

LIVE = (*COLOURS[0], 255)
WAIT = 60_000


@pytest.fixture
def live(window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Live:
    """Live painting, switched on over a canvas with something on it, after its first picture."""
    monkeypatch.setattr("desktop.live.TYPING", 1)  # nobody types here
    paint(window, (100, 100), (300, 300))
    window.document.perform(SetSettings(prompt="a cat"))
    window.registry["live"].trigger()
    live = window.generating.live
    settled(live, qtbot)
    return live


def settled(live: Live, qtbot: QtBot) -> None:
    """Until there is nothing left to paint along."""
    qtbot.waitUntil(lambda: live.status == "Up to date.", timeout=WAIT)


def seen(window: Window, x: int, y: int) -> tuple[int, ...]:
    """The colour that the canvas shows there."""
    colour = window.canvas.colour_at(Point(x, y))
    assert colour is not None
    return (colour.red(), colour.green(), colour.blue(), 255)


def shown(live: Live, rect: Rect) -> np.ndarray:
    grid = live._window.canvas._scene.live.grid
    assert grid is not None
    return grid.read(rect)


def panel(window: Window) -> LivePanel:
    found = window.generate_panel.findChild(LivePanel)
    assert found is not None
    return found


def test_switched_on_it_paints_all_that_is_in_sight(
    window: Window, live: Live, painter: FlatPainter
) -> None:
    assert seen(window, 10, 10) == LIVE
    assert [request.mode for request in painter.requests] == [Mode.IMAGE_TO_IMAGE]
    assert len(window.document.layers) == 2, "no layer is made of it"
    assert panel(window).isVisible()


def test_a_stroke_refreshes_only_where_it_was(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    before = shown(live, Rect(0, 0, 512, 512))
    painter_colours(painter, (1, 2, 3))
    paint(window, (400, 400), (420, 400), size=20)
    qtbot.waitUntil(
        lambda: tuple(shown(live, Rect(410, 400, 1, 1))[0, 0]) == (1, 2, 3, 255), timeout=WAIT
    )
    settled(live, qtbot)
    after = shown(live, Rect(0, 0, 512, 512))
    changed = np.argwhere((before != after).any(axis=2))
    top, left = changed.min(axis=0)
    assert left >= 300 and top >= 300, "a border to fade in, and no more"
    request = painter.requests[-1]
    assert request.mode is Mode.INPAINT
    assert mask_bounds(request.mask.array).area < 128 * 128
    around = request.source.array[2, 2]
    assert tuple(around) == LIVE, "what surrounds the stroke is the live picture"


def painter_colours(painter: FlatPainter, colour: tuple[int, int, int]) -> None:
    painter.colours = (colour,) * 4


def test_what_has_not_begun_is_replaced_and_what_runs_is_finished(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    count = len(painter.requests)
    painter.go.clear()
    paint(window, (50, 50), size=20)
    qtbot.waitUntil(lambda: len(painter.requests) == count + 1, timeout=WAIT)
    for x in (60, 70, 80, 90):
        paint(window, (x, 50), size=20)
        QTest.qWait(60)
    assert len(painter.requests) == count + 1
    assert live._controller._service.jobs() == ()
    painter.go.set()
    settled(live, qtbot)
    assert len(painter.requests) == count + 2, "one run for all that was painted meanwhile"


def test_another_prompt_cancels_what_runs(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    painter.go.clear()
    count = len(painter.requests)
    paint(window, (50, 50), size=20)
    qtbot.waitUntil(lambda: len(painter.requests) == count + 1, timeout=WAIT)
    window.document.perform(SetSettings(prompt="a dog"))
    qtbot.waitUntil(lambda: len(painter.requests) == count + 2, timeout=WAIT)
    painter.go.set()
    settled(live, qtbot)
    last = painter.requests[-1]
    assert (last.prompt, last.mode) == ("a dog", Mode.IMAGE_TO_IMAGE)


def test_the_stroke_is_seen_until_the_live_picture_knows_it(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    painter.go.clear()
    count = len(painter.requests)
    paint(window, (400, 100), (440, 100), size=20)
    assert not window.canvas._scene.live._newer.isEmpty()
    image = window.canvas.grab().toImage()
    at = window.canvas.transform.to_widget(420, 100).toPoint()
    assert image.pixelColor(at).getRgb()[:3] == (255, 0, 0)
    qtbot.waitUntil(lambda: len(painter.requests) == count + 1, timeout=WAIT)
    painter.go.set()
    settled(live, qtbot)
    image = window.canvas.grab().toImage()
    assert image.pixelColor(at).getRgb()[:3] == COLOURS[0]


def test_live_pictures_fill_neither_strip_nor_queue_nor_gallery(
    window: Window, live: Live, qtbot: QtBot
) -> None:
    made: list[object] = []
    window.controller.made.connect(lambda *args: made.append(args))
    paint(window, (50, 50))
    settled(live, qtbot)
    assert not window.candidates.model.candidates
    assert window.queue.model.rowCount() == 0
    assert not made
    assert not window.generate_panel.progress.isVisible()
    assert not window.controller.busy


def test_a_picture_that_is_asked_for_goes_first_and_live_painting_goes_on(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    painter.go.clear()
    count = len(painter.requests)
    paint(window, (50, 50), size=20)
    qtbot.waitUntil(lambda: len(painter.requests) == count + 1, timeout=WAIT)
    window.generate()
    qtbot.waitUntil(lambda: len(painter.requests) == count + 2, timeout=WAIT)
    assert painter.requests[-1].batch == 2
    qtbot.waitUntil(lambda: live.status.startswith("Waits for the pictures"), timeout=WAIT)
    painter.go.set()
    settled(live, qtbot)
    assert len(window.candidates.model.candidates) == 2
    assert painter.requests[-1].batch == 1


def test_apply_makes_one_layer_with_its_recipe_and_one_step(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    layers, count = len(window.document.layers), len(painter.requests)
    window.registry["live_apply"].trigger()
    assert len(window.document.layers) == layers + 1
    layer = window.document.active
    assert isinstance(layer, RasterLayer) and layer.name == "a cat"
    assert tuple(layer.pixels.read(Rect(5, 5, 1, 1))[0, 0]) == LIVE
    made = painter.requests[-1]
    assert window.controller.applying.recipe == made
    assert layer.origin is not None
    assert (layer.origin.settings.seed, layer.origin.settings.steps) == (made.seed, made.steps)
    assert not live.has_picture
    qtbot.waitUntil(lambda: not window.registry["live_apply"].isEnabled(), timeout=WAIT)
    assert len(painter.requests) == count, "what is seen is the picture: nothing to refresh"
    window.edit.undo()
    assert len(window.document.layers) == layers


def test_an_applied_live_picture_is_out_of_date_when_what_it_was_made_from_is_painted_on(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    below = window.document.active
    assert below is not None
    window.registry["live_apply"].trigger()
    layer = window.document.active
    assert isinstance(layer, RasterLayer) and layer.origin is not None
    marks = window.generating.regenerating
    window.registry["live"].trigger()  # off
    window.document.perform(SetLayer(layer.id, name="Live"))
    qtbot.wait(500)
    assert marks.found == {}
    window.document.activate(below.id)
    paint(window, (120, 130))
    qtbot.waitUntil(lambda: layer.id in marks.found, timeout=WAIT)
    assert marks.found[layer.id] == (f"“{below.name}” was painted on or made again.",)
    window.edit.undo()
    qtbot.waitUntil(lambda: marks.found == {}, timeout=WAIT)


def test_the_seed_stays_until_another_is_asked_for(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    paint(window, (50, 50))
    settled(live, qtbot)
    assert {request.seed for request in painter.requests} == {7}
    count = len(painter.requests)
    window.registry["live_seed"].trigger()
    qtbot.waitUntil(lambda: len(painter.requests) > count, timeout=WAIT)
    assert painter.requests[-1].seed != 7
    settled(live, qtbot)


def test_only_inside_a_mask_or_selection(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    chosen = Selection.rectangle(window.document.size, Rect(0, 0, 200, 512))
    window.document.perform(SetSelection(chosen))
    settled(live, qtbot)
    assert shown(live, Rect(300, 0, 212, 512)).max() == 0
    assert shown(live, Rect(100, 256, 1, 1))[0, 0, 3] == 255
    count = len(painter.requests)
    window.document.perform(SetSelection(None))
    qtbot.waitUntil(lambda: len(painter.requests) > count, timeout=WAIT)
    settled(live, qtbot)
    paint_mask(window, (400, 400))
    settled(live, qtbot)
    assert shown(live, Rect(0, 0, 300, 300)).max() == 0
    assert shown(live, Rect(400, 400, 1, 1))[0, 0, 3] == 255


def test_off_the_canvas_is_as_it_was(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    painter.go.clear()
    paint(window, (50, 50))
    window.registry["live"].trigger()
    assert seen(window, 200, 200) == (255, 0, 0, 255)
    assert not panel(window).isVisible()
    qtbot.waitUntil(lambda: not window.registry["live_apply"].isEnabled(), timeout=WAIT)
    painter.go.set()
    paint(window, (60, 60))
    assert not live.has_picture


def test_the_opacity_shows_the_canvas_through(window: Window, live: Live) -> None:
    live.set("live_opacity", 0.0)
    assert seen(window, 200, 200) == (255, 0, 0, 255)
    assert window.settings.live_opacity == 0


def test_holding_c_shows_the_canvas(window: Window, live: Live) -> None:
    window.canvas.setFocus()
    QTest.keyPress(window.canvas, Qt.Key.Key_C)
    assert seen(window, 200, 200) == (255, 0, 0, 255)
    QTest.keyRelease(window.canvas, Qt.Key.Key_C)
    assert seen(window, 200, 200) == LIVE


def test_an_error_switches_it_off_and_is_told(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    window.document.perform(SetSettings(prompt="fail"))
    qtbot.waitUntil(lambda: not live.on, timeout=WAIT)
    assert window.banner.isVisible() and "It does not work." in window.banner.text


def test_beside_the_canvas_both_show_the_same_place(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    window.registry["live_beside"].trigger()
    beside = window.findChild(Beside)
    assert beside is not None
    qtbot.waitUntil(
        lambda: beside.isVisible() and abs(beside.width() - window.canvas.width()) < 4, timeout=WAIT
    )
    qtbot.waitUntil(lambda: window.canvas.in_sight == window.document.canvas, timeout=WAIT)
    assert seen(window, 200, 200) == (255, 0, 0, 255), "the canvas is as it is painted"
    middle = beside.rect().center()
    qtbot.waitUntil(
        lambda: beside.grab().toImage().pixelColor(middle).getRgb()[:3] == COLOURS[0], timeout=WAIT
    )
    painter.colours = ((1, 2, 3),) * 4
    paint(window, (256, 256), size=80)
    settled(live, qtbot)
    qtbot.waitUntil(
        lambda: beside.grab().toImage().pixelColor(middle).getRgb()[:3] == (1, 2, 3), timeout=WAIT
    )
    window.canvas.rotate_left()
    window.canvas.mirror()
    qtbot.waitUntil(
        lambda: beside.grab().toImage().pixelColor(middle).getRgb()[:3] == (1, 2, 3), timeout=WAIT
    )
    window.registry["live_beside"].trigger()
    assert not beside.isVisible()
    assert seen(window, 20, 200) == LIVE


def test_sketches_count_only_where_a_technique_may_follow_them(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    document = window.document
    document.perform(AddLayer(SketchLayer.empty(document.size)))
    settled(live, qtbot)
    count = len(painter.requests)
    paint(window, (50, 50))
    assert live.status == "Up to date."
    document.perform(SetSettings(techniques=(Draft("self_attention_guidance", {"scale": 0.5}),)))
    settled(live, qtbot)
    assert len(painter.requests) == count + 1
    paint(window, (80, 50))
    settled(live, qtbot)
    assert len(painter.requests) == count + 2
    assert [one.declaration.id for one in painter.requests[-1].techniques] == [
        "self_attention_guidance"
    ]


def test_what_a_technique_lacks_is_said_and_nothing_is_painted(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    count = len(painter.requests)
    lacking = Draft("instruct_pix2pix", {"instruction": "make it night"})
    window.document.perform(SetSettings(techniques=(lacking,)))
    qtbot.waitUntil(lambda: "InstructPix2Pix" in live.status, timeout=WAIT)
    assert len(painter.requests) == count and live.on
    window.document.perform(SetSettings(techniques=()))
    settled(live, qtbot)
    assert len(painter.requests) == count + 1


def test_undo_of_a_stroke_is_painted_along_too(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    paint(window, (50, 50), size=20)
    settled(live, qtbot)
    count = len(painter.requests)
    window.edit.undo()
    settled(live, qtbot)
    assert len(painter.requests) == count + 1


def test_another_document_begins_anew(
    window: Window, live: Live, painter: FlatPainter, qtbot: QtBot
) -> None:
    window.files.opened.emit(empty_document(Size(300, 200), PaintSettings("a dog")), None, None)
    assert not live.has_picture
    settled(live, qtbot)
    assert painter.requests[-1].prompt == "a dog"
    assert seen(window, 290, 190) == LIVE
