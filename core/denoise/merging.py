"""Places of a picture that are alike, as one: what attention computes in their stead.

Bolya & Hoffman 2023, https://arxiv.org/abs/2303.17604, after Bolya et al. 2022 (2210.09461): a
quarter of the places, one drawn in each square of two by two, stay; of the others those that are
most alike to one of these are merged into it, by their mean, and afterwards each gets what became
of the place that it went into.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Merging:
    """Which places become one: each of `owner` (rows, places) is the merged place, 0…count - 1."""

    owner: Tensor
    count: int
    sizes: Tensor
    """(rows, count, 1): how many places each merged one is the mean of."""

    def merged(self, features: Tensor) -> Tensor:
        """(rows, places, width) → (rows, count, width)."""
        rows, _, width = features.shape
        total = features.new_zeros(rows * self.count, width)
        total.index_add_(0, self._flat, features.reshape(-1, width))
        return total.view(rows, self.count, width) / self.sizes.to(features.dtype)

    def spread(self, merged: Tensor) -> Tensor:
        """(rows, count, width) → (rows, places, width): each place what its merged one is."""
        rows, _, width = merged.shape
        found = merged.reshape(rows * self.count, width).index_select(0, self._flat)
        return found.view(rows, -1, width)

    @property
    def _flat(self) -> Tensor:
        """`owner` among the places of all rows."""
        first = torch.arange(len(self.owner), device=self.owner.device)[:, None] * self.count
        return (self.owner + first).reshape(-1)


def drawn(height: int, width: int, step: int, device: torch.device) -> Tensor:
    """The places that stay, one drawn in each whole square of two by two: their numbers, sorted.

    By the step alone, so that a picture is the same by itself and in a batch, and when its job was
    set aside. The same places in every step would leave their grid in the picture (section 4.1).
    """
    dice = torch.Generator().manual_seed(step)
    down, across = height // 2, width // 2
    corner = torch.randint(4, (down, across), generator=dice)
    y = 2 * torch.arange(down)[:, None] + corner // 2
    x = 2 * torch.arange(across) + corner % 2
    return (y * width + x).reshape(-1).sort().values.to(device)


def alike(features: Tensor, kept: Tensor, ratio: float) -> Merging:
    """Merges `ratio` of the places, those of features (rows, places, width) most alike to one of
    those that are kept, by the angle between them; each row by itself."""
    rows, places, _ = features.shape
    stays = torch.zeros(places, dtype=torch.bool, device=features.device)
    stays[kept] = True
    others = (~stays).nonzero()[:, 0]
    count = min(len(others), int(places * ratio))
    unit = features / features.norm(dim=-1, keepdim=True).clamp(min=1e-12)
    likeness = unit[:, others] @ unit[:, kept].transpose(1, 2)
    best, into = likeness.max(-1)
    order = best.argsort(dim=-1, descending=True, stable=True)
    gone, left = order[:, :count], order[:, count:]

    owner = torch.empty(rows, places, dtype=torch.long, device=features.device)
    owner[:, kept] = torch.arange(len(kept), device=features.device)
    alone = torch.arange(len(kept), places - count, device=features.device)
    owner.scatter_(1, others[left], alone.expand(rows, -1))
    owner.scatter_(1, others[gone], into.gather(1, gone))
    number = places - count
    sizes = torch.zeros(rows, number, device=features.device)
    sizes.scatter_add_(1, owner, sizes.new_ones(1, 1).expand(rows, places))
    return Merging(owner, number, sizes[..., None])
