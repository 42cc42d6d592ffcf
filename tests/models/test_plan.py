"""Which plan is chosen for a budget, and what each is expected to need."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.estimate import Need
from core.models.plan import (
    AUTOMATIC,
    CHOICES,
    EXACT,
    FOUR_BIT,
    PLANS,
    SMALL_TILE,
    STREAMED,
    TURNS,
    WHOLE,
    choose,
    leaner,
    possible,
)

GB = 10**9
SDXL = Need(
    encoders=int(1.6 * GB), denoiser=int(5.1 * GB), autoencoder=int(0.33 * GB), further=0,
    reading=50_000_000, denoising=int(0.35 * GB), coding=int(3.2 * GB),
    coding_tiled=int(0.8 * GB), block=int(0.25 * GB), frame=int(0.1 * GB),
    compressed={8: int(3.2 * GB), 4: int(2.2 * GB)},
)  # fmt: skip
"""About what SDXL needs for 1024² in 16 bits."""


def test_what_fits_whole_stays_whole() -> None:
    chosen = choose(SDXL, 12 * GB)
    assert chosen.plan == WHOLE and chosen.fits
    assert chosen.bytes == SDXL.weights + SDXL.coding


def test_on_eight_gigabytes_the_autoencoder_gets_small_tiles_before_parts_take_turns() -> None:
    assert choose(SDXL, 8 * GB).plan == replace(WHOLE, tile=SMALL_TILE)


def test_on_six_gigabytes_parts_take_turns() -> None:
    chosen = choose(SDXL, 6 * GB)
    assert chosen.plan == TURNS and chosen.fits


def test_on_four_gigabytes_the_denoiser_is_streamed() -> None:
    assert choose(SDXL, 4 * GB).plan == STREAMED


def test_pictures_only_change_when_no_exact_plan_fits() -> None:
    huge_layers = replace(SDXL, streams=False)
    assert choose(huge_layers, 4.9 * GB).plan.bits == 8
    assert choose(huge_layers, 3.4 * GB).plan == replace(FOUR_BIT, tile=SMALL_TILE)


def test_what_fits_in_no_way_is_tried_in_the_leanest() -> None:
    chosen = choose(SDXL, 10**8)
    assert not chosen.fits
    assert chosen.bytes == min(SDXL.peak(replace(p, tile=SMALL_TILE)) for p in PLANS.values())


def test_the_artist_decides() -> None:
    for name in PLANS:
        assert choose(SDXL, 24 * GB, name).plan == PLANS[name]
    assert set(CHOICES) == {AUTOMATIC, *PLANS}


def test_weights_that_a_run_changes_are_not_compressed() -> None:
    edited = replace(SDXL, edited=True)
    assert possible(edited, FOUR_BIT) == STREAMED
    assert choose(edited, 10**8).plan.bits == 0


def test_what_cannot_be_read_in_blocks_takes_turns_as_a_whole() -> None:
    assert possible(replace(SDXL, streams=False), STREAMED) == TURNS


def test_text_encoders_that_are_larger_than_the_card_are_streamed_too() -> None:
    flux = replace(
        SDXL, encoders=int(9.8 * GB), denoiser=24 * GB, encoder_block=int(0.5 * GB),
        streams_encoders=True,
    )  # fmt: skip
    chosen = choose(flux, 7 * GB)
    assert chosen.plan.id == "streamed" and chosen.fits
    assert not choose(replace(flux, streams_encoders=False), 7 * GB).fits
    # A transformer that is packed (GGUF) stays whole, and its text encoders are streamed.
    packed = replace(flux, denoiser=6 * GB, streams=False)
    chosen = choose(packed, 7 * GB)
    assert chosen.plan.streamed and chosen.bytes > packed.denoiser and chosen.fits


def test_after_memory_ran_out_each_plan_is_followed_by_one_that_needs_less() -> None:
    plan, seen = WHOLE, []
    while (following := leaner(SDXL, plan)) is not None:
        assert SDXL.peak(following) < SDXL.peak(plan)
        seen.append(following.id)
        plan = following
    assert seen[:2] == ["whole", "turns"] and "streamed" in seen


sizes = st.integers(0, 20 * GB)


@given(sizes, sizes, sizes, sizes, sizes, st.booleans(), st.booleans(), st.integers(1, 40 * GB))
def test_the_plan_that_is_chosen_fits_or_none_does(
    encoders: int, denoiser: int, autoencoder: int, denoising: int, coding: int,
    edited: bool, shared: bool, budget: int,
) -> None:  # fmt: skip
    need = Need(
        encoders, denoiser, autoencoder, 0, encoders // 50, denoising, coding, coding // 4,
        denoiser // 20, denoiser // 100, {8: denoiser // 2, 4: denoiser // 4},
        edited=edited, shared=shared,
    )  # fmt: skip
    chosen = choose(need, budget)
    assert chosen.bytes == need.peak(chosen.plan)
    assert chosen.fits == (chosen.bytes <= budget)
    everything = [replace(plan, tile=SMALL_TILE) for plan in PLANS.values()]
    if not chosen.fits:
        assert all(need.peak(plan) > budget for plan in everything if possible(need, plan) == plan)
    elif chosen.plan.bits:
        assert all(need.peak(replace(plan, tile=SMALL_TILE)) > budget for plan in EXACT)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_no_plan_is_expected_to_need_more_than_the_whole(plan) -> None:
    assert SDXL.peak(plan) <= SDXL.peak(WHOLE)
