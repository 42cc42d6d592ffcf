"""What the queue and both hosts promise; the same tests for each."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from core.control.edges import Canny
from core.generation.events import (
    Done,
    Failed,
    HostChanged,
    HostState,
    JobState,
    Preview,
    QueueChanged,
    StageBegun,
    Started,
    StepDone,
    WasCancelled,
)
from core.generation.hosts import ENDINGS
from core.generation.hosts.process import ProcessHost
from core.generation.hosts.thread import ThreadHost
from core.generation.maps import MapRequest
from core.generation.maps import made as made_here
from core.generation.service import GenerationService
from core.geometry import Rect
from core.models.shelf import Shelf
from core.request import Pixels, Request
from tests.generation.engines import Puppet, SlowToStart, Unstartable
from tests.generation.listening import Listener, shared_segments

HOSTS = {"thread": ThreadHost, "process": ProcessHost}
QUICK = Request("paint", steps=3, width=8, height=8)
NOT_AWAITED = 30
"""Seconds, on the busiest machine: what is not waited for would take a minute and more."""


@pytest.fixture(params=HOSTS)
def home(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def service(home: str, listener: Listener) -> Iterator[GenerationService]:
    service = GenerationService(HOSTS[home](engine=Puppet), listener)
    yield service
    service.close()
    assert shared_segments() == []


def test_a_job_is_told_from_start_to_end(service, listener):
    job = service.submit(replace(QUICK, batch=2, seed=7))
    done = listener.ending(job)
    assert isinstance(done, Done)
    told = [event for event in listener.events if getattr(event, "job", None) == job]
    assert isinstance(told[0], Started) and isinstance(told[1], StageBegun)
    assert [event.step for event in told if isinstance(event, StepDone)] == [1, 2, 3]
    assert told[-1] is done
    assert [(one.index, one.seed) for one in done.results] == [(0, 7), (1, 8)]
    assert [one.pixels[0, 0, 0] for one in done.results] == [0, 1]
    assert all(one.pixels.shape == (8, 8, 4) for one in done.results)


def test_every_job_ends_once_and_in_order_and_only_one_runs_at_a_time(service, listener):
    jobs = [service.submit(QUICK) for _ in range(5)]
    for job in jobs:
        listener.ending(job)
    endings = [event.job for event in listener.of(ENDINGS)]
    assert endings == jobs
    running = None
    for event in listener.events:
        if isinstance(event, Started):
            assert running is None
            running = event.job
        elif isinstance(event, ENDINGS):
            assert running == event.job
            running = None


def test_pixels_cross_unchanged_and_belong_to_the_receiver(service, listener):
    pixels = np.random.default_rng(0).integers(0, 256, (300, 200, 4), dtype=np.uint8)
    request = Request("echo", steps=1, source=Pixels(pixels.copy()), width=200, height=300)
    first = listener.ending(service.submit(request))
    second = listener.ending(service.submit(replace(request, source=Pixels(255 - pixels))))
    assert np.array_equal(first.results[0].pixels, pixels)
    assert np.array_equal(second.results[0].pixels, 255 - pixels)


def test_a_map_goes_through_the_same_queue_as_pictures(service, listener):
    picture = np.full((30, 40, 4), 255, np.uint8)
    picture[8:20, 10:30, :3] = 0
    wanted = MapRequest(Canny(low=20, high=60), Pixels(picture), "“Layer 1”")
    first = service.submit(Request("wait"))
    dropped, made = service.submit(wanted), service.submit(wanted)
    last = service.submit(QUICK)
    service.move(last, 0)
    service.cancel(dropped)
    assert [job.id for job in service.jobs()] == [first, last, made]
    assert service.jobs()[-1].request == wanted
    service.cancel(first)
    done = listener.ending(made)
    (result,) = done.results
    assert result.rect == Rect(0, 0, 40, 30)
    assert np.array_equal(result.pixels, made_here(wanted, Shelf()))
    assert (result.pixels[..., 3] == 255).all() and result.pixels[..., 0].any()
    assert isinstance(listener.ending(dropped), WasCancelled)
    assert not listener.of(Started, dropped)
    told = [event for event in listener.events if getattr(event, "job", None) == made]
    assert [type(event) for event in told] == [Started, StageBegun, Done]


def test_the_queue_is_told_with_the_running_job_first(service, listener):
    first = service.submit(Request("wait"))
    second, third = service.submit(QUICK), service.submit(QUICK)
    listener.first(Started, first)
    assert [(job.id, job.state) for job in service.jobs()] == [
        (first, JobState.RUNNING),
        (second, JobState.QUEUED),
        (third, JobState.QUEUED),
    ]
    listener.wait(
        lambda: [job.id for job in listener.of(QueueChanged)[-1].jobs] == [first, second, third],
        "the queue",
    )
    service.cancel(first)
    listener.idle()


def test_waiting_jobs_can_be_reordered_and_put_in_front(service, listener):
    first = service.submit(Request("wait"))
    a, b, c = (service.submit(QUICK) for _ in range(3))
    front = service.submit(QUICK, front=True)
    assert [job.id for job in service.jobs()] == [first, front, a, b, c]
    service.move(c, 0)
    service.move(a, 99)
    service.move(first, 2)  # the running one stays
    service.move(12345, 0)
    assert [job.id for job in service.jobs()] == [first, c, front, b, a]
    service.cancel(first)
    listener.idle()
    assert [event.job for event in listener.of(Done)] == [c, front, b, a]


def test_pausing_lets_the_running_job_finish_and_begins_no_other(service, listener):
    first = service.submit(Request("slowly", steps=10))
    second = service.submit(QUICK)
    listener.first(Started, first)
    service.pause()
    assert isinstance(listener.ending(first), Done)
    listener.wait(lambda: listener.of(QueueChanged)[-1].paused, "paused")
    time.sleep(0.1)
    assert [job.id for job in service.jobs()] == [second]
    assert not listener.of(Started, second)
    service.resume()
    assert isinstance(listener.ending(second), Done)


def test_a_waiting_job_is_cancelled_without_having_begun(service, listener):
    first, second = service.submit(Request("wait")), service.submit(QUICK)
    service.cancel(second)
    assert isinstance(listener.ending(second), WasCancelled)
    assert not listener.of(Started, second)
    service.cancel(first)
    assert isinstance(listener.ending(first), WasCancelled)


def test_a_running_job_stops_when_cancelled_and_the_next_one_runs(service, listener):
    job = service.submit(Request("slowly", steps=1000))
    listener.first(StepDone, job)
    service.cancel(job)
    assert isinstance(listener.ending(job), WasCancelled)
    assert len(listener.of(StepDone, job)) < 500
    assert isinstance(listener.ending(service.submit(QUICK)), Done)


def test_cancelling_all_empties_the_queue(service, listener):
    jobs = [service.submit(Request("wait")) for _ in range(4)]
    listener.first(Started, jobs[0])
    service.cancel_all()
    listener.idle()
    assert sorted(event.job for event in listener.of(WasCancelled)) == jobs
    assert service.jobs() == ()


def test_cancelling_what_is_over_or_unknown_does_nothing(service, listener):
    job = service.submit(QUICK)
    listener.ending(job)
    service.cancel(job)
    service.cancel(999)
    assert isinstance(listener.ending(service.submit(QUICK)), Done)
    assert not listener.of(WasCancelled)


def test_a_failed_job_says_why_and_the_next_one_runs(service, listener):
    failed = listener.ending(service.submit(Request("fail")))
    assert isinstance(failed, Failed)
    assert (failed.cause, failed.remedy) == ("It does not work.", "Do something else.")
    assert "Traceback" not in failed.cause and "Traceback" in failed.detail
    assert isinstance(listener.ending(service.submit(QUICK)), Done)


def test_previews_come_in_order_and_none_after_the_end(service, listener):
    job = service.submit(replace(QUICK, prompt="slowly", steps=40))
    listener.ending(job)
    listener.ending(service.submit(QUICK))
    steps = [event.step for event in listener.of(Preview, job)]
    assert steps and steps == sorted(set(steps))
    kinds = [type(event) for event in listener.events if getattr(event, "job", None) == job]
    assert kinds[-1] is Done
    assert all(event.pixels[0, 0, 0, 0] == event.step % 256 for event in listener.of(Preview, job))


def test_a_slow_listener_gets_the_latest_preview_and_at_most_one_waits(home):
    events, waiting = Listener(), []

    def slowly(event):
        events(event)
        with service._outbox._changed:
            pending = [e for e in service._outbox._events if isinstance(e, Preview)]
        waiting.append(len(pending))
        if isinstance(event, Preview):
            time.sleep(0.05)

    service = GenerationService(HOSTS[home](engine=Puppet), slowly)
    try:
        job = service.submit(replace(QUICK, steps=500))
        events.ending(job)
        assert len(events.of(StepDone, job)) == 500, "only previews are skipped"
        assert len(events.of(Preview, job)) < 250
        assert max(waiting) == 1
    finally:
        service.close()


def test_the_command_line_gets_every_preview(home):
    events = Listener()

    def slowly(event):
        time.sleep(0.001)
        events(event)

    service = GenerationService(HOSTS[home](engine=Puppet), slowly, every_preview=True)
    try:
        job = service.submit(replace(QUICK, steps=150))
        events.ending(job)
        assert [event.step for event in events.of(Preview, job)] == list(range(1, 151))
    finally:
        service.close()


def test_a_listener_that_fails_does_not_stop_the_service(home, caplog):
    events = Listener()

    def broken(event):
        events(event)
        if isinstance(event, StepDone):
            raise RuntimeError("a defect of the window")

    service = GenerationService(HOSTS[home](engine=Puppet), broken)
    try:
        assert isinstance(events.ending(service.submit(QUICK)), Done)
        assert "a defect of the window" in caplog.text
    finally:
        service.close()


def test_events_come_from_one_thread_in_one_order(service, listener):
    def submit_some() -> None:
        for _ in range(5):
            service.submit(QUICK)

    threads = [threading.Thread(target=submit_some) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    listener.wait(lambda: len(listener.of(Done)) == 20, "twenty jobs")
    assert listener.threads == {"underpaint-events"}


def test_closing_ends_everything_quickly(home):
    listener = Listener()
    service = GenerationService(HOSTS[home](engine=Puppet), listener)
    first, second = service.submit(Request("wait")), service.submit(QUICK)
    listener.first(Started, first)
    before = time.monotonic()
    service.close()
    service.close()
    assert time.monotonic() - before < NOT_AWAITED
    assert isinstance(listener.ending(first), WasCancelled)
    assert isinstance(listener.ending(second), WasCancelled)
    assert not [t for t in threading.enumerate() if t.name.startswith("underpaint")]
    assert shared_segments() == []
    assert listener.of(HostChanged)[-1].state is HostState.CLOSED
    with pytest.raises(RuntimeError, match="closed"):
        service.submit(QUICK)


def test_closing_at_once_ends_a_host_that_has_not_started(home):
    service = GenerationService(HOSTS[home](engine=SlowToStart), Listener())
    before = time.monotonic()
    service.close()
    assert time.monotonic() - before < NOT_AWAITED
    assert not [t for t in threading.enumerate() if t.name.startswith("underpaint")]


def test_an_engine_that_cannot_start_fails_each_job_with_a_remedy(home):
    listener = Listener()
    service = GenerationService(HOSTS[home](engine=Unstartable), listener)
    try:
        for _ in range(2):
            failed = listener.ending(service.submit(QUICK))
            assert isinstance(failed, Failed)
            assert "could not start" in failed.cause and "libcudart" in failed.cause
            assert failed.remedy and "Traceback" in failed.detail
    finally:
        service.close()


def test_the_home_of_the_device_is_told(service, listener):
    service.submit(QUICK)
    ready = listener.first(Done) and listener.of(HostChanged)
    assert HostState.STARTING in [event.state for event in ready]
    assert ready[-1].state is HostState.READY and ready[-1].device == "Puppet"


def test_a_job_can_be_cancelled_while_the_engine_is_still_starting(home):
    listener = Listener()
    service = GenerationService(HOSTS[home](engine=SlowToStart), listener)
    try:
        job = service.submit(QUICK)
        time.sleep(0.3)
        service.cancel(job)
        assert isinstance(listener.ending(job), WasCancelled)
        assert isinstance(listener.ending(service.submit(QUICK)), Done)
    finally:
        service.close()


def test_a_thread_host_starts_nothing_before_the_first_job():
    listener = Listener()
    service = GenerationService(ThreadHost(engine=Unstartable), listener)
    time.sleep(0.05)
    service.close()
    assert [event.state for event in listener.of(HostChanged)] == [HostState.CLOSED]
