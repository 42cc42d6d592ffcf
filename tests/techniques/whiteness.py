"""The losses that Pix2Pix Zero lowers while it inverts, as the paper has them (eq. 1 and 2)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional


def correlation(epsilon: Tensor, generators: Sequence[torch.Generator], smallest: int) -> Tensor:
    """Σ over pictures, channels and scales of the squared mean product with a shifted copy."""
    total = epsilon.new_zeros(())
    for picture, generator in zip(epsilon, generators, strict=True):
        for channel in picture:
            scale = channel[None, None]
            while True:
                most = max(1, scale.shape[2] // 2)
                shift = int(torch.randint(most, (1,), generator=generator))
                for axis in (2, 3):
                    total = total + (scale * scale.roll(shift, axis)).mean() ** 2
                if min(scale.shape[2:]) <= smallest:
                    break
                scale = functional.avg_pool2d(scale, 2)
    return total


def divergence(epsilon: Tensor) -> Tensor:
    """Σ over pictures of the divergence of their mean and variance from a normal's."""
    mean, variance = epsilon.mean((1, 2, 3)), epsilon.var((1, 2, 3))
    each = variance + mean**2 - 1 - torch.log(variance + 1e-7)
    return each.sum()
