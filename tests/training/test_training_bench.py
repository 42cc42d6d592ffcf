"""What the bench of trainings counts is what they do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from core.models.info import ModelInfo
from core.models.loading import LoadedModel
from core.training import loop
from core.training.prepare import Prepared
from desktop.bench import training
from desktop.bench.training import BareLoop, prepared
from tests.training.small import trained

Rows = list[int]


@pytest.fixture(params=training.PLANS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNDERPAINT_HOME", str(tmp_path / "home"))
    return tmp_path


def test_the_bare_loop_computes_as_much_as_the_training(
    name: str, home: Path, models: list[ModelInfo], monkeypatch: pytest.MonkeyPatch
) -> None:
    ready, out = prepared(name, models, "tiny", home, 2)
    bare = BareLoop(ready)
    theirs = watch(bare.unet)
    for _ in range(2):
        bare.step()
    loaded = watch_the_next(monkeypatch)
    trained(ready, out)
    (ours,) = loaded
    assert ours == theirs == [bare.rows] * 2


def test_the_bare_loop_changes_what_the_training_changes(
    name: str, home: Path, models: list[ModelInfo]
) -> None:
    ready, _ = prepared(name, models, "tiny", home, 1)
    bare = BareLoop(ready)
    before = [parameter.detach().clone() for parameter in bare.learned]
    for _ in range(3):
        bare.step()
    # A ControlNet's own begins behind convolutions of zeros, and moves from the second step on.
    moved = [
        not torch.equal(one, parameter) for one, parameter in zip(before, bare.learned, strict=True)
    ]
    assert all(moved)
    assert all(parameter.grad is None for parameter in bare.learned)


def test_figures_compare_both_and_say_how_much_memory(
    home: Path, models: list[ModelInfo], monkeypatch: pytest.MonkeyPatch
) -> None:
    def peak(ready: Prepared, out: Path) -> int:
        trained(ready, out)
        return 5_000_000

    monkeypatch.setattr(training, "_peak", peak)
    monkeypatch.setattr(training, "PLANS", {"LoRA": training.PLANS["LoRA"]})
    threads = torch.get_num_threads()
    (figure,) = training.figures(models, "tiny", home, rounds=2, steps=1)
    assert figure.name == "LoRA"
    assert figure.value == pytest.approx(1 / figure.made_of["of_the_bare_speed"])
    assert figure.value == pytest.approx(
        figure.made_of["bare_samples_a_second"] / figure.made_of["samples_a_second"]
    )
    assert figure.met == (figure.made_of["of_the_bare_speed"] >= 0.95)
    assert figure.made_of["peak_mb"] == 5
    assert torch.get_num_threads() == threads


def watch(unet: nn.Module) -> Rows:
    """How many rows the UNet is given in each call that is differentiated."""
    rows: Rows = []

    def count(_: nn.Module, given: tuple[Tensor, ...], found: tuple[Tensor]) -> None:
        if found[0].requires_grad:
            rows.append(len(given[0]))

    unet.register_forward_hook(count)
    return rows


def watch_the_next(monkeypatch: pytest.MonkeyPatch) -> list[Rows]:
    """The same of each model that trainings load from now on."""
    found: list[Rows] = []
    load = loop.load

    def watched(*given: Any, **named: Any) -> LoadedModel:
        model = load(*given, **named)
        found.append(watch(model.unet))
        return model

    monkeypatch.setattr(loop, "load", watched)
    return found
