"""What step reuse saves: the processor's time with it as a part of that without."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from core import places
from core.denoise.paint import paint
from core.models.library import find_models
from core.models.loading import LoadedModel, load
from core.request import Request
from core.techniques.step_reuse import StepReuse
from desktop.bench import Figure

if TYPE_CHECKING:
    from torch import nn

BOUND = 1 / 1.6
SIDE = 256
STARTER, LARGE = (20, 3), (12, 1)
"""Steps, and how often both are timed."""
WIDTH = 768
"""Of Stable Diffusion 1.5's words."""


def run() -> list[Figure]:
    """On the starter model, and on random weights in the shape of Stable Diffusion 1.5's UNet."""
    info = next(model for model in find_models(places.models()) if model.id == "starter")
    model = load(info)
    found = [_saved("starter model", model, *STARTER)]
    return [*found, _saved("shape of Stable Diffusion 1.5", large(model), *LARGE)]


def _saved(name: str, model: LoadedModel, steps: int, rounds: int) -> Figure:
    plain = Request("a cat on a beach", width=SIDE, height=SIDE, steps=steps, seed=1)
    reusing = replace(plain, techniques=(StepReuse(),))
    paint(model, replace(reusing, steps=2))  # words, and what is allocated only once
    whole, reused = [], []
    for _ in range(rounds):
        whole.append(_seconds(model, plain))
        reused.append(_seconds(model, reusing))
    ratio = min(reused) / min(whole)
    every = float(StepReuse().every)
    parts = {"whole_s": min(whole), "reused_s": min(reused), "faster": 1 / ratio, "every": every}
    return Figure(f"step reuse, {name}", ratio, BOUND, made_of=parts)


def _seconds(model: LoadedModel, request: Request) -> float:
    begun = time.process_time()
    paint(model, request)
    return time.process_time() - begun


def large(model: LoadedModel) -> LoadedModel:
    """The starter model's latents and pictures, with a UNet as large as that of most."""
    import torch
    from diffusers import UNet2DConditionModel

    before = torch.get_default_dtype()
    torch.set_default_dtype(model.dtype)
    try:
        unet: nn.Module = UNet2DConditionModel(
            sample_size=64,
            block_out_channels=(320, 640, 1280, 1280),
            cross_attention_dim=WIDTH,
            attention_head_dim=8,
        )
        encoder = _words(model)
    finally:
        torch.set_default_dtype(before)
    unet.eval().requires_grad_(False)
    return replace(model, unet=unet, text_encoder=encoder, words={})


def _words(model: LoadedModel) -> nn.Module:
    """A text encoder for the same tokens, whose words are as wide as that UNet's."""
    from transformers import CLIPTextConfig, CLIPTextModel

    own = model.text_encoder.config
    config = CLIPTextConfig(
        vocab_size=own.vocab_size,
        max_position_embeddings=own.max_position_embeddings,
        hidden_size=WIDTH,
        num_hidden_layers=1,
        intermediate_size=WIDTH,
        bos_token_id=own.bos_token_id,
        eos_token_id=own.eos_token_id,
        pad_token_id=own.pad_token_id,
    )
    encoder: nn.Module = CLIPTextModel(config)
    return encoder.eval().requires_grad_(False)
