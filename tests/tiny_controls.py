"""Small random control models for tests, as folders that `find_controls` finds."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from diffusers import ControlNetModel, ControlNetUnionModel, T2IAdapter, UNet2DConditionModel
from torch import nn

from core.models.loading import LoadedModel


def save_controlnet(folder: Path, model: LoadedModel, kind: str = "canny", **options: Any) -> Path:
    """A ControlNet for a model. None of its weights is zero, so that it does something."""
    torch.manual_seed(sum(map(ord, folder.name)))
    net = ControlNetModel.from_unet(model.unet, load_weights_from_unet=False, **options)
    _randomise(net)
    net.save_pretrained(folder)
    (folder / "underpaint.json").write_text(json.dumps({"kind": kind}))
    return folder


def save_union(folder: Path, model: LoadedModel, numbers: int = 8) -> Path:
    """A ControlNet for several kinds of maps for a model of the SDXL family, as diffusers saves
    it."""
    torch.manual_seed(sum(map(ord, folder.name)))
    usual = ControlNetUnionModel.from_unet(model.unet, load_weights_from_unet=False).config
    config = {name: value for name, value in usual.items() if name != "_use_default_values"}
    width = model.unet.config.block_out_channels[0]
    net = ControlNetUnionModel.from_config(
        config
        | {
            "num_control_type": numbers,
            "num_trans_channel": width,
            "num_proj_channel": width,
            "num_trans_head": 4,
        }
    )
    _randomise(net)
    net.save_pretrained(folder)
    return folder


def save_adapter(folder: Path, model: LoadedModel, kind: str = "sketch", **options: Any) -> Path:
    """A T2I-Adapter for a model."""
    torch.manual_seed(sum(map(ord, folder.name)))
    channels = list(model.unet.config.block_out_channels)
    shape: dict[str, Any] = {"channels": channels}
    if model.unet.config.down_block_types[0] == "DownBlock2D":
        shape = {
            "channels": [*channels, channels[-1]],
            "adapter_type": "full_adapter_xl",
            "downscale_factor": 16,
        }
    T2IAdapter(**{"num_res_blocks": 1} | shape | options).save_pretrained(folder)
    (folder / "underpaint.json").write_text(json.dumps({"kind": kind}))
    return folder


def attending_first(model: LoadedModel) -> LoadedModel:
    """The model with a UNet of two levels that attends to words in its first, as SD 1.x does."""
    torch.manual_seed(11)
    unet = UNet2DConditionModel.from_config(
        dict(model.unet.config)
        | {
            "block_out_channels": (16, 32),
            "down_block_types": ("CrossAttnDownBlock2D", "DownBlock2D"),
            "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D"),
        }
    )
    return replace(model, unet=unet.requires_grad_(False).eval())


def error(ours: torch.Tensor, wanted: torch.Tensor) -> float:
    """The relative error of latents. Random control models spread it: the greatest would not do."""
    return float((ours - wanted).norm() / wanted.norm())


def _randomise(net: nn.Module) -> None:
    """Fills the convolutions that begin as zeros; SD's are small after training, too."""
    for parameter in net.parameters():
        if not parameter.any():
            nn.init.normal_(parameter, std=0.05)
