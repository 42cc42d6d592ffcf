"""Views: windows of the latents and parts of a branch, predicted each and fused into one.

MultiDiffusion (Bar-Tal et al. 2023): each view i of the picture is denoised by itself, and the
new picture is the one closest to all of them, which is their mean weighted by W_i (eq. 3-5):

    Ψ(J) = Σ_i  W_i / Σ_j W_j  ⊗  Φ(I_i)

A sampler's step is linear in the prediction and all views share the latents, so it is the
predictions that are fused here, once, before guidance and for any sampler.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from core.denoise.conditions import Branch, Part
from core.denoise.unet import Call
from core.geometry import Rect

if TYPE_CHECKING:
    from core.denoise.run import Step


@dataclass(frozen=True)
class View:
    """A window of the latents."""

    box: Rect

    def crop(self, tensor: Tensor) -> Tensor:
        """This window of a tensor (…, height, width) of the whole canvas."""
        if (self.box.height, self.box.width) == tuple(tensor.shape[-2:]):
            return tensor
        rows, columns = self.box.slices
        return tensor[..., rows, columns]


def predict(step: Step, latents: Tensor, branches: Sequence[Branch]) -> dict[str, Tensor]:
    """Every branch's prediction (pictures, 4, height, width) for latents at the step's level."""
    if len(step.run.views) == 1:
        return _predict_view(step, step.run.views[0], latents, branches)
    sums = {branch.name: torch.zeros_like(latents) for branch in branches}
    counts = torch.zeros_like(latents[:1, :1])
    for view in step.run.views:
        rows, columns = view.box.slices
        for name, prediction in _predict_view(step, view, latents, branches).items():
            sums[name][..., rows, columns] += prediction
        counts[..., rows, columns] += 1
    return {name: total / counts for name, total in sums.items()}


def _predict_view(
    step: Step, view: View, latents: Tensor, branches: Sequence[Branch]
) -> dict[str, Tensor]:
    """All branches in one call of the UNet."""
    call = Call.of(step, view, view.crop(latents), branches)
    for place in step.run.places:
        place.inputs(call)
    with step.run.attention.during(call):
        parts = iter(call.predict())
    return {branch.name: _fused(view, branch.parts, parts) for branch in branches}


def _fused(view: View, parts: Sequence[Part], predictions: Iterator[Tensor]) -> Tensor:
    """The predictions of a branch's parts as one."""
    if len(parts) == 1:
        return next(predictions)
    total = torch.zeros(())
    for part in parts:
        prediction = next(predictions)
        total = total + (prediction if part.weight is None else view.crop(part.weight) * prediction)
    return total
