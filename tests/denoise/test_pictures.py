"""Between pictures and latents, in one piece and in tiles."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.denoise import pictures
from core.models.loading import LoadedModel


def test_what_is_transparent_is_white() -> None:
    picture = np.zeros((2, 2, 4), np.uint8)
    picture[0, 0] = 10, 20, 30, 255
    picture[0, 1] = 100, 0, 200, 128
    flat = pictures.flat(picture)
    assert flat[0, 0].tolist() == [10, 20, 30]
    assert flat[0, 1].tolist() == [177, 127, 227]
    assert flat[1, 1].tolist() == [255, 255, 255]


@torch.no_grad()
def test_tiles_meet_without_seams(starter: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    y, x = np.mgrid[:256, :320] / 320
    scene = np.stack([x, y, 0.5 + 0.4 * np.sin(9 * x), np.ones_like(x)], -1) * 255
    pixels = pictures.unit(scene.astype(np.uint8), starter.device)
    whole = pictures.encode(starter, pixels, [torch.Generator().manual_seed(0)])
    decoded = pictures.decode(starter, whole)

    monkeypatch.setattr(pictures, "WHOLE", 64)
    monkeypatch.setattr(pictures, "TILE", 24)
    monkeypatch.setattr(pictures, "OVERLAP", 8)
    tiled = pictures.encode(starter, pixels, [torch.Generator().manual_seed(0)])
    assert tiled.shape == whole.shape
    assert (tiled - whole).abs().mean() < 0.2 * whole.std()
    pieces = pictures.decode(starter, whole)
    assert pieces.shape == decoded.shape
    assert (pieces - decoded).abs().mean() < 0.1
    # Where tiles meet, the difference fades; it does not jump from one pixel to the next.
    difference = (pieces - decoded)[..., 8:-8, 8:-8]
    for axis in (2, 3):
        assert difference.diff(dim=axis).abs().max() < 0.15


@pytest.mark.parametrize(("height", "width"), [(128, 128), (129, 300), (128, 129), (40, 500)])
def test_tiles_cover_every_pixel_once_they_are_blended(height: int, width: int) -> None:
    whole = torch.rand(1, 3, height, width)
    copied = pictures._tiled(lambda part: part, whole, 128, 32, 1)
    torch.testing.assert_close(copied, whole)
