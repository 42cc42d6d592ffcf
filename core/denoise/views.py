"""Views: parts of the latents that are predicted by themselves and fused into one prediction.

MultiDiffusion (Bar-Tal et al. 2023): each view i of the picture is denoised by itself, and the
new picture is the one closest to all of them, which is their mean weighted by W_i (eq. 3-5):

    Ψ(J) = Σ_i  W_i / Σ_j W_j  ⊗  Φ(I_i)

A sampler's step is linear in the prediction and all views share the latents, so it is the
predictions that are fused here, once, before guidance and for any sampler.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from core.denoise.conditions import Branch, Part
from core.denoise.unet import Call, predict_together
from core.denoise.velocity import predict_view
from core.geometry import Rect
from core.windows import MEMORY, MOST_ROWS

if TYPE_CHECKING:
    from core.denoise.run import Step


@dataclass(frozen=True)
class View:
    """A part of the latents. Views of one place and one region are equal."""

    box: Rect
    """May stick out of the canvas to the right or below: there it wraps to the opposite edge."""
    region: int | None = None
    """The region of the request whose words count here; None: those of the whole picture."""
    weight: Tensor | None = field(default=None, compare=False)
    """W_i (1, 1, height, width) of the box; None: 1 everywhere."""
    scene: Scene | None = field(default=None, compare=False)
    """What the model is shown in place of the picture, where that is not to be seen."""

    def crop(self, tensor: Tensor) -> Tensor:
        """This part of a tensor (…, height, width) of the whole canvas."""
        height, width = tensor.shape[-2:]
        if self.box == (0, 0, width, height):
            return tensor
        if self.box.right <= width and self.box.bottom <= height:
            rows, columns = self.box.slices
            return tensor[..., rows, columns]
        down, across = self._indices(tensor)
        return tensor.index_select(-2, down).index_select(-1, across)

    def seen(self, latents: Tensor) -> Tensor:
        """What the model is shown of latents of the whole canvas."""
        part = self.crop(latents)
        if self.scene is None:
            return part
        cover = self.crop(self.scene.cover)
        return cover * part + (1 - cover) * self.crop(self.scene.behind)

    def add(self, whole: Tensor, part: Tensor) -> None:
        """Adds `part` (…, height, width) of this view to a tensor of the whole canvas, in place."""
        if self.box.right <= whole.shape[-1] and self.box.bottom <= whole.shape[-2]:
            rows, columns = self.box.slices
            whole[..., rows, columns] += part
        else:
            down, across = self._indices(whole)
            whole[..., down[:, None], across] += part

    def put(self, whole: Tensor, part: Tensor) -> None:
        """Puts `part` where this view counts in a tensor of the whole canvas, in place."""
        if self.weight is not None:
            part = torch.where(self.weight > 0, part, self.crop(whole))
        down, across = self._indices(whole)
        whole[..., down[:, None], across] = part

    def weighted(self, part: Tensor) -> Tensor:
        """W_i ⊗ part."""
        return part if self.weight is None else self.weight * part

    def _indices(self, tensor: Tensor) -> tuple[Tensor, Tensor]:
        """The rows and columns of a tensor of the whole canvas that lie in this view."""
        height, width = tensor.shape[-2:]
        down = torch.arange(self.box.y, self.box.bottom, device=tensor.device) % height
        across = torch.arange(self.box.x, self.box.right, device=tensor.device) % width
        return down, across


@dataclass(frozen=True, eq=False)
class Scene:
    """What a view's model is shown outside a region while that is bootstrapped."""

    cover: Tensor
    """Where the picture itself is seen, (1, 1, height, width) of the canvas in 0…1."""
    behind: Tensor
    """What is seen elsewhere, at the step's level: (pictures, 4, height, width)."""


def predict(step: Step, latents: Tensor, branches: Sequence[Branch]) -> dict[str, Tensor]:
    """Every branch's prediction (pictures, 4, height, width) for latents at the step's level."""
    views = step.views
    if len(views) == 1 and views[0].weight is None:
        (predicted,) = _predict_views(step, views, latents, branches)
        return predicted
    sums = {branch.name: torch.zeros_like(latents) for branch in branches}
    weights = torch.zeros_like(latents[:1, :1])
    for some in _batches(step, views, latents, branches):
        for view, found in zip(some, _predict_views(step, some, latents, branches), strict=True):
            for name, prediction in found.items():
                view.add(sums[name], view.weighted(prediction))
            view.add(weights, view.weighted(torch.ones_like(weights[..., :1, :1])))
    return {name: total / weights for name, total in sums.items()}


def _batches(
    step: Step, views: Sequence[View], latents: Tensor, branches: Sequence[Branch]
) -> Iterator[list[View]]:
    """Views of one size, as many as may share a call of the UNet.

    Watchers of attention hold the maps of a whole call, which are large: they get one at a time.
    """
    run = step.run
    if run.model.flow is not None or run.tile is not None:
        yield from ([view] for view in views)
        return
    sizes: dict[tuple[int, int], list[View]] = {}
    for view in views:
        sizes.setdefault(view.box.size, []).append(view)
    for size, same in sizes.items():
        rows = len(latents) * sum(len(branch.within(None)) for branch in branches)
        # Features of the uppermost level, eight times as wide in its feed-forward layer.
        width = run.model.unet.config.block_out_channels[0] * run.model.dtype.itemsize
        held = rows * size[0] * size[1] * width * 12
        count = max(1, min(MOST_ROWS // rows, MEMORY // held))
        if run.attention.watched:
            count = 1
        for start in range(0, len(same), count):
            yield same[start : start + count]


def _predict_views(
    step: Step, views: Sequence[View], latents: Tensor, branches: Sequence[Branch]
) -> list[dict[str, Tensor]]:
    """All branches of views of one size in as few calls of the UNet as can be."""
    if step.run.model.flow is not None:
        return [_predict_by_transformer(step, view, latents, branches) for view in views]
    calls = []
    for view in views:
        call = Call.of(step, view, view.seen(latents), branches)
        for place in step.run.places:
            place.inputs(call)
        calls.append(call)
    result = []
    for call, predicted in zip(calls, predict_together(calls), strict=True):
        parts = iter(predicted)
        result.append(
            {
                branch.name: _fused(call.view, branch.within(call.view.region), parts)
                for branch in branches
            }
        )
    return result


def _predict_by_transformer(
    step: Step, view: View, latents: Tensor, branches: Sequence[Branch]
) -> dict[str, Tensor]:
    """All branches of a view, each by a call of its own: their prompts differ in length."""
    found = predict_view(step, view, view.seen(latents), branches)
    return {
        branch.name: _fused(view, branch.within(view.region), iter(found[branch.name]))
        for branch in branches
    }


def _fused(view: View, parts: Sequence[Part], predictions: Iterator[Tensor]) -> Tensor:
    """The predictions of a branch's parts as one."""
    if len(parts) == 1:
        return next(predictions)
    total = torch.zeros(())
    for part in parts:
        prediction = part.share * next(predictions)
        total = total + (prediction if part.weight is None else view.crop(part.weight) * prediction)
    return total
