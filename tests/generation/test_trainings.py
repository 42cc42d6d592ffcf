"""Real trainings of tiny models as jobs, in a thread and in a child process: the same weights as
without any service, whatever comes between."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from core.generation.events import (
    Done,
    Failed,
    JobState,
    Paused,
    Started,
    TrainingTold,
    WasCancelled,
)
from core.generation.hosts import Host
from core.generation.hosts.process import ProcessHost
from core.generation.hosts.thread import ThreadHost
from core.generation.service import GenerationService
from core.generation.teaching import taught
from core.generation.training import TrainingRequest
from core.models.library import find_models
from core.recipe import parse_recipe
from core.request import Request
from core.training import events as training
from core.training import folders, layout, loop
from core.training.events import Wish
from core.training.plan import read_plan
from core.training.prepare import prepare
from tests.generation.engines import teacher
from tests.generation.listening import Listener, shared_segments
from tests.tiny_models import save_tiny_model
from tests.training.small import draw, trained, write_plan

pytestmark = pytest.mark.slow

HARD: dict[str, Any] = {
    "steps": 6, "schedule": "cosine", "warm_up": 1, "batch": 2, "ema": 0.9, "flips": True,
    "offset_noise": 0.1, "caption_dropout": 0.3, "learning_rate": 0.3, "sample_every": 3,
    "sample_steps": 1, "sample_prompts": ["a zorb", "two zorbs"],
}  # fmt: skip
"""What has a memory of the steps before, or draws at random, and paints on its way."""
REST = 0.3


@dataclass
class Home:
    """A service on one of the hosts, and who listens to it."""

    host: Host
    listener: Listener
    service: GenerationService

    def told(self, job: int, kind: type) -> list[Any]:
        """What a training has told of a kind."""
        events = [event.event for event in self.listener.of(TrainingTold, job)]
        return [event for event in events if isinstance(event, kind)]

    def first(self, job: int, kind: type, enough: Callable[[Any], bool] = lambda _: True) -> Any:
        """What a training tells, waited for; its end is waited for as well."""

        def found() -> list[Any]:
            return [event for event in self.told(job, kind) if enough(event)]

        self.listener.wait(lambda: bool(found() or self.listener._endings(job)), str(kind))
        assert found(), self.listener._endings(job)
        return found()[0]

    def step(self, job: int, step: int) -> None:
        self.first(job, training.StepDone, lambda event: event.step >= step)

    def done(self, job: int) -> Done:
        ending = self.listener.ending(job)
        assert isinstance(ending, Done), ending
        return ending


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    save_tiny_model(folder / "tiny")
    return folder


@pytest.fixture(scope="module")
def make_host(models: Path) -> Iterator[Callable[[str], Host]]:
    """Of a kind; what `teacher` does in this process is undone."""
    from core.training import checkpoint
    from core.training.trainer import Trainer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Trainer, "loss", Trainer.loss)
        patch.setattr(checkpoint, "write", checkpoint.write)
        patch.setenv("UNDERPAINT_HOME", str(models / "home"))
        engine = partial(teacher, [models])
        yield lambda kind: {"thread": ThreadHost, "process": ProcessHost}[kind](engine=engine)


@pytest.fixture(params=["thread", "process"], scope="module")
def at(request: pytest.FixtureRequest, make_host: Callable[[str], Host]) -> Iterator[Home]:
    host, listener = make_host(request.param), Listener()
    service = GenerationService(host, listener, rest=REST)
    yield Home(host, listener, service)
    service.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("underpaint")]
    assert shared_segments() == []


@pytest.fixture
def place(tmp_path: Path) -> Path:
    draw(tmp_path / "pictures", 3)
    draw(tmp_path / "cats", 2, first=10)
    return tmp_path


Ask = Callable[..., TrainingRequest]


@pytest.fixture
def ask(place: Path) -> Ask:
    def make(kind: str = "lora", out: str = "out", **fields: Any) -> TrainingRequest:
        return TrainingRequest(read_plan(write_plan(place, kind, **fields)), place / out)

    return make


@pytest.fixture(scope="module")
def learned() -> dict[str, dict[str, Tensor]]:
    """By the fields of a plan: all learn from the same pictures."""
    return {}


@pytest.fixture
def wanted(
    ask: Ask, models: Path, learned: dict[str, dict[str, Tensor]]
) -> Callable[..., dict[str, Tensor]]:
    """What is learned without a service and without an interruption."""

    def learn(**fields: Any) -> dict[str, Tensor]:
        if str(fields) not in learned:
            request = ask(out="wanted", **fields)
            ready = prepare(request.plan, find_models([models]), request.out)
            (file,) = trained(ready, request.out).files
            learned[str(fields)] = load_file(file)
        return learned[str(fields)]

    return learn


def same(file: Path, wanted: dict[str, Tensor]) -> None:
    ours = load_file(file)
    assert ours.keys() == wanted.keys()
    for name, value in wanted.items():
        torch.testing.assert_close(ours[name], value, rtol=1e-6, atol=1e-7)


def picture(*files: Path) -> Request:
    concepts = [{"id": "dreambooth", "file": str(file)} for file in files]
    recipe = {"model": "tiny", "prompt": "a zorb", "seed": 3, "steps": 2, "techniques": concepts}
    return parse_recipe(recipe, Path())


def test_it_is_taught_and_its_file_paints(at: Home, ask: Ask, wanted: Any) -> None:
    request = ask(**HARD)
    job = at.service.submit(request)
    done = at.done(job)
    assert done.results == () and done.seconds.keys() == set(training.Stage)
    (file,) = done.files
    assert file.parent == request.out
    same(file, wanted(**HARD))
    steps = at.told(job, training.StepDone)
    assert [event.step for event in steps] == list(range(1, 7))
    assert all(event.seconds_left is not None for event in steps[1:])
    sampled = at.told(job, training.Sampled)
    assert [(event.step, event.prompt) for event in sampled] == [
        (step, prompt) for step in (3, 6) for prompt in HARD["sample_prompts"]
    ]
    assert all(event.pixels.shape == (64, 64, 3) and event.pixels.any() for event in sampled)
    (plain,) = at.done(at.service.submit(picture())).results
    (taught,) = at.done(at.service.submit(picture(file))).results
    assert np.abs(plain.pixels.astype(int) - taught.pixels).max() > 20


def test_set_aside_it_paints_with_what_it_has_learned_and_ends_with_the_same_weights(
    at: Home, ask: Ask, wanted: Any
) -> None:
    job = at.service.submit(ask(name="slow", **HARD))
    at.step(job, 2)
    at.service.pause(job)
    paused = at.listener.first(Paused, job)
    (so_far,) = at.told(job, training.SoFar)
    (file,) = so_far.files
    assert so_far.step == paused.step < HARD["steps"]
    assert file.parent.name == layout.SO_FAR
    (plain,) = at.done(at.service.submit(picture())).results
    (taught,) = at.done(at.service.submit(picture(file))).results
    assert np.abs(plain.pixels.astype(int) - taught.pixels).max() > 5
    assert [one.state for one in at.service.jobs()] == [JobState.PAUSED]
    at.service.go_on(job)
    (result,) = at.done(job).files
    same(result, wanted(**HARD))
    assert not file.exists(), "what came of it is there now"
    begun = at.told(job, training.Started)
    assert [event.step for event in begun] == [0, paused.step]
    assert len(begun[1].losses) == paused.step
    assert [event.step for event in at.told(job, training.StepDone)] == list(range(1, 7))


def test_it_makes_way_for_pictures_and_goes_on_to_the_same_weights(
    at: Home, ask: Ask, wanted: Any
) -> None:
    job = at.service.submit(ask(name="slow", **HARD))
    for step in (1, 3):
        at.step(job, step)
        painted = at.service.submit(picture())
        at.done(painted)
        assert len(at.told(job, training.StepDone)) < HARD["steps"], "it was still at it"
    (file,) = at.done(job).files
    same(file, wanted(**HARD))
    assert at.listener.of(Paused, job) == []
    assert len(at.listener.of(Started, job)) == 3
    warned = [event.notice.text for event in at.told(job, training.Warned)]
    assert warned and len(set(warned)) == len(warned), "told once, however often it goes on"
    sampled = [(event.step, event.prompt) for event in at.told(job, training.Sampled)]
    assert sampled == [(step, prompt) for step in (3, 6) for prompt in HARD["sample_prompts"]]


LONG: dict[str, dict[str, Any]] = {
    "class pictures": {"prior_folder": None, "prior_pictures": 1000},
    "samples": {"steps": 1, "sample_prompts": ["a zorb"] * 20, "sample_steps": 20},
}
"""What takes long before the first step, and after the last one."""


@pytest.mark.parametrize("what", LONG)
def test_neither_a_cancel_nor_a_picture_waits_for_what_takes_long(
    at: Home, ask: Ask, what: str
) -> None:
    job = at.service.submit(ask("dreambooth", **LONG[what]))

    def told() -> list[Any]:
        if what == "samples":
            return at.told(job, training.Sampled)
        counted = at.told(job, training.Progress)
        return [event for event in counted if event.stage == training.Stage.CLASS_PICTURES]

    for times in (1, 2):
        at.listener.wait(lambda times=times: len(at.listener.of(Started, job)) == times, "going on")
        before = len(told())
        at.listener.wait(lambda before=before: len(told()) > before, what)
        if times == 1:
            at.done(at.service.submit(picture()))
    at.service.cancel(job)
    assert isinstance(at.listener.ending(job), WasCancelled)
    assert 2 <= len(told()) < 15
    if what == "class pictures":
        painted = [event.done for event in told()]
        assert painted == list(range(1, len(painted) + 1)), "what was painted before is kept"


@pytest.mark.parametrize(
    ("fields", "cause", "remedy"),
    [
        ({"pictures": [{"folder": "empty"}]}, "no picture in “empty”", "Put pictures there"),
        ({"kind": "textual_inversion", "word": "cat", "initial_word": "dog"},
         "knows the word “cat” already", "<my-cat>"),
    ],
    ids=["no pictures", "a known word"],
)  # fmt: skip
def test_a_plan_that_cannot_be_carried_out_fails_with_cause_and_remedy(
    at: Home, ask: Ask, place: Path, fields: dict[str, Any], cause: str, remedy: str
) -> None:
    (place / "empty").mkdir()
    fields = {"kind": "lora"} | fields
    failed = at.listener.ending(at.service.submit(ask(**fields)))
    assert isinstance(failed, Failed)
    assert cause in failed.cause and remedy in failed.remedy
    assert "goes on from" not in failed.remedy and not (place / "out").exists()


def test_the_folder_of_another_training_is_left_as_it_is(at: Home, ask: Ask) -> None:
    at.done(at.service.submit(ask()))
    failed = at.listener.ending(at.service.submit(ask(learning_rate=0.5)))
    assert isinstance(failed, Failed)
    assert "another plan" in failed.cause
    assert "goes on from" not in failed.remedy


@pytest.mark.parametrize(
    ("wished", "ending"), [(Wish.PAUSE, Paused(7, 0)), (Wish.CANCEL, WasCancelled(7))]
)
def test_it_stops_while_its_pictures_are_looked_at(
    ask: Ask, models: Path, monkeypatch: pytest.MonkeyPatch, wished: Wish, ending: object
) -> None:
    looked: list[Path] = []
    example = folders._example

    def look(line: Any, *given: Any) -> Any:
        looked.append(line.file)
        return example(line, *given)

    monkeypatch.setattr(folders, "_example", look)
    monkeypatch.setattr(loop, "train", lambda *given: pytest.fail("It has begun."))
    told: list[Any] = []
    wish = lambda: wished if len(looked) == 2 else Wish.GO_ON  # noqa: E731
    assert taught(7, ask(), [models], told.append, wish, {}) == ending
    assert len(looked) == 2
    counted = [one.event for one in told if isinstance(one.event, training.Progress)]
    assert counted == [training.Progress(training.Stage.LOAD, 0, 3)]


@pytest.mark.parametrize("trouble", ["torch's memory", "a full disk"])
def test_what_breaks_it_off_is_told_with_where_it_goes_on(
    at: Home, ask: Ask, wanted: Any, trouble: str
) -> None:
    fields = {"steps": 6, "checkpoint_every": 2}
    broken = {"out": "full"} if trouble == "a full disk" else {"name": trouble}
    request = ask(**broken, **fields)
    job = at.service.submit(request)
    failed = at.listener.ending(job)
    assert isinstance(failed, Failed)
    assert ("memory" if "memory" in trouble else "disk is full") in failed.cause
    assert "goes on from step 2" in failed.remedy and "Traceback" in failed.detail
    (so_far,) = at.told(job, training.SoFar)
    assert so_far.step == 2 and so_far.files[0].exists()
    at.done(at.service.submit(picture(*so_far.files)))
    request.out.rename(request.out.with_name("again"))
    again = at.service.submit(ask(out="again", name="again", **fields))
    (file,) = at.done(again).files
    assert at.told(again, training.Started)[0].step == 2
    same(file, wanted(**fields))


def test_its_memory_is_let_go_when_it_makes_way(at: Home, ask: Ask) -> None:
    if not isinstance(at.host, ThreadHost):
        pytest.skip("a child's memory is its own")
    job = at.service.submit(ask(name="slow", steps=100))
    at.step(job, 1)
    at.service.pause(job)
    at.listener.first(Paused, job)
    import gc

    from core.training.optimiser import Optimiser

    assert not [one for one in gc.get_objects() if type(one) is Optimiser]
    at.service.cancel(job)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_child_that_is_killed_loses_what_came_after_the_last_checkpoint_and_no_more(
    at: Home, ask: Ask, wanted: Any
) -> None:
    if not isinstance(at.host, ProcessHost):
        pytest.skip("there is no child")
    fields: dict[str, Any] = {"steps": 6, "checkpoint_every": 2}
    job = at.service.submit(ask(name="slow", **fields))
    at.step(job, 3)
    assert at.host.pid is not None
    os.kill(at.host.pid, 9)
    failed = at.listener.ending(job)
    assert isinstance(failed, Failed)
    kept = max(event.step for event in at.told(job, training.CheckpointWritten))
    assert "memory" in failed.cause and f"goes on from step {kept}" in failed.remedy
    again = at.service.submit(ask(**fields))
    (file,) = at.done(again).files
    assert at.told(again, training.Started)[0].step == kept
    same(file, wanted(**fields))


@pytest.mark.parametrize("kind", ["thread", "process"])
def test_closing_loses_nothing_that_is_soon_saved(
    make_host: Callable[[str], Host],
    ask: Ask,
    wanted: Any,
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """How quick it is when that takes longer, see `test_teaching`; here the machine may be slow."""
    monkeypatch.setattr("core.generation.service.LEAVING_SECONDS", 100.0)
    fields = {"steps": 6}
    first = Listener()
    service = GenerationService(make_host(kind), first)
    at = Home(service._host, first, service)
    job = service.submit(ask(name="slow", **fields))
    at.step(job, 2)
    service.close()
    assert isinstance(first.ending(job), WasCancelled)
    last = at.told(job, training.StepDone)[-1].step
    assert 2 <= last < 6
    second = Listener()
    service = GenerationService(make_host("thread"), second)
    try:
        job = service.submit(ask(**fields))
        at = Home(service._host, second, service)
        (file,) = at.done(job).files
        assert at.told(job, training.Started)[0].step == last
        same(file, wanted(**fields))
    finally:
        service.close()
