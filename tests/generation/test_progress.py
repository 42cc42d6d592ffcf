"""Seconds of stages, and seconds left."""

from __future__ import annotations

import pytest

from core.generation.events import Stage
from core.generation.progress import Countdown, Stages


class Watch:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_each_stage_is_told_as_it_begins_and_its_seconds_add_up():
    watch, told = Watch(), []
    stages = Stages(told.append, watch)
    with stages(Stage.LOAD):
        watch.now += 2
    watch.now += 5  # between stages
    stages(Stage.ENCODE)  # begun without a `with`: the next one ends it
    watch.now += 1
    with stages(Stage.DENOISE):
        watch.now += 3
    with stages(Stage.DENOISE):
        watch.now += 4
    assert told == [Stage.LOAD, Stage.ENCODE, Stage.DENOISE, Stage.DENOISE]
    assert stages.seconds == {"load": 2, "encode": 1, "denoise": 7}


def test_seconds_left_follow_the_steps_and_count_what_comes_after_them():
    watch = Watch()
    countdown = Countdown(tail=4.0, clock=watch)
    watch.now = 30.0  # the first step warms up
    assert countdown.step(1, 10) is None
    watch.now += 2
    assert countdown.step(2, 10) == pytest.approx(8 * 2 + 4)
    watch.now += 2
    assert countdown.step(3, 10) == pytest.approx(7 * 2 + 4)


def test_pictures_that_follow_each_other_each_have_a_tail():
    watch = Watch()
    countdown = Countdown(tail=4.0, clock=watch, turns=3)
    left = {}
    for step in range(1, 7):
        watch.now += 2
        left[step] = countdown.step(step, 6)
    assert left == {
        1: None,
        2: pytest.approx(4 * 2 + 3 * 4),  # the first picture is not developed yet
        3: pytest.approx(3 * 2 + 2 * 4),
        4: pytest.approx(2 * 2 + 2 * 4),
        5: pytest.approx(1 * 2 + 4),
        6: pytest.approx(4),
    }


def test_one_slow_step_does_not_upset_the_estimate():
    watch = Watch()
    countdown = Countdown(tail=0.0, clock=watch)
    left = None
    for step in range(1, 9):
        watch.now += 60 if step == 7 else 1
        left = countdown.step(step, 20)
    assert left == pytest.approx(12)


def test_the_first_job_reckons_with_a_decode_as_well():
    watch = Watch()
    countdown = Countdown(clock=watch)
    countdown.step(1, 3)
    watch.now += 10
    assert 20 < countdown.step(2, 3) < 30


def test_quick_steps_are_told_thirty_times_a_second_and_the_last_always():
    watch = Watch()
    countdown = Countdown(clock=watch)
    told = []
    for step in range(1, 1001):
        watch.now += 0.001
        if countdown.worth_telling(step, 1000):
            told.append(step)
    assert told[0] == 1 and told[-1] == 1000
    assert 25 <= len(told) <= 33
