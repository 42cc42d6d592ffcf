"""A training that was interrupted ends as if it had not been, and loses nothing on a bad disk."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from core.errors import FileError
from core.models.loading import load
from core.training import checkpoint as checkpoints
from core.training import loop
from core.training.about import metadata
from core.training.checkpoint import Checkpoint
from core.training.events import (
    CheckpointWritten,
    Done,
    Failed,
    Paused,
    Started,
    StepDone,
    Warned,
    WasCancelled,
    Wish,
)
from core.training.loop import train
from core.training.trainer import Trainer
from tests.files.faults import every_failure, power_cuts
from tests.training.conftest import Prepare
from tests.training.small import KINDS, SEEING, WHOLE, AfterStep, draw, of, trained

HARD: dict[str, Any] = {
    "steps": 5, "schedule": "cosine", "warm_up": 2, "batch": 2, "accumulate": 2, "ema": 0.9,
    "flips": True, "offset_noise": 0.1, "caption_dropout": 0.3, "min_snr_gamma": 5.0,
}  # fmt: skip
"""Everything that a training has a memory of, or draws at random."""


def learned(files: tuple[Path, ...]) -> dict[str, Tensor]:
    (made,) = files
    found = sorted(made.rglob("*.safetensors")) if made.is_dir() else [made]
    return {
        f"{file.parent.name if made.is_dir() else ''} {name}": value
        for file in found
        for name, value in load_file(file).items()
    }


def same(ours: dict[str, Tensor], wanted: dict[str, Tensor]) -> None:
    assert ours.keys() == wanted.keys()
    for name, value in wanted.items():
        torch.testing.assert_close(ours[name], value, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [*((kind, {}) for kind in KINDS | SEEING), ("dreambooth", WHOLE)],
    ids=[*KINDS, *SEEING, "dreambooth whole"],
)
def test_paused_after_each_step_it_ends_with_the_same_weights(
    prepared: Prepare, place: Path, kind: str, fields: dict[str, Any]
) -> None:
    ready = prepared(kind, **(HARD | fields))
    wanted = learned(trained(ready, place / "out").files)
    pauses = 0
    while True:
        listening = AfterStep(1, Wish.PAUSE)
        ending = train(ready, place / "paused", listening.hear, listening.wish, device="cpu")
        if isinstance(ending, Done):
            break
        pauses += 1
        assert ending == Paused(pauses)
        assert of(Started, listening.events)[0].step == pauses - 1
    assert pauses == HARD["steps"] - 1
    same(learned(ending.files), wanted)


@pytest.mark.parametrize("kind", ["lora", "textual_inversion"])
def test_equal_seeds_learn_alike_and_others_do_not(
    prepared: Prepare, place: Path, kind: str
) -> None:
    first = learned(trained(prepared(kind), place / "first").files)
    same(learned(trained(prepared(kind), place / "again").files), first)
    other = learned(trained(prepared(kind, seed=6), place / "other").files)
    assert any(not torch.equal(other[name], value) for name, value in first.items())


def test_cancelled_it_leaves_the_last_checkpoint(prepared: Prepare, place: Path) -> None:
    ready = prepared("lora", checkpoint_every=2)
    listening = AfterStep(3, Wish.CANCEL)
    ending = train(ready, place / "out", listening.hear, listening.wish, device="cpu")
    assert isinstance(ending, WasCancelled)
    assert [event.step for event in of(CheckpointWritten, listening.events)] == [2]
    assert not (place / "out/result.json").exists()
    events: list[Any] = []
    trained(ready, place / "out", publish=events.append)
    assert of(Started, events)[0].step == 2
    assert len(of(Started, events)[0].losses) == 2


def test_a_finished_training_is_not_done_again(prepared: Prepare, place: Path) -> None:
    ready = prepared("textual_inversion")
    first = trained(ready, place / "out")
    before, events = learned(first.files), list[Any]()
    again = trained(ready, place / "out", publish=events.append)
    assert of(StepDone, events) == []
    assert again.loss == first.loss
    same(learned(again.files), before)


def test_another_plan_does_not_go_on_in_its_folder(prepared: Prepare, place: Path) -> None:
    wanted = learned(trained(prepared("lora"), place / "out").files)
    ending = train(prepared("lora", learning_rate=0.5), place / "out", device="cpu")
    assert isinstance(ending, Failed)
    assert "holds the training of another plan" in ending.cause
    (file,) = (place / "out").glob("*.safetensors")
    same(learned((file,)), wanted)
    # What changes nothing of the result may be another.
    trained(prepared("lora", sample_every=3, name="other"), place / "out")


def test_only_the_newest_two_checkpoints_are_kept(prepared: Prepare, place: Path) -> None:
    trained(prepared("textual_inversion", checkpoint_every=1), place / "out")
    names = sorted(folder.name for folder in (place / "out/checkpoints").iterdir())
    assert names == ["step-00000003", "step-00000004"]


@pytest.mark.parametrize("damage", ["cut", "changed", "state", "gone"])
def test_a_damaged_checkpoint_is_told_and_the_one_before_it_taken(
    prepared: Prepare, place: Path, damage: str
) -> None:
    ready = prepared("textual_inversion", checkpoint_every=2)
    wanted = learned(trained(ready, place / "out").files)
    newest = place / "out/checkpoints/step-00000004"
    weights = newest / "weights.safetensors"
    content = bytearray(weights.read_bytes())
    if damage == "cut":
        weights.write_bytes(content[:-5])
    elif damage == "changed":
        content[-1] ^= 1
        weights.write_bytes(content)
    elif damage == "state":
        (newest / "state.json").write_text('{"format": 1')
    else:
        (newest / "chance.safetensors").unlink()
    events: list[Any] = []
    done = trained(ready, place / "out", publish=events.append)
    assert any("step 4 is damaged" in event.notice.text for event in of(Warned, events))
    assert of(Started, events)[0].step == 2
    same(learned(done.files), wanted)


def test_without_any_whole_checkpoint_it_begins_anew(prepared: Prepare, place: Path) -> None:
    ready = prepared("textual_inversion")
    wanted = learned(trained(ready, place / "out").files)
    (place / "out/checkpoints/step-00000004/state.json").write_text("")
    events: list[Any] = []
    done = trained(ready, place / "out", publish=events.append)
    assert any("begins anew" in event.notice.text for event in of(Warned, events))
    assert of(Started, events)[0].step == 0
    same(learned(done.files), wanted)


def test_other_pictures_than_before_are_told(prepared: Prepare, place: Path) -> None:
    ready = prepared("lora", steps=6)
    listening = AfterStep(2, Wish.PAUSE)
    train(ready, place / "out", listening.hear, listening.wish, device="cpu")
    draw(place / "pictures", 1, first=20)
    events: list[Any] = []
    trained(prepared("lora", steps=6), place / "out", publish=events.append)
    assert any("pictures are others" in event.notice.text for event in of(Warned, events))
    assert of(Started, events)[0].step == 2


# Bad disks


@pytest.mark.slow
def test_whatever_write_fails_nothing_is_lost(
    prepared: Prepare, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full at the first, second, … last moment of a training: it is told, and the
    training goes on afterwards to the same weights."""
    ready = prepared(
        "textual_inversion",
        steps=2,
        checkpoint_every=1,
        sample_prompts=["a <zorb>"],
        sample_steps=1,
    )
    wanted = learned(trained(ready, place / "out").files)
    events: list[Any] = []

    def save() -> None:
        events.clear()
        ending = train(ready, place / "bad", events.append, device="cpu")
        if isinstance(ending, Failed):
            assert "disk is full" in ending.cause, ending.detail
            raise FileError(ending.cause, ending.remedy)

    def check(told: bool) -> None:
        saved = [event.step for event in of(CheckpointWritten, events)]
        out = place / "bad"
        assert told or (out / "result.json").exists()
        assert not list(out.rglob("*.underpaint-part"))
        again: list[Any] = []
        done = trained(ready, out, publish=again.append)
        assert of(Started, again)[0].step >= (saved[-1] if saved else 0)
        assert of(Warned, again) == []
        same(learned(done.files), wanted)
        shutil.rmtree(out)

    assert every_failure(save, check, every=23) > 50


