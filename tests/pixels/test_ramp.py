"""Ramps: stops in their order, with the colours in hand where they ask for them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pixels.ramp import FOREGROUND_TO_BACKGROUND, Ramp, Source, Stop

PLACES = st.integers(0, 997).map(lambda place: place / 997)
STOPS = st.builds(
    Stop,
    PLACES,
    st.tuples(*[st.integers(0, 255)] * 3),
    PLACES,
    st.sampled_from(Source),
)
RAMPS = st.lists(STOPS, min_size=1, max_size=9).map(Ramp.of)


def at(ramp: Ramp, *places: float) -> list[list[float]]:
    return ramp.values(np.array(places, np.float32)).tolist()


def test_the_colours_in_hand_stand_where_they_are_asked_for() -> None:
    ramp = FOREGROUND_TO_BACKGROUND.in_colours((10, 20, 30), (50, 60, 70))
    assert at(ramp, 0, 0.5, 1) == [[10, 20, 30, 255], [30, 40, 50, 255], [50, 60, 70, 255]]


def test_before_the_first_stop_and_behind_the_last_it_is_even() -> None:
    ramp = Ramp((Stop(0.25, (8, 8, 8)), Stop(0.75, (16, 16, 16))))
    assert [value[0] for value in at(ramp, 0, 0.25, 0.5, 0.75, 1)] == [8, 8, 12, 16, 16]


def test_two_stops_at_one_place_are_a_hard_edge() -> None:
    ramp = Ramp((Stop(0.5, (8, 8, 8)), Stop(0.5, (16, 16, 16))))
    assert [value[0] for value in at(ramp, 0, 0.499, 0.5, 1)] == [8, 8, 16, 16]
    assert ramp.edges == (0.5,)


@pytest.mark.parametrize(
    "stops",
    [
        (),
        (Stop(1.5),),
        (Stop(-0.1),),
        (Stop(0.5), Stop(0.2)),
        (Stop(float("nan")),),
        (Stop(0, opacity=2),),
    ],
)
def test_what_is_no_ramp_is_none(stops: tuple[Stop, ...]) -> None:
    with pytest.raises(ValueError):
        Ramp(stops)


@given(RAMPS, PLACES)
def test_colours_are_premultiplied_and_within_their_range(ramp: Ramp, place: float) -> None:
    (value,) = at(ramp, place)
    assert all(0 <= channel <= value[3] + 1e-3 for channel in value[:3]) and value[3] <= 255.001


@given(RAMPS, PLACES)
def test_a_stop_that_is_added_changes_nothing(ramp: Ramp, place: float) -> None:
    if place in {stop.position for stop in ramp.stops}:
        return
    ramp = ramp.in_colours((1, 2, 3), (200, 100, 0))
    new = ramp.stop_at(place)
    more = Ramp.of((*ramp.stops, new))
    places = np.linspace(0, 1, 50, dtype=np.float32)
    assert ramp.values(places) == pytest.approx(more.values(places), abs=1)


@given(RAMPS)
def test_turned_round_twice_it_is_the_same(ramp: Ramp) -> None:
    again = ramp.turned_round().turned_round()
    assert [stop.position for stop in again.stops] == pytest.approx(
        [stop.position for stop in ramp.stops]
    )
    places = np.array([0.013, 0.41, 0.77], np.float32)
    assert ramp.values(places) == pytest.approx(ramp.turned_round().values(1 - places), abs=0.5)
