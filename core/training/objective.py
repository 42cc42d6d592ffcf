"""The loss that diffusion models are trained with, and its weights.

Ho et al. 2020 (https://arxiv.org/abs/2006.11239): x_t = √ᾱ_t x + √(1-ᾱ_t) ε (eq. 4), and the mean
of ‖ε - ε_θ(x_t, t)‖² (eq. 14). Salimans & Ho 2022 (https://arxiv.org/abs/2202.00512): models of v
are asked for √ᾱ_t ε - √(1-ᾱ_t) x instead. Hang et al. 2023 (https://arxiv.org/abs/2303.09556,
"min-SNR"): with SNR_t = ᾱ_t / (1-ᾱ_t), the loss of x is weighted by min(SNR_t, γ), which is
min(SNR_t, γ) / SNR_t for ε and min(SNR_t, γ) / (SNR_t + 1) for v.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import diffusers
import torch
from torch import Tensor

from core.denoise.samplers import TRAINING


class Objective:
    """The noise schedule that a model was trained on, and what it is asked to predict."""

    def __init__(self, config: Mapping[str, Any], device: torch.device | str = "cpu") -> None:
        """`config` is the model's scheduler_config.json."""
        scheduler = diffusers.DDPMScheduler.from_config(
            {key: config[key] for key in TRAINING if key in config}
        )
        self.kind: str = scheduler.config.prediction_type
        self.count: int = scheduler.config.num_train_timesteps
        """Steps of the schedule: times are 0 … count - 1."""
        self._alphas: Tensor = scheduler.alphas_cumprod.double().to(device)

    def noisy(self, clean: Tensor, noise: Tensor, times: Tensor) -> Tensor:
        """x_t, of the shape of `clean`."""
        signal, level = self._levels(times, clean)
        return signal * clean + level * noise

    def target(self, clean: Tensor, noise: Tensor, times: Tensor) -> Tensor:
        """What the model is to predict from x_t."""
        if self.kind == "epsilon":
            return noise
        signal, level = self._levels(times, clean)
        return signal * noise - level * clean

    def weights(self, times: Tensor, gamma: float, noisy: float = 1.0) -> Tensor:
        """What each row's error counts, (b,) in float64: the min-SNR weights, all 1 when γ is 0.

        An error of ε is one of √(1/SNR) times as much in the clean picture. `noisy` lets that count
        where SNR < 1, up to so many times: truncated SNR weighting (Salimans & Ho 2022,
        https://arxiv.org/abs/2202.00512, section 4), which a prediction of v has by itself.
        """
        alphas = self._alphas[times]
        # Without any signal SNR is 0, and for ε the weight its limit, 1.
        snr = (alphas / (1 - alphas)).clamp(min=1e-12)
        weights = torch.ones_like(alphas)
        if gamma:
            weights = snr.clamp(max=gamma) / (snr if self.kind == "epsilon" else snr + 1)
        if self.kind == "epsilon":
            weights = weights * (1 / snr).clamp(1.0, noisy)
        return weights

    def _levels(self, times: Tensor, like: Tensor) -> tuple[Tensor, Tensor]:
        alphas = self._alphas[times][:, None, None, None]
        return alphas.sqrt().to(like.dtype), (1 - alphas).sqrt().to(like.dtype)


def errors(predicted: Tensor, target: Tensor, mask: Tensor | None = None) -> Tensor:
    """The mean squared error of each row (b,), over the places that the mask counts."""
    square = (predicted.to(target.dtype) - target).square()
    if mask is None:
        return square.mean((1, 2, 3))
    mask = mask.to(square.dtype)
    total = mask.sum((1, 2, 3)) * square.shape[1]
    return (square * mask).sum((1, 2, 3)) / total.clamp(min=1e-6)
