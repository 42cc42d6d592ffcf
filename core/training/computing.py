"""How a model's networks compute while one of them is taught: number type, attention, memory."""

from __future__ import annotations

import copy
from typing import Any

import torch
from diffusers.models.attention_processor import AttnProcessor

from core.models import precision
from core.models.loading import LoadedModel

_SMALL = 32
"""Side of an attention layer's grid, in latents, up to which its probabilities are written out:
on a CPU the backward pass of fused attention is slower there."""


def number_type(name: str, model: LoadedModel) -> torch.dtype:
    """The number type of a plan's `precision` on the model's device."""
    if name != "auto":
        found: torch.dtype = getattr(torch, name)
        return found
    if model.device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if model.device.type != "cpu":
        return torch.float32
    return precision.choose(
        f"{model.info.id} {model.info.path}", model.device, lambda: copy.deepcopy(model.unet)
    )


def attend_plainly_where_small(model: LoadedModel, networks: list[Any], side: int) -> None:
    """Has networks that are built as the model's UNet attend as it is quickest for pictures of
    `side` pixels."""
    if model.device.type == "cpu" and _widest_attention(model, side) <= _SMALL:
        for network in networks:
            if hasattr(network, "set_attn_processor"):
                network.set_attn_processor(AttnProcessor())


def checkpoint_layers(network: Any) -> None:
    """Has a network compute its layers anew on the way back, if it can."""
    network.train()  # transformers checkpoints in training mode only
    if hasattr(network, "enable_gradient_checkpointing"):  # diffusers
        if network._supports_gradient_checkpointing:  # adapters are small enough without
            network.enable_gradient_checkpointing()
    elif hasattr(network, "activation_checkpointing_enable"):
        network.activation_checkpointing_enable({"use_reentrant": False})
    else:  # as older versions of transformers call it
        network.gradient_checkpointing_enable({"use_reentrant": False})


def _widest_attention(model: LoadedModel, side: int) -> int:
    """Side of the largest grid on which the UNet attends, in latents."""
    latents = side // model.info.factor
    for level, kind in enumerate(model.unet.config.down_block_types):
        if "Attn" in kind:
            return latents >> level
    return latents >> (len(model.unet.config.down_block_types) - 1)
