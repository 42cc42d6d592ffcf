"""Subjects are also shown smaller and larger, as Custom Diffusion has it; the caption says so."""

from __future__ import annotations

from collections import Counter

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.geometry import Size
from core.training import buckets, resizing
from core.training.dealing import Dice
from core.training.latents import Moments
from core.training.resizing import FAR, NEAR, Resized
from tests.training.test_dealing import dealer, example, plan

OWN = buckets.fit(Size(100, 80), 64, 16)


@given(
    st.integers(40, 900), st.integers(40, 900), st.sampled_from([64, 256, 512]), st.integers(0, 99)
)
def test_what_is_drawn_fits_the_bucket_and_was_encoded_before(
    width: int, height: int, side: int, seed: int
) -> None:
    own = buckets.fit(Size(width, height), side, 16)
    found = resizing.drawn(own, 8, Dice(seed))
    assert found.fit in resizing.fits(own, 8)
    assert found.fit.size.width % 8 == found.fit.size.height % 8 == 0
    assert found.fit.cut.width <= found.fit.scaled.width - found.fit.cut.x
    assert found.fit.cut.height <= found.fit.scaled.height - found.fit.cut.y
    rows, columns = (side // 8 for side in (own.size.height, own.size.width))
    shape = (4, found.fit.size.height // 8, found.fit.size.width // 8)
    seen = found.placed(
        Moments(torch.ones(shape), torch.ones(shape)),
        Moments(torch.zeros(4, rows, columns), torch.zeros(4, rows, columns)),
    )
    assert seen.mean.shape == (4, rows, columns)
    part = min(shape[1], rows) * min(shape[2], columns)
    assert seen.mean[0].sum() == seen.deviation[0].sum() == part
    counted = found.mask(torch.ones(1, *shape[1:]), rows, columns)
    assert counted.shape == (1, rows, columns)
    if part < rows * columns:
        assert counted.sum() <= part
        assert bool((counted[seen.mean[:1] == 0] == 0).all()), "nothing around it counts"


def test_two_of_three_are_smaller_and_much_smaller_ones_are_said_to_be() -> None:
    dice, own = Dice(5), buckets.fit(Size(512, 512), 512, 64)
    found = [resizing.drawn(own, 8, dice) for _ in range(900)]
    larger = [one for one in found if one.fit.size.width > 512]
    assert 250 < len(larger) < 350
    assert {one.words for one in larger} == set(NEAR)
    for one in found:
        if one.fit.size.width < 0.6 * 512:
            assert one.words in FAR
        elif one.fit.size.width <= 512:
            assert not one.words
    places = Counter(one.left for one in found if one.fit.size.width == 256)
    assert len(places) > 20, "anywhere"


@pytest.mark.parametrize(
    ("caption", "told"),
    [
        ("a <zorb> toy", "a small <zorb> toy"), ("An apple", "a small apple"),
        ("photo of a toy", "small photo of a toy"), ("", ""),
    ],
)  # fmt: skip
def test_captions(caption: str, told: str) -> None:
    assert Resized(OWN, 0, 0, "small").caption(caption) == told
    assert Resized(OWN, 0, 0).caption(caption) == caption


def test_what_is_remembered_stays_as_it_is() -> None:
    how = plan(kind="custom_diffusion", batch=2, flips=False)
    examples = [example(1), example(2, prior=True)]
    dealt = dealer(how, examples)
    smaller = 0
    for _ in range(40):
        (batch,) = dealt.deal()
        assert batch.mask is not None
        for row, caption in enumerate(batch.captions):
            if caption.endswith("c2"):
                assert caption == "c2"
                assert bool((batch.mask[row] == 1).all())
                assert bool((batch.clean[row] == 1).all())
            else:
                inside = batch.mask[row] == 1
                assert bool(batch.clean[row][inside.expand(4, -1, -1)].eq(0.5).all())
                smaller += int(not bool(inside.all()))
    assert smaller > 20


def test_it_can_be_left_out() -> None:
    how = plan(kind="custom_diffusion", resizes=False)
    (batch,) = dealer(how, [example(1)]).deal()
    assert batch.mask is None
    assert batch.captions == ("c1",)
