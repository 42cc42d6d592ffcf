"""Learned files for tests: the same changes under the names of several programs."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from core.denoise import loop
from core.denoise.begin import begin, branches
from core.denoise.run import Run
from core.models.loading import LoadedModel
from core.request import Request

KEY = "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k"
OUT = "up_blocks.0.attentions.0.transformer_blocks.0.attn1.to_out.0"
CONV = "down_blocks.0.resnets.0.conv1"
WORDS = "encoder.layers.0.self_attn.q_proj"


def digest(model: LoadedModel) -> str:
    """Of every number of the model, and of how each tensor lies in memory."""
    found = hashlib.blake2b()
    for module in model.modules:
        for name, tensor in module.state_dict().items():
            found.update(f"{name} {tensor.stride()} {tensor.dtype}".encode())
            found.update(tensor.reshape(-1).contiguous().view(torch.uint8).numpy().tobytes())
            found.update(str(tensor.data_ptr()).encode())
    return found.hexdigest()


def numbers(model: LoadedModel, rank: int = 4) -> dict[str, tuple[Tensor, Tensor]]:
    """For each of four layers, A (rank, in…) and B (out, rank…)."""
    dice = torch.Generator().manual_seed(5)
    found = {}
    for name in (KEY, OUT, CONV, WORDS):
        network = model.text_encoder if name == WORDS else model.unet
        weight = layer(network, name).weight
        kernel = (1, 1) if weight.dim() == 4 else ()
        found[name] = (
            torch.randn(rank, *weight.shape[1:], generator=dice),
            torch.randn(weight.shape[0], rank, *kernel, generator=dice),
        )
    return found


def layer(network: Any, name: str) -> Any:
    modules = dict(network.named_modules())
    return modules.get(name) or modules[f"text_model.{name}"]


def diffusers_lora(parts: dict[str, tuple[Tensor, Tensor]]) -> dict[str, Tensor]:
    found = {}
    for name, (a, b) in parts.items():
        full = f"text_encoder.text_model.{name}" if name == WORDS else f"unet.{name}"
        found[f"{full}.lora_A.weight"], found[f"{full}.lora_B.weight"] = a, b
    return found


def kohya_lora(parts: dict[str, tuple[Tensor, Tensor]], alpha: float) -> dict[str, Tensor]:
    found = {}
    for name, (a, b) in parts.items():
        full = f"lora_te_text_model_{name}" if name == WORDS else f"lora_unet_{name}"
        full = full.replace(".", "_")
        found[f"{full}.lora_down.weight"], found[f"{full}.lora_up.weight"] = a, b
        found[f"{full}.alpha"] = torch.tensor(alpha)
    return found


def old_lora(parts: dict[str, tuple[Tensor, Tensor]]) -> dict[str, Tensor]:
    """As diffusers named them in its attention processors; it had none for convolutions."""
    found = {}
    for name, (a, b) in parts.items():
        if name == WORDS:
            full = "text_encoder.text_model.encoder.layers.0.self_attn.to_q_lora"
        elif name == OUT:
            full = f"unet.{name.removesuffix('.to_out.0')}.processor.to_out_lora"
        elif name == KEY:
            full = f"unet.{name.removesuffix('.to_k')}.processor.to_k_lora"
        else:
            continue
        found[f"{full}.down.weight"], found[f"{full}.up.weight"] = a, b
    return found


def save(path: Path, tensors: dict[str, Tensor], **metadata: str) -> str:
    save_file({key: value.contiguous() for key, value in tensors.items()}, path, metadata or None)
    return str(path)


def latents_of(model: LoadedModel, request: Request) -> tuple[Tensor, Run]:
    """The finished latents, set up as `paint` does."""
    from contextlib import ExitStack

    with torch.no_grad(), ExitStack() as held:
        run, latents = begin(model, request)
        for place in run.places:
            held.enter_context(place.weights(run))
        held.enter_context(run.attention.installed(model.unet, run.places))
        return loop.denoise(run, latents, branches(run), lambda *_: None), run
