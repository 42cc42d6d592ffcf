"""Previews: colours from latents, without the decoder."""

from __future__ import annotations

import numpy as np
import torch

from core.denoise import pictures
from core.denoise.preview import fit_preview_map, preview
from core.models.info import PreviewMap
from core.models.loading import LoadedModel


def test_a_latent_becomes_a_pixel_by_the_models_map() -> None:
    colours = PreviewMap(((1.0, 0.0, 0.0), (0.0, 0.5, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
                         (0.0, 0.2, 1.0))  # fmt: skip
    latents = torch.zeros(2, 4, 3, 5)
    latents[1, 0, 2, 4], latents[1, 1, 2, 4] = 9.0, 0.4
    shown = preview(latents, colours)
    assert shown.shape == (2, 3, 5, 3)
    assert shown.dtype == np.uint8
    assert shown[0, 0, 0].tolist() == [0, 51, 255]
    assert shown[1, 2, 4].tolist() == [255, 102, 255]


def test_maps_show_much_more_of_a_picture_than_its_mean(starter: LoadedModel) -> None:
    """The shipped map, and the one that is fitted where a model has none."""
    y, x = np.mgrid[:128, :128] / 128
    scene = (np.stack([x, y, 1 - x, np.ones_like(x)], -1) * 255).astype(np.uint8)
    with torch.no_grad():
        pixels = pictures.unit(scene, starter.device)
        latents = pictures.encode(starter, pixels, [torch.Generator()])
    small = scene[..., :3].reshape(16, 8, 16, 8, 3).mean((1, 3))
    blind = np.abs(small - small.mean((0, 1))).mean()
    for colours in (fit_preview_map(starter.vae), starter.preview_map):
        assert np.abs(preview(latents, colours)[0] - small).mean() < 0.6 * blind
