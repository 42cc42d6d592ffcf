"""How the weights of words act on an encoded prompt.

Of one chunk, z (1, tokens, width) is the encoding, w (tokens) the weights, z₀ the encoding of the
empty prompt.

"compel" (D. Stewart's library compel 2): a word is moved away from, or towards, what the empty
prompt has in its place; and what weighs less than 1 is also hidden from the text encoder's
attention to a part, since the words around it tell of it as well:

    z(w) = z₀ + w (z - z₀)
    (z(w) + Σ_f t_f z(w | f hidden)) / (1 + Σ_f t_f),    t_f = tan((1 - w_f) π/2)

over the stretches f of words with w_f < 1.

"a1111" (AUTOMATIC1111's program): w z, then scaled so that the mean of all numbers is what it was.

"multiply": w z and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import groupby

import torch
from torch import Tensor

from core.denoise.conditions import Weighing

_LEAST = 1e-5
"""A weight below is as good as 0, where the tangent ends."""


def weighed(
    how: Weighing,
    weights: Sequence[float],
    encoding: Tensor,
    empty: Callable[[], Tensor],
    hidden: Callable[[Sequence[bool]], Tensor],
) -> Tensor:
    """The weighed encoding (1, tokens, width).

    `empty` encodes the empty prompt; `hidden` encodes the chunk with the tokens hidden for which
    it is told True.
    """
    if all(weight == 1 for weight in weights):
        return encoding
    factors = torch.tensor(weights, device=encoding.device, dtype=torch.float32)[None, :, None]
    if how == Weighing.MULTIPLY:
        return (encoding.float() * factors).to(encoding.dtype)
    if how == Weighing.A1111:
        scaled = encoding.float() * factors
        mean = scaled.mean()
        # A mean of about nothing cannot be restored: its inverse is noise.
        if abs(mean) > _LEAST:
            scaled = scaled * (encoding.float().mean() / mean)
        return scaled.to(encoding.dtype)
    nothing = empty().float()

    def moved(z: Tensor) -> Tensor:
        return torch.where(factors == 1, z.float(), nothing + factors * (z.float() - nothing))

    total, parts = moved(encoding), 1.0
    for stretch, weight in _lighter(weights):
        share = math.tan((1 - max(_LEAST, weight)) * math.pi / 2)
        total = total + share * moved(hidden(stretch))
        parts += share
    return (total / parts).to(encoding.dtype)


def _lighter(weights: Sequence[float]) -> list[tuple[list[bool], float]]:
    """Stretches of tokens that weigh less than 1: which they are, and their weight."""
    found = []
    for weight, tokens in groupby(range(len(weights)), key=lambda i: weights[i]):
        inside = set(tokens)
        if weight < 1:
            found.append(([i in inside for i in range(len(weights))], weight))
    return found
