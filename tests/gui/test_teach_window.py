"""From five pictures to a word in the prompt: teaching in the window, while painting goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from safetensors.numpy import save_file

from core import places
from core.document.commands import SetSettings
from core.models.concepts import Kind, identify
from core.request import Request
from core.training import kept
from core.training.draft import TrainingDraft
from core.training.events import (
    Progress,
    Sampled,
    SoFar,
    Stage,
    StageBegun,
    Started,
    StepDone,
    Warned,
)
from core.training.plan import read_plan
from core.training.review import Notice
from desktop.possible import is_generating
from desktop.teaching import Teaching
from desktop.window import Window
from tests.gui.teacher import Teacher
from tests.training.small import draw
from widgets.training.lesson import Lesson, Now
from widgets.training.teach_window import TeachWindow

ROOT = Path(__file__).parents[2]
OPEN = """
import desktop.first, sys, time
from desktop import main
from core.settings import Settings
app = main.application()
window = main.Window(Settings())
window.show()
def wait(until):
    end = time.monotonic() + 60
    while not until() and time.monotonic() < end:
        app.processEvents()
loaded = lambda name: name in sys.modules
window.generating
print(loaded("pyqtgraph"), loaded("widgets.training.teach_window"))
window.open_teaching()
wait(lambda: window.is_teaching_open)
print(loaded("torch"))
wait(lambda: window.teaching.window.progress.chart.plot is not None)
print(loaded("pyqtgraph"), loaded("torch"))
window.hide()
window.shut_down()
"""


def drop(window: TeachWindow, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    none = Qt.KeyboardModifier.NoModifier
    window.dropEvent(
        QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    )


def fill(teaching: Teaching, tmp_path: Path, qtbot: QtBot) -> None:
    """A zorb toy, from three pictures."""
    drop(teaching.window, *draw(tmp_path / "photos", 3))
    qtbot.waitUntil(lambda: not teaching.window.form.writing)
    first = teaching.window.form.first
    assert first is not None
    first.fields["word"].edit.setPlainText("zorb")
    first.fields["class_word"].edit.setPlainText("toy")


def lesson_of(teaching: Teaching) -> Lesson:
    lesson = teaching.window.lesson
    assert lesson is not None
    return lesson


@pytest.fixture
def ready(teaching: Teaching, tmp_path: Path, qtbot: QtBot) -> Teaching:
    fill(teaching, tmp_path, qtbot)
    return teaching


@pytest.fixture
def begun(ready: Teaching, teacher: Teacher, qtbot: QtBot) -> Teaching:
    """Teach was pressed, and it runs."""
    ready.window.form.button.click()
    qtbot.waitUntil(lambda: bool(teacher.jobs()))
    teacher.run()
    qtbot.waitUntil(lambda: lesson_of(ready).now == Now.RUNNING)
    return ready


def learn(teacher: Teacher, steps: int, *, samples: int = 0, first: int = 1) -> None:
    """Steps with a falling loss; `samples` of each prompt on the way."""
    plan = teacher.request.plan
    if first == 1:
        teacher.tell(StageBegun(Stage.TRAIN), Started(0, plan.steps, 3, "CPU"))
    for step in range(first, steps + 1):
        teacher.tell(StepDone(step, plan.steps, 1 / step, 1e-4, 300.0))
        if samples and step % (steps // samples) == 0:
            for prompt in plan.sample_prompts:
                teacher.tell(Sampled(step, prompt, np.full((40, 60, 3), step, np.uint8)))


def lora(file: Path) -> Path:
    name = "unet.down_blocks.0.attentions.0.to_k"
    save_file(
        {f"{name}.lora_A.weight": np.zeros((2, 4), np.float32),
         f"{name}.lora_B.weight": np.zeros((4, 2), np.float32)},
        file,
    )  # fmt: skip
    return file


def test_nothing_of_it_is_loaded_before_it_is_opened(tmp_path: Path) -> None:
    home = {"UNDERPAINT_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(
        [sys.executable, "-c", OPEN], cwd=ROOT, env=os.environ | home, capture_output=True,
        text=True, timeout=120, check=True,
    )  # fmt: skip
    assert ran.stdout.split() == ["False", "False", "False", "True", "False"]


class TestSettingUp:
    def test_the_line_says_what_is_missing_and_then_what_will_be(
        self, teaching: Teaching, tmp_path: Path, qtbot: QtBot
    ) -> None:
        form = teaching.window.form
        assert form.told == "There are no pictures yet. Drop some above."
        assert not form.button.isEnabled()
        drop(teaching.window, *draw(tmp_path / "photos", 3))
        qtbot.waitUntil(lambda: form.told != "There are no pictures yet. Drop some above.")
        assert form.told.startswith("Word: The text is empty.")
        fill(teaching, tmp_path, qtbot)
        assert form.told == (
            "Starter (drawn world) learns “zorb toy” from 3 pictures, in 450 steps."
        )
        assert form.button.isEnabled()

    def test_the_pictures_are_copied_and_what_is_set_up_is_found_again(
        self, ready: Teaching, qtbot: QtBot
    ) -> None:
        folder = lesson_of(ready).folder
        assert len(list((folder / "pictures").iterdir())) == 3
        ready.window.close()
        qtbot.waitUntil(lambda: (folder / "draft.json").is_file())
        (found,) = kept.kept()
        assert found.draft.values["word"] == "zorb"
        assert found.title == "zorb toy"

    def test_an_untouched_one_leaves_nothing_behind(self, teaching: Teaching) -> None:
        teaching.new()
        teaching.window.close()
        assert len(teaching.lessons) == 1
        assert not kept.home().exists()

    def test_teach_writes_the_file_of_the_command_line_and_asks_the_service(
        self, begun: Teaching, teacher: Teacher
    ) -> None:
        folder = lesson_of(begun).folder
        assert folder.name == "zorb toy"
        plan = read_plan(folder / "TRAINING.json")
        assert teacher.request.plan == plan
        assert teacher.request.out == folder
        assert plan.model == "starter"
        assert plan.sample_prompts == (
            "a zorb toy", "a zorb toy on a beach", "a drawing of a zorb toy"
        )  # fmt: skip
        assert not begun.window.form.button.isVisible()

    def test_what_is_wrong_is_told_and_has_the_keyboard(
        self, ready: Teaching, teacher: Teacher, qtbot: QtBot
    ) -> None:
        form = ready.window.form
        word = next(goal for goal in goals(form.goal) if goal.kind == "textual_inversion")
        form._goal_picked(word)
        form.first.fields["word"].edit.setPlainText("cat")
        form.button.click()
        qtbot.waitUntil(lambda: bool(ready.window.banner.text))
        assert "knows the word “cat” already" in ready.window.banner.text
        assert ready.window.focusWidget() is form.first.fields["word"].edit
        assert form.button.isVisible()
        assert teacher.jobs() == ()
        assert not (lesson_of(ready).folder / "TRAINING.json").exists()

    def test_it_waits_for_a_service_that_starts_later(
        self, bare_window: Window, qtbot: QtBot, tmp_path: Path
    ) -> None:
        from core.models.library import find_models

        bare_window.show_models(find_models([places.resources()]))
        teaching = bare_window.teaching
        teaching.open()
        qtbot.waitUntil(lambda: teaching.window.lesson is not None)
        fill(teaching, tmp_path, qtbot)
        teaching.window.form.button.click()
        qtbot.waitUntil(lambda: lesson_of(teaching).now == Now.QUEUED)
        made: list[Teacher] = []
        bare_window.start_service(lambda publish: made.append(Teacher(publish)) or made[0])
        qtbot.waitUntil(lambda: bool(made) and bool(made[0].jobs()))
        made[0].run()
        qtbot.waitUntil(lambda: lesson_of(teaching).now == Now.RUNNING)


def goals(box: object) -> list[object]:
    found = [box.itemData(row) for row in range(box.count())]  # type: ignore[attr-defined]
    return [goal for goal in found if goal is not None]


class TestWhileItLearns:
    def test_stage_step_and_time_left_are_told(
        self, begun: Teaching, teacher: Teacher, bare_window: Window, qtbot: QtBot
    ) -> None:
        progress = begun.window.progress
        teacher.tell(StageBegun(Stage.CLASS_PICTURES), Progress(Stage.CLASS_PICTURES, 12, 100))
        qtbot.waitUntil(lambda: progress.state.startswith("Painting picture 12 of 100"))
        assert progress.bar.value() == 120
        learn(teacher, 20)
        qtbot.waitUntil(lambda: progress.state == "Step 20 of 450  ·  5 min left")
        assert progress.bar.value() == 1000 * 20 // 450
        assert bare_window.queue.model.second_line(teacher.jobs()[0]).startswith("Step 20 of")
        assert bare_window.status.teaching == "Teaching 4 %"

    def test_the_curve_and_the_samples_are_seen(
        self, begun: Teaching, teacher: Teacher, qtbot: QtBot
    ) -> None:
        progress = begun.window.progress
        learn(teacher, 60, samples=3)
        qtbot.waitUntil(lambda: progress.chart.shown[0] == 60)
        assert progress.chart.currentWidget() is progress.chart.plot
        table = progress.samples.table
        qtbot.waitUntil(lambda: table.samples.columnCount() == 3)
        assert table.samples.rowCount() == 3
        assert table.samples.headerData(2, Qt.Orientation.Horizontal) == "60"
        assert table.samples.headerData(0, Qt.Orientation.Vertical) == "a zorb toy"
        assert table.samples.pixmap(0, 2).toImage().pixelColor(5, 5).red() == 60

    def test_warnings_are_told_once(self, begun: Teaching, teacher: Teacher, qtbot: QtBot) -> None:
        for _ in range(2):
            teacher.tell(Warned(Notice("few", "There is 1 picture.")))
        notices = begun.window.progress.notices
        qtbot.waitUntil(lambda: notices.isVisible())
        assert notices.texts == ["There is 1 picture."]

    def test_it_pauses_and_goes_on(self, begun: Teaching, teacher: Teacher, qtbot: QtBot) -> None:
        progress = begun.window.progress
        learn(teacher, 5)
        job = teacher.job
        progress.pause_button.click()
        assert progress.state == "Stopping after this step…"
        assert not progress.pause_button.isEnabled()
        teacher.rest(5)
        qtbot.waitUntil(lambda: progress.state == "Paused after step 5 of 450")
        assert progress.go_on_button.isVisible()
        progress.go_on_button.click()
        assert teacher.asked == [("pause", job), ("go_on", job)]
        teacher.run()
        learn(teacher, 6, first=6)
        qtbot.waitUntil(lambda: progress.state.startswith("Step 6 of"))

    def test_cancelled_it_goes_on_from_its_checkpoint(
        self, begun: Teaching, teacher: Teacher, qtbot: QtBot
    ) -> None:
        progress, lesson = begun.window.progress, lesson_of(begun)
        learn(teacher, 12)
        checkpoint = lesson.folder / "checkpoints" / "step-00000010"
        checkpoint.mkdir(parents=True)
        (checkpoint / "state.json").write_text("{}")
        plan = teacher.request.plan
        progress.cancel_button.click()
        qtbot.waitUntil(lambda: progress.state == "Stopped after step 10 of 450")
        assert teacher.jobs() == ()
        progress.go_on_button.click()
        qtbot.waitUntil(lambda: bool(teacher.jobs()))
        assert teacher.request.plan == plan
        teacher.run()
        losses = tuple(1 / step for step in range(1, 11))
        teacher.tell(StageBegun(Stage.TRAIN), Started(10, 450, 3, "CPU", losses))
        teacher.tell(StepDone(11, 450, 0.5, 1e-4))
        qtbot.waitUntil(lambda: len(lesson.losses) == 11)
        assert lesson.losses.last == 0.5

    def test_pictures_go_first_and_it_says_so(
        self, begun: Teaching, teacher: Teacher, qtbot: QtBot
    ) -> None:
        progress = begun.window.progress
        learn(teacher, 7)
        qtbot.waitUntil(lambda: progress.state.startswith("Step 7 of"))
        teacher.wait()
        qtbot.waitUntil(lambda: progress.state == "Waiting for its turn after step 7 of 450")
        teacher.run()
        qtbot.waitUntil(lambda: progress.state.startswith("Step 7 of"))

    def test_stopping_what_is_painted_does_not_stop_it(
        self, begun: Teaching, teacher: Teacher, bare_window: Window
    ) -> None:
        assert not is_generating(bare_window)
        assert not bare_window.generate_panel.progress.isVisible()
        bare_window.registry["cancel"].trigger()
        bare_window.controller.cancel_all()
        picture = teacher.submit(Request("a cat"))
        bare_window.controller.cancel_all()
        assert teacher.asked == [("cancel", picture)]
        assert len(teacher.jobs()) == 1

    def test_a_failure_says_why_there_and_in_the_painters_window(
        self, begun: Teaching, teacher: Teacher, bare_window: Window, qtbot: QtBot
    ) -> None:
        progress = begun.window.progress
        bare_window.activateWindow()
        teacher.fail("The memory is full.", "Learn from smaller pictures.")
        qtbot.waitUntil(lambda: progress.trouble.isVisible())
        assert progress.trouble.text == "The memory is full. Learn from smaller pictures."
        assert progress.state == "Stopped before the first step"
        assert "The memory is full." in bare_window.banner.text
        progress.go_on_button.click()
        assert not progress.trouble.isVisible()

    def test_another_one_can_be_looked_at_meanwhile(
        self, begun: Teaching, teacher: Teacher, qtbot: QtBot
    ) -> None:
        running = lesson_of(begun)
        begun.window.trainings.new_button.click()
        assert lesson_of(begun) is not running
        assert begun.window.form.button.isVisible()
        learn(teacher, 9)
        qtbot.waitUntil(lambda: running.step == 9)
        assert begun.window.progress.state == "Not taught yet"
        begun.choose(running)
        assert begun.window.progress.state.startswith("Step 9 of")


class TestWhatWasLearned:
    def test_is_used_with_a_click_and_undone_as_one_step(
        self, begun: Teaching, teacher: Teacher, bare_window: Window, qtbot: QtBot
    ) -> None:
        bare_window.document.perform(SetSettings(prompt="on a beach, "))
        steps = len(bare_window.document.settings.techniques)
        finish(begun, teacher, qtbot)
        progress = begun.window.progress
        assert progress.state == "Learned in 450 steps. Its name in a prompt: “zorb toy”"
        progress.use_button.click()
        qtbot.waitUntil(lambda: bool(bare_window.document.settings.techniques))
        settings = bare_window.document.settings
        file = places.own_models() / "learned" / "zorb toy.safetensors"
        assert [(one.id, one.values) for one in settings.techniques] == [
            ("dreambooth", {"file": str(file)})
        ]
        assert identify(file).kind == Kind.LORA
        assert settings.prompt == "on a beach, zorb toy"
        assert bare_window.generate_panel.prompt.hasFocus()
        progress.use_button.click()
        qtbot.wait(50)
        assert bare_window.document.settings == settings
        bare_window.edit.undo()
        assert bare_window.document.settings.prompt == "on a beach, "
        assert len(bare_window.document.settings.techniques) == steps

    def test_so_far_is_used_too_and_then_what_it_became(
        self, begun: Teaching, teacher: Teacher, bare_window: Window, qtbot: QtBot
    ) -> None:
        so_far = lesson_of(begun).folder / "so-far" / "zorb toy.safetensors"
        so_far.parent.mkdir()
        lora(so_far)
        assert not begun.window.progress.so_far_button.isVisible()
        teacher.tell(SoFar(250, (so_far,)))
        qtbot.waitUntil(lambda: begun.window.progress.so_far_button.isVisible())
        begun.window.progress.so_far_button.click()
        qtbot.waitUntil(lambda: bool(bare_window.document.settings.techniques))
        bare_window.document.perform(
            SetSettings(techniques=tuple(
                one.with_value("weight", 0.5) for one in bare_window.document.settings.techniques
            ))
        )  # fmt: skip
        finish(begun, teacher, qtbot)
        begun.window.progress.use_button.click()
        file = str(places.own_models() / "learned" / "zorb toy.safetensors")
        qtbot.waitUntil(
            lambda: (
                [one.values for one in bare_window.document.settings.techniques]
                == [{"file": file, "weight": 0.5}]
            )
        )
        assert bare_window.document.settings.prompt == "zorb toy"

    def test_its_word_completes_itself_and_brings_its_file(
        self, begun: Teaching, teacher: Teacher, bare_window: Window, qtbot: QtBot
    ) -> None:
        finish(begun, teacher, qtbot)
        field = bare_window.generate_panel.prompt
        qtbot.waitUntil(
            lambda: field.vocabulary is not None and bool(field.vocabulary.beginning("zor"))
        )
        bare_window.activateWindow()
        field.setFocus()
        QTest.keyClicks(field, "a zor")
        qtbot.waitUntil(lambda: field.proposing)
        QTest.keyClick(field, Qt.Key.Key_Tab)
        assert field.toPlainText() == "a zorb toy"
        qtbot.waitUntil(lambda: bool(bare_window.document.settings.techniques))
        assert bare_window.document.settings.techniques[0].id == "dreambooth"
        assert bare_window.document.settings.prompt == "a zorb toy"

    def test_a_whole_model_becomes_the_one_that_paints(
        self, ready: Teaching, teacher: Teacher, bare_window: Window, qtbot: QtBot
    ) -> None:
        import shutil

        form = ready.window.form
        whole = next(goal for goal in goals(form.goal) if goal.values == {"result": "model"})
        form._goal_picked(whole)
        form.button.click()
        qtbot.waitUntil(lambda: bool(teacher.jobs()))
        assert teacher.request.plan.learning_rate == 5e-6
        made = teacher.request.out / "zorb toy"
        made.mkdir()
        teacher.run()
        teacher.tell(SoFar(250, (made,)), StageBegun(Stage.SAVE))
        qtbot.waitUntil(lambda: ready.window.progress.state.startswith("Saving"))
        assert not ready.window.progress.so_far_button.isVisible()
        starter = places.resources() / "starter"
        for part in starter.rglob("*.json"):
            target = made / part.relative_to(starter)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(part, target)
        teacher.finish(made)
        use = ready.window.progress.use_button
        qtbot.waitUntil(use.isVisible)
        assert not made.exists()
        assert use.text() == "Paint with it"
        use.click()
        qtbot.waitUntil(lambda: bare_window.document.settings.model == "zorb toy")
        assert bare_window.document.settings.prompt == "zorb toy"
        assert (places.own_models() / "zorb toy" / "model_index.json").is_file()


def finish(teaching: Teaching, teacher: Teacher, qtbot: QtBot) -> None:
    """It has learned, and what it learned is put away."""
    made = lora(teacher.request.out / "zorb toy.safetensors")
    teacher.finish(made)
    qtbot.waitUntil(teaching.window.progress.use_button.isVisible)
    assert not made.exists()


class TestFoundAgain:
    @pytest.fixture
    def stopped(self, tmp_path: Path) -> Path:
        """A training that was interrupted, with what was seen of it."""
        from core.training.draft import plan_of

        folder = kept.fresh_folder()
        draw(folder / "pictures", 3)
        values = {"word": "blip", "class_word": "cat", "pictures": [{"folder": "pictures"}],
                  "steps": 100, "sample_prompts": ["a blip cat", "two"]}  # fmt: skip
        folder, _ = kept.begin(folder, plan_of(TrainingDraft("dreambooth", values), folder, None))
        checkpoint = folder / "checkpoints" / "step-00000040"
        checkpoint.mkdir(parents=True)
        (checkpoint / "state.json").write_text(json.dumps({"losses": [0.5] * 40}))
        draw(folder / "samples", 2)
        for number in range(2):
            (folder / "samples" / f"{number:02}.png").rename(
                folder / "samples" / f"00000040-{number}.png"
            )
        return folder

    def test_it_is_seen_as_it_was_and_goes_on(
        self, stopped: Path, teaching: Teaching, teacher: Teacher, qtbot: QtBot
    ) -> None:
        progress = teaching.window.progress
        qtbot.waitUntil(lambda: progress.state == "Stopped after step 40 of 100")
        assert lesson_of(teaching).title == "blip cat"
        qtbot.waitUntil(lambda: progress.chart.shown[0] == 40)
        assert progress.samples.table.samples.prompts == ["a blip cat", "two"]
        assert not progress.samples.table.samples.pixmap(1, 0).isNull()
        progress.go_on_button.click()
        qtbot.waitUntil(lambda: bool(teacher.jobs()))
        assert teacher.request.out == stopped

    def test_it_is_deleted_when_that_is_meant(
        self, stopped: Path, teaching: Teaching, qtbot: QtBot
    ) -> None:
        qtbot.waitUntil(lambda: lesson_of(teaching).folder == stopped)
        for button in (QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Yes):
            teaching.window.trainings.delete_button.click()
            question = teaching.window.findChild(QMessageBox)
            assert "blip cat" in question.text()
            assert question.defaultButton() is question.button(QMessageBox.StandardButton.Cancel)
            assert stopped.exists()
            question.button(button).click()
            qtbot.wait(20)
        qtbot.waitUntil(lambda: not stopped.exists())
        qtbot.waitUntil(lambda: lesson_of(teaching).now == Now.DRAFT)

    def test_it_is_taught_otherwise_as_a_copy(
        self, stopped: Path, teaching: Teaching, qtbot: QtBot
    ) -> None:
        form = teaching.window.form
        qtbot.waitUntil(lambda: lesson_of(teaching).folder == stopped)
        assert not form.parts[0].isEnabled()
        form.again_button.click()
        qtbot.waitUntil(lambda: lesson_of(teaching).folder != stopped)
        assert form.parts[0].isEnabled()
        assert form.told.startswith("Starter (drawn world) learns “blip cat” from 3 pictures")
        assert [one.now for one in teaching.lessons] == [Now.DRAFT, Now.STOPPED]

    def test_a_broken_one_says_so_and_can_be_deleted(
        self, stopped: Path, teacher: Teacher, bare_window: Window, qtbot: QtBot
    ) -> None:
        (stopped / "TRAINING.json").write_text('{"kind": "dreambooth", "steps": -1}')
        bare_window.open_teaching()
        qtbot.waitUntil(lambda: bare_window.is_teaching_open)
        window = bare_window.teaching.window
        qtbot.waitUntil(lambda: window.lesson is not None and window.lesson.now == Now.BROKEN)
        assert window.progress.trouble.isVisible()
        assert window.trainings.delete_button.isEnabled()

    def test_what_was_learned_when_the_program_ended_is_put_away(
        self, stopped: Path, teacher: Teacher, bare_window: Window, qtbot: QtBot
    ) -> None:
        lora(stopped / "blip cat.safetensors")
        (stopped / "result.json").write_text(json.dumps({"files": ["blip cat.safetensors"]}))
        bare_window.open_teaching()
        target = places.own_models() / "learned" / "blip cat.safetensors"
        qtbot.waitUntil(target.is_file)
        qtbot.waitUntil(lambda: lesson_of(bare_window.teaching).files == (target,))


def test_escape_and_its_keys_close_the_window_and_nothing_else(
    begun: Teaching, teacher: Teacher, qtbot: QtBot
) -> None:
    QTest.keyClick(begun.window, Qt.Key.Key_Escape)
    assert not begun.window.isVisible()
    assert len(teacher.jobs()) == 1
    begun.open()
    assert begun.window.isVisible()
    assert lesson_of(begun).now == Now.RUNNING


def test_everything_has_a_name_for_those_who_do_not_see(
    begun: Teaching, teacher: Teacher, named: Callable[[object], list[str]], qtbot: QtBot
) -> None:
    learn(teacher, 20, samples=2)
    qtbot.waitUntil(lambda: begun.window.progress.samples.table.samples.columnCount() == 2)
    assert named(begun.window) == []


@pytest.fixture
def named() -> Callable[[object], list[str]]:
    """Which widgets that take the keyboard have neither a name nor a text."""
    from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollBar, QWidget

    def nameless(window: QWidget) -> list[str]:
        buddies = {id(label.buddy()) for label in window.findChildren(QLabel) if label.buddy()}
        found = []
        for widget in window.findChildren(QWidget):
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
            inside = widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar)
            told = widget.accessibleName() or text or id(widget) in buddies
            if takes and not inside and not told and widget.window() is window:
                found.append(f"{type(widget).__name__} {widget.objectName()}")
        return found

    return nameless
