"""One call of a transformer that predicts a velocity, for one prompt in one view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn.functional import pad

from core.denoise.conditions import PROMPT, Branch, Part, Words
from core.denoise.flow_control import Controlling, together
from core.denoise.places import Places

if TYPE_CHECKING:
    from core.denoise.run import Step
    from core.denoise.views import View
    from core.models.families.flow import FlowFamily
    from core.models.loading import LoadedModel


@dataclass(frozen=True, eq=False)
class Asked:
    """What a family's transformer is asked: the velocity of these latents, given these words."""

    model: LoadedModel
    latents: Tensor
    """(pictures, c, h, w) in the model's number type; sides are whole patches."""
    time: Tensor
    """(pictures,): 1000 σ."""
    words: Words
    guidance: float
    """For models that are told its scale."""
    beside: Sequence[Tensor] = ()
    """Further channels of every latent, (pictures, n, h, w) each."""
    shown: Sequence[Tensor] = ()
    """Latents of pictures that are to be edited, (pictures, c, h, w) of any size each."""
    controls: Sequence[Controlling] = ()
    """ControlNets that add to what the blocks put out."""
    prompt: Words | None = None
    """The prompt, for families whose ControlNets read nothing else; None: what is asked."""

    def controlled(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What ControlNets add, as the transformer takes it; `given` is what else it is told."""
        return dict(together([control.added(self, given) for control in self.controls]))

    def each(self, tensor: Tensor | None) -> Tensor:
        """What is said once, (1, …), for each picture."""
        assert tensor is not None
        return tensor.to(self.latents.dtype).expand(len(self.latents), *tensor.shape[1:])

    def full(self, value: float) -> Tensor:
        """(pictures,) of a number, in float32."""
        return torch.full((len(self.latents),), value, device=self.latents.device)

    def whole_number(self, value: int) -> Tensor:
        """(pictures, 1) of a number."""
        return torch.full((len(self.latents), 1), value, device=self.latents.device)

    def lengthened(self, tensors: Sequence[Tensor], tokens: int) -> list[Tensor]:
        """Zeros for tokens that a ControlNet does not see (pictures that are to be edited)."""
        return [pad(one, (0, 0, 0, tokens - one.shape[1])) for one in tensors]

    def joined(self, tensors: Sequence[Tensor], dim: int) -> Tensor:
        return torch.cat(list(tensors), dim=dim)

    def places(self, height: int, width: int, picture: int = 0) -> Tensor:
        """Where tokens are, row by row: (height · width, 3) of picture, row and column."""
        grid = torch.zeros(height, width, 3)
        grid[..., 0] = picture
        grid[..., 1] += torch.arange(height)[:, None]
        grid[..., 2] += torch.arange(width)[None, :]
        return grid.reshape(-1, 3).to(self.latents)

    def grid(self, picture: int, height: int, width: int) -> Tensor:
        """The same with a fourth number that counts words: (height · width, 4), whole numbers."""
        sides = (torch.tensor([picture]), torch.arange(height), torch.arange(width))
        return torch.cartesian_prod(*sides, torch.arange(1)).to(self.latents.device)

    def line(self, words: int) -> Tensor:
        """Where words are, in the same numbers."""
        first = torch.arange(1)
        return torch.cartesian_prod(first, first, first, torch.arange(words)).to(
            self.latents.device
        )


@dataclass(eq=False)
class Given:
    """What a transformer sees beside the latents, of the whole canvas; places add to it."""

    step: Step
    view: View
    branches: Sequence[Branch]
    beside: list[Tensor] = field(default_factory=list)
    """Further channels, (1 or pictures, n, h, w) each."""
    controls: list[Controlling] = field(default_factory=list)
    """ControlNets that count in this step."""
    shown: list[Tensor] = field(default_factory=list)
    """Latents of pictures to be edited, (1 or pictures, c, h, w) each."""


def predict_view(
    step: Step, view: View, latents: Tensor, branches: Sequence[Branch]
) -> dict[str, list[Tensor]]:
    """For each branch the predictions (pictures, c, h, w) of its parts, in float32.

    `latents` are the view's, at the step's level. Prompts of equal words are predicted once.
    """
    model = step.run.model
    family = model.flow
    assert family is not None
    given = Given(step, view, branches)
    for place in step.run.places:
        place.given(given)
    pictures = len(latents)
    height, width = latents.shape[2:]

    def whole(tensor: Tensor) -> Tensor:
        return whole_patches(tensor, family.patch).to(model.dtype).expand(pictures, -1, -1, -1)

    seen = whole(latents)
    beside = [whole(view.crop(one)) for one in given.beside]
    shown = [whole(one) for one in given.shown]
    time = step.time.to(latents.device).expand(pictures).to(model.dtype)
    known: dict[int, Tensor] = {}
    prompt = next((b.within(view.region)[0].words for b in branches if b.name == PROMPT), None)

    def predicted(part: Part) -> Tensor:
        if id(part.words) not in known:
            asked = Asked(
                model,
                seen,
                time,
                part.words,
                step.run.request.guidance_scale,
                beside,
                shown,
                given.controls,
                prompt if family.control_reads_prompt else None,
            )
            with step.run.attention.within(view.region):
                found = family.velocity(asked)[..., :height, :width]
            known[id(part.words)] = found.float()
        return known[id(part.words)]

    return {
        branch.name: [predicted(part) for part in branch.within(view.region)] for branch in branches
    }


def whole_patches(tensor: Tensor, patch: int) -> Tensor:
    """Latents in whole patches: what a view lacks of the last one is what it ends with."""
    down, across = -tensor.shape[2] % patch, -tensor.shape[3] % patch
    return pad(tensor, (0, across, 0, down), mode="replicate") if down or across else tensor


class Velocities(Places):
    """What a family makes of guidance beside the scale (Qwen-Image keeps a prediction's length)."""

    def __init__(self, family: FlowFamily) -> None:
        self._family = family

    def guide(self, step: Step, noise: Tensor) -> Tensor:
        return self._family.guide(noise, step.predictions[PROMPT])
