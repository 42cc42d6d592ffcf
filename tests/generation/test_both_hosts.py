"""The starter model in a thread and in a child process: the same pictures, the same errors."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from core.generation.events import (
    Done,
    Failed,
    HostChanged,
    Preview,
    Stage,
    StageBegun,
    StepDone,
    WasCancelled,
)
from core.generation.hosts import Host
from core.generation.hosts.process import ProcessHost
from core.generation.hosts.thread import ThreadHost
from core.generation.service import GenerationService
from core.geometry import Rect
from core.request import Pixels, Request
from tests.generation.engines import faulty
from tests.generation.listening import Listener, shared_segments

pytestmark = pytest.mark.model

QUICK = Request("a cat on a beach", steps=2, seed=7)


@dataclass
class Home:
    """A service on one of the hosts, and who listens to it."""

    host: Host
    listener: Listener
    service: GenerationService

    def run(self, request: Request) -> Done | WasCancelled | Failed:
        return self.listener.ending(self.service.submit(request))


@pytest.fixture(params=["thread", "process"], scope="module")
def home(request: pytest.FixtureRequest) -> Iterator[Home]:
    host = ThreadHost(engine=faulty) if request.param == "thread" else ProcessHost(engine=faulty)
    listener = Listener()
    with pytest.MonkeyPatch.context() as patch:
        from core.generation import engine

        patch.setattr(engine, "paint", engine.paint)  # what `faulty` does here is undone
        service = GenerationService(host, listener)
        yield Home(host, listener, service)
        service.close()
    assert shared_segments() == []


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    """What each host painted, for comparing them."""
    return {}


def inpaint() -> Request:
    y, x = np.mgrid[:300, :400]
    rgba = np.full((300, 400, 4), 255, np.uint8)
    rgba[..., 0], rgba[..., 1] = x % 256, y % 256
    mask = np.zeros((300, 400), np.uint8)
    mask[100:200, 150:260] = 255
    return replace(QUICK, source=Pixels(rgba), mask=Pixels(mask), batch=2)


def test_an_inpaint_runs_from_request_to_result(home, pictures):
    job = home.service.submit(inpaint())
    done = home.listener.ending(job)
    assert isinstance(done, Done), done
    assert [result.seed for result in done.results] == [7, 8]
    assert set(done.seconds) == set(Stage)
    rect = done.results[0].rect
    assert rect.size == (256, 256) and rect.contains(Rect(150, 100, 110, 100))
    shown = inpaint().mask.array[rect.slices] > 0
    for result in done.results:
        assert np.array_equal(result.pixels[..., 3] > 0, shown)
    stages = [event.stage for event in home.listener.of(StageBegun, job)]
    assert stages[0] is Stage.LOAD and stages[-1] is Stage.FINISH
    previews = home.listener.of(Preview, job)
    assert previews and previews[0].pixels.shape == (2, 32, 32, 3) and previews[0].rect == rect
    pictures[type(home.host).__name__] = b"".join(one.pixels.tobytes() for one in done.results)
    assert len(set(pictures.values())) == 1, "both hosts paint the same"


def test_the_model_is_told_and_loaded_once(home):
    home.run(QUICK)
    home.run(QUICK)
    loaded = [event.model for event in home.listener.of(HostChanged) if event.model]
    assert loaded == ["starter"]
    assert home.listener.of(HostChanged)[-1].device.startswith("CPU, ")


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("torch's memory", "memory"),
        ("numpy's memory", "memory"),
        ("a defect", "inside the program"),
        ("an exit", "inside the program"),
    ],
)
def test_an_error_ends_its_job_only(home, prompt, words):
    failed = home.run(replace(QUICK, prompt=prompt))
    assert isinstance(failed, Failed)
    assert words in failed.cause and failed.remedy
    assert "Traceback" in failed.detail and "Traceback" not in failed.cause


def test_after_all_these_errors_the_next_job_runs(home):
    assert isinstance(home.run(replace(QUICK, model="dreams")), Failed)
    assert isinstance(home.run(QUICK), Done)


def test_a_cancel_while_it_denoises_decodes_nothing(home):
    job = home.service.submit(replace(QUICK, steps=200))
    home.listener.first(StepDone, job)
    home.service.cancel(job)
    assert isinstance(home.listener.ending(job), WasCancelled)
    assert home.listener.of(StepDone, job)[-1].step < 150
    assert Stage.DECODE not in [event.stage for event in home.listener.of(StageBegun, job)]


def test_a_killed_child_costs_its_job_and_the_next_one_runs(home):
    if not isinstance(home.host, ProcessHost):
        pytest.skip("there is no child")
    job = home.service.submit(replace(QUICK, steps=200))
    home.listener.first(StepDone, job)
    assert home.host.pid is not None
    os.kill(home.host.pid, signal.SIGKILL)
    failed = home.listener.ending(job)
    assert isinstance(failed, Failed) and failed.remedy
    assert isinstance(home.run(QUICK), Done)
