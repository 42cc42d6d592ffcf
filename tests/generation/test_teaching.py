"""What the queue promises about trainings; the same tests for each host."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.control.edges import Canny
from core.generation.events import (
    Done,
    Failed,
    JobState,
    Paused,
    QueueChanged,
    Started,
    StepDone,
    TrainingTold,
    WasCancelled,
)
from core.generation.hosts.process import ProcessHost
from core.generation.hosts.thread import ThreadHost
from core.generation.maps import MapRequest
from core.generation.service import GenerationService
from core.request import Pixels, Request
from core.training import events as training
from tests.generation.engines import Puppet, SlowToStart, teach
from tests.generation.listening import Listener, shared_segments

HOSTS = {"thread": ThreadHost, "process": ProcessHost}
QUICK = Request("paint", steps=3, width=8, height=8)
LONG = 100_000
REST = 0.3
NOT_AWAITED = 30
"""Seconds, on the busiest machine: what is not waited for would take a minute and more."""


@pytest.fixture(params=HOSTS)
def where(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def service(where: str, listener: Listener) -> Iterator[GenerationService]:
    service = GenerationService(HOSTS[where](engine=Puppet), listener, rest=REST)
    yield service
    service.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("underpaint")]
    assert shared_segments() == []


def steps(listener: Listener, job: int) -> list[int]:
    told = [event.event for event in listener.of(TrainingTold, job)]
    return [event.step for event in told if isinstance(event, training.StepDone)]


def learning(listener: Listener, job: int, beyond: int = 0) -> int:
    """Waits until a training has taken a step; the last one."""
    listener.wait(lambda: max(steps(listener, job), default=0) > beyond, "a step of the training")
    return max(steps(listener, job))


def states(service: GenerationService) -> dict[int, str]:
    return {job.id: job.state.value for job in service.jobs()}


def test_a_training_is_told_from_start_to_end(service, listener, tmp_path):
    job = service.submit(teach(tmp_path))
    done = listener.ending(job)
    assert isinstance(done, Done)
    assert done.results == () and done.files == (tmp_path / "learned",)
    told = [event for event in listener.events if getattr(event, "job", None) == job]
    assert isinstance(told[0], Started) and told[-1] is done
    assert all(isinstance(event, TrainingTold) for event in told[1:-1])
    assert steps(listener, job) == [1, 2, 3, 4, 5]
    samples = [e.event for e in told[1:-1] if isinstance(e.event, training.Sampled)]
    assert [one.pixels.shape for one in samples] == [(300, 200, 3)] * 5
    assert [int(one.pixels[299, 199, 2]) for one in samples] == [1, 2, 3, 4, 5]


def test_the_queue_shows_what_is_taught(service, tmp_path):
    service.pause()
    service.submit(teach(tmp_path))
    (shown,) = service.jobs()
    assert shown.request.title == "Teach “zorb” (LoRA)"


# Set aside


def test_set_aside_it_waits_until_it_is_to_go_on(service, listener, tmp_path):
    job = service.submit(teach(tmp_path, "holds", steps=60))
    learning(listener, job)
    service.pause(job)
    step = listener.first(Paused, job).step
    assert states(service) == {job: "paused"}
    assert [one.state for one in listener.of(QueueChanged)[-1].jobs] == [JobState.PAUSED]
    time.sleep(REST + 0.2)
    assert steps(listener, job)[-1] == step, "it does not go on by itself"
    service.go_on(job)
    assert isinstance(listener.ending(job), Done)
    assert steps(listener, job) == list(range(1, 61)), "no step twice, none left out"
    assert len(listener.of(Paused)) == 1


def test_one_that_waits_is_set_aside_and_others_take_its_turn(service, listener, tmp_path):
    first = service.submit(teach(tmp_path / "a", steps=LONG))
    second, third = (service.submit(teach(tmp_path / name)) for name in "bc")
    learning(listener, first)
    service.pause(second)
    assert listener.first(Paused, second).step == 0
    service.cancel(first)
    assert isinstance(listener.ending(third), Done)
    assert states(service) == {second: "paused"}
    service.go_on(second)
    assert isinstance(listener.ending(second), Done)


def test_what_is_set_aside_keeps_its_place(service, listener, tmp_path):
    first, second, third = (service.submit(teach(tmp_path / name, steps=LONG)) for name in "abc")
    learning(listener, first)
    service.pause(first)
    learning(listener, second)
    assert states(service) == {second: "running", first: "paused", third: "queued"}
    service.go_on(first)
    assert states(service) == {second: "running", first: "queued", third: "queued"}
    service.cancel(second)
    listener.wait(lambda: states(service).get(first) == "running", "the first to go on")


def test_set_aside_it_is_cancelled_at_once(service, listener, tmp_path):
    job = service.submit(teach(tmp_path, steps=LONG))
    learning(listener, job)
    service.pause(job)
    listener.first(Paused, job)
    service.cancel(job)
    assert isinstance(listener.ending(job), WasCancelled)
    assert service.jobs() == ()


def test_whoever_changes_his_mind_is_heeded(service, listener, tmp_path):
    """A pause that is taken back, and a cancel after a pause, before either has happened."""
    job = service.submit(teach(tmp_path / "a", steps=40))
    learning(listener, job)
    service.pause(job)
    service.go_on(job)
    assert isinstance(listener.ending(job), Done)
    assert listener.of(Paused) == []
    assert steps(listener, job) == list(range(1, 41))
    job = service.submit(teach(tmp_path / "b", steps=LONG))
    learning(listener, job)
    service.pause(job)
    service.cancel(job)
    service.pause(job)
    service.go_on(job)
    assert isinstance(listener.ending(job), WasCancelled)
    assert listener.of(Paused) == []


def test_jobs_that_are_gone_on_with_at_once_are_done_and_unknown_ones_do_no_harm(service, listener):
    job, waiting = service.submit(Request("slowly", steps=20)), service.submit(QUICK)
    listener.first(StepDone, job)
    for one in (job, waiting, 999):
        service.pause(one)
        service.go_on(one)
    assert isinstance(listener.ending(job), Done)
    assert isinstance(listener.ending(waiting), Done)
    assert not listener.of(Paused, 999)


def test_it_is_set_aside_while_what_paints_still_starts(where, listener, tmp_path):
    service = GenerationService(HOSTS[where](engine=SlowToStart), listener)
    try:
        job = service.submit(teach(tmp_path, steps=5))
        time.sleep(0.2)
        service.pause(job)
        assert listener.first(Paused, job).step == 0
        assert steps(listener, job) == []
        service.go_on(job)
        assert isinstance(listener.ending(job), Done)
    finally:
        service.close()


# Pictures go first


@pytest.mark.parametrize("kind", ["picture", "map"])
def test_it_makes_way_for_pictures_and_maps_and_goes_on_by_itself(
    service, listener, tmp_path, kind
):
    job = service.submit(teach(tmp_path, "holds", steps=60))
    learning(listener, job)
    canny = MapRequest(Canny(), Pixels(np.zeros((30, 40, 4), np.uint8)))
    picture = service.submit(QUICK if kind == "picture" else canny)
    assert isinstance(listener.ending(picture), Done)
    assert steps(listener, job)[-1] < 60, "it was still at it"
    assert isinstance(listener.ending(job), Done)
    assert steps(listener, job) == list(range(1, 61))
    assert listener.of(Paused) == [], "nobody has set it aside"
    shown = [
        {one.id: one.state for one in queue.jobs}
        for queue in listener.of(QueueChanged)
        if picture in [one.id for one in queue.jobs]
    ]
    assert {picture: JobState.RUNNING, job: JobState.QUEUED} in shown


def test_pictures_in_a_row_do_not_let_it_begin_in_between(where, listener, tmp_path):
    rest = 4.0  # much longer than a busy machine lets this test wait
    service = GenerationService(HOSTS[where](engine=Puppet), listener, rest=rest)
    try:
        job = service.submit(teach(tmp_path, "holds", steps=60))
        learning(listener, job)
        for _ in range(4):
            begun = time.monotonic()
            assert isinstance(listener.ending(service.submit(QUICK)), Done)
            time.sleep(0.1)
        assert len(listener.of(Started, job)) == 1
        listener.wait(lambda: len(listener.of(Started, job)) == 2, "going on")
        assert time.monotonic() - begun > rest
        assert isinstance(listener.ending(job), Done)
    finally:
        service.close()


def test_whoever_asks_for_a_training_does_not_wait_for_the_rest(where, listener, tmp_path):
    service = GenerationService(HOSTS[where](engine=Puppet), listener, rest=1000)
    try:
        listener.ending(service.submit(QUICK))
        job = service.submit(teach(tmp_path, "holds", steps=60))
        learning(listener, job)
        listener.ending(service.submit(QUICK))
        assert states(service) == {job: "queued"}
        service.pause(job)
        service.go_on(job)
        assert isinstance(listener.ending(job), Done)
    finally:
        service.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("underpaint")]


def test_the_queue_stands_in_the_order_in_which_it_runs(service, listener, tmp_path):
    first = service.submit(Request("wait"))
    teaching = [service.submit(teach(tmp_path / name)) for name in "ab"]
    front = service.submit(teach(tmp_path / "c"), front=True)
    pictures = [service.submit(QUICK) for _ in range(2)]
    service.move(teaching[1], 0)
    service.move(pictures[0], 99)
    wanted = [pictures[1], pictures[0], teaching[1], front, teaching[0]]
    assert [job.id for job in service.jobs()] == [first, *wanted]
    service.cancel(first)
    listener.idle()
    assert [event.job for event in listener.of(Done)] == wanted


def test_two_trainings_run_one_after_the_other_whatever_comes_between(service, listener, tmp_path):
    first, second = (service.submit(teach(tmp_path / name, steps=30)) for name in "ab")
    learning(listener, first)
    listener.ending(service.submit(QUICK))
    assert isinstance(listener.ending(second), Done)
    assert [event.job for event in listener.of(Done)][1:] == [first, second]
    assert steps(listener, first) == steps(listener, second) == list(range(1, 31))


# The whole queue


def test_pausing_the_queue_stops_it_after_a_step(service, listener, tmp_path):
    job = service.submit(teach(tmp_path, "holds", steps=60))
    learning(listener, job)
    service.pause()
    listener.wait(lambda: states(service) == {job: "queued"}, "the training to leave")
    step = steps(listener, job)[-1]
    time.sleep(REST + 0.2)
    assert steps(listener, job)[-1] == step
    assert listener.of(Paused) == []
    service.resume()
    assert isinstance(listener.ending(job), Done)
    assert steps(listener, job) == list(range(1, 61))


def test_cancelling_stops_it_within_a_step_and_the_next_one_runs(service, listener, tmp_path):
    job = service.submit(teach(tmp_path, steps=LONG))
    learning(listener, job)
    service.cancel(job)
    assert isinstance(listener.ending(job), WasCancelled)
    assert isinstance(listener.ending(service.submit(QUICK)), Done)


def test_cancelling_all_takes_trainings_along(service, listener, tmp_path):
    jobs = [service.submit(teach(tmp_path / name, steps=LONG)) for name in "abc"]
    learning(listener, jobs[0])
    service.pause(jobs[1])
    service.cancel_all()
    listener.idle()
    assert sorted(event.job for event in listener.of(WasCancelled)) == jobs


def test_one_that_fails_says_why_and_the_next_one_runs(service, listener, tmp_path):
    failed = listener.ending(service.submit(teach(tmp_path / "a", "fail")))
    assert (failed.cause, failed.remedy) == ("It does not work.", "Do something else.")
    assert isinstance(listener.ending(service.submit(teach(tmp_path / "b"))), Done)


# Closing, and dying


def test_closing_lets_it_save_itself_and_the_same_request_goes_on(where, tmp_path):
    request, listener = teach(tmp_path, "holds", steps=60), Listener()
    service = GenerationService(HOSTS[where](engine=Puppet), listener)
    job, waiting = service.submit(request), service.submit(teach(tmp_path / "waits"))
    learning(listener, job, beyond=3)
    before = time.monotonic()
    service.close()
    assert time.monotonic() - before < NOT_AWAITED
    assert isinstance(listener.ending(job), WasCancelled)
    assert isinstance(listener.ending(waiting), WasCancelled)
    assert not [t for t in threading.enumerate() if t.name.startswith("underpaint")]
    assert shared_segments() == []
    last, again = steps(listener, job)[-1], Listener()
    service = GenerationService(HOSTS[where](engine=Puppet), again)
    try:
        job = service.submit(request)
        assert isinstance(again.ending(job), Done)
        assert steps(again, job) == list(range(last + 1, 61))
    finally:
        service.close()


def test_closing_does_not_wait_for_one_that_rests(where, listener, tmp_path):
    service = GenerationService(HOSTS[where](engine=Puppet), listener, rest=1000)
    job = service.submit(teach(tmp_path, steps=LONG))
    learning(listener, job)
    listener.ending(service.submit(QUICK))
    before = time.monotonic()
    service.close()
    assert time.monotonic() - before < NOT_AWAITED
    assert isinstance(listener.ending(job), WasCancelled)
    assert not [t for t in threading.enumerate() if t.name.startswith("underpaint")]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
class TestChild:
    def test_closing_ends_one_that_does_not_save_itself_in_time(self, tmp_path):
        listener = Listener()
        service = GenerationService(ProcessHost(engine=Puppet), listener)
        job = service.submit(teach(tmp_path, "deaf"))
        listener.first(TrainingTold, job)
        before = time.monotonic()
        service.close()
        assert time.monotonic() - before < NOT_AWAITED
        assert isinstance(listener.ending(job), WasCancelled)

    def test_killed_it_says_where_it_would_go_on(self, tmp_path):
        listener = Listener()
        service = GenerationService(ProcessHost(engine=Puppet), listener)
        try:
            failed = listener.ending(service.submit(teach(tmp_path, "die")))
            assert isinstance(failed, Failed)
            assert "memory" in failed.cause and "goes on from step 2" in failed.remedy
            again = service.submit(teach(tmp_path))
            assert isinstance(listener.ending(again), Done)
            assert steps(listener, again) == [3, 4, 5]
        finally:
            service.close()

    def test_a_pause_is_not_given_up_however_long_it_takes(self, tmp_path):
        listener = Listener()
        service = GenerationService(ProcessHost(engine=Puppet, patience=0.2), listener)
        try:
            job = service.submit(teach(tmp_path, "deaf"))
            listener.first(TrainingTold, job)
            service.pause(job)
            time.sleep(0.6)
            assert states(service) == {job: "running"}, "what it learned is worth the wait"
            service.cancel(job)
            assert isinstance(listener.ending(job), WasCancelled)
        finally:
            service.close()

    def test_killed_while_it_is_asked_to_leave_it_fails_with_a_remedy(self, tmp_path):
        listener, host = Listener(), ProcessHost(engine=Puppet)
        service = GenerationService(host, listener, rest=REST)
        try:
            job = service.submit(teach(tmp_path, "deaf"))
            listener.first(TrainingTold, job)
            picture = service.submit(QUICK)
            assert host.pid is not None
            os.kill(host.pid, 9)
            failed = listener.ending(job)
            assert isinstance(failed, Failed) and "begins anew" in failed.remedy
            assert isinstance(listener.ending(picture), Done)
        finally:
            service.close()


def test_requests_cross_equal(tmp_path: Path):
    from core.generation.hosts.wire import in_one_piece, opened

    request = teach(tmp_path, "x")
    assert opened(in_one_piece(request), None) == request
