"""Beside Generate stands how much memory the picture needs, before anything is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core import places
from core.document.commands import SetTechniques
from core.document.drafts import Draft, FromLayer
from core.generation.events import HostChanged, HostState
from core.models.library import find_models, named
from core.settings import load_settings
from desktop.window import Window

GB = 1 << 30


def shown(window: Window, qtbot: QtBot, *words: str) -> str:
    note = window.generate_panel
    qtbot.waitUntil(lambda: bool(note.memory) and all(word in note.memory for word in words))
    return note.memory


def host(window: Window, memory: float, *, shared: bool = False) -> None:
    event = HostChanged(HostState.READY, "Card", "", int(memory), shared)
    window.generating.controller.host_changed.emit(event)
    window.generating.controller.planning.plan_again()


@pytest.fixture
def starter(window: Window) -> Window:
    window.show_models([named(find_models(places.models()), "starter")])
    return window


def test_what_a_picture_needs_is_said_of_what_there_is(starter: Window, qtbot: QtBot) -> None:
    host(starter, 8 * GB)
    shown(starter, qtbot, "Needs about", "MB of 8 GB")


def test_larger_pictures_need_more(starter: Window, qtbot: QtBot) -> None:
    host(starter, 8 * GB)
    before = shown(starter, qtbot, "MB of 8 GB")
    for field, value in (("width", 1024), ("height", 1024)):
        starter.generate_panel.edited.emit(field, value)
    qtbot.waitUntil(lambda: starter.generate_panel.memory not in ("", before))


def test_where_it_does_not_fit_whole_the_way_is_said(starter: Window, qtbot: QtBot) -> None:
    host(starter, 70 * GB // 1024)
    assert "parts in turn" in shown(starter, qtbot, "70 MB: ")


def test_where_it_does_not_fit_at_all_that_is_said(starter: Window, qtbot: QtBot) -> None:
    host(starter, GB // 1024)
    shown(starter, qtbot, "more than the 1 MB there are")


def test_the_plan_is_chosen_in_the_menu_and_kept_at_once(starter: Window, qtbot: QtBot) -> None:
    host(starter, 8 * GB)
    shown(starter, qtbot, "of 8 GB")
    starter.registry["plan_streamed"].trigger()
    assert "streamed" in shown(starter, qtbot, "streamed")
    assert starter.registry["plan_streamed"].isChecked()
    assert load_settings().settings.plan == "streamed", "whoever paints finds it"


def test_a_control_model_that_there_is_not_is_told_before_anything_is_painted(
    starter: Window, qtbot: QtBot
) -> None:
    host(starter, 8 * GB)
    shown(starter, qtbot, "of 8 GB")
    layer = FromLayer(starter.document.layers[0].id)
    for kind in ("openpose", "canny"):
        draft = Draft("controlnet", {"kind": kind, "image": layer})
        starter.document.perform(SetTechniques((draft,), "Add"))
        if kind == "openpose":
            text = shown(starter, qtbot, "No ControlNet", "“Pose”")
            assert text == "No ControlNet of the kind “Pose” was found that fits this model."
            assert starter.generate_panel._memory.objectName() == "scarce"
        else:
            shown(starter, qtbot, "of 8 GB")


def test_a_model_that_cannot_be_read_has_no_such_line(
    starter: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    from dataclasses import replace

    host(starter, 8 * GB)
    shown(starter, qtbot, "of 8 GB")
    info = named(find_models(places.models()), "starter")
    starter.show_models([replace(info, path=tmp_path)])
    qtbot.waitUntil(lambda: starter.generate_panel.memory == "")
