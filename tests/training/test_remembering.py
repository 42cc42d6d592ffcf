"""Pictures of the class: the model paints what is missing, before it is taught."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.files.pictures import decode, read_file
from core.recipe import read_recipe
from core.training import class_pictures
from core.training.events import Done, Failed, Paused, Progress, Stage, Started, Wish
from core.training.folders import gather
from core.training.loop import train
from tests.training.conftest import Prepare
from tests.training.small import draw, of, trained


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_pictures, "STEPS", 1)


PAINTED: dict[str, Any] = {"prior_folder": None, "prior_pictures": 3, "steps": 1}


def pictures(folder: Path) -> dict[str, bytes]:
    return {file.name: read_file(file) for file in sorted(folder.iterdir())}


def test_missing_pictures_of_the_class_are_painted_and_learned_with(
    prepared: Prepare, place: Path
) -> None:
    ready, events = prepared("dreambooth", **PAINTED), list[Any]()
    trained(ready, place / "out", publish=events.append)
    folder = place / "out/class/a-cat"
    assert sorted(pictures(folder)) == ["0000.png", "0001.png", "0002.png"]
    told = [event for event in of(Progress, events) if event.stage == Stage.CLASS_PICTURES]
    assert [event.done for event in told] == [1, 2, 3]
    first, second, last = (event.seconds_left for event in told)
    assert (first, last) == (None, 0.0)
    assert second is not None and second > 0
    assert of(Started, events)[0].pictures == 3 + 3
    seeds = [read_recipe(file).seed for file in sorted(folder.iterdir())]
    assert seeds == [5, 6, 7]
    request = read_recipe(folder / "0000.png")
    assert (request.prompt, request.width, request.height) == ("a cat", 64, 64)


def test_those_that_are_there_are_kept(prepared: Prepare, place: Path) -> None:
    before = pictures(place / "cats")
    ready = prepared("dreambooth", prior_folder="cats", prior_pictures=4, steps=1)
    trained(ready, place / "out")
    after = pictures(place / "cats")
    assert len(after) == 4
    assert before.items() <= after.items()
    again, events = prepared("dreambooth", prior_folder="cats", prior_pictures=4, steps=1), []
    trained(again, place / "other", publish=events.append)
    assert pictures(place / "cats") == after
    assert not [event for event in of(Progress, events) if event.stage == Stage.CLASS_PICTURES]


def test_stopped_while_painting_it_ends_with_the_same_pictures(
    prepared: Prepare, place: Path
) -> None:
    ready = prepared("dreambooth", **PAINTED)
    trained(ready, place / "out")
    events: list[Any] = []

    def wish() -> Wish:
        painted = [event for event in of(Progress, events) if event.stage == Stage.CLASS_PICTURES]
        return Wish.PAUSE if painted else Wish.GO_ON

    ending = train(ready, place / "stopped", events.append, wish, device="cpu")
    assert ending == Paused(0)
    assert len(pictures(place / "stopped/class/a-cat")) == 1
    trained(ready, place / "stopped")
    ours, wanted = (place / name / "class/a-cat" for name in ("stopped", "out"))
    for name in pictures(wanted):
        seen = [decode(read_file(folder / name), name).array for folder in (ours, wanted)]
        assert np.array_equal(*seen)


def test_each_concept_has_a_class_of_its_own(prepared: Prepare, place: Path) -> None:
    concepts = [
        {"folder": "pictures", "word": "<zorb>", "class_word": "cat"},
        {"folder": "cats", "word": "<blip>", "class_word": "dog"},
    ]
    ready = prepared("custom_diffusion", concepts=concepts, prior_pictures=1, steps=1)
    trained(ready, place / "out")
    assert sorted(one.name for one in (place / "out/class").iterdir()) == ["a-cat", "a-dog"]


def test_what_need_not_be_remembered_is_not_painted(prepared: Prepare, place: Path) -> None:
    for off in ({"prior_weight": 0}, {"prior_pictures": 0}):
        ready = prepared("dreambooth", **(PAINTED | off))
        events: list[Any] = []
        trained(ready, place / f"out{len(off)}{next(iter(off))}", publish=events.append)
        assert of(Started, events)[0].pictures == 3
    assert not list(place.rglob("class"))


def test_a_broken_picture_of_the_class_is_told(prepared: Prepare, place: Path) -> None:
    draw(place / "cats", 1, first=30)[0].write_bytes(b"no picture")
    ending = train(prepared("dreambooth", prior_pictures=2), place / "out", device="cpu")
    assert not isinstance(ending, Done)
    assert isinstance(ending, Failed)
    assert "30.png" in ending.cause


def test_pictures_of_the_class_may_say_what_else_is_in_them(prepared: Prepare, place: Path) -> None:
    first, second = sorted((place / "cats").glob("*.png"))
    second.with_suffix(".txt").write_text("a cat and a red balloon")
    ready = prepared("dreambooth", prior_folder="cats", prior_pictures=2)
    examples = gather(ready.plan.sets(place / "out"))
    said = {one.file: one.captions for one in examples if one.prior}
    assert said == {first: ("a cat",), second: ("a cat and a red balloon",)}
