"""The starter model in a thread and in a child process: the same pictures, the same errors."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from core.control import named
from core.generation.events import (
    Done,
    Failed,
    HostChanged,
    JobState,
    Paused,
    Preview,
    Stage,
    StageBegun,
    StepDone,
    WasCancelled,
    Work,
)
from core.generation.hosts import Host
from core.generation.hosts.process import ProcessHost
from core.generation.hosts.thread import ThreadHost
from core.generation.maps import MapRequest, made
from core.generation.resolve import recipe_of
from core.generation.service import GenerationService
from core.geometry import Rect
from core.models.shelf import Shelf
from core.recipe import parse_recipe, to_recipe
from core.request import Pixels, Request
from core.steering import Steer
from tests.generation.engines import Faulty, faulty
from tests.generation.listening import Listener, shared_segments
from tests.tiny_networks import save_depth, save_segments, save_teed

pytestmark = pytest.mark.model

QUICK = Request("a cat on a beach", steps=2, seed=7)


@dataclass
class Home:
    """A service on one of the hosts, and who listens to it."""

    host: Host
    listener: Listener
    service: GenerationService

    def run(self, request: Work) -> Done | WasCancelled | Failed:
        return self.listener.ending(self.service.submit(request))


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models with small random networks that look at pictures."""
    folder = tmp_path_factory.mktemp("networks")
    save_depth(folder / "depth")
    save_segments(folder / "segments")
    return folder


@pytest.fixture(params=["thread", "process"], scope="module")
def home(request: pytest.FixtureRequest, networks: Path) -> Iterator[Home]:
    engine = partial(faulty, [networks])
    host = ThreadHost(engine=engine) if request.param == "thread" else ProcessHost(engine=engine)
    listener = Listener()
    with pytest.MonkeyPatch.context() as patch:
        from core.generation import painting as module

        patch.setattr(module, "paint", module.paint)  # what `faulty` does here is undone
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
    assert set(done.seconds) == set(Stage) - {Stage.MAP, Stage.UPSCALE}
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
    whole, waits = home.run(STEERED), set_aside(home, STEERED)
    job = home.service.submit(replace(QUICK, steps=200))
    home.listener.first(StepDone, job)
    assert home.host.pid is not None
    os.kill(home.host.pid, signal.SIGKILL)
    failed = home.listener.ending(job)
    assert isinstance(failed, Failed) and failed.remedy
    home.service.go_on(waits)
    done = home.listener.ending(waits)
    assert isinstance(done, Done), "what was set aside was not in the child"
    assert np.array_equal(done.results[0].pixels, whole.results[0].pixels)


# Steering


STEERED = Request("a cat on a beach", width=128, height=128, steps=4, seed=7)


def set_aside(home: Home, request: Request) -> int:
    """A job that is set aside after its first step; where this thread was held up, the next one."""
    for _ in range(20):
        job = home.service.submit(request)
        home.service.pause(job)
        if home.listener.first(Paused, job).step == 1:
            return job
        home.service.cancel(job)
        home.listener.ending(job)
    raise AssertionError("no pause took effect after the first step")


def _steps(home: Home, job: int) -> list[int]:
    """Those that were told of: none twice. Who hears slowly is told of the latest ones only."""
    steps = [event.step for event in home.listener.of(StepDone, job)]
    assert steps == sorted(set(steps))
    return steps


def test_a_job_that_was_set_aside_goes_on_as_if_it_had_not_been(home):
    whole = home.run(STEERED)
    job = set_aside(home, STEERED)
    (waits,) = home.service.jobs()
    assert (waits.state, waits.step) == (JobState.PAUSED, 1)
    assert isinstance(home.run(QUICK), Done), "others run meanwhile"
    home.service.go_on(job)
    done = home.listener.ending(job)
    assert np.array_equal(done.results[0].pixels, whole.results[0].pixels)
    assert _steps(home, job)[-1] == 4


def test_steering_is_in_the_recipe_which_makes_the_picture_again(home):
    asked = replace(inpaint(), batch=1)
    job = set_aside(home, asked)
    other = np.zeros((300, 400), np.uint8)
    other[120:220, 160:280] = 255
    strokes = np.zeros((300, 400, 4), np.uint8)
    strokes[130:180, 170:200] = (250, 20, 20, 255)
    steer = Steer(step=1, prompt="a frog", mask=Pixels(other), painted=Pixels(strokes))
    request = replace(asked, steering=(steer,))
    request.check()
    home.service.go_on(job, request)
    done = home.listener.ending(job)
    assert isinstance(done, Done), done
    shown = other[done.results[0].rect.slices] > 0
    assert np.array_equal(done.results[0].pixels[..., 3] > 0, shown), "the mask that it has by now"
    again = home.run(parse_recipe(to_recipe(request, embed=True), Path()))
    assert np.array_equal(again.results[0].pixels, done.results[0].pixels)


