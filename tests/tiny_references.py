"""Small random IP-Adapters and image encoders for tests, as files that are found."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

from core.models.loading import LoadedModel
from core.techniques.reference import layers

PATCHES, SUMMARY, INNER = 32, 24, 64
"""Widths of what the encoder says, and of the inner layers of "plus"."""


def save_encoder(folder: Path) -> Path:
    torch.manual_seed(21)
    CLIPVisionModelWithProjection(
        CLIPVisionConfig(
            hidden_size=PATCHES,
            intermediate_size=64,
            projection_dim=SUMMARY,
            num_hidden_layers=3,
            num_attention_heads=4,
            image_size=32,
            patch_size=8,
        )
    ).save_pretrained(folder)
    return folder


def save_reference(file: Path, model: LoadedModel, kind: str = "plain") -> Path:
    """An IP-Adapter for a model, in the form in which they are published."""
    torch.manual_seed(sum(map(ord, file.name)))
    words = int(model.unet.config.cross_attention_dim)
    state = {f"image_proj.{name}": one for name, one in _projection(kind, words).items()}
    for i, width in enumerate(layers(model.unet)[1]):
        for what in "kv":
            state[f"ip_adapter.{2 * i + 1}.to_{what}_ip.weight"] = _random(width, words)
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(state, file)
    return file


def _projection(kind: str, words: int) -> dict[str, Tensor]:
    norm = {"norm.weight": torch.ones(words), "norm.bias": torch.zeros(words)}
    if kind == "plain":
        return {"proj.weight": _random(4 * words, SUMMARY), "proj.bias": _random(4 * words)} | norm
    if kind == "face":
        inner = {"proj.0.weight": _random(PATCHES, PATCHES), "proj.0.bias": _random(PATCHES)}
        outer = {"proj.2.weight": _random(words, PATCHES), "proj.2.bias": _random(words)}
        return inner | outer | {f"proj.3.{key[5:]}": one for key, one in norm.items()}
    state = {
        "latents": _random(1, 5, INNER),
        "proj_in.weight": _random(INNER, PATCHES),
        "proj_in.bias": _random(INNER),
        "proj_out.weight": _random(words, INNER),
        "proj_out.bias": _random(words),
        "norm_out.weight": torch.ones(words),
        "norm_out.bias": torch.zeros(words),
    }
    for i in range(4):
        for name in (f"{i}.0.norm1", f"{i}.0.norm2", f"{i}.1.0"):
            state[f"layers.{name}.weight"] = torch.ones(INNER)
            state[f"layers.{name}.bias"] = torch.zeros(INNER)
        state[f"layers.{i}.0.to_q.weight"] = _random(INNER, INNER)
        state[f"layers.{i}.0.to_kv.weight"] = _random(2 * INNER, INNER)
        state[f"layers.{i}.0.to_out.weight"] = _random(INNER, INNER)
        state[f"layers.{i}.1.1.weight"] = _random(4 * INNER, INNER)
        state[f"layers.{i}.1.3.weight"] = _random(INNER, 4 * INNER)
    return state


def _random(*shape: int) -> Tensor:
    return torch.randn(shape) / shape[-1] ** 0.5
