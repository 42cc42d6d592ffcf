"""Attention maps, for techniques to read and change, all at once and put back afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from diffusers.models.attention_processor import Attention
from torch import Tensor, bmm, nn
from torch.nn.functional import scaled_dot_product_attention

if TYPE_CHECKING:
    from core.denoise.merging import Merging
    from core.denoise.places import Alone, Fewer, Mask, More, Places, Watcher
    from core.denoise.unet import Call


@dataclass(frozen=True)
class Site:
    """An attention layer of the UNet."""

    name: str
    """Its path, such as "mid_block.attentions.0.transformer_blocks.0.attn1"."""
    cross: bool
    """Whether it attends to words rather than to the picture itself."""

    @property
    def block(self) -> str:
        """ "down", "mid" or "up"."""
        return self.name.split("_", 1)[0]


class Watched:
    """The attention layers that somebody watches; the others stay as fast as they were."""

    def __init__(self) -> None:
        self.calls: Sequence[Call] = ()
        """Those that the UNet is called for just now, in the order of its rows."""
        self.region: int | None = None
        """The region whose view a transformer without such layers is called for just now."""
        self.watched = False
        """Whether anybody sees maps: they are large."""
        self.plain = True
        """Whether every layer attends as the model has learned it."""
        self._watching_places: list[Places] = []

    @contextmanager
    def during(self, calls: Sequence[Call]) -> Iterator[None]:
        """While these calls run, in one call of the UNet, watchers are told whose maps they see."""
        before, self.calls = self.calls, calls
        try:
            yield
        finally:
            self.calls = before

    @contextmanager
    def within(self, region: int | None) -> Iterator[None]:
        """While a transformer is called for the view of a region; None: of the rest."""
        before, self.region = self.region, region
        try:
            yield
        finally:
            self.region = before

    def wanted(self, calls: Sequence[Call]) -> bool:
        """Whether anybody sees maps of these calls."""
        return any(place.watches(call) for place in self._watching_places for call in calls)

    @contextmanager
    def installed(self, unet: nn.Module, places: Sequence[Places]) -> Iterator[None]:
        """Asks all places which layers they watch; the layers are themselves again afterwards."""
        replaced: list[tuple[Attention, Any]] = []
        try:
            for name, layer in unet.named_modules():
                if not isinstance(layer, Attention):
                    continue
                site = Site(name, cross=name.endswith("attn2"))
                hooks = _Hooks(
                    [(p, w) for p in places if (w := p.attention(site)) is not None],
                    [m for place in places if (m := place.attention_mask(site)) is not None],
                    [a for place in places if (a := place.attention_alone(site)) is not None],
                    [o for place in places if (o := place.attention_more(site)) is not None],
                    [f for place in places if (f := place.attention_fewer(site)) is not None],
                )
                if hooks:
                    self.watched = self.watched or bool(hooks.watchers)
                    for place, _ in hooks.watchers:
                        if place not in self._watching_places:
                            self._watching_places.append(place)
                    replaced.append((layer, layer.processor))
                    layer.processor = _Processor(self, hooks)
            self.plain = not replaced
            yield
        finally:
            self.watched, self._watching_places, self.plain = False, [], True
            for layer, processor in replaced:
                layer.processor = processor

    def attend(
        self, hooks: _Hooks, layer: Attention, hidden: Tensor, keyed: Tensor, mask: Tensor | None
    ) -> Tensor:
        """Attention that is watched, masked or added to.

        Its probabilities, (rows, heads, queries, keys), are written out only for watchers that
        want those of the call.
        """
        mask = layer.prepare_attention_mask(mask, keyed.shape[1], len(hidden))
        if mask is not None:
            mask = mask.unflatten(0, (-1, layer.heads))
        if hooks.masks:
            own = self._masks(hooks.masks, hidden, keyed.shape[1])
            mask = own if mask is None or own is None else mask + own
        query, key, value = (
            projected.unflatten(-1, (layer.heads, -1)).transpose(1, 2)
            for projected in (layer.to_q(hidden), layer.to_k(keyed), layer.to_v(keyed))
        )
        if watchers := self._watching(hooks):
            attended = self._watched(watchers, layer, query, key, value, mask)
        else:
            attended = scaled_dot_product_attention(
                query, key, value, attn_mask=mask, scale=layer.scale
            )
        for alone in hooks.alone:
            attended = self._alone(alone, value, attended)
        for more in hooks.more:
            attended = attended + self._more(more, query)
        projected: Tensor = layer.to_out[1](layer.to_out[0](attended.transpose(1, 2).flatten(2)))
        return projected

    def merging(self, hooks: _Hooks, hidden: Tensor) -> Merging | None:
        """Which places attend as one in this layer, if whoever else is there does not go by them.
        The first that merges any decides."""
        if not hooks.fewer or hooks.masks or hooks.more or self._watching(hooks):
            return None
        asked = (fewer(self.calls, hidden) for fewer in hooks.fewer)
        return next((found for found in asked if found is not None), None)

    def _watching(self, hooks: _Hooks) -> Sequence[Watcher]:
        """Those who want the maps of the call that runs; it is alone when anybody may."""
        if not hooks.watchers:
            return ()
        (call,) = self.calls
        return [watcher for place, watcher in hooks.watchers if place.watches(call)]

    def _watched(
        self,
        watchers: Sequence[Watcher],
        layer: Attention,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        mask: Tensor | None,
    ) -> Tensor:
        """Attention with its probabilities written out for the watchers."""
        if mask is not None:
            mask = mask.expand(len(query), layer.heads, -1, -1).flatten(0, 1)
        scores = layer.get_attention_scores(query.flatten(0, 1), key.flatten(0, 1), mask)
        probabilities: Tensor = scores.unflatten(0, (-1, layer.heads))
        (call,) = self.calls
        for watcher in watchers:
            changed = watcher(call, probabilities)
            probabilities = probabilities if changed is None else changed
        attended = bmm(probabilities.flatten(0, 1), value.flatten(0, 1))
        return attended.view(-1, layer.heads, *attended.shape[1:])

    def _masks(self, masks: Sequence[Mask], hidden: Tensor, keys: int) -> Tensor | None:
        """The sum of all masks, for the rows of all calls."""
        queries = hidden.shape[1]
        found = [
            [own for mask in masks if (own := mask(call, queries)) is not None]
            for call in self.calls
        ]
        if not any(found):
            return None
        rows = [
            sum(own[1:], own[0]).to(hidden.dtype)
            if own
            else hidden.new_zeros(len(call.latents), 1, queries, keys)
            for call, own in zip(self.calls, found, strict=True)
        ]
        return rows[0] if len(rows) == 1 else torch.cat(rows)

    def _alone(self, alone: Alone, value: Tensor, attended: Tensor) -> Tensor:
        """What was attended to, but the own value in the rows that are each alone."""
        rows: list[bool] = []
        for call in self.calls:
            rows += alone(call) or [False] * len(call.latents)
        if not any(rows):
            return attended
        # No mask of rows: putting one on the device would make the pass wait at every layer.
        both = zip(rows, value, attended, strict=True)
        return torch.stack([own if apart else seen for apart, own, seen in both])

    def _more(self, more: More, query: Tensor) -> Tensor:
        """What is added to the rows of each call."""
        found, start = [], 0
        for call in self.calls:
            part = query[start : start + len(call.latents)]
            own = more(call, part)
            found.append(torch.zeros_like(part) if own is None else own)
            start += len(part)
        return torch.cat(found)


@dataclass(frozen=True)
class _Hooks:
    """Who does what at one attention layer."""

    watchers: Sequence[tuple[Places, Watcher]]
    masks: Sequence[Mask]
    alone: Sequence[Alone]
    more: Sequence[More]
    fewer: Sequence[Fewer]

    def __bool__(self) -> bool:
        return bool(self.watchers or self.masks or self.alone or self.more or self.fewer)


class _Processor:
    """What diffusers calls in a layer. A class: of a function's `__call__` diffusers reads the
    signature out of a text anew in every call, which takes longer than some layers."""

    def __init__(self, watched: Watched, hooks: _Hooks) -> None:
        self._watched, self._hooks = watched, hooks

    def __call__(
        self,
        layer: Attention,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor | None = None,
        attention_mask: Tensor | None = None,
        temb: Tensor | None = None,
    ) -> Tensor:
        keyed = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        if encoder_hidden_states is None and attention_mask is None:
            merging = self._watched.merging(self._hooks, hidden_states)
            if merging is not None:
                fewer = merging.merged(hidden_states)
                attended = self._watched.attend(self._hooks, layer, fewer, fewer, None)
                return merging.spread(attended)
        return self._watched.attend(self._hooks, layer, hidden_states, keyed, attention_mask)
