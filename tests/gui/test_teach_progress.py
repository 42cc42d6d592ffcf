"""What is seen of a training: its curve, its samples, and the sentences about it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.errors import UserError
from core.files.pictures import save_picture
from core.training.draft import begun, plan_of
from core.training.events import Progress, Sampled, Stage, StageBegun, Started, StepDone
from core.training.kept import History, Sample
from widgets.training.lesson import SMALL, Lesson, Now, Painted, small_pictures
from widgets.training.loss_chart import LossChart, load
from widgets.training.losses import Losses
from widgets.training.sample_strip import SampleStrip
from widgets.training.telling import part, short, state


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    draft = begun("dreambooth", word="zorb", class_word="toy", steps=1200)
    plan = plan_of(draft, tmp_path, None)
    return Lesson(tmp_path, "zorb toy", draft, Now.RUNNING, plan)


class TestLosses:
    def test_the_mean_follows_the_last_steps(self) -> None:
        losses = Losses([1.0] * 500 + [0.0] * 500)
        curve = losses.curve(2000)
        assert curve is not None
        assert len(curve.x) == len(curve.smooth_x) == 1000
        assert curve.smooth_y[499] == 1.0
        assert curve.smooth_y[-1] == losses.mean == 0.0

    def test_a_hundred_thousand_are_few_points_and_no_peak_is_lost(self) -> None:
        values = np.full(100_000, 0.1)
        values[70_000], values[70_001] = 5.0, 0.0
        losses = Losses(values)
        curve = losses.curve(1200)
        assert curve is not None
        assert len(curve.x) <= 1300
        assert len(curve.smooth_x) <= 1300
        assert (curve.y.max(), curve.y.min()) == (5.0, 0.0)
        assert 69_900 < curve.x[curve.y.argmax()] < 70_100
        assert (np.diff(curve.x) >= 0).all()
        assert curve.x[-1] <= 100_000

    def test_one_outlier_does_not_flatten_the_rest(self) -> None:
        curve = Losses([0.1, 0.2] * 500 + [900.0]).curve(2000)
        assert curve is not None
        assert curve.high < 50

    def test_what_is_no_number_leaves_the_curve_whole(self) -> None:
        losses = Losses([0.5, float("nan"), float("inf"), 0.25])
        curve = losses.curve(100)
        assert curve is not None
        assert curve.y.tolist() == [0.5, 0.5, 0.5, 0.25]

    def test_one_loss_is_no_curve(self) -> None:
        assert Losses([0.5]).curve(100) is None
        assert Losses().mean == 0.0

    def test_steps_that_are_taken_again_replace_those_before(self) -> None:
        losses = Losses([1.0, 1.0, 9.0, 9.0])
        losses.cut(2)
        losses.append(1.0)
        assert (len(losses), losses.mean) == (3, 1.0)


@pytest.fixture
def chart(qtbot: QtBot) -> LossChart:
    chart = LossChart()
    qtbot.addWidget(chart)
    chart.resize(600, 260)
    chart.show()
    load()
    return chart


class TestChart:
    def test_losses_that_came_before_the_library_are_drawn_with_it(
        self, chart: LossChart, qtbot: QtBot
    ) -> None:
        chart.show_losses(Losses([0.5, 0.25, 0.125]), 100)
        assert chart.plot is None
        chart.begin()
        assert chart.shown[0] == 3
        assert chart.currentWidget() is chart.plot
        assert chart.accessibleDescription() == "Loss 0.2917 after step 3 of 100"

    def test_a_burst_of_steps_is_drawn_once(self, chart: LossChart, qtbot: QtBot) -> None:
        chart.begin()
        losses = Losses()
        chart.show_losses(losses, 50_000)
        drawn: list[int] = []
        chart._mean.sigPlotChanged.connect(lambda *_: drawn.append(1))
        for step in range(500):
            losses.append(1 / (step + 1))
            chart.show_losses(losses, 50_000)
        qtbot.waitUntil(lambda: chart.shown[0] > 0)
        assert len(drawn) == 1
        assert chart.shown[0] == 500

    def test_it_is_drawn_within_a_frame_however_long_it_is(self, chart: LossChart) -> None:
        chart.begin()
        losses = Losses(np.random.default_rng(1).random(100_000))
        chart.show_losses(losses, 100_000)
        took = []
        for _ in range(5):
            losses.append(0.5)
            start = time.thread_time()
            chart.draw()
            chart.grab()
            took.append(time.thread_time() - start)
        assert min(took) < 0.1

    def test_all_steps_have_room_and_both_axes_a_name(self, chart: LossChart) -> None:
        chart.begin()
        chart.show_losses(Losses([0.5] * 10), 400)
        item = chart.plot.getPlotItem()
        assert item.getViewBox().viewRange()[0] == [0, 400]
        assert [item.getAxis(side).labelText for side in ("bottom", "left")] == ["Step", "Loss"]

    def test_another_training_has_another_curve(self, chart: LossChart) -> None:
        chart.begin()
        chart.show_losses(Losses([0.5] * 10), 400)
        chart.show_losses(Losses(), 400)
        assert chart.currentWidget() is not chart.plot
        chart.show_losses(Losses([0.5] * 4), 400)
        assert chart.shown[0] == 4


def painted(step: int, number: int, colour: int = 0, side: int = 32) -> Painted:
    pixels = np.full((side, side, 3), colour, np.uint8)
    return Painted(step, number, f"prompt {number}", Path("nowhere.png"), pixels)


@pytest.fixture
def strip(qtbot: QtBot) -> Iterator[SampleStrip]:
    window = QWidget()
    strip = SampleStrip()
    strip.setParent(window)
    qtbot.addWidget(window)
    window.resize(700, 400)
    strip.resize(700, 400)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield strip
    window.hide()


class TestSamples:
    def test_the_newest_are_in_sight_unless_older_ones_are_looked_at(
        self, strip: SampleStrip
    ) -> None:
        shown = [painted(step * 100, number) for step in range(1, 31) for number in range(2)]
        strip.show_samples(shown)
        table = strip.table
        bar = table.horizontalScrollBar()
        assert bar.maximum() > 0
        assert bar.value() == bar.maximum()
        shown += [painted(3100, number) for number in range(2)]
        strip.show_samples(shown)
        assert bar.value() == bar.maximum()
        assert table.columnViewportPosition(30) < table.viewport().width()
        bar.setValue(0)
        strip.show_samples([*shown, painted(3200, 0), painted(3200, 1)])
        assert bar.value() == 0

    def test_a_click_enlarges_and_keys_go_through_steps_and_prompts(
        self, strip: SampleStrip, qtbot: QtBot
    ) -> None:
        strip.show_samples([painted(step, row) for step in (100, 200) for row in range(2)])
        table = strip.table
        place = table.visualRect(table.samples.index(1, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        large = strip.enlargement
        assert large.isVisible()
        assert large.accessibleDescription() == "prompt 1, step 100"
        for key, told in (
            (Qt.Key.Key_Right, "prompt 1, step 200"),
            (Qt.Key.Key_Right, "prompt 1, step 200"),
            (Qt.Key.Key_Up, "prompt 0, step 200"),
        ):
            QTest.keyClick(large, key)
            assert large.accessibleDescription() == told
        QTest.keyClick(large, Qt.Key.Key_Escape)
        assert not large.isVisible()
        assert strip.window().isVisible()

    def test_enter_enlarges_the_chosen_one(self, strip: SampleStrip) -> None:
        strip.show_samples([painted(100, 0), painted(200, 0)])
        strip.table.setCurrentIndex(strip.table.samples.index(0, 1))
        QTest.keyClick(strip.table, Qt.Key.Key_Return)
        assert strip.enlargement.accessibleDescription() == "prompt 0, step 200"

    def test_in_full_size_they_are_read_from_their_files(
        self, strip: SampleStrip, tmp_path: Path
    ) -> None:
        pixels = np.full((900, 600, 3), 200, np.uint8)
        save_picture(tmp_path / "large.png", pixels)
        strip.show_samples([replace(painted(100, 0), file=tmp_path / "large.png")])
        strip.table.enlarged.emit(0, 0)
        assert strip.enlargement._pixmap.height() == 900

    def test_they_are_as_large_as_all_rows_have_room(self, strip: SampleStrip) -> None:
        strip.show_samples([painted(100, number) for number in range(2)])
        two = strip.table.verticalHeader().defaultSectionSize()
        strip.show_samples([painted(100, number) for number in range(4)])
        four = strip.table.verticalHeader().defaultSectionSize()
        assert 72 <= four < two <= 320

    def test_of_another_training_none_is_left(self, strip: SampleStrip) -> None:
        strip.show_samples([painted(100, 0, 9)])
        assert strip.table.samples.pixmap(0, 0).toImage().pixelColor(1, 1).red() == 9
        strip.show_samples([painted(100, 0, 77)])
        assert strip.table.samples.pixmap(0, 0).toImage().pixelColor(1, 1).red() == 77
        strip.show_samples([])
        assert strip.currentWidget() is not strip.table


class TestLesson:
    def test_large_samples_are_held_small(self, lesson: Lesson) -> None:
        lesson.hear(Sampled(100, "a zorb toy", np.zeros((1024, 512, 3), np.uint8)))
        assert lesson.samples[0].pixels.shape == (SMALL, SMALL // 2, 3)
        assert lesson.samples[0].file == lesson.folder / "samples" / "00000100-0.png"

    def test_steps_that_are_learned_again_take_their_samples_along(self, lesson: Lesson) -> None:
        lesson.hear(Started(0, 1200, 3, "CPU"))
        for step in range(1, 301):
            lesson.hear(StepDone(step, 1200, 0.5, 1e-4))
            if step % 100 == 0:
                lesson.hear(Sampled(step, "a", np.zeros((8, 8, 3), np.uint8)))
        lesson.hear(Started(250, 1200, 3, "CPU", (0.5,) * 250))
        assert len(lesson.losses) == 250
        assert [one.step for one in lesson.samples] == [100, 200]

    def test_what_its_folder_holds_comes_before_what_is_heard(self, lesson: Lesson) -> None:
        files = [lesson.folder / f"{step:08}-0.png" for step in (100, 200)]
        save_picture(files[0], np.full((600, 600, 3), 50, np.uint8))
        history = History((0.5,) * 200, tuple(
            Sample(step, 0, file) for step, file in zip((100, 200), files, strict=True)
        ))  # fmt: skip
        lesson.hear(Sampled(200, "new", np.zeros((8, 8, 3), np.uint8)))
        lesson.recall(history, small_pictures(history))
        assert [(one.step, one.prompt) for one in lesson.samples] == [
            (100, "a zorb toy"), (200, "new")
        ]  # fmt: skip
        assert lesson.samples[0].pixels.shape == (SMALL, SMALL, 3)
        assert len(lesson.losses) == 200


class TestSentences:
    def test_of_each_state(self, lesson: Lesson) -> None:
        lesson.hear(StageBegun(Stage.LOAD))
        assert (state(lesson), part(lesson)) == ("Loading the model…", None)
        lesson.hear(StageBegun(Stage.ENCODE))
        lesson.hear(Progress(Stage.ENCODE, 1, 4))
        assert (state(lesson), part(lesson)) == ("Looking at picture 1 of 4", 0.25)
        lesson.hear(Progress(Stage.ENCODE, 2, 4, 300.0))
        assert state(lesson) == "Looking at picture 2 of 4  ·  5 min left"
        lesson.hear(StageBegun(Stage.TRAIN))
        assert state(lesson) == "Learning…"
        lesson.hear(StepDone(300, 1200, 0.5, 1e-4, 4 * 3600 + 300.0))
        assert state(lesson) == "Step 300 of 1,200  ·  4 h 05 min left"
        assert short(lesson) == "25 %  ·  4 h 05 min left"
        assert part(lesson) == 0.25
        for now, long, brief in (
            (Now.QUEUED, "Waiting for its turn after step 300 of 1,200", "Waiting at 25 %"),
            (Now.PAUSED, "Paused after step 300 of 1,200", "Paused at 25 %"),
            (Now.STOPPED, "Stopped after step 300 of 1,200", "Stopped at 25 %"),
        ):
            lesson.now = now
            assert (state(lesson), short(lesson)) == (long, brief)

    def test_an_error_is_one_until_it_goes_on(self, lesson: Lesson) -> None:
        lesson.trouble = UserError("The memory is full.")
        lesson.hear(StageBegun(Stage.LOAD))
        assert lesson.trouble is None
