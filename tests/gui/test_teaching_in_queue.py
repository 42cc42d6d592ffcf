"""A training among the jobs of the window: painting goes on as if it were not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.document.commands import SetSettings
from desktop.window import Window
from tests.generation.engines import Puppet, teach
from tests.gui.painter import FlatPainter


class Teacher(FlatPainter):
    """Paints flat pictures, and plays trainings."""

    train = Puppet.train


@pytest.fixture
def painter() -> Teacher:
    return Teacher()


@pytest.fixture
def teaching(window: Window, tmp_path: Path, qtbot: QtBot) -> int:
    """The job of a training that has begun to learn."""
    service = window.controller._service
    assert service is not None
    job = service.submit(teach(tmp_path, steps=100_000))
    qtbot.waitUntil(lambda: "Step" in window.queue.model.progress)
    return job


def rows(window: Window) -> list[tuple[str, str]]:
    model = window.queue.model
    return [
        (str(model.index(i).data()), model.second_line(job)) for i, job in enumerate(model.jobs)
    ]


def test_the_queue_shows_what_it_teaches_and_how_far_it_is(window: Window, teaching: int) -> None:
    ((title, line),) = rows(window)
    assert title == "Teach “zorb” (LoRA)"
    assert line.startswith("Step ") and line.endswith("· 100000 steps")
    assert not window.generate_panel.progress.isVisible(), "that row is for pictures"


def test_escape_does_not_stop_it_and_the_queue_does(
    window: Window, teaching: int, qtbot: QtBot
) -> None:
    window.escape()
    assert not window.controller.cancel()
    qtbot.wait(50)
    assert [job.id for job in window.queue.model.jobs] == [teaching]
    window.queue.list.setCurrentIndex(window.queue.model.index(0))
    window.queue._cancel.click()
    qtbot.waitUntil(lambda: not window.queue.model.jobs)


def test_a_picture_is_painted_first(window: Window, teaching: int, qtbot: QtBot) -> None:
    window.document.perform(SetSettings(prompt="a cat"))
    with qtbot.waitSignal(window.controller.finished):
        window.generate()
    assert all(candidate.ready for candidate in window.candidates.model.candidates)
    qtbot.waitUntil(lambda: len(rows(window)) == 1)
    assert rows(window) == [("Teach “zorb” (LoRA)", "Waiting · 100000 steps")]


def test_set_aside_it_stays_in_the_queue(window: Window, teaching: int, qtbot: QtBot) -> None:
    service = window.controller._service
    assert service is not None
    service.pause(teaching)
    qtbot.waitUntil(lambda: "Set aside" in rows(window)[0][1])
    service.go_on(teaching)
    qtbot.waitUntil(lambda: "Step" in rows(window)[0][1])


def test_done_it_leaves_no_candidate(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    service = window.controller._service
    assert service is not None
    service.submit(teach(tmp_path, steps=2))
    qtbot.waitUntil(lambda: bool(window.queue.model.jobs))
    qtbot.waitUntil(lambda: not window.queue.model.jobs)
    assert window.candidates.model.candidates == []
