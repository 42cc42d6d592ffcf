"""The outermost layers of a UNet alone, with what all inside of them once made (DeepCache)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

if TYPE_CHECKING:
    from core.denoise.unet import Inputs


def most_layers(unet: Any) -> int:
    """How many layers can at most be outer ones: those before the first coarser level."""
    layers: int = len(unet.down_blocks[0].resnets)
    return layers


@contextmanager
def inner_kept(unet: Any, layers: int) -> Iterator[list[Tensor]]:
    """While the whole UNet runs, what reaches its `layers` outermost layers from within comes into
    the list: (rows, channels, height, width)."""
    kept: list[Tensor] = []
    outer = unet.up_blocks[-1].resnets[-layers]

    def keep(layer: Any, inputs: tuple[Any, ...]) -> None:
        joined = inputs[0]
        kept.append(joined[:, : joined.shape[1] - _skipped(unet, layers)])

    hook = outer.register_forward_pre_hook(keep)
    try:
        yield kept
    finally:
        hook.remove()


def predict(unet: Any, layers: int, inner: Tensor, inputs: Inputs) -> Tensor:
    """The prediction (rows, 4, height, width) by the `layers` outermost layers, where `inner` is
    what all within them made of other latents.

    Ma et al. 2023, https://arxiv.org/abs/2312.00858, section 3.2: features of the deep levels
    change slowly from step to step, those that pass at the top are computed anew.
    """
    sample, words = inputs.sample, inputs.words
    time = unet.time_embedding(unet.get_time_embed(sample=sample, timestep=inputs.time))
    added = unet.get_aug_embed(
        emb=time, encoder_hidden_states=words, added_cond_kwargs=inputs.added
    )
    time = time if added is None else time + added
    hidden: Tensor = unet.conv_in(sample)
    skips = [hidden]
    for resnet, attend in _layers(unet.down_blocks[0])[: layers - 1]:
        hidden = _through(resnet, attend, hidden, time, words)
        skips.append(hidden)
    if inputs.down is not None:
        skips = [skip + more for skip, more in zip(skips, inputs.down, strict=False)]
    hidden = inner
    for resnet, attend in _layers(unet.up_blocks[-1])[-layers:]:
        hidden = _through(resnet, attend, torch.cat([hidden, skips.pop()], 1), time, words)
    if unet.conv_norm_out is not None:
        hidden = unet.conv_act(unet.conv_norm_out(hidden))
    predicted: Tensor = unet.conv_out(hidden)
    return predicted


def _layers(block: Any) -> list[tuple[Any, Any]]:
    """A block's layers, each with its attention, if it has any."""
    attends = getattr(block, "attentions", None) or [None] * len(block.resnets)
    return list(zip(block.resnets, attends, strict=True))


def _through(resnet: Any, attend: Any, hidden: Tensor, time: Tensor, words: Tensor) -> Tensor:
    hidden = resnet(hidden, time)
    if attend is None:
        return hidden
    attended: Tensor = attend(hidden, encoder_hidden_states=words, return_dict=False)[0]
    return attended


def _skipped(unet: Any, layers: int) -> int:
    """Channels of what comes past all within to the first of the outer layers on the way up."""
    if layers == 1:
        return int(unet.conv_in.out_channels)
    return int(unet.down_blocks[0].resnets[layers - 2].out_channels)
