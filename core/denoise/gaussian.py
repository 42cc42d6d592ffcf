"""Predicted noise pulled towards what noise is: uncorrelated, of mean 0 and variance 1.

Parmar et al. 2023 (https://arxiv.org/abs/2302.03027), section 3.1, eq. 1 and 2, with the authors'
numbers. The gradients of both losses are written out: found by autograd, in hundreds of small
operations, they took longer than the prediction itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from core.denoise.run import Step


class Gaussian:
    """The losses of eq. 1 and 2, lowered a few times a step.

    The authors' numbers are for latents of 64 × 64. The losses are means, so what a step of their
    gradient changes in one place falls with the number of places; the steps grow with it instead.
    Each picture's random shifts come from its own generator.
    """

    ROUNDS = 5
    ROLLS = 5
    CORRELATION = 20.0
    DIVERGENCE = 20.0
    PLACES = 64 * 64
    SMALLEST = 8
    """Side of the coarsest picture whose correlation is looked at."""

    def __call__(self, step: Step, latents: Tensor, prediction: Tensor) -> Tensor:
        """(step, latents of unit variance, prediction) → the prediction to be used."""
        level, kind = step.level.unit, step.run.schedule.kind
        places = latents.shape[2] * latents.shape[3] / self.PLACES
        # The noise is linear in the prediction.
        none = prediction.new_zeros(())
        slope = level.epsilon(none, none + 1, kind) - level.epsilon(none, none, kind)
        for _ in range(self.ROUNDS):
            for _ in range(self.ROLLS):
                gradient = correlation_gradient(
                    level.epsilon(latents, prediction, kind), step.run.generators, self.SMALLEST
                )
                prediction = prediction - places * self.CORRELATION / self.ROLLS * slope * gradient
            gradient = divergence_gradient(level.epsilon(latents, prediction, kind))
            prediction = prediction - places * self.DIVERGENCE * slope * gradient
        return prediction


def correlation_gradient(
    epsilon: Tensor, generators: Sequence[torch.Generator], smallest: int
) -> Tensor:
    """∇ of Σ over pictures, channels, scales s and both axes of m², m the mean of s · roll(s, by).

    Scales are (h, w), (h / 2, w / 2), …, until a side is at most `smallest`; each is rolled by up
    to half its height, drawn anew. ∇_s m² = 2 m / places · (roll(s, by) + roll(s, -by)), and what
    is found at a scale goes back to the four places that are averaged there.

    `epsilon` and the gradient are (pictures, channels, h, w); each picture has its generator.
    """
    scales = [epsilon.flatten(0, 1)[:, None]]
    while min(scales[-1].shape[2:]) > smallest:
        scales.append(functional.avg_pool2d(scales[-1], 2))
    drawn = [
        [int(torch.randint(max(1, one.shape[2] // 2), (1,), generator=generator)) for one in scales]
        for generator in generators
        for _ in range(epsilon.shape[1])
    ]
    shifts = torch.tensor(drawn, device=epsilon.device)
    found: Tensor | None = None
    for number in reversed(range(len(scales))):
        scale, by = scales[number], shifts[:, number]
        own = torch.zeros_like(scale)
        for axis in (2, 3):
            forth, back = (_rolled(scale, shift, axis) for shift in (by, -by))
            mean = (scale * forth).mean((1, 2, 3), keepdim=True)
            own += mean * (forth + back)
        own *= 2 / (scale.shape[2] * scale.shape[3])
        if found is not None:
            spread = found.repeat_interleave(2, 2).repeat_interleave(2, 3) / 4
            own[:, :, : spread.shape[2], : spread.shape[3]] += spread
        found = own
    assert found is not None
    return found.reshape(epsilon.shape)


def _rolled(scale: Tensor, by: Tensor, axis: int) -> Tensor:
    """Each row (1, h, w) of (rows, 1, h, w) rolled along an axis by a number of its own."""
    places = torch.arange(scale.shape[axis], device=scale.device)
    index = (places[None] - by[:, None]) % len(places)
    shape = (-1, 1, len(places), 1) if axis == 2 else (-1, 1, 1, len(places))
    return scale.gather(axis, index.reshape(shape).expand_as(scale))


def divergence_gradient(epsilon: Tensor) -> Tensor:
    """∇ of Σ over pictures of v + μ² - 1 - log(v + 10⁻⁷), μ and v a picture's mean and variance."""
    number = epsilon[0].numel()
    mean = epsilon.mean((1, 2, 3), keepdim=True)
    variance = epsilon.var((1, 2, 3), keepdim=True)
    spread = 2 * (epsilon - mean) / (number - 1)
    return (1 - 1 / (variance + 1e-7)) * spread + 2 * mean / number
