"""What the bench of techniques' costs counts is what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from core.denoise.paint import paint
from core.models.loading import LoadedModel
from core.techniques.multidiffusion import MultiDiffusion
from desktop.bench import technique_cost
from desktop.bench.bare import perform
from desktop.bench.technique_cases import Case, cases, plain
from tests.techniques.settings import PROGRAMS
from tests.techniques.traces import differences, digest
from tests.tiny_models import tiny_model

SIDE, STEPS = 64, 4


@dataclass(frozen=True)
class Counted:
    """Predictions of the UNet: those that nothing is differentiated by, and those that are."""

    forward: int
    differentiated: int


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return tiny_model()


@pytest.fixture(scope="module")
def measured(model: LoadedModel, tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    folder = tmp_path_factory.mktemp("networks")
    return [plain(model, SIDE, STEPS), *cases(model, folder, SIDE, STEPS)]


def test_every_technique_is_measured(measured: list[Case]) -> None:
    used = {one.declaration.id for case in measured for one in case.request.techniques}
    # Windows and regions have a bench of their own.
    assert used == {*PROGRAMS} - {MultiDiffusion.declaration.id}
    assert len({case.name for case in measured}) == len(measured)


def test_techniques_predict_as_often_as_is_implied(measured: list[Case]) -> None:
    for case in measured:
        predicted = _counted(case.model.unet, lambda case=case: _painted(case))
        stated = Counted(technique_cost.predictions(case), technique_cost.gradients(case))
        assert predicted == stated, case.name


def test_bare_operations_predict_as_often_as_they_say(measured: list[Case]) -> None:
    for case in measured:
        performed = _counted(case.model.unet, lambda case=case: perform(case.implied))
        stated = Counted(technique_cost.predictions(case), technique_cost.gradients(case))
        assert performed == stated, case.name


def test_bare_operations_leave_no_trace(measured: list[Case]) -> None:
    for case in measured:
        before = digest(case.model)
        perform(case.implied)
        assert differences(before, digest(case.model)) == [], case.name


def test_figures_stand_beside_what_is_implied(
    model: LoadedModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    guided = "Perturbed-Attention Guidance, mid"

    def one(*asked: Any) -> Iterator[Case]:
        yield next(case for case in cases(*asked) if case.name == guided)

    monkeypatch.setattr(technique_cost, "cases", one)
    threads = torch.get_num_threads()
    first, second = technique_cost.figures(model, tmp_path, SIDE, STEPS, rounds=1)
    assert (first.name, second.name) == ("text to image", guided)
    # Three predictions in each step instead of two.
    assert second.made_of["predictions"] == 1.5 * first.made_of["predictions"]
    for figure in (first, second):
        seconds = figure.made_of["this_s"], figure.made_of["implied_s"]
        assert min(seconds) > 0
        assert figure.value == pytest.approx(seconds[0] / seconds[1])
        assert figure.met == (figure.value <= technique_cost.BOUND)
    assert torch.get_num_threads() == threads


def _painted(case: Case) -> None:
    paint(case.model, case.request, shelf=case.shelf)


def _counted(unet: nn.Module, work: Callable[[], object]) -> Counted:
    """How many rows the UNet is given meanwhile."""
    rows = {False: 0, True: 0}

    def count(_module: nn.Module, given: tuple[Any, ...]) -> None:
        rows[torch.is_grad_enabled() and given[0].requires_grad] += len(given[0])

    hook = unet.register_forward_pre_hook(count)
    try:
        work()
    finally:
        hook.remove()
    return Counted(rows[False], rows[True])
