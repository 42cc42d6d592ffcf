"""Gradients that are written out, against autograd's of the paper's losses."""

from __future__ import annotations

import pytest
import torch

from core.denoise.gaussian import correlation_gradient, divergence_gradient
from tests.techniques.whiteness import correlation, divergence


@pytest.mark.parametrize("size", [(32, 32), (16, 40), (9, 21), (33, 17), (5, 7)])
def test_the_gradients_are_those_of_the_papers_losses(size: tuple[int, int]) -> None:
    dice = torch.Generator().manual_seed(1)
    epsilon = torch.randn(2, 4, *size, generator=dice, dtype=torch.float64) * 1.3 + 0.2
    epsilon += torch.linspace(0, 1, size[1], dtype=torch.float64)
    epsilon.requires_grad_()

    def generators() -> list[torch.Generator]:
        return [torch.Generator().manual_seed(seed) for seed in (5, 6)]

    (wanted,) = torch.autograd.grad(correlation(epsilon, generators(), 8), epsilon)
    found = correlation_gradient(epsilon.detach(), generators(), 8)
    torch.testing.assert_close(found, wanted)
    (wanted,) = torch.autograd.grad(divergence(epsilon), epsilon)
    torch.testing.assert_close(divergence_gradient(epsilon.detach()), wanted)
