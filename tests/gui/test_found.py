"""What techniques find on their way is looked at on the canvas, and becomes a mask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.document.layers import MaskLayer
from core.generation.events import Done, Extra, JobId
from core.generation.hosts import Publish
from core.request import Request
from desktop.in_place import lit
from desktop.window import Window
from tests.gui.painter import FlatPainter


class FindingPainter(FlatPainter):
    """Finds a mask in the left half of the first picture, and a word everywhere."""

    def _painted(
        self, job: JobId, request: Request, publish: Publish, cancelled: Callable[[], bool]
    ) -> Done:
        done = super()._painted(job, request, publish, cancelled)
        assert isinstance(done, Done)
        rect = done.results[0].rect
        half = np.zeros((rect.height, rect.width), np.uint8)
        half[:, : rect.width // 2] = 255
        return replace(
            done,
            extras=(
                Extra("diffedit", "mask", 0, half, rect),
                Extra("attend_and_excite", "frog", 0, np.full_like(half, 255), rect),
            ),
        )


@pytest.fixture
def painter() -> FlatPainter:
    return FindingPainter()


def click(window: Window, index: int) -> None:
    chips = window.candidates.found.chips
    place = chips.place_of(index).center().toPoint()
    QTest.mouseClick(chips, Qt.MouseButton.LeftButton, pos=place)


def test_the_chosen_candidate_says_what_was_found(generated: Window) -> None:
    row = generated.candidates.found
    assert [chip.text for chip in row.chips.chips] == ["mask", "frog"]
    assert row.isVisible()
    assert not row.mask_button.isEnabled()
    generated.candidates.choose(generated.candidates.model.candidates[1].key)
    assert not row.isVisible()
    generated.candidates.choose(None)
    assert not row.isVisible()


def test_it_is_shown_over_the_canvas_and_hidden_again(
    generated: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[np.ndarray] = []
    monkeypatch.setattr(generated.canvas.overlay, "show_preview", lambda p, *_: shown.append(p))
    click(generated, 0)
    assert generated.candidates.found.chips.chips[0].on
    assert shown[-1][100, 10].tolist() == [200, 40, 40]
    assert shown[-1][100, -10].tolist() == [40, 8, 8]
    click(generated, 1)
    assert (shown[-1] == (200, 40, 40)).all()
    count = len(shown)
    click(generated, 1)
    assert generated.candidates.found.current is None
    assert generated.canvas.overlay.showing
    assert len(shown) in (count, count + 1)


def test_it_becomes_a_mask_that_can_be_undone(generated: Window, qtbot: QtBot) -> None:
    before = len(generated.document.layers)
    click(generated, 0)
    generated.candidates.found.mask_button.click()
    qtbot.waitUntil(lambda: len(generated.document.layers) == before + 1)
    mask = generated.document.layers[-1]
    assert isinstance(mask, MaskLayer)
    assert mask.name == "mask"
    canvas = generated.document.canvas
    assert abs(mask.bounds().width - canvas.width // 2) <= 1
    assert not generated.canvas.overlay.showing
    qtbot.waitUntil(lambda: generated.generate_panel.summary.startswith("Inpaint 25"))
    generated.edit.undo()
    assert len(generated.document.layers) == before


def test_a_map_of_another_size_is_stretched() -> None:
    picture = np.full((8, 8, 4), 100, np.uint8)
    found = np.array([[255, 0]], np.uint8)
    shown = lit(picture, found)
    assert shown.shape == (8, 8, 3)
    assert shown[0, 0, 0] == 100
    assert shown[0, 7, 0] == 20
