"""Attention maps, for techniques to read and change, all at once and put back afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diffusers.models.attention_processor import Attention
from torch import Tensor, bmm, nn

if TYPE_CHECKING:
    from core.denoise.places import Places, Watcher
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
        self._call: Call | None = None

    @contextmanager
    def during(self, call: Call) -> Iterator[None]:
        """While `call` runs, watchers are told that the maps are its."""
        before, self._call = self._call, call
        try:
            yield
        finally:
            self._call = before

    @contextmanager
    def installed(self, unet: nn.Module, places: Sequence[Places]) -> Iterator[None]:
        """Asks all places which layers they watch; the layers are themselves again afterwards."""
        replaced: list[tuple[Attention, Any]] = []
        try:
            for name, layer in unet.named_modules():
                if not isinstance(layer, Attention):
                    continue
                site = Site(name, cross=name.endswith("attn2"))
                watchers = [w for place in places if (w := place.attention(site)) is not None]
                if watchers:
                    replaced.append((layer, layer.processor))
                    layer.processor = self._processor(watchers)
            yield
        finally:
            for layer, processor in replaced:
                layer.processor = processor

    def _processor(self, watchers: Sequence[Watcher]) -> Any:
        """Attention with its probabilities written out, (rows, heads, queries, keys)."""

        def attend(
            layer: Attention,
            hidden_states: Tensor,
            encoder_hidden_states: Tensor | None = None,
            attention_mask: Tensor | None = None,
            temb: Tensor | None = None,
        ) -> Tensor:
            keyed = hidden_states if encoder_hidden_states is None else encoder_hidden_states
            mask = layer.prepare_attention_mask(attention_mask, keyed.shape[1], len(hidden_states))
            query = layer.head_to_batch_dim(layer.to_q(hidden_states))
            key = layer.head_to_batch_dim(layer.to_k(keyed))
            value = layer.head_to_batch_dim(layer.to_v(keyed))
            scores = layer.get_attention_scores(query, key, mask)
            probabilities: Tensor = scores.unflatten(0, (-1, layer.heads))
            assert self._call is not None
            for watcher in watchers:
                changed = watcher(self._call, probabilities)
                probabilities = probabilities if changed is None else changed
            attended = layer.batch_to_head_dim(bmm(probabilities.flatten(0, 1), value))
            projected: Tensor = layer.to_out[1](layer.to_out[0](attended))
            return projected

        return attend
