"""How batches are dealt: what the papers ask of them, and the same again after an interruption."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from core.geometry import Size
from core.training.buckets import fit
from core.training.dealing import Dealer, Deck, Dice
from core.training.declare import Plan
from core.training.folders import Example
from core.training.latents import Moments
from core.training.plan import parse_plan


class Known:
    """Latents that tell which example they are of."""

    device = torch.device("cpu")
    scaling = 0.5
    factor = 8
    times = 1000

    def of(self, example: Example, how: Any, mirrored: bool, name: str = "picture") -> Moments:
        shape = (4, how.size.height // 8, how.size.width // 8)
        value = float(example.digest) * (-1 if mirrored else 1)
        return Moments(torch.full(shape, value), torch.zeros(shape))

    def empty(self, size: Size) -> Moments:
        shape = (4, size.height // 8, size.width // 8)
        return Moments(torch.zeros(shape), torch.zeros(shape))

    def map(self, example: Example, how: Any, mirrored: bool, name: str) -> torch.Tensor:
        raise AssertionError("no trainer asked to see it")

    def mask(self, example: Example, how: Any, mirrored: bool) -> torch.Tensor:
        value = 1.0 if example.mask is None else 0.0
        return torch.full((1, how.size.height // 8, how.size.width // 8), value)


def example(number: int, size: tuple[int, int] = (64, 64), **more: Any) -> Example:
    return Example(Path(f"{number}.png"), (f"c{number}",), Size(*size), str(number), **more)


def plan(**fields: Any) -> Plan:
    concept = {"folder": "x", "word": "<zorb>", "class_word": "toy"}
    named = {"concepts": [concept]} if "kind" in fields else {"pictures": [{"folder": "x"}]}
    return parse_plan({"kind": "lora"} | named | fields, Path())


def dealer(how: Plan, examples: list[Example], dice: Dice | None = None) -> Dealer:
    fits = [fit(one.size, 64, 16) for one in examples]
    return Dealer(how, examples, fits, Known(), dice or Dice(1))  # type: ignore[arg-type]


def test_each_card_comes_once_before_any_comes_again() -> None:
    deck, dice = Deck(range(7)), Dice(0)
    for _ in range(5):
        assert sorted(deck.deal(3, dice) + deck.deal(4, dice)) == list(range(7))
    assert Counter(deck.deal(14, dice)) == dict.fromkeys(range(7), 2)


def test_repeats_are_how_often_a_picture_comes() -> None:
    dealing = dealer(plan(batch=4), [example(1, repeats=3), example(2)])
    seen = Counter(caption for _ in range(5) for one in dealing.deal() for caption in one.captions)
    assert seen == {"c1": 15, "c2": 5}


def test_what_is_learned_and_remembered_come_in_equal_numbers_in_one_batch() -> None:
    """Ruiz et al. 2022, eq. 2: the mean over the subject, and λ times that over the class."""
    examples = [example(1), example(2), *(example(n, prior=True, weight=0.3) for n in (3, 4, 5, 6))]
    for _ in range(4):
        (batch,) = dealer(plan(batch=2), examples).deal()
        assert {"c1", "c2"} == set(batch.captions[:2])
        assert set(batch.captions[2:]) <= {"c3", "c4", "c5", "c6"}
        assert batch.weights.tolist() == pytest.approx([0.5, 0.5, 0.15, 0.15])


def test_of_other_sizes_they_come_in_batches_of_their_own() -> None:
    batches = dealer(plan(batch=2), [example(1, (128, 64)), example(2, prior=True)]).deal()
    assert [one.clean.shape for one in batches] == [(2, 4, 6, 10), (2, 4, 8, 8)]
    assert sum(float(one.weights.sum()) for one in batches) == pytest.approx(2)


def test_all_pictures_of_a_batch_are_of_one_size_and_sizes_come_by_their_number() -> None:
    wide, square = [example(n, (128, 64)) for n in (1, 2, 3)], [example(4)]
    dealing = dealer(plan(batch=2), [*wide, *square])
    seen: Counter[Any] = Counter()
    for _ in range(400):
        (batch,) = dealing.deal()
        seen[tuple(batch.clean.shape[-2:])] += 1
    assert seen[6, 10] / 400 == pytest.approx(0.75, abs=0.07)


def test_latents_are_scaled_and_pictures_mirrored_half_of_the_time() -> None:
    dealing = dealer(plan(flips=True), [example(3)])
    seen = Counter(float(dealing.deal()[0].clean[0, 0, 0, 0]) for _ in range(200))
    assert set(seen) == {1.5, -1.5}
    assert 70 < seen[1.5] < 130
    assert {float(dealer(plan(), [example(3)]).deal()[0].clean.mean())} == {1.5}


def test_captions_are_left_out_as_often_as_asked() -> None:
    dealing = dealer(plan(caption_dropout=0.25, batch=4), [example(1)])
    seen = Counter(caption for _ in range(200) for caption in dealing.deal()[0].captions)
    assert seen[""] / 800 == pytest.approx(0.25, abs=0.05)


def test_one_of_several_captions_is_drawn_each_time() -> None:
    dealing = dealer(plan(), [replace(example(1), captions=("a", "b", "c"))])
    seen = Counter(dealing.deal()[0].captions[0] for _ in range(300))
    assert set(seen) == {"a", "b", "c"}
    assert min(seen.values()) > 60


def test_offset_noise_is_one_shift_for_each_channel() -> None:
    (shifted,) = dealer(plan(offset_noise=1.0, batch=256), [example(1)]).deal()
    (plain,) = dealer(plan(batch=256), [example(1)]).deal()
    assert float(shifted.noise.mean((2, 3)).var()) == pytest.approx(1 + 1 / 64, rel=0.15)
    assert float(plain.noise.mean((2, 3)).var()) == pytest.approx(1 / 64, rel=0.3)


def test_what_is_outside_a_mask_counts_as_asked() -> None:
    masked = [example(1, mask=Path("m.png")), example(2)]
    for outside in (0.0, 0.25):
        dealing = dealer(plan(batch=2, outside_mask=outside), masked)
        (batch,) = dealing.deal()
        assert batch.mask is not None
        told = dict(zip(batch.captions, batch.mask.mean((1, 2, 3)).tolist(), strict=True))
        assert told == {"c1": outside, "c2": 1.0}
    assert dealer(plan(), [example(2)]).deal()[0].mask is None


def test_sdxl_is_told_the_original_size_and_where_it_was_cut() -> None:
    (batch,) = dealer(plan(), [example(1, (100, 64))]).deal()
    assert batch.sizes is not None
    how = fit(Size(100, 64), 64, 16)
    assert batch.sizes[0].tolist() == [
        64,
        100,
        how.cut.y,
        how.cut.x,
        how.size.height,
        how.size.width,
    ]


def test_from_its_state_a_dealer_goes_on_as_it_would_have() -> None:
    how = plan(batch=2, flips=True, caption_dropout=0.2, offset_noise=0.1)
    examples = [example(n, (64, 64) if n % 2 else (128, 64), prior=n > 5) for n in range(1, 10)]
    dice, other = Dice(3), Dice(4)
    dealing = dealer(how, examples, dice)
    for _ in range(5):
        dealing.deal()
    again = dealer(how, examples, other)
    again.state, other.state = dealing.state, dice.state
    for _ in range(20):
        for ours, wanted in zip(again.deal(), dealing.deal(), strict=True):
            assert ours.captions == wanted.captions
            assert torch.equal(ours.noise, wanted.noise)
            assert torch.equal(ours.times, wanted.times)
            assert torch.equal(ours.clean, wanted.clean)
