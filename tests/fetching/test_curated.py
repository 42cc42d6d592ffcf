"""The list leads every artist to a model that runs on the machine at hand."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from core.fetching.address import read_address
from core.fetching.curated import (
    KINDS,
    Good,
    curated,
    fits,
    fits_streamed,
    quicker,
    recommended,
)
from core.fetching.hardware import Hardware, find, largest_of
from core.models import union_controls
from core.models.controls import kind_of
from core.techniques import techniques

GB = 1 << 30


def test_every_entry_can_be_fetched_and_says_what_it_is_for() -> None:
    ids = [one.id for one in curated()]
    assert len(set(ids)) == len(ids)
    for one in curated():
        assert read_address(one.wanted.repo) == type(one.wanted)(one.wanted.repo)
        assert one.about.endswith(".") and one.licence and one.kind in KINDS
        assert 0 < one.size < 50 and 0 < one.memory < 50
        assert set(one.techniques) <= set(techniques())


def test_techniques_that_need_weights_have_a_good_model() -> None:
    there = {id for one in curated() for id in one.techniques}
    assert there >= {
        "controlnet", "t2i_adapter", "reference", "instruct_pix2pix", "depth2image", "dreambooth",
        "pix2pix_zero",
    }  # fmt: skip


def test_each_family_to_begin_with_has_what_techniques_need() -> None:
    """Stable Diffusion 1.5, SDXL and a fast model."""
    there = {(id, one.family) for one in curated() for id in one.techniques}
    for id in ("controlnet", "t2i_adapter", "reference"):
        assert {(id, "sd1"), (id, "sdxl")} <= there, id
    assert ("controlnet", "z-image") in there
    for family in ("sd1", "sdxl"):
        kinds = {kind_of(_published(one)) for one in curated()
                 if one.family == family and "controlnet" in one.techniques}  # fmt: skip
        assert kinds >= {"canny", "scribble", "depth", "openpose"}


def _published(one: Good) -> str:
    """The name by which it is told what a control model's maps show."""
    return PurePosixPath(one.wanted.within[0] if one.wanted.within else one.wanted.repo).stem


def test_every_control_model_tells_by_its_name_what_its_maps_show() -> None:
    for one in curated():
        if one.kind == "control":
            several = "union" in one.wanted.repo.lower()
            assert several or kind_of(_published(one)), one.title


def test_one_net_for_all_kinds_comes_before_those_for_one() -> None:
    """It is less to fetch than any two of them."""
    nets = [one for one in curated() if one.family == "sdxl" and "controlnet" in one.techniques]
    union, *single = nets
    assert union.wanted.within == (f"{union_controls.PROMAX}.safetensors",)
    assert {kind_of(_published(one)) for one in single} <= set(union_controls.MODES)
    assert union.size < sum(sorted(one.size for one in single)[:2])


@pytest.mark.parametrize(
    ("hardware", "first"),
    [
        (Hardware(16 * GB), "dreamshaper"),
        (Hardware(4 * GB), "dreamshaper"),
        (Hardware(64 * GB), "dreamshaper"),
        (Hardware(16 * GB, 6 * GB), "dreamshaper"),
        (Hardware(16 * GB, 8 * GB), "sdxl"),
        (Hardware(32 * GB, 12 * GB), "sdxl"),
        (Hardware(32 * GB, 16 * GB), "sdxl"),
        (Hardware(64 * GB, 24 * GB), "flux2-klein"),
        (Hardware(64 * GB, 48 * GB), "z-image-turbo"),
        (Hardware(16 * GB, shared=True), "sdxl"),
        (Hardware(), "dreamshaper"),
    ],
)
def test_the_first_model_suits_the_machine(hardware: Hardware, first: str) -> None:
    assert recommended(hardware).id == first


@pytest.mark.parametrize("memory", [0, 4, 6, 8, 12, 16, 24, 48, 96])
def test_what_is_recommended_is_given_to_everybody_and_may_be_worked_with(memory: int) -> None:
    for hardware in (Hardware(64 * GB, memory * GB), Hardware(memory * GB)):
        best = recommended(hardware)
        assert best.commercial and not best.is_gated


def test_where_steps_take_long_something_that_needs_fewer_is_recommended_too() -> None:
    slow, fast = Hardware(16 * GB), Hardware(16 * GB, 8 * GB)
    beside = quicker(slow, recommended(slow))
    assert beside is not None and beside.id == "lcm-sd15"
    assert quicker(fast, recommended(fast)) is None
    assert quicker(Hardware(), recommended(Hardware())) is None


def test_a_card_of_8_gb_has_everything_of_both_families() -> None:
    """Whole, or part by part from the machine's memory."""
    card = Hardware(32 * GB, 8 * GB)
    for one in curated():
        if one.family in ("sd1", "sd2", "sdxl"):
            assert fits(one, card) or fits_streamed(one, card), one.title


def test_it_is_said_what_fits() -> None:
    small = next(one for one in curated() if one.id == "sd15")
    large = next(one for one in curated() if one.id == "sdxl")
    card = Hardware(16 * GB, 6 * GB, "A card")
    assert (fits(small, card), fits(large, card)) == (True, False)
    assert fits(small, Hardware()) is None
    # A card that is too small for all of it streams what the machine's memory has room for.
    assert fits_streamed(large, card) and not fits_streamed(large, Hardware(8 * GB, 6 * GB))
    assert not fits_streamed(large, Hardware(64 * GB)), "a processor reads the disk, which is slow"
    flux = next(one for one in curated() if one.id == "flux-schnell")
    assert fits_streamed(flux, Hardware(64 * GB, 8 * GB))
    assert not fits_streamed(flux, Hardware(32 * GB, 8 * GB))
    assert card.in_words == "A card, 6 GB"


def test_the_machine_is_looked_at_whatever_it_has() -> None:
    assert find().memory > 0
    assert largest_of("A, 6144\nB, with comma, 12288\nbroken\n") == ("B, with comma", 12288 << 20)
    assert largest_of("[N/A]") is None
