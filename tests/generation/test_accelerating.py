"""Models are compiled when the device rests, and used once they have been found to be quicker."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("openvino")
pytestmark = pytest.mark.model

from core.generation import accelerating  # noqa: E402
from core.generation.engine import DiffusionEngine  # noqa: E402
from core.generation.events import AnyEvent, Done, WasCancelled  # noqa: E402
from core.models import backends  # noqa: E402
from core.models.compiled import CompiledUNet  # noqa: E402
from core.request import Request  # noqa: E402
from tests.tiny_models import save_tiny_model  # noqa: E402

REQUEST = Request("a cat", model="one", width=64, height=64, steps=3, seed=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_tiny_model(tmp_path / "one")
    return tmp_path


@pytest.fixture
def engine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DiffusionEngine]:
    monkeypatch.setattr(accelerating, "REST_SECONDS", 0.05)
    made = DiffusionEngine([folder], compiles=lambda: True)
    yield made
    made.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The threads in which compiled UNets were asked."""
    found: list[str] = []
    own = CompiledUNet.predict

    def counted(self: CompiledUNet, *inputs: Any, **more: Any) -> Any:
        found.append(threading.current_thread().name)
        return own(self, *inputs, **more)

    monkeypatch.setattr(CompiledUNet, "predict", counted)
    return found


def painted(engine: DiffusionEngine, request: Request = REQUEST) -> Done:
    events: list[AnyEvent] = []
    engine.run(1, request, events.append, lambda: False)
    assert isinstance(events[-1], Done), events[-1]
    return events[-1]


def pixels(done: Done) -> np.ndarray:
    return np.stack([result.pixels for result in done.results]).astype(int)


def measure(ratio: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has every measurement come to this, after predictions by both."""
    own = backends.ratio

    def told(*asked: Any) -> float:
        own(*asked)
        return ratio

    monkeypatch.setattr(backends, "ratio", told)


def until(true: Callable[[], bool]) -> None:
    for _ in range(60_000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it never happens")


def tried(engine: DiffusionEngine) -> None:
    thread = engine._accelerator._thread
    assert thread is not None
    thread.join(600)
    assert not thread.is_alive()


def test_the_first_picture_is_torchs_and_the_next_are_quicker_and_the_same(
    engine: DiffusionEngine, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    measure(0.5, monkeypatch)
    first = painted(engine)
    tried(engine)
    asked.clear()
    second = painted(engine)
    assert len(asked) == REQUEST.steps
    assert abs(pixels(first) - pixels(second)).max() <= 3  # of 255
    assert np.array_equal(pixels(second), pixels(painted(engine)))


def test_what_was_found_counts_from_the_first_picture_of_the_next_session_on(
    engine: DiffusionEngine,
    folder: Path,
    asked: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measure(0.5, monkeypatch)
    painted(engine)
    tried(engine)
    before = pixels(painted(engine))
    asked.clear()
    later = DiffusionEngine([folder], compiles=lambda: True)
    assert np.array_equal(pixels(painted(later)), before)
    assert asked == [threading.current_thread().name] * REQUEST.steps
    assert later._accelerator._thread is None, "nothing is tried again"


def test_where_torch_is_quicker_it_stays_and_nothing_is_tried_again(
    engine: DiffusionEngine, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    measure(0.95, monkeypatch)
    first = painted(engine)
    tried(engine)
    asked.clear()
    before = engine._accelerator._thread
    assert np.array_equal(pixels(painted(engine)), pixels(first))
    assert not asked
    assert engine._accelerator._thread is before
    assert engine._accelerator.bytes == 0


def test_switched_off_nothing_is_compiled(folder: Path, asked: list[str]) -> None:
    wanted = False
    engine = DiffusionEngine([folder], compiles=lambda: wanted)
    painted(engine)
    assert engine._accelerator._thread is None
    assert not asked


def test_switched_off_later_the_next_picture_is_torchs(
    folder: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accelerating, "REST_SECONDS", 0.05)
    measure(0.5, monkeypatch)
    switch = {"on": True}
    engine = DiffusionEngine([folder], compiles=lambda: switch["on"])
    first = painted(engine)
    tried(engine)
    switch["on"] = False
    asked.clear()
    assert np.array_equal(pixels(painted(engine)), pixels(first))
    assert not asked


def test_a_unet_that_cannot_be_compiled_is_painted_by_torch_and_not_tried_again(
    engine: DiffusionEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: CompiledUNet, *_: object) -> None:
        raise RuntimeError("no such operation")

    monkeypatch.setattr(CompiledUNet, "compile", broken)
    first = painted(engine)
    tried(engine)
    before = engine._accelerator._thread
    assert np.array_equal(pixels(painted(engine)), pixels(first))
    assert engine._accelerator._thread is before


def test_where_memory_is_short_nothing_is_compiled(
    engine: DiffusionEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accelerating, "SPARE", 1e9)
    painted(engine)
    assert engine._accelerator._thread is None


def test_it_goes_with_its_model(engine: DiffusionEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    measure(0.5, monkeypatch)
    painted(engine)
    tried(engine)
    assert engine._accelerator.bytes > 0
    engine._models.clear()
    gc.collect()
    assert engine._accelerator.bytes == 0


def test_a_cancel_is_heeded_within_a_prediction(
    engine: DiffusionEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure(0.5, monkeypatch)
    painted(engine)
    tried(engine)
    large = replace(REQUEST, width=1024, height=1024, steps=20)
    events: list[AnyEvent] = []
    begun = threading.Event()
    own = CompiledUNet.predict

    def telling(self: CompiledUNet, *inputs: Any, **more: Any) -> Any:
        begun.set()
        return own(self, *inputs, **more)

    monkeypatch.setattr(CompiledUNet, "predict", telling)
    engine.run(2, large, events.append, begun.is_set)
    assert isinstance(events[-1], WasCancelled)
    assert isinstance(painted(engine), Done)


def test_a_job_does_not_wait_for_what_is_tried(
    engine: DiffusionEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiling, go_on = threading.Event(), threading.Event()
    own = CompiledUNet.compile

    def held(self: CompiledUNet, *asked: Any) -> None:
        compiling.set()
        assert go_on.wait(600)
        own(self, *asked)

    monkeypatch.setattr(CompiledUNet, "compile", held)
    measure(0.5, monkeypatch)
    first = painted(engine)
    assert compiling.wait(600)
    assert np.array_equal(pixels(painted(engine)), pixels(first))
    go_on.set()
    until(lambda: engine._accelerator.bytes > 0)


def test_closing_ends_what_is_tried(engine: DiffusionEngine) -> None:
    painted(engine)
    thread = engine._accelerator._thread
    assert thread is not None
    engine.close()
    assert not thread.is_alive()
    assert backends.measured() == [] or backends.measured()[0].ratio > 0
