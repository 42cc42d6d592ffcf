"""Live painting in the service: after all that was asked for, in no queue, and never in its way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.generation.events import (
    Done,
    JobState,
    QueueChanged,
    Started,
    StepDone,
    TrainingTold,
    WasCancelled,
)
from core.generation.service import GenerationService
from core.request import Request
from tests.generation.engines import Puppet, teach
from tests.generation.listening import Listener, shared_segments
from tests.generation.test_service import HOSTS

QUICK = Request("paint", steps=2, width=8, height=8)
WAITS = Request("wait", steps=2, width=8, height=8)
"""Runs until it is cancelled."""


@pytest.fixture(params=HOSTS, scope="module")
def shared(request: pytest.FixtureRequest) -> Iterator[tuple[GenerationService, Listener]]:
    """A service on each host, for all tests: a process takes its time to start."""
    listener = Listener()
    service = GenerationService(HOSTS[request.param](engine=Puppet), listener, rest=0.05)
    yield service, listener
    service.close()
    assert shared_segments() == []


@pytest.fixture
def service(shared: tuple[GenerationService, Listener]) -> Iterator[GenerationService]:
    yield shared[0]
    shared[0].cancel_all()
    shared[1].ending(shared[0].submit(QUICK))
    shared[1].idle()


@pytest.fixture
def listener(shared: tuple[GenerationService, Listener]) -> Listener:
    shared[1].events.clear()
    return shared[1]


def test_of_live_pictures_the_latest_alone_waits(
    service: GenerationService, listener: Listener
) -> None:
    runs = service.submit_live(WAITS)
    listener.first(Started, runs)
    waiting = [service.submit_live(QUICK) for _ in range(5)]
    for job in waiting[:-1]:
        assert isinstance(listener.ending(job), WasCancelled)
    assert not listener.of(WasCancelled, runs), "what runs is finished, unless it is cancelled"
    service.cancel(runs)
    assert isinstance(listener.ending(waiting[-1]), Done)
    assert [event.job for event in listener.of(Started)] == [runs, waiting[-1]]


def test_no_queue_tells_of_live_pictures(service: GenerationService, listener: Listener) -> None:
    runs = service.submit_live(WAITS)
    listener.first(Started, runs)
    service.submit_live(QUICK)
    assert service.jobs() == ()
    assert not listener.of(QueueChanged)


def test_a_picture_that_is_asked_for_goes_before_live_ones(
    service: GenerationService, listener: Listener
) -> None:
    runs = service.submit_live(WAITS)
    listener.first(Started, runs)
    waits = service.submit_live(QUICK)
    asked = service.submit(QUICK)
    assert isinstance(listener.ending(runs), WasCancelled)
    assert isinstance(listener.ending(asked), Done)
    assert isinstance(listener.ending(waits), Done)
    assert [event.job for event in listener.of(Started)] == [runs, asked, waits]


def test_a_live_picture_that_waits_can_be_cancelled(
    service: GenerationService, listener: Listener
) -> None:
    asked = service.submit(WAITS)
    listener.first(Started, asked)
    waits = service.submit_live(QUICK)
    service.cancel(waits)
    assert isinstance(listener.ending(waits), WasCancelled)
    service.cancel(asked)
    listener.ending(asked)
    listener.idle()
    assert not listener.of(Started, waits)


def test_a_queue_that_is_paused_does_not_hold_live_painting(
    service: GenerationService, listener: Listener
) -> None:
    service.pause()
    asked = service.submit(QUICK)
    live = service.submit_live(QUICK)
    assert isinstance(listener.ending(live), Done)
    assert [job.id for job in service.jobs()] == [asked]
    service.resume()
    assert isinstance(listener.ending(asked), Done)


def test_a_training_does_not_make_way_for_live_painting(
    service: GenerationService, listener: Listener, tmp_path: Path
) -> None:
    training = service.submit(teach(tmp_path, steps=100_000))
    listener.first(TrainingTold, training)
    live = service.submit_live(QUICK)
    before = len(listener.of(TrainingTold, training))
    listener.wait(lambda: len(listener.of(TrainingTold, training)) > before + 4, "some steps")
    assert service.jobs()[0].state is JobState.RUNNING
    assert not listener.of(Started, live)
    service.pause(training)
    assert isinstance(listener.ending(live), Done)


def test_closing_ends_live_pictures_too() -> None:
    listener = Listener()
    service = GenerationService(HOSTS["thread"](engine=Puppet), listener)
    runs = service.submit_live(WAITS)
    listener.first(Started, runs)
    waits = service.submit_live(QUICK)
    service.close()
    assert all(isinstance(listener.ending(job), WasCancelled) for job in (runs, waits))
    assert not listener.of(StepDone, waits)
