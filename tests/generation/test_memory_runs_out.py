"""When memory runs out, the next plan is tried once, and said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import places
from core.generation.events import Done, Failed, Stage, StageBegun, StepDone, TriedAgain
from core.geometry import Rect
from core.models import precision
from core.request import Pixels, Request
from core.techniques.model_editing import Correction, ModelEditing
from tests.tiny_models import save_tiny_model

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.model

QUICK = Request("a cat on a beach", steps=2, seed=7, width=128, height=128)


def engine_with(plan: str = "automatic", folder: Path | None = None) -> Any:
    from core.generation.engine import DiffusionEngine

    return DiffusionEngine([folder or places.resources()], lambda: plan)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model that is loaded, and paints, in no time."""
    folder = tmp_path_factory.mktemp("models")
    save_tiny_model(folder / "tiny")
    return folder


def run(engine: Any, request: Request = QUICK, publish: Callable[[Any], Any] | None = None) -> Any:
    events: list[Any] = []

    def told(event: Any) -> None:
        events.append(event)
        if publish is not None:
            publish(event)

    engine.run(1, request, told, lambda: False)
    return events


def masked(model: str) -> Request:
    y, x = np.mgrid[:256, :256]
    rgba = np.full((256, 256, 4), 255, np.uint8)
    rgba[..., 0], rgba[..., 1] = x % 200, y % 200
    mask = np.zeros((256, 256), np.uint8)
    mask[Rect(64, 64, 128, 128).slices] = 255
    picture, shown = Pixels(rgba), Pixels(mask)
    return replace(QUICK, model=model, source=picture, mask=shown, width=None, height=None)


class RunsOut:
    """Memory runs out when a stage, or a step, begins: the first `times` times."""

    def __init__(self, at: Stage | int, times: int = 1) -> None:
        self.at, self.left = at, times

    def __call__(self, event: Any) -> None:
        stage = isinstance(event, StageBegun) and event.stage == self.at
        step = isinstance(event, StepDone) and event.step == self.at
        if (stage or step) and self.left:
            self.left -= 1
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")


STAGES = (
    Stage.LOAD, Stage.PREPARE, Stage.ENCODE, Stage.DENOISE, 1, Stage.DECODE, Stage.FINISH,
)  # fmt: skip


def in_float32(patch: pytest.MonkeyPatch) -> None:
    """What is quicker for so small a model differs with the plan, and from one time to the next."""
    patch.setattr(precision, "choose", lambda *about, **more: torch.float32)


@pytest.fixture(scope="module")
def wanted(tiny: Path) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        in_float32(patch)
        return run(engine_with(folder=tiny), masked("tiny"))[-1].results[0].pixels


@pytest.mark.parametrize("at", STAGES, ids=str)
def test_at_whatever_stage_memory_runs_out_the_picture_is_made_by_a_leaner_plan(
    at: Stage | int, wanted: Any, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_float32(monkeypatch)
    events = run(engine_with(folder=tiny), masked("tiny"), RunsOut(at))
    done = events[-1]
    assert isinstance(done, Done), getattr(done, "detail", done)
    (again,) = [event for event in events if isinstance(event, TriedAgain)]
    assert "not enough memory" in again.text and again.text in done.warnings
    assert done.plan == "turns"
    assert np.array_equal(done.results[0].pixels, wanted), "and it is the same picture"


def test_the_job_after_it_begins_as_any_other() -> None:
    engine = engine_with()
    assert run(engine, QUICK, RunsOut(Stage.DENOISE))[-1].plan == "turns"
    assert run(engine)[-1].plan == "whole"


def test_it_is_tried_once_more_and_not_again() -> None:
    events = run(engine_with(), QUICK, RunsOut(Stage.DENOISE, times=2))
    assert isinstance(events[-1], Failed)
    assert "memory" in events[-1].cause and events[-1].remedy
    assert sum(isinstance(event, TriedAgain) for event in events) == 1


def test_other_errors_are_not_tried_again() -> None:
    def broken(event: Any) -> None:
        if isinstance(event, StageBegun) and event.stage == Stage.DENOISE:
            raise ZeroDivisionError

    events = run(engine_with(), QUICK, broken)
    assert isinstance(events[-1], Failed)
    assert not any(isinstance(event, TriedAgain) for event in events)


def test_the_plan_is_the_artists() -> None:
    whole = run(engine_with("whole"))[-1]
    for plan in ("turns", "streamed"):
        done = run(engine_with(plan))[-1]
        assert done.plan == plan and not done.warnings
        assert np.array_equal(done.results[0].pixels, whole.results[0].pixels)


def test_compressed_weights_are_told_with_the_picture() -> None:
    done = run(engine_with("eight_bit"))[-1]
    assert done.plan == "eight_bit"
    assert any("8 bits" in warning for warning in done.warnings)


def test_what_a_technique_edits_is_not_compressed() -> None:
    editing = ModelEditing(edits=(Correction(source="a cat", to="a blue cat"),))
    done = run(engine_with("four_bit"), replace(QUICK, techniques=(editing,)))[-1]
    assert done.plan == "streamed" and not any("bits" in one for one in done.warnings)


def test_where_little_is_free_parts_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    from core.models import devices

    monkeypatch.setattr(devices, "free_memory", lambda device: 30e6)
    engine = engine_with()
    assert run(engine)[-1].plan != "whole"
    monkeypatch.setattr(devices, "free_memory", lambda device: 16e9)
    assert run(engine)[-1].plan == "whole"
