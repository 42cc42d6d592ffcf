"""A model that has no picture gets the first one that is made with it; the artist has the last
word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from core.models import cards, pictures
from core.request import Request
from core.techniques.dreambooth import DreamBooth
from desktop.window import Window
from tests.gui.conftest import STARTER, paint, paint_mask
from tests.gui.painter import COLOURS, FlatPainter

pytestmark = pytest.mark.gui

MODEL = STARTER.path


def settle(window: Window, qtbot: QtBot) -> None:
    """Waits for what is done in the background: one after another."""
    done: list[None] = []
    window.background.run(lambda: None, done=done.append, failed=window.tell)
    qtbot.waitUntil(lambda: bool(done))


def make(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.controller.finished):
        window.generate()
    settle(window, qtbot)


def test_the_first_picture_becomes_the_models(
    window: Window, painter: FlatPainter, qtbot: QtBot
) -> None:
    assert not pictures.is_settled(MODEL)
    make(window, qtbot)
    qtbot.waitUntil(lambda: pictures.is_settled(MODEL))
    with Image.open(pictures.file_of(MODEL)) as kept:
        assert kept.convert("RGB").getpixel((3, 3)) == COLOURS[0]
        assert not kept.info, "nothing of the prompt is in it"
    first = pictures.read(MODEL)
    make(window, qtbot)
    settle(window, qtbot)
    assert pictures.read(MODEL) == first


def test_what_the_artist_has_chosen_or_taken_away_stays_so(window: Window, qtbot: QtBot) -> None:
    pictures.keep(MODEL, np.zeros((8, 8, 3), np.uint8))
    chosen = pictures.read(MODEL)
    make(window, qtbot)
    assert pictures.read(MODEL) == chosen
    pictures.forget(MODEL)
    window.generating.model_pictures._looked.clear()
    make(window, qtbot)
    assert pictures.read(MODEL) == b"" and pictures.is_settled(MODEL)
    pictures.keep(MODEL, np.zeros((8, 8, 3), np.uint8))
    assert pictures.read(MODEL) == chosen


def test_a_part_that_was_painted_anew_is_no_picture_of_a_model(
    window: Window, qtbot: QtBot
) -> None:
    paint(window, (100, 100), (200, 200))
    paint_mask(window, (250, 250))
    make(window, qtbot)
    assert not pictures.is_settled(MODEL)


def test_a_picture_beside_the_model_is_not_hidden_by_another(tmp_path: Path) -> None:
    from desktop.model_pictures import _take

    model = tmp_path / "model.safetensors"
    model.write_bytes(b"")
    beside = tmp_path / "model.preview.png"
    Image.new("RGB", (8, 8), (1, 2, 3)).save(beside)
    assert cards.has_picture(model)
    assert not _take(model, np.zeros((8, 8, 4), np.uint8))
    beside.unlink()
    assert _take(model, np.zeros((8, 8, 4), np.uint8))


def test_a_picture_made_with_a_lora_is_the_loras_and_not_the_models(window: Window) -> None:
    used = window.generating.model_pictures._used
    lora = DreamBooth(file="lora.safetensors")
    alone = Request(prompt="a cat", model=STARTER.id)
    assert list(used(alone)) == [MODEL]
    assert list(used(replace(alone, techniques=(lora,)))) == [Path("lora.safetensors")]
    both = (lora, DreamBooth(file="other.safetensors"))
    assert list(used(replace(alone, techniques=both))) == []
