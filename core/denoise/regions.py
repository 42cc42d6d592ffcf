"""Region prompts: boxes and masks of the picture, each with a prompt of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d

from core.denoise.conditions import Branch, Part, Words
from core.geometry import Rect, Size
from core.request import RegionPrompt


def coverage(region: RegionPrompt, latents: Size, factor: int) -> Tensor:
    """Where a region is, (1, 1, h, w) of latents in 0…1: its mask within its box."""
    canvas = Size(latents.width * factor, latents.height * factor)
    cover = np.ones((canvas.height, canvas.width), np.float32)
    if region.mask is not None:
        cover = np.divide(region.mask.array, 255, dtype=np.float32)
    if region.box is not None:
        inside = np.zeros_like(cover)
        inside[region.box.intersected(Rect.of_size(canvas)).slices] = 1
        cover = np.multiply(cover, inside, dtype=np.float32)
    return avg_pool2d(torch.from_numpy(cover)[None, None], factor)


def regional(name: str, outer: Words, inner: Sequence[tuple[Words, Tensor]]) -> Branch:
    """A branch of the outer words and of each region's, each where it counts.

    Where regions overlap, their weights are normalised (MultiDiffusion, eq. 5); the outer words
    fill what regions leave. Parts of equal words are one.
    """
    if not inner:
        return Branch.everywhere(name, outer)
    left = torch.ones_like(inner[0][1])
    for _, cover in inner:
        left = left - cover
    weights: dict[int, Part] = {}
    for words, cover in ((outer, left.clamp(min=0)), *inner):
        before = weights.get(id(words))
        if before is not None and before.weight is not None:
            cover = cover + before.weight
        weights[id(words)] = Part(words, cover)
    seen = [part for part in weights.values() if part.weight is not None and part.weight.any()]
    if len(seen) == 1:
        return Branch.everywhere(name, seen[0].words)
    total = torch.stack([part.weight for part in seen if part.weight is not None]).sum(0)
    return Branch(
        name,
        tuple(Part(part.words, part.weight / total) for part in seen if part.weight is not None),
    )
