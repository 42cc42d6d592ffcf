"""Matrices and kernels of a network that learn as products of two thin ones: W + B A.

As low-rank adaptation does it (Hu et al. 2021, https://arxiv.org/abs/2106.09685, section 4.1), but
in the network itself: what comes of it is a network of the usual form, whose difference to what it
was is of low rank, and so a small file (`core/models/differences.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

LEAST = 1e-4
"""Singular values below this part of the greatest are rounding."""
_ORIGINAL, _OWN = ".parametrizations.weight.original", ".parametrizations.weight."


class Change(nn.Module):
    """What is added to one weight, (out, …): `up` (out, rank) times `down` (rank, rest)."""

    def __init__(self, weight: Tensor, rank: int) -> None:
        super().__init__()
        rows, columns = len(weight), weight[0].numel()
        rank = min(rank, rows, columns)
        # The paper's: one begins random, the other at zero, so that nothing is changed at first.
        self.down = nn.Parameter(torch.randn(rank, columns) / rank)
        self.up = nn.Parameter(torch.zeros(rows, rank))

    @torch.no_grad()
    def take_up(self, change: Tensor) -> Tensor:
        """Begins with what brings most of a change, and returns that part of it."""
        up, values, down = torch.linalg.svd(change.float().flatten(1), full_matrices=False)
        count = min(self.up.shape[1], int((values > LEAST * values[0]).sum()))
        root = values[:count].sqrt()
        self.up[:, :count] = up[:, :count] * root
        self.down[:count] = root[:, None] * down[:count]
        return (self.up @ self.down).reshape(change.shape)

    def forward(self, weight: Tensor) -> Tensor:
        return weight + (self.up @ self.down).reshape(weight.shape).to(weight.dtype)


def narrow(
    network: nn.Module,
    rank: int,
    seed: int,
    *,
    but: Collection[str] = (),
    base: Mapping[str, Tensor] | None = None,
) -> None:
    """Has the weights of all linear and convolution layers, `but` those of some names, change in
    `rank` dimensions only. What they differ by from a `base` goes on in the same dimensions."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for name, layer in list(network.named_modules()):
            if isinstance(layer, nn.Linear | nn.Conv2d) and name not in but:
                weight = layer.weight
                change = Change(weight, rank).to(weight.device)
                own = None if base is None else base.get(f"{name}.weight")
                if own is not None and own.shape == weight.shape:
                    own = own.to(weight.device, weight.dtype)
                    if not torch.equal(own, weight):
                        weight.data -= change.take_up(weight.data - own).to(weight.dtype)
                parametrize.register_parametrization(layer, "weight", change)


def learns(name: str) -> bool:
    """Whether a parameter of a network that was narrowed is one that changes."""
    return not name.endswith(_ORIGINAL)


def weights(network: Any) -> dict[str, Tensor]:
    """The state of a network as if none of its weights were made of parts."""
    found: dict[str, Tensor] = {}
    layers = dict(network.named_modules())
    for name, tensor in network.state_dict().items():
        if name.endswith(_ORIGINAL):
            layer = name[: -len(_ORIGINAL)]
            found[f"{layer}.weight"] = layers[layer].weight.detach()
        elif _OWN not in name:
            found[name] = tensor
    return found
