"""Guidance: how the branches' predictions become the one that the sampler takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from torch import Tensor

from core.denoise.conditions import NEGATIVE, PROMPT
from core.denoise.places import Places

if TYPE_CHECKING:
    from core.denoise.run import Step


def guided(predictions: Mapping[str, Tensor], scale: float) -> Tensor:
    """Classifier-free guidance (Ho & Salimans 2022): away from the negative prompt's prediction.

    At scale 1, and where there is no negative one, that is the prompt's own prediction.
    """
    prompt = predictions[PROMPT]
    if scale == 1 or NEGATIVE not in predictions:
        return prompt
    negative = predictions[NEGATIVE]
    return negative + scale * (prompt - negative)


class Rescaled(Places):
    """Guidance whose contrast is taken back to that of the prompt's own prediction.

    Lin et al. 2023, https://arxiv.org/abs/2305.08891, eq. 15 and 16.
    """

    def __init__(self, share: float) -> None:
        """`share`: φ in 0…1, how far."""
        self._share = share

    def guide(self, step: Step, noise: Tensor) -> Tensor:
        if NEGATIVE not in step.predictions:
            return noise
        wanted = step.predictions[PROMPT].std((1, 2, 3), keepdim=True)
        rescaled = noise * (wanted / noise.std((1, 2, 3), keepdim=True))
        return self._share * rescaled + (1 - self._share) * noise
