"""The operations that techniques imply, bare: networks called in a loop, and nothing around them.

They have the shapes of the real ones, so that a technique's time over theirs is what our own code
adds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import torch
from diffusers.models.attention_processor import Attention
from torch import Tensor, bmm

from core.denoise import outer
from core.denoise.attention import Site
from core.denoise.unet import Inputs
from core.models.loading import LoadedModel

MOST_ROWS = 8
"""Of one call of the UNet in any case."""

Layers = Mapping[str, Attention]
"""Attention layers by their names."""


@dataclass(frozen=True)
class Operation:
    """One operation, and how many predictions of the UNet it is."""

    call: Callable[[], object]
    rows: int = 0
    """Predictions of one picture, one branch each."""
    backward: bool = False
    """Whether they are differentiated by the latents."""


@dataclass(frozen=True)
class Repeated:
    """An operation that is implied several times."""

    times: int
    operation: Operation


def perform(implied: Sequence[Repeated]) -> None:
    """All of it, one after the other."""
    with torch.no_grad():
        for repeated in implied:
            for _ in range(repeated.times):
                repeated.operation.call()


class _Enough(Exception):
    """All maps that are wanted have been written."""


class Bare:
    """A model's networks, with random numbers of the right shapes to work on."""

    def __init__(self, model: LoadedModel, side: int) -> None:
        """`side` of the pictures in pixels."""
        self._model = model
        dice = torch.Generator().manual_seed(4)
        latents = side // model.info.factor
        width = int(model.unet.config.cross_attention_dim)
        self._tokens = int(model.text_encoder.config.max_position_embeddings)
        self._latents = torch.randn(
            MOST_ROWS, model.info.in_channels, latents, latents, generator=dice
        ).to(model.device, model.dtype)
        self._words = torch.randn(MOST_ROWS, self._tokens, width, generator=dice).to(
            model.device, model.dtype
        )
        self._pixels = torch.randn(1, 3, side, side, generator=dice).to(
            model.device, model.vae.dtype
        )
        self._time = torch.tensor(500, device=model.device)

    def layers(self, wanted: Callable[[Site], bool]) -> Layers:
        """The UNet's attention layers of some kind."""
        return {
            name: layer
            for name, layer in self._model.unet.named_modules()
            if isinstance(layer, Attention) and wanted(Site(name, cross=name.endswith("attn2")))
        }

    def forward(self, rows: int, written: Layers | None = None) -> Operation:
        """So many predictions in one call; the attention maps of some layers are written out."""

        def call() -> object:
            with _written((written or {}).values()):
                return self._unet(self._latents[:rows], rows)

        return Operation(call, rows)

    def gradient(self, rows: int, written: Layers) -> Operation:
        """The UNet up to the last of these layers, and back from their maps to the latents."""

        def call() -> object:
            with torch.enable_grad():
                start = self._latents[:rows].detach().requires_grad_()
                with _written(written.values(), enough=True) as maps, suppress(_Enough):
                    self._unet(start, rows)
                loss = sum(((one.float() ** 2).sum() for one in maps), torch.zeros(()))
                return torch.autograd.grad(loss, start)

        return Operation(call, rows, backward=True)

    def outer(self, rows: int, layers: int) -> Operation:
        """The UNet's outermost layers alone: no prediction of the whole UNet."""
        unet, latents = self._model.unet, self._latents[:rows]
        inputs = Inputs(latents, self._time, self._words[:rows], None, None, None, None)
        with torch.no_grad(), outer.inner_kept(unet, layers) as kept:
            self._unet(latents, rows)
        return Operation(lambda: outer.predict(unet, layers, kept[0], inputs))

    def controlled(self, net: Any, rows: int) -> Operation:
        """A ControlNet's residuals; its map has been embedded before the first step."""
        features = int(self._model.unet.config.block_out_channels[0])
        size = self._latents.shape[2:]
        embedded = self._latents.new_zeros(rows, features, *size)
        return Operation(
            lambda: net(
                self._latents[:rows],
                self._time,
                encoder_hidden_states=self._words[:rows],
                controlnet_cond=embedded,
                return_dict=False,
            )
        )

    def source(self) -> Operation:
        """A picture becomes latents."""
        return Operation(lambda: self._model.vae.encode(self._pixels).latent_dist.mean)

    def prompt(self) -> Operation:
        """A prompt is read."""
        ids = torch.full((1, self._tokens), int(self._model.tokenizer.pad_token_id))
        ids = ids.to(self._model.device)
        return Operation(lambda: self._model.text_encoder(ids))

    def _unet(self, latents: Tensor, rows: int) -> Tensor:
        predicted: Tensor = self._model.unet(
            latents, self._time, encoder_hidden_states=self._words[:rows], return_dict=False
        )[0]
        return predicted


@contextmanager
def _written(layers: Collection[Attention], *, enough: bool = False) -> Iterator[list[Tensor]]:
    """Meanwhile the layers write their maps (rows · heads, queries, keys) into the list.

    With `enough` the last one raises _Enough.
    """
    maps: list[Tensor] = []

    def attend(
        layer: Attention,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor | None = None,
        **_: object,
    ) -> Tensor:
        keyed = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        query, key, value = (
            layer.head_to_batch_dim(projected)
            for projected in (layer.to_q(hidden_states), layer.to_k(keyed), layer.to_v(keyed))
        )
        probabilities = layer.get_attention_scores(query, key)
        maps.append(probabilities)
        if enough and len(maps) == len(layers):
            raise _Enough
        attended = layer.batch_to_head_dim(bmm(probabilities, value))
        projected: Tensor = layer.to_out[1](layer.to_out[0](attended))
        return projected

    before = [(layer, layer.processor) for layer in layers]
    try:
        for layer in layers:
            layer.processor = attend
        yield maps
    finally:
        for layer, processor in before:
            layer.processor = processor
