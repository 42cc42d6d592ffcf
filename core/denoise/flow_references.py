"""Reference pictures beside FLUX.1: each of its first blocks attends to them as well.

XLabs 2024, https://huggingface.co/XLabs-AI/flux-ip-adapter-v2: the queries of a block's picture
tokens, before their places are turned into them, attend to the reference's tokens, and what they
find is added to what the block puts out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn.functional import adaptive_avg_pool2d, linear, pad, scaled_dot_product_attention

from core.denoise.places import Places

if TYPE_CHECKING:
    from core.denoise.run import Run, Step
    from core.denoise.velocity import Given
    from core.models.reference_loading import LoadedAdapter


@dataclass(eq=False)
class Beside:
    """One picture as the blocks attend to it."""

    adapter: LoadedAdapter
    tokens: Tensor
    """(1, tokens, words)."""
    weight: float
    start: float
    end: float
    where: Tensor | None
    """Where it counts, (1, 1, h, w) of latents in 0…1; None: everywhere."""
    _read: dict[int, tuple[Tensor, Tensor]] = field(default_factory=dict)

    def active(self, step: Step) -> bool:
        return self.start <= step.index / step.count and (step.index + 1) / step.count <= self.end

    def found(self, block: int, query: Tensor) -> Tensor:
        """What queries (n, tokens, heads, width) find in it, (n, tokens, heads · width)."""
        if block not in self._read:
            own, heads = self.adapter, query.shape[2]
            read = self._heads(own.keys, own.key_biases, block, heads)
            self._read[block] = read, self._heads(own.values, own.value_biases, block, heads)
        key, value = (one.expand(len(query), -1, -1, -1) for one in self._read[block])
        put = scaled_dot_product_attention(query.transpose(1, 2), key, value)
        return self.weight * put.transpose(1, 2).flatten(2)

    def _heads(
        self, weights: Sequence[Tensor], biases: Sequence[Tensor], block: int, heads: int
    ) -> Tensor:
        """(1, heads, tokens, width) of a block's keys or values."""
        bias = biases[block] if biases else None
        put = linear(self.tokens, weights[block], bias)
        return put.view(1, put.shape[1], heads, -1).transpose(1, 2)


class References(Places):
    """All pictures that FLUX.1 sees in one run."""

    def __init__(self, pictures: Sequence[Beside]) -> None:
        self._pictures = pictures
        self._now: list[tuple[Beside, Tensor | None]] = []

    def edits_encoders(self) -> bool:
        return False

    def given(self, given: Given) -> None:
        """Notes which pictures count in this view of this step, and where: (1, tokens, 1)."""
        self._now = []
        for one in self._pictures:
            if not one.active(given.step):
                continue
            there = None
            if one.where is not None:
                seen = given.view.crop(one.where)
                height, width = (-(-side // 2) for side in seen.shape[2:])
                there = adaptive_avg_pool2d(seen, (height, width)).flatten(2).transpose(1, 2)
            self._now.append((one, there))

    @contextmanager
    def weights(self, run: Run) -> Iterator[None]:
        """Meanwhile the blocks see the pictures."""
        with ExitStack() as hooks:
            for number, block in enumerate(run.model.unet.transformer_blocks):
                watch = _Block(self, number)
                hooks.callback(block.attn.norm_q.register_forward_hook(watch.query).remove)
                hooks.callback(block.register_forward_hook(watch.put).remove)
            yield

    def added(self, block: int, query: Tensor) -> Tensor | None:
        """What all of them add to a block's picture tokens."""
        found = []
        for one, there in self._now:
            put = one.found(block, query)
            if there is not None:  # tokens of pictures that are edited come last: nothing there
                gate = pad(there, (0, 0, 0, query.shape[1] - there.shape[1])).to(put.dtype)
                put = put * gate
            found.append(put)
        return sum(found[1:], found[0]) if found else None


class _Block:
    """What one block asks, and what is added to it."""

    def __init__(self, references: References, number: int) -> None:
        self._references, self._number = references, number
        self._query: Tensor | None = None

    def query(self, layer: nn.Module, given: Any, put: Tensor) -> None:
        self._query = put

    def put(
        self, block: nn.Module, given: Any, put: tuple[Tensor, Tensor]
    ) -> tuple[Tensor, Tensor]:
        query, self._query = self._query, None
        assert query is not None
        added = self._references.added(self._number, query)
        words, picture = put
        return words, picture if added is None else picture + added.to(picture.dtype)


def tokens_of(adapter: LoadedAdapter, summary: Tensor, dtype: torch.dtype) -> Tensor:
    """A picture's tokens, (1, tokens, words), of what an encoder says of it and of none."""
    found: Tensor = adapter.projection(summary)[:1]
    return found.to(dtype)
