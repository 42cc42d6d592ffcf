"""Guidance: how the branches' predictions become the one that the sampler takes."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from core.denoise.conditions import NEGATIVE, PROMPT


def guided(predictions: Mapping[str, Tensor], scale: float) -> Tensor:
    """Classifier-free guidance (Ho & Salimans 2022): away from the negative prompt's prediction.

    At scale 1, and where there is no negative one, that is the prompt's own prediction.
    """
    prompt = predictions[PROMPT]
    if scale == 1 or NEGATIVE not in predictions:
        return prompt
    negative = predictions[NEGATIVE]
    return negative + scale * (prompt - negative)
