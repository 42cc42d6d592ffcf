"""From pictures to a file in the techniques with a real service and a (tiny) real model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from core import places
from core.document.commands import SetSettings
from core.generation.events import AnyEvent
from core.generation.hosts.thread import ThreadHost
from core.generation.service import GenerationService
from core.models.about import read
from core.models.library import find_models
from core.models.weights import metadata
from desktop.possible import can_generate
from desktop.window import Window
from tests.tiny_models import save_tiny_model
from tests.training.small import draw
from widgets.training.lesson import Now

LONG = 60_000
"""Milliseconds: torch may have to be imported first."""


@pytest.mark.slow
def test_a_word_is_taught_and_used(bare_window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    save_tiny_model(tmp_path / "models" / "tiny")
    dirs = (tmp_path / "models", places.own_models())

    def make(publish: Callable[[AnyEvent], object]) -> GenerationService:
        return GenerationService(ThreadHost(dirs), publish)

    bare_window.show_models(find_models(dirs))
    bare_window.start_service(make)
    bare_window.document.perform(SetSettings(model="tiny", prompt="a picture of"))
    teaching = bare_window.teaching
    teaching.open()
    window = teaching.window
    qtbot.waitUntil(lambda: window.lesson is not None)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in draw(tmp_path / "photos", 3)])
    window.dropEvent(
        QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                   Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip
    qtbot.waitUntil(lambda: not window.form.writing)
    for name, value in (
        ("word", "zorb"), ("class_word", "cat"), ("steps", 6), ("prior_pictures", 2), ("rank", 2),
        ("sample_prompts", ["a zorb cat"]), ("sample_every", 3), ("sample_steps", 2),
        ("precision", "float32"),
    ):  # fmt: skip
        window.form._edit(name, value)
    assert window.form.told == "tiny learns “zorb cat” from 3 pictures, in 6 steps."
    window.form.button.click()
    lesson = window.lesson
    assert lesson is not None
    qtbot.waitUntil(lambda: lesson.now == Now.DONE and bool(lesson.files), timeout=LONG)
    assert lesson.trouble is None
    assert len(lesson.losses) == 6
    assert [sample.step for sample in lesson.samples] == [3, 6]
    (file,) = lesson.files
    assert file == places.own_models() / "learned" / "zorb cat.safetensors"
    assert read(metadata(file)).words == ("zorb cat",)
    window.progress.use_button.click()
    qtbot.waitUntil(lambda: bool(bare_window.document.settings.techniques))
    assert bare_window.document.settings.prompt == "a picture of, zorb cat"
    assert bare_window.controller.planning.plan is not None
    qtbot.waitUntil(lambda: can_generate(bare_window))
