"""LoRA: a style, or whatever a folder of captioned pictures shows, as small changes of layers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from core.declare import flag, integer, number, optional, several, text
from core.parameters import Json
from core.training.declare import STYLE_SEEN, Pictures, PictureSet, Plan, trainer

if TYPE_CHECKING:
    from core.models.loading import LoadedModel
    from core.training.trainer import Trainer


@trainer("lora", title="LoRA")
class Lora(Plan):
    """Teaches a style, or anything else, from a folder of pictures with captions.

    Hu et al. 2021, https://arxiv.org/abs/2106.09685: of each attention layer only the change is
    learned, as a product of two thin matrices, W + (α / r) B A. A small file comes of it.
    """

    pictures: tuple[Pictures, ...] = several(
        Pictures, least=1, help="Folders of pictures with their captions."
    )
    word: str = text(
        "", longest=100, help="A word that each caption has, by which the style is called later."
    )
    rank: int = integer(16, 1, 1024, help="How much it can hold: the matrices' inner width.")
    alpha: float | None = optional(
        number(16.0, 0.0, 1024.0, help="Scales the change by alpha / rank; open: as the rank.")
    )
    text_encoder: bool = flag(False, help="Also teaches what words mean.")
    text_encoder_rate: float | None = optional(
        number(5e-5, 0.0, 1.0, help="Learning rate of that part; open: as the rest.")
    )

    @classmethod
    def prompts(cls, values: Mapping[str, Json]) -> list[str]:
        word = str(values.get("word") or "").strip()
        return [seen.format(word) for seen in STYLE_SEEN] if word else []

    def sets(self, out: Path) -> tuple[PictureSet, ...]:
        """Pictures without captions are a style's, if it has a word."""
        said = (f"a picture in the style of {self.word}",) if self.word else ()
        return tuple(
            PictureSet(f"pictures[{i}]", one, said, word=self.word, enough=10)
            for i, one in enumerate(self.pictures)
        )

    def taught(self) -> tuple[str, ...]:
        return (self.word,) if self.word else ()

    def begin(self, model: LoadedModel) -> Trainer:
        from core.training.low_rank import LowRank

        return LowRank(
            self,
            model,
            self.rank,
            self.alpha,
            text_encoder=self.text_encoder,
            text_encoder_rate=self.text_encoder_rate,
        )
