"""InstructPix2Pix: a model that does to a picture what it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from core.declare import folder, integer, number, optional, several
from core.techniques import instruct_pix2pix as technique
from core.training.declare import Partner, Pictures, PictureSet, trainer
from core.training.widened import Widened, WidenedPlan

if TYPE_CHECKING:
    from torch import Tensor

    from core.models.loading import LoadedModel
    from core.request import Pixels, Request
    from core.training.batch import Batch
    from core.training.dealing import Dice
    from core.training.trainer import Trainer

SOURCE = "source"
"""What a picture before its edit is called in a batch, and in metadata.jsonl."""
CHANNELS = 8


@dataclass(frozen=True, kw_only=True)
class Edits(Pictures):
    """A folder of edited pictures, whose captions are the instructions, and what they were."""

    sources_folder: str | None = optional(
        folder(
            help="The pictures before their edits, of the same names and sizes. Open: the list "
            "metadata.jsonl names them, as “source_file_name”."
        )
    )


@trainer("instruct_pix2pix", title="InstructPix2Pix")
class InstructPix2Pix(WidenedPlan):
    """Teaches a model to do what it is told: from pictures before and after, with instructions.

    Brooks et al. 2023, https://arxiv.org/abs/2211.09800: the UNet sees the latents of the picture
    before as further channels (section 3.2), and the result is a model. So that both scales of its
    guidance work, now and then the picture, the instruction or both are left out (section 3.2.1).
    """

    channels: ClassVar[tuple[int, ...]] = (4, CHANNELS)

    pictures: tuple[Edits, ...] = several(
        Edits, least=1, help="Folders of edited pictures with instructions, and what they were."
    )
    steps: int = integer(
        10_000, 1, 10_000_000, help="How many times the weights are changed; many are needed."
    )
    learning_rate: float = number(5e-5, 1e-9, 1.0, help="How far each step goes.")
    condition_dropout: float = number(
        0.05,
        0.0,
        0.33,
        help="The part in which the picture is not shown; in as large a part the instruction is "
        "not given, and in as large a part neither.",
    )

    def sets(self, out: Path) -> tuple[PictureSet, ...]:
        return tuple(
            PictureSet(
                f"pictures[{i}]",
                one,
                enough=1000,
                partners=(Partner(SOURCE, f"pictures[{i}].sources_folder", one.sources_folder),),
            )
            for i, one in enumerate(self.pictures)
        )

    def begin(self, model: LoadedModel) -> Trainer:
        return _Instructed(self, model)


class _Instructed(Widened):
    reads: tuple[str, ...] = (SOURCE,)

    def __init__(self, plan: InstructPix2Pix, model: LoadedModel) -> None:
        super().__init__(plan, model, CHANNELS)
        self._left_out = plan.condition_dropout

    def draw(self, batch: Batch, dice: Dice) -> Batch:
        """The instruction, both or the picture are left out, in equal parts (section 3.2.1)."""
        batch = super().draw(batch, dice)
        even, part = dice.unit(len(batch.captions)), self._left_out
        unsaid = (even < 2 * part).tolist()
        seen = ~((even >= part) & (even < 3 * part)).to(batch.clean.device)
        captions = ["" if gone else said for said, gone in zip(batch.captions, unsaid, strict=True)]
        source = batch.shown[SOURCE] * seen[:, None, None, None]
        return replace(batch, captions=tuple(captions), shown={**batch.shown, SOURCE: source})

    def seen(self, batch: Batch) -> Tensor:
        """E(c_I): the mean of the latents' distribution, not scaled."""
        return batch.shown[SOURCE]

    def request(self, request: Request, shown: Callable[[str], Pixels]) -> Request:
        return replace(request, source=shown(SOURCE), techniques=(technique.InstructPix2Pix(),))
