"""Inpainting: a model that sees what is around a hole, and paints what belongs there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.control.kinds import Kind
from core.declare import folder, integer, number, optional, several
from core.parameters import FieldError
from core.request import Pixels, Request
from core.training.declare import Partner, Pictures, PictureSet, trainer
from core.training.widened import Widened, WidenedPlan

if TYPE_CHECKING:
    from torch import Tensor

    from core.models.loading import LoadedModel
    from core.training.batch import Batch
    from core.training.dealing import Dice
    from core.training.trainer import Trainer

PICTURE, HOLE = "picture", "hole"
"""What a picture, and what is to be painted of it, are called in a batch."""
HIDDEN, AROUND = "hidden", "around"
"""What the UNet sees: the mask of latents, and latents of the picture without what it hides."""
CHANNELS = 9


@dataclass(frozen=True, kw_only=True)
class HoledPictures(Pictures):
    """A folder of pictures, and what is to be painted of them."""

    masks_folder: str | None = optional(
        folder(
            help="Masks of the pictures' names and sizes, white is painted. Open: they are drawn "
            "at random."
        )
    )


@trainer("inpainting", title="Inpainting")
class Inpainting(WidenedPlan):
    """Teaches a model to paint what is under a mask so that it fits what is around it.

    Rombach et al. 2022, https://arxiv.org/abs/2112.10752 (section 4.5), as the inpainting models of
    Stable Diffusion were made: the UNet sees the mask and the latents of the masked picture as
    further channels, and the result is a model. Masks are strokes and boxes at random (Suvorov et
    al. 2021, https://arxiv.org/abs/2109.07161); of some pictures all is masked.
    """

    channels: ClassVar[tuple[int, ...]] = (4, CHANNELS)

    pictures: tuple[HoledPictures, ...] = several(
        HoledPictures, least=1, help="Folders of pictures with their captions."
    )
    everything: float = number(
        0.25, 0.0, 1.0, help="The part of pictures of which all is masked: it still paints anew."
    )
    steps: int = integer(
        10_000, 1, 10_000_000, help="How many times the weights are changed; many are needed."
    )
    learning_rate: float = number(1e-5, 1e-9, 1.0, help="How far each step goes.")
    caption_dropout: float = number(
        0.1, 0.0, 1.0, help="The part of captions that is left out, so that guidance still works."
    )

    def __post_init__(self) -> None:
        if len({one.masks_folder is None for one in self.pictures}) > 1:
            raise FieldError(
                "pictures",
                "Some pictures have masks and some do not.",
                "Give all of them masks (“masks_folder”), or none.",
            )

    @property
    def given(self) -> bool:
        """Whether masks are given, not drawn."""
        return self.pictures[0].masks_folder is not None

    def sets(self, out: Path) -> tuple[PictureSet, ...]:
        found = []
        for i, one in enumerate(self.pictures):
            hole = Partner(HOLE, f"pictures[{i}].masks_folder", one.masks_folder, seen=Kind("Mask"))
            partners = (hole,) if self.given else ()
            found.append(PictureSet(f"pictures[{i}]", one, enough=100, partners=partners))
        return tuple(found)

    def begin(self, model: LoadedModel) -> Trainer:
        return _Filling(self, model)


class _Filling(Widened):
    def __init__(self, plan: Inpainting, model: LoadedModel) -> None:
        super().__init__(plan, model, CHANNELS)
        self._everything = plan.everything
        self.shows = (PICTURE, HOLE) if plan.given else (PICTURE,)

    def draw(self, batch: Batch, dice: Dice) -> Batch:
        """Hides parts of the pictures, and encodes what is left, as the pass does it."""
        import torch

        from core.denoise import pictures
        from core.denoise.inpaint import latent_mask

        batch = super().draw(batch, dice)
        pixels = batch.shown[PICTURE]
        holes = self._holes(batch, dice).to(pixels)
        with torch.no_grad():
            mean, deviation = pictures.distribution(self.model, pixels * (1 - holes))
        noise = dice.normal(*mean.shape).to(mean)
        around = (mean + deviation * noise) * float(self.model.vae.config.scaling_factor)
        hidden = latent_mask(holes, self.model.info.factor)
        return replace(batch, shown={HIDDEN: hidden, AROUND: around})

    def _holes(self, batch: Batch, dice: Dice) -> Tensor:
        """(b, 1, H, W), 1 where a picture is to be painted."""
        import torch

        from core.denoise.maps import grey
        from core.training.holes import hole

        height, width = batch.shown[PICTURE].shape[-2:]
        if HOLE in batch.shown:
            found = (grey(batch.shown[HOLE]) >= 0).float()
        else:
            drawn = [torch.from_numpy(hole(height, width, dice)) for _ in batch.captions]
            found = torch.stack(drawn)[:, None].float()
        for row in found:
            if dice.falls(self._everything):
                row.fill_(1)
        return found

    def seen(self, batch: Batch) -> Tensor:
        import torch

        return torch.cat([batch.shown[HIDDEN], batch.shown[AROUND]], 1)

    def request(self, request: Request, shown: Callable[[str], Pixels]) -> Request:
        """The middle of the picture is painted anew."""
        picture = shown(PICTURE)
        width, height = picture.size
        mask = np.zeros((height, width), np.uint8)
        mask[height // 4 : -(height // 4), width // 4 : -(width // 4)] = 255
        return replace(request, source=picture, mask=Pixels(mask))
