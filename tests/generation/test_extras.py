"""What techniques find on their way arrives with the pictures and is saved beside them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.generation.engine import DiffusionEngine
from core.generation.events import AnyEvent, Done, Extra, Result
from core.generation.frame import resized
from core.geometry import Rect, Size
from core.pixels.morphology import grown
from core.request import Pixels, Request
from core.techniques.attend_and_excite import AttendAndExcite
from core.techniques.diffedit import DiffEdit
from core.techniques.pix2pix_zero import Pix2PixZero
from desktop.generate import finished, save_results
from tests.tiny_models import save_tiny_model

SOURCE = np.full((48, 80, 4), 255, np.uint8)
SOURCE[:24, :40, :3] = 20
EDIT = DiffEdit(source_words="a cat", target_words="a dog", maps=1, threshold=2.0)
REQUEST = Request(
    prompt="a cat", model="tiny", steps=2, batch=2, source=Pixels(SOURCE), techniques=(EDIT,)
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> DiffusionEngine:
    models = tmp_path_factory.mktemp("models")
    save_tiny_model(models / "tiny")
    return DiffusionEngine([models])


def done(engine: DiffusionEngine, request: Request) -> Done:
    events: list[AnyEvent] = []
    engine.run(1, request, events.append, lambda: False)
    ending = events[-1]
    assert isinstance(ending, Done), ending
    return ending


def test_the_mask_that_was_found_is_saved_and_named(
    engine: DiffusionEngine, tmp_path: Path
) -> None:
    import cv2

    ending = done(engine, REQUEST)
    files = save_results(tmp_path, REQUEST, ending)
    told = json.loads((tmp_path / "result.json").read_text())
    assert [image["mask"] for image in told["images"]] == ["0000-mask.png", "0001-mask.png"]
    assert told["mask"] == "0000-mask.png"
    assert {file.name for file in files} == {
        "0000.png", "0001.png", "0000-mask.png", "0001-mask.png",
    }  # fmt: skip
    mask = cv2.imread(str(tmp_path / "0000-mask.png"), cv2.IMREAD_UNCHANGED)
    assert mask.shape == (48, 80)
    assert 0 < mask.mean() < 255
    again = replace(REQUEST, mask=Pixels(mask))
    again.check()
    assert not done(engine, again).extras


def test_outside_the_found_mask_the_source_keeps_its_own_pixels(engine: DiffusionEngine) -> None:
    ending = done(engine, REQUEST)
    for result, extra in zip(ending.results, ending.extras, strict=True):
        picture = finished(REQUEST, result)
        kept = grown(extra.pixels, REQUEST.inpaint.blend) == 0
        assert 0 < kept.mean() < 1
        assert (picture == SOURCE)[kept].all()
        assert not (picture == SOURCE)[~kept].all()


def test_where_pix2pix_zero_changed_little_the_source_keeps_its_own_pixels(
    engine: DiffusionEngine,
) -> None:
    technique = Pix2PixZero(source_words="cat", target_words="dog")
    request = replace(REQUEST, prompt="a cat", techniques=(technique,))
    ending = done(engine, request)
    assert [(extra.name, extra.index) for extra in ending.extras] == [("mask", 0), ("mask", 1)]
    for result, extra in zip(ending.results, ending.extras, strict=True):
        picture = finished(request, result)
        kept = grown(extra.pixels, request.inpaint.blend) == 0
        assert 0 < kept.mean() < 1
        assert (picture == SOURCE)[kept].all()
        assert not (picture == SOURCE)[~kept].all()

    whole = replace(request, techniques=(replace(technique, keep=False),))
    assert not done(engine, whole).extras
    masked = replace(request, mask=Pixels(np.full((48, 80), 255, np.uint8)))
    assert not done(engine, masked).extras
    assert not done(engine, replace(request, source=None, width=80, height=48)).extras


def test_a_found_mask_fits_a_picture_that_is_painted_at_another_size(
    engine: DiffusionEngine,
) -> None:
    request = replace(REQUEST, batch=1, width=96, height=64)
    (result,), (extra,) = (ending := done(engine, request)).results, ending.extras
    assert extra.pixels.shape == (64, 96)
    picture = finished(request, result)
    kept = grown(extra.pixels, request.inpaint.blend) == 0
    assert (picture == resized(SOURCE, Size(96, 64)))[kept].all()


def test_maps_of_words_lie_where_their_part_of_the_picture_does(
    engine: DiffusionEngine, tmp_path: Path
) -> None:
    mask = np.zeros((48, 80), np.uint8)
    mask[30:40, 50:60] = 255
    excite = AttendAndExcite(words=("cat",), show_maps=True, refinements=())
    context = replace(REQUEST.inpaint, context=Rect(40, 24, 32, 24))
    request = replace(
        REQUEST, batch=1, mask=Pixels(mask), techniques=(excite,), inpaint=context, strength=0.9
    )
    ending = done(engine, request)
    (extra,) = ending.extras
    assert (extra.technique, extra.name, extra.index) == ("attend_and_excite", "cat", 0)
    assert extra.pixels.shape == (extra.rect.height, extra.rect.width)
    save_results(tmp_path, request, ending)
    told = json.loads((tmp_path / "result.json").read_text())
    assert told["images"][0]["maps"] == {"cat": "0000-cat.png"}
    assert "mask" not in told


def test_maps_of_words_that_are_called_alike_are_all_saved(tmp_path: Path) -> None:
    """A word that stands in the prompt twice; and one that is called as the mask is."""
    pixels, rect = np.full((48, 80), 9, np.uint8), Rect(0, 0, 80, 48)
    found = [("mask", True), ("mask", False), ("cat", False), ("cat", False), ("Cat!", False)]
    extras = tuple(
        Extra("one", name, 0, pixels + i, rect, keeps) for i, (name, keeps) in enumerate(found)
    )
    result = Result(0, 0, SOURCE, rect)
    files = save_results(tmp_path, replace(REQUEST, batch=1), Done(1, (result,), extras=extras))
    told = json.loads((tmp_path / "result.json").read_text())
    assert told["mask"] == told["images"][0]["mask"] == "0000-mask.png"
    assert told["images"][0]["maps"] == {
        "mask": "0000-mask-2.png", "cat": "0000-cat.png", "cat-2": "0000-cat-2.png",
        "Cat!": "0000-cat-3.png",
    }  # fmt: skip
    assert len(set(files)) == len(files) == 1 + len(extras)
    assert all(file.exists() for file in files)
