"""From the prompt to a layer: pictures grow, wait as candidates, and nothing is locked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.document.commands import FillLayer, SetSettings
from core.document.layers import RasterLayer
from core.geometry import Point, Rect
from core.settings import Settings
from desktop.model_folders import use_model_folder
from desktop.possible import has_candidate
from desktop.window import Window
from tests.gui.conftest import paint, paint_mask
from tests.gui.painter import COLOURS, FlatPainter
from widgets.candidate_model import Growth


def pixel(window: Window, x: int, y: int) -> tuple[int, ...]:
    return tuple(int(v) for v in window.document.composite(Rect(x, y, 1, 1))[0, 0])


def candidates(window: Window) -> list[object]:
    return list(window.candidates.model.candidates)


def test_the_line_follows_the_canvas(window: Window, qtbot: QtBot) -> None:
    panel = window.generate_panel
    assert panel.summary.startswith("Paint a new picture")
    paint(window, (100, 100), (200, 200))
    qtbot.waitUntil(lambda: panel.summary.startswith("Paint over the whole canvas"))
    paint_mask(window, (250, 250))
    qtbot.waitUntil(lambda: panel.summary.startswith("Inpaint 60×60 px"))
    window.document.undo()
    window.document.undo()
    qtbot.waitUntil(lambda: panel.summary.startswith("Paint over the whole canvas"))


def test_pictures_grow_in_the_strip_and_in_place(
    window: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    painter.go.clear()
    window.generate()
    qtbot.waitUntil(lambda: window.canvas.overlay.showing)
    grown = window.candidates.model.candidates
    assert [c.growth for c in grown] == [Growth.GROWING] * 2
    assert tuple(grown[1].shown[0, 0]) == COLOURS[1]
    assert window.generate_panel.progress.isVisible()
    assert window.generate_panel.progress.text.startswith("Step 3 of 4")
    painter.go.set()
    qtbot.waitSignal(window.controller.finished).wait()
    assert not window.generate_panel.progress.isVisible()
    assert all(c.ready for c in window.candidates.model.candidates)


def test_pictures_with_words_of_their_own_grow_one_after_the_other(
    window: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    window.document.perform(SetSettings(prompt="a {red|blue} {balloon|cat}"))
    painter.go.clear()
    window.generate()
    model = window.candidates.model
    qtbot.waitUntil(lambda: len(candidates(window)) == 2 and model.candidates[1].progress == 3 / 4)
    assert model.candidates[0].progress == 1.0
    assert window.generate_panel.progress.text.startswith("Step 7 of 8")
    qtbot.waitUntil(lambda: model.candidates[1].shown is not None)
    assert tuple(model.candidates[1].shown[0, 0]) == COLOURS[1]
    growing = window.controller.preview_of(model.candidates[1].key)
    assert tuple(growing.pixels[0, 0]) == COLOURS[1]
    painter.go.set()
    qtbot.waitSignal(window.controller.finished).wait()
    assert [c.request.prompt for c in model.candidates] == ["a red cat", "a blue balloon"]
    assert [(c.request.seed, c.request.batch) for c in model.candidates] == [(7, 1), (8, 1)]
    window.apply_candidate(model.candidates[1])
    assert window.document.active.name == "a blue balloon"
    assert window.controller.applying.recipe.prompt == "a blue balloon"


def test_the_first_picture_stays_in_place_and_becomes_a_layer(generated: Window) -> None:
    window = generated
    assert window.canvas.overlay.showing
    assert has_candidate(window)
    before = len(window.document.layers)
    window.apply_candidate()
    assert len(window.document.layers) == before + 1
    assert window.document.active.name == "a cat on a beach"
    assert pixel(window, 250, 250) == (*COLOURS[0], 255)
    assert not window.canvas.overlay.showing
    assert window.candidates.model.candidates[0].growth is Growth.APPLIED


def test_applying_is_one_step_that_undo_takes_back(generated: Window) -> None:
    window = generated
    before = pixel(window, 250, 250)
    window.apply_candidate()
    window.edit.undo()
    assert pixel(window, 250, 250) == before
    window.edit.redo()
    assert pixel(window, 250, 250) == (*COLOURS[0], 255)


def test_another_candidate_is_shown_by_a_click_and_applied_by_enter(generated: Window) -> None:
    window = generated
    strip = window.candidates.strip
    place = strip.visualRect(window.candidates.model.index(1)).center()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.candidates.apply_button.isEnabled()
    assert window.candidates.discard_button.isEnabled()
    assert window.in_place.chosen.index == 1
    QTest.keyClick(strip, Qt.Key.Key_Return)
    assert pixel(window, 10, 10) == (*COLOURS[1], 255)


def test_pointing_at_a_candidate_shows_it_for_a_moment(generated: Window) -> None:
    window = generated
    window.in_place.let_go()
    assert not window.canvas.overlay.showing
    strip = window.candidates.strip
    place = strip.visualRect(window.candidates.model.index(1)).center()
    QTest.mouseMove(strip.viewport(), place - QPoint(1, 1))
    QTest.mouseMove(strip.viewport(), place)
    assert window.canvas.overlay.showing
    window.candidates.hovered.emit(None)
    assert not window.canvas.overlay.showing


def test_holding_a_key_or_the_button_shows_the_canvas_without_it(generated: Window) -> None:
    window = generated
    strip = window.candidates.strip
    strip.setFocus()
    QTest.keyPress(strip, Qt.Key.Key_C)
    assert window.canvas.overlay.comparing
    QTest.keyRelease(strip, Qt.Key.Key_C)
    assert not window.canvas.overlay.comparing
    button = window.candidates.compare_button
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert window.canvas.overlay.comparing
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert not window.canvas.overlay.comparing


def test_two_candidates_are_compared_by_a_wipe(generated: Window) -> None:
    window = generated
    first, second = window.candidates.model.candidates
    window.candidates.choose(second.key)
    window.registry.refresh()
    window.registry["compare_others"].trigger()
    assert window.candidates.model.pinned == second.key
    assert window.in_place.chosen.key == first.key  # something to compare it with
    assert window.canvas.overlay.wiping
    left, right = Point(20, 250), Point(490, 250)
    seen = [window.canvas.colour_at(at).getRgb()[:3] for at in (left, right)]
    assert seen == [COLOURS[0], COLOURS[1]]
    window.candidates.pinned.emit(window.controller.candidates[second.key])
    assert not window.canvas.overlay.wiping
    assert window.canvas.colour_at(right).getRgb()[:3] == COLOURS[0]
    window.candidates.pinned.emit(window.controller.candidates[second.key])
    window.controller.candidates.discard(window.controller.candidates[second.key])
    assert window.candidates.model.pinned is None and not window.canvas.overlay.wiping


def test_discard_removes_one_and_shows_the_next(generated: Window) -> None:
    window = generated
    window.candidates.choose(window.candidates.model.candidates[0].key)
    window.generating.discard()
    assert [c.index for c in window.candidates.model.candidates] == [1]
    assert window.in_place.chosen.index == 1
    window.generating.discard()
    assert candidates(window) == []
    assert not window.canvas.overlay.showing


def test_variations_keep_the_seed_and_differ_in_the_noise_it_is_turned_to(
    generated: Window, qtbot: QtBot
) -> None:
    window = generated
    original = window.candidates.model.candidates[1]
    window.generating.vary(original)
    batch = window.document.settings.batch
    made = window.candidates.model.candidates[2:]
    assert len(made) == batch
    assert {c.request.seed for c in made} == {original.seed}
    assert all(0 < c.request.variation_strength < 1 for c in made)
    assert len({c.request.variation_seed for c in made}) == batch
    qtbot.waitUntil(lambda: all(c.ready for c in window.candidates.model.candidates), timeout=10000)
    window.apply_candidate(window.candidates.model.candidates[-1])
    window.edit.undo()


def test_use_seed_fixes_it_and_undo_takes_that_back(generated: Window) -> None:
    window = generated
    window.generating.use_seed(window.candidates.model.candidates[1])
    assert window.document.settings.seed == 8
    window.edit.undo()
    assert window.document.settings.seed == 7


def test_a_mask_leaves_every_other_pixel_as_it_is(window: Window, qtbot: QtBot) -> None:
    window.document.perform(FillLayer(window.document.layers[0].id, (10, 120, 200)))
    paint_mask(window, (300, 200), size=100)
    before = window.document.flatten()
    coverage = window.document.mask_coverage(window.document.canvas)
    with qtbot.waitSignal(window.controller.finished):
        window.generate()
    window.apply_candidate()
    after = window.document.flatten()
    assert np.array_equal(before[coverage == 0], after[coverage == 0])
    assert tuple(after[200, 300]) != tuple(before[200, 300])


def test_painting_goes_on_while_a_job_runs_and_the_result_still_arrives(
    window: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    painter.go.clear()
    window.generate()
    qtbot.waitUntil(lambda: bool(painter.requests))
    paint(window, (50, 50), (400, 60))
    assert pixel(window, 200, 55) == (255, 0, 0, 255)
    painter.go.set()
    qtbot.waitSignal(window.controller.finished).wait()
    assert pixel(window, 200, 55) == (255, 0, 0, 255)
    assert all(c.ready for c in window.candidates.model.candidates)


def test_a_brush_stroke_takes_the_shown_candidate_off_the_canvas(generated: Window) -> None:
    window = generated
    assert window.canvas.overlay.showing
    paint(window, (50, 50), (90, 60))
    assert not window.canvas.overlay.showing


def test_escape_stops_the_job_and_its_pictures_go(
    window: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    painter.go.clear()
    window.generate()
    qtbot.waitUntil(lambda: window.controller.running is not None and window.canvas.overlay.showing)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.controller.busy)
    assert candidates(window) == []
    assert not window.canvas.overlay.showing
    assert not window.generate_panel.progress.isVisible()


def test_a_failed_job_tells_cause_and_remedy_and_the_next_one_runs(
    window: Window, qtbot: QtBot
) -> None:
    window.document.perform(SetSettings(prompt="fail"))
    window.generate()
    qtbot.waitUntil(lambda: "It does not work. Do something else." in window.banner.text)
    assert "Traceback" not in window.banner.text
    assert candidates(window) == []
    window.document.perform(SetSettings(prompt="a cat"))
    with qtbot.waitSignal(window.controller.finished):
        window.generate()
    assert len(candidates(window)) == 2


def test_jobs_asked_for_before_the_painter_is_there_wait_for_it(
    bare_window: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    from core.generation.hosts.thread import ThreadHost
    from core.generation.service import GenerationService
    from tests.gui.conftest import STARTER

    bare_window.show_models([STARTER])
    bare_window.generate()
    qtbot.wait(50)
    with qtbot.waitSignal(bare_window.controller.finished):
        bare_window.start_service(
            lambda publish: GenerationService(ThreadHost((), engine=lambda: painter), publish)
        )


def test_results_for_a_document_that_was_left_become_candidates_but_are_not_shown(
    window: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    painter.go.clear()
    window.generate()
    qtbot.waitUntil(lambda: bool(painter.requests))
    window.document.mark_saved()
    window.files.new_document(window.document.size)
    assert not window.canvas.overlay.showing
    painter.go.set()
    qtbot.waitUntil(lambda: all(c.ready for c in window.candidates.model.candidates))
    assert not window.canvas.overlay.showing
    assert len(candidates(window)) == 2


def test_a_model_that_cannot_be_used_says_why(window: Window, qtbot: QtBot) -> None:
    window.document.perform(SetSettings(model="broken"))
    qtbot.waitUntil(lambda: "unet is missing" in window.generate_panel.summary)
    assert not window.generate_panel.button.isEnabled()
    window.document.perform(SetSettings(model="gone"))
    qtbot.waitUntil(lambda: "not found" in window.generate_panel.summary)


class TestQueue:
    @pytest.fixture
    def queued(self, window: Window, painter: FlatPainter, qtbot: QtBot) -> Window:
        painter.go.clear()
        for prompt in ("one", "two", "three"):
            window.document.perform(SetSettings(prompt=prompt))
            window.generate()
        qtbot.waitUntil(lambda: len(window.queue.model.jobs) == 3)
        return window

    def prompts(self, window: Window) -> list[str]:
        return [job.request.prompt for job in window.queue.model.jobs]

    def test_shows_jobs_in_their_order(self, queued: Window) -> None:
        assert self.prompts(queued) == ["one", "two", "three"]

    def test_a_waiting_job_can_be_moved_ahead(self, queued: Window, qtbot: QtBot) -> None:
        queued.queue.list.setCurrentIndex(queued.queue.model.index(2))
        queued.queue._up.click()
        qtbot.waitUntil(lambda: self.prompts(queued) == ["one", "three", "two"])

    def test_dropping_a_job_on_a_place_moves_it_there(self, queued: Window, qtbot: QtBot) -> None:
        model = queued.queue.model
        data = model.mimeData([model.index(2)])
        model.dropMimeData(data, Qt.DropAction.MoveAction, 1, 0, model.index(-1))
        qtbot.waitUntil(lambda: self.prompts(queued) == ["one", "three", "two"])

    def test_a_waiting_job_can_be_cancelled(self, queued: Window, qtbot: QtBot) -> None:
        queued.queue.list.setCurrentIndex(queued.queue.model.index(1))
        queued.queue._cancel.click()
        qtbot.waitUntil(lambda: self.prompts(queued) == ["one", "three"])
        assert len(queued.candidates.model.candidates) == 4

    def test_paused_it_begins_nothing_new(
        self, queued: Window, painter: FlatPainter, qtbot: QtBot
    ) -> None:
        queued.queue.pause_button.click()
        qtbot.waitUntil(lambda: queued.controller.paused)
        painter.go.set()
        qtbot.waitUntil(lambda: self.prompts(queued) == ["two", "three"])
        qtbot.wait(50)
        assert self.prompts(queued) == ["two", "three"]
        queued.queue.pause_button.click()
        qtbot.waitUntil(lambda: self.prompts(queued) == [])

    def test_all_can_be_cancelled(self, queued: Window, qtbot: QtBot) -> None:
        queued.controller.cancel_all()
        qtbot.waitUntil(lambda: self.prompts(queued) == [])
        assert queued.candidates.model.candidates == []


def test_layers_made_of_candidates_are_pictures(generated: Window) -> None:
    generated.apply_candidate()
    assert isinstance(generated.document.active, RasterLayer)


def test_a_strength_set_by_hand_stays_until_it_is_automatic_again(
    window: Window, qtbot: QtBot
) -> None:
    panel = window.generate_panel
    paint(window, (100, 100), (200, 200))
    qtbot.waitUntil(lambda: panel.strength.value() == 70)
    assert panel.automatic.isHidden()
    panel.strength.setFocus()
    panel.strength.setValue(40)
    paint_mask(window, (250, 250))
    qtbot.waitUntil(lambda: panel.summary.startswith("Inpaint"))
    assert panel.strength.value() == 40
    panel.automatic.click()
    qtbot.waitUntil(lambda: panel.strength.value() == 100)


def test_a_model_folder_is_used_at_once_and_kept(
    window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    use_model_folder(window, tmp_path)
    qtbot.waitUntil(lambda: window.background.pending == 0)
    assert window.preferences.now().models_folders == (str(tmp_path),)
    assert window.controller.has_service
    qtbot.waitUntil(lambda: window.controller.planning.possible)


def test_the_seed_that_was_drawn_is_kept_when_the_die_is_released(
    window: Window, qtbot: QtBot
) -> None:
    window.document.perform(SetSettings(seed=None, batch=1))
    with qtbot.waitSignal(window.controller.finished):
        window.generate()
    (made,) = window.controller.candidates.values()
    window.generate_panel.seed.die.click()
    assert window.document.settings.seed == made.seed


def test_pictures_grow_unseen_if_that_is_wished(window: Window, qtbot: QtBot) -> None:
    window.registry["previews"].trigger()
    assert not window.preferences.now().previews
    shown: list[object] = []
    window.controller.preview_changed.connect(
        lambda preview: shown.append((preview is not None) and window.canvas.overlay.showing)
    )
    with qtbot.waitSignal(window.controller.finished):
        window.generate()
    assert shown and not any(shown)


def test_undo_keeps_as_much_as_the_settings_allow(qtbot: QtBot) -> None:
    window = Window(Settings(undo_mebibytes=16))
    assert window.document.history.cap == 16 << 20
    window.shut_down()
    window.deleteLater()


def test_a_candidates_prompt_and_recipe_are_taken_up_again(generated: Window) -> None:
    candidate = generated.candidates.model.candidates[1]
    now = SetSettings(prompt="a dog", steps=9, frame="{prompt} on a beach")
    generated.document.perform(now)
    generated.candidates.use_prompt.emit(candidate)
    settings = generated.document.settings
    assert (settings.prompt, settings.steps) == ("a cat", 9)
    generated.candidates.use_recipe.emit(candidate)
    settings = generated.document.settings
    assert settings.whole_prompt == "a cat on a beach"
    assert (settings.seed, settings.steps) == (candidate.seed, candidate.request.steps)
    generated.edit.undo()
    assert generated.document.settings.steps == 9
