"""Random networks and files that techniques need and the starter model does not come with.

What they compute makes no picture, but takes as long as if they had been trained.
"""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from diffusers import ControlNetModel, T2IAdapter
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

from core.models.families import sd
from core.models.loading import LoadedModel
from core.techniques.reference import layers

RANK = 16
"""Of the LoRA's changes."""
SMALL = 0.01
"""Deviation of random changes: the model still computes with ordinary numbers."""
PICTURES = CLIPVisionConfig(
    hidden_size=192,
    intermediate_size=384,
    projection_dim=192,
    num_hidden_layers=4,
    num_attention_heads=4,
    image_size=64,
    patch_size=8,
)
"""The image encoder beside an IP-Adapter, as small as the starter model's text encoder."""
TOKENS = 4
"""Of a picture, that a plain IP-Adapter adds to the words."""


def save_networks(folder: Path, model: LoadedModel) -> None:
    """A ControlNet (canny), a T2I-Adapter (sketch) and an IP-Adapter with its image encoder."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        net = ControlNetModel.from_unet(model.unet, load_weights_from_unet=False).float()
        for parameter in net.parameters():
            if not parameter.any():
                nn.init.normal_(parameter, std=SMALL)
        _save_control(net, folder / "controlnet", "canny")
        _save_control(_adapter(model.unet.config), folder / "adapter", "sketch")
        CLIPVisionModelWithProjection(PICTURES).save_pretrained(folder / "image_encoder")
        save_file(_ip_adapter(model), folder / "ip-adapter.safetensors")


def save_learned(folder: Path, model: LoadedModel) -> None:
    """lora.safetensors, custom.safetensors and the word of frog.safetensors."""
    dice = torch.Generator().manual_seed(2)

    def drawn(*shape: int) -> Tensor:
        return SMALL * torch.randn(shape, generator=dice)

    lora, custom = {}, {}
    for network, prefix in ((model.unet, "unet"), (model.text_encoder, "text_encoder")):
        for name, layer in network.named_modules():
            if isinstance(layer, nn.Linear) and ("attn" in name):
                out, into = layer.weight.shape
                lora[f"{prefix}.{name}.lora_A.weight"] = drawn(RANK, into)
                lora[f"{prefix}.{name}.lora_B.weight"] = drawn(out, RANK)
            if name.endswith(("attn2.to_k", "attn2.to_v")):
                own = layer.weight.detach().float()
                custom[f"{name}.weight"] = own + drawn(*own.shape)
    save_file(lora, folder / "lora.safetensors")
    save_file(custom, folder / "custom.safetensors")
    save_file({"<frog>": drawn(1, _words(model))}, folder / "frog.safetensors")


def widened(model: LoadedModel, channels: int) -> LoadedModel:
    """The model with a UNet that takes so many channels, as one trained to edit (8) or for depth
    (5) does."""
    unet = copy.deepcopy(model.unet)
    old = unet.conv_in
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        wide = nn.Conv2d(channels, old.out_channels, old.kernel_size, padding=old.padding)
    wide.weight.data.mul_(SMALL)
    wide.weight.data[:, : old.in_channels] = old.weight.data
    unet.conv_in = wide.to(old.weight.device, old.weight.dtype).requires_grad_(False)
    unet.register_to_config(in_channels=channels)
    unet.to(memory_format=torch.channels_last)
    info = replace(model.info, in_channels=channels, can=sd.CAN[channels])
    return replace(model, unet=unet, info=info, words={})


def _save_control(network: Any, folder: Path, kind: str) -> None:
    network.save_pretrained(folder)
    (folder / "underpaint.json").write_text(json.dumps({"kind": kind}), encoding="utf-8")


def _adapter(unet: Any) -> Any:
    """A T2I-Adapter in the form for UNets that do not attend in their first level, as SDXL's."""
    widths = list(unet.block_out_channels)
    if unet.down_block_types[0] != "DownBlock2D":
        return T2IAdapter(channels=widths)
    return T2IAdapter(
        channels=[*widths, widths[-1]], adapter_type="full_adapter_xl", downscale_factor=16
    )


def _ip_adapter(model: LoadedModel) -> dict[str, Tensor]:
    """In the form in which they are published."""
    words = _words(model)
    state = {
        "image_proj.proj.weight": SMALL * torch.randn(TOKENS * words, PICTURES.projection_dim),
        "image_proj.proj.bias": torch.zeros(TOKENS * words),
        "image_proj.norm.weight": torch.ones(words),
        "image_proj.norm.bias": torch.zeros(words),
    }
    for number, width in enumerate(layers(model.unet)[1]):
        for what in "kv":
            name = f"ip_adapter.{2 * number + 1}.to_{what}_ip.weight"
            state[name] = SMALL * torch.randn(width, words)
    return state


def _words(model: LoadedModel) -> int:
    """The width of words."""
    return int(model.unet.config.cross_attention_dim)
