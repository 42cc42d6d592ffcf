"""Noise levels: how much of latents is picture and how much is noise, and what follows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from torch import Tensor

FLOW = "flow"
"""What a transformer of rectified flow predicts: ε - clean."""


@dataclass(frozen=True)
class Level:
    """Latents at this level are x = signal · clean + noise · ε.

    Samplers keep latents in one of two ways: with signal² + noise² = 1 (DDIM, DPM++, …), or with
    signal = 1 and a noise that grows (Euler). Both are levels, so whoever computes with them
    need not ask which sampler runs.
    """

    signal: float
    noise: float

    @property
    def deviation(self) -> float:
        """Of latents at this level, when clean ones have 1."""
        return math.hypot(self.signal, self.noise)

    @property
    def unit(self) -> Level:
        """The same level of latents that are kept at unit variance."""
        scale = self.deviation
        return Level(self.signal / scale, self.noise / scale)

    def mixed(self, clean: Tensor, epsilon: Tensor) -> Tensor:
        """Clean latents with noise, at this level."""
        return self.signal * clean + self.noise * epsilon

    def clean(self, latents: Tensor, prediction: Tensor, kind: str) -> Tensor:
        """The clean latents that the UNet's prediction implies.

        `kind` is what the UNet predicts: "epsilon" (the noise), "v_prediction"
        (v = α ε - σ clean; Salimans & Ho 2022, appendix D) or "flow" (v = ε - clean).
        """
        if kind == FLOW:
            return (latents - self.noise * prediction) / (self.signal + self.noise)
        if kind == "epsilon":
            return (latents - self.noise * prediction) / self.signal
        scale = math.hypot(self.signal, self.noise)
        return (self.signal / scale**2) * latents - (self.noise / scale) * prediction

    def shifted(self, prediction: Tensor, shift: Tensor, kind: str) -> Tensor:
        """The prediction whose implied clean latents lie further by `shift`."""
        if kind == FLOW:
            return prediction - (self.signal + self.noise) / self.noise * shift
        if kind == "epsilon":
            return prediction - self.signal / self.noise * shift
        return prediction - math.hypot(self.signal, self.noise) / self.noise * shift

    def epsilon(self, latents: Tensor, prediction: Tensor, kind: str) -> Tensor:
        """The noise that the UNet's prediction implies."""
        if kind == FLOW:
            return (latents + self.signal * prediction) / (self.signal + self.noise)
        if kind == "epsilon":
            return prediction
        scale = math.hypot(self.signal, self.noise)
        return (self.noise / scale**2) * latents + (self.signal / scale) * prediction

    def velocity(self, clean: Tensor, epsilon: Tensor) -> Tensor:
        """What a UNet of "v_prediction" predicts of such latents."""
        unit = self.unit
        return unit.signal * epsilon - unit.noise * clean


CLEAN = Level(1.0, 0.0)
