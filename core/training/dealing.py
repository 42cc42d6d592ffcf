"""Dealing batches: which pictures come next, and everything that is drawn at random for them."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from core.training import resizing
from core.training.batch import Batch
from core.training.buckets import Fit
from core.training.declare import Plan
from core.training.folders import Example
from core.training.latents import Latents, Moments
from core.training.resizing import Resized


class Dice:
    """All chance of a training, from one generator on the CPU: every device draws alike."""

    def __init__(self, seed: int) -> None:
        self._generator = torch.Generator("cpu").manual_seed(seed)

    @property
    def state(self) -> Tensor:
        """(n,) u8."""
        return self._generator.get_state()

    @state.setter
    def state(self, state: Tensor) -> None:
        self._generator.set_state(state)

    def normal(self, *shape: int) -> Tensor:
        return torch.randn(shape, generator=self._generator)

    def below(self, limit: int, *shape: int) -> Tensor:
        """Whole numbers from 0, less than `limit`."""
        return torch.randint(limit, shape, generator=self._generator)

    def unit(self, *shape: int) -> Tensor:
        """Numbers from 0, less than 1."""
        return torch.rand(shape, generator=self._generator)

    def one_of(self, count: int) -> int:
        return int(self.below(count, 1)) if count > 1 else 0

    def falls(self, chance: float) -> bool:
        """True so often; asks for nothing where nothing is left to chance."""
        return chance > 0 and float(torch.rand(1, generator=self._generator)) < chance

    def order(self, count: int) -> list[int]:
        found: list[int] = torch.randperm(count, generator=self._generator).tolist()
        return found

    def weighted(self, weights: Sequence[int]) -> int:
        """An index, as often as its weight."""
        if len(weights) == 1:
            return 0
        chances = torch.tensor(weights, dtype=torch.float64)
        return int(torch.multinomial(chances, 1, generator=self._generator))


class Deck:
    """Cards that are dealt in a shuffled order, each once before any comes again."""

    def __init__(self, cards: Sequence[int]) -> None:
        self._cards = tuple(cards)
        self.left: list[int] = []

    def __len__(self) -> int:
        return len(self._cards)

    def deal(self, count: int, dice: Dice) -> list[int]:
        """So many cards: it is shuffled anew whenever none is left."""
        dealt: list[int] = []
        while len(dealt) < count:
            if not self.left:
                self.left = [self._cards[i] for i in dice.order(len(self._cards))]
            dealt.append(self.left.pop())
        return dealt


class Dealer:
    """Deals batches of a plan's pictures.

    All pictures of a batch are from one bucket, which is drawn by how many pictures it has. What
    is learned and what is to be remembered come in equal numbers, and in one batch where they
    are of one size: the loss is the mean over the first plus the weighted mean over the second
    (Ruiz et al. 2022, eq. 2).
    """

    def __init__(
        self,
        plan: Plan,
        examples: Sequence[Example],
        fits: Sequence[Fit],
        latents: Latents,
        dice: Dice,
        *,
        shows: Sequence[str] = (),
        reads: Sequence[str] = (),
    ) -> None:
        self._plan, self._examples, self._fits = plan, examples, fits
        self._latents, self._dice = latents, dice
        self._shows, self._reads = shows, reads
        self._streams: list[list[Deck]] = []
        for prior in (False, True):
            buckets: dict[object, list[int]] = {}
            for i, (example, fit) in enumerate(zip(examples, fits, strict=True)):
                if example.prior == prior:
                    buckets.setdefault(fit.size, []).extend([i] * example.repeats)
            if buckets:
                self._streams.append([Deck(cards) for _, cards in sorted(buckets.items(), key=str)])

    @property
    def state(self) -> list[list[list[int]]]:
        """What is left in each deck, as JSON knows it; the dice are kept elsewhere."""
        return [[list(deck.left) for deck in decks] for decks in self._streams]

    @state.setter
    def state(self, state: list[list[list[int]]]) -> None:
        for decks, kept in zip(self._streams, state, strict=True):
            for deck, left in zip(decks, kept, strict=True):
                deck.left = list(left)

    def deal(self) -> list[Batch]:
        """The pictures of one forward pass, in batches of one size each."""
        rows: dict[object, list[int]] = {}
        for decks in self._streams:
            deck = decks[self._dice.weighted([len(deck) for deck in decks])]
            for i in deck.deal(self._plan.batch, self._dice):
                rows.setdefault(self._fits[i].size, []).append(i)
        return [self._batch(chosen) for chosen in rows.values()]

    def _batch(self, chosen: Sequence[int]) -> Batch:
        plan, dice, device = self._plan, self._dice, self._latents.device
        picks = [(self._examples[i], self._fits[i]) for i in chosen]
        mirrored = [dice.falls(0.5 if plan.flips else 0.0) for _ in picks]
        sizes = [self._resized(*pick) for pick in picks]
        captions = [
            ""
            if dice.falls(plan.caption_dropout)
            else _caption(example.captions[dice.one_of(len(example.captions))], size)
            for (example, _), size in zip(picks, sizes, strict=True)
        ]
        rows = [
            self._seen(*pick, mirror, size)
            for pick, mirror, size in zip(picks, mirrored, sizes, strict=True)
        ]
        shape = (len(rows), *rows[0].mean.shape)
        mean, deviation = (torch.stack(part) for part in zip(*rows, strict=True))
        clean = (mean + deviation * dice.normal(*shape)) * self._latents.scaling
        noise = dice.normal(*shape)
        if plan.offset_noise:
            noise = noise + plan.offset_noise * dice.normal(*shape[:2], 1, 1)
        weights = torch.tensor([example.weight / plan.batch for example, _ in picks])
        extra = self._shown(picks, mirrored)
        return Batch(
            clean.to(device),
            noise.to(device),
            dice.below(self._latents.times, len(rows)).to(device),
            tuple(captions),
            weights.to(device),
            self._masks(picks, mirrored, sizes),
            torch.tensor([_told_sizes(*pick) for pick in picks]).to(device),
            extra,
        )

    def _resized(self, example: Example, fit: Fit) -> Resized | None:
        """How large a picture is shown; None: as it is, as all that is only remembered."""
        if example.prior or not self._plan.shows_other_sizes:
            return None
        return resizing.drawn(fit, self._latents.factor, self._dice)

    def _seen(self, example: Example, fit: Fit, mirrored: bool, size: Resized | None) -> Moments:
        if size is None:
            return self._latents.of(example, fit, mirrored)
        own = self._latents.of(example, size.fit, mirrored)
        return own if size.fit == fit else size.placed(own, self._latents.empty(fit.size))

    def _masks(
        self,
        picks: Sequence[tuple[Example, Fit]],
        mirrored: Sequence[bool],
        sizes: Sequence[Resized | None],
    ) -> Tensor | None:
        whole = all(example.mask is None for example, _ in picks)
        if whole and all(size is None for size in sizes):
            return None
        outside, factor = self._plan.outside_mask, self._latents.factor
        masks = []
        for (example, fit), mirror, size in zip(picks, mirrored, sizes, strict=True):
            seen = fit if size is None else size.fit
            mask = self._latents.mask(example, seen, mirror) * (1 - outside) + outside
            if size is not None:
                mask = size.mask(mask, fit.size.height // factor, fit.size.width // factor)
            masks.append(mask)
        return torch.stack(masks).to(self._latents.device)

    def _shown(
        self, picks: Sequence[tuple[Example, Fit]], mirrored: Sequence[bool]
    ) -> dict[str, Tensor]:
        found: dict[str, Tensor] = {}
        for names, of in ((self._shows, self._latents.map), (self._reads, self._mean)):
            for name in names:
                rows = [
                    of(*pick, mirror, name) for pick, mirror in zip(picks, mirrored, strict=True)
                ]
                found[name] = torch.stack(rows).to(self._latents.device)
        return found

    def _mean(self, example: Example, fit: Fit, mirrored: bool, name: str) -> Tensor:
        return self._latents.of(example, fit, mirrored, name).mean


def _caption(caption: str, size: Resized | None) -> str:
    return caption if size is None else size.caption(caption)


def _told_sizes(example: Example, fit: Fit) -> list[float]:
    """What SDXL is told of a picture (Podell et al. 2023, section 2.2)."""
    original, cut = example.size, fit.cut
    told = (original.height, original.width, cut.y, cut.x, fit.size.height, fit.size.width)
    return [float(value) for value in told]