def test_a_full_disk_costs_time_and_not_the_latents(
    prepared: Prepare, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is only kept to be quicker need not be kept."""
    from core.training import cache, tensors

    def full(*_: object) -> str:
        raise FileError("The disk is full.")

    ready = prepared("lora")
    wanted = learned(trained(ready, place / "out").files)
    shutil.rmtree(place / "out")
    monkeypatch.setattr(cache, "tensors", type("", (), {"write": full, "read": tensors.read}))
    same(learned(trained(ready, place / "out").files), wanted)


def test_too_little_room_is_told_before_the_first_step(
    prepared: Prepare, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = shutil.disk_usage(place)._replace(free=1000)
    monkeypatch.setattr(loop.shutil, "disk_usage", lambda _: free)
    events: list[Any] = []
    ending = train(prepared("lora"), place / "out", events.append, device="cpu")
    assert isinstance(ending, Failed)
    assert "too little room on the disk" in ending.cause
    assert of(StepDone, events) == []


@pytest.mark.parametrize("kind", [*KINDS, *SEEING])
def test_the_room_that_a_result_needs_is_known_before_it_is_there(
    prepared: Prepare, place: Path, kind: str
) -> None:
    """Of a whole model too, of which only changes of low rank learn."""
    ready = prepared(kind)
    trainer = ready.plan.begin(load(ready.info, device="cpu", dtype=torch.float32))
    told = trainer.result_size()
    files = trainer.save(place, metadata(ready.plan, ready.info, "", 1))
    saved = learned(tuple(files)).values()
    assert told >= sum(one.numel() * one.element_size() for one in saved)


def test_room_for_the_whole_result_is_asked_for(
    prepared: Prepare, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Trainer, "result_size", lambda _: 10**18)
    ending = train(prepared("lora"), place / "out", device="cpu")
    assert isinstance(ending, Failed)
    assert "too little room on the disk" in ending.cause


@pytest.mark.slow
def test_killed_at_any_step_or_write_it_ends_with_the_same_weights(tmp_path: Path) -> None:
    assert power_cuts("tests.training.power_cuts.trained", tmp_path) > 100


@pytest.mark.slow
def test_in_a_power_cut_a_checkpoint_is_whole_or_not_there(tmp_path: Path) -> None:
    assert power_cuts("checkpoint", tmp_path) > 10


def test_a_checkpoint_is_read_as_it_was_written(tmp_path: Path) -> None:
    kept = {
        "weights": {"a": torch.randn(3, 4), "b": torch.zeros(0)},
        "chance": {"c": torch.ones(2)},
    }
    state = {"identity": "x", "losses": [0.1, 1e-9]}
    checkpoints.write(tmp_path, Checkpoint(7, state, kept))
    found = checkpoints.newest(tmp_path, "x").checkpoint
    assert found is not None
    assert (found.step, found.state["losses"]) == (7, [0.1, 1e-9])
    for file, named in kept.items():
        assert found.tensors[file].keys() == named.keys()
        assert all(torch.equal(found.tensors[file][name], one) for name, one in named.items())
    assert json.loads((tmp_path / "checkpoints/step-00000007/state.json").read_text())["step"] == 7


# Losses that break down, and memory that runs out


@pytest.mark.parametrize(
    ("trouble", "told", "remedy"),
    [
        (math.nan, "no number any more, at step 3", "learning_rate"),
        ("gradient", "no number any more, at step 3", "learning_rate"),
        (
            torch.OutOfMemoryError("no"),
            "not enough memory for this training",
            "gradient_checkpointing",
        ),
    ],
    ids=["no number", "no number to go by", "memory"],
)
def test_a_step_that_fails_ends_it_with_the_checkpoint_as_it_was_and_it_goes_on_later(
    trouble: float | str | Exception,
    told: str,
    remedy: str,
    prepared: Prepare,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from core.training.trainer import Trainer

    loss, steps = Trainer.loss, list[int]()

    def fails_once(self: Trainer, batch: Any) -> Tensor:
        steps.append(1)
        if len(steps) != 3:
            return loss(self, batch)
        if isinstance(trouble, Exception):
            raise trouble
        if isinstance(trouble, str):  # the root of 0 is 0, and grows there beyond all numbers
            one = next(iter(self.learns()[0].parameters.values()))
            return loss(self, batch) + (0 * one).abs().sum().sqrt()
        return loss(self, batch) * trouble

    ready = prepared("lora", checkpoint_every=2)
    wanted = learned(trained(ready, place / "out").files)
    monkeypatch.setattr(Trainer, "loss", fails_once)
    ending = train(ready, place / "broken", device="cpu")
    assert isinstance(ending, Failed)
    assert told in ending.cause
    assert remedy in ending.remedy
    same(learned(trained(ready, place / "broken").files), wanted)
