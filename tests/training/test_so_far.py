"""What was learned so far can be used while the training goes on; samples that were interrupted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file

from core.errors import FileError
from core.files.pictures import decode, read_file
from core.models.concepts import identify
from core.models.library import find_models, named
from core.training import loop, so_far
from core.training.events import Done, Paused, Sampled, SoFar, StepDone, TrainingEvent, Warned, Wish
from core.training.layout import SO_FAR
from core.training.loop import train
from tests.training.conftest import Prepare
from tests.training.small import KINDS, WHOLE, AfterStep, of, trained


@pytest.mark.parametrize("kind", KINDS)
def test_at_each_checkpoint_there_is_a_file_of_what_was_learned_by_then(
    prepared: Prepare, place: Path, kind: str
) -> None:
    ready, seen = prepared(kind, steps=3, checkpoint_every=1, ema=0.5), list[int]()

    def hear(event: TrainingEvent) -> None:
        if not isinstance(event, SoFar):
            return
        (file,) = event.files
        assert file.parent == place / "out/so-far" and list(file.parent.iterdir()) == [file]
        with safe_open(file, "pt") as opened:
            assert json.loads(opened.metadata()["underpaint"])["steps"] == event.step
        if event.step == 2:
            # As if the training had been one of two steps, to whose end the average was kept.
            (wanted,) = trained(prepared(kind, steps=2, ema=0.5), place / "two").files
            ours, theirs = load_file(file), load_file(wanted)
            assert ours.keys() == theirs.keys()
            assert all(torch.equal(ours[name], theirs[name]) for name in ours)
            assert identify(file).kind == identify(wanted).kind
        seen.append(event.step)

    (file,) = trained(ready, place / "out", publish=hear).files
    assert seen == [1, 2] and file.parent == place / "out"
    assert not (place / "out" / SO_FAR).exists(), "the result is there now"


def test_a_whole_model_is_saved_so_far_only_when_it_pauses(prepared: Prepare, place: Path) -> None:
    ready = prepared("dreambooth", **(WHOLE | {"steps": 4, "checkpoint_every": 1}))
    listening = AfterStep(2, Wish.PAUSE)
    ending = train(ready, place / "out", listening.hear, listening.wish, device="cpu")
    assert ending == Paused(2)
    (told,) = of(SoFar, listening.events)
    (folder,) = told.files
    assert told.step == 2
    assert named(find_models([place / "out" / SO_FAR]), folder.name).problems == ()
    trained(ready, place / "out")
    assert not (place / "out" / SO_FAR).exists()
    assert [info.path for info in find_models([place / "out"])] == [place / "out" / folder.name]


def test_what_is_larger_is_saved_so_far_only_when_it_pauses(
    prepared: Prepare, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(so_far, "SMALL", 1000)
    events: list[Any] = []
    trained(prepared("lora", checkpoint_every=1), place / "out", publish=events.append)
    assert of(SoFar, events) == []


def test_under_another_name_the_old_one_is_taken_away(prepared: Prepare, place: Path) -> None:
    for name in ("first", "second"):
        listening = AfterStep(1, Wish.PAUSE)
        ready = prepared("textual_inversion", name=name)
        train(ready, place / "out", listening.hear, listening.wish, device="cpu")
        assert [file.stem for file in (place / "out" / SO_FAR).iterdir()] == [name]


def test_a_disk_without_room_for_it_costs_it_and_not_the_training(
    prepared: Prepare, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Any:
        raise FileError("The disk is full.")

    monkeypatch.setattr(loop.so_far, "write", full)
    events: list[Any] = []
    trained(prepared("lora", checkpoint_every=2), place / "out", publish=events.append)
    notices = [event.notice for event in of(Warned, events)]
    (notice,) = [one for one in notices if one.kind == "so_far"]
    assert "disk is full" in notice.text


def test_paused_before_the_first_new_step_it_writes_no_checkpoint_anew(
    prepared: Prepare, place: Path
) -> None:
    ready = prepared("lora")
    listening = AfterStep(2, Wish.PAUSE)
    train(ready, place / "out", listening.hear, listening.wish, device="cpu")
    state = place / "out/checkpoints/step-00000002/state.json"
    before = state.stat()
    ending = train(ready, place / "out", wish=lambda: Wish.PAUSE, device="cpu")
    assert ending == Paused(2)
    assert state.stat().st_ino == before.st_ino


def test_what_a_kill_while_saving_has_left_is_taken_away(prepared: Prepare, place: Path) -> None:
    ready = prepared("textual_inversion", steps=2)
    listening = AfterStep(1, Wish.PAUSE)
    train(ready, place / "out", listening.hear, listening.wish, device="cpu")
    left = place / "out/checkpoints/.step-00000002.abcdef12.underpaint-part"
    left.mkdir()
    (left / "weights.safetensors").write_bytes(b"half")
    train(ready, place / "out", wish=lambda: Wish.PAUSE, device="cpu")
    assert [one.name for one in left.parent.iterdir()] == ["step-00000001"]


# Samples that were interrupted


@pytest.mark.parametrize("step", [2, 3], ids=["on the way", "the last"])
def test_a_pause_does_not_wait_for_samples_and_the_rest_is_painted_afterwards(
    prepared: Prepare, place: Path, step: int
) -> None:
    plan: dict[str, Any] = {
        "steps": 3, "sample_every": 2, "sample_steps": 2, "ema": 0.5,
        "sample_prompts": ["a zorb", "two zorbs", "a zorb on a beach"],
    }  # fmt: skip
    ready = prepared("lora", **plan)
    (wanted,) = trained(ready, place / "wanted").files
    events: list[Any] = []

    def wish() -> Wish:
        shown = [event for event in of(Sampled, events) if event.step == step]
        return Wish.PAUSE if len(shown) == 1 else Wish.GO_ON

    assert train(ready, place / "out", events.append, wish, device="cpu") == Paused(step)
    again: list[Any] = []
    (file,) = trained(ready, place / "out", publish=again.append).files
    assert [event.prompt for event in of(Sampled, again) if event.step == step] == [
        "two zorbs",
        "a zorb on a beach",
    ]
    assert [event.step for event in of(StepDone, again)] == list(range(step + 1, 4))
    ours, theirs = load_file(file), load_file(wanted)
    assert all(torch.equal(ours[name], theirs[name]) for name in theirs)
    names = sorted(one.name for one in (place / "wanted/samples").iterdir())
    assert len(names) == 6
    for name in names:
        pictures = [
            decode(read_file(place / out / "samples" / name), name).array
            for out in ("wanted", "out")
        ]
        assert np.array_equal(*pictures)


def test_a_cancel_does_not_wait_for_samples_either(prepared: Prepare, place: Path) -> None:
    ready = prepared("lora", steps=1, sample_prompts=["a zorb"] * 20)
    events: list[Any] = []
    ending = train(
        ready,
        place / "out",
        events.append,
        lambda: Wish.CANCEL if of(Sampled, events) else Wish.GO_ON,
        device="cpu",
    )
    assert not isinstance(ending, Done)
    assert len(of(Sampled, events)) == 1
