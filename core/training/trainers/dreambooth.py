"""DreamBooth: a subject from a few pictures, bound to a rare word."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from core.declare import choice, flag, folder, integer, number, optional, several, text
from core.parameters import FieldError, Json
from core.training.declare import (
    SUBJECT_SEEN,
    ClassPictures,
    Pictures,
    PictureSet,
    Plan,
    trainer,
)
from core.training.subjects import called, remembered

if TYPE_CHECKING:
    from core.models.info import ModelInfo
    from core.models.loading import LoadedModel
    from core.training.trainer import Trainer


@trainer("dreambooth", title="DreamBooth")
class DreamBooth(Plan):
    """Teaches a subject from three to five pictures: its word and its class go together, as in
    "a sks dog".

    Ruiz et al. 2022, https://arxiv.org/abs/2208.12242. All of the UNet learns, and the result is a
    model; or only changes of low rank (Hu et al. 2021), and it is a LoRA file. So that the class is
    not forgotten, pictures of it that the model has painted itself are learned as well (eq. 2).
    """

    pictures: tuple[Pictures, ...] = several(
        Pictures, least=1, help="Folders of pictures of the subject."
    )
    word: str = text(empty=False, longest=100, help="A rare word that comes to mean the subject.")
    class_word: str = text(
        "",
        longest=100,
        title="Kind of thing",
        help="What kind of thing it is: “dog”. Empty: the word alone.",
    )
    result: str = choice(
        "lora",
        {"lora": "A LoRA file", "model": "A whole model"},
        help="Learn small changes of the attention layers, or all of the UNet.",
    )
    rank: int = integer(16, 1, 1024, help="Of a LoRA: how much it can hold.")
    alpha: float | None = optional(
        number(16.0, 0.0, 1024.0, help="Of a LoRA: scales it by alpha / rank; open: as the rank.")
    )
    text_encoder: bool = flag(False, help="Also teaches what words mean: closer, forgets sooner.")
    text_encoder_rate: float | None = optional(
        number(5e-6, 0.0, 1.0, help="Learning rate of that part; open: as the rest.")
    )
    prior_weight: float = number(
        1.0, 0.0, 100.0, help="How much remembering the class counts (λ); 0: it may be forgotten."
    )
    prior_pictures: int = integer(
        100, 0, 100_000, help="Pictures of the class; missing ones are painted. 0: none."
    )
    prior_prompt: str = text(
        "",
        longest=2_000,
        otherwise="A picture of its kind of thing",
        help="What the model is to remember; “a dog” for the class “dog”.",
    )
    prior_folder: str | None = optional(
        folder(
            help="Where pictures of the class are already, with text files beside those that show "
            "more than it."
        )
    )
    half: bool = flag(
        True, title="Save in 16 bits", help="Of a model: saves it in 16 bits, as most are."
    )

    def __post_init__(self) -> None:
        if self.remembers and not (self.class_word or self.prior_prompt):
            raise FieldError(
                "class_word",
                "Without a class there is nothing to be remembered.",
                "Say what kind of thing it is, or set “prior_weight” to 0.",
            )

    @classmethod
    def usual(cls, info: ModelInfo | None, values: Mapping[str, Json]) -> dict[str, Json]:
        """All of a UNet learns at the rate that the paper has for Stable Diffusion: at a LoRA's it
        would soon forget everything else."""
        found = super().usual(info, values)
        return {"learning_rate": 5e-6} | found if values.get("result") == "model" else found

    @classmethod
    def best_taught(cls, values: Mapping[str, Json]) -> str:
        """A file and a whole model are not learned alike."""
        kind = super().best_taught(values)
        return f"{kind}_model" if values.get("result") == "model" else kind

    @classmethod
    def prompts(cls, values: Mapping[str, Json]) -> list[str]:
        subject = called(values)
        return [seen.format(subject) for seen in SUBJECT_SEEN] if subject else []

    @property
    def adds(self) -> str:
        return "lora" if self.result == "lora" else ""

    @property
    def remembers(self) -> bool:
        return self.prior_weight > 0 and self.prior_pictures > 0

    def sets(self, out: Path) -> tuple[PictureSet, ...]:
        subject = " ".join(filter(None, ("a", self.word, self.class_word)))
        own = [
            PictureSet(f"pictures[{i}]", one, (subject,), word=self.word)
            for i, one in enumerate(self.pictures)
        ]
        return (*own, *(remembered for remembered, _ in self._prior(out)))

    def class_pictures(self, out: Path) -> tuple[ClassPictures, ...]:
        return tuple(order for _, order in self._prior(out))

    def _prior(self, out: Path) -> list[tuple[PictureSet, ClassPictures]]:
        if not self.remembers:
            return []
        prompt = self.prior_prompt or f"a {self.class_word}"
        return [
            remembered(
                "prior_folder",
                prompt,
                out,
                self.prior_folder,
                self.prior_pictures,
                self.prior_weight,
            )
        ]

    def taught(self) -> tuple[str, ...]:
        return (" ".join(filter(None, (self.word, self.class_word))),)

    def begin(self, model: LoadedModel) -> Trainer:
        if self.result == "lora":
            from core.training.low_rank import LowRank

            return LowRank(
                self,
                model,
                self.rank,
                self.alpha,
                text_encoder=self.text_encoder,
                text_encoder_rate=self.text_encoder_rate,
            )
        from core.training.whole import Whole

        return Whole(
            self,
            model,
            text_encoder=self.text_encoder,
            text_encoder_rate=self.text_encoder_rate,
            half=self.half,
        )
