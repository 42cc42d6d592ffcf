"""What parity tests stand on: tiny models, sources and masks, and the latents before decoding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from core.denoise import pictures
from core.denoise.paint import paint
from core.models.loading import LoadedModel
from core.request import Pixels, Request
from tests.tiny_models import tiny_model

TOLERANCE = 1e-4
"""Largest relative error of latents that counts as the same picture: rounding in float32, which
differs with the order of a sum, and so with the processor."""

Latents = Callable[..., torch.Tensor]


@pytest.fixture(scope="session")
def plain() -> LoadedModel:
    """As Stable Diffusion 1.x, but small: 77 tokens, predicts noise."""
    return tiny_model()


@pytest.fixture(scope="session")
def odd() -> LoadedModel:
    """Three levels, 48 tokens, predicts v, and timesteps spaced as in no published model."""
    return tiny_model(
        widths=(16, 24, 32),
        tokens=48,
        prediction="v_prediction",
        scheduler={"timestep_spacing": "linspace"},
    )


@pytest.fixture
def latents_of(monkeypatch: pytest.MonkeyPatch) -> Latents:
    """Paints, and returns the finished latents of all pictures instead of the pictures."""
    seen: list[torch.Tensor] = []
    decode = pictures.decode

    def remember(
        model: LoadedModel, latents: torch.Tensor, tile: int | None = None
    ) -> torch.Tensor:
        seen.append(latents)
        return decode(model, latents, tile)

    monkeypatch.setattr(pictures, "decode", remember)

    def latents(model: LoadedModel, request: Request, **options: Any) -> torch.Tensor:
        seen.clear()
        paint(model, request, **options)
        return torch.cat(seen)

    return latents


def pipeline(kind: Any, model: LoadedModel, scheduler: Any) -> Any:
    """A pipeline of diffusers on the very modules of a model."""
    made = kind(
        vae=model.vae,
        unet=model.unet,
        text_encoder=model.text_encoder,
        tokenizer=model.tokenizer,
        scheduler=scheduler,
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    made.set_progress_bar_config(disable=True)
    return made


def error(ours: torch.Tensor, wanted: torch.Tensor) -> float:
    """How far ours is off, by the length of what is wanted."""
    assert ours.shape == wanted.shape
    return float((ours - wanted).norm() / wanted.norm())


def seeds(first: int, pictures: int) -> list[torch.Generator]:
    return [torch.Generator().manual_seed(first + i) for i in range(pictures)]


def source(width: int, height: int) -> Image.Image:
    """A picture with some structure."""
    y, x = np.mgrid[:height, :width]
    waves = [np.sin(x / 7 + i) * np.cos(y / (5 + i)) for i in range(3)]
    return Image.fromarray((np.stack(waves, -1) * 90 + 128).astype(np.uint8))


def pixels(image: Image.Image) -> Pixels:
    return Pixels(np.asarray(image.convert("RGBA")).copy())