def test_pictures_that_have_each_their_turn_are_set_aside_and_steered_in_theirs(home):
    if not isinstance(home.host, ThreadHost):
        pytest.skip("turns are the engine's, and the same in a child")
    request = replace(STEERED, prompt="a {cat|frog} on a beach", batch=2, steps=3)
    whole = home.run(request)
    job = home.service.submit(request)
    home.service.pause(job)
    for turn, step in ((0, 1), (0, 2), (1, 1)):
        count = 2 * turn + step
        home.listener.wait(
            lambda count=count: len(home.listener.of(Paused, job)) == count, f"pause {count}"
        )
        told = home.listener.of(Paused, job)[-1]
        assert (told.turn, told.step) == (turn, step)
        if count < 3:
            home.service.go_on(job)
            home.service.pause(job)
    steered = replace(request, steering=(Steer(step=1, prompt="a balloon", first=1),))
    home.service.go_on(job, steered)
    done = home.listener.ending(job)
    first, second = done.results
    assert np.array_equal(first.pixels, whole.results[0].pixels), "it was there already"
    assert not np.array_equal(second.pixels, whole.results[1].pixels)
    again = home.run(recipe_of(steered, second))
    assert np.array_equal(again.results[0].pixels, second.pixels)


def test_branches_go_on_from_where_the_job_stands_and_can_be_made_again(home):
    job = set_aside(home, STEERED)
    requests = [replace(STEERED, steering=(Steer(step=1, seed=seed),)) for seed in (4, 5)]
    jobs = [home.service.submit(request, branch_of=job) for request in requests]
    pictures = [home.listener.ending(branch).results[0].pixels for branch in jobs]
    assert not np.array_equal(*pictures)
    assert _steps(home, jobs[0])[0] > 1
    assert np.array_equal(home.run(requests[0]).results[0].pixels, pictures[0])
    home.service.cancel(job)
    assert isinstance(home.listener.ending(job), WasCancelled)


# Control maps


def scene() -> Pixels:
    y, x = np.mgrid[:90, :130]
    rgba = np.full((90, 130, 4), 255, np.uint8)
    rgba[..., 0], rgba[..., 1], rgba[..., 2] = x, y, 120
    rgba[20:60, 30:80] = (250, 240, 230, 255)
    rgba[70:, 100:] = 0
    return Pixels(rgba)


@pytest.mark.parametrize(
    "kind", ["depth", "segmentation", pytest.param("teed", marks=pytest.mark.slow)]
)
def test_a_network_makes_its_map_of_the_picture(home, networks, kind):
    if kind == "teed":
        save_teed(networks / "lines")
    request = MapRequest(named(kind)(), scene())
    job = home.service.submit(request)
    done = home.listener.ending(job)
    assert isinstance(done, Done), done
    (result,) = done.results
    assert result.rect == Rect(0, 0, 130, 90)
    assert np.array_equal(result.pixels, made(request, Shelf([networks]))), "as made right here"
    assert result.pixels[..., :3].any() and (result.pixels[..., 3] == 255).all()
    stages = [event.stage for event in home.listener.of(StageBegun, job)]
    assert stages == [Stage.LOAD, Stage.MAP] and set(done.seconds) == set(stages)


def test_a_network_is_loaded_once_for_maps_that_follow_each_other(home, networks):
    request = MapRequest(named("depth")(), scene())
    first = home.run(request)
    weights, kept = networks / "depth" / "model.safetensors", networks / "kept"
    stat = weights.stat()
    weights.rename(kept)  # the network reads its weights from this very file
    try:
        # As old and as long as before, but nothing that could be loaded.
        weights.write_bytes(bytes(stat.st_size))
        os.utime(weights, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        second = home.run(request)
    finally:
        kept.replace(weights)
    assert isinstance(second, Done), second
    assert np.array_equal(second.results[0].pixels, first.results[0].pixels)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("torch's memory", "not enough memory for this map"),
        ("a defect", "inside the program"),
        ("an exit", "inside the program"),
        ("a size of its own", "no map of the picture's size"),
    ],
)
def test_a_map_that_fails_says_why_and_the_next_one_is_made(home, fault, words):
    failed = home.run(MapRequest(Faulty(fault=fault), scene()))
    assert isinstance(failed, Failed)
    assert words in failed.cause and failed.remedy
    assert "Traceback" in failed.detail and "Traceback" not in failed.cause
    assert isinstance(home.run(MapRequest(named("depth")(), scene())), Done)


def test_weights_that_are_missing_are_named_with_their_source_and_folder(home, networks):
    failed = home.run(MapRequest(named("openpose")(), scene()))
    assert isinstance(failed, Failed)
    for file in ("body_pose_model.pth", "hand_pose_model.pth", "facenet.pth"):
        assert file in failed.cause
    assert "huggingface.co/lllyasviel/Annotators" in failed.remedy
    assert str(networks) in failed.remedy


def test_a_cancel_stops_a_network_between_two_of_its_layers(home):
    job = home.service.submit(MapRequest(Faulty(fault="slow"), scene()))
    home.listener.wait(
        lambda: Stage.MAP in [event.stage for event in home.listener.of(StageBegun, job)],
        "the network at work",
    )
    home.service.cancel(job)
    assert isinstance(home.listener.ending(job), WasCancelled)
    assert isinstance(home.run(MapRequest(named("depth")(), scene())), Done)
    if isinstance(home.host, ThreadHost):
        from torch.nn.modules import module

        assert not module._global_forward_pre_hooks, "nothing is left of asking for cancels"
