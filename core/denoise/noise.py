"""Seeded noise: each picture of a batch has its own generator and is the picture of its seed."""

from __future__ import annotations

import torch
from torch import Tensor


def generators(seed: int, pictures: int) -> list[torch.Generator]:
    """One generator for each picture, seeded seed + i; on the CPU, so that every device agrees."""
    return [torch.Generator("cpu").manual_seed((seed + i) % 2**64) for i in range(pictures)]


def drawn(
    shape: tuple[int, ...], generators: list[torch.Generator], device: torch.device
) -> Tensor:
    """Unit noise (pictures, *shape) in float32, each picture's from its own generator."""
    rows = [torch.randn((1, *shape), generator=generator) for generator in generators]
    return torch.cat(rows).to(device)


def varied(noise: Tensor, seed: int, strength: float) -> Tensor:
    """Noise turned towards that of another seed: strength 0 is itself, 1 the other."""
    if strength <= 0:
        return noise
    (other,) = generators(seed, 1)
    shape = tuple(noise.shape[1:])
    target = drawn(shape, [other], noise.device)
    return torch.cat([slerp(one[None], target, strength) for one in noise])


def slerp(a: Tensor, b: Tensor, part: float) -> Tensor:
    """Between a and b along the arc: keeps the length that noise has, which a mean does not."""
    cosine = (a * b).sum() / (a.norm() * b.norm())
    angle = cosine.clamp(-1, 1).acos()
    if angle.sin().abs() < 1e-4:
        return a.lerp(b, part)
    turned: Tensor = (((1 - part) * angle).sin() * a + (part * angle).sin() * b) / angle.sin()
    return turned
