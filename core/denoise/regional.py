"""Learned layers that count in some regions of the picture only.

What they add to each layer of the UNet (core/models/additions.py) is added for the rows and the
places of a call that belong to these regions. Regions that are predicted each by itself have
rows of their own. Those in one pass have their places in each level's maps, and their own words;
what knows no place, such as the embedding of the time, gets their share of the view.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import adaptive_avg_pool2d

if TYPE_CHECKING:
    from core.denoise.run import Run
    from core.denoise.unet import Call
    from core.models.additions import Addition

OF_WORDS = ("attn2.to_k", "attn2.to_v")
"""Layers whose rows are words instead of places."""


@contextmanager
def added(run: Run, regions: frozenset[int], additions: Iterable[Addition]) -> Iterator[None]:
    """Meanwhile the UNet's layers put out what is added to them in these regions as well."""
    if run.model.flow is not None:  # whose regions are predicted each by itself
        with everywhere(additions, lambda: run.attention.region in regions):
            yield
        return
    names = {layer: name for name, layer in run.model.unet.named_modules()}
    where = _Where(run, regions)

    def adding(addition: Addition, *, of_words: bool) -> Callable[..., Tensor]:
        def add(layer: nn.Module, given: tuple[Tensor, ...], put: Tensor) -> Tensor:
            return where.add(addition, given[0], put, of_words=of_words)

        return add

    with ExitStack() as hooks:
        for addition in additions:
            add = adding(addition, of_words=names[addition.layer].endswith(OF_WORDS))
            hooks.callback(addition.layer.register_forward_hook(add).remove)
        yield


@contextmanager
def everywhere(
    additions: Iterable[Addition], now: Callable[[], bool] = lambda: True
) -> Iterator[None]:
    """Meanwhile layers put out what is added to them as well, at all places, as long as `now`."""

    def adding(addition: Addition) -> Callable[..., Tensor]:
        def add(layer: nn.Module, given: tuple[Tensor, ...], put: Tensor) -> Tensor:
            return put + addition(given[0]).to(put.dtype) if now() else put

        return add

    with ExitStack() as hooks:
        for one in additions:
            hooks.callback(one.layer.register_forward_hook(adding(one)).remove)
        yield


class _Where:
    """Which rows and places of the UNet's layers belong to some regions, in the present calls."""

    def __init__(self, run: Run, regions: frozenset[int]) -> None:
        self._run, self._regions = run, regions
        self._calls: Sequence[Call] = ()
        self._rows: list[int] = []
        self._here: list[Call] = []
        self._gates: dict[object, Tensor | None] = {}

    def add(self, addition: Addition, given: Tensor, put: Tensor, *, of_words: bool) -> Tensor:
        """A layer's output with what is added to it, where that counts."""
        self._look()
        if not self._here:
            return put
        every = len(self._rows) == len(put)
        found = addition(given if every else given[self._rows])
        if (gate := self._gate(found, of_words=of_words)) is not None:
            found = found * gate
        if every:
            return put + found
        rows = torch.tensor(self._rows, device=put.device)
        return put.index_add(0, rows, found.to(put.dtype))

    def _look(self) -> None:
        """Finds the rows again when the calls are others than before."""
        calls = self._run.attention.calls
        if calls is self._calls:
            return
        self._calls, self._rows, self._here = calls, [], []
        self._gates.clear()
        start = 0
        for call in calls:
            end = start + len(call.latents)
            if self._wholly(call) or any(region in call.shares for region in self._regions):
                self._here.append(call)
                self._rows += range(start, end)
            start = end

    def _wholly(self, call: Call) -> bool:
        """Whether a call is the prediction of one of the regions by itself."""
        return call.view.region in self._regions

    def _gate(self, found: Tensor, *, of_words: bool) -> Tensor | None:
        """How much what was found counts: in 0…1, to be multiplied with it. None: all of it."""
        if all(map(self._wholly, self._here)):
            return None
        key = of_words, found.shape[1 if found.dim() == 3 else 2 :]
        if key not in self._gates:
            gates = [self._gate_of(call, found, of_words=of_words) for call in self._here]
            rows = [
                gate.expand(len(call.latents), *gate.shape[1:])
                for call, gate in zip(self._here, gates, strict=True)
            ]
            self._gates[key] = torch.cat(rows).to(found.dtype)
        return self._gates[key]

    def _gate_of(self, call: Call, found: Tensor, *, of_words: bool) -> Tensor:
        """(1, …) for the rows of a call."""
        if self._wholly(call):
            return found.new_ones(1, *[1] * (found.dim() - 1))
        if of_words:
            gate = found.new_zeros(1, found.shape[1], 1)
            for region in self._regions & call.further.keys():
                part = call.further[region]
                start = call.words.shape[1]
                gate[:, start + part.start : start + part.stop] = 1
            return gate
        shares = [call.shares[region] for region in self._regions & call.shares.keys()]
        share = torch.cat(shares).sum(0, keepdim=True)
        if found.dim() == 2:
            return share.mean((2, 3))
        if found.dim() == 3:
            return adaptive_avg_pool2d(share, call.grid(found.shape[1])).flatten(2).transpose(1, 2)
        return adaptive_avg_pool2d(share, (found.shape[2], found.shape[3]))
