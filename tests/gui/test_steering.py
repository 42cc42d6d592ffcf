"""A picture is paused while it grows, painted on, branched, and goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.document.commands import AddLayer, FillLayer, SetSettings, SetTechniques
from core.document.drafts import Draft
from core.document.layers import RasterLayer
from core.document.origin import Origin
from core.document.settings import PaintSettings
from core.files.openraster import open_document, save_document
from core.generation.events import JobState
from core.geometry import Point, Rect, Size
from core.pixels.brush import Brush
from core.recipe import parse_recipe, to_recipe
from core.request import Mode, Pixels, Request
from core.steering import Steer
from desktop.compose import Composed, Placement
from desktop.remake import steering_again
from desktop.steer import Stand
from desktop.steering import PATIENCE, Steering, said
from desktop.window import Window
from tests.gui.conftest import paint, paint_mask
from tests.gui.painter import FlatPainter
from widgets.steer_strip import SteerStrip


@pytest.fixture
def steering(window: Window) -> Steering:
    return window.generating.steering


@pytest.fixture
def pause(window: Window, painter: FlatPainter, qtbot: QtBot) -> Callable[[], None]:
    """Begins what the window says, and pauses it before its last step."""

    def begin() -> None:
        painter.go.clear()
        window.generate()
        qtbot.waitUntil(lambda: window.generate_panel.progress.text.startswith("Step 3 of 4"))
        window.registry["pause_job"].trigger()
        qtbot.waitUntil(lambda: window.generating.steering.strip.is_paused)

    return begin


@pytest.fixture
def paused(window: Window, pause: Callable[[], None]) -> Window:
    window.document.perform(SetSettings(prompt="a cat", batch=1))
    pause()
    return window


def go_on(window: Window, painter: FlatPainter, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.controller.finished, timeout=60_000):
        painter.go.set()
        window.generating.steering.strip.go_button.click()


def test_a_paused_picture_stays_in_sight_and_says_what_can_be_done(
    paused: Window, steering: Steering
) -> None:
    assert steering.strip.isVisible() and steering.strip.text == "Paused after step 3 of 4"
    assert paused.canvas.overlay.showing
    assert not paused.generate_panel.progress.isVisible()
    (job,) = paused.queue.model.jobs
    assert job.state is JobState.PAUSED
    assert paused.queue.model.second_line(job).startswith("Paused after step 3 · ")
    assert paused.queue.job_button.text() == "Go on"


def test_the_strip_lies_where_it_hides_least_of_the_picture(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(900, 400)
    picture = QRect(0, 0, 900, 300)
    strip = SteerStrip(over, lambda: picture)
    strip.show_growing()
    middle = strip.geometry()
    assert abs(middle.center().x() - 450) <= 1, "below the picture"
    picture = QRect(250, 0, 400, 400)
    strip.show_growing()
    assert not strip.geometry().intersects(picture) and strip.x() < 250
    picture = QRect(0, 0, 700, 400)
    strip.show_growing()
    assert not strip.geometry().intersects(picture) and strip.x() > 700
    picture = QRect(0, 0, 900, 400)
    strip.show_growing()
    assert strip.geometry() == middle, "nowhere is better"
    assert over.rect().contains(strip.geometry())


def test_in_a_narrow_window_all_buttons_are_there(
    paused: Window, steering: Steering, qtbot: QtBot
) -> None:
    strip = steering.strip
    assert strip.branch_button.text() == "Branch"
    room = strip.parentWidget()
    room.setFixedWidth(380)
    qtbot.waitUntil(lambda: strip.width() <= 380 - 24)
    for button in (strip.paint_button, strip.branch_button, strip.go_button, strip.cancel_button):
        assert strip.rect().contains(button.geometry()) and button.toolTip()
    assert strip.branch_button.text() == "" and strip.go_button.text() == "Go on"
    assert strip.go_button.width() >= strip.go_button.sizeHint().width()
    room.setFixedWidth(900)
    qtbot.waitUntil(lambda: strip.branch_button.text() == "Branch")


def test_the_same_keys_go_on_with_it(
    paused: Window, painter: FlatPainter, qtbot: QtBot, steering: Steering
) -> None:
    with qtbot.waitSignal(paused.controller.finished, timeout=60_000):
        painter.go.set()
        paused.registry["pause_job"].trigger()
    assert painter.begun == [0, 3]
    assert painter.requests[0] == painter.requests[1], "nothing was changed"
    assert not steering.strip.isVisible()
    (candidate,) = paused.candidates.model.candidates
    assert candidate.ready and candidate.request.steering == ()


def test_what_the_window_says_by_now_counts_from_there_on(
    paused: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    paused.document.perform(SetSettings(prompt="a dog", guidance_scale=9.0, seed=99, steps=30))
    go_on(paused, painter, qtbot)
    (steer,) = painter.requests[1].steering
    assert (steer.step, steer.prompt, steer.guidance_scale) == (3, "a dog", 9.0)
    assert steer.negative_prompt is None and steer.techniques is None and steer.painted is None
    assert painter.requests[1].steps == 4, "what cannot be changed stays as it was"
    (candidate,) = paused.candidates.model.candidates
    recipe = to_recipe(candidate.request, embed=True)
    assert recipe["steering"] == [{"step": 3, "prompt": "a dog", "guidance_scale": 9.0}]
    paused.candidates.choose(candidate.key)
    paused.apply_candidate()
    assert paused.document.active.name == "a dog", "called after what is seen on it"


def test_a_style_around_the_prompt_is_no_change_of_it(
    window: Window, pause: Callable[[], None], painter: FlatPainter, qtbot: QtBot
) -> None:
    window.document.perform(SetSettings(prompt="a cat", frame="{prompt}, pixel art", batch=1))
    pause()
    assert painter.requests[0].prompt == "a cat, pixel art"
    go_on(window, painter, qtbot)
    assert painter.requests[1] == painter.requests[0]


def test_paint_on_the_preview_goes_along_and_is_undone_like_anything_else(
    paused: Window, painter: FlatPainter, qtbot: QtBot, steering: Steering
) -> None:
    document = paused.document
    before = len(document.layers)
    steering.strip.paint_button.click()
    assert len(document.layers) == before + 1 and paused.canvas.tool == "brush"
    paint(paused, (100, 100), (160, 100))
    assert paused.canvas.overlay.showing, "it is painted on, so it stays"
    document.undo()
    document.undo()
    assert len(document.layers) == before and not steering.strip.paint_button.isChecked()
    document.redo()
    document.redo()
    assert steering.strip.paint_button.isChecked()
    go_on(paused, painter, qtbot)
    (steer,) = painter.requests[1].steering
    assert steer.painted is not None
    # 512 px of the canvas are a picture of 256.
    size = painter.requests[1].size
    assert size is not None and steer.painted.size == size
    scale = size.width / document.size.width
    at = round(100 * scale), round(130 * scale)
    assert tuple(steer.painted.array[at]) == (255, 0, 0, 255)
    assert steer.painted.array[0, 0, 3] == 0
    assert len(document.layers) == before
    document.undo()
    assert len(document.layers) == before + 1, "what was painted can be had back"


def test_paint_is_drawn_above_the_preview(paused: Window, steering: Steering, qtbot: QtBot) -> None:
    steering.strip.paint_button.click()
    canvas = paused.canvas
    place = canvas.transform.to_widget(*paused.document.middle)

    def seen() -> tuple[int, int, int]:
        picture = canvas.grab().toImage()
        ratio = picture.devicePixelRatio()
        colour = picture.pixelColor(int(place.x() * ratio), int(place.y() * ratio))
        return colour.red(), colour.green(), colour.blue()

    assert seen() == (200, 40, 40), "the preview"
    active = paused.document.active
    assert active is not None
    paused.document.perform(FillLayer(active.id, (10, 20, 250)))
    qtbot.waitUntil(lambda: seen() == (10, 20, 250))


def test_a_stroke_on_a_paused_picture_is_painted_on_it_and_not_on_what_it_hides(
    paused: Window, steering: Steering
) -> None:
    document, canvas = paused.document, paused.canvas
    below = document.active
    canvas.set_tool("brush")
    middle = canvas.rect().center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(canvas, middle + QPoint(30, 0))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(30, 0))
    assert steering.strip.paint_button.isChecked()
    assert document.active.name == "Painted on the preview"
    assert document.active.bounds() and document.state.layer(below.id) is below
    paused.edit.undo()
    paused.edit.undo()
    assert not steering.strip.paint_button.isChecked() and document.active.id == below.id


def test_masks_are_painted_as_ever_while_a_picture_is_paused(
    paused: Window, steering: Steering
) -> None:
    canvas = paused.canvas
    canvas.set_tool("mask_brush")
    middle = canvas.rect().center()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle)
    assert not steering.strip.paint_button.isChecked()
    assert not paused.document.mask_bounds().is_empty


def test_painting_elsewhere_takes_the_preview_away_for_as_long(
    paused: Window, qtbot: QtBot
) -> None:
    layer = RasterLayer.empty(paused.document.size)
    paused.document.perform(AddLayer(layer))

    stroke = paused.document.begin_stroke(layer.id, Brush(size=30), Point(90, 90))
    stroke.to(120, 90)
    stroke.flush()
    qtbot.waitUntil(lambda: not paused.canvas.overlay.showing)
    stroke.finish()
    qtbot.waitUntil(lambda: paused.canvas.overlay.showing)


def test_another_mask_counts_and_the_preview_shows_through_it(
    window: Window,
    pause: Callable[[], None],
    painter: FlatPainter,
    qtbot: QtBot,
) -> None:
    paint(window, (10, 10), (500, 500), size=400)
    paint_mask(window, (200, 200), (240, 200))
    window.document.perform(SetSettings(batch=1))
    pause()
    paint_mask(window, (230, 260))
    go_on(window, painter, qtbot)
    (steer,) = painter.requests[1].steering
    before = painter.requests[0].mask
    assert steer.mask is not None and before is not None and steer.mask.size == before.size
    assert (steer.mask.array > 0).sum() > (before.array > 0).sum()
    recipe = to_recipe(painter.requests[1], embed=True)
    assert parse_recipe(recipe, Path()) == painter.requests[1]


def test_branches_go_on_from_there_while_it_stays_paused(
    paused: Window, painter: FlatPainter, qtbot: QtBot, steering: Steering
) -> None:
    painter.go.set()
    paused.document.perform(SetSettings(negative_prompt="fog"))
    steering.strip.count.setValue(2)
    steering.strip.branch_button.click()
    qtbot.waitUntil(lambda: sum(c.ready for c in paused.candidates.model.candidates) == 2)
    assert painter.begun == [0, 3, 3]
    first, second = (request.steering[0] for request in painter.requests[1:])
    assert first.step == 3 and first.seed != second.seed
    assert first.negative_prompt == "fog", "what was changed counts for them as well"
    made = [c.request for c in paused.candidates.model.candidates if c.ready]
    assert {one.steering[0].seed for one in made} == {first.seed, second.seed}
    assert steering.strip.is_paused
    (job,) = paused.queue.model.jobs
    assert job.state is JobState.PAUSED


def test_others_are_made_while_one_is_paused(
    paused: Window, painter: FlatPainter, qtbot: QtBot, steering: Steering
) -> None:
    with qtbot.waitSignal(paused.controller.finished, timeout=60_000):
        painter.go.set()
        paused.generate()
    assert steering.strip.is_paused
    paused.queue.job_button.click()
    qtbot.waitUntil(lambda: painter.begun == [0, 0, 3])


def test_what_cannot_be_is_said_and_it_stays_paused(
    window: Window, pause: Callable[[], None], painter: FlatPainter, qtbot: QtBot
) -> None:
    window.document.perform(SetSettings(batch=1))
    pause()
    window.document.perform(SetSettings(prompt="a cat"))
    window.document.perform(SetTechniques((Draft("pix2pix_zero", {"from": "cat", "to": "dog"}),)))
    strip = window.generating.steering.strip
    strip.go_button.click()
    qtbot.waitUntil(lambda: "from its first step on" in window.banner.text)
    assert strip.is_paused and strip.go_button.isEnabled()


def test_a_cancelled_one_is_gone_and_its_paint_is_kept(
    paused: Window, qtbot: QtBot, steering: Steering
) -> None:
    steering.strip.paint_button.click()
    paint(paused, (100, 100), (160, 100))
    layers = len(paused.document.layers)
    steering.strip.cancel_button.click()
    qtbot.waitUntil(lambda: not steering.strip.isVisible())
    assert not paused.canvas.overlay.showing and len(paused.document.layers) == layers
    assert list(paused.candidates.model.candidates) == []


def test_a_picture_that_takes_a_while_offers_to_be_paused(
    window: Window, painter: FlatPainter, qtbot: QtBot, steering: Steering
) -> None:
    painter.go.clear()
    window.document.perform(SetSettings(batch=1))
    window.generate()
    qtbot.waitUntil(steering.strip.isVisible, timeout=PATIENCE + 60_000)
    assert steering.strip.pause_button.isVisible() and not steering.strip.is_paused
    steering.strip.pause_button.click()
    qtbot.waitUntil(lambda: steering.strip.is_paused)
    go_on(window, painter, qtbot)
    assert np.array_equal(painter.begun, [0, 3])


def test_pictures_that_have_each_their_turn_say_which_was_paused() -> None:
    composed = Composed(
        Request("a {cat|dog|frog|cup|ball}", batch=2, seed=1, width=8, height=8),
        Placement(Rect(0, 0, 8, 8), Size(8, 8)),
    )
    stand = Stand(2, 20, 1)
    assert said(composed, stand) == "Paused after step 2 of 20, picture 2 of 2"
    request = replace(composed.request, prompt="a cat")
    assert said(replace(composed, request=request), stand) == "Paused after step 2 of 20"


def test_a_layer_of_a_steered_picture_is_made_again_as_it_was_steered(
    paused: Window, painter: FlatPainter, qtbot: QtBot, tmp_path: Path, steering: Steering
) -> None:
    document = paused.document
    steering.strip.paint_button.click()
    paint(paused, (40, 40), (90, 60))
    document.perform(SetSettings(prompt="a dog"))
    go_on(paused, painter, qtbot)
    paused.apply_candidate()
    made = document.active
    assert isinstance(made, RasterLayer) and made.origin is not None
    (steer,) = made.origin.steering
    assert (steer.step, steer.prompt) == (3, "a dog") and steer.painted is not None
    save_document(tmp_path / "steered.ora", document.snapshot())
    kept = open_document(tmp_path / "steered.ora").document.layer(made.id)
    assert isinstance(kept, RasterLayer) and kept.origin is not None
    assert kept.origin.steering == made.origin.steering
    paused.generating.regenerating.again(made.id)
    qtbot.waitUntil(lambda: document.layer(made.id) is not made)
    assert painter.requests[-1].steering == (steer,)
    assert painter.requests[-1].seed != painter.requests[0].seed
    again = document.layer(made.id)
    assert isinstance(again, RasterLayer) and again.origin is not None
    assert again.origin.steering == (steer,)
    assert paused.banner.text == ""


def test_made_again_with_other_words_and_steps_it_is_steered_where_that_still_counts() -> None:
    painted = Pixels(np.full((8, 8, 4), 200, np.uint8))
    steers = (
        Steer(step=5, prompt="a dog", guidance_scale=9.0),
        Steer(step=10, painted=painted),
        Steer(step=15, prompt="a frog"),
    )
    was = PaintSettings(prompt="a cat", steps=20)
    origin = Origin(was, Mode.TEXT_TO_IMAGE, Rect(0, 0, 8, 8), Size(8, 8), steering=steers)
    request = Request("a cat", width=8, height=8, steps=20)
    assert steering_again(origin, was, request, moved=False) == steers
    fewer = steering_again(origin, replace(was, steps=4), replace(request, steps=4), moved=False)
    assert [steer.step for steer in fewer] == [1, 2, 3]
    other = steering_again(origin, replace(was, prompt="a cup"), request, moved=False)
    assert other == (Steer(step=5, guidance_scale=9.0), Steer(step=10, painted=painted))
    larger = steering_again(origin, was, replace(request, width=16, height=16), moved=False)
    assert larger[1].painted is not None and larger[1].painted.size == Size(16, 16)


def test_what_an_older_version_did_not_keep_is_told(window: Window, qtbot: QtBot) -> None:
    origin = Origin(PaintSettings(), Mode.TEXT_TO_IMAGE, Rect(0, 0, 8, 8), Size(8, 8), steered=True)
    window.document.perform(
        AddLayer(replace(RasterLayer.empty(window.document.size), origin=origin))
    )
    dialog = window.generating.regenerating.again_with()
    assert dialog is not None and dialog.note.isVisible() and "steered" in dialog.note.text()
    dialog.reject()


def test_another_strength_counts_from_there_on(
    window: Window, pause: Callable[[], None], painter: FlatPainter, qtbot: QtBot
) -> None:
    document = window.document
    document.perform(FillLayer(document.layers[0].id, (90, 140, 200)))
    paint(window, (40, 40), (90, 60))
    document.perform(SetSettings(prompt="a cat", batch=1, strength=0.9))
    pause()
    document.perform(SetSettings(strength=0.5))
    window.generating.steering.strip.go_button.click()
    qtbot.waitUntil(lambda: bool(window.banner.text))
    assert "nothing left to do" in window.banner.text
    assert window.generating.steering.strip.is_paused
    document.perform(SetSettings(strength=1.0))
    go_on(window, painter, qtbot)
    assert painter.requests[-1].steering == (Steer(step=3, strength=1.0),)
