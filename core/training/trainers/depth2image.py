"""Depth2Image: a model that keeps what is near and what is far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from core.control.kinds import KINDS
from core.declare import folder, integer, number, optional, several
from core.geometry import Size
from core.techniques import depth2image as technique
from core.training.declare import Partner, Pictures, PictureSet, trainer
from core.training.widened import Widened, WidenedPlan

if TYPE_CHECKING:
    from torch import Tensor

    from core.models.loading import LoadedModel
    from core.request import Pixels, Request
    from core.training.batch import Batch
    from core.training.trainer import Trainer

DEPTH = "depth"
"""What a picture's depth is called in a batch, and in metadata.jsonl."""
CHANNELS = 5


@dataclass(frozen=True, kw_only=True)
class DeepPictures(Pictures):
    """A folder of pictures, and where their depth is."""

    depth_folder: str | None = optional(
        folder(
            help="Depth maps of the pictures' names and sizes, white is near (“underpaint control "
            "depth” makes them). Open: the list metadata.jsonl names them, as “depth_file_name”."
        )
    )


@trainer("depth2image", title="Depth2Image")
class Depth2Image(WidenedPlan):
    """Teaches a model to keep the depth of a picture, from many pictures with depth maps.

    Rombach et al. 2022, https://arxiv.org/abs/2112.10752 (section 3.3, conditioning by
    concatenation), as the depth model of Stable Diffusion 2 was made: depth over the whole of -1…1
    is a fifth channel of the UNet, and the result is a model.
    """

    channels: ClassVar[tuple[int, ...]] = (4, CHANNELS)

    pictures: tuple[DeepPictures, ...] = several(
        DeepPictures, least=1, help="Folders of pictures with their captions and depth maps."
    )
    steps: int = integer(
        10_000, 1, 10_000_000, help="How many times the weights are changed; many are needed."
    )
    learning_rate: float = number(1e-5, 1e-9, 1.0, help="How far each step goes.")
    caption_dropout: float = number(
        0.1, 0.0, 1.0, help="The part of captions that is left out, so that guidance still works."
    )

    def sets(self, out: Path) -> tuple[PictureSet, ...]:
        return tuple(
            PictureSet(
                f"pictures[{i}]",
                one,
                enough=1000,
                partners=(
                    Partner(
                        DEPTH, f"pictures[{i}].depth_folder", one.depth_folder, seen=KINDS["depth"]
                    ),
                ),
            )
            for i, one in enumerate(self.pictures)
        )

    def begin(self, model: LoadedModel) -> Trainer:
        return _Deep(self, model)


class _Deep(Widened):
    shows: tuple[str, ...] = (DEPTH,)

    def __init__(self, plan: Depth2Image, model: LoadedModel) -> None:
        super().__init__(plan, model, CHANNELS)

    def seen(self, batch: Batch) -> Tensor:
        """Depth at the latents' size, each over the whole of -1…1: as the technique shows it."""
        import torch

        from core.denoise.maps import grey

        height, width = batch.clean.shape[-2:]
        size = Size(width, height)
        depths = grey(batch.shown[DEPTH])[:, None]
        return torch.cat([technique.normalised(one, size) for one in depths])

    def request(self, request: Request, shown: Callable[[str], Pixels]) -> Request:
        depth = shown(DEPTH)
        return replace(
            request,
            width=depth.size.width,
            height=depth.size.height,
            techniques=(technique.Depth2Image(depth=depth),),
        )
